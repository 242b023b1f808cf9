"""Journeys of holds, which say nothing of whom, and of strict mode, in which a passphrase opens what waits."""

from datetime import timedelta

import pytest

from bot.services import story_holds
from bot.services.passphrases import set_passphrase
from bot.services.receipts import CHEAP
from bot.story_keys import write_story_keys
from tests.cogs.conftest import World
from tests.cogs.reading import Shown, read
from tests.cogs.storied import WORDS, ready, restart, send, states, take_in, waiting
from tests.cogs.storied import hold as hold_tags

QUEUE, HOLDS = "moderate stories", "moderate holds"
PASSPHRASE = "seven Green kettles sing"
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
async def keys(world: World) -> None:
    await ready(world)


async def look(world: World) -> Shown:
    return await world.press(world.mo, await world.slash(world.mo, QUEUE), "Open 1")


async def hold(world: World) -> Shown:
    asked = await world.press(world.mo, await look(world), "Keep them from sharing")
    assert "You do not learn who it is" in asked.text
    assert asked.labels == ["Keep them out for now", "Back", "Stop"]
    return await world.press(world.mo, asked, "Keep them out for now")


async def asked_for(world: World) -> list[str]:
    return [each.tag for each in world.bot.telling.pending.list_asked(guild_id=world.guild.id)]


async def left(world: World) -> list[str]:
    async with world.bot.telling.read() as session:
        ends = await story_holds.list_ends(session, guild_id=world.guild.id, today=world.env.now().date())
    return [tag for tag, _ in ends]


async def strict(world: World) -> None:
    """Turn strict mode on, as the operator does."""
    telling = world.bot.telling
    write_story_keys(world.bot.settings.data_dir, set_passphrase(telling.get_keys(), PASSPHRASE, cost=CHEAP))
    telling.turn_keys(world.env.now().date())


async def unlock(world: World, shown: Shown, passphrase: str = PASSPHRASE) -> Shown:
    form = await world.press(world.mo, shown, "Open with the passphrase")
    return await world.fill(world.mo, form, passphrase=passphrase)


async def test_whoever_sent_a_story_is_held_from_the_next_intake_without_a_name(world: World) -> None:
    sent = await waiting(world)
    done = await hold(world)
    assert "starts with the next intake" in done.text
    assert "Nobody is kept from sharing" in (await world.slash(world.mo, HOLDS)).text
    assert await states(world) == {sent.key: "waiting"}
    tag = world.bot.telling.get_keys().hold_tag(guild_id=world.guild.id, member_id=world.sam.id)
    assert await asked_for(world) == [tag.tag]
    assert WORDS in (await world.press(world.mo, done, "Back")).text


async def test_a_hold_that_was_asked_for_outlives_the_decision(world: World) -> None:
    await waiting(world)
    shown = await world.press(world.mo, await hold(world), "Back")
    await world.fill(world.mo, await world.press(world.mo, shown, "Say no, with a reason"), text="It has names in it.")
    assert len(await asked_for(world)) == 1


async def test_after_a_restart_nobody_can_be_held_and_that_is_said(world: World) -> None:
    await waiting(world)
    await restart(world)
    assert "This cannot be done" in (await hold(world)).text
    assert await asked_for(world) == []


async def test_a_story_of_another_community_holds_nobody(world: World) -> None:
    other = await send(world, guild_id=4711)
    mine = await waiting(world)
    shown = await world.press(world.mo, await look(world), "Keep them from sharing")
    button = next(each for each in shown.ids if "yes-hold" in each)
    assert mine.key in button
    assert other.key not in button
    assert "It starts with" in (await world.press(world.mo, shown, "Keep them out for now")).text


async def test_holds_are_shown_by_weeks_and_ended_one_by_one_also_after_a_restart(world: World) -> None:
    today = world.env.now().date()
    week = today - timedelta(days=7)
    tags = [*await hold_tags(world, world.sam, world.jo), *await hold_tags(world, world.kim, today=week)]
    shown = await world.slash(world.mo, HOLDS)
    assert shown.private
    lines = [line for line in shown.text.splitlines() if line[:1].isdigit()]
    assert len(lines) == 3
    assert all(line.startswith(f"{number}. Until ") for number, line in enumerate(lines, start=1))
    assert shown.labels == ["End 1", "End 2", "End 3", "Stop"]
    assert not any(tag in str(shown.parts) for tag in tags)
    asked = await world.press(world.mo, shown, "End 1")
    assert lines[0].removeprefix("1. Until ") in asked.text
    assert asked.labels == ["End it now", "Back", "Stop"]
    asked = await world.press(world.mo, await world.press(world.mo, asked, "Back"), "End 1")
    await restart(world)
    done = await world.press(world.mo, asked, "End it now")
    assert "That one is ended" in done.text
    assert await left(world) == sorted(tags[:2])
    assert done.labels == ["End 1", "End 2", "Stop"]


async def test_two_who_end_the_same_hold_are_both_answered(world: World) -> None:
    await hold_tags(world, world.sam)
    shown, *asked = [await world.slash(world.mo, HOLDS) for _ in range(3)]
    one, two = [await world.press(world.mo, each, "End 1") for each in asked]
    await world.press(world.mo, one, "End it now")
    for late in (await world.press(world.mo, two, "End it now"), await world.press(world.mo, shown, "End 1")):
        assert "over already" in late.text
        assert "Nobody is kept" in late.text


