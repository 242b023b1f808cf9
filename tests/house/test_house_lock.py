"""One lock for everything: what pyproject.toml asks for, each file by its hash, and no index named."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from typing import TYPE_CHECKING, Any

import pytest
from packaging.markers import Marker, default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.house.source import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

OURS = "kettle-bot"
PIN = re.compile(
    r"^(?P<name>[a-z0-9-]+)(?:\[(?P<extras>[a-z0-9,-]+)\])?==(?P<version>[^ ;]+)"
    r"(?: ; (?P<marker>.+?))?(?: --hash=sha256:[0-9a-f]{64})+$"
)
ENVIRONMENTS = [
    {**default_environment(), "python_version": version, "python_full_version": f"{version}.0", **system}
    for version in ("3.11", "3.12", "3.13")
    for system in (
        {
            "sys_platform": "linux",
            "platform_system": "Linux",
            "os_name": "posix",
            "platform_machine": "x86_64",
        },
        {
            "sys_platform": "darwin",
            "platform_system": "Darwin",
            "os_name": "posix",
            "platform_machine": "arm64",
        },
        {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64"},
    )
]
"""Where Kettle is meant to run."""


@dataclass(frozen=True)
class Pin:
    """One line of the lock."""

    name: str
    version: str
    marker: str | None
    extras: frozenset[str] = frozenset()

    def is_for(self, environment: dict[str, str]) -> bool:
        return self.marker is None or Marker(self.marker).evaluate(environment)


def logical_lines(text: str) -> Iterator[str]:
    yield from re.sub(r"\s*\\\n\s*", " ", text).splitlines()


def strangers(text: str) -> list[str]:
    """Give every line that is not a name, a version and hashes: an index, a link, a folder."""
    return [line for line in logical_lines(text) if not PIN.match(line)]


def pins(text: str) -> list[Pin]:
    found = (PIN.match(line) for line in logical_lines(text))
    return [
        Pin(match["name"], match["version"], match["marker"], frozenset((match["extras"] or "").split(",")) - {""})
        for match in found
        if match
    ]


def asked(project: dict[str, Any]) -> Iterator[Requirement]:
    """Give what the project asks for, with every extra. One extra names the others: they are here anyway."""
    lists = [project["dependencies"], *project["optional-dependencies"].values()]
    for line in (line for each in lists for line in each):
        if canonicalize_name((wanted := Requirement(line)).name) != OURS:
            yield wanted


def gaps(wanted: Iterable[Requirement], locked: list[Pin]) -> list[str]:
    """Give what the lock does not cover, in each place where it is asked for."""
    return sorted({str(each) for place in ENVIRONMENTS for each in wanted if not covers(locked, each, place)})


def covers(locked: list[Pin], wanted: Requirement, place: dict[str, str]) -> bool:
    if wanted.marker and not wanted.marker.evaluate(place):
        return True
    found = [pin.version for pin in locked if pin.name == canonicalize_name(wanted.name) and pin.is_for(place)]
    return len(found) == 1 and wanted.specifier.contains(Version(found[0]), prereleases=True)


def needed(name: str, extras: Iterable[str] = ()) -> Iterator[Requirement]:
    """Give what an installed distribution needs here."""
    for line in distribution(name).requires or []:
        wanted = Requirement(line)
        if any(not wanted.marker or wanted.marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            yield wanted


def closure(first: Iterable[Requirement]) -> dict[str, Requirement]:
    """Give everything that is needed here, by whatever needs it, as far as it is installed."""
    found: dict[str, Requirement] = {}
    waiting = list(first)
    while waiting:
        wanted = waiting.pop()
        name = canonicalize_name(wanted.name)
        if name == OURS or (name in found and not wanted.extras):
            continue
        found[name] = wanted
        try:
            waiting += needed(name, wanted.extras)
        except PackageNotFoundError:
            continue  # what is missing here is found missing by the tests that use it
    return found


@pytest.fixture(scope="module")
def text() -> str:
    return (ROOT / "requirements.lock").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return found


def test_the_lock_holds_names_versions_and_hashes_and_nothing_else(text: str) -> None:
    assert strangers(text) == []
    assert len(pins(text)) > 50


@pytest.mark.parametrize("line", ["--index-url x", "-e .", "rich==1.0", "rich>=1.0 --hash=sha256:" + "0" * 64, "# x"])
def test_any_other_line_is_found(line: str) -> None:
    assert strangers(line) == [line]


def test_everything_the_project_asks_for_is_locked_on_every_version_and_system(
    text: str, project: dict[str, Any]
) -> None:
    assert gaps(list(asked(project)), pins(text)) == []


def test_everything_those_need_is_locked_too(text: str, project: dict[str, Any]) -> None:
    locked = {pin.name for pin in pins(text)}
    assert set(closure(asked(project))) - locked == set()


def test_what_is_needed_with_an_extra_is_locked_with_it(text: str, project: dict[str, Any]) -> None:
    """Or pip before 23.3 takes the newest release for "name[extra]", sees no hash for it and stops."""
    locked = {pin.name: pin.extras for pin in pins(text)}
    wanted = {name: each.extras for name, each in closure(asked(project)).items() if each.extras}
    assert wanted
    assert {name: extras for name, extras in wanted.items() if not extras <= locked[name]} == {}


def test_nothing_is_locked_that_nobody_asks_for(text: str, project: dict[str, Any]) -> None:
    here = default_environment()
    assert {pin.name for pin in pins(text) if pin.is_for(dict(here))} - set(closure(asked(project))) == set()


def test_a_missing_an_old_and_a_half_locked_requirement_are_found() -> None:
    wanted = [
        Requirement("rich>=14"),
        Requirement("typer>=1"),
        Requirement("numpy>=2"),
        Requirement("pip; sys_platform == 'os9'"),
    ]
    locked = [
        Pin("rich", "15.0", None),
        Pin("typer", "0.9", None),
        Pin("numpy", "2.5", "python_version >= '3.12'"),
    ]
    assert gaps(wanted, locked) == ["numpy>=2", "typer>=1"]
    assert gaps(wanted, locked[:1]) == ["numpy>=2", "typer>=1"]


def test_a_name_that_is_locked_twice_in_one_place_is_found() -> None:
    assert gaps([Requirement("rich")], [Pin("rich", "14.0", None), Pin("rich", "15.0", None)]) == ["rich"]


def test_what_a_requirement_needs_is_followed() -> None:
    found = closure([Requirement("pytest-asyncio")])
    assert {"pytest-asyncio", "pytest", "pluggy"} <= set(found)
    assert set(found) - {"pytest-asyncio", "pytest"}
