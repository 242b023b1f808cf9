"""The service manager's end of the socket: what a service says about itself."""

from __future__ import annotations

import socket
from contextlib import suppress
from itertools import count
from os import getpid
from typing import Self

NUMBERS = count()


class Systemd:
    """Listens under a name that is no file, as Linux allows; give it to a service as NOTIFY_SOCKET."""

    def __init__(self) -> None:
        self.name = f"@kettle-{getpid()}-{next(NUMBERS)}"
        self._line = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._line.settimeout(0)

    def __enter__(self) -> Self:
        self._line.bind("\0" + self.name[1:])
        return self

    def __exit__(self, *_: object) -> None:
        self._line.close()

    def heard(self) -> list[str]:
        """What was said since the last time."""
        said: list[str] = []
        with suppress(BlockingIOError):
            while True:
                said.append(self._line.recv(100).decode())
        return said
