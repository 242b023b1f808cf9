"""The table of REST calls: a method and a template lead to a function that works on the world."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.wire.standin.world import World

    Work = Callable[["Call"], Any]


@dataclass(frozen=True)
class Call:
    """One request as a route's function sees it: parts of the path, the body, the files."""

    world: World
    args: dict[str, str]
    body: Any = None
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)
    base: str = ""


class DiscordError(Exception):
    """A refusal as Discord words it: a status, its own code, a message."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"message": message, "code": code}


class Limited(DiscordError):
    """A refusal that says how many seconds to wait."""

    def __init__(self, seconds: float, *, is_global: bool = False) -> None:
        super().__init__(429, 0, "You are being rate limited.")
        self.body = {"message": str(self), "retry_after": math.ceil(seconds * 1000) / 1000, "global": is_global}


@dataclass(frozen=True)
class Route:
    """A template like /channels/{channel}/messages; `open_` ones carry their own token in the path."""

    method: str
    pattern: re.Pattern[str]
    work: Work
    open_: bool


ROUTES: list[Route] = []


def route(method: str, template: str, *, open_: bool = False) -> Callable[[Work], Work]:
    """Add a function to the table; the first that matches answers, so the literal comes first."""
    pattern = re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", template))

    def keep(work: Work) -> Work:
        ROUTES.append(Route(method, pattern, work, open_))
        return work

    return keep


def find(method: str, path: str) -> tuple[Route, dict[str, str]] | None:
    """The route for this request and the parts of its path."""
    for candidate in ROUTES:
        if candidate.method == method and (match := candidate.pattern.fullmatch(path)):
            return candidate, match.groupdict()
    return None
