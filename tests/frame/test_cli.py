"""The command line: what each command says and how it ends, in one line where it cannot go on."""

from __future__ import annotations

import base64
import os
import re
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
import time
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import filelock
import pytest
from typer.testing import CliRunner

import bot.demo
from bot.cli import app
from bot.installing import example
from bot.keys import key_problem, make_key
from bot.permissions import NEEDED
from bot.statuses import Ending, Status
from bot.wording import Wording

if TYPE_CHECKING:
    from click.testing import Result

pytestmark = pytest.mark.usefixtures("own_folder", "own_logging")

ROOT = Path(__file__).parents[2]
BOT = 123456789012345678
TOKEN = f"{base64.urlsafe_b64encode(str(BOT).encode()).decode().rstrip('=')}.GaBcDe.made-up-token-of-nobody-at-all"


def kettle(*arguments: str) -> Result:
    """Call a command in this process; anything but an ending of its own fails the test."""
    result = CliRunner().invoke(app, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


def process(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Call a command as people do, with no setting but these."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KETTLE_")}
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        env={**kept, "PYTHONPATH": str(ROOT), **settings},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def line_of(result: Result, status: Status) -> str:
    """The one line on standard error of a command that could not go on."""
    assert (result.exit_code, result.stdout) == (status, "")
    assert result.stderr.count("\n") == 1
    return result.stderr.strip()


def todo(result: Result) -> list[str]:
    return [line.removeprefix("to do  ") for line in result.stdout.splitlines() if line.startswith("to do")]


class TestAsAProcess:
    def test_run_without_a_token_names_the_setting_and_the_demo_and_ends_with_2(self) -> None:
        ended = process("run")
        assert (ended.returncode, ended.stdout) == (Status.SETTINGS, "")
        assert ended.stderr.count("\n") == 1
        assert "discord.token" in ended.stderr
        assert "kettle demo" in ended.stderr

    def test_run_with_a_broken_file_names_it_and_ends_with_2(self) -> None:
        Path("config.toml").write_text("[discord]\ntokn = 'x'\n", encoding="utf-8")
        ended = process("run")
        assert ended.returncode == Status.SETTINGS
        assert ended.stderr == "discord.tokn: there is no such setting. The nearest is discord.token.\n"

    def test_run_with_a_database_that_is_none_says_so_and_ends_with_3(self) -> None:
        Path("data").mkdir()
        Path("data/kettle.db").write_bytes(b"not a database at all" * 100)
        ended = process("run", KETTLE_DISCORD__TOKEN=TOKEN, KETTLE_LOGS__LEVEL="error")
        assert ended.returncode == Status.DATABASE
        assert ended.stderr == f"{one_line('database-corrupt')}\n"

    def test_check_before_and_after_init(self) -> None:
        before = process("check")
        assert (before.returncode, before.stderr) == (Status.FAILED, "")
        assert "kettle init" in before.stdout
        assert process("init").returncode == Status.OK
        after = process("check")
        assert after.returncode == Status.FAILED
        assert [line for line in after.stdout.splitlines() if line.startswith("to do")] == [
            f"to do  {Wording()('cli-check-no-token')}"
        ]

    def test_an_error_that_nothing_expected_is_frames_and_types(self) -> None:
        Path("bot_breaks.py").write_text(
            "import bot.running, bot.__main__\n"
            "def fail(settings):\n    raise LookupError('a private thing')\n"
            "bot.running.run = fail\n"
            "bot.__main__.main()\n",
            encoding="utf-8",
        )
        ended = subprocess.run(
            [sys.executable, "bot_breaks.py", "run"], capture_output=True, text=True, check=False, timeout=60
        )
        assert ended.returncode == Status.FAILED
        assert "LookupError" in ended.stderr
        assert "private" not in ended.stderr
        assert "Traceback" not in ended.stderr


