"""Deliveries on a simulated Discord: once, in order, whatever breaks between claim and settle."""

import asyncio

import pytest

from bot import delivery
from bot.services import claims, deliveries
from cogs.checkins import Checkins
from tests.cogs.conftest import World
from tests.cogs.reading import text_of
from tests.cogs.sending import MESSAGES, later, posts, put, reach_out, rows, schedule, states


async def test_what_is_due_goes_out_at_once_without_waiting_for_the_metronome(world: World) -> None:
    await schedule(world)
    assert world.checkins.last_message is not None
    assert [row.state for row in await rows(world)] == ["sent"]


async def test_every_attempt_of_a_row_has_the_same_nonce_and_asks_discord_to_honour_it(world: World) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=503, times=2)
    await schedule(world)
    for _ in range(3):
        await world.env.advance_time(60)
        await world.run_due()
    sent = posts(world)
    assert len(sent) == 3
    assert len({str(body["nonce"]) for body in sent}) == 1
    assert all(body["enforce_nonce"] and len(str(body["nonce"])) <= 25 for body in sent)
    await schedule(world)
    assert posts(world)[-1]["nonce"] != sent[0]["nonce"]


async def test_what_a_killed_bot_had_claimed_is_sent_after_the_restart(world: World) -> None:
    world.bot.db.on_due = None
    await schedule(world)
    async with world.bot.db.begin() as session:
        await claims.claim_due(session, now=world.env.now(), limit=10)
    await world.run_due()
    assert world.checkins.last_message is None
    await world.restart()
    await world.run_due()
    assert len(world.checkins.history()) == 1


async def test_one_rows_fault_does_not_stop_the_others(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(*_: object) -> None:
        raise LookupError

    world.bot.db.on_due = None
    await schedule(world)
    await reach_out(world)
    monkeypatch.setattr(Checkins, "render", fail)
    await world.run_due()
    assert [(row.feature, row.state, row.reason) for row in await rows(world)] == [
        ("checkins", "failed", "unexpected"),
        ("reachouts", "sent", None),
    ]
    assert world.moderators.last_message is not None


async def test_a_row_of_a_feature_that_nobody_speaks_for_fails_and_says_why(world: World) -> None:
    await put(world, feature="gone", channel_id=world.checkins.id)
    await world.run_due()
    assert [(row.state, row.reason) for row in await rows(world)] == [("failed", "unexpected")]


async def test_a_send_that_hangs_is_given_up_and_tried_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async def hang(*_: object) -> None:
        await asyncio.Event().wait()

    world.bot.db.on_due = None
    await schedule(world)
    with monkeypatch.context() as patch:
        patch.setattr(delivery, "TIME_LIMIT", 0.05)
        patch.setattr(Checkins, "render", hang)
        await world.run_due()
    assert [row.state for row in await rows(world)] == ["waiting"]
    await world.env.advance_time(60)
    await world.run_due()
    assert len(world.checkins.history()) == 1


async def test_messages_to_one_place_keep_their_order(world: World) -> None:
    world.bot.db.on_due = None
    for hours in ("1 hour", "2 hours", "3 hours"):
        await world.slash(world.orla, "organise checkins schedule", closes=hours)
    await world.run_due()
    closing = [text_of(message).rsplit("<t:", 1)[-1] for message in world.checkins.history()]
    assert closing == sorted(closing)
    assert len(closing) == 3


async def test_a_prompt_past_its_closing_time_is_never_posted(world: World) -> None:
    world.bot.db.on_due = None
    await schedule(world)
    await world.env.advance_time(24 * 3600)
    await world.run_due()
    assert world.checkins.last_message is None
    assert [row.state for row in await rows(world)] == ["missed"]


@pytest.mark.parametrize(
    ("code", "reason"), [(10003, "missing-channel"), (50001, "no-access"), (50013, "no-permission"), (1, "discord-403")]
)
async def test_what_no_repetition_can_mend_fails_with_its_reason(world: World, code: int, reason: str) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=code)
    await schedule(world)
    assert [(row.state, row.reason) for row in await rows(world)] == [("failed", reason)]
    assert len(posts(world)) == 1


async def test_a_rate_limit_that_nobody_explains_is_waited_out(world: World) -> None:
    world.env.inject_error("POST", MESSAGES, status=429)
    await schedule(world)
    (row,) = await rows(world)
    assert (row.state, row.attempted_at) == ("waiting", None)
    await later(world, 30)
    assert await states(world) == [("sent", None)]
    assert len(world.checkins.history()) == 1


@pytest.mark.parametrize(("seconds", "is_late"), [(119, False), (121, True)])
async def test_lateness_is_said_after_two_minutes_and_not_before(world: World, seconds: int, *, is_late: bool) -> None:
    world.bot.db.on_due = None
    await schedule(world)
    await later(world, seconds)
    assert ("This comes late. It was due at <t:" in text_of(world.checkins.history()[0])) is is_late


@pytest.mark.parametrize("code", [50001, 50013])
async def test_what_kettle_may_not_take_away_now_it_takes_away_later(world: World, code: int) -> None:
    request = await reach_out(world)
    world.env.inject_error("DELETE", f"{MESSAGES}/*", status=403, code=code)
    await world.press(world.sam, request, "Take my request back")
    (row,) = await rows(world)
    assert (row.kind, row.state, row.next_at - row.due_at >= deliveries.NONCE_KNOWN) == ("delete", "waiting", True)
    await later(world, 1800)
    assert len(world.moderators.history()) == 1
    await later(world, 1801)
    assert world.moderators.history() == []
    assert await rows(world) == []


@pytest.mark.parametrize("code", [10008, 10003])
async def test_what_is_gone_already_needs_no_taking_away(world: World, code: int) -> None:
    request = await reach_out(world)
    world.env.inject_error("DELETE", f"{MESSAGES}/*", status=404, code=code)
    await world.press(world.sam, request, "Take my request back")
    assert await rows(world) == []


async def test_a_refusal_to_take_away_that_nobody_knows_is_written_down(world: World) -> None:
    request = await reach_out(world)
    world.env.inject_error("DELETE", f"{MESSAGES}/*", status=404, code=10004)
    await world.press(world.sam, request, "Take my request back")
    assert await states(world) == [("failed", "discord-404")]
