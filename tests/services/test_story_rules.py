"""What a community chose about stories: an admin alone chooses, and without a channel nothing is shared."""

import pytest

from bot.errors import Invalid
from bot.services import story_rules
from bot.services.guilds import Person
from bot.services.story_rules import FEW, MOST, may_guess, read_authors
from db.models.story_rules import StoryRules
from tests.services.people import CHECKINS, ELSEWHERE, GUILD, SAM, Do

ADMIN = Person(GUILD, SAM, frozenset(), frozenset({"admin"}))


async def test_only_an_admin_chooses_and_every_choice_is_kept_beside_the_others(do: Do) -> None:
    await do(story_rules.record_rules, person=ADMIN, channel_id=CHECKINS)
    await do(story_rules.record_rules, person=ADMIN, authors=150)
    found = await do(story_rules.record_rules, person=ADMIN, needs_two=True)
    assert (found.channel_id, found.authors, found.needs_two) == (CHECKINS, 150, True)
    moderator = Person(GUILD, SAM, frozenset(), frozenset({"moderator"}))
    refused = await do.refused(story_rules.record_rules, person=moderator, channel_id=None)
    assert refused.message_id == "guilds-only-admin"


async def test_without_a_channel_nothing_is_shared_there(do: Do) -> None:
    assert (await do.refused(story_rules.get_open, guild_id=GUILD)).message_id == "story_rules-not-here"
    await do(story_rules.record_rules, person=ADMIN, channel_id=CHECKINS)
    assert (await do(story_rules.get_open, guild_id=GUILD)).channel_id == CHECKINS
    assert (await do.refused(story_rules.get_open, guild_id=ELSEWHERE)).message_id == "story_rules-not-here"
    await do(story_rules.record_rules, person=ADMIN, channel_id=None)
    assert (await do.refused(story_rules.get_open, guild_id=GUILD)).message_id == "story_rules-not-here"


@pytest.mark.parametrize(("typed", "authors"), [("", None), ("1", 1), ("1,200", 1200), (" 60 ", 60), (str(MOST), MOST)])
def test_a_number_of_people_is_read_as_it_is_typed(typed: str, authors: int | None) -> None:
    assert read_authors(typed) == authors


@pytest.mark.parametrize("typed", ["0", "many", "-3", "1.5", "٣", str(MOST + 1), "9" * 12])
def test_what_is_no_number_of_people_is_refused(typed: str) -> None:
    with pytest.raises(Invalid, match="story_rules-authors-unclear"):
        read_authors(typed)


@pytest.mark.parametrize(("authors", "may"), [(None, True), (1, True), (FEW - 1, True), (FEW, False)])
def test_where_few_may_be_authors_people_may_guess(authors: int | None, *, may: bool) -> None:
    assert may_guess(StoryRules(guild_id=GUILD, authors=authors)) is may
