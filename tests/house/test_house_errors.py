"""Errors end in one place: a broad `except` tidies up and raises again, or is a door and calls `report`."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

from tests.house.source import Source, at, called, product

if TYPE_CHECKING:
    from collections.abc import Iterable

BROAD = {"Exception", "BaseException"}
DOORS = {"bot/delivery.py", "bot/forms.py", "bot/scheduling.py", "bot/tree.py", "bot/ui.py"}
"""Where a broad `except` may keep what it caught. The other doors are handed their errors by discord.py."""

ALONE = {"db/migrations/__main__.py"}
"""Processes with no bot to report to: theirs is the last door, and the caller reads how they ended."""


def is_broad(node: ast.ExceptHandler) -> bool:
    if node.type is None:
        return True
    kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
    return any(ast.unparse(kind).split(".")[-1] in BROAD for kind in kinds)


def suppresses_all(node: ast.Call) -> bool:
    named = {ast.unparse(argument).split(".")[-1] for argument in node.args}
    return called(node).endswith("suppress") and bool(named & BROAD)


def keeps(node: ast.ExceptHandler) -> bool:
    return is_broad(node) and not isinstance(node.body[-1], ast.Raise)


def calls(node: ast.AST) -> set[str]:
    inside = (each for each in ast.walk(node) if isinstance(each, ast.Call))
    return {called(each).rpartition(".")[2] for each in inside}


def reports(source: Source, node: ast.ExceptHandler) -> bool:
    """Say whether what was caught reaches `report`, at once or by way of a function beside it."""
    functions = (each for each in ast.walk(source.tree) if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef))
    ways = {each.name for each in functions if "report" in calls(each)}
    return bool(calls(node) & {"report", *ways})


def is_door(source: Source, node: ast.ExceptHandler) -> bool:
    return source.path in ALONE or (source.path in DOORS and reports(source, node))


def swallowed(found: Iterable[Source]) -> list[str]:
    """Give every broad `except` that is no door, or that keeps what it caught to itself."""
    return [
        at(source, node)
        for source in found
        for node in ast.walk(source.tree)
        if (isinstance(node, ast.Call) and suppresses_all(node))
        or (isinstance(node, ast.ExceptHandler) and keeps(node) and not is_door(source, node))
    ]


def test_only_a_door_catches_everything_and_it_reports_it() -> None:
    assert swallowed(product()) == []


def test_every_door_named_here_has_one() -> None:
    with_one = {
        source.path
        for source in product()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ExceptHandler) and keeps(node)
    }
    assert with_one == DOORS | ALONE


@pytest.mark.parametrize("caught", ["", " Exception", " BaseException as e", " (OSError, Exception)"])
def test_a_broad_except_elsewhere_is_found(caught: str) -> None:
    planted = Source("cogs/planted.py", f"try:\n    x()\nexcept{caught}:\n    report(x)\n")
    assert swallowed([planted]) == ["cogs/planted.py:3"]


def test_a_door_that_does_not_report_is_found_and_one_that_does_is_not() -> None:
    silent = "try:\n    x()\nexcept Exception:\n    pass\n"
    assert swallowed([Source("bot/ui.py", silent)]) == ["bot/ui.py:3"]
    assert swallowed([Source("bot/ui.py", silent.replace("pass", "report('button', e)"))]) == []
    beside = "async def settle(error):\n    await report('job', error)\n" + silent.replace("pass", "self.settle(e)")
    assert swallowed([Source("bot/ui.py", beside)]) == []


def test_tidying_up_and_raising_again_is_fine_anywhere() -> None:
    assert swallowed([Source("db/a.py", "try:\n    x()\nexcept BaseException:\n    y()\n    raise\n")]) == []


def test_suppressing_everything_is_found_and_suppressing_one_kind_is_not() -> None:
    assert swallowed([Source("bot/planted.py", "with contextlib.suppress(Exception): x()")])
    assert swallowed([Source("bot/planted.py", "with contextlib.suppress(OSError): x()")]) == []
