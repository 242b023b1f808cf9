"""Sharing a story: what is typed travels in the author's own private message until they have kept the receipt."""
