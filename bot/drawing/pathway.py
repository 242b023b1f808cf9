"""The map of peer work: five places like stones in a stream, and the ways from one to another.

The ways lead on and never upwards: no place is higher than the others. All sizes are pixels from the top left.
"""

import io
from math import pi, sin
from textwrap import wrap

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from bot.drawing import Pathway, Place

WIDTH, HEIGHT = 1200, 800
DOTS_PER_INCH = 72
"""At 72 a point is a pixel, so the sizes of letters are pixels too."""

MARGIN = 44
TITLE, NAME, NOTE = 56, 44, 40
"""How large the letters are. On a phone the picture is 360 pixels wide, and the smallest still twelve high."""

GROUND, WATER, STONE = "#23343b", "#2a3f47", "#3d5963"
INK, SOFT, WAY, MARK = "#f4efe6", "#cddcdd", "#8fb3b0", "#f6c667"
"""A solid ground, so that it looks the same on Discord's light and dark."""

SPOTS = {
    "curious": (166, 500), "volunteer": (356, 266), "worker": (556, 554), "senior": (786, 282), "lead": (994, 554),
}  # fmt: skip
"""The middle of each place."""

SIZES = {"curious": (244, 120), "volunteer": (290, 160), "worker": (336, 206), "senior": (300, 206), "lead": (348, 206)}
"""How wide and how high each place is."""

UPPER = {"volunteer", "senior"}
"""Places whose mark is written over them: a way leads out under them."""

STREAM, DEEP = 150, 70
"""How wide the stream behind the places is to each side, and how far it swings."""

LINE = 50
"""From one line of words to the next."""

SIGNS = 14
"""Letters of a name in one line."""


def draw_pathway(picture: Pathway) -> bytes:
    """Draw the map as a PNG."""
    figure = Figure((WIDTH / DOTS_PER_INCH, HEIGHT / DOTS_PER_INCH), DOTS_PER_INCH, facecolor=GROUND)
    sheet = figure.add_axes((0, 0, 1, 1), xlim=(0, WIDTH), ylim=(HEIGHT, 0))
    sheet.set_axis_off()
    _draw_stream(sheet)
    _write(sheet, picture["title"], TITLE, (MARGIN, TITLE + 18), INK, "left")
    _write(sheet, picture["note"], NOTE, (MARGIN, HEIGHT - NOTE), SOFT, "left")
    stones = {key: _draw_stone(sheet, key, is_here=key == picture["here"]) for key in picture["places"]}
    for start, end in picture["steps"]:
        _draw_way(sheet, SPOTS[start], SPOTS[end], (stones[start], stones[end]))
    for key, place in picture["places"].items():
        _write_place(sheet, key, place, is_here=key == picture["here"])
    if picture["here"]:
        _write_mark(sheet, picture["here"], picture["mark"])
    png = io.BytesIO()
    figure.savefig(png, format="png", metadata={"Software": None})
    return png.getvalue()


def _draw_stream(sheet: Axes) -> None:
    across = range(0, WIDTH + 1, 4)
    middle = [430 + DEEP * sin(place / WIDTH * 2 * pi) for place in across]
    banks = [down - STREAM for down in middle], [down + STREAM for down in middle]
    sheet.fill_between(across, *banks, color=WATER, linewidth=0, zorder=0)


def _draw_stone(sheet: Axes, key: str, *, is_here: bool) -> FancyBboxPatch:
    (across, down), (width, height) = SPOTS[key], SIZES[key]
    corner = (across - width / 2, down - height / 2)
    shape = f"round,pad=0,rounding_size={min(height / 2, 64)}"
    stone = FancyBboxPatch(corner, width, height, shape, facecolor=MARK if is_here else STONE, linewidth=0, zorder=2)
    sheet.add_patch(stone)
    return stone


def _draw_way(
    sheet: Axes, start: tuple[int, int], end: tuple[int, int], stones: tuple[FancyBboxPatch, FancyBboxPatch]
) -> None:
    """Draw a way from one stone's edge to another's, a little bent, as a path is."""
    way = FancyArrowPatch(
        start, end, patchA=stones[0], patchB=stones[1], shrinkA=10, shrinkB=10, linewidth=7, color=WAY, zorder=1,
        arrowstyle="-|>,head_length=20,head_width=13", mutation_scale=1, connectionstyle="arc3,rad=0.12",
        capstyle="round", joinstyle="round",
    )  # fmt: skip
    sheet.add_patch(way)


def _write_place(sheet: Axes, key: str, place: Place, *, is_here: bool) -> None:
    """Write a name in as many lines as it takes, and the note under it."""
    (across, down), names = SPOTS[key], wrap(place["name"], SIGNS)
    lines = [*names, place["note"]] if place["note"] else names
    top = down - LINE * (len(lines) - 1) / 2
    for number, line in enumerate(lines):
        is_note = number >= len(names)
        ink = GROUND if is_here else SOFT if is_note else INK
        _write(sheet, line, NOTE if is_note else NAME, (across, top + LINE * number), ink)


def _write_mark(sheet: Axes, key: str, mark: str) -> None:
    """Say beside a place, in words, that it is where somebody is."""
    (across, down), away = SPOTS[key], SIZES[key][1] / 2 + 34
    _write(sheet, mark, NOTE, (across, down - away if key in UPPER else down + away), MARK)


def _write(sheet: Axes, text: str, size: int, place: tuple[float, float], ink: str, align: str = "center") -> None:
    """Write words as they are: a renamed place may hold a dollar sign, which would begin a formula."""
    sheet.text(*place, text, size=size, ha=align, va="center", color=ink, parse_math=False, zorder=3)
