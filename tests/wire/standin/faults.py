"""Failures on demand: which request fails, how, and how many times."""

from __future__ import annotations

import json
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Literal

from aiohttp import web

from tests.wire.standin.routing import Limited

MESSAGES = {
    401: "401: Unauthorized",
    403: "Missing Permissions",
    500: "500: Internal Server Error",
    502: "502: Bad Gateway",
    503: "upstream connect error",
    504: "504: Gateway Timeout",
}


@dataclass
class Fault:
    """One failure: a status, a rate limit, a wait, or a closed connection; `times` None is for ever.

    `path` is a shell pattern over the path after the version. `delay` is before the work and `late`
    between the work and the answer; both go with any other failure. `close` cuts the connection
    before or after the work. With `worked` the work is done although the answer denies it.
    """

    method: str
    path: str
    times: int | None = 1
    status: int | None = None
    code: int = 0
    limited: float | None = None
    is_global: bool = False
    via: bool = True
    delay: float = 0.0
    late: float = 0.0
    hang: bool = False
    worked: bool = False
    close: Literal["before", "after"] | None = None

    def meets(self, method: str, path: str) -> bool:
        return self.times != 0 and self.method in {"*", method} and fnmatchcase(path, self.path)

    def response(self) -> web.Response | None:
        """What is answered instead of the work, if anything."""
        if self.limited is not None:
            return limited(Limited(self.limited, is_global=self.is_global), via=self.via)
        if self.status is not None:
            text = MESSAGES.get(self.status, "refused by a fault")
            return reply(self.status, {"message": text, "code": self.code})
        return None


class Faults(list[Fault]):
    """The failures still to come, in the order they were set."""

    def take(self, method: str, path: str) -> Fault | None:
        for fault in self:
            if fault.meets(method, path):
                fault.times = None if fault.times is None else fault.times - 1
                return fault
        return None


def limited(refused: Limited, *, via: bool = True) -> web.Response:
    """A 429; without `Via` discord.py takes it for the ban of an address."""
    return reply(429, refused.body, {"Via": "1.1 stand-in"} if via else {})


def reply(status: int, body: object, headers: dict[str, str] | None = None) -> web.Response:
    """JSON with the bare content type: with a charset discord.py hands back a string."""
    if body is None:
        return web.Response(status=204)
    data = json.dumps(body).encode()
    return web.Response(status=status, body=data, headers={"Content-Type": "application/json", **(headers or {})})
