"""Journeys of what moderators decide: yes by one or by two, no, and taken down; two at once, and what follows."""

from datetime import timedelta
from functools import partial

import pytest
from simcord import MemberActor

from bot.services import story_batches, story_posts, story_reviews, story_texts
from bot.services.story_texts import About
from tests.cogs.conftest import World
from tests.cogs.crowd import at_once
from tests.cogs.reading import Shown, read, text_of
from tests.cogs.storied import WORDS, picture, ready, restart, send, states, take_in, told, waiting

QUEUE = "moderate stories"
OUT = "See what is out"


@pytest.fixture(autouse=True)
async def keys(world: World) -> None:
    await ready(world)


@pytest.fixture
def may(world: World) -> MemberActor:
    """A second moderator."""
    return world.guild.add_member(world.env.create_user("may"), roles=[world.guild.roles["Moderator"]])


async def look(world: World, person: MemberActor | None = None) -> Shown:
    person = person or world.mo
    return await world.press(person, await world.slash(person, QUEUE), "Open 1")


async def ask(world: World, person: MemberActor | None = None) -> Shown:
    """Go as far as the question before a yes."""
    return await world.press(person or world.mo, await look(world, person), "Say yes")


async def approve(world: World, person: MemberActor | None = None) -> Shown:
    return await world.press(person or world.mo, await ask(world, person), "Let it be shared")


async def publish(world: World, *texts: str, **more: object) -> None:
    """Have stories out: approved by a moderator, planned, and recorded as sent."""
    for text in texts:
        await send(world, text, **more)  # type: ignore[arg-type] # what `send` takes
    await take_in(world)
    for _ in texts:
        await approve(world)
    await post_all(world)


async def both_say_yes(world: World, *screens: tuple[MemberActor, Shown]) -> list[str]:
    """Press on every screen at the same moment; give what each person is told."""
    presses = [partial(person.click, shown.message, label="Let it be shared") for person, shown in screens]
    return [read(result).text for result in await at_once(world.env, presses)]


async def post_all(world: World) -> None:
    now = world.env.now()
    async with world.bot.telling.begin() as session:
        await story_batches.plan_batch(
            session,
            guild_id=world.guild.id,
            channel_id=world.checkins.id,
            now=now,
            chance=world.bot.telling.chance,
            pace=story_batches.Pace(least=2, least_late=2),
        )
    later = now + timedelta(days=4)
    while True:
        async with world.bot.telling.begin() as session:
            claims = await story_posts.claim_due(session, now=later, limit=50)
            for number, claim in enumerate(claims):
                await story_posts.settle_sent(
                    session, key=claim.post.key, message_id=1000 + number, now=now, has_more=False
                )
        if not claims:
            return


async def test_a_yes_is_asked_once_and_opens_the_story_for_publication_alone(world: World) -> None:
    sent = await waiting(world, files=[picture()], about=About("art"))
    shown = await ask(world)
    assert "Have you read all of it" in shown.text
    assert "two people" not in shown.text
    assert shown.labels == ["Let it be shared", "Back", "Stop"]
    assert "told in pictures" in (await world.press(world.mo, shown, "Back")).text
    done = await approve(world)
    assert "You said yes" in done.text
    assert await states(world) == {sent.key: "approved"}
    async with world.bot.telling.begin() as session:
        review = await story_reviews.get_review(session, guild_id=world.guild.id, key=sent.key)
    privates = world.bot.telling.get_keys().publication_privates()
    assert story_texts.open_parts(review.parts, review.files, (), privates).alts == [("picture", "A kettle on a hob.")]
    assert "nothing to read" in (await world.press(world.mo, done, "Back")).text


async def test_what_was_said_yes_to_can_be_looked_at_again_and_taken_down(world: World) -> None:
    sent = await waiting(world)
    shown = await world.press(world.mo, await approve(world), "Look at it again")
    assert WORDS in shown.text
    assert shown.labels[:2] == ["Take it down", "Ask the author"]
    done = await world.fill(world.mo, await world.press(world.mo, shown, "Take it down"), text="A slip of mine.")
    assert "It is taken down" in done.text
    assert await states(world) == {sent.key: "down"}
    assert [each.text for each in await told(world, sent)] == ["A slip of mine."]


async def test_where_two_are_asked_for_one_person_is_one(world: World, may: MemberActor) -> None:
    await ready(world, needs_two=True)
    sent = await waiting(world)
    shown = await ask(world)
    assert "two people say yes" in shown.text
    half = await world.press(world.mo, shown, "Let it be shared")
    assert "Now somebody else reads it too" in half.text
    await restart(world)
    assert "Somebody said yes to it already" in (await look(world)).text
    assert "You said yes to this story already" in (await approve(world)).text
    assert await states(world) == {sent.key: "waiting"}
    assert "at a time that chance picks" in (await approve(world, may)).text
    assert await states(world) == {sent.key: "approved"}


