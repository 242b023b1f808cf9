"""Journeys of moderators who look at what comes out later, take down what does not open, and see what is allowed."""

import pytest
from simcord import MemberActor

from bot.services import story_batches, story_posts, story_reviews
from db.models.stories import StoryConsent
from tests.cogs import storied
from tests.cogs.conftest import World
from tests.cogs.reading import Shown
from tests.cogs.storied import ready, restart, send, states, take_in, told, waiting
from tests.cogs.story_posting import DAY
from tests.cogs.test_story_reviews_deciding import OUT, QUEUE, approve, look, publish

LATER = "See what comes out later"


@pytest.fixture(autouse=True)
async def keys(world: World) -> None:
    await ready(world)


@pytest.fixture
def may(world: World) -> MemberActor:
    """A second moderator."""
    return world.guild.add_member(world.env.create_user("may"), roles=[world.guild.roles["Moderator"]])


async def later(world: World) -> Shown:
    """Look at what comes out later."""
    return await world.press(world.mo, await world.press(world.mo, await world.slash(world.mo, QUEUE), OUT), LATER)


async def plan(world: World) -> int:
    """Plan a batch of two."""
    pace = story_batches.Pace(least=2, least_late=2)
    told = {"guild_id": world.guild.id, "channel_id": world.checkins.id, "chance": world.bot.telling.chance}
    async with world.bot.telling.begin() as session:
        return await story_batches.plan_batch(session, now=world.env.now(), pace=pace, **told)  # type: ignore[arg-type]


async def lose_publication_key(world: World) -> None:
    """Put other keys in place of those that are there."""
    (world.bot.settings.data_dir / "stories.key").unlink()
    await ready(world)


async def test_what_has_its_yes_can_be_opened_and_taken_down_before_it_comes_out(world: World) -> None:
    for text in ("The kettle sang.", "The tea was cold."):
        await send(world, text)
    await take_in(world)
    for _ in range(2):
        await approve(world)
    assert await plan(world) == 2
    shown = await later(world)
    assert "||The kettle sang.||" in shown.text
    assert "||The tea was cold.||" in shown.text
    number = next(line[0] for line in shown.text.splitlines() if "kettle" in line)
    await restart(world)
    story = await world.press(world.mo, shown, f"Open {number}")
    assert story.labels[:2] == ["Take it down", "Ask the author"]
    back = await world.press(world.mo, story, "Back")
    assert "What comes out later" in back.text
    assert "What is out" not in (await world.press(world.mo, back, "Back")).text
    story = await world.press(world.mo, await later(world), f"Open {number}")
    form = await world.press(world.mo, story, "Take it down")
    done = await world.fill(world.mo, form, text="Somebody knew its author.")
    assert "It is taken down" in done.text
    assert sorted((await states(world)).values()) == ["approved", "down"]
    async with world.bot.telling.begin() as session:
        claims = await story_posts.claim_due(session, now=world.env.now() + 4 * DAY, limit=9)
    assert [(await states(world))[claim.post.story_key] for claim in claims] in ([], ["approved"])
    assert "kettle" not in (await later(world)).text


async def test_many_that_come_out_later_stand_on_several_pages(world: World) -> None:
    for number in range(11):
        await send(world, f"Kettle {number:02}.")
    await take_in(world)
    for _ in range(11):
        await approve(world)
    shown = await later(world)
    assert shown.text.count("Kettle ") == 10
    rest = await world.press(world.mo, shown, "Go on")
    assert rest.text.count("Kettle ") == 1
    assert rest.labels == ["Open 1", "Back", "Stop"]


async def test_what_does_not_open_any_more_is_named_and_taken_down_without_being_opened(world: World) -> None:
    await publish(world, "The kettle sang.", "The tea was cold.")
    await lose_publication_key(world)
    sent = await waiting(world, "A newer one.")
    await approve(world)
    listed = await world.press(world.mo, await world.slash(world.mo, QUEUE), OUT)
    assert listed.text.count("A story that cannot be opened") == 2
    shut = await world.press(world.mo, listed, "Open 1")
    assert "cannot be opened" in shut.text
    assert shut.labels == ["Take it down", "Back", "Stop"]
    assert "What is out" in (await world.press(world.mo, shut, "Back")).text
    shut = await world.press(world.mo, await world.press(world.mo, await world.slash(world.mo, QUEUE), OUT), "Open 1")
    form = await world.press(world.mo, shut, "Take it down")
    done = await world.fill(world.mo, form, text="Nobody can look after it any more.")
    assert "It is taken down" in done.text
    assert sorted((await states(world)).values()) == ["approved", "down", "published"]
    assert (await states(world))[sent.key] == "approved"
    listed = await world.press(world.mo, await world.slash(world.mo, QUEUE), OUT)
    assert listed.text.count("A story that cannot be opened") == 1