class TestHelp:
    def test_it_lists_every_command_with_its_words(self) -> None:
        said = " ".join(kettle("--help").stdout.split())
        for name in ("run", "init", "check", "invite", "demo"):
            first = Wording()(f"cli-{name}-help").partition(". ")[0].rstrip(".")
            assert f"{name} {first}" in said

    def test_no_command_shows_it_too(self) -> None:
        assert "Usage" in kettle().output

    def test_the_version_is_said(self) -> None:
        result = kettle("--version")
        assert (result.exit_code, result.stdout) == (0, "Kettle 0.1.0\n")

    def test_an_unknown_command_ends_with_2(self) -> None:
        assert kettle("runn").exit_code == Status.SETTINGS

    def test_help_imports_nothing_heavy(self) -> None:
        code = (
            "import sys, bot.__main__, bot.cli\n"
            "print([m for m in ('discord', 'sqlalchemy', 'pydantic', 'structlog', 'rich') if m in sys.modules])"
        )
        ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
        assert ended.stdout == "[]\n"


class TestInit:
    def test_it_writes_the_example_the_folder_and_the_key_for_the_owner_alone(self, own_folder: Path) -> None:
        result = kettle("init")
        assert result.exit_code == Status.OK
        assert Path("config.toml").read_text(encoding="utf-8") == example()
        made = ("config.toml", "data", "data/kettle.key", "data/stories.key")
        modes = [stat.S_IMODE((own_folder / name).stat().st_mode) for name in made]
        assert modes == [0o600, 0o700, 0o600, 0o600] or os.name != "posix"
        assert result.stdout.splitlines() == [
            "Made: config.toml",
            f"Made: {own_folder / 'data/kettle.key'}",
            f"Made: {own_folder / 'data/stories.key'}",
            "Next: put your bot's token into config.toml, then run `kettle check`.",
        ]

    def test_it_never_writes_over_what_is_there_and_says_so(self, own_folder: Path) -> None:
        Path("config.toml").write_text("data_dir = 'kept'\n", encoding="utf-8")
        kettle("init")
        keys = [(own_folder / "kept" / name).read_bytes() for name in ("kettle.key", "stories.key")]
        result = kettle("init")
        assert Path("config.toml").read_text(encoding="utf-8") == "data_dir = 'kept'\n"
        assert [(own_folder / "kept" / name).read_bytes() for name in ("kettle.key", "stories.key")] == keys
        assert result.stdout.count("Kept as it was: ") == 3

    def test_only_the_key_file_that_is_missing_is_made(self, own_folder: Path) -> None:
        kettle("init")
        (own_folder / "data/stories.key").unlink()
        said = kettle("init").stdout.splitlines()
        assert said[1:3] == [
            f"Kept as it was: {own_folder / 'data/kettle.key'}",
            f"Made: {own_folder / 'data/stories.key'}",
        ]

    def test_it_writes_the_file_that_the_environment_names(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("KETTLE_CONFIG", "other.toml")
        monkeypatch.setenv("KETTLE_DATA_DIR", "elsewhere")
        kettle("init")
        assert "discord" in tomllib.loads(Path("other.toml").read_text(encoding="utf-8"))
        assert key_problem(Path("elsewhere")) is None

    def test_two_keys_differ(self) -> None:
        for name in ("a", "b"):
            Path(name).mkdir()
            assert make_key(Path(name))
        assert Path("a/kettle.key").read_bytes() != Path("b/kettle.key").read_bytes()

    def test_where_it_cannot_write_it_says_so(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("KETTLE_CONFIG", "gone/config.toml")
        assert line_of(kettle("init"), Status.SETTINGS).startswith("gone/config.toml: this file cannot be written.")

    def test_a_data_folder_that_is_a_file_is_said(self, own_folder: Path) -> None:
        Path("data").write_text("", encoding="utf-8")
        result = kettle("init")
        assert result.exit_code == Status.SETTINGS
        assert result.stderr.startswith(f"data_dir: the folder {own_folder / 'data'} cannot be used.")

    def test_a_file_that_is_no_good_is_said_and_kept(self) -> None:
        Path("config.toml").write_text("locale", encoding="utf-8")
        result = kettle("init")
        assert result.exit_code == Status.SETTINGS
        assert result.stderr.startswith("config.toml, line 1: ")
        assert Path("config.toml").read_text(encoding="utf-8") == "locale"


class TestCheck:
    @pytest.fixture(autouse=True)
    def installed(self, own_folder: Path) -> None:
        assert not list(own_folder.iterdir())
        kettle("init")

    def test_settings_that_are_no_good_end_it_with_2(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("KETTLE_LOGS__LEVEL", "loud")
        assert line_of(kettle("check"), Status.SETTINGS).startswith("KETTLE_LOGS__LEVEL: ")

    def test_the_token_is_the_last_thing_after_init_and_nothing_is_changed(self, own_folder: Path) -> None:
        before = sorted(own_folder.rglob("*"))
        result = kettle("check")
        assert todo(result) == [Wording()("cli-check-no-token")]
        assert result.stdout.splitlines()[-1] == "There is one thing to do."
        assert result.exit_code == Status.FAILED
        assert sorted(own_folder.rglob("*")) == before

    def test_a_missing_a_broken_and_an_open_key_file_are_said(self) -> None:
        key = Path("data/kettle.key")
        key.chmod(0o640)
        assert "chmod" in todo(kettle("check"))[0] or os.name != "posix"
        key.chmod(0o600)
        key.write_bytes(b"short")
        assert "right size" in todo(kettle("check"))[0]
        key.unlink()
        assert "kettle init" in todo(kettle("check"))[0]

    def test_a_missing_a_broken_and_an_open_key_file_of_stories_are_said_and_nothing_else_is_wrong(self) -> None:
        file = Path("data/stories.key")
        assert Wording()("cli-check-stories-fine", file=str(file.absolute())) in kettle("check").stdout
        found = []
        for spoil in (lambda: file.chmod(0o640), lambda: file.write_bytes(b"{"), file.unlink):
            spoil()
            story, token = todo(kettle("check"))
            found.append(story)
            assert token == Wording()("cli-check-no-token")
        named = {"file": str(file.absolute())}
        assert found == [
            Wording()(f"cli-check-stories-{problem}", **named) for problem in ("open", "broken", "missing")
        ]
        assert all("Nobody can share one until" in line for line in found[1:])

    def test_a_missing_folder_is_said(self) -> None:
        Path("data/kettle.key").unlink()
        Path("data/stories.key").unlink()
        Path("data").rmdir()
        assert todo(kettle("check"))[0].startswith("Data folder: there is no folder ")

    def test_a_folder_and_a_file_that_cannot_be_written_are_said(
        self, sqlite_template: bytes, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        Path("data/kettle.db").write_bytes(sqlite_template)
        monkeypatch.setattr(os, "access", lambda *_: False)  # nothing is closed to root, who may run this
        assert todo(kettle("check"))[:2] == [
            Wording()("cli-data-dir", folder=str(Path("data").absolute())),
            one_line("database-readonly"),
        ]

    def test_wording_that_is_no_good_is_said(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("KETTLE_LOCALE", "xx")
        assert todo(kettle("check"))[0].startswith("locale: ")
        monkeypatch.setenv("KETTLE_LOCALE", "en-GB")
        monkeypatch.setenv("KETTLE_WORDING_DIR", "gone")
        assert todo(kettle("check"))[0].startswith("wording_dir: ")

    def test_a_database_is_current_older_newer_or_none(self, sqlite_template: bytes) -> None:
        file = Path("data/kettle.db")
        file.write_bytes(sqlite_template)
        assert Wording()("cli-check-database") in kettle("check").stdout
        for stored, finding in (("0000", "cli-check-database-older"), ("9999", "database-newer")):
            with sqlite3.connect(file) as connection:
                connection.execute("UPDATE alembic_version SET version_num = ?", (stored,))
            connection.close()
            before = file.read_bytes()
            said = kettle("check").stdout
            assert one_line(finding) in said or stored == "0000"
            assert file.read_bytes() == before
        file.write_bytes(b"not a database at all" * 100)
        assert one_line("database-corrupt") in todo(kettle("check"))

    def test_a_server_that_is_not_there_is_said(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("KETTLE_DATABASE__URL", "postgresql://kettle:hunter2@127.0.0.1:1/kettle")
        result = kettle("check")
        assert one_line("database-unreachable") in todo(result)
        assert "hunter2" not in result.output


def one_line(message_id: str) -> str:
    return " ".join(Wording()(message_id).split())


class TestInvite:
    def test_the_link_asks_for_what_is_needed_and_says_why(self) -> None:
        lines = kettle("invite", "--application-id", str(BOT)).stdout.splitlines()
        assert lines[0] == (
            f"https://discord.com/oauth2/authorize?client_id={BOT}&scope=bot+applications.commands&permissions=117760"
        )
        reasons = [line for line in lines if line.startswith("- ")]
        assert len(reasons) == len(NEEDED) + 2
        assert all(": to " in line for line in reasons)

    def test_the_token_says_whose_link_it_is(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("KETTLE_DISCORD__TOKEN", TOKEN)
        result = kettle("invite")
        assert f"client_id={BOT}&" in result.stdout
        assert TOKEN not in result.output

    @pytest.mark.parametrize("token", ["", "nothing.of.the.kind", "bm90IGFuIGlk.a.b", "é"])
    def test_without_one_that_says_so_the_option_is_named(self, monkeypatch: pytest.MonkeyPatch, token: str) -> None:
        monkeypatch.setenv("KETTLE_DISCORD__TOKEN", token)
        assert line_of(kettle("invite"), Status.SETTINGS).startswith("--application-id: ")


class TestRun:
    @pytest.fixture(autouse=True)
    def token(self, own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        assert not list(own_folder.iterdir())
        monkeypatch.setenv("KETTLE_DISCORD__TOKEN", TOKEN)
        monkeypatch.setenv("KETTLE_LOGS__LEVEL", "error")

    def test_a_second_one_on_the_same_folder_is_refused(self, own_folder: Path) -> None:
        Path("data").mkdir()
        with filelock.FileLock("data/kettle.lock"):
            line = line_of(kettle("run"), Status.LOCKED)
        assert str(own_folder / "data") in line

    def test_a_data_folder_that_cannot_be_made_is_said(self) -> None:
        Path("data").write_text("", encoding="utf-8")
        assert line_of(kettle("run"), Status.SETTINGS).startswith("data_dir: the folder ")

    def test_a_signal_ends_it_with_0_even_while_it_waits(
        self, monkeypatch: pytest.MonkeyPatch, sqlite_template: bytes
    ) -> None:
        Path("data").mkdir()
        Path("data/kettle.db").write_bytes(sqlite_template)
        monkeypatch.setenv("KETTLE_DISCORD__API", "http://127.0.0.1:1")
        before = signal.getsignal(signal.SIGTERM)

        def ask() -> None:
            while signal.getsignal(signal.SIGTERM) is before:
                time.sleep(0.01)
            os.kill(os.getpid(), signal.SIGTERM)

        asking = threading.Thread(target=ask)
        asking.start()
        result = kettle("run")
        asking.join()
        assert (result.exit_code, result.output) == (Status.OK, "")

    def test_words_that_are_no_good_are_said(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("KETTLE_WORDING_DIR", "gone")
        assert line_of(kettle("run"), Status.SETTINGS).startswith("wording_dir: ")

    @pytest.mark.parametrize("status", [Status.TOKEN, Status.FEATURE])
    def test_what_ends_it_is_one_line_and_its_own_status(self, monkeypatch: pytest.MonkeyPatch, status: Status) -> None:
        def end(_: object) -> None:
            raise Ending(status, "one line")

        monkeypatch.setattr("bot.running.run", end)
        assert line_of(kettle("run"), status) == "one line"

    def test_every_status_is_written_down(self) -> None:
        rows = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8").splitlines()
        told = [int(row.split("|")[1]) for row in rows if re.match(r"\| \d \|", row)]
        assert told == [int(status) for status in Status]


class TestDemo:
    def test_its_options_reach_the_demo_and_its_status_comes_back(self, monkeypatch: pytest.MonkeyPatch) -> None:
        given: list[object] = []

        def play(*arguments: object) -> int:
            given.append(arguments)
            return 2

        monkeypatch.setattr(bot.demo, "run", play)
        assert kettle("demo").exit_code == 2
        kettle("demo", "--port", "9000", "--no-browser", "--keep", "kept")
        assert given == [(8420, True, None), (9000, False, Path("kept"))]

    def test_a_port_that_is_none_is_refused(self) -> None:
        assert kettle("demo", "--port", "70000").exit_code == Status.SETTINGS
