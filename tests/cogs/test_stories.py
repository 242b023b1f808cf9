"""Journeys of somebody who shares a story: nothing is kept before the receipt is, and all of it is then."""

import io
import re
from collections.abc import Sequence

import discord
import pytest
from PIL import Image
from simcord import MemberActor
from sqlalchemy import select

from bot.services import stories, story_holds, story_rules, story_texts
from bot.services.guilds import Person
from bot.services.receipts import find_shown, read_receipt
from bot.services.story_texts import NOTES, THEMES, USES, About, Read
from bot.story_keys import make_story_keys
from bot.wording.kinds import MESSAGE
from db.models.stories import Story
from tests.cogs.conftest import World
from tests.cogs.reading import Shown, read
from tests.house import plain_words
from tests.house.plain_words import Text

WORDS = "I put the kettle on.\nThen I sat down with **my** mug & waited for Sarah at 12 Mill Lane, LS1 4AP."
TEXT = discord.ComponentType.text_display.value


@pytest.fixture
async def world(world: World) -> World:
    """A community in which stories can be shared."""
    make_story_keys(world.bot.settings.data_dir)
    world.bot.telling.turn_keys(world.env.now().date())
    admin = Person(world.guild.id, world.ada.id, frozenset(), frozenset({"admin"}))
    async with world.bot.db.begin() as session:
        await story_rules.record_rules(session, person=admin, channel_id=world.checkins.id, authors=150)
    return world


async def write(world: World, text: str = WORDS) -> Shown:
    """Go as far as the words."""
    first = await world.slash(world.sam, "story share")
    return await world.fill(world.sam, await world.press(world.sam, first, "Write it"), text=text)


async def send(world: World, draft: Shown) -> str:
    """Go from a draft to its end; give the receipt."""
    seen = await world.press(world.sam, draft, "Go on")
    shown = await world.press(world.sam, seen, "Get my receipt")
    receipt = shown.text.split("# ")[1].split("\n")[0]
    thanks = await world.press(world.sam, shown, "I have it, send it")
    assert "Thank you" in thanks.text
    assert WORDS not in thanks.text
    return receipt


async def opened(world: World, receipt: str) -> Read:
    """Open a story by its receipt, with the reviewers' key."""
    telling = world.bot.telling
    derived = await telling.derive(read_receipt(receipt), is_new=True)
    async with telling.read() as session:
        found = await stories.open_story(session, lookup_id=derived.lookup_id)
    return story_texts.open_parts(found.parts, found.files, [], telling.get_keys().review_privates())


async def kept(world: World) -> Sequence[Story]:
    if not world.bot.telling.db.is_there():
        return []
    async with world.bot.telling.read() as session:
        return (await session.scalars(select(Story))).all()


def png(colour: str = "navy") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(out, "PNG")
    return out.getvalue()


def last_text(shown: Shown) -> str:
    """Give the text right before the buttons."""
    return str([part["content"] for part in shown.parts if part["type"] == TEXT][-1])


async def upload(world: World, person: MemberActor, shown: Shown, *files: tuple[str, bytes]) -> Shown:
    form = await world.press(person, shown, "Add pictures or sounds")
    return read(await person.submit_modal(form.result, {"files": list(files)}))


async def test_words_are_kept_whole_once_the_receipt_is_and_not_before(world: World) -> None:
    first = await world.slash(world.sam, "story share")
    assert first.private
    assert "others may guess" not in first.text
    draft = await write(world)
    assert draft.private
    seen = await world.press(world.sam, draft, "Go on")
    assert "LS1 4AP" in seen.text
    assert await kept(world) == []
    receipt = await send(world, await write(world))
    assert (await opened(world, receipt)).parts == [WORDS]
    (story,) = await kept(world)
    assert (story.state, story.is_alone_fine) == ("arrived", False)


async def test_what_is_chosen_travels_along_and_is_kept(world: World) -> None:
    draft = await write(world)
    form = await world.press(world.sam, draft, "Say what it is about")
    told = {"kind": ["music"], "themes": ["hope", "hopeful"], "notes": ["note-death"]}
    draft = read(await world.sam.submit_modal(form.result, told))
    assert "About: hope" in draft.text
    form = await world.press(world.sam, draft, "Say what it is for")
    draft = read(await world.sam.submit_modal(form.result, {"uses": ["use-print"], "alone": ["alone"]}))
    assert "this server and print" in draft.text
    form = await world.press(world.sam, draft, "Change the words")
    assert form.fields == {"text": WORDS}
    draft = await world.fill(world.sam, form, text="Other words.")
    receipt = await send(world, draft)
    found = await opened(world, receipt)
    assert (found.about, found.parts) == (About("music", ("hope",), ("death",), is_hopeful=True), ["Other words."])
    (story,) = await kept(world)
    assert story.is_alone_fine


