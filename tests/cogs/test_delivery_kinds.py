"""Forum posts, edits and publications: each done once, and looked for where nothing else can tell."""

import asyncio
from datetime import timedelta

import discord
import pytest

from bot.screens import Screen
from bot.services import deliveries
from cogs.checkins import Checkins
from db.models.deliveries import Delivery
from tests.cogs.conftest import World
from tests.cogs.reading import text_of
from tests.cogs.sending import answers_lost, asked, later, put, rows, states

THREADS = "/channels/*/threads"


class Said:
    """What the made-up feature says now; None once there is nothing to say."""

    text: str | None = "Here"


@pytest.fixture
def said(world: World, monkeypatch: pytest.MonkeyPatch) -> Said:
    now = Said()

    async def render(_: Checkins, row: Delivery) -> Screen | None:
        if now.text is None:
            return None
        screen = Screen(now.text)
        screen.title = f"Post {row.subject_id}"
        return screen

    monkeypatch.setattr(Checkins, "render", render)
    world.bot.db.on_due = None
    return now


@pytest.fixture
def forum(world: World) -> int:
    return world.guild.create_forum_channel("board").id


async def retract(world: World) -> None:
    async with world.bot.db.begin() as session:
        await deliveries.retract(session, feature="checkins", subject_ids=[1], now=world.env.now())


def threads(world: World) -> list[discord.Thread]:
    (guild,) = world.bot.guilds
    return list(guild.threads)


@pytest.mark.usefixtures("said")
async def test_a_forum_post_has_its_title_and_its_row_knows_where_it_is(world: World, forum: int) -> None:
    await put(world, kind="thread", channel_id=forum)
    await world.run_due()
    (thread,) = threads(world)
    (row,) = await rows(world)
    assert (thread.name, row.state) == ("Post 1", "sent")
    assert row.message_channel_id == thread.id
    assert row.message_id is not None


@pytest.mark.usefixtures("said")
@pytest.mark.parametrize("is_archived", [True, False])
async def test_a_forum_post_in_doubt_is_looked_for_at_once(world: World, forum: int, *, is_archived: bool) -> None:
    await put(world, kind="thread", channel_id=forum, subject_id=2)
    await world.run_due()
    await put(world, kind="thread", channel_id=forum)
    with answers_lost(world, "start_thread_in_forum"):
        await world.run_due()
    (mine,) = [thread for thread in threads(world) if thread.name == "Post 1"]
    if is_archived:
        await mine.edit(archived=True)
    await later(world, 30)
    assert await states(world) == [("sent", None)] * 2
    assert [row.message_id for row in await rows(world)][1] == mine.id
    assert len(asked(world, "POST", "/threads")) == 2


@pytest.mark.usefixtures("said")
async def test_a_look_that_fails_halfway_asks_nothing_twice(world: World, forum: int) -> None:
    """In bad weather a forum with many posts would never be looked through."""
    for subject_id in (2, 3):
        await put(world, kind="thread", channel_id=forum, subject_id=subject_id)
    await world.run_due()
    await put(world, kind="thread", channel_id=forum)
    with answers_lost(world, "start_thread_in_forum"):
        await world.run_due()
    for thread in threads(world):
        world.env.inject_error("GET", f"/channels/{thread.id}/messages", status=503, times=1)
    for _ in range(4):
        await later(world, 400)
    assert await states(world) == [("sent", None)] * 3
    looks = [len(asked(world, "GET", f"/channels/{thread.id}/messages")) for thread in threads(world)]
    assert looks == [2, 2, 2]


@pytest.mark.usefixtures("said")
async def test_posts_of_other_forums_and_of_other_days_are_not_looked_into(world: World, forum: int) -> None:
    other = world.guild.create_forum_channel("other").id
    for subject_id, place in ((2, forum), (3, other)):
        await put(world, kind="thread", channel_id=place, subject_id=subject_id)
    await world.run_due()
    (old,) = [thread for thread in threads(world) if thread.parent_id == forum]
    await old.edit(archived=True)
    await world.env.advance_time(24 * 3600)
    await put(world, kind="thread", channel_id=forum)
    world.env.inject_error("POST", THREADS, status=503)
    await world.run_due()
    await later(world, 30)
    assert await states(world) == [("sent", None)] * 3
    assert asked(world, "GET", "/messages") == []


@pytest.mark.usefixtures("said")
async def test_a_forum_post_that_did_not_arrive_is_made_after_the_look(world: World, forum: int) -> None:
    await put(world, kind="thread", channel_id=forum)
    world.env.inject_error("POST", THREADS, status=503)
    await world.run_due()
    await later(world, 30)
    assert len(threads(world)) == 1


