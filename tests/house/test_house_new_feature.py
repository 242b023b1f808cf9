"""A feature is new files only: the recipe's, put into a copy of the project, make the whole house know it.

The copy's own tests then run: the feature's, on both databases and through a simulated Discord, and the house's.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.house.source import ROOT, files

if TYPE_CHECKING:
    from pathlib import Path

RECIPE = ROOT / "tests/house/recipe"
FEATURE_TESTS = ["tests/services/test_thanks.py", "tests/cogs/test_thanks.py"]
HOUSE_TESTS = ["people", "services", "errors", "clock"]
WORDING_TESTS = ["tests/house/test_wording.py", "tests/house/test_plain_words.py"]


def surroundings() -> dict[str, str]:
    """Give our environment without what would make the copy's run report to this one."""
    ours = ("COV_", "COVERAGE_", "KETTLE_", "PYTEST_")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


def run(folder: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", *arguments]
    done = subprocess.run(command, cwd=folder, env=surroundings(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def fingerprints(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files(folder)
    }


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a copy of the project, with the recipe's files in their places and its migration drafted."""
    folder = tmp_path_factory.mktemp("copy") / "kettle"
    for path in files():
        target = folder / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    return folder


@pytest.fixture(scope="module")
def planted(copied: Path) -> tuple[Path, dict[str, str]]:
    """Give the copy with the feature in it, and the fingerprints of what was there before."""
    before = fingerprints(copied)
    shutil.copytree(RECIPE, copied, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    run(copied, "db.migrations", "draft", "thanks")
    return copied, before


def test_no_file_that_was_there_is_changed(planted: tuple[Path, dict[str, str]]) -> None:
    folder, before = planted
    after = fingerprints(folder)
    assert {name for name in before if after.get(name) != before[name]} == set()
    new = {path.relative_to(RECIPE).as_posix() for path in files(RECIPE)}
    migrations = set(after) - set(before) - new
    assert [name.startswith("db/migrations/versions/") for name in migrations] == [True]


def test_the_features_own_tests_and_the_houses_pass_with_it(planted: tuple[Path, dict[str, str]]) -> None:
    folder, _ = planted
    house = [f"tests/house/test_house_{name}.py" for name in HOUSE_TESTS]
    output = run(folder, "pytest", "-p", "no:cacheprovider", *FEATURE_TESTS, *house, *WORDING_TESTS)
    assert " passed" in output


def test_without_its_words_the_feature_is_refused(planted: tuple[Path, dict[str, str]], tmp_path: Path) -> None:
    folder = shutil.copytree(planted[0], tmp_path / "kettle")
    (folder / "bot/wording/en-GB/thanks.ftl").unlink()
    with pytest.raises(AssertionError, match="thanks"):
        run(folder, "pytest", "-p", "no:cacheprovider", "tests/cogs/test_thanks.py")
