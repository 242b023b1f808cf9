"""Journeys of moderators who read stories: what they see, and that nothing of it says who wrote one, or when."""

import random
import re

import pytest
from structlog.testing import capture_logs

from bot.folding import fold
from bot.services import guilds, stories, story_texts, story_withdrawals
from bot.services.guilds import Person
from bot.services.story_texts import About
from cogs.story_reviews.pages import first_words, pages_of
from tests.cogs.conftest import World
from tests.cogs.reading import Shown, read
from tests.cogs.storied import (
    WORDS,
    add_part,
    picture,
    ready,
    restart,
    send,
    sound,
    states,
    take_in,
    told,
    waiting,
    write_back,
)

QUEUE = "moderate stories"


@pytest.fixture(autouse=True)
async def keys(world: World) -> None:
    await ready(world)


async def look(world: World, *, label: str = "Open 1") -> Shown:
    """Open the first of what waits."""
    return await world.press(world.mo, await world.slash(world.mo, QUEUE), label)


async def withdraw(world: World, lookup_id: str) -> None:
    async with world.bot.telling.begin() as session:
        await story_withdrawals.withdraw(
            session, lookup_id=lookup_id, now=world.env.now(), is_later=False, chance=world.bot.telling.chance
        )


async def test_before_the_first_story_and_before_its_intake_there_is_nothing_to_tell(world: World) -> None:
    shown = await world.slash(world.mo, QUEUE)
    assert shown.private
    assert "nothing to read" in shown.text
    assert not world.bot.telling.db.is_there()
    await send(world)
    assert (await world.slash(world.mo, QUEUE)).text == shown.text
    await take_in(world)
    assert "Stories to read" in (await world.slash(world.mo, QUEUE)).text


async def test_the_queue_goes_by_numbers_in_an_order_that_chance_picks(world: World) -> None:
    sent = [await send(world, f"Number {number}.") for number in range(6)]
    await take_in(world)
    orders = set()
    for seed in range(4):
        world.bot.telling.chance = random.Random(seed)  # type: ignore[assignment] # noqa: S311 the same each time
        shown = await world.slash(world.mo, QUEUE)
        assert shown.labels[:6] == [f"Open {number}" for number in range(1, 7)]
        found = [each.split(":")[2] for each in shown.ids if each.startswith("story_reviews:open:")]
        assert sorted(found) == sorted(each.key for each in sent)
        orders.add(tuple(found))
    assert len(orders) > 1


async def test_more_than_a_screen_of_stories_are_shown_in_turns(world: World) -> None:
    for _ in range(21):
        await send(world)
    await take_in(world)
    shown = await world.slash(world.mo, QUEUE)
    assert shown.labels.count("Open 20") == 1
    assert "Open 21" not in shown.labels
    assert "There are more" in shown.text
    assert len(shown.parts) <= 40


async def test_a_story_is_read_covered_with_what_to_know_before(world: World) -> None:
    about = About("art", ("hope", "work"), ("suicide", "death"), is_hopeful=True)
    await waiting(world, "I || hid *this* @everyone.\n\n# Loud", about=about)
    shown = await look(world)
    assert shown.private
    assert "It is told in pictures." in shown.text
    assert "About: hope and work" in shown.text
    assert "Readers are told first: suicide and death" in shown.text
    assert "there is hope in it" in shown.text
    assert "||I \\|\\| hid \\*this\\* @\u200beveryone.\n\n\\# Loud||" in shown.text
    assert not any(str(person.id) in str(shown.parts) for person in (world.sam, world.mo))
    assert shown.labels == [
        "I know them, step back",
        "Say yes",
        "Ask the author",
        "Say no, with a reason",
        "Read the guidance",
        "Keep them from sharing",
        "Back",
        "Stop",
    ]
    assert "Stories to read" in (await world.press(world.mo, shown, "Back")).text


async def test_a_long_story_fits_page_by_page(world: World) -> None:
    parts = ["|" * story_texts.LONGEST, *(f"Word {number}. " * 300 for number in range(3))]
    await waiting(world, *parts)
    shown = await look(world)
    pages = int(shown.text.split("Page 1 of ")[1].split("\n")[0])
    assert pages == len(pages_of(parts))
    for page in range(2, pages + 1):
        assert len(shown.text) <= 4000
        shown = await world.press(world.mo, shown, "Go on")
        assert f"Page {page} of {pages}" in shown.text
    assert "Go on" not in shown.labels
    assert f"Page {pages - 1} of {pages}" in (await world.press(world.mo, shown, "Go back a page")).text