async def test_a_picture_is_made_anew_described_and_kept(world: World) -> None:
    draft = await upload(world, world.sam, await write(world), ("IMG_0001.png", png()), ("two.png", png("red")))
    assert "made anew" in draft.text
    form = await world.press(world.sam, draft, "Say what they show")
    draft = await world.fill(world.sam, form, alt1="A blue mug.")
    form = await world.press(world.sam, draft, "Say what they show")
    assert form.fields == {"alt1": "A blue mug.", "alt2": ""}
    receipt = await send(world, draft)
    assert (await opened(world, receipt)).alts == [("picture", "A blue mug."), ("picture", "")]


async def test_a_file_that_is_not_welcome_is_said_and_nothing_is_lost(world: World) -> None:
    draft = await upload(world, world.sam, await write(world), ("notes.txt", b"hello"))
    assert "Kettle cannot use this kind of file." in last_text(draft)
    assert draft.text.startswith("**On its way.**")
    assert WORDS in draft.text
    assert not {"Say what they show", "Take the files out"} & set(draft.labels)


async def test_of_the_longest_words_with_a_refusal_nothing_is_cut_off(world: World) -> None:
    text = "w" * story_texts.LONGEST
    draft = await upload(world, world.sam, await write(world, text), ("notes.txt", b"hello"))
    assert "Kettle cannot use this kind of file." in last_text(draft)
    assert text in draft.text
    assert len(draft.text) <= 4000


async def test_files_stay_where_none_are_chosen_and_go_when_they_are_taken_out(world: World) -> None:
    draft = await upload(world, world.sam, await write(world), ("IMG_0001.png", png()))
    assert "made anew" in last_text(draft)
    (first,) = draft.message.attachments
    draft = await upload(world, world.sam, draft)
    assert [each.filename for each in draft.message.attachments] == [first.filename]
    assert "made anew" not in draft.text
    other = await upload(world, world.sam, draft, ("two.png", png("red")))
    assert [each.filename for each in other.message.attachments] != [first.filename]
    bare = await world.press(world.sam, other, "Take the files out")
    assert "The files are out" in last_text(bare)
    assert not bare.message.attachments
    assert "Take the files out" not in bare.labels
    assert (await opened(world, await send(world, bare))).alts == []


async def test_what_has_to_be_read_stands_right_before_the_buttons(world: World) -> None:
    seen = await world.press(world.sam, await write(world), "Go on")
    assert re.match(rf"{re.escape(WORDS)}\n.*\n\*\*Have a look before it goes", seen.text)
    assert "Would somebody who knows you" in last_text(seen)
    shown = await world.press(world.sam, seen, "Get my receipt")
    assert re.match(rf"{re.escape(WORDS)}\n.*\n# {find_shown(shown.text)}\n\*\*This is your receipt", shown.text)
    assert 'before you press "I have it, send it"' in last_text(shown)


async def test_nothing_is_not_shared(world: World) -> None:
    first = await world.slash(world.sam, "story share")
    draft = await upload(world, world.sam, first)
    told = await world.press(world.sam, draft, "Go on")
    assert "nothing in it yet" in told.text


async def test_a_restart_on_the_way_loses_nothing(world: World) -> None:
    seen = await world.press(world.sam, await write(world), "Go on")
    await world.restart()
    world.bot.telling.turn_keys(world.env.now().date())
    shown = await world.press(world.sam, seen, "Get my receipt")
    await world.press(world.sam, shown, "I have it, send it")
    assert len(await kept(world)) == 1


async def test_where_stories_are_not_set_up_or_have_no_keys_sharing_is_closed_before_anything_is_typed(
    world: World,
) -> None:
    world.bot.telling.keys = None
    assert "cannot be shared here right now" in (await world.slash(world.sam, "story share")).text
    assert world.refusal() == "stories-closed"
    admin = Person(world.guild.id, world.ada.id, frozenset(), frozenset({"admin"}))
    async with world.bot.db.begin() as session:
        await story_rules.record_rules(session, person=admin, channel_id=None)
    assert "not shared here yet" in (await world.slash(world.sam, "story share")).text
    assert world.refusal() == "story_rules-not-here"


