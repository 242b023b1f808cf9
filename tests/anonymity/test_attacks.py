"""No attack wins against what is kept, and each wins against its leaky twin. One that is known to win is marked."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete

from bot.services.receipts import new_receipt
from db.models.stories import StoryFact
from db.stories import StoryDatabase
from tests.anonymity import remains, suite
from tests.anonymity.chances import seeded
from tests.anonymity.rows import Row, wrong
from tests.conftest import postgres_address, postgres_statement
from tests.tracing import untraced

OUTPUT = Path("ci-output")
RARE = "zanvoptavgilmip"


@pytest.fixture(autouse=True)
def unmeasured() -> Iterator[None]:
    """Measure no lines: others run the same ones, and these attacks run each of them very often."""
    with untraced():
        yield


def test_no_attack_on_a_file_wins_and_each_wins_against_its_twin(tmp_path: Path) -> None:
    rows = printed(suite.rows_of_file(tmp_path))
    assert wrong(rows) == []
    assert len(rows) == 21


def test_no_attack_on_postgres_wins_and_each_wins_against_its_twin(postgres_folder: Path) -> None:
    rows = printed(suite.rows_of_postgres(postgres_folder))
    assert wrong(rows) == []
    assert len(rows) >= 7


def test_neither_files_nor_views_nor_small_communities_give_an_author_away(tmp_path: Path) -> None:
    rows = printed(suite.other_rows(tmp_path))
    assert wrong(rows) == []


def test_no_screen_gives_an_author_away_and_a_leaky_twins_do(tmp_path: Path) -> None:
    rows = printed(suite.rows_of_screens(tmp_path))
    assert wrong(rows) == []


def test_whatever_fails_on_the_way_of_a_story_leaves_nothing_in_the_log(tmp_path: Path) -> None:
    rows = printed(suite.rows_of_faults(tmp_path))
    assert wrong(rows) == []


def test_a_member_is_told_all_that_is_kept_and_leaves_no_byte_behind(tmp_path: Path) -> None:
    rows = printed(suite.rows_of_erasing(tmp_path))
    assert wrong(rows) == []


def printed(rows: list[Row]) -> list[Row]:
    """Leave the rows where CI shows them: the tests are the same attacks at the same size as the command's."""
    if "CI" in os.environ and OUTPUT.is_dir():
        with (OUTPUT / "anonymity.txt").open("a") as file:
            file.writelines(f"{row}\n" for row in rows)
    return rows


@pytest.mark.xfail(strict=True, reason=remains.WAL)
def test_postgres_own_log_keeps_no_word_of_what_was_deleted(postgres_folder: Path) -> None:
    asyncio.run(postgres_statement(postgres_folder, "CREATE DATABASE anonymity_log"))
    url = postgres_address(postgres_folder, "anonymity_log")
    asyncio.run(write_and_delete(url))
    assert remains.left([RARE.encode()], (postgres_folder / "cluster" / "pg_wal").iterdir()) == 0


async def write_and_delete(url: str) -> None:
    db = StoryDatabase(url)
    await db.open()
    try:
        async with db.begin() as session:
            session.add(StoryFact(name="rare", value=RARE))
        async with db.begin() as session:
            await session.execute(delete(StoryFact))
        await db.shuffle()
        await remains._settle(url)
    finally:
        await db.close()


def test_a_row_is_right_only_if_it_holds_and_its_twin_loses() -> None:
    assert Row("a", 11, 11, 12, 200).is_right
    assert not Row("an attack wins", 12, 11, 12, 200).is_right
    assert not Row("a twin does not lose", 0, 11, 11, 200).is_right
    assert Row("known to win", 12, 11, 12, 200, "why").is_right
    assert not Row("known to win, and does not", 11, 11, 12, 200, "why").is_right


def test_the_same_seed_draws_the_same_and_nothing_is_left_of_it_afterwards() -> None:
    found = []
    for _ in range(2):
        with seeded(1):
            found.append(new_receipt())
    assert found[0] == found[1] != new_receipt()
