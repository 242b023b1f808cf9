"""Time is read in bot/clock.py and nowhere else: tests, the demo and the bot then share one clock."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

from tests.house.source import Source, at, called, product

if TYPE_CHECKING:
    from collections.abc import Iterable

CLOCK = "bot/clock.py"
READS = {"now", "utcnow", "today", "fromtimestamp", "time_ns", "localtime", "gmtime"}
"""Names that read a clock when they belong to one of the owners."""

OWNERS = {"datetime", "date", "time", "dt", "utils", "pendulum", "arrow"}
"""Whose `now` is a clock. Ours is called on something named `clock`."""


def reads_clock(node: ast.AST) -> bool:
    if isinstance(node, ast.ImportFrom) and node.module == "time":
        return any(name.name in {"time", *READS} for name in node.names)
    if not isinstance(node, ast.Attribute | ast.Name):
        return False
    name = ast.unparse(node)
    if name == "time.time" or name.split(".")[-1] == "utcnow":
        return True
    owner, _, read = name.rpartition(".")
    return read in READS and owner.split(".")[-1] in OWNERS


def clock_reads(found: Iterable[Source]) -> list[str]:
    return [
        at(source, node, ast.unparse(node))
        for source in found
        if source.path != CLOCK
        for node in ast.walk(source.tree)
        if reads_clock(node)
    ]


def test_only_the_clock_reads_the_time() -> None:
    assert clock_reads(product()) == []


@pytest.mark.parametrize(
    "line",
    [
        "datetime.now(UTC)",
        "datetime.datetime.now()",
        "datetime.utcnow()",
        "datetime.today()",
        "date.today()",
        "datetime.date.today()",
        "time.time()",
        "time.time_ns()",
        "from time import time",
        "from discord.utils import utcnow\nutcnow()",
        "discord.utils.utcnow()",
        "field(default_factory=datetime.now)",
    ],
)
def test_each_way_to_read_the_time_is_found(line: str) -> None:
    assert clock_reads([Source("bot/planted.py", line)])


@pytest.mark.parametrize("line", ["bot.clock.now()", "self.clock.now()", "time.monotonic()", "f(now=now)"])
def test_the_bots_clock_a_stop_watch_and_a_given_time_are_fine(line: str) -> None:
    assert clock_reads([Source("cogs/planted.py", line)]) == []


def test_the_clock_itself_is_looked_at_by_name_alone() -> None:
    assert clock_reads([Source(CLOCK, "discord.utils.utcnow()")]) == []


def test_the_clock_is_where_this_test_thinks_it_is() -> None:
    clock = next(source for source in product() if source.path == CLOCK)
    assert any(called(node).endswith("utcnow") for node in ast.walk(clock.tree) if isinstance(node, ast.Call))