async def test_pictures_and_sounds_come_one_by_one_covered_with_their_words(world: World) -> None:
    await waiting(world, files=[picture(), picture(""), sound()])
    shown = await look(world)
    assert "no words in it" in shown.text
    assert shown.labels[:3] == ["See picture 1", "See picture 2", "Hear sound 3"]
    seen = await world.press(world.mo, shown, "See picture 1")
    assert "||A kettle on a hob.||" in seen.text
    (item,) = next(part for part in seen.parts if part.get("items"))["items"]
    assert item["spoiler"]
    assert item["description"] == "A kettle on a hob."
    (file,) = seen.message.attachments
    assert re.fullmatch(r"[0-9a-f]{16}\.webp", file.filename)
    assert await file.read() == picture().content
    back = await world.press(world.mo, seen, "Back")
    assert back.labels == shown.labels
    assert not back.message.attachments
    bare = await world.press(world.mo, back, "See picture 2")
    assert "Nobody has put it into words" in bare.text
    heard = await world.press(world.mo, await world.press(world.mo, bare, "Back"), "Hear sound 3")
    assert "||A kettle sings.||" in heard.text
    assert heard.message.attachments[0].filename.endswith(".ogg")


async def test_the_guidance_names_misuses_and_leads_back(world: World) -> None:
    await waiting(world)
    queue = await world.slash(world.mo, QUEUE)
    shown = await world.press(world.mo, queue, "Read the guidance")
    for said in ("look good", "against its author", "did not allow", "had to share it", "leave parts out", "hurt"):
        assert said in shown.text
    assert 'Write to them with "Ask the author", warmly, and name /support.' in shown.text
    assert "Stories to read" in (await world.press(world.mo, shown, "Back")).text
    shown = await world.press(world.mo, await look(world), "Read the guidance")
    assert WORDS in (await world.press(world.mo, shown, "Back")).text


async def test_only_moderators_read_whoever_sees_the_command(world: World) -> None:
    await waiting(world)
    for person in (world.sam, world.orla, world.ada):
        await world.let_see("moderate", person)
        for command in (QUEUE, "moderate holds"):
            shown = await world.slash(person, command)
            assert world.refusal() == "guilds-only-moderator"
            assert WORDS not in shown.text


async def test_the_role_that_an_admin_chose_may_read_too(world: World) -> None:
    await waiting(world)
    admin = Person(world.guild.id, world.ada.id, frozenset(), frozenset({"admin"}))
    organiser = world.guild.roles["Organiser"].id
    async with world.bot.db.begin() as session:
        await guilds.record_choices(session, person=admin, now=world.env.now(), moderator_role_id=organiser)
    await world.let_see("moderate", world.orla)
    shown = await world.press(world.orla, await world.slash(world.orla, QUEUE), "Open 1")
    assert WORDS in shown.text
    async with world.bot.db.begin() as session:
        role = world.guild.roles["Moderator"].id
        await guilds.record_choices(session, person=admin, now=world.env.now(), moderator_role_id=role)
    refused = await world.press(world.orla, shown, "Say yes")
    assert "moderators" in refused.text
    assert refused.labels == []


async def test_without_keys_nothing_opens(world: World) -> None:
    await waiting(world)
    shown = await world.slash(world.mo, QUEUE)
    world.bot.telling.keys = None
    assert "Something is missing" in (await world.press(world.mo, shown, "Open 1")).text
    for command in (QUEUE, "moderate holds"):
        await world.slash(world.mo, command)
        assert world.refusal() == "stories-closed"


async def test_a_story_that_is_sealed_to_lost_keys_says_so(world: World) -> None:
    await waiting(world)
    shown = await world.slash(world.mo, QUEUE)
    (world.bot.settings.data_dir / "stories.key").unlink()
    await ready(world)
    assert "does not open with the keys" in (await world.press(world.mo, shown, "Open 1")).text


async def test_a_story_of_another_community_is_not_there(world: World) -> None:
    other = await send(world, guild_id=4711)
    await waiting(world)
    async with world.bot.telling.begin() as session:
        await stories.take_in(session, guild_id=4711, now=world.env.now())
    shown = await world.slash(world.mo, QUEUE)
    assert [each for each in shown.ids if other.key in each] == []
    assert "Open 2" not in shown.labels


async def test_stepping_back_closes_the_story_and_keeps_nothing(world: World) -> None:
    sent = await waiting(world)
    shown = await world.press(world.mo, await look(world), "I know them, step back")
    assert "Thank you for saying so" in shown.text
    assert WORDS not in shown.text
    assert await states(world) == {sent.key: "waiting"}
    assert WORDS in (await look(world)).text