async def test_where_few_may_be_authors_that_is_said_first(world: World) -> None:
    admin = Person(world.guild.id, world.ada.id, frozenset(), frozenset({"admin"}))
    async with world.bot.db.begin() as session:
        await story_rules.record_rules(session, person=admin, authors=12)
    assert "others may guess" in (await world.slash(world.sam, "story share")).text


async def test_no_id_on_the_way_says_anything(world: World) -> None:
    draft = await write(world)
    seen = await world.press(world.sam, draft, "Go on")
    shown = await world.press(world.sam, seen, "Get my receipt")
    asked = await world.press(world.sam, shown, "Stop")
    for screen in (draft, seen, shown, asked):
        assert {part for each in screen.ids for part in each.split(":")} <= {
            "stories", "common", "words", "about", "uses", "files", "alts", "check", "receipt", "keep", "draft", "stop",
            "end",
        }  # fmt: skip


async def test_who_is_held_cannot_share_and_is_told_before_anything_is_typed(world: World) -> None:
    telling, today = world.bot.telling, world.env.now().date()
    tag = telling.get_keys().hold_tag(guild_id=world.guild.id, member_id=world.sam.id)
    async with telling.begin() as session:
        told = {"guild_id": world.guild.id, "tags": [tag], "keys": telling.get_keys(), "today": today}
        await story_holds.record_holds(session, **told)  # type: ignore[arg-type] # told by name
    assert "cannot share a story here just now" in (await world.slash(world.sam, "story share")).text
    assert world.refusal() == "stories-held"
    assert "Share a story" in (await world.slash(world.jo, "story share")).text


async def test_the_longest_words_with_all_that_can_be_chosen_and_found_go_all_the_way(world: World) -> None:
    text = ("Ask Sarah on 07700 900123 or sam@example.org, 12 May 2019, " * 60)[:3500].strip()
    text = "".join(f"0770090{number:04} " for number in range(20)) + text[: 3500 - 240]
    draft = await write(world, text)
    form = await world.press(world.sam, draft, "Say what it is about")
    told = {"kind": ["words"], "themes": [*THEMES, "hopeful"], "notes": [f"note-{each}" for each in NOTES]}
    draft = read(await world.sam.submit_modal(form.result, told))
    form = await world.press(world.sam, draft, "Say what it is for")
    draft = read(await world.sam.submit_modal(form.result, {"uses": [f"use-{each}" for each in USES[1:]], "alone": []}))
    assert text in draft.text
    found = await opened(world, await send(world, draft))
    assert (found.parts, found.about.themes, found.about.notes) == ([text], THEMES, NOTES)


async def test_the_reply_fails_and_the_story_can_be_sent_again(world: World) -> None:
    seen = await world.press(world.sam, await write(world), "Go on")
    shown = await world.press(world.sam, seen, "Get my receipt")
    receipt = shown.text.split("# ")[1].split("\n")[0]
    world.env.inject_error("PATCH", "/webhooks/*", status=500, times=1)
    await world.sam.click(shown.message, label="I have it, send it")
    assert len(await kept(world)) == 1
    assert (await opened(world, receipt)).parts == [WORDS]


async def test_each_screen_is_private_easy_to_read_and_has_a_way_out(world: World) -> None:
    shown = fine(await world.slash(world.sam, "story share"))
    shown = fine(await world.fill(world.sam, await world.press(world.sam, shown, "Write it"), text="Tea."))
    for label in ("Go on", "Get my receipt", "Back", "Go on", "Get my receipt"):
        shown = fine(await world.press(world.sam, shown, label))
        assert label == "Back" or "Back" in shown.labels
    thanks = await world.press(world.sam, shown, "I have it, send it")
    assert (thanks.private, thanks.labels, grade(thanks)) == (True, [], [])


def fine(shown: Shown) -> Shown:
    """Look at a screen as a person would."""
    assert (shown.private, "Stop" in shown.labels, grade(shown)) == (True, True, [])
    assert len(shown.labels) == len(set(shown.labels))
    return shown


def grade(shown: Shown) -> list[str]:
    return list(plain_words.reading_grade(Text("common-screen", MESSAGE, shown.text)))


async def test_a_receipt_is_new_each_time_it_is_shown(world: World) -> None:
    seen = await world.press(world.sam, await write(world), "Go on")
    receipts = set()
    for _ in range(2):
        shown = await world.press(world.sam, seen, "Get my receipt")
        receipts.add(shown.text.split("# ")[1].split("\n")[0])
        seen = await world.press(world.sam, await world.press(world.sam, shown, "Back"), "Go on")
    assert len(receipts) == 2
