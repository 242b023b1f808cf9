"""What is wrong with a setting, in one line: its name as the person wrote it, what it takes, an example.

No value is ever repeated: it may be a secret, or a secret that was put in the wrong place.
"""

from __future__ import annotations

import os
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from bot.errors import SettingsProblem
from bot.settings_file import CONFIG
from bot.wording import Wording
from bot.wording.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import BaseModel

PREFIX = "KETTLE_"
CLOCK_ALONE = "clock_alone"
"""The type of pydantic's error for a clock that is moved without a stand-in for Discord."""

_SURE = 0.92
"""How much alike two names are when one must be a slip for the other (1 is the same)."""

EXAMPLES = {
    "data_dir": "data",
    "locale": "en-GB",
    "wording_dir": "wording",
    "clock": "3d",
    "discord.token": "your bot's token",
    "discord.api": "http://127.0.0.1:8080/api/v10",
    "discord.shard_count": 1,
    "discord.processes": 1,
    "database.url": "postgresql://kettle:password@localhost/kettle",
    "logs.level": "info",
    "logs.json": False,
    "web.port": 8600,
    "web.host": "127.0.0.1",
    "web.address": "https://kettle.example.org",
    "stories.url": "postgresql://kettle:password@localhost/stories",
    "stories.receipt_memory_mib": 64,
    "stories.receipt_passes": 3,
    "link_checks.on": True,
}


def keys_of(model: type[BaseModel]) -> list[str]:
    """Give every key of the settings as a file's reader would say it: `data_dir`, `discord.token`."""
    keys: list[str] = []
    for name, field in model.model_fields.items():
        group = getattr(field.annotation, "model_fields", None)
        inner = [f"{name}.{part.alias or own}" for own, part in group.items()] if group else [name]
        keys.extend(inner)
    return keys


def refuse_unknown(model: type[BaseModel], written: dict[str, Any]) -> None:
    """Raise SettingsProblem for a key of the file, or a variable of the environment, that does not exist."""
    keys = keys_of(model)
    groups = [key.partition(".")[0] for key in keys if "." in key]
    for key, value in _flat(written, groups):
        if key not in keys and key not in groups:
            raise _unknown(key, _nearest(key, groups if isinstance(value, dict) else keys))
    names = [variable_of(key) for key in keys]
    for name in map(str.upper, os.environ):
        if name not in names and _is_meant_for_us(name, names):
            raise _unknown(name, variable_of(_nearest(_key_of(name), keys)))


def _unknown(name: str, known: str) -> SettingsProblem:
    return SettingsProblem(Wording()("cli-settings-unknown", key=name, nearest=known))


def _flat(written: dict[str, Any], groups: list[str]) -> Iterator[tuple[str, Any]]:
    """Give a file's keys and values, those in a group with the group's name before them."""
    for name, value in written.items():
        if name in groups and isinstance(value, dict):
            yield from ((f"{name}.{inner}", inside) for inner, inside in value.items())
        else:
            yield name, value


def variable_of(key: str) -> str:
    """Give the variable of the environment that sets a key."""
    return PREFIX + key.replace(".", "__").upper()


def _key_of(variable: str) -> str:
    return variable.removeprefix(PREFIX).replace("__", ".").lower()


def _is_meant_for_us(name: str, names: list[str]) -> bool:
    """Whether a variable must be a slip: others may use our prefix for things of their own."""
    if not name.startswith(PREFIX) or name == CONFIG:
        return False
    is_group = any(known.startswith(f"{name}__") for known in names)
    return is_group or "__" in name or bool(get_close_matches(name, names, n=1, cutoff=_SURE))


def _nearest(key: str, keys: list[str]) -> str:
    """Give the known key that was meant: one of the same last name if there is one, else the most alike."""
    same = [known for known in keys if known.rpartition(".")[2] == key.rpartition(".")[2]]
    return same[0] if same else nearest(key, keys)


def say_wrong(location: tuple[int | str, ...], kind: str) -> SettingsProblem:
    """Say what a key takes and show an example, in the form of the place that the value came from."""
    words = Wording()
    if kind == CLOCK_ALONE:
        return SettingsProblem(words("cli-settings-clock-alone", key=_shown("clock")))
    key = ".".join(str(part) for part in location)
    if key not in EXAMPLES:
        return SettingsProblem(words("cli-settings-group", key=key))
    rule = words(f"cli-settings-takes-{key.replace('.', '-').replace('_', '-')}")
    return SettingsProblem(words("cli-settings-wrong", key=_shown(key), rule=rule, example=_example(key)))


def _is_from_environment(key: str) -> bool:
    return any(name.upper() == variable_of(key) and value for name, value in os.environ.items())


def _shown(key: str) -> str:
    return variable_of(key) if _is_from_environment(key) else key


def _example(key: str) -> str:
    """Write the example as it would stand in the environment, or in the file under its group's heading."""
    value = EXAMPLES[key]
    if _is_from_environment(key):
        return f"{variable_of(key)}={str(value).lower() if isinstance(value, bool) else value}"
    written = f'"{value}"' if isinstance(value, str) else str(value).lower()
    return f"{key.rpartition('.')[2]} = {written}"
