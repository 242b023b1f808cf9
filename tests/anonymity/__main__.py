"""`python -m tests.anonymity`: run all attacks at full size and print a row for each; status 1 if one wins.

It is 1 as well where a leaky twin does not lose: then an attack proves nothing.
"""

from __future__ import annotations

import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from tests.anonymity.suite import LONGEST, PARTS
from tests.conftest import pytest_collection_finish, pytest_configure

if TYPE_CHECKING:
    from tests.anonymity.rows import Row

AT_ONCE = 3
"""Parts at a time, on two processors: screens wait for threads, and PostgreSQL's for its server."""


def main() -> int:
    """Run, print, and give the status."""
    began = time.perf_counter()
    pytest_configure()  # folders in memory, as for the tests; processes that are started find them there too
    rows = []
    workers = ProcessPoolExecutor(AT_ONCE, get_context("spawn"), pytest_collection_finish)
    with tempfile.TemporaryDirectory() as name, workers as pool:
        running = {}
        for part in sorted(PARTS, key=lambda part: part not in LONGEST):
            folder = Path(name) / part.replace(" ", "-")
            folder.mkdir()
            running[part] = pool.submit(PARTS[part], folder)
        for part in PARTS:
            rows += told(part, running[part].result())
    failed = [row for row in rows if not row.is_right]
    print(f"{len(rows)} checks, {len(failed)} failed, {time.perf_counter() - began:.0f} s")  # noqa: T201
    return 1 if failed else 0


def told(part: str, rows: list[Row]) -> list[Row]:
    for row in rows:
        print(row, flush=True)  # noqa: T201
    if not rows:
        print(f"{part}: there is none for this machine")  # noqa: T201
    return rows


if __name__ == "__main__":
    sys.exit(main())
