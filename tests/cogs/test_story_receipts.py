"""Journeys of an author who comes back with the receipt: to look, to read, and when it is not right."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from bot.services import story_withdrawals
from bot.services.receipts import read_receipt
from bot.services.story_texts import File
from bot.wording.kinds import MESSAGE
from tests.cogs import story_posting
from tests.cogs.conftest import World
from tests.cogs.reading import Shown
from tests.cogs.story_receiving import (
    RECEIPT,
    WORDS,
    WRONG,
    approve,
    cheap,
    found,
    kept,
    opened,
    opened_directly,
    pressed_directly,
    sent,
    take_in,
    told,
    world,
    write,
)
from tests.house import plain_words
from tests.house.plain_words import Text

__all__ = ["cheap", "world"]

KNOWN = {
    "story_receipts", "common", "ask", "open", "home", "read", "words", "messages", "first", "next", "earlier",
    "answer", "part", "uses", "chosen", "alone", "yes", "no", "withdraw", "now", "later", "stop", "files",
}  # fmt: skip


async def test_a_new_story_waits_and_its_author_reads_it(world: World) -> None:
    await sent(world)
    home = await opened(world)
    assert home.private
    assert "waits to be read" in home.text
    assert "in about a week" in home.text
    assert RECEIPT in home.text
    page = await world.press(world.sam, home, "Read it")
    assert WORDS in page.text
    assert "Page 1 of 1" in page.text
    assert "waits to be read" in (await world.press(world.sam, page, "Back")).text


async def test_what_moderators_see_differs_after_the_intake_and_what_the_author_sees_does_not(world: World) -> None:
    await sent(world)
    before = (await opened(world)).text
    await take_in(world)
    assert (await opened(world)).text == before


async def test_each_state_is_told_in_plain_words(world: World) -> None:
    lookup_id = await sent(world)
    await approve(world)
    assert "said yes" in (await opened(world)).text
    async with world.bot.telling.begin() as session:
        (story,) = await kept(world)
        (await session.merge(story)).state = "published"
    assert "is posted" in (await opened(world)).text
    async with world.bot.telling.begin() as session:
        await story_withdrawals.take_down(session, guild_id=world.guild.id, key=story.key, now=world.env.now())
    down = await opened(world)
    assert "took it down" in down.text
    assert down.labels == ["Read it", "Take it back", "Use another receipt", "Stop"]
    assert WORDS in (await world.press(world.sam, down, "Read it")).text
    assert lookup_id


async def test_a_no_shows_its_reason(world: World) -> None:
    lookup_id = await sent(world)
    await take_in(world)
    await write(world, lookup_id, "It names somebody else.", is_no=True)
    home = await opened(world)
    assert "said no" in home.text
    assert "share it anew" in home.text
    assert "Moderators wrote why:\nIt names somebody else." in home.text
    assert "Write to moderators" not in home.labels


async def test_a_long_story_is_read_in_pages_and_the_page_survives_a_restart(world: World) -> None:
    files = [File("picture", story_posting.PNG, "A tree."), File("sound", b"a sound", "")]
    await sent(world, "a" * 3400, "b" * 3400, "c" * 3400, files=files)
    page = await world.press(world.sam, await opened(world), "Read it")
    assert "a" * 3400 in page.text
    assert "Go to the page before" not in page.labels
    await story_posting.restart(world)
    page = await world.press(world.sam, page, "Go to the next page")
    assert "b" * 3400 in page.text
    page = await world.press(world.sam, page, "Go to the next page")
    assert "c" * 3400 in page.text
    assert "A picture: A tree." in page.text
    assert "A sound, with no words" in page.text
    assert "Go to the next page" not in page.labels
    page = await world.press(world.sam, page, "Go to the page before")
    assert "Page 2 of 3" in page.text
    page = await world.press(world.sam, page, "Go to the page before")
    assert "a" * 3400 in page.text


async def test_what_moderators_asked_is_shown_and_much_of_it_in_pages(world: World) -> None:
    lookup_id = await sent(world)
    await take_in(world)
    await write(world, lookup_id, "May we leave out the street?")
    home = await opened(world)
    assert "share it anew.\nMay we leave out the street?" in home.text
    await write(world, lookup_id, "c" * 2500)
    home = await opened(world)
    assert "c" * 2500 not in home.text
    first = await world.press(world.sam, home, "Read messages")
    second = first if len(first.labels) < 3 else await world.press(world.sam, first, "Go to the next page")
    both = first.text + second.text
    assert "May we leave out the street?" in both
    assert "c" * 2500 in both


async def test_a_wrong_receipt_is_said_kindly_and_given_back(world: World) -> None:
    await sent(world)
    shown = await opened(world, WRONG)
    assert shown.private
    assert "No story opens with that receipt" in shown.text
    form = await world.press(world.sam, shown, "Change it")
    assert form.fields == {"receipt": WRONG}
    home = await world.fill(world.sam, form, receipt=RECEIPT.lower().replace("-", " "))
    assert "waits to be read" in home.text


async def test_what_is_no_receipt_is_said_and_is_no_try(world: World) -> None:
    await sent(world)
    for _ in range(7):
        assert "does not look like a receipt" in (await opened(world, "my receipt")).text
    assert "waits to be read" in (await opened(world)).text


async def test_five_wrong_tries_slow_down_and_the_right_one_clears_them(world: World) -> None:
    await sent(world)
    for _ in range(4):
        await opened(world, WRONG)
    assert "waits to be read" in (await opened(world)).text
    for _ in range(5):
        assert "No story opens" in (await opened(world, WRONG)).text
    assert "a few tries in a row" in (await opened(world)).text
    assert "waits to be read" in (await opened(world, by=world.jo)).text
    await world.env.advance_time(timedelta(minutes=2).total_seconds())
    assert "waits to be read" in (await opened(world)).text


async def test_a_wrong_receipt_derives_and_asks_just_as_a_right_one(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await sent(world)
    await approve(world)
    asked: list[str] = []
    derived: list[str] = []
    derive = world.bot.telling.derive

    async def counted(receipt: str) -> object:
        derived.append(receipt)
        return await derive(receipt)

    monkeypatch.setattr(world.bot.telling, "derive", counted)
    async with world.bot.telling.read() as session:
        engine = session.get_bind().engine
    event.listen(engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    await opened(world)
    right, asked[:] = list(asked), []
    await opened(world, WRONG)
    assert asked == right
    assert len(right) >= 6
    assert derived == [read_receipt(RECEIPT), read_receipt(WRONG)]


async def test_before_the_first_story_a_receipt_opens_nothing(world: World) -> None:
    assert "No story opens with that receipt" in (await opened(world)).text


async def test_in_a_direct_message_all_of_it_works(world: World) -> None:
    lookup_id = await sent(world)
    home = await opened_directly(world)
    assert "waits to be read" in home.text
    assert WORDS in (await pressed_directly(world, home, "Read it")).text
    home = await opened_directly(world)
    form = await world.sam.user.click(home.message, label="Write to moderators")
    after = await world.sam.user.submit_modal(form, {"text": "It is fine."})
    assert "Your message is kept" in Shown(after).text
    assert await told(world, lookup_id) == [(True, "It is fine.")]
    asked = await pressed_directly(world, await opened_directly(world), "Take it back")
    assert "is taken back" in (await pressed_directly(world, asked, "Take it back now")).text
    assert await kept(world) == []


async def test_a_receipt_opens_its_story_wherever_it_is_used_and_only_its_own(world: World) -> None:
    await sent(world)
    await sent(world, "Another one.", receipt=WRONG)
    page = await world.press(world.jo, await opened(world, WRONG, by=world.jo), "Read it")
    assert "Another one." in page.text
    assert WORDS not in page.text


async def test_without_the_key_file_it_can_be_looked_at_and_taken_back_and_nothing_else(world: World) -> None:
    await sent(world)
    world.bot.telling.keys = None
    home = await opened(world)
    assert "cannot be shown right now" in home.text
    assert home.labels == ["Change what it is for", "Take it back", "Use another receipt", "Stop"]
    asked = await world.press(world.sam, home, "Take it back")
    await world.press(world.sam, asked, "Take it back now")
    assert await kept(world) == []


async def test_where_the_key_file_goes_missing_before_it_is_read_that_is_said(world: World) -> None:
    await sent(world)
    home = await opened(world)
    world.bot.telling.keys = None
    assert "cannot be shown right now" in (await world.press(world.sam, home, "Read it")).text


async def test_where_the_key_file_goes_missing_on_the_way_what_was_written_is_given_back(world: World) -> None:
    lookup_id = await sent(world)
    home = await opened(world)
    page = await world.press(world.sam, home, "Read it")
    form = await world.press(world.sam, await opened(world), "Write to moderators")
    world.bot.telling.keys = None
    shown = await world.fill(world.sam, form, text="All is fine.")
    assert "cannot be shared here right now" in shown.text
    assert (await world.press(world.sam, shown, "Change it")).fields == {"text": "All is fine."}
    assert not (await found(world, lookup_id)).notes
    assert "waits to be read" in (await world.press(world.sam, page, "Back")).text


async def test_each_screen_is_private_easy_to_read_and_has_a_way_out_and_no_id_says_anything(world: World) -> None:
    lookup_id = await sent(world)
    await take_in(world)
    await write(world, lookup_id, "May we use it?")
    home = fine(await opened(world), is_first=True)
    for label in ("Read it", "Read messages", "Change what it is for", "Take it back"):
        shown = fine(await world.press(world.sam, home, label))
        home = fine(await world.press(world.sam, shown, "Back"), is_first=True)
    form = await world.press(world.sam, home, "Add a part")
    shown = fine(await world.fill(world.sam, form, text=" "))
    assert "nothing in it yet" in shown.text
    asked = await world.press(world.sam, await world.press(world.sam, shown, "Back"), "Take it back")
    done = await world.press(world.sam, asked, "Take it back now")
    assert (done.private, done.labels, grade(done)) == (True, [], [])
    assert RECEIPT not in done.text


def fine(shown: Shown, *, is_first: bool = False) -> Shown:
    """Look at a screen as a person would, and at its ids as an attacker would."""
    assert (shown.private, "Stop" in shown.labels, grade(shown)) == (True, True, [])
    assert is_first or "Back" in shown.labels
    assert len(shown.labels) == len(set(shown.labels))
    assert {part for each in shown.ids for part in each.split(":")} <= KNOWN
    return shown


def grade(shown: Shown) -> list[str]:
    return list(plain_words.reading_grade(Text("common-screen", MESSAGE, shown.text)))