@pytest.mark.usefixtures("said")
async def test_where_a_forum_cannot_be_read_organisers_decide(world: World, forum: int) -> None:
    await put(world, kind="thread", channel_id=forum)
    world.env.inject_error("POST", THREADS, status=503)
    await world.run_due()
    world.env.inject_error("GET", "/channels/*/threads/archived/public", status=403, code=50001)
    await later(world, 30)
    assert await states(world) == [("unknown", "cannot-look")]


@pytest.mark.usefixtures("said")
async def test_an_empty_forum_that_kettle_may_not_read_says_nothing(
    world: World, forum: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    await put(world, kind="thread", channel_id=forum)
    world.env.inject_error("POST", THREADS, status=503)
    await world.run_due()
    monkeypatch.setattr(world.bot.delivery._acts, "_may_read", lambda _: False)
    await later(world, 30)
    assert await states(world) == [("unknown", "cannot-look")]


async def test_a_forum_post_with_nothing_to_say_is_not_made(world: World, said: Said, forum: int) -> None:
    said.text = None
    await put(world, kind="thread", channel_id=forum)
    await world.run_due()
    assert await states(world) == [("cancelled", None)]


@pytest.mark.usefixtures("said")
async def test_what_is_no_forum_takes_no_posts(world: World) -> None:
    await put(world, kind="thread", channel_id=world.checkins.id)
    await world.run_due()
    assert await states(world) == [("failed", "not-a-forum")]


async def change(world: World, kind: str) -> None:
    with world.env.time_context():
        async with world.bot.db.begin() as session:
            now = world.bot.clock.now()
            told = {"feature": "checkins", "subject_id": 1, "now": now, "expires_at": now + timedelta(hours=1)}
            await deliveries.schedule_change(session, **told, kind=kind)  # type: ignore[arg-type]
    await world.run_due()


async def test_a_message_is_edited_to_what_is_true_now_and_can_still_be_found(world: World, said: Said) -> None:
    await put(world, channel_id=world.checkins.id)
    await world.run_due()
    first = world.checkins.history()[0]
    said.text = "Moved"
    await change(world, "edit")
    (message,) = world.checkins.history()
    assert "Moved" in text_of(message)
    assert message.components[0].id == first.components[0].id
    said.text = None
    await later(world, 60)
    await change(world, "edit")
    assert [row.state for row in await rows(world)] == ["sent", "cancelled"]
    assert len(world.checkins.history()) == 1


@pytest.mark.usefixtures("said")
@pytest.mark.parametrize(("code", "state"), [(None, "sent"), (40033, "sent"), (50013, "failed")])
async def test_publishing_what_is_published_is_done(world: World, code: int | None, state: str) -> None:
    place = world.guild.create_news_channel("news")
    await put(world, channel_id=place.id)
    await world.run_due()
    if code:
        world.env.inject_error("POST", "/channels/*/messages/*/crosspost", status=400, code=code)
    await change(world, "publish")
    assert [each for each, _ in await states(world)] == ["sent", state]


@pytest.mark.usefixtures("said")
async def test_a_kind_that_nobody_knows_fails_and_harms_nothing(world: World) -> None:
    await put(world, channel_id=world.checkins.id, kind="mirror")
    await world.run_due()
    assert await states(world) == [("failed", "unexpected")]
    await asyncio.sleep(0)
    assert world.checkins.history() == []


@pytest.mark.usefixtures("said")
@pytest.mark.parametrize("may", [True, False])
async def test_a_forum_post_is_taken_away_whole_where_kettle_may_and_its_first_message_anyway(
    world: World, forum: int, *, may: bool
) -> None:
    await put(world, kind="thread", channel_id=forum)
    await world.run_due()
    (thread,) = threads(world)
    if not may:
        world.env.inject_error("DELETE", f"/channels/{thread.id}", status=403, code=50013)
    await retract(world)
    await world.run_due()
    assert bool(threads(world)) is not may
    assert await rows(world) == []
    assert len(asked(world, "DELETE", f"/messages/{thread.id}")) == (not may)


@pytest.mark.usefixtures("said")
async def test_a_forum_post_that_was_called_back_in_doubt_is_found_and_taken_away(world: World, forum: int) -> None:
    await put(world, kind="thread", channel_id=forum)
    with answers_lost(world, "start_thread_in_forum"):
        await world.run_due()
    assert len(threads(world)) == 1
    await retract(world)
    await later(world, 130)
    assert threads(world) == []
    assert await rows(world) == []
