"""`kettle init`: the settings file, the data folder and the key files. What is there is kept as it is."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from bot import keys, story_keys
from bot.errors import SettingsProblem
from bot.settings import Settings
from bot.settings_file import config_path
from bot.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent


def install() -> Iterator[str]:
    """Write what is missing and say each thing; SettingsProblem where it cannot, or where a file is no good."""
    words = Wording()
    path = config_path()
    yield _said(words, path, is_new=_write_settings(words, path))
    folder = Settings.load(path).data_dir
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        made = {keys.NAME: keys.make_key(folder), story_keys.NAME: story_keys.make_story_keys(folder)}
    except OSError:
        raise SettingsProblem(words("cli-data-dir", folder=str(folder))) from None
    for name, is_new in made.items():
        yield _said(words, folder / name, is_new=is_new)
    yield words("cli-init-next", file=str(path))


def example() -> str:
    """Give the example of a settings file: in the package where it is installed, beside it in a checkout."""
    name = "config.example.toml"
    installed = HERE / name
    return (installed if installed.exists() else HERE.parent / name).read_text(encoding="utf-8")


def _write_settings(words: Wording, path: Path) -> bool:
    """Write a settings file, for its owner alone: it will hold the token. Say whether it was written."""
    try:
        place = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    except OSError:
        raise SettingsProblem(words("cli-init-cannot-write", file=str(path))) from None
    with os.fdopen(place, "w", encoding="utf-8") as file:
        file.write(example())
    return True


def _said(words: Wording, path: Path, *, is_new: bool) -> str:
    return words("cli-init-made" if is_new else "cli-init-kept", file=str(path))
