"""What systemd is told, where it asks for it (`Type=notify`): ready, alive, stopping. Elsewhere nothing is said."""

from __future__ import annotations

import os
import socket
from contextlib import suppress

READY, ALIVE, STOPPING = "READY=1", "WATCHDOG=1", "STOPPING=1"


def notify(state: str) -> None:
    """Send one line to the service manager's socket; one that is full or gone is not waited for."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    if address.startswith("@"):
        address = "\0" + address[1:]  # Linux's own names, which are no files
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line, suppress(OSError):
        line.settimeout(0)
        line.connect(address)
        line.send(state.encode())


def seconds_allowed() -> float | None:
    """Give how long this process may be silent before the service manager ends it; None where it does not look."""
    allowed, pid = os.environ.get("WATCHDOG_USEC", ""), os.environ.get("WATCHDOG_PID", "")
    if not allowed.isdecimal() or pid not in {"", str(os.getpid())}:
        return None
    return int(allowed) / 1_000_000
