"""A traceback as the log may hold it: frames and types along a chain of causes, no message and no value."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

FRAMES = 40
"""The last frames of one error; an endless recursion has a thousand."""

ERRORS = 8
"""The first errors of a chain: discord.py chains every attempt of an hour to the one before."""


class Raised(TypedDict):
    """One error of a chain: its type, and where it passed through, the place it was raised at last."""

    type: str
    frames: list[str]


def frames_of(error: BaseException) -> list[Raised]:
    """Give an error and what caused it, each before its cause; the errors of a group follow the group."""
    found: list[Raised] = []
    waiting = [error]
    seen: set[int] = set()
    while waiting and len(found) < ERRORS:
        current = waiting.pop(0)
        if id(current) not in seen:
            seen.add(id(current))
            found.append({"type": _name(type(current)), "frames": list(_frames(current.__traceback__))[-FRAMES:]})
            waiting.extend(_behind(current))
    return found


def as_lines(errors: list[Raised]) -> str:
    """Write a chain for a terminal."""
    blocks = ("\n    ".join([each["type"], *each["frames"]]) for each in errors)
    return "  " + "\n  because of ".join(blocks)


def _behind(error: BaseException) -> Iterator[BaseException]:
    if isinstance(error, BaseExceptionGroup):
        yield from error.exceptions
    if error.__cause__ is not None:
        yield error.__cause__
    elif error.__context__ is not None and not error.__suppress_context__:
        yield error.__context__


def _name(kind: type[BaseException]) -> str:
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def _frames(trace: TracebackType | None) -> Iterator[str]:
    while trace is not None:
        code = trace.tb_frame.f_code
        yield f"{_short(code.co_filename)}:{trace.tb_lineno} {code.co_qualname}"
        trace = trace.tb_next


def _short(file: str) -> str:
    """Leave out the folder that a module was found in: it may hold a person's name."""
    path = Path(file)
    folders = [Path(entry).absolute() for entry in sys.path]
    found = [path.relative_to(folder) for folder in folders if path.is_relative_to(folder)]
    return min(map(str, found), key=len, default=path.name)
