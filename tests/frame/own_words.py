"""An installation's folder of its own words, as a test writes it, and what is said at start when one is wrong."""

from pathlib import Path

import pytest

from bot.errors import SettingsProblem
from bot.wording import Wording


def write(folder: Path, text: str, name: str = "en-GB/ours.ftl") -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def refusal(folder: Path) -> str:
    """What is said; always one line."""
    with pytest.raises(SettingsProblem) as problem:
        Wording(overrides=folder)
    (line,) = str(problem.value).splitlines()
    return line
