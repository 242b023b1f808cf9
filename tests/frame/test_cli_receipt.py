"""`kettle receipt`: an author who left takes their story back at the operator's keyboard."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from bot.cli import app
from bot.clock import Clock
from bot.services import stories, story_texts
from bot.services.receipts import read_receipt
from bot.services.story_texts import About, Draft
from bot.settings import Settings
from bot.statuses import Status
from bot.telling import Telling
from bot.wording import Wording
from db.models.stories import Story

if TYPE_CHECKING:
    from typer.testing import Result

pytestmark = pytest.mark.usefixtures("own_logging")

RECEIPT = "7QK4-M2XD-9F3T-HB6W"
WORDS = Wording()


@pytest.fixture(autouse=True)
def installed(own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not list(own_folder.iterdir())
    monkeypatch.setenv("KETTLE_STORIES__RECEIPT_MEMORY_MIB", "1")
    monkeypatch.setenv("KETTLE_STORIES__RECEIPT_PASSES", "1")
    assert CliRunner().invoke(app, ["init"]).exit_code == Status.OK


def kettle(*lines: str) -> Result:
    result = CliRunner().invoke(app, ["receipt"], input="".join(f"{line}\n" for line in lines))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


def send(*, state: str = "arrived") -> None:
    """Send a story with the receipt, as the bot does."""

    async def sent() -> None:
        telling, today = Telling(Settings.load()), Clock().now().date()
        await telling.open(today)
        derived = await telling.derive(read_receipt(RECEIPT), is_new=True)
        draft = Draft(About(), ("A made-up story.",), ())
        sealed = story_texts.seal_draft(draft, guild_id=1, derived=derived, keys=telling.get_keys())
        async with telling.begin() as session:
            await stories.record_sent(session, sent=sealed, today=today)
            (await stories.get_story(session, lookup_id=derived.lookup_id)).state = state
        await telling.close()

    asyncio.run(sent())


def kept() -> list[Story]:
    async def look() -> list[Story]:
        telling = Telling(Settings.load())
        async with telling.read() as session:
            found = list(await session.scalars(select(Story)))
        await telling.close()
        return found

    return asyncio.run(look())


@pytest.mark.parametrize("state", ["arrived", "waiting", "approved", "published", "declined", "down"])
def test_its_state_is_said_and_enter_leaves_it(state: str) -> None:
    send(state=state)
    result = kettle(RECEIPT.lower(), "")
    assert result.exit_code == Status.OK
    assert WORDS(f"cli-receipt-is-{state}") in result.stdout
    assert WORDS("cli-receipt-left") in result.stdout
    assert len(kept()) == 1


def test_it_is_taken_back_now_and_then_it_is_unknown() -> None:
    send(state="published")
    result = kettle(RECEIPT, "now")
    assert WORDS("cli-receipt-taken-gone") in result.stdout
    assert kept() == []
    again = kettle(RECEIPT)
    assert (again.exit_code, again.stderr.splitlines()[-1]) == (Status.FAILED, WORDS("cli-receipt-unknown"))


def test_it_is_taken_back_within_a_day() -> None:
    send(state="waiting")
    assert WORDS("cli-receipt-taken-later") in kettle(RECEIPT, " Later ").stdout
    (story,) = kept()
    assert story.leaves_at is not None
    assert WORDS("cli-receipt-is-leaving") in kettle(RECEIPT, "").stdout


def test_neither_the_receipt_nor_the_words_are_shown_and_no_key_is_needed() -> None:
    send()
    Path("data/stories.key").unlink()
    result = kettle(RECEIPT, "now")
    assert result.exit_code == Status.OK
    assert RECEIPT not in result.output
    assert "made-up" not in result.output
    assert kept() == []


def test_what_is_no_receipt_is_said() -> None:
    result = kettle("hello")
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (Status.FAILED, WORDS("cli-receipt-unclear"))


def test_where_there_are_no_stories_none_is_made() -> None:
    result = kettle(RECEIPT)
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (Status.FAILED, WORDS("cli-receipt-unknown"))
    assert not Path("data/stories.db").exists()


def test_a_database_that_is_none_is_said_with_its_own_status() -> None:
    Path("data/stories.db").write_bytes(b"not a database at all" * 100)
    result = kettle(RECEIPT)
    assert result.exit_code == Status.DATABASE
    assert result.stderr.splitlines()[-1] == " ".join(WORDS("database-corrupt").split())