async def test_in_strict_mode_a_passphrase_comes_first_and_opens_for_a_quarter_of_an_hour(world: World) -> None:
    await strict(world)
    await waiting(world)
    shown = await world.slash(world.mo, QUEUE)
    assert "A passphrase opens this" in shown.text
    assert shown.labels == ["Open with the passphrase", "See what is out", "Stop"]
    wrong = await unlock(world, shown, "seven red kettles sing")
    assert "That is not the passphrase" in wrong.text
    assert "seven" not in wrong.text
    queue = await unlock(world, wrong, "  seven   Green kettles sing ")
    assert "It is open until" in queue.text
    story = await world.press(world.mo, queue, "Open 1")
    assert WORDS in story.text
    await world.env.advance_time(timedelta(minutes=15).total_seconds())
    locked = await world.press(world.mo, story, "Say yes")
    assert "A passphrase opens this" in locked.text
    assert WORDS not in locked.text


async def test_a_press_on_an_old_lock_and_closing_before_the_time_is_over(world: World) -> None:
    await strict(world)
    await waiting(world)
    old, late, shown = [await world.slash(world.mo, QUEUE) for _ in range(3)]
    form = await world.press(world.mo, late, "Open with the passphrase")
    queue = await unlock(world, shown)
    assert "Open 1" in (await world.press(world.mo, old, "Open with the passphrase")).labels
    assert "Open 1" in (await world.fill(world.mo, form, passphrase="any")).labels
    labels = ("Say yes", "Ask the author", "Say no, with a reason", "Keep them from sharing")
    looked_at = [await look(world) for _ in labels]
    assert "A passphrase opens this" in (await world.press(world.mo, queue, "Close it again")).text
    for label, story in zip(labels, looked_at, strict=True):
        assert "A passphrase opens this" in (await world.press(world.mo, story, label)).text


async def test_after_a_restart_strict_mode_is_locked_again_and_an_open_form_still_works(world: World) -> None:
    await strict(world)
    await waiting(world)
    late, shown = [await world.slash(world.mo, QUEUE) for _ in range(2)]
    form = await world.press(world.mo, late, "Open with the passphrase")
    queue = await unlock(world, shown)
    await restart(world)
    assert "A passphrase opens this" in (await world.press(world.mo, queue, "Open 1")).text
    assert "It is open until" in (await world.fill(world.mo, form, passphrase=PASSPHRASE)).text


async def test_wrong_passphrases_slow_down_and_a_right_one_ends_that(world: World) -> None:
    await strict(world)
    await waiting(world)
    shown = await world.slash(world.mo, QUEUE)
    for _ in range(5):
        shown = await unlock(world, shown, "not this")
    slow = await unlock(world, shown)
    assert "You can try again" in slow.text
    assert "small letters" not in slow.text
    await world.env.advance_time(MINUTE.total_seconds())
    assert "It is open until" in (await unlock(world, shown)).text
    world.bot.telling.unlocked.close(world.guild.id)
    assert "not the passphrase" in (await unlock(world, await world.slash(world.mo, QUEUE), "not this")).text


async def test_in_strict_mode_a_yes_is_sealed_for_publication_and_opens_without_it(world: World) -> None:
    await strict(world)
    sent = await waiting(world)
    await unlock(world, await world.slash(world.mo, QUEUE))
    shown = await look(world)
    await world.fill(world.mo, await world.press(world.mo, shown, "Ask the author"), text="May we?")
    sure = await world.press(world.mo, await look(world), "Say yes")
    done = await world.press(world.mo, sure, "Let it be shared")
    assert await states(world) == {sent.key: "approved"}
    world.bot.telling.unlocked.close(world.guild.id)
    shown = await world.press(world.mo, done, "Look at it again")
    assert WORDS in shown.text
    assert "Read what was said" not in shown.labels
    locked = await world.slash(world.mo, QUEUE)
    listed = await world.press(world.mo, locked, "See what is out")
    assert "A passphrase opens this" in (await world.press(world.mo, listed, "Back")).text
    down = await world.press(world.mo, shown, "Take it down")
    assert "taken down" in (await world.fill(world.mo, down, text="It names a place.")).text


async def test_an_unlocked_community_opens_nothing_that_came_under_a_newer_key(world: World) -> None:
    await strict(world)
    await unlock(world, await world.slash(world.mo, QUEUE))
    telling = world.bot.telling
    await send(world)
    telling.keys = set_passphrase(telling.get_keys(), "another passphrase", old=PASSPHRASE, cost=CHEAP)
    await send(world)
    await take_in(world)
    queues = [await world.slash(world.mo, QUEUE) for _ in range(2)]
    keys = [each.split(":")[2] for each in queues[0].ids if ":open:" in each]
    opened = [
        read(await world.mo.click(shown.message, custom_id=f"story_reviews:open:{key}:0"))
        for shown, key in zip(queues, keys, strict=True)
    ]
    assert sorted("does not open with the keys" in each.text for each in opened) == [False, True]