async def test_what_comes_out_later_and_does_not_open_is_named_too(world: World) -> None:
    sent = await waiting(world, "The kettle sang.")
    await approve(world)
    await lose_publication_key(world)
    listed = await later(world)
    assert "A story that cannot be opened" in listed.text
    shut = await world.press(world.mo, listed, "Open 1")
    assert "What comes out later" in (await world.press(world.mo, shut, "Back")).text
    form = await world.press(world.mo, await world.press(world.mo, await later(world), "Open 1"), "Take it down")
    await world.fill(world.mo, form, text="Nobody can open it any more.")
    assert await states(world) == {sent.key: "down"}
    assert [each.text for each in await told(world, sent)] == ["Nobody can open it any more."]


async def test_what_waits_is_not_taken_down_from_an_old_screen(world: World) -> None:
    sent = await waiting(world)
    shown = await world.press(world.mo, await approve(world), "Look at it again")
    async with world.bot.telling.begin() as session:
        story = (await story_reviews.get_review(session, guild_id=world.guild.id, key=sent.key)).story
        story.state = "waiting"
    assert "has changed" in (await world.press(world.mo, shown, "Take it down")).text


async def test_what_the_author_allows_is_named_and_what_has_ended_is_not(world: World) -> None:
    sent = await waiting(world, uses=frozenset({"library", "print", "website"}))
    assert "Its author allows: this server, a website and print" in (await look(world)).text
    for use, left in (("website", "this server and print"), ("print", "this server")):
        await end(world, sent.key, use)
        assert f"Its author allows: {left}\n" in (await look(world)).text
    await end(world, sent.key, "library")
    assert "What its author allowed is over" in (await look(world)).text


async def end(world: World, key: str, use: str) -> None:
    """Have a use end a day ago."""
    async with world.bot.telling.begin() as session:
        consent = await session.get(StoryConsent, (key, use))
        assert consent is not None
        consent.ends_on = world.env.now().date() - DAY


async def test_a_moderator_puts_a_picture_into_words_and_they_come_out_with_it(world: World) -> None:
    sent = await waiting(world, files=[storied.picture(""), storied.sound("A kettle sings.")])
    bare = await world.press(world.mo, await look(world), "See picture 1")
    assert bare.labels == ["Say what it shows", "Back", "Stop"]
    form = await world.press(world.mo, bare, "Say what it shows")
    assert form.fields == {"text": ""}
    await restart(world)
    kept = await world.fill(world.mo, form, text="A blue || kettle.")
    assert "Your words are kept" in kept.text
    assert not kept.message.attachments
    await restart(world)
    seen = await world.press(world.mo, kept, "Look at it again")
    assert "||A blue \\|\\| kettle.||" in seen.text
    heard = await world.press(world.mo, await world.press(world.mo, seen, "Back"), "Hear sound 2")
    form = await world.press(world.mo, heard, "Say what can be heard")
    assert form.fields == {"text": "A kettle sings."}
    done = await world.fill(world.mo, form, text="A kettle sings, and stops.")
    shown = await world.press(world.mo, await world.press(world.mo, done, "Back"), "Say yes")
    again = await world.press(world.mo, await world.press(world.mo, shown, "Let it be shared"), "Look at it again")
    assert await states(world) == {sent.key: "approved"}
    seen = await world.press(world.mo, again, "See picture 1")
    assert "||A blue \\|\\| kettle.||" in seen.text
    assert seen.labels == ["Back", "Stop"]


async def test_once_it_is_decided_words_for_a_picture_stay_as_they_are(world: World, may: MemberActor) -> None:
    await waiting(world, files=[storied.picture()])
    seen, late = [await world.press(world.mo, await look(world), "See picture 1") for _ in range(2)]
    form = await world.press(world.mo, late, "Say what it shows")
    await approve(world, may)
    assert "has changed" in (await world.press(world.mo, seen, "Say what it shows")).text
    assert "is not here any more" in (await world.fill(world.mo, form, text="Other words.")).text
    again = await world.press(world.mo, await later(world), "Open 1")
    assert "||A kettle on a hob.||" in (await world.press(world.mo, again, "See picture 1")).text
