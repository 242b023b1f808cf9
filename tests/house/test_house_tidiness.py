"""Nothing is left lying about: no print, no unfinished work, no place of one machine, no empty test."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest

from tests.house.source import ROOT, Source, at, called, files, product, sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

CLAIMS = ("assert", "raises", "warns", "check", "expect", "fail", "sees")
"""A call that claims something has one of these in its name: `pytest.raises`, `await screen.expect(...)`."""

INDEXES = [".".join(name) for name in (("pypi", "org"), ("pythonhosted", "org"), ("debian", "org"), ("npmjs", "com"))]
MACHINE = re.compile(r"(?<![\w.$~}>-])/(?:work|tmp|opt|root|home|Users)/\w")
UNFINISHED = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b|NotImplementedError")
THIS = "tests/house/test_house_tidiness.py"
FLOORS = {"bot/services": "tests/services", "cogs": "tests/cogs"}
TEXT = {
    "",
    ".cfg",
    ".csv",
    ".ftl",
    ".html",
    ".css",
    ".js",
    ".lock",
    ".mako",
    ".md",
    ".py",
    ".sh",
    ".toml",
    ".txt",
}


def texts() -> Iterator[tuple[str, str]]:
    for path in files():
        if path.suffix in TEXT and path.relative_to(ROOT).as_posix() != THIS:
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def prints(found: Iterable[Source]) -> list[str]:
    return [
        at(source, node)
        for source in found
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and called(node) in {"print", "pprint", "breakpoint"}
    ]


def unfinished(found: Iterable[Source]) -> list[str]:
    return [
        f"{source.path}:{number}"
        for source in found
        for number, line in enumerate(source.text.splitlines(), 1)
        if UNFINISHED.search(line)
    ]


def imports(source: Source) -> Iterator[str]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{name.name}" for name in node.names)


def mocks(found: Iterable[Source]) -> list[str]:
    return [
        source.path for source in found if any(name.split(".")[:2] == ["unittest", "mock"] for name in imports(source))
    ]


def machine_places(found: Iterable[tuple[str, str]]) -> list[str]:
    """Give every line that names a package index, or a folder that only one machine has."""
    return [
        f"{path}:{number}"
        for path, text in found
        for number, line in enumerate(text.splitlines(), 1)
        if MACHINE.search(line) or any(host in line for host in INDEXES)
    ]


def claims(node: ast.AST) -> bool:
    if isinstance(node, ast.Assert):
        return True
    return isinstance(node, ast.Call) and any(word in called(node).lower() for word in CLAIMS)


def empty_tests(found: Iterable[Source]) -> list[str]:
    """Give every test that would pass whatever the code does."""
    return [
        at(source, node, node.name)
        for source in found
        for node in ast.walk(source.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.startswith("test_")
        and not any(claims(inside) for inside in ast.walk(node))
    ]


def untested(root: Path, floor: str, tests: str) -> list[str]:
    """Give every module of a floor that no test file has the name of, alone or with a word after it."""
    named = {path.stem.removeprefix("test_") for path in (root / tests).glob("test_*.py")}
    return [
        f"{floor}/{path.name}"
        for path in sorted((root / floor).glob("*.py"))
        if path.name != "__init__.py" and not any(f"{name}_".startswith(f"{path.stem}_") for name in named)
    ]


def test_the_product_prints_nothing() -> None:
    assert prints(product()) == []
    assert prints([Source("cogs/planted.py", "print(1)"), Source("bot/planted.py", "pprint(1)")])


def test_nothing_is_unfinished() -> None:
    assert unfinished(product()) == []
    assert unfinished([Source("bot/a.py", "x = 1  # TODO later")]) == ["bot/a.py:1"]
    assert unfinished([Source("bot/a.py", "\nraise NotImplementedError")]) == ["bot/a.py:2"]


def test_tests_use_real_parts() -> None:
    assert mocks(sources("tests", "bench")) == []


@pytest.mark.parametrize(
    "line", ["import unittest.mock", "from unittest import mock", "from unittest.mock import Mock"]
)
def test_a_mock_is_found(line: str) -> None:
    assert mocks([Source("tests/planted.py", line)]) == ["tests/planted.py"]


def test_no_file_names_a_package_index_or_a_folder_of_one_machine() -> None:
    assert machine_places(texts()) == []


@pytest.mark.parametrize("line", ["--index-url https://" + INDEXES[0], "cd /home/sam/kettle", 'open("/tmp/x")'])
def test_a_place_of_one_machine_is_found(line: str) -> None:
    assert machine_places([("docs/planted.md", f"\n{line}")]) == ["docs/planted.md:2"]


def test_every_test_claims_something() -> None:
    assert empty_tests(sources("tests")) == []


def test_a_test_without_a_claim_is_found() -> None:
    planted = Source("tests/planted.py", "async def test_nothing():\n    await run()\n\ndef helper(): ...")
    assert empty_tests([planted]) == ["tests/planted.py:1 test_nothing"]
    assert empty_tests([Source("tests/planted.py", "def test_one():\n    with raises(E): f()")]) == []


@pytest.mark.parametrize(("floor", "tests"), FLOORS.items())
def test_every_module_of_a_floor_has_tests_of_its_name(floor: str, tests: str) -> None:
    assert untested(ROOT, floor, tests) == []


def test_a_module_without_tests_is_found(tmp_path: Path) -> None:
    for name in ("cogs/thanks.py", "cogs/events.py", "cogs/my.py", "tests/cogs/test_events_list.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "tests/cogs/test_myth.py").touch()
    assert untested(tmp_path, "cogs", "tests/cogs") == ["cogs/my.py", "cogs/thanks.py"]