async def test_two_moderators_at_once_are_both_answered_and_nothing_is_done_twice(
    world: World, may: MemberActor
) -> None:
    sent = await waiting(world)
    one, two = await ask(world), await ask(world, may)
    done = await both_say_yes(world, (world.mo, one), (may, two))
    assert sorted("You said yes" in told for told in done) == [False, True]
    assert await states(world) == {sent.key: "approved"}


async def test_two_opinions_at_once_make_one_yes(world: World, may: MemberActor) -> None:
    await ready(world, needs_two=True)
    sent = await waiting(world)
    one, two = await ask(world), await ask(world, may)
    done = await both_say_yes(world, (world.mo, one), (may, two))
    assert sorted("somebody else reads it" in told for told in done) == [False, True]
    assert await states(world) == {sent.key: "approved"}


async def test_a_no_after_somebody_elses_yes_is_refused(world: World, may: MemberActor) -> None:
    sent = await waiting(world)
    shown, form = await look(world), await world.press(world.mo, await look(world), "Say no, with a reason")
    await approve(world, may)
    assert "has changed" in (await world.press(world.mo, shown, "Say no, with a reason")).text
    assert "it is decided" in (await world.fill(world.mo, form, text="No.")).text
    assert await states(world) == {sent.key: "approved"}


async def test_a_no_gives_its_reason_to_the_author_alone(world: World) -> None:
    sent = await waiting(world)
    form = await world.press(world.mo, await look(world), "Say no, with a reason")
    assert list(form.fields) == ["text"]
    done = await world.fill(world.mo, form, text="It names somebody. You can share it without the name.")
    assert "You said no" in done.text
    assert done.labels == ["Back", "Stop"]
    assert await states(world) == {sent.key: "declined"}
    assert [each.text for each in await told(world, sent)] == ["It names somebody. You can share it without the name."]
    assert [text_of(message) for message in world.moderators.history()] == []


async def test_nothing_is_out_before_anything_is(world: World) -> None:
    shown = await world.press(world.mo, await world.slash(world.mo, QUEUE), OUT)
    assert "Nothing is out" in shown.text
    assert shown.labels == ["See what comes out later", "See what readers told", "Back", "Stop"]
    later = await world.press(world.mo, shown, "See what comes out later")
    assert "Nothing waits to come out" in later.text
    assert "Nothing is out" in (await world.press(world.mo, later, "Back")).text
    assert not world.bot.telling.db.is_there()


async def test_what_is_out_is_found_by_its_first_words_and_taken_down(world: World) -> None:
    await publish(world, "The kettle sang.", "The tea was || cold.")
    shown = await world.press(world.mo, await world.slash(world.mo, QUEUE), OUT)
    assert "||The kettle sang.||" in shown.text
    assert "||The tea was \\|\\| cold.||" in shown.text
    number = next(line[0] for line in shown.text.splitlines() if "kettle" in line)
    shown = await world.press(world.mo, shown, f"Open {number}")
    assert "The kettle sang." in shown.text
    assert "Say yes" not in shown.labels
    shown = await world.press(world.mo, shown, "Back")
    assert "What is out" in shown.text
    shown = await world.press(world.mo, shown, f"Open {number}")
    late = await world.press(world.mo, await world.slash(world.mo, QUEUE), OUT)
    form = await world.press(world.mo, shown, "Take it down")
    await restart(world)
    done = await world.fill(world.mo, form, text="Somebody knew its author.")
    assert "within minutes" in done.text
    assert sorted((await states(world)).values()) == ["down", "published"]
    assert "is not here any more" in (await world.press(world.mo, late, f"Open {number}")).text
    listed = await world.press(world.mo, await world.press(world.mo, done, "Back"), OUT)
    assert "kettle" not in listed.text


async def test_what_is_out_without_words_is_known_by_what_it_is_and_its_picture_opens(world: World) -> None:
    for _ in range(2):
        await send(world, files=[picture()], about=About("art"))
    await take_in(world)
    for _ in range(2):
        await approve(world)
    await post_all(world)
    shown = await world.press(world.mo, await world.slash(world.mo, QUEUE), OUT)
    assert shown.text.count("It is told in pictures.") == 2
    seen = await world.press(world.mo, await world.press(world.mo, shown, "Open 2"), "See picture 1")
    assert "||A kettle on a hob.||" in seen.text


async def test_much_that_is_out_stands_on_several_pages(world: World) -> None:
    await publish(world, *(f"Kettle {number:02}." for number in range(12)))
    shown = await world.press(world.mo, await world.slash(world.mo, QUEUE), OUT)
    assert shown.text.count("Kettle ") == 10
    first = set(shown.ids)
    rest = await world.press(world.mo, shown, "Go on")
    assert rest.text.count("Kettle ") == 2
    assert "Go on" not in rest.labels
    assert len({each for each in first | set(rest.ids) if ":open:" in each}) == 12


async def test_what_waits_cannot_be_taken_down_and_what_is_out_cannot_be_decided(world: World) -> None:
    sent = await waiting(world)
    shown = await look(world)
    await approve(world)
    for label in ("Keep them from sharing", "Say no, with a reason"):
        assert "has changed" in (await world.press(world.mo, shown, label)).text
    assert await states(world) == {sent.key: "approved"}
