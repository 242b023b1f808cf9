"""Who may know whom: the contracts of pyproject.toml hold, and each is seen to break when it should."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.house.source import PRODUCT, ROOT, Source, at, called, product

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

RULES = "The rules and the memory know nothing of Discord or the scheduler"
MEMORY = "The memory knows neither the frame nor the cogs"
SPEECH = "Cogs speak; they do not query"
FRAME = "The frame does not import the cogs"
APART = "Cogs do not know each other"

HEAVY = {
    "PIL", "aiohttp.web", "alembic", "apscheduler", "av", "dateparser", "dateutil", "holidays", "icalendar", "jinja2",
    "matplotlib", "numpy", "prometheus_client", "rich", "simcord", "typer",
}  # fmt: skip
"""What is needed rarely, or for a second: a bot that is ready holds none of it in memory."""

LINT = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True, no_logo=True))"
LOAD = """
import sys, bot.__main__, bot.running, cogs
from importlib import import_module
from pkgutil import iter_modules
for found in iter_modules(cogs.__path__):
    import_module("cogs." + found.name)
print(*sys.modules)
"""


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """Give a copy of the product to plant something into."""
    for name in PRODUCT:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def run_python(program: str, folder: Path) -> tuple[int, str]:
    done = subprocess.run([sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def broken(output: str) -> list[str]:
    return [line.removesuffix(" BROKEN") for line in output.splitlines() if line.endswith(" BROKEN")]


def lookups(found: Iterable[Source]) -> list[str]:
    """Give every place where one cog asks the bot for another by name."""
    return [
        at(source, node)
        for source in found
        if source.path.startswith("cogs/")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and called(node).endswith((".get_cog", ".speaker", ".cogs.get"))
    ]


def test_every_contract_holds(copied: Path) -> None:
    status, output = run_python(LINT, copied)
    assert (status, broken(output)) == (0, []), output


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("bot/services/planted.py", "import discord", RULES),
        ("bot/services/planted.py", "import apscheduler", RULES),
        ("bot/services/planted.py", "import bot.screens", RULES),
        ("db/models/planted.py", "import discord", RULES),
        ("db/models/planted.py", "import bot.errors", MEMORY),
        ("db/models/planted.py", "import cogs", MEMORY),
        ("cogs/planted.py", "import sqlalchemy", SPEECH),
        ("cogs/planted.py", "from sqlalchemy.ext import asyncio", SPEECH),
        ("bot/planted.py", "import cogs", FRAME),
        ("cogs/planted.py", "import cogs.checkins", APART),
    ],
)
def test_a_planted_import_breaks_its_contract(copied: Path, module: str, line: str, contract: str) -> None:
    (copied / module).write_text(f'"""Planted."""\n\n{line}\n', encoding="utf-8")
    status, output = run_python(LINT, copied)
    assert status == 1, output
    assert contract in broken(output)


def test_cogs_do_not_look_each_other_up() -> None:
    assert lookups(product()) == []
    assert lookups([Source("cogs/planted.py", 'self.bot.get_cog("Checkins").ask()')]) == ["cogs/planted.py:1"]


def test_a_bot_with_every_cog_holds_nothing_that_is_needed_rarely() -> None:
    status, output = run_python(LOAD, ROOT)
    assert status == 0, output
    assert HEAVY & set(output.split()) == set()


def test_a_heavy_library_that_is_imported_would_be_seen() -> None:
    _, output = run_python("import matplotlib, sys; print(*sys.modules)", ROOT)
    assert set(output.split()) & HEAVY >= {"matplotlib", "numpy"}
    _, output = run_python("import bot.web.server, sys; print(*sys.modules)", ROOT)
    assert set(output.split()) & HEAVY >= {"aiohttp.web", "prometheus_client"}
