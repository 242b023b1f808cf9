"""Journeys of an author whom moderators wrote to: what is open comes first, and what is answered asks nobody again."""

from datetime import timedelta

from bot.services import passphrases, story_reviews, story_texts, story_withdrawals
from bot.services.receipts import CHEAP
from tests.cogs.conftest import World
from tests.cogs.reading import Shown
from tests.cogs.story_receiving import approve, cheap, kept, opened, sent, take_in, world, write
from tests.cogs.test_story_receipts import fine

__all__ = ["cheap", "world"]

WAY = "Write to moderators"
ANSWERED = 'You answered. It is all there with "Read messages".'
WEEK = timedelta(days=7).total_seconds()


async def asked(world: World, *questions: str) -> str:
    """Have a story that moderators asked about."""
    lookup_id = await sent(world)
    await take_in(world)
    for question in questions:
        await write(world, lookup_id, question)
    return lookup_id


async def reply(world: World, text: str = "Yes, please do.") -> Shown:
    home = await opened(world)
    return fine(await world.fill(world.sam, await world.press(world.sam, home, WAY), text=text), is_first=True)


def main_of(shown: Shown) -> list[str]:
    """Give the labels of the blue buttons."""
    return [part["label"] for part in shown.parts if part.get("style") == 1]


async def test_an_open_question_and_its_answer_come_before_all_else(world: World) -> None:
    await asked(world, "May we leave out the street?")
    home = fine(await opened(world), is_first=True)
    assert home.text.index("May we leave out the street?") < home.text.index("waits to be read")
    assert 'You can answer with "Write to moderators". To change the words, copy them' in home.text
    assert home.labels[0] == WAY
    assert main_of(home) == [WAY]


async def test_what_is_answered_asks_nobody_again(world: World) -> None:
    await asked(world, "May we leave out the street?")
    for home in (await reply(world), await opened(world)):
        assert ANSWERED in home.text
        assert "street" not in home.text
        assert (main_of(home), home.labels[0]) == ([], "Read it")
    page = await world.press(world.sam, home, "Read messages")
    assert "May we leave out the street?" in page.text
    assert "Yes, please do." in page.text


async def test_a_question_after_an_answer_is_open_again_and_the_old_one_is_not(world: World) -> None:
    lookup_id = await asked(world, "May we leave out the street?")
    await world.env.advance_time(WEEK)
    await reply(world)
    await world.env.advance_time(WEEK)
    await write(world, lookup_id, "And the name?")
    home = await opened(world)
    assert "And the name?" in home.text
    assert "street" not in home.text
    await world.env.advance_time(WEEK)
    assert ANSWERED in (await reply(world)).text


async def test_in_one_week_no_question_is_hidden_by_the_answer_to_another(world: World) -> None:
    lookup_id = await asked(world, "May we leave out the street?")
    await reply(world)
    await write(world, lookup_id, "And the name?")
    home = await opened(world)
    assert "And the name?" in home.text
    assert main_of(home) == [WAY]
    assert ANSWERED in (await reply(world)).text


async def test_what_an_author_writes_by_themselves_answers_nothing(world: World) -> None:
    await sent(world)
    assert ANSWERED not in (await reply(world, "Hello.")).text


async def test_after_a_yes_it_can_be_answered_and_nothing_is_said_of_changing_words(world: World) -> None:
    lookup_id = await sent(world)
    await approve(world)
    await write(world, lookup_id, "May we read it aloud?")
    home = await opened(world)
    assert 'You can answer with "Write to moderators".\nMay we read it aloud?' in home.text
    assert "copy them" not in home.text
    await world.env.advance_time(5 * WEEK)
    home = await opened(world)
    assert home.labels[:2] == [WAY, "Let it stand alone"]
    assert main_of(home) == [WAY]


async def test_where_its_words_are_locked_nothing_is_said_of_copying_them(world: World) -> None:
    await asked(world, "May we leave out the street?")
    telling = world.bot.telling
    telling.keys = passphrases.set_passphrase(telling.get_keys(), "four made-up kettle words", cost=CHEAP)
    home = await opened(world)
    assert "May we leave out the street?" in home.text
    assert "copy them" not in home.text


async def test_without_the_key_file_a_question_is_shown_and_no_way_to_answer_is_promised(world: World) -> None:
    await asked(world, "May we leave out the street?")
    world.bot.telling.keys = None
    home = await opened(world)
    assert "Moderators wrote to you:\nMay we leave out the street?" in home.text
    assert "You can answer" not in home.text
    assert main_of(home) == []


async def test_a_no_shows_its_reason_and_no_older_question(world: World) -> None:
    lookup_id = await asked(world, "May we leave out the street?")
    await world.env.advance_time(WEEK)
    await write(world, lookup_id, "It names somebody else.", is_no=True)
    home = fine(await opened(world), is_first=True)
    assert "Moderators wrote why:\nIt names somebody else." in home.text
    assert "street" not in home.text


async def test_what_was_taken_down_shows_why_and_what_leaves_asks_nothing(world: World) -> None:
    lookup_id = await sent(world)
    await approve(world)
    (story,) = await kept(world)
    keys, today = world.bot.telling.get_keys(), world.env.now().date()
    twice = story_texts.seal_note("Somebody knew its author.", story_public=story.public_key, keys=keys)
    async with world.bot.telling.begin() as session:
        here = {"guild_id": world.guild.id, "key": story.key}
        note = {"for_author": twice.for_author, "for_reviewers": twice.for_review, "today": today}
        await story_reviews.record_question(session, **here, **note)
        await story_withdrawals.take_down(session, **here, now=world.env.now())
    assert "Moderators wrote why:\nSomebody knew its author." in (await opened(world)).text
    told = {"now": world.env.now(), "chance": world.bot.telling.chance}
    await sent(world, receipt="0QK4-M2XD-9F3T-HB6W")
    other = next(each for each in await kept(world) if each.lookup_id != lookup_id)
    await take_in(world)
    await write(world, other.lookup_id, "May we?")
    async with world.bot.telling.begin() as session:
        await story_withdrawals.withdraw(session, lookup_id=other.lookup_id, is_later=True, **told)
    leaving = await opened(world, "0QK4-M2XD-9F3T-HB6W")
    assert "on its way out" in leaving.text
    assert "May we?" not in leaving.text
    assert "Read messages" in leaving.labels