async def test_a_question_reaches_its_author_and_the_answer_comes_with_an_intake(world: World) -> None:
    sent = await waiting(world)
    form = await world.press(world.mo, await look(world), "Ask the author")
    done = await world.fill(world.mo, form, text="Is *Sarah* her real name?")
    assert "Your question waits" in done.text
    assert [(each.is_from_author, each.text) for each in await told(world, sent)] == [
        (False, "Is *Sarah* her real name?")
    ]
    await write_back(world, sent, "No, it is || made up. " * 250)
    shown = await world.press(world.mo, done, "Look at it again")
    said = await world.press(world.mo, shown, "Read what was said")
    assert "A moderator wrote:" in said.text
    assert "||Is \\*Sarah\\* her real name?||" in said.text
    assert "The author wrote" not in said.text
    await take_in(world)
    said = await world.press(world.mo, await world.press(world.mo, said, "Back"), "Read what was said")
    read_so_far = said.text
    while "Go on" in said.labels:
        said = await world.press(world.mo, said, "Go on")
        assert len(said.text) <= 4000
        read_so_far += said.text
    assert "Go back a page" in said.labels
    assert {"A moderator wrote:", "The author wrote:"} <= set(re.findall(r"\*\*(.* wrote:)\*\*", read_so_far))


async def test_nothing_that_moderators_do_is_written_into_the_log(world: World) -> None:
    await waiting(world)
    await waiting(world)
    with capture_logs() as logs:
        await world.fill(world.mo, await world.press(world.mo, await look(world), "Ask the author"), text="Why?")
        await world.press(world.mo, await world.press(world.mo, await look(world), "Say yes"), "Let it be shared")
        await world.fill(world.mo, await world.press(world.mo, await look(world), "Say no, with a reason"), text="So.")
    assert logs == []


@pytest.mark.parametrize("label", ["Say yes", "Ask the author", "Say no, with a reason", "Keep them from sharing"])
async def test_a_story_taken_back_in_between_goes_from_the_screen_too(world: World, label: str) -> None:
    sent = await waiting(world)
    shown = await look(world)
    await withdraw(world, sent.receipt.lookup_id)
    gone = await world.press(world.mo, shown, label)
    assert "is not here any more" in gone.text
    assert WORDS not in gone.text
    assert gone.labels == ["Back", "Stop"]
    assert "nothing to read" in (await world.press(world.mo, gone, "Back")).text


@pytest.mark.parametrize("label", ["Ask the author", "Say no, with a reason"])
async def test_a_story_taken_back_while_a_form_is_open_is_said(world: World, label: str) -> None:
    sent = await waiting(world)
    form = await world.press(world.mo, await look(world), label)
    await withdraw(world, sent.receipt.lookup_id)
    gone = await world.fill(world.mo, form, text="It was about this.")
    assert "is not here any more" in gone.text


async def test_every_press_works_after_a_restart(world: World) -> None:
    sent = await waiting(world, files=[picture()], about=About("art"))
    await write_back(world, sent, "Hello.")
    await take_in(world)
    shown = await world.slash(world.mo, QUEUE)
    for label in ("Open 1", "See picture 1", "Back", "Read what was said", "Back", "Read the guidance", "Back"):
        await restart(world)
        shown = await world.press(world.mo, shown, label)
    form = await world.press(world.mo, shown, "Ask the author")
    await restart(world)
    shown = read(await world.mo.submit_modal(form.result, {"text": "May we say so?"}))
    await restart(world)
    shown = await world.press(world.mo, shown, "Look at it again")
    await restart(world)
    shown = await world.press(world.mo, shown, "Say yes")
    await restart(world)
    assert "You said yes" in (await world.press(world.mo, shown, "Let it be shared")).text
    assert await states(world) == {sent.key: "approved"}


async def test_ids_hold_keys_drawn_by_chance_and_small_words_alone(world: World) -> None:
    sent = await waiting(world, files=[picture()])
    shown = await look(world)
    for each in shown.ids:
        left = each.replace(sent.key, "")
        assert re.fullmatch(r"(story_reviews:[a-z-]+(::?[\d-]*)?:?|common:stop)", left), each


def test_a_text_is_covered_whole_and_its_first_words_on_one_line() -> None:
    assert fold("a||b") == "||a\\|\\|b||"
    assert first_words("One\ntwo  three") == "||One two three||"
    assert first_words("word " * 30) == "||" + ("word " * 12).strip() + "\u2026||"
    assert pages_of([" ", ""]) == [""]


async def test_a_part_that_comes_while_a_story_is_read_has_to_be_read_first(world: World) -> None:
    sent = await waiting(world)
    sure = await world.press(world.mo, await look(world), "Say yes")
    await add_part(world, sent, "One more thing.")
    assert "arrives with the next intake" in (await world.press(world.mo, sure, "Let it be shared")).text
    sure = await world.press(world.mo, await look(world), "Say yes")
    await take_in(world)
    assert "has changed since" in (await world.press(world.mo, sure, "Let it be shared")).text
    assert await states(world) == {sent.key: "waiting"}
    shown = await look(world)
    assert "Page 1 of 2" in shown.text
