"""Journeys of an author who comes back to what they allowed until when, to standing alone, and to their own files."""

import re
from datetime import timedelta

from bot.services import passphrases, sealing, story_reviews, story_withdrawals
from bot.services.receipts import CHEAP
from bot.services.stories import consent_ends
from tests.cogs import story_posting
from tests.cogs.conftest import World
from tests.cogs.reading import Shown, read
from tests.cogs.storied import picture, sound
from tests.cogs.story_receiving import (
    approve,
    cheap,
    found,
    kept,
    opened,
    opened_directly,
    pressed_directly,
    sent,
    take_in,
    world,
    write,
)
from tests.cogs.test_story_receipts import fine

__all__ = ["cheap", "world"]

FILES = "See or hear the files"
CHANGE = "Change what it is for"
PASSPHRASE = "four made-up kettle words"


def month(world: World, end: object) -> str:
    return f"{world.bot.words(f'dates-month-{end.month}')} {end.year}"  # type: ignore[attr-defined] # a day


async def test_each_use_is_shown_with_the_month_in_which_it_ends(world: World) -> None:
    lookup_id = await sent(world, uses=frozenset({"library", "print"}))
    end = consent_ends(world.env.now().date())
    home = fine(await opened(world), is_first=True)
    assert f"Allowed for this server and print until the end of {month(world, end)}." in home.text
    async with world.bot.telling.begin() as session:
        row = await session.merge((await found(world, lookup_id)).consents["print"])
        row.ends_on = end - timedelta(days=31)
    home = await opened(world)
    earlier = f"Allowed for print until the end of {month(world, end - timedelta(days=31))}."
    assert f"{earlier}\nAllowed for this server until the end of {month(world, end)}." in home.text
    async with world.bot.telling.begin() as session:
        row = await session.merge(row)
        row.ends_on = world.env.now().date() - timedelta(days=1)
    assert "print" not in (await opened(world)).text


async def test_of_a_story_that_is_over_nothing_is_allowed_any_more(world: World) -> None:
    lookup_id = await sent(world)
    await take_in(world)
    await write(world, lookup_id, "It names somebody else.", is_no=True)
    assert "Allowed for" not in (await opened(world)).text


async def test_that_it_may_stand_alone_can_be_taken_back_and_given_again_until_it_is_posted(world: World) -> None:
    lookup_id = await sent(world, is_alone_fine=True)
    uses = fine(await world.press(world.sam, await opened(world), CHANGE))
    assert "It may stand alone." in uses.text
    assert uses.labels == ["Keep it with others", "Back", "Stop"]
    old = await world.press(world.sam, await opened(world), CHANGE)
    home = fine(await world.press(world.sam, uses, "Keep it with others"), is_first=True)
    assert "It waits for others now" in home.text
    assert [story.is_alone_fine for story in await kept(world)] == [False]
    uses = await world.press(world.sam, home, CHANGE)
    assert "shown together with others" in uses.text
    home = await world.press(world.sam, uses, "Let it stand alone")
    assert "If moderators say yes, it does not have to wait" in home.text
    await approve(world)
    await story_posting.plan_now(world)
    await world.run_due()
    assert await story_posting.states(world) == {lookup_id: "published"}
    assert "waits for others" not in (await world.press(world.sam, old, "Keep it with others")).text
    assert [story.is_alone_fine for story in await kept(world)] == [True]
    uses = await world.press(world.sam, await opened(world), CHANGE)
    assert (uses.labels, "alone" in uses.text) == (["Back", "Stop"], False)


async def test_a_plan_to_post_it_alone_ends_when_that_is_taken_back(world: World) -> None:
    await sent(world, is_alone_fine=True)
    await approve(world)
    assert len(await story_posting.plan_now(world)) == 1
    uses = await world.press(world.sam, await opened(world), CHANGE)
    await world.press(world.sam, uses, "Keep it with others")
    await world.run_due()
    assert (await story_posting.posts(world), story_posting.messages(world)) == ([], [])


