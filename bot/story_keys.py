"""The key file of stories: in the data folder, for the owner alone, written whole or not at all.

Without it, or where it is broken, nothing is sealed and so no story is taken; everything else goes on.
"""

from __future__ import annotations

import json
import os
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.keys import is_open
from bot.services.receipts import SALT_SIZE, Cost
from bot.services.sealing import KEY_SIZE
from bot.services.story_keys import HoldKey, KeyPair, Lock, StoryKeys, new_keys

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

NAME = "stories.key"

_VERSION = 1
_LOCKED_SIZE = KEY_SIZE + 40
"""Bytes of a private half in strict mode: with the number used once and the seal of its box."""


def make_story_keys(folder: Path) -> bool:
    """Write a new key file unless there is one; say whether it was written. OSError where it cannot be."""
    if (folder / NAME).exists():
        return False
    write_story_keys(folder, new_keys())
    return True


def read_story_keys(folder: Path) -> StoryKeys | None:
    """Give the keys, or None where the file is missing or broken: sharing is closed then."""
    try:
        return _keys(json.loads((folder / NAME).read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def write_story_keys(folder: Path, keys: StoryKeys) -> None:
    """Put these keys in the place of those in the file, on the disk before this ends; OSError where that fails."""
    file = (folder / NAME).resolve()  # it may be a link to a safer place
    fresh = file.with_name(f"{NAME}.new")
    fresh.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
            out.write(json.dumps(_written(keys), indent=1) + "\n")
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(file)
    finally:
        fresh.unlink(missing_ok=True)
    _sync(file.parent)


def change_story_keys(folder: Path, change: Callable[[StoryKeys], StoryKeys]) -> StoryKeys | None:
    """Change the keys in the file, and write it where that made a difference; None where there are none."""
    before = read_story_keys(folder)
    if before is None:
        return None
    after = change(before)
    if after != before:
        write_story_keys(folder, after)
    return after


def story_keys_problem(folder: Path) -> str | None:
    """Say what is wrong with the key file: `missing`, `broken` or `open`; None if it is as it should be."""
    file = folder / NAME
    if not file.is_file():
        return "missing"
    if read_story_keys(folder) is None:
        return "broken"
    return "open" if is_open(file) else None


def _sync(folder: Path) -> None:
    """Have the folder itself on the disk, where a system can: it says which file has the name."""
    if os.name == "posix":
        place = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(place)
        finally:
            os.close(place)


def _written(keys: StoryKeys) -> dict[str, Any]:
    lock = keys.lock
    return {
        "version": _VERSION,
        "review": [_written_pair(pair) for pair in keys.review],
        "lock": lock and {"salt": lock.salt.hex(), "passes": lock.cost.passes, "memory": lock.cost.memory},
        "publication": _written_pair(keys.publication),
        "approval": keys.approval.hex(),
        "holds": [
            {"number": each.number, "key": each.key.hex(), "made_on": each.made_on and each.made_on.isoformat()}
            for each in keys.holds
        ],
    }


def _written_pair(pair: KeyPair) -> dict[str, Any]:
    return {"number": pair.number, "public": pair.public.hex(), "private": pair.private.hex()}


def _keys(written: dict[str, Any]) -> StoryKeys:
    """Read keys as they are written; ValueError, KeyError or TypeError for what was never written so."""
    if written["version"] != _VERSION:
        raise ValueError("another version")
    lock = written["lock"] and _lock(written["lock"])
    private_size = _LOCKED_SIZE if lock else KEY_SIZE
    keys = StoryKeys(
        review=tuple(_pair(each, private_size) for each in written["review"]),
        publication=_pair(written["publication"], KEY_SIZE),
        approval=_bytes(written["approval"], KEY_SIZE),
        holds=tuple(_hold(each) for each in written["holds"]),
        lock=lock,
    )
    _check_order(pair.number for pair in keys.review)
    _check_order(each.number for each in keys.holds)
    return keys


def _lock(written: dict[str, Any]) -> Lock:
    return Lock(_bytes(written["salt"], SALT_SIZE), Cost(_number(written["passes"]), _number(written["memory"])))


def _pair(written: dict[str, Any], private_size: int) -> KeyPair:
    public, private = _bytes(written["public"], KEY_SIZE), _bytes(written["private"], private_size)
    return KeyPair(_number(written["number"]), public, private)


def _hold(written: dict[str, Any]) -> HoldKey:
    made_on = written["made_on"]
    day = None if made_on is None else date.fromisoformat(made_on)
    return HoldKey(_number(written["number"]), _bytes(written["key"], KEY_SIZE), day)


def _bytes(written: str, size: int) -> bytes:
    read = bytes.fromhex(written)
    if len(read) != size:
        raise ValueError("not of its length")
    return read


def _number(written: object) -> int:
    if type(written) is not int or written < 1:
        raise ValueError("not a number")
    return written


def _check_order(numbers: Iterable[int]) -> None:
    """Raise ValueError unless there is one and each is larger than the one before."""
    found = list(numbers)
    if not found or any(before >= after for before, after in pairwise(found)):
        raise ValueError("not in order")
