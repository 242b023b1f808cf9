"""Stories' part of the frame: no database before the first story, no sharing without keys, the same salt for good."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from bot import story_keys
from bot.errors import Closed
from bot.services.passphrases import set_passphrase, unlock_review
from bot.services.receipts import CHEAP
from bot.services.story_keys import TURN
from bot.settings import Settings
from bot.story_keys import make_story_keys
from bot.telling import Telling

TODAY = date(2026, 6, 4)
NOW = datetime(2026, 6, 4, 12, tzinfo=UTC)
GUILD = 710000000000000003
RECEIPT = "7QK4M2XD9F3THB6W"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("KETTLE_DATA_DIR", str(tmp_path))
    found = Settings.load()
    stories = found.stories.model_copy(update={"receipt_memory_mib": 1, "receipt_passes": 1})
    return found.model_copy(update={"stories": stories})


async def test_before_the_first_story_there_is_no_database(settings: Settings) -> None:
    telling = Telling(settings)
    await telling.open(TODAY)
    assert not (settings.data_dir / "stories.db").exists()
    async with telling.read() as session:
        assert (await session.execute(text("SELECT count(*) FROM stories"))).scalar_one() == 0
    await telling.close()
    again = Telling(settings)
    await again.open(TODAY)
    assert again.salt
    await again.close()


async def test_without_a_key_file_sharing_is_closed(settings: Settings) -> None:
    telling = Telling(settings)
    await telling.open(TODAY)
    with pytest.raises(Closed, match="stories-closed"):
        telling.get_keys()
    make_story_keys(settings.data_dir)
    telling.turn_keys(TODAY)
    assert telling.get_keys().holds[-1].made_on == TODAY
    telling.turn_keys(TODAY + TURN)
    assert len(telling.get_keys().holds) == 2
    await telling.close()


async def test_a_receipt_that_nobody_was_given_makes_no_database(settings: Settings) -> None:
    telling = Telling(settings)
    await telling.open(TODAY)
    await telling.derive(RECEIPT)
    assert not telling.db.is_there()
    await telling.close()


async def test_a_key_file_that_cannot_be_written_is_used_as_it_is(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_story_keys(settings.data_dir)
    telling = Telling(settings)

    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(story_keys, "write_story_keys", refuse)
    await telling.open(TODAY)
    assert telling.get_keys().review_privates()
    await telling.close()


async def test_a_receipt_comes_to_the_same_after_a_restart(settings: Settings) -> None:
    found = []
    for _ in range(2):
        telling = Telling(settings)
        await telling.open(TODAY)
        found.append(await telling.derive(RECEIPT, is_new=True))
        async with telling.begin() as session:
            await session.execute(text("DELETE FROM stories"))
        await telling.close()
    assert found[0] == found[1]
    assert settings.stories.receipt_cost != CHEAP


async def test_drafts_are_opened_at_once_or_only_while_they_are_unlocked(settings: Settings) -> None:
    make_story_keys(settings.data_dir)
    telling = Telling(settings)
    await telling.open(TODAY)
    assert telling.review_privates(GUILD, now=NOW) == telling.get_keys().review_privates() != {}
    telling.keys = set_passphrase(telling.get_keys(), "three blue mugs", cost=CHEAP)
    assert telling.review_privates(GUILD, now=NOW) == {}
    telling.unlocked.open(GUILD, unlock_review(telling.keys, "three blue mugs"), now=NOW)
    assert telling.review_privates(GUILD, now=NOW) != {}
    await telling.close()