async def look_through(world: World, home: Shown) -> None:
    """See each file, there and back."""
    seen = fine(await world.press(world.sam, home, FILES))
    assert "File 1 of 3" in seen.text
    assert "||A kettle on a hob.||" in seen.text
    (item,) = next(part for part in seen.parts if part.get("items"))["items"]
    assert (item["spoiler"], item["description"]) == (True, "A kettle on a hob.")
    (file,) = seen.message.attachments
    assert re.fullmatch(r"[0-9a-f]{16}\.webp", file.filename)
    assert await file.read() == picture().content
    assert seen.labels == ["Go to the next one", "Back", "Stop"]
    bare = fine(await world.press(world.sam, seen, "Go to the next one"))
    assert "Nobody has put it into words yet" in bare.text
    assert len(bare.message.attachments) == 1
    heard = fine(await world.press(world.sam, bare, "Go to the next one"))
    assert "||A kettle sings.||" in heard.text
    assert heard.message.attachments[0].filename.endswith(".ogg")
    assert heard.labels == ["Go to the one before", "Back", "Stop"]
    await story_posting.restart(world)
    again = await world.press(world.sam, heard, "Go to the one before")
    assert "File 2 of 3" in again.text
    home = await world.press(world.sam, again, "Back")
    assert (home.message.attachments, FILES in home.labels) == ([], True)


async def test_an_author_sees_and_hears_their_own_files_covered_one_by_one_before_and_after_a_yes(
    world: World,
) -> None:
    await sent(world, files=[picture(), picture(""), sound()])
    await look_through(world, await opened(world))
    await approve(world)
    await look_through(world, await opened(world))
    (story,) = await kept(world)
    async with world.bot.telling.begin() as session:
        await story_withdrawals.take_down(session, guild_id=world.guild.id, key=story.key, now=world.env.now())
    assert "A kettle on a hob." in (await world.press(world.sam, await opened(world), FILES)).text


async def test_in_a_direct_message_files_open_too(world: World) -> None:
    await sent(world, files=[picture()])
    seen = await pressed_directly(world, await opened_directly(world), FILES)
    assert "||A kettle on a hob.||" in seen.text
    assert seen.labels == ["Back", "Stop"]


async def test_a_story_of_words_alone_has_no_way_to_files(world: World) -> None:
    await sent(world)
    home = await opened(world)
    assert FILES not in home.labels
    shown = read(await world.sam.click(home.message, label="Read it"))
    assert "Page 1 of 1" in shown.text


async def test_files_that_are_locked_are_not_shown_and_it_is_said_why(world: World) -> None:
    telling = world.bot.telling
    lookup_id = await sent(world, files=[picture()])
    await take_in(world)
    home, late = await opened(world), await opened(world)
    seen = await world.press(world.sam, await opened(world), FILES)
    opening = telling.get_keys()
    strict = passphrases.set_passphrase(opening, PASSPHRASE, cost=CHEAP)
    telling.keys = strict
    locked = fine(await world.press(world.sam, home, FILES), is_first=True)
    assert "files stay locked until moderators say yes" in locked.text
    assert FILES not in locked.labels
    assert "gets hold of our data" in (await world.press(world.sam, seen, "Back")).text
    telling.keys = opening
    await write(world, lookup_id, "It names somebody else.", is_no=True)
    telling.keys = strict
    refused = fine(await opened(world), is_first=True)
    assert "stay locked, as moderators said no" in refused.text
    telling.keys = None
    assert "cannot be shown right now" in (await world.press(world.sam, late, FILES)).text


async def test_what_moderators_say_of_a_file_its_author_reads(world: World) -> None:
    await sent(world, files=[picture("")])
    await take_in(world)
    (story,) = await kept(world)
    keys = world.bot.telling.get_keys()
    async with world.bot.telling.begin() as session:
        sealed = sealing.seal("A blue kettle.", keys.to_review)
        here = {"guild_id": world.guild.id, "key": story.key}
        await story_reviews.record_alt(session, **here, place=0, sealed_alt=sealed)
    assert "||A blue kettle.||" in (await world.press(world.sam, await opened(world), FILES)).text
