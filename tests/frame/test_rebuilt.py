"""A member's file is made anew by a process that ends; its name is drawn by chance, and a refusal says what helps."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import psutil
import pytest
from structlog.testing import capture_logs

from bot.errors import Invalid, UserError
from bot.rebuilding import MOST_BYTES, REASONS
from bot.rebuilt import Rebuilder, Rebuilt, check_size
from bot.wording import Wording
from tests.frame.marked_files import marked_files, noise, painting, png_of, saved, sound

if TYPE_CHECKING:
    from pathlib import Path

NAME = re.compile(r"[0-9a-f]{16}\.(webp|ogg)")
TELL_PID = "(folder / 'new').write_text(str(os.getpid())); (folder / 'new').rename(folder / 'pid')\n"


def program(tmp_path: Path, code: str) -> list[str]:
    """A worker that does something else: it runs some lines with `folder` set to a folder of the test."""
    return [sys.executable, "-c", f"import os, pathlib, sys, time\nfolder = pathlib.Path({str(tmp_path)!r})\n{code}"]


def saying(tmp_path: Path, code: str) -> Rebuilder:
    """Give a rebuilder whose files hold what some lines of a worker say."""
    return Rebuilder(program(tmp_path, f"print('sound audio/ogg 1')\n{code}"))


async def until(path: Path) -> int:
    """Wait for the file in which a worker tells its number."""
    async with asyncio.timeout(20):
        while not told(path):  # noqa: ASYNC110 it is another process that writes
            await asyncio.sleep(0.01)
    return told(path)


def told(path: Path) -> int:
    return int(path.read_text()) if path.exists() else 0


async def refusal(rebuilder: Rebuilder, content: bytes) -> UserError:
    with capture_logs() as logs, pytest.raises(UserError) as refused:
        await rebuilder.rebuild(content)
    assert logs == [], "a line would tell the minute of a gesture"
    return refused.value


async def test_pictures_and_sounds_come_back_without_their_marks_under_names_drawn_by_chance() -> None:
    marked = [make() for make in marked_files()]
    gps, tags = (next(each for each in marked if each.name == name) for name in ("JPEG exif and gps", "MP3 tags"))
    rebuilder = Rebuilder()
    with capture_logs() as logs:
        picture, again, heard = await asyncio.gather(*(rebuilder.rebuild(each.content) for each in (gps, gps, tags)))
    assert (picture.kind, picture.content_type, picture.measures) == ("picture", "image/webp", (64, 48))
    assert (heard.kind, heard.content_type, heard.measures) == ("sound", "audio/ogg", (1,))
    assert gps.left_in(picture.content) == tags.left_in(heard.content) == []
    assert picture.content == again.content
    assert len({each.name for each in (picture, again, heard)}) == 3
    assert [NAME.fullmatch(each.name) is not None for each in (picture, again, heard)] == [True] * 3
    assert (logs, rebuilder.failures) == ([], 0)


async def test_hostile_files_are_refused_by_the_real_worker() -> None:
    rebuilder = Rebuilder()
    bomb = await refusal(rebuilder, png_of(60_000, 60_000))
    junk = await refusal(rebuilder, noise(MOST_BYTES))
    assert [type(bomb), type(junk)] == [Invalid, Invalid]
    assert [bomb.message_id, junk.message_id] == ["rebuilding-too-many-pixels", "rebuilding-not-welcome"]
    assert rebuilder.failures == 0


async def test_every_reason_of_the_worker_has_its_words(tmp_path: Path) -> None:
    for reason in REASONS:
        refused = await refusal(Rebuilder(program(tmp_path, f"print('refused {reason}')")), b"x")
        assert refused.message_id == f"rebuilding-{reason}"
        assert Wording()(refused.message_id, **refused.variables)


async def test_a_file_that_is_too_large_starts_no_worker(tmp_path: Path) -> None:
    check_size(MOST_BYTES)
    with pytest.raises(Invalid, match="rebuilding-too-large"):
        check_size(MOST_BYTES + 1)
    rebuilder = Rebuilder(program(tmp_path, "(folder / 'started').touch()"))
    assert (await refusal(rebuilder, bytes(MOST_BYTES + 1))).message_id == "rebuilding-too-large"
    assert not (tmp_path / "started").exists()


@pytest.mark.parametrize("code", ["sys.exit(3)", "os.abort()", "print('refused because of its words')"])
async def test_a_worker_that_falls_over_is_a_file_that_cannot_be_read(tmp_path: Path, code: str) -> None:
    refused = await refusal(Rebuilder(program(tmp_path, code)), b"x")
    assert (type(refused), refused.message_id, refused.variables) == (Invalid, "rebuilding-broken", {})


async def test_what_went_wrong_is_counted_for_a_later_report(tmp_path: Path) -> None:
    rebuilder = Rebuilder(program(tmp_path, "sys.exit(3)"))
    for count in (1, 2):
        await refusal(rebuilder, b"x")
        assert rebuilder.failures == count


async def test_a_worker_that_hangs_is_ended_in_time(tmp_path: Path) -> None:
    hanging = Rebuilder(program(tmp_path, f"{TELL_PID}time.sleep(60)"), seconds=3)
    started = time.monotonic()
    assert (await refusal(hanging, b"x")).message_id == "rebuilding-slow"
    assert time.monotonic() - started < 10
    assert hanging.failures == 1
    assert not psutil.pid_exists(told(tmp_path / "pid"))


async def test_whoever_waits_too_long_for_a_turn_is_told(tmp_path: Path) -> None:
    busy = Rebuilder(program(tmp_path, "time.sleep(60)"), seconds=2, patience=0.3)
    async with asyncio.timeout(15):
        outcomes = await asyncio.gather(*(busy.rebuild(b"x") for _ in range(5)), return_exceptions=True)
    assert [str(outcome) for outcome in outcomes] == ["rebuilding-slow"] * 5
    assert not busy._turns.locked()


async def test_a_caller_that_is_cancelled_leaves_no_process_and_keeps_no_turn(tmp_path: Path) -> None:
    hanging = Rebuilder(program(tmp_path, f"{TELL_PID}time.sleep(60)"))
    rebuilding = asyncio.create_task(hanging.rebuild(b"x"))
    pid = await until(tmp_path / "pid")
    waiting = [asyncio.create_task(hanging.rebuild(b"x")) for _ in range(3)]
    await asyncio.sleep(0.1)
    for task in (rebuilding, *waiting):
        task.cancel()
    outcomes = await asyncio.gather(rebuilding, *waiting, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [asyncio.CancelledError] * 4
    assert not psutil.pid_exists(pid)
    assert psutil.Process().children() == []
    assert hanging._turns._value == 2


async def test_two_files_are_made_anew_at_once_and_a_third_is_not_even_read(tmp_path: Path) -> None:
    code = """
