"""The drawing worker: a short process of its own, so that the bot never imports a plotting library."""

from typing import TypedDict


class Fortnight(TypedDict):
    """What goes on one picture, in words that are ready to be shown.

    `dots` has a place for each of `days`: the row of `answers` to mark, or None to leave the day empty.
    """

    title: str
    answers: list[str]
    days: list[str]
    dots: list[int | None]
