"""What the tests of the floor share: a SQLite database alone, and two ways to break one from outside."""

import os
import sqlite3
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

import pytest

from db import migrations
from db.migrations import revisions
from db.session import Database
from tests.storing import stories, stories_url

__all__ = ["stories", "stories_url"]

NOBODY = 65534
"""The number of an account that owns nothing, for tests that root runs."""


@pytest.fixture
def sqlite_file(sqlite_url: str) -> Path:
    return Path(sqlite_url.removeprefix("sqlite:///"))


@pytest.fixture
async def sqlite(sqlite_url: str) -> AsyncIterator[Database]:
    """An open Database on SQLite alone."""
    opened = Database(sqlite_url)
    await opened.open()
    yield opened
    await opened.close()


@contextmanager
def held(file: Path) -> Iterator[None]:
    """Hold the write lock of a SQLite file, as another program would."""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


@pytest.fixture
def another_program() -> Callable[[Path], AbstractContextManager[None]]:
    return held


@pytest.fixture
def ordinary_folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of an ordinary account, which this process is meanwhile: file modes mean nothing to root."""
    with tempfile.TemporaryDirectory(prefix="kettle-") as name:
        folder, root = Path(name).resolve(), os.geteuid() == 0
        if root:
            known = revisions()  # read now: the checkout itself may be for root's eyes alone
            monkeypatch.setattr(migrations, "revisions", lambda _folder: known)
            os.chown(folder, NOBODY, NOBODY)
            os.seteuid(NOBODY)
        try:
            yield folder
        finally:
            folder.chmod(0o700)
            if root:
                os.seteuid(0)


@pytest.fixture
def own_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Put a shell script in Python's place for the processes that are started; `$PYTHON` is the real one."""

    def replace(script: str) -> None:
        program = tmp_path / "python"
        program.write_text(f"#!/bin/sh\nPYTHON='{sys.executable}'\n{script}\n")
        program.chmod(0o700)
        monkeypatch.setattr(sys, "executable", str(program))

    return replace
