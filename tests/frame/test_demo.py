"""`kettle demo` as a command: what it says, what it refuses, and that it leaves nothing behind."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import threading
import time
import webbrowser
from contextlib import suppress
from typing import TYPE_CHECKING

import psutil
import pytest

from bot import demo
from bot.demo import opening
from bot.demo.window import replaced
from bot.statuses import Ending, Status
from bot.wording import Wording
from db.problems import DatabaseProblem
from tests.demo import ADDRESS, PATIENCE, answers, commanded, names_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from bot.settings import Settings

pytestmark = pytest.mark.usefixtures("own_folder", "own_logging")

words = Wording()


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that another program has."""
    with socket.create_server((demo.HOST, 0)) as other:
        yield other.getsockname()[1]


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary folders are made in this test."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


def stop_when_it_answers(said: Callable[[], str]) -> threading.Thread:
    """Press Ctrl-C as soon as the page is there."""

    def press() -> None:
        for _ in range(int(PATIENCE / 0.1)):
            time.sleep(0.1)
            if address := ADDRESS.search(said()):
                with suppress(OSError):
                    answers(address[0])
                break
        os.kill(os.getpid(), signal.SIGINT)

    thread = threading.Thread(target=press)
    thread.start()
    return thread


def run_until_ctrl_c(said: list[str], *, port: int = 0, open_browser: bool = False, keep: Path | None = None) -> int:
    thread = stop_when_it_answers(lambda: "\n".join(said))
    try:
        return demo.run(port, open_browser, keep)
    finally:
        thread.join()


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The lines that the command writes."""
    lines: list[str] = []
    monkeypatch.setattr(demo.typer, "echo", lambda line: lines.append(str(line)))
    return lines


def test_ctrl_c_ends_it_well_and_leaves_nothing(temporary: Path, said: list[str]) -> None:
    children, threads = psutil.Process().children(recursive=True), threading.active_count()
    assert run_until_ctrl_c(said) == Status.OK
    address = ADDRESS.search("\n".join(said))
    assert address
    assert said == [
        words("demo-starting"),
        words("demo-open", address=address[0]),
        words("demo-made-up"),
        words("demo-how-to-stop"),
        words("demo-stopped"),
    ]
    assert names_in(temporary) == []
    assert psutil.Process().children(recursive=True) == children
    assert threading.active_count() == threads
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((demo.HOST, int(address[0].rstrip("/").rpartition(":")[2])))


def test_a_folder_to_keep_is_made_and_kept(tmp_path: Path, temporary: Path, said: list[str]) -> None:
    folder = tmp_path / "new" / "kept"
    assert run_until_ctrl_c(said, keep=folder) == Status.OK
    assert said[-1] == words("demo-stopped-kept", folder=str(folder))
    assert names_in(folder) == ["kettle.db", "stories.key"]
    assert names_in(temporary) == []


def test_a_port_that_is_taken_is_named_and_the_next_one_used(taken: int, said: list[str]) -> None:
    assert run_until_ctrl_c(said, port=taken) == Status.OK
    address = ADDRESS.search("\n".join(said))
    assert address
    free = address[0].rstrip("/").rpartition(":")[2]
    assert said[0] == words("demo-port-taken", port=str(taken), free=free)
    assert taken < int(free) <= taken + demo.TRIED


def test_a_browser_opens_at_the_page_where_there_is_a_screen(said: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    monkeypatch.setenv("DISPLAY", ":0")
    run_until_ctrl_c(said, open_browser=True)
    assert opened == ADDRESS.findall("\n".join(said))


def test_without_a_screen_no_browser_made_of_text_takes_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo.sys, "platform", "linux")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert not demo._has_screen()


async def test_no_site_is_ever_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Settings] = []

    def noting(settings: Settings) -> None:
        made.append(settings)
        raise LookupError

    monkeypatch.setattr(opening, "create_bot", noting)
    with pytest.raises(LookupError):
        await opening._stage(tmp_path, words).__aenter__()
    assert [settings.checks_links for settings in made] == [False]


def refusal(keep: Path | None = None, port: int = 0) -> tuple[int, str]:
    with pytest.raises(Ending) as refused:
        demo.run(port, open_browser=False, keep=keep)
    return refused.value.status, str(refused.value)


def test_an_earlier_demos_folder_is_left_alone_and_a_free_one_is_offered(tmp_path: Path) -> None:
    folder, free = tmp_path / "kept", tmp_path / "kept-2"
    folder.mkdir()
    (folder / "kettle.db").write_text("what was")
    assert refusal(folder) == (
        Status.SETTINGS,
        words("demo-folder-used", folder=str(folder), free=str(free)),
    )
    assert (folder / "kettle.db").read_text() == "what was"
    assert not free.exists()


def test_a_folder_that_cannot_be_one_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    assert refusal(file) == (Status.SETTINGS, words("demo-folder-closed", folder=str(file)))


def test_no_free_port_is_said(taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "TRIED", 0)
    assert refusal(port=taken) == (Status.SETTINGS, words("demo-no-port", port=str(taken), tried="0"))


def test_missing_parts_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "NEEDED", ("simcord", "no_such_part"))
    assert refusal() == (Status.SETTINGS, words("demo-not-installed"))


def test_a_database_that_cannot_be_used_is_said(monkeypatch: pytest.MonkeyPatch, said: list[str]) -> None:
    async def play(*_: object) -> None:
        raise DatabaseProblem("full")

    monkeypatch.setattr("bot.demo.opening.play", play)
    assert refusal() == (Status.DATABASE, words("database-full"))
    assert said == [words("demo-starting")]


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
async def test_every_way_to_stop_the_command_tidies_up(sign: signal.Signals, temporary: Path) -> None:
    async with commanded(temporary.parent, "--port", "0", TMPDIR=str(temporary)) as (process, address):
        assert await asyncio.to_thread(answers, address) == 200
        assert names_in(temporary) != []
        family = psutil.Process(process.pid).children(recursive=True)
        os.kill(process.pid, sign)
        assert await process.ended() == Status.OK, process.output
        assert process.lines[-1] == words("demo-stopped")
        assert "Traceback" not in process.output
        assert not [one for one in family if one.is_running()]
        assert names_in(temporary) == []


def test_a_page_of_simcords_that_changed_is_noticed() -> None:
    assert replaced("<a><b>", "<b>", "<c>") == "<a><c>"
    with pytest.raises(LookupError, match="<d>"):
        replaced("<a><b>", "<d>", "<c>")
