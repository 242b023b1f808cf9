"""How a command ends: what whoever started it can tell from the exit status, and the reason in one line."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum

from bot.errors import SettingsProblem


class Status(IntEnum):
    """Exit statuses. They are written down in docs/operations.md and keep their meaning."""

    OK = 0
    """Done; for `run`: stopped by a signal, everything closed."""
    FAILED = 1
    """`check` found something to do, or an error that nothing expected ended the command."""
    SETTINGS = 2
    """A setting, an option or a file of the installation cannot be used."""
    DATABASE = 3
    """The database cannot be used."""
    TOKEN = 4
    """Discord does not know the token."""
    INTENT_MISSING = 5
    """Discord asks for an intent that is not turned on for this bot."""
    INTENT_UNKNOWN = 6
    """Discord does not know an intent that this version asks for."""
    FEATURE = 7
    """A feature could not be loaded."""
    LOCKED = 8
    """Another Kettle uses the same data folder."""


class Ending(Exception):
    """A command cannot go on, and doing the same again does not help. The text is one line for a person."""

    def __init__(self, status: Status, line: str) -> None:
        super().__init__(line)
        self.status = status


@contextmanager
def endings_said() -> Iterator[None]:
    """Turn what stops a command into a line on standard error and an exit status, and never into a traceback."""
    try:
        yield
    except SettingsProblem as problem:
        sys.stderr.write(f"{problem}\n")
        raise SystemExit(Status.SETTINGS) from None
    except Ending as ending:
        sys.stderr.write(f"{ending}\n")
        raise SystemExit(ending.status) from None
