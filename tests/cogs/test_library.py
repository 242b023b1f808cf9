"""Journeys of readers: what is out is found, read in private and told of; what is taken back is gone for them too."""

import io
from typing import Any
from zipfile import ZipFile

import pytest
from sqlalchemy import select
from sqlalchemy.orm import undefer

from bot.services import library, story_withdrawals
from bot.services.story_texts import About
from db.models.library import StoryListing, StoryReport
from tests.cogs.conftest import World
from tests.cogs.reading import Shown, read
from tests.cogs.story_posting import PNG, five, ready, sealed_picture, shown

WORDS = "Night shifts were hard. Then a peer made tea, and we talked until the morning."


@pytest.fixture(autouse=True)
async def stories(world: World) -> None:
    await ready(world)


async def fill(world: World, text: str = WORDS, **more: Any) -> list[str]:
    """Have some stories out and listed, one of them with these words; the others have a content note."""
    mine = await shown(world, text, is_alone_fine=True, **more)
    await world.run_due()
    return mine


async def listed(world: World) -> list[StoryListing]:
    async with world.bot.telling.read() as session:
        return list(await session.scalars(select(StoryListing)))


async def withdraw(world: World, lookup_id: str) -> None:
    told: dict[str, Any] = {"lookup_id": lookup_id, "now": world.env.now(), "chance": world.bot.telling.chance}
    async with world.bot.telling.begin() as session:
        await story_withdrawals.withdraw(session, is_later=False, **told)
    await world.run_due()


async def choose(world: World, shown: Shown, custom_id: str, *values: str) -> Shown:
    return read(await world.jo.select(shown.message, list(values), custom_id=custom_id))


def id_of(shown: Shown, start: str) -> str:
    return next(each for each in shown.ids if each.startswith(start))


async def test_a_story_that_is_out_is_listed_found_by_its_words_and_read_in_private(world: World) -> None:
    await fill(world)
    first = await world.slash(world.jo, "story browse")
    assert first.private
    assert WORDS in first.text
    assert "Read 1" in first.labels
    form = await world.press(world.jo, first, "Look for words")
    found = await world.fill(world.jo, form, words="shift at night")
    assert "You looked for:\nshift at night" in found.text
    story = await world.press(world.jo, found, "Read 1")
    assert WORDS in story.text
    assert "||" not in story.text
    back = await world.press(world.jo, story, "Back")
    assert "shift at night" in back.text
    nothing = await world.fill(world.jo, await world.press(world.jo, back, "Look for words"), words="penguins")
    assert "Kettle found none like that" in nothing.text
    assert nothing.labels == ["Look for words", "See all of them", "See hopeful ones", "Leave things out", "Stop"]
    again = await world.press(world.jo, nothing, "Look for words")
    assert again.fields == {"words": "penguins"}
    assert "Read 1" in (await world.fill(world.jo, again, words="nihgt shfits")).labels


async def test_what_a_word_nobody_wrote_may_mean_is_looked_for_and_said(world: World) -> None:
    await fill(world)
    found = await world.slash(world.jo, "story read", words="mornign")
    assert "Read 1" in found.labels
    assert "Kettle looked for words that are near" in found.text


async def test_before_there_is_any_story_the_library_says_so(world: World) -> None:
    for command in ("story browse", "story read"):
        assert "There are none to read yet" in (await world.slash(world.jo, command)).text
    assert not world.bot.telling.db.is_there()


async def test_one_by_chance_is_read_at_once(world: World) -> None:
    await fill(world)
    assert WORDS in (await world.slash(world.jo, "story read")).text


async def test_kinds_themes_and_hope_narrow_the_list(world: World) -> None:
    await fill(world, about=About("words", ("work",)))
    first = await world.slash(world.jo, "story browse")
    hopeful = await world.press(world.jo, first, "See hopeful ones")
    assert "Kettle found none like that" in hopeful.text
    everything = await world.press(world.jo, hopeful, "See all of them")
    assert WORDS in everything.text
    work = await choose(world, everything, id_of(everything, "library:theme"), "work")
    assert WORDS in work.text
    art = await choose(world, work, id_of(work, "library:kind"), "art")
    assert WORDS not in art.text
    assert WORDS in (await choose(world, art, id_of(art, "library:kind"), "-")).text


async def test_where_none_is_found_one_press_shows_all_of_them_again(world: World) -> None:
    await fill(world, about=About("words", ("work",)))
    first = await world.slash(world.jo, "story browse")
    assert any_of(first) == ["Told in any way", "About anything"]
    form = await world.press(
        world.jo, await choose(world, first, id_of(first, "library:kind"), "art"), "Look for words"
    )
    nothing = await world.fill(world.jo, form, words="penguins")
    hopeful = await world.press(world.jo, nothing, "See hopeful ones")
    assert hopeful.labels.count("See all of them") == 1
    everything = await world.press(world.jo, hopeful, "See all of them")
    assert WORDS in everything.text
    assert "You looked for" not in everything.text
    assert any_of(everything) == ["Told in any way", "About anything"]
    assert "See all of them" not in everything.labels


def any_of(shown: Shown) -> list[str]:
    """Give what is chosen in each menu."""
    menus = [part for part in shown.parts if "options" in part]
    return [each["label"] for menu in menus for each in menu["options"] if each.get("default")]


