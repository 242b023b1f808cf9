"""A member's fortnight: a band for each answer, a column for each day, and a dot where they meet.

Nothing joins the dots: there is no line to go up or down. All sizes are pixels, counted from the top left.
"""

import io

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from bot.drawing import Fortnight

WIDTH = 1080
"""Four times the width that a picture gets on a phone, where the smallest letters are then twelve pixels high."""
DOTS_PER_INCH = 72
"""At 72 a point is a pixel, so the sizes of letters are pixels too."""

MARGIN = 28
TITLE, BAND, DAYS = 130, 140, 160
"""How high the title, each answer's band, and the names of the days are."""

NAME, MARK = 34, 96
"""How far below the top of a band its answer's word and its dots are."""

LETTERS = 48
NAMED = 2
"""Every second day is named, back from the last: at this size there is no room for more."""

GROUND, INK, LINE, DOT = "#23343b", "#f4efe6", "#4b6069", "#f6c667"
"""A solid ground, so that it looks the same on Discord's light and dark."""


def draw_fortnight(picture: Fortnight) -> bytes:
    """Draw the picture as a PNG."""
    height = TITLE + BAND * len(picture["answers"]) + DAYS
    figure = Figure((WIDTH / DOTS_PER_INCH, height / DOTS_PER_INCH), DOTS_PER_INCH, facecolor=GROUND)
    sheet = figure.add_axes((0, 0, 1, 1), xlim=(0, WIDTH), ylim=(height, 0))
    sheet.set_axis_off()
    _write(sheet, picture["title"], 56, (MARGIN, TITLE / 2))
    _draw_bands(sheet, picture["answers"])
    column = (WIDTH - 2 * MARGIN) / len(picture["days"])
    for place, (day, row) in enumerate(zip(picture["days"], picture["dots"], strict=True)):
        across = MARGIN + column * (place + 0.5)
        if (len(picture["days"]) - 1 - place) % NAMED == 0:
            _write(sheet, day, LETTERS, (across, height - DAYS / 2), "center")
        if row is not None:
            sheet.plot(across, TITLE + BAND * row + MARK, "o", color=DOT, markersize=46)
    return _png(figure)


def _draw_bands(sheet: Axes, answers: list[str]) -> None:
    """Draw a line above each answer's word, and one below the last band."""
    for row, answer in enumerate([*answers, ""]):
        top = TITLE + BAND * row
        sheet.axhline(top, color=LINE, linewidth=2)
        _write(sheet, answer, LETTERS, (MARGIN, top + NAME))


def _write(sheet: Axes, text: str, size: int, place: tuple[float, float], align: str = "left") -> None:
    """Write words as they are: a renamed answer may hold a dollar sign, which would begin a formula."""
    sheet.text(*place, text, size=size, ha=align, va="center", color=INK, parse_math=False)


def _png(figure: Figure) -> bytes:
    """Give the picture without a word of which program made it."""
    png = io.BytesIO()
    figure.savefig(png, format="png", metadata={"Software": None})
    return png.getvalue()