mine = folder / str(os.getpid())
mine.touch()
time.sleep(0.3)
print(len(list(folder.iterdir())))
mine.unlink()
"""
    busy, held, most = saying(tmp_path, code), 0, 0

    async def read() -> bytes:
        nonlocal held, most
        held += 1
        most = max(most, held)
        await asyncio.sleep(0)
        return b"x"

    async def one() -> Rebuilt:
        nonlocal held
        made = await busy.rebuild(read)
        held -= 1
        return made

    seen = await asyncio.gather(*(one() for _ in range(5)))
    assert max(int(each.content) for each in seen) == 2
    assert most == 2


async def test_a_file_that_cannot_be_fetched_is_the_callers_matter_and_keeps_no_turn() -> None:
    async def read() -> bytes:
        raise ConnectionError

    rebuilder = Rebuilder()
    for _ in range(3):
        with pytest.raises(ConnectionError):
            await rebuilder.rebuild(read)


async def test_the_worker_is_told_no_secret_and_ctrl_c_is_not_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KETTLE_DISCORD__TOKEN", "made-up")
    code = "print(os.getsid(0) == os.getpid(), dict(os.environ), os.listdir(folder), sys.stdin.read())"
    content = (await saying(tmp_path, code).rebuild(b"the file")).content.decode()
    assert content.startswith("True")
    assert content.endswith("[] the file\n")
    assert "made-up" not in content
    assert "PATH" in content


async def test_a_folder_named_bot_where_kettle_is_started_is_not_taken_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bot").mkdir()
    (tmp_path / "bot" / "__init__.py").write_text("raise SystemExit(3)")
    monkeypatch.chdir(tmp_path)
    assert (await Rebuilder().rebuild(saved(painting(), "PNG"))).kind == "picture"
    assert [path.name for path in tmp_path.iterdir()] == ["bot"]


def test_the_bot_never_imports_a_decoder(tmp_path: Path) -> None:
    (tmp_path / "sound").write_bytes(sound("OGG"))
    rebuilds = """
import asyncio, sys
from bot.rebuilt import Rebuilder
made = asyncio.run(Rebuilder().rebuild(open(sys.argv[1], "rb").read()))
assert made.content.startswith(b"OggS")
print(sorted({"PIL", "av", "numpy"} & sys.modules.keys()))
"""
    seen = subprocess.run(
        [sys.executable, "-c", rebuilds, tmp_path / "sound"], capture_output=True, text=True, check=True
    )
    assert seen.stdout.strip() == "[]"
