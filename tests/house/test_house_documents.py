"""What is written about the house is true: its commands, its links, its version, its order of decisions."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.main import get_command

from bot.cli import app
from tests.house.source import ROOT, files

if TYPE_CHECKING:
    from collections.abc import Iterable

PURPOSE = (
    "Kettle helps peers say how they are and find each other and gives public contacts. It does not assess, "
    "diagnose, treat, predict or monitor; there is no score, no trend alert, no scan of conversations."
)
SET_UP = [
    "python3 -m venv .venv",
    ".venv/bin/pip install --require-hashes -r requirements.lock",
    ".venv/bin/pip install --no-deps --no-build-isolation -e .",
]
LINK = re.compile(r"\]\(([^)\s]+)\)")
NAMED = re.compile(r"(?:`|bin/)kettle ([a-z]+)")
PARTS = ["## Context", "## Decision", "## Consequences"]


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def on_one_line(text: str) -> str:
    return " ".join(text.split())


def commands(text: str) -> list[list[str]]:
    """Give the shell blocks of a document, each split where one command waits for another."""
    return [block.strip().split(" && ") for block in re.findall(r"^```sh\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)]


def dead_links(document: Path, text: str) -> list[str]:
    """Give the links of a document to files that are not there. Addresses elsewhere are not asked."""
    inside = (link.partition("#")[0] for link in LINK.findall(text) if "://" not in link)
    return [link for link in inside if link and not (document.parent / link).exists()]


def out_of_order(names: Iterable[str]) -> list[str]:
    """Give every decision whose number does not follow from the one before."""
    return [name for number, name in enumerate(sorted(names), 1) if not name.startswith(f"{number:04}-")]


def markdown() -> list[Path]:
    return [path for path in files() if path.suffix == ".md"]


def test_the_readme_has_two_commands_each_of_one_line() -> None:
    assert commands(read("README.md")) == [[*SET_UP, ".venv/bin/kettle demo"], [*SET_UP, ".venv/bin/pytest"]]


def test_a_command_of_two_lines_would_be_seen() -> None:
    assert commands("```sh\na && b\n```\nwords\n```sh\na\nb\n```\n") == [["a", "b"], ["a\nb"]]


def test_ci_runs_the_readmes_own_test_command() -> None:
    script = read(".ci/run")
    assert "TESTS=$(grep -m 1 -E '&& \\.venv/bin/pytest$' README.md)" in script
    assert script.count("/pytest ") == 1, "only the check of the lock, which comes before, is a command of its own"


@pytest.mark.parametrize("document", ["README.md", "docs/privacy.md", "docs/hazards.md"])
def test_the_purpose_stands_where_people_decide(document: str) -> None:
    assert PURPOSE in on_one_line(read(document))


def test_every_link_to_a_file_leads_somewhere() -> None:
    dead = {
        path.relative_to(ROOT).as_posix(): dead_links(path, path.read_text(encoding="utf-8")) for path in markdown()
    }
    assert {name: links for name, links in dead.items() if links} == {}


def test_a_dead_link_is_found_and_an_address_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "there.md").touch()
    text = "[a](there.md#part) [b](gone.md) [c](https://example.org) [d](#here)"
    assert dead_links(tmp_path / "planted.md", text) == ["gone.md"]


def test_every_kettle_command_that_is_written_of_exists() -> None:
    named = {name for path in markdown() for name in NAMED.findall(path.read_text(encoding="utf-8"))}
    assert {"demo", "init", "check", "invite", "run"} <= named
    assert named <= set(get_command(app).commands)


def test_the_changelog_speaks_of_this_version() -> None:
    version = tomllib.loads(read("pyproject.toml"))["project"]["version"]
    assert f"\n## [{version}]" in read("CHANGELOG.md")


def test_decisions_are_numbered_and_say_context_decision_and_consequences() -> None:
    found = sorted((ROOT / "docs/adr").glob("*.md"))
    assert out_of_order(path.name for path in found) == []
    assert [
        path.name for path in found if re.findall("^## .*", path.read_text(encoding="utf-8"), re.MULTILINE) != PARTS
    ] == []


def test_a_gap_in_the_numbers_is_found() -> None:
    assert out_of_order(["0001-a.md", "0003-b.md"]) == ["0003-b.md"]
