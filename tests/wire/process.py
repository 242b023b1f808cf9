"""A bot as a process of its own: started, its lines read, stopped; never left behind."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parents[2]
KEPT = ("PATH", "LANG", "LC_ALL", "TZ", "TMPDIR", "SYSTEMROOT", "COVERAGE_PROCESS_START")


class BotProcess:
    """`python -m MODULE ARGUMENTS` in a folder, with a clean environment; leaving the block kills it."""

    def __init__(self, *arguments: str, folder: Path, environment: Mapping[str, str] | None = None) -> None:
        self._arguments = arguments
        kept = {name: os.environ[name] for name in KEPT if name in os.environ}
        self._environment = kept | {"PYTHONPATH": str(ROOT), "HOME": str(folder)} | dict(environment or {})
        self._folder = folder
        self._process: asyncio.subprocess.Process | None = None
        self._reader: asyncio.Task[None] | None = None
        self.lines: list[str] = []
        self.started_at = 0.0

    async def __aenter__(self) -> Self:
        self.started_at = time.monotonic()
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            *self._arguments,
            env=self._environment,
            cwd=self._folder,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        self._reader = asyncio.create_task(self._read())
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._running.returncode is None:
            self._running.kill()
        await self.ended()

    @property
    def _running(self) -> asyncio.subprocess.Process:
        assert self._process is not None
        return self._process

    @property
    def pid(self) -> int:
        return self._running.pid

    @property
    def status(self) -> int | None:
        """The exit status, None while it runs."""
        return self._running.returncode

    @property
    def output(self) -> str:
        return "\n".join(self.lines)

    async def ended(self, within: float = 20.0) -> int:
        """Wait for the end; the exit status."""
        try:
            status = await asyncio.wait_for(self._running.wait(), within)
        except TimeoutError:
            raise AssertionError(f"it still runs after {within} s and said:\n{self.output}") from None
        if self._reader is not None:
            await self._reader
        return status

    async def stop(self, within: float = 20.0) -> int:
        """Ask it to end, as a service manager does; the exit status."""
        self._running.send_signal(signal.SIGTERM)
        return await self.ended(within)

    async def kill(self) -> int:
        """End it with no chance to tidy up."""
        self._running.kill()
        return await self.ended()

    async def _read(self) -> None:
        assert self._running.stdout is not None
        async for line in self._running.stdout:
            self.lines.append(line.decode(errors="replace").rstrip())
