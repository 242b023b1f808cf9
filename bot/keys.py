"""The key file of an installation: random bytes in the data folder, for the owner alone."""

import os
import secrets
from pathlib import Path

NAME = "kettle.key"
SIZE = 32
"""Bytes."""

_OTHERS = 0o077


def make_key(folder: Path) -> bool:
    """Write a new key file unless there is one; say whether it was written. OSError where it cannot be."""
    try:
        place = os.open(folder / NAME, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(place, "wb") as file:
        file.write(secrets.token_bytes(SIZE))
    return True


def key_problem(folder: Path) -> str | None:
    """Say what is wrong with the key file: `missing`, `broken` or `open`; None if it is as it should be."""
    file = folder / NAME
    if not file.is_file():
        return "missing"
    if file.stat().st_size != SIZE:
        return "broken"
    return "open" if is_open(file) else None


def is_open(file: Path) -> bool:
    """Say whether others than its owner may read or write a file, where the system keeps them apart."""
    return os.name == "posix" and bool(file.stat().st_mode & _OTHERS)
