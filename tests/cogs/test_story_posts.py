"""Journeys of stories' messages: once each, folded, with nothing that says whose they are, and gone when taken back."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any

import discord
import pytest
from simcord.backend.models.channel import Overwrite
from simcord.enums import OverwriteType
from sqlalchemy import select, update

from bot.services import story_withdrawals
from bot.services.story_keys import new_keys
from bot.services.story_posts import mark_of
from bot.services.story_texts import About, File
from bot.story_keys import write_story_keys
from cogs.story_posts import looking
from db.models.library import StoryListing
from db.models.stories import StoryPost
from tests.cogs.conftest import World
from tests.cogs.reading import raw, read, text_of
from tests.cogs.sending import answers_lost, asked
from tests.cogs.story_posting import (
    DAY,
    PNG,
    approved,
    five,
    later,
    messages,
    posts,
    ready,
    restart,
    sealed_picture,
    send,
    shown,
    states,
    story_of,
    walk,
)

MESSAGES, ONE = "/channels/*/messages", "/channels/*/messages/*"
LEASE = timedelta(minutes=2, seconds=1)
PAUSE = timedelta(hours=7)


@pytest.fixture(autouse=True)
async def stories(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "PAUSE", 0.001)
    await ready(world)


async def withdraw(world: World, lookup_id: str, *, is_later: bool = False) -> None:
    async with world.bot.telling.begin() as session:
        told: dict[str, Any] = {"lookup_id": lookup_id, "now": world.env.now(), "chance": world.bot.telling.chance}
        await story_withdrawals.withdraw(session, is_later=is_later, **told)


async def test_stories_go_out_once_folded_with_their_month_alone(world: World) -> None:
    about = About("words", ("hope", "work"), ("suicide", "death"), is_hopeful=True)
    await shown(world, *five(), about=about)
    await world.run_due()
    found = messages(world)
    assert sorted(map(story_of, found)) == sorted(five())
    assert set((await states(world)).values()) == {"published"}
    for message in found:
        title, notes, themes, month, words = [part["content"] for part in walk(message)[1:]]
        assert title == "**A story in words**"
        assert notes == "Before you read: it speaks of suicide and death."
        assert themes == "About: hope and work"
        assert month == f"{world.env.now():%B %Y}"
        assert words.startswith("||")


async def test_a_message_has_no_sign_of_a_gesture_or_a_person_and_rings_nowhere(world: World) -> None:
    await shown(world, *(f"{text} <@{world.sam.id}> @everyone" for text in five()))
    (sent, *_) = asked(world, "POST", f"/channels/{world.organisers.id}/messages")
    assert sent["flags"] & discord.MessageFlags(suppress_notifications=True).value
    assert sent["allowed_mentions"] == {"parse": []}
    assert "message_reference" not in sent
    for message in messages(world):
        assert message.interaction_metadata is None
        assert message.reference is None
        assert message.mentions == []
        assert not message.mention_everyone
        assert f"<@{world.sam.id}>" not in text_of(message)
    assert "custom_id" not in str([raw(message) for message in messages(world)])


async def test_marks_in_a_story_do_not_uncover_it(world: World) -> None:
    text = "It was || *hard* ||\n\n- then https://example.org/a||b better\n# and so on \\"
    await shown(world, text, *five()[1:])
    covered = next(story_of(message) for message in messages(world) if "hard" in story_of(message))
    assert covered == (
        "It was \\|\\| \\*hard\\* \\|\\|\n\n\\- then https://example.org/a\\|\\|b better\n\\# and so on \\\\"
    )


async def test_a_long_story_comes_in_several_messages_in_order(world: World) -> None:
    long = " ".join(f"word{number}" for number in range(600))
    await send(world, long, "*" * 3000, "The end.")
    await shown(world, *five()[1:])
    assert len(messages(world)) == 4 + 5
    place = next(n for n, message in enumerate(messages(world)) if story_of(message).startswith("word0 "))
    pieces = messages(world)[place : place + 5]
    assert " ".join(map(story_of, pieces)).replace("\\", "").replace("* *", "**") == f"{long} {'*' * 3000} The end."
    assert "It goes on here." not in text_of(pieces[0])
    assert all("It goes on here." in text_of(piece) for piece in pieces[1:])
    assert not any(f"{world.env.now():%B}" in text_of(piece) for piece in pieces[1:])


async def test_pictures_have_their_words_and_are_covered_where_something_is_said_before(world: World) -> None:
    files = (sealed_picture(), sealed_picture(""))
    await send(world, "It is a tree.", about=About("art", (), ("abuse",)), files=files)
    await send(world, "Another.", about=About("art"), files=files[:1])
    await shown(world, *five()[2:])
    found = {story_of(message): message for message in messages(world)}
    (gallery,) = [part for part in walk(found["It is a tree."]) if "items" in part]
    first, second = gallery["items"]
    assert first["description"] == "A tree by the sea."
    assert second["description"] == "A picture. Nobody has put it into words yet."
    assert first["spoiler"]
    assert second["spoiler"]
    (gallery,) = [part for part in walk(found["Another."]) if "items" in part]
    assert not gallery["items"][0]["spoiler"]
    names = [file.filename for message in found.values() for file in message.attachments]
    assert len(set(names)) == 3
    assert all(len(name) == 21 and name.endswith(".webp") for name in names)


async def test_a_sound_is_a_file_with_its_words(world: World) -> None:
    sounds = (File("sound", PNG, "I sing of tea."), File("sound", PNG, " "))
    await send(world, "A song.", about=About("music"), files=(*sounds, sealed_picture()))
    await shown(world, *five()[1:])
    place = next(n for n, message in enumerate(messages(world)) if story_of(message) == "A song.")
    words, first, second = messages(world)[place : place + 3]
    assert "**A story in sounds**" in text_of(words)
    assert [len(message.attachments) for message in (words, first, second)] == [1, 1, 1]
    assert "What can be heard, in words:" in text_of(first)
    assert story_of(first) == "I sing of tea."
    assert first.attachments[0].filename.endswith(".ogg")
    assert "Nobody has written down yet what can be heard." in text_of(second)


async def test_a_story_of_pictures_alone_is_one_message(world: World) -> None:
    await send(world, "", about=About("art"), files=(sealed_picture(),))
    await shown(world, *five()[1:])
    assert [story_of(message) for message in messages(world)].count("") == 1
    assert len(messages(world)) == 5


async def test_a_restart_in_between_says_the_rest(world: World) -> None:
    await approved(world, *five())
    world.env.inject_error("POST", MESSAGES, status=503, times=None)
    await world.run_due()
    assert messages(world) == []
    world.env.backend.faults.clear()
    await restart(world)
    await later(world, PAUSE)
    assert sorted(map(story_of, messages(world))) == sorted(five())


async def kill_while_sending(world: World, *, is_out: bool) -> None:
    """End a sweep at its first message, as a kill would: nothing is settled."""
    ask = world.bot.http.send_message

    async def cut(*args: Any, **kwargs: Any) -> None:
        if is_out:
            await ask(*args, **kwargs)
        raise asyncio.CancelledError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(world.bot.http, "send_message", cut)
        with pytest.raises(asyncio.CancelledError), world.env.time_context():
            await world.bot.speaker("storyposts").post()  # type: ignore[attr-defined] # it is the sweep


@pytest.mark.parametrize("is_out", [True, False])
async def test_a_kill_between_claim_and_settle_doubles_and_loses_nothing(world: World, *, is_out: bool) -> None:
    await approved(world, *five())
    await kill_while_sending(world, is_out=is_out)
    assert len(messages(world)) == is_out
    await restart(world)
    await world.run_due()
    assert len(messages(world)) == is_out  # its lease still holds the channel
    await later(world, LEASE)
    assert sorted(map(story_of, messages(world))) == sorted(five())
    found = await posts(world)
    assert {post.message_id for post in found} == {message.id for message in messages(world)}
    assert {raw(message)[0]["id"] for message in messages(world)} == {mark_of(post) for post in found}


async def test_an_answer_that_was_lost_is_looked_for(world: World) -> None:
    await approved(world, *five())
    with answers_lost(world):
        await world.run_due()
    assert len(messages(world)) == 5
    await later(world, PAUSE)
    assert len(messages(world)) == 5
    assert {post.state for post in await posts(world)} == {"sent"}


async def test_where_nobody_can_tell_whether_it_is_out_it_is_not_said_again(world: World) -> None:
    await approved(world, *five())
    with answers_lost(world):
        await world.run_due()
    unread = discord.Permissions(read_message_history=True).value
    everybody = Overwrite(target_id=world.guild.id, type=OverwriteType.ROLE, allow=0, deny=unread)
    world.env.backend.set_overwrite(world.organisers.id, everybody)
    await later(world, PAUSE)
    assert len(messages(world)) == 5
    assert {post.state for post in await posts(world)} == {"due"}
    everybody = Overwrite(target_id=world.guild.id, type=OverwriteType.ROLE, allow=unread, deny=0)
    world.env.backend.set_overwrite(world.organisers.id, everybody)
    await later(world, PAUSE)
    assert len(messages(world)) == 5
    assert {post.state for post in await posts(world)} == {"sent"}


async def test_what_is_taken_back_before_its_minute_is_never_sent(world: World) -> None:
    first, *_ = await approved(world, *five())
    await withdraw(world, first)
    await world.run_due()
    assert len(messages(world)) == 4


async def test_two_stories_and_never_one_alone(world: World) -> None:
    sent = await approved(world, *five())
    for lookup_id in sent[1:]:
        await withdraw(world, lookup_id)
    await world.run_due()
    assert messages(world) == []
    assert await states(world) == {sent[0]: "approved"}
    assert await posts(world) == []


async def test_what_is_taken_back_afterwards_goes_and_later_means_within_a_day(world: World) -> None:
    first, second, *_ = await shown(world, *five())
    await withdraw(world, first)
    await withdraw(world, second, is_later=True)
    await world.run_due()
    assert len(messages(world)) == 4
    await later(world, DAY)
    assert len(messages(world)) == 3
    assert len(await posts(world)) == 3


async def test_what_is_taken_back_while_it_is_sent_goes_at_once(world: World) -> None:
    await approved(world, *five())
    ask, taken = world.bot.http.send_message, []

    async def take_back(*args: Any, **kwargs: Any) -> Any:
        done = await ask(*args, **kwargs)
        if not taken:
            claimed = next(post for post in await posts(world) if post.tried_at is not None)
            taken.append(claimed.story_key)
            async with world.bot.telling.begin() as session:
                await story_withdrawals._remove(session, taken, world.env.now())
        return done

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(world.bot.http, "send_message", take_back)
        await world.run_due()
    assert len(messages(world)) == len(await posts(world)) == 4


async def test_what_is_taken_back_between_claim_and_reading_is_not_sent(world: World) -> None:
    await approved(world, *five())
    cog: Any = world.bot.speaker("storyposts")
    claim, taken = cog._claim, []

    async def claimed() -> Any:
        found = await claim()
        if found and not taken:
            taken.append(found[0].post.story_key)
            async with world.bot.telling.begin() as session:
                await story_withdrawals._remove(session, taken, world.env.now())
        return found

    cog._claim = claimed
    await world.run_due()
    assert len(messages(world)) == len(await posts(world)) == 4


async def test_what_was_cut_off_and_taken_back_is_looked_for_and_goes(world: World) -> None:
    sent = await approved(world, *five())
    await kill_while_sending(world, is_out=True)
    assert len(messages(world)) == 1
    for lookup_id in sent:
        await withdraw(world, lookup_id)
    await later(world, LEASE)
    assert messages(world) == []
    assert await posts(world) == []


async def test_a_message_that_cannot_be_taken_away_is_tried_again(world: World) -> None:
    first, *_ = await shown(world, *five())
    world.env.inject_error("DELETE", ONE, status=503, times=None)
    await withdraw(world, first)
    await world.run_due()
    assert len(messages(world)) == 5
    world.env.backend.faults.clear()
    await later(world, PAUSE)
    assert len(messages(world)) == 4


@pytest.mark.parametrize(("code", "left"), [(10003, 4), (10008, 4), (10004, 5)])
async def test_what_is_gone_already_need_not_be_taken_away(world: World, code: int, left: int) -> None:
    first, *_ = await shown(world, *five())
    world.env.inject_error("DELETE", ONE, status=404, code=code)
    await withdraw(world, first)
    await world.run_due()
    assert len(await posts(world)) == left


async def test_what_was_taken_back_and_never_came_out_is_forgotten_after_a_look(world: World) -> None:
    sent = await approved(world, *five())
    await kill_while_sending(world, is_out=False)
    for lookup_id in sent:
        await withdraw(world, lookup_id)
    assert len(await posts(world)) == 1
    await later(world, LEASE)
    assert await posts(world) == []


async def test_without_keys_nothing_is_sent_but_all_can_go(world: World) -> None:
    first, *_ = await shown(world, *five())
    await approved(world, *five("Another"))
    world.bot.telling.keys = None
    await withdraw(world, first)
    await world.run_due()
    assert len(messages(world)) == 4


async def test_what_no_key_opens_any_more_is_tried_a_few_times_and_then_waits_for_a_batch(world: World) -> None:
    await approved(world, *five())
    write_story_keys(world.bot.settings.data_dir, new_keys())
    world.bot.telling.turn_keys(world.env.now().date())
    for _ in range(10):
        await later(world, PAUSE)
    assert messages(world) == []
    assert await posts(world) == []
    assert set((await states(world)).values()) == {"approved"}


async def test_what_is_planned_goes_where_an_admin_chooses_now(world: World) -> None:
    await approved(world, *five())
    page = await world.press(world.ada, await world.slash(world.ada, "setup"), "Set up stories")
    page = read(await world.ada.select(page.message, [world.checkins], custom_id="story_rules:channel"))
    await world.run_due()
    assert messages(world) == []
    assert len(list(world.checkins.history())) == 5


async def test_a_story_has_the_same_month_in_its_channel_and_in_the_library(world: World) -> None:
    await world.wait_until(datetime(2027, 6, 30, 23, 30, tzinfo=UTC))  # it is July in London
    await approved(world, *five())
    await world.run_due()
    await world.run_due()
    assert {text_of(message).splitlines()[1] for message in messages(world)} == {"July 2027"}
    async with world.bot.telling.read() as session:
        assert set(await session.scalars(select(StoryListing.month))) == {date(2027, 7, 1)}


async def delete(world: World, message_id: int) -> None:
    world.env.backend.delete_message(world.organisers.id, message_id)
    await world.env.settle()


async def test_a_message_deleted_by_hand_takes_its_story_along_at_the_daily_look(world: World) -> None:
    long = " ".join(f"word{number}" for number in range(600))
    lookup_id = await send(world, long)
    await shown(world, *five()[1:])
    first = next(message for message in messages(world) if story_of(message).startswith("word0 "))
    await delete(world, first.id)
    await world.run_due()
    assert len(messages(world)) == 5
    await later(world, DAY)
    await world.run_due()
    assert (await states(world))[lookup_id] == "down"
    assert sorted(map(story_of, messages(world))) == sorted(five()[1:])


async def test_in_an_outage_nobody_looks(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await shown(world, *five())
    for message in messages(world):
        await delete(world, message.id)
    monkeypatch.setattr(discord.Guild, "unavailable", property(lambda _: True), raising=False)
    await later(world, DAY)
    assert set((await states(world)).values()) == {"published"}


@pytest.mark.parametrize(("status", "code"), [(404, 10003), (403, 50001), (503, 0)])
async def test_a_look_that_was_not_answered_says_nothing(world: World, status: int, code: int) -> None:
    await shown(world, *five())
    world.env.inject_error("GET", ONE, status=status, code=code, times=None)
    await later(world, DAY)
    assert set((await states(world)).values()) == {"published"}


@pytest.mark.parametrize(("status", "code"), [(404, 10003), (403, 50001), (403, 50013), (400, 50035)])
async def test_a_channel_that_is_gone_or_closed_keeps_stories_waiting(
    world: World, status: int, code: int, capfd: pytest.CaptureFixture[str]
) -> None:
    await approved(world, *five())
    world.env.inject_error("POST", MESSAGES, status=status, code=code, times=None)
    await world.run_due()
    for post in await posts(world):
        assert (post.state, post.attempts, post.tried_at) == ("due", 1, None)
        assert post.story_key not in capfd.readouterr().out
    world.env.backend.faults.clear()
    await later(world, PAUSE)
    assert len(messages(world)) == 5


async def test_a_mistake_of_ours_holds_up_no_other_story(world: World) -> None:
    await approved(world, *five())
    async with world.bot.telling.begin() as session:
        broken = (await posts(world))[0]
        await session.execute(update(StoryPost).where(StoryPost.key == broken.key).values(place=9))
    for _ in range(3):
        await world.run_due()
    assert len(messages(world)) == 4
    assert (await posts(world))[0].state == "due"


async def test_before_the_first_story_no_database_is_made(world: World) -> None:
    await later(world, DAY)
    assert not world.bot.telling.db.is_there()
