"""The short process says how it ended by its status, and what was wrong by a kind or by frames without values."""

import io
import runpy
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from db.migrations import FOLDER
from db.migrations.__main__ import main

Say = Callable[[str], None]
SECRET = "what somebody typed"
FAILING = f'''"""Made up."""

revision = "0001"
down_revision = None


def upgrade():
    raise ValueError("{SECRET}")
'''


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch) -> Say:
    """Put an address on standard input."""
    return lambda address: monkeypatch.setattr(sys, "stdin", io.StringIO(address))


def test_a_migration_that_went_well_says_nothing(say: Say, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    say(f"sqlite:///{tmp_path / 'kettle.db'}")
    assert main([]) == 0
    assert capsys.readouterr() == ("", "")
    with closing(sqlite3.connect(tmp_path / "kettle.db")) as opened:
        assert opened.execute("SELECT count(*) FROM facts").fetchone() == (0,)


def test_a_problem_is_said_by_its_kind(say: Say, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "kettle.db").write_bytes(b"not a database " * 99)
    say(f"sqlite:///{tmp_path / 'kettle.db'}")
    assert main([]) == 1
    assert capsys.readouterr() == ("corrupt", "")


def test_any_other_error_is_said_by_frames_and_type_alone(
    say: Say, tmp_path: Path, capsys: pytest.CaptureFixture[str], failing: Path
) -> None:
    say(f"sqlite:///{tmp_path / 'kettle.db'}")
    assert main([], failing) == 1
    said, complained = capsys.readouterr()
    assert said == ""
    assert "in upgrade" in complained
    assert complained.endswith("\nValueError\n")


@pytest.fixture
def failing(tmp_path: Path) -> Path:
    """Migrations of which the only one fails."""
    folder = tmp_path / "migrations"
    (folder / "versions").mkdir(parents=True)
    (folder / "env.py").write_text((FOLDER / "env.py").read_text())
    (folder / "versions" / "0001_made_up.py").write_text(FAILING)
    return folder


def test_a_draft_is_written_on_request(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "versions").mkdir()
    for name in ("env.py", "script.py.mako"):
        (tmp_path / name).write_text((FOLDER / name).read_text())
    assert main(["draft", "thanks"], tmp_path) == 0
    assert (tmp_path / "versions" / "0001_thanks.py").exists()
    assert "0001_thanks.py" in capsys.readouterr().out


def test_it_runs_as_a_program(say: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    say(f"sqlite:///{tmp_path / 'kettle.db'}")
    monkeypatch.setattr(sys, "argv", ["migrations"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(FOLDER / "__main__.py"), run_name="__main__")
    assert ended.value.code == 0