async def test_what_a_reader_leaves_out_stays_out_for_them_alone(world: World) -> None:
    await fill(world, about=About("words", (), ("death",)))
    first = await world.slash(world.jo, "story browse")
    assert "Before you read: it speaks of death." in first.text
    assert WORDS not in first.text
    hide = await world.press(world.jo, first, "Leave things out")
    kept = await choose(world, hide, "library:hidden", "death", "eating")
    assert "That is kept" in kept.text
    gone = await world.press(world.jo, kept, "Back")
    assert "Read 1" not in gone.labels
    assert "Left out for you: " in gone.text
    assert "Read 1" in (await world.slash(world.sam, "story browse")).labels
    settings = await world.slash(world.jo, "my settings")
    hide = await world.press(world.jo, settings, "Leave things out")
    back = await world.press(world.jo, await choose(world, hide, "library:hidden"), "Back")
    story = await world.press(world.jo, back, "Read 1")
    assert f"||{WORDS}||" in story.text


async def test_pictures_are_shown_with_their_words_and_long_stories_have_pages(world: World) -> None:
    await fill(world, "A long way. " * 500, files=[sealed_picture()])
    story = await world.slash(world.jo, "story read")
    assert len(story.message.attachments) == 1
    second = await world.press(world.jo, story, "Go on")
    assert "It goes on here." in second.text
    assert len(second.message.attachments) == 0
    before = await world.press(world.jo, second, "Go back a page")
    assert len(before.message.attachments) == 1


async def test_a_story_that_is_taken_back_is_gone_from_list_and_page(world: World) -> None:
    (mine,) = await fill(world)
    first = await world.slash(world.jo, "story browse")
    telling = [
        await world.press(world.jo, await world.slash(world.jo, "story read"), "Tell the moderators") for _ in range(2)
    ]
    await withdraw(world, mine)
    assert await listed(world) == []
    for before, label in zip((first, *telling), ("Read 1", "It names somebody", "Back"), strict=True):
        after = await world.press(world.jo, before, label)
        assert "not here any more" in after.text
        assert WORDS not in after.text


async def test_a_reader_tells_the_moderators_and_nothing_says_who(world: World) -> None:
    await fill(world)
    story = await world.slash(world.jo, "story read")
    tell = await world.press(world.jo, story, "Tell the moderators")
    told = await world.press(world.jo, tell, "I can tell whose it is")
    assert "Thank you" in told.text
    async with world.bot.telling.read() as session:
        (report,) = await session.scalars(select(StoryReport))
    assert report.reason == "known"
    await world.run_due()
    assert "/moderate stories" in str(world.moderators.history()[-1].components[0].to_dict())
    queue = await world.slash(world.mo, "moderate stories")
    assert "Readers told of one that is out." in queue.text
    reported = await world.press(world.mo, queue, "See what readers told")
    assert "(I can tell whose it is)" in reported.text
    story = await world.press(world.mo, reported, "Open 1")
    assert "A reader told: I can tell whose it is." in story.text
    assert "Take it down" in story.labels
    stays = await world.press(world.mo, story, "Let it stay")
    assert "A reader told" not in stays.text
    out = await world.press(world.mo, await world.press(world.mo, stays, "Back"), "See what readers told")
    assert "Readers have told nothing new." in out.text


async def test_without_the_keys_the_library_says_that_something_is_missing(world: World) -> None:
    await fill(world)
    first = await world.slash(world.jo, "story browse")
    world.bot.telling.keys = None
    await world.slash(world.jo, "story browse")
    assert world.refusal() == "library-closed"
    assert "cannot be read right now" in (await world.press(world.jo, first, "See hopeful ones")).text
    await world.run_due()


async def test_a_story_whose_words_nobody_can_open_holds_up_no_other(world: World) -> None:
    await shown(world, *five())
    await world.run_due()

    async def lose(session: Any) -> None:
        rows = (await session.scalars(select(StoryListing).order_by(StoryListing.story_key))).all()
        parts = select(library.StoryPart).where(library.StoryPart.story_key == rows[0].story_key)
        for part in await session.scalars(parts.options(undefer(library.StoryPart.sealed))):
            part.sealed = b"\x01\x00\x00\x00\x63" + part.sealed[5:]
        for row in rows:
            await session.delete(row)

    async with world.bot.telling.begin() as session:
        await lose(session)
    for _ in range(2):
        await world.run_due()
        assert len(await listed(world)) == 4


async def test_an_organiser_takes_out_what_is_allowed_for_a_use_with_credit_and_words_for_files(world: World) -> None:
    uses = frozenset({"library", "print"})
    await fill(world, files=[sealed_picture()], uses=uses)
    await shown(world, *five(), uses=frozenset({"library"}))
    await world.run_due()
    first = await world.slash(world.orla, "organise stories")
    assert "1 for print" in first.text
    assert "website" not in first.text
    taken = await world.press(world.orla, first, "Take for print")
    (file,) = taken.message.attachments
    with ZipFile(io.BytesIO(await file.read())) as zipped:
        assert zipped.namelist() == ["001-1.webp", "001.md"]
        told = zipped.read("001.md").decode()
        assert zipped.read("001-1.webp") == PNG
        assert {info.date_time for info in zipped.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert WORDS in told
    assert "Shared by a peer worker, who gives no name." in told
    assert "A tree by the sea." in told
    await world.let_see("organise", world.jo)
    await world.slash(world.jo, "organise stories")
    assert world.refusal() == "guilds-only-organiser"


async def test_where_nothing_is_allowed_or_is_gone_by_now_nothing_is_taken_out(world: World) -> None:
    assert "No author has allowed that yet" in (await world.slash(world.orla, "organise stories")).text
    (mine,) = await fill(world, uses=frozenset({"library", "website"}))
    first = await world.slash(world.orla, "organise stories")
    await withdraw(world, mine)
    gone = await world.press(world.orla, first, "Take for a website")
    assert "No author has allowed that yet" in gone.text
