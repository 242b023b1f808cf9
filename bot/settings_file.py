"""The settings file: where it is, what is in it, and what its paths are relative to."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path
from typing import Any

from bot.errors import SettingsProblem
from bot.wording import Wording

CONFIG = "KETTLE_CONFIG"
PATHS = ("data_dir", "wording_dir")

_LINE = re.compile(r"\(at line (\d+),")
_SLIPS = {
    r"twice|overwrite|Duplicate|immutable": "cli-settings-slip-twice",
    r"Unclosed|Unterminated|Expected ['\"\]]+( at|$| \()": "cli-settings-slip-open",
    r"Invalid (value|hex|date)|after a statement|in a string|Illegal|scalar": "cli-settings-slip-value",
}
"""What the reader's messages mean; they are not shown, because they may repeat a part of the file."""


def config_path() -> Path:
    """Give the path of the settings file, whether it is there or not."""
    return Path(os.environ.get(CONFIG) or "config.toml")


def find_config() -> Path | None:
    """Give the path of the settings file that was named, or that is there; None where there is neither."""
    path = config_path()
    return path if os.environ.get(CONFIG) or path.exists() else None


def read_config(path: Path | None) -> dict[str, Any]:
    """Read a settings file, or nothing; SettingsProblem says in one line why it cannot be read."""
    if path is None:
        return {}
    words = Wording()
    try:
        text = path.read_text(encoding="utf-8-sig")
        return _settled(tomllib.loads(text), path.absolute().parent)
    except FileNotFoundError:
        raise SettingsProblem(words("cli-settings-no-file", file=str(path))) from None
    except tomllib.TOMLDecodeError as error:
        line, slip = _slip(str(error), text)
        raise SettingsProblem(words("cli-settings-broken", file=str(path), line=line, problem=words(slip))) from None
    except (OSError, UnicodeDecodeError):
        raise SettingsProblem(words("cli-settings-unreadable", file=str(path))) from None


def _slip(message: str, text: str) -> tuple[int, str]:
    """Give the line that the reader stopped at, and the id of the words for what it met there."""
    place = _LINE.search(message)
    line = int(place[1]) if place else len(text.splitlines())
    meant = (words for pattern, words in _SLIPS.items() if re.search(pattern, message))
    return line, next(meant, "cli-settings-slip-name")


def _settled(written: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Leave out what is empty, and make relative paths relative to the file's folder."""
    settled = {
        name: _settled(value, folder) if isinstance(value, dict) else value
        for name, value in written.items()
        if value != ""
    }
    paths = {name: value for name, value in settled.items() if name in PATHS and isinstance(value, str)}
    return settled | {name: str(folder / Path(value).expanduser()) for name, value in paths.items()}
