"""The map is drawn once for everybody, off the bot's own thread, and readable on a phone."""

from __future__ import annotations

import asyncio
import io
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image, ImageChops

from bot.errors import UserError
from bot.pictures import Pictures
from bot.services.pathways import STAGES, STEPS, ends_of
from tests.frame.test_pictures import program, written

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import ModuleType

PHONE = 360
"""Pixels that a picture is wide on a phone."""

COUNT = """
(folder / 'times').open('a').write('x')
time.sleep(0.3)
sys.exit(0 if (folder / 'well').exists() else 3)
"""


@pytest.fixture(scope="module")
def drawing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """The module that draws, with the library's own files in a folder of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MPLCONFIGDIR", str(tmp_path_factory.mktemp("matplotlib")))
        patch.setenv("MPL_IGNORE_SYSTEM_FONTS", "1")
        from bot.drawing import pathway  # noqa: PLC0415 only now are its surroundings right

        yield pathway


def picture(**changes: object) -> Any:
    plain = {
        "title": "A made-up title",
        "note": "A made-up note.",
        "places": {stage: {"name": f"Being {stage}", "note": "Band 1"} for stage in STAGES},
        "steps": [list(ends_of(step)) for step in STEPS],
        "here": "",
        "mark": "Here",
    }
    return plain | changes


def pixels(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


def differs(one: bytes, other: bytes) -> tuple[int, int, int, int] | None:
    return ImageChops.difference(pixels(one), pixels(other)).getbbox()


def test_every_stage_has_its_place_and_no_two_touch(drawing: ModuleType) -> None:
    assert set(drawing.SPOTS) == set(drawing.SIZES) == set(STAGES)
    boxes = [
        (across - width / 2, down - height / 2, across + width / 2, down + height / 2)
        for (across, down), (width, height) in ((drawing.SPOTS[key], drawing.SIZES[key]) for key in STAGES)
    ]
    for box in boxes:
        assert drawing.MARGIN / 2 < box[0] < box[2] < drawing.WIDTH - drawing.MARGIN / 2
        assert not [
            other
            for other in boxes
            if other != box and box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
        ]


def test_the_map_is_solid_to_its_edges_and_its_smallest_letters_are_twelve_pixels_high_on_a_phone(
    drawing: ModuleType,
) -> None:
    image = Image.open(io.BytesIO(drawing.draw_pathway(picture())))
    assert image.size == (1200, 800)
    assert image.convert("RGBA").getchannel("A").getextrema() == (255, 255)
    assert image.info.keys() <= {"dpi"}
    assert min(drawing.TITLE, drawing.NAME, drawing.NOTE) * PHONE / drawing.WIDTH >= 12


@pytest.mark.parametrize("stage", STAGES)
def test_where_somebody_is_is_marked_in_words_inside_the_picture(drawing: ModuleType, stage: str) -> None:
    named, bare = (drawing.draw_pathway(picture(here=stage, mark=mark)) for mark in ("You are here", ""))
    box = differs(named, bare)
    assert box is not None
    assert drawing.TITLE + 40 < box[1] < box[3] < drawing.HEIGHT - drawing.NOTE - 20, "clear of the title and the note"
    across, down = drawing.SPOTS[stage]
    assert box[0] < across < box[2]
    assert not box[1] < down < box[3]


def test_each_step_is_drawn(drawing: ModuleType) -> None:
    whole = drawing.draw_pathway(picture())
    for step in picture()["steps"]:
        fewer = [other for other in picture()["steps"] if other != step]
        assert differs(whole, drawing.draw_pathway(picture(steps=fewer))) is not None, step


def test_a_place_with_nothing_under_its_name_has_its_name_alone(drawing: ModuleType) -> None:
    bare = {stage: {"name": "$5 of \\frac{$", "note": ""} for stage in STAGES}
    assert differs(drawing.draw_pathway(picture()), drawing.draw_pathway(picture(places=bare))) is not None


async def test_the_worker_draws_it_and_the_next_who_asks_has_the_same_at_once() -> None:
    pictures = Pictures()
    first = await pictures.draw_shared("pathway", picture())
    assert pixels(first).size == (1200, 800)
    async with asyncio.timeout(0.1):
        assert await pictures.draw_shared("pathway", picture()) is first


async def test_many_who_ask_at_once_wait_for_one_drawing(tmp_path: Path) -> None:
    (tmp_path / "well").touch()
    pictures = Pictures(program(tmp_path, COUNT))
    await asyncio.gather(*(pictures.draw_shared("pathway", picture()) for _ in range(20)))
    assert written(tmp_path / "times") == "x"
    await pictures.draw_shared("pathway", picture(here="lead"))
    assert written(tmp_path / "times") == "xx"


async def test_a_drawing_that_failed_is_tried_again_by_the_next(tmp_path: Path) -> None:
    pictures = Pictures(program(tmp_path, COUNT))
    with pytest.raises(UserError, match="pictures-failed"):
        await pictures.draw_shared("pathway", picture())
    (tmp_path / "well").touch()
    assert await pictures.draw_shared("pathway", picture()) == b""


async def test_somebody_who_gives_up_takes_the_picture_from_nobody(tmp_path: Path) -> None:
    (tmp_path / "well").touch()
    pictures = Pictures(program(tmp_path, COUNT))
    asks = [asyncio.create_task(pictures.draw_shared("pathway", picture())) for _ in range(2)]
    await asyncio.sleep(0.05)
    asks[0].cancel()
    assert await asks[1] == b""
    assert asks[0].cancelled()
