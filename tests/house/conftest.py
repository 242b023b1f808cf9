"""The recipe's tests run in a copy of the project, where its files have their places."""

collect_ignore = ["recipe"]
