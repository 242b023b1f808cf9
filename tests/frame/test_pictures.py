"""A picture shows a member's own days. Drawing it leaves no library, process or file behind."""

from __future__ import annotations

import asyncio
import io
import json
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import psutil
import pytest
from PIL import Image, ImageChops
from structlog.testing import capture_logs

from bot.drawing import Fortnight, __main__
from bot.errors import UserError
from bot.pictures import Pictures, fortnight_alt
from bot.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

ANSWERS = {"good": "Good", "ok": "OK", "mixed": "Up and down", "low": "Low", "struggling": "Struggling"}
FIRST_WEEK = ["good", "ok", None, "mixed", "low", "struggling", "unsaid"]
SECOND_WEEK = [None, "low", "low", "ok", "ok", "good", None]
SAID = [*FIRST_WEEK, *SECOND_WEEK]
DAYS = [(date(2026, 1, 26) + timedelta(days=number), said) for number, said in enumerate(SAID)]
ROWS = [0, 1, None, 2, 3, 4, None, None, 3, 3, 1, 1, 0, None]

words = Wording()


@pytest.fixture(scope="module")
def fortnight(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """The module that draws, with the library's own files in a folder of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MPLCONFIGDIR", str(tmp_path_factory.mktemp("matplotlib")))
        patch.setenv("MPL_IGNORE_SYSTEM_FONTS", "1")
        from bot.drawing import fortnight  # noqa: PLC0415 only now are its surroundings right

        yield fortnight


def picture(**changes: object) -> Fortnight:
    days = [f"Day\n{number}" for number in range(len(SAID))]
    plain = {"title": "A made-up title", "answers": list(ANSWERS.values()), "days": days, "dots": ROWS}
    return plain | changes  # type: ignore[return-value]


def pixels(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGBA")


def marks(fortnight: ModuleType, png: bytes) -> list[int | None]:
    """Read the rows of the dots back from the picture."""
    image, found = pixels(png), []
    column = (fortnight.WIDTH - 2 * fortnight.MARGIN) / len(SAID)
    for place in range(len(SAID)):
        across = round(fortnight.MARGIN + column * (place + 0.5))
        middles = [fortnight.TITLE + fortnight.BAND * row + fortnight.MARK for row in range(len(ANSWERS))]
        dots = [row for row, down in enumerate(middles) if hexed(image, across, down) == fortnight.DOT]
        assert len(dots) <= 1
        found.append(dots[0] if dots else None)
    return found


def hexed(image: Image.Image, across: int, down: int) -> str:
    return "#{:02x}{:02x}{:02x}".format(*image.getpixel((across, down)))


def program(tmp_path: Path, code: str) -> list[str]:
    """A worker that does something else: it runs some lines with `folder` set to a folder of the test."""
    lines = f"import os, pathlib, sys, time\nfolder = pathlib.Path({str(tmp_path)!r})\n{code}"
    return [sys.executable, "-c", lines]


async def until(path: Path) -> str:
    """Wait for a file that a worker writes."""
    async with asyncio.timeout(10):
        while not (text := written(path)):  # noqa: ASYNC110 it is another process that writes
            await asyncio.sleep(0.01)
    return text


def files_in(folder: Path) -> list[Path]:
    return list(folder.iterdir())


def written(path: Path) -> str:
    return path.read_text() if path.exists() else ""


TELL_PID = "(folder / 'new').write_text(str(os.getpid())); (folder / 'new').rename(folder / 'pid')\n"


async def test_a_members_days_become_a_picture_with_their_dots(fortnight: ModuleType) -> None:
    png = await Pictures().draw_fortnight(words, DAYS, ANSWERS, member_id=1)
    assert marks(fortnight, png) == ROWS


def test_a_picture_is_as_wide_as_three_phones_and_solid_to_its_edges(fortnight: ModuleType) -> None:
    image = pixels(fortnight.draw_fortnight(picture()))
    assert image.width == 1080
    assert image.getchannel("A").getextrema() == (255, 255)
    edges = [(0, 0), (image.width - 1, 0), (0, image.height - 1), (image.width - 1, image.height - 1)]
    assert {hexed(image, *edge) for edge in edges} == {fortnight.GROUND}


def test_the_smallest_letters_are_twelve_pixels_high_on_a_phone_and_the_last_day_is_named(
    fortnight: ModuleType,
) -> None:
    shown_wide = 265
    assert round(fortnight.LETTERS * shown_wide / fortnight.WIDTH) >= 12
    bare, named = (
        pixels(fortnight.draw_fortnight(picture(days=days, dots=[None] * len(SAID))))
        for days in ([""] * len(SAID), [*[""] * (len(SAID) - 1), "Day"])
    )
    box = ImageChops.difference(bare.convert("RGB"), named.convert("RGB")).getbbox()
    assert box is not None
    column = (fortnight.WIDTH - 2 * fortnight.MARGIN) / len(SAID)
    assert fortnight.WIDTH - fortnight.MARGIN - 2 * column < box[0] < box[2] <= fortnight.WIDTH


def test_a_fortnight_without_answers_has_no_dots(fortnight: ModuleType) -> None:
    assert set(marks(fortnight, fortnight.draw_fortnight(picture(dots=[None] * len(SAID))))) == {None}


def test_words_are_drawn_as_they_are_even_where_they_look_like_a_formula(fortnight: ModuleType) -> None:
    plain, money = (
        fortnight.draw_fortnight(picture(title=title, dots=[None] * len(SAID))) for title in ("", r"$\frac{$ 5")
    )
    assert plain != money


def test_a_picture_says_nothing_of_the_program_that_made_it(fortnight: ModuleType) -> None:
    assert Image.open(io.BytesIO(fortnight.draw_fortnight(picture()))).info.keys() <= {"dpi"}


def test_the_worker_answers_a_request_with_a_picture(fortnight: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = io.BytesIO()
    monkeypatch.setattr(__main__, "limit", lambda: None)  # the tests go on in this process
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(json.dumps(picture()).encode())))
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=answer))
    __main__.main()
    assert marks(fortnight, answer.getvalue()) == ROWS


def test_the_worker_cannot_take_more_memory_than_its_limit() -> None:
    pytest.importorskip("resource", reason="this system cannot limit a process")
    greedy = "from bot.drawing.__main__ import limit\nlimit()\nbytearray(2 << 30)"
    ended = subprocess.run([sys.executable, "-c", greedy], capture_output=True, check=False)
    assert b"MemoryError" in ended.stderr


def test_the_bot_never_imports_a_plotting_library() -> None:
    draws = f"""
import asyncio, sys
from datetime import date
from bot.pictures import Pictures
from bot.wording import Wording
png = asyncio.run(Pictures().draw_fortnight(Wording(), [(date(2026, 1, 26), "ok")], {ANSWERS}, member_id=1))
assert png.startswith(b"\\x89PNG")
print(sorted({{"matplotlib", "numpy", "PIL"}} & sys.modules.keys()))
"""
    seen = subprocess.run([sys.executable, "-c", draws], capture_output=True, text=True, check=True)
    assert seen.stdout.strip() == "[]"


async def test_a_folder_named_bot_where_kettle_is_started_is_not_taken_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bot").mkdir()
    (tmp_path / "bot" / "__init__.py").write_text("raise SystemExit(3)")
    monkeypatch.chdir(tmp_path)
    assert (await Pictures().draw_fortnight(words, DAYS, ANSWERS, member_id=1)).startswith(b"\x89PNG")


async def test_the_worker_is_told_no_secret_and_its_folder_is_gone_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KETTLE_DISCORD__TOKEN", "made-up")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    code = "open(os.environ['MPLCONFIGDIR'] + '/cache', 'w').close(); print(dict(os.environ))"
    told = (await Pictures(program(tmp_path, code)).draw_fortnight(words, DAYS, ANSWERS, member_id=1)).decode()
    assert str(tmp_path / "kettle-picture-") in told
    assert "made-up" not in told
    assert files_in(tmp_path) == []


async def test_ctrl_c_is_for_the_bot_and_not_for_its_worker(tmp_path: Path) -> None:
    code = "print(os.getsid(0) == os.getpid())"
    assert (
        await Pictures(program(tmp_path, code)).draw_fortnight(words, DAYS, ANSWERS, member_id=1)
    ).strip() == b"True"


async def test_a_worker_that_fails_is_a_plain_refusal_and_a_log_line_without_a_word_of_the_picture(
    tmp_path: Path,
) -> None:
    failing = Pictures(program(tmp_path, "sys.exit(3)"))
    with capture_logs() as logs, pytest.raises(UserError) as refused:
        await failing.draw_fortnight(words, DAYS, ANSWERS, member_id=1)
    assert refused.value.message_id == "pictures-failed"
    assert logs == [{"event": "a picture could not be drawn", "log_level": "warning", "status": 3}]


async def test_a_worker_that_hangs_is_ended_at_the_time_limit(tmp_path: Path) -> None:
    hanging = Pictures(program(tmp_path, f"{TELL_PID}time.sleep(60)"), seconds=3)
    with capture_logs() as logs, pytest.raises(UserError) as refused:
        await hanging.draw_fortnight(words, DAYS, ANSWERS, member_id=1)
    assert refused.value.message_id == "pictures-failed"
    assert logs == [{"event": "a picture took too long", "log_level": "warning"}]
    assert not psutil.pid_exists(int((tmp_path / "pid").read_text()))


async def test_the_time_limit_counts_the_wait_for_a_turn(tmp_path: Path) -> None:
    hanging = Pictures(program(tmp_path, "time.sleep(60)"), seconds=0.3)
    drawings = [hanging.draw_fortnight(words, DAYS, ANSWERS, member_id=each) for each in range(5)]
    async with asyncio.timeout(5):
        outcomes = await asyncio.gather(*drawings, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [UserError] * 5


async def test_a_bot_that_stops_takes_its_worker_with_it(tmp_path: Path) -> None:
    hanging = Pictures(program(tmp_path, f"{TELL_PID}time.sleep(60)"))
    drawing = asyncio.create_task(hanging.draw_fortnight(words, DAYS, ANSWERS, member_id=1))
    pid = int(await until(tmp_path / "pid"))
    drawing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await drawing
    assert not psutil.pid_exists(pid)


async def test_no_more_than_two_pictures_are_drawn_at_once(tmp_path: Path) -> None:
    code = """
mine = folder / str(os.getpid())
mine.touch()
time.sleep(0.3)
print(len(list(folder.iterdir())))
mine.unlink()
"""
    busy = Pictures(program(tmp_path, code))
    seen = await asyncio.gather(*(busy.draw_fortnight(words, DAYS, ANSWERS, member_id=each) for each in range(5)))
    assert max(map(int, seen)) == 2


async def test_a_second_picture_for_the_same_member_waits_for_nothing_and_takes_no_place(tmp_path: Path) -> None:
    busy = Pictures(program(tmp_path, f"{TELL_PID}time.sleep(60)"))
    first = asyncio.create_task(busy.draw_fortnight(words, DAYS, ANSWERS, member_id=1))
    await until(tmp_path / "pid")
    async with asyncio.timeout(1):
        with pytest.raises(UserError) as refused:
            await busy.draw_fortnight(words, DAYS, ANSWERS, member_id=1)
    assert refused.value.message_id == "pictures-busy"
    (tmp_path / "pid").unlink()
    other = asyncio.create_task(busy.draw_fortnight(words, DAYS, ANSWERS, member_id=2))
    assert await until(tmp_path / "pid")
    for drawing in (first, other):
        drawing.cancel()
    await asyncio.gather(first, other, return_exceptions=True)


async def test_after_one_picture_the_same_member_may_have_another_even_if_it_failed(tmp_path: Path) -> None:
    failing = Pictures(program(tmp_path, "sys.exit(3)"))
    for _ in range(2):
        with pytest.raises(UserError, match="pictures-failed"):
            await failing.draw_fortnight(words, DAYS, ANSWERS, member_id=1)


@pytest.mark.parametrize(
    ("said", "answers"),
    [(SAID, "10 answers"), ([None, "low"], "one answer"), ([None, "unsaid"], "no answers")],
)
def test_the_words_in_place_of_a_picture_tell_its_days_and_how_many_answers_it_shows(
    said: list[str | None], answers: str
) -> None:
    days = [(date(2026, 1, 26) + timedelta(days=number), one) for number, one in enumerate(said)]
    last = {2: "Tue 27", 14: "Sun 8"}[len(said)]
    alt = fortnight_alt(words, days, ANSWERS)
    assert alt.startswith(f"A picture of your days from Mon 26 to {last}, with {answers}.")
