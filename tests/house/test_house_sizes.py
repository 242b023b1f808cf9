"""Files and functions stay small enough to be read in one go."""

from __future__ import annotations

import ast
import sys
from statistics import median
from typing import TYPE_CHECKING

from tests.house.source import Source, at, product

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FILE_CAP, FILE_MEDIAN = 300, 120
FUNCTION_CAP, FUNCTION_MEDIAN = 40, 10

Sizes = dict[str, int]


def file_sizes(found: Iterable[Source]) -> Sizes:
    return {source.path: source.lines for source in found}


def function_sizes(found: Iterable[Source]) -> Sizes:
    return {at(source, node, node.name): size(node) for source in found for node in functions(source)}


def functions(source: Source) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def size(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def over(sizes: Sizes, cap: int) -> list[str]:
    return [f"{name}: {lines} lines, cap {cap}" for name, lines in sizes.items() if lines > cap]


def figures(name: str, sizes: Sizes) -> str:
    return f"{name}: {len(sizes)}, median {median(sizes.values()):g} lines, longest {max(sizes.values())}"


def say() -> None:
    """Write the figures, for whoever reads CI's output."""
    sys.stdout.write(figures("files", file_sizes(product())) + "\n")
    sys.stdout.write(figures("functions", function_sizes(product())) + "\n")


def test_no_file_is_over_its_cap() -> None:
    assert over(file_sizes(product()), FILE_CAP) == []


def test_no_function_is_over_its_cap() -> None:
    assert over(function_sizes(product()), FUNCTION_CAP) == []


def test_the_middle_file_and_the_middle_function_are_small() -> None:
    assert median(file_sizes(product()).values()) <= FILE_MEDIAN
    assert median(function_sizes(product()).values()) <= FUNCTION_MEDIAN


def test_a_file_one_line_too_long_is_found() -> None:
    planted = Source("bot/long.py", "x = 1\n" * (FILE_CAP + 1))
    assert over(file_sizes([planted]), FILE_CAP) == ["bot/long.py: 301 lines, cap 300"]


def test_a_function_one_line_too_long_is_found_and_one_at_the_cap_is_not() -> None:
    planted = Source("bot/long.py", "async def f():\n" + "    x = 1\n" * FUNCTION_CAP)
    assert over(function_sizes([planted]), FUNCTION_CAP) == ["bot/long.py:1 f: 41 lines, cap 40"]
    assert over(function_sizes([planted]), FUNCTION_CAP + 1) == []


def test_the_figures_say_how_many_the_middle_and_the_longest() -> None:
    assert figures("files", {"a": 1, "b": 5, "c": 3}) == "files: 3, median 3 lines, longest 5"
