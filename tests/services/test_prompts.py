"""Organisers ask now or by a rule; each time is asked once, one can be left out, and what is over says so."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.errors import Closed, Invalid, NotAllowed, NotFound, NotSetUp
from bot.services import checkins, prompts, spoken_rules
from db.models.checkins import Prompt
from db.models.deliveries import Delivery
from db.models.prompts import PromptSeries
from db.models.schedules import Schedule
from tests.services.people import CHECKINS, DAY, ELSEWHERE, GUILD, HOUR, MODERATORS, NOW, Do, person, send_due, set_up

ORGANISER = person("organiser")
BY = {"person": ORGANISER, "now": NOW}
FIRST = datetime(2026, 6, 4, 8, 30, tzinfo=UTC)
"""Thursday half past nine in London."""


@pytest.fixture
async def do(do: Do) -> Do:
    await set_up(do)
    return do


async def draft(do: Do, typed: str = "every weekday 9:30", **told: Any) -> PromptSeries:
    rule = spoken_rules.read_rule(typed, zone="Europe/London", now=NOW, nation="England")
    about = {**BY, "channel_id": CHECKINS, "open_for": 12 * HOUR, **told}
    series: PromptSeries = await do(prompts.draft_series, **about, rule=rule)
    return series


async def started(do: Do, typed: str = "every weekday 9:30") -> int:
    series = await draft(do, typed)
    await do(prompts.start_series, **BY, series_id=series.id)
    return series.id


async def plan(do: Do, now: datetime) -> list[datetime]:
    await do(prompts.plan_due, now=now)
    return [row.opened_at for row in await do.rows(Prompt)]


async def test_without_a_channel_of_its_own_the_communitys_is_asked(do: Do) -> None:
    refusal = await do.refused(prompts.get_place, person=ORGANISER, channel_id=None)
    assert isinstance(refusal, Invalid)
    assert refusal.message_id == "checkins-no-channel"
    await set_up(do, checkins_channel_id=CHECKINS)
    assert await do(prompts.get_place, person=ORGANISER, channel_id=None) == CHECKINS
    assert await do(prompts.get_place, person=ORGANISER, channel_id=MODERATORS) == MODERATORS


@pytest.mark.parametrize("power", ["moderator", "admin"])
async def test_only_organisers_ask_and_see_and_change_what_is_asked(do: Do, power: Any) -> None:
    series_id = await started(do)
    who = person(power)
    told: list[tuple[Any, dict[str, Any]]] = [
        (prompts.get_place, {"channel_id": CHECKINS}),
        (prompts.ask_now, {"channel_id": CHECKINS, "open_for": HOUR, "now": NOW}),
        (prompts.list_series, {}),
        (prompts.get_series, {"series_id": series_id}),
        (prompts.start_series, {"series_id": series_id, "now": NOW}),
        (prompts.pause_series, {"series_id": series_id, "is_paused": True, "now": NOW}),
        (prompts.skip, {"series_id": series_id, "at": int(FIRST.timestamp()), "now": NOW}),
        (prompts.move, {"series_id": series_id, "at": int(FIRST.timestamp()), "typed": "6pm", "now": NOW}),
        (prompts.stop_series, {"series_id": series_id, "now": NOW}),
    ]
    for rule, about in told:
        assert isinstance(await do.refused(rule, person=who, **about), NotAllowed)
    assert len(await do.rows(PromptSeries)) == 1


async def test_where_nobody_set_kettle_up_nothing_is_asked(do: Do) -> None:
    elsewhere = person("organiser", guild_id=ELSEWHERE)
    assert isinstance(await do.refused(prompts.get_place, person=elsewhere, channel_id=CHECKINS), NotSetUp)


async def test_a_draft_asks_nothing_until_it_is_started_and_goes_after_a_day(do: Do) -> None:
    await draft(do)
    assert await plan(do, FIRST) == []
    assert await do(prompts.list_series, person=ORGANISER) == []
    assert await do(prompts.purge, now=NOW + DAY) == 0
    assert await do(prompts.purge, now=NOW + DAY + HOUR) == 1
    assert (await do.rows(PromptSeries), await do.rows(Schedule)) == ([], [])


async def test_a_rule_asks_each_time_once_and_is_kept(do: Do) -> None:
    series_id = await started(do)
    await do(prompts.start_series, **BY, series_id=series_id)
    for now in (FIRST - HOUR, FIRST, FIRST, FIRST + HOUR, FIRST + DAY):
        planned = await plan(do, now)
    assert planned == [FIRST, FIRST + DAY]
    rows = await do.rows(Delivery)
    assert [(row.feature, row.channel_id, row.due_at) for row in rows] == [
        ("checkins", CHECKINS, FIRST),
        ("checkins", CHECKINS, FIRST + DAY),
    ]
    assert {row.expires_at - row.due_at for row in rows} == {12 * HOUR}
    assert await do(prompts.purge, now=NOW + 30 * DAY) == 0


async def test_a_rule_of_another_community_is_not_there(do: Do) -> None:
    series_id = await started(do)
    await set_up(do, ELSEWHERE)
    elsewhere = person("organiser", guild_id=ELSEWHERE)
    for rule in (prompts.get_series, prompts.start_series, prompts.stop_series):
        told = {} if rule is prompts.get_series else {"now": NOW}
        refusal = await do.refused(rule, person=elsewhere, series_id=series_id, **told)
        assert isinstance(refusal, NotFound)
    assert await do(prompts.list_series, person=elsewhere) == []
    assert [series.id for series, _ in await do(prompts.list_series, person=ORGANISER)] == [series_id]


async def test_a_community_has_ten_rules_at_most(do: Do) -> None:
    for _ in range(prompts.MOST):
        await started(do)
    with pytest.raises(Closed, match="prompts-enough"):
        await draft(do)


async def test_one_time_is_left_out_also_when_it_was_planned_already(do: Do) -> None:
    series_id = await started(do)
    await plan(do, FIRST)
    early = FIRST - timedelta(minutes=1)
    told = {"person": ORGANISER, "series_id": series_id, "at": int(FIRST.timestamp()), "now": early}
    await do(prompts.skip, **told)
    assert (await do.refused(prompts.skip, **told)).message_id == "recurrence-not-next"
    assert (await do.rows(Prompt), await do.rows(Delivery)) == ([], [])
    assert await plan(do, FIRST + DAY) == [FIRST + DAY]


async def test_one_time_is_moved_also_when_it_was_planned_already(do: Do) -> None:
    series_id = await started(do)
    await plan(do, FIRST)
    early = FIRST - timedelta(minutes=1)
    told = {"person": ORGANISER, "series_id": series_id, "at": int(FIRST.timestamp()), "now": early}
    assert (await do.refused(prompts.move, **told, typed="at some time")).message_id.startswith("dates-")
    assert [row.opened_at for row in await do.rows(Prompt)] == [FIRST]
    await do(prompts.move, **told, typed="today 11am")
    assert await do.rows(Delivery) == []
    moved = FIRST.replace(hour=10, minute=0)
    assert await plan(do, moved) == [moved]
    assert await plan(do, FIRST + DAY) == [moved, FIRST + DAY]


async def test_what_was_asked_already_stays_when_its_rule_is_paused_or_ended(do: Do) -> None:
    series_id = await started(do)
    await plan(do, FIRST)
    await send_due(do, FIRST)
    later = FIRST + HOUR
    _, schedule = await do(prompts.pause_series, person=ORGANISER, series_id=series_id, is_paused=True, now=later)
    assert schedule.is_paused
    assert await plan(do, FIRST + DAY) == [FIRST]
    await do(prompts.pause_series, person=ORGANISER, series_id=series_id, is_paused=False, now=FIRST + DAY + HOUR)
    await do(prompts.stop_series, person=ORGANISER, series_id=series_id, now=FIRST + DAY + HOUR)
    assert await plan(do, FIRST + 6 * DAY) == [FIRST]
    assert (await do.rows(PromptSeries), await do.rows(Schedule)) == ([], [])
    refusal = await do.refused(prompts.get_series, person=ORGANISER, series_id=series_id)
    assert refusal.message_id == "prompts-gone"


async def test_a_pause_takes_back_what_is_planned_and_not_asked(do: Do) -> None:
    series_id = await started(do)
    await plan(do, FIRST)
    early = FIRST - timedelta(minutes=1)
    await do(prompts.pause_series, person=ORGANISER, series_id=series_id, is_paused=True, now=early)
    assert (await do.rows(Prompt), await do.rows(Delivery)) == ([], [])


async def test_a_question_shows_once_that_it_has_closed(do: Do) -> None:
    asked = await do(prompts.ask_now, **BY, channel_id=CHECKINS, open_for=HOUR)
    assert await do(checkins.find_next_closing, now=NOW) == asked.closes_at
    await send_due(do, NOW)
    assert await do(prompts.close_due, now=NOW + HOUR - timedelta(seconds=1)) == 0
    assert await do(prompts.close_due, now=NOW + HOUR) == 1
    assert await do(prompts.close_due, now=NOW + HOUR) == 0
    assert [(row.kind, row.state) for row in await do.rows(Delivery)] == [("post", "sent"), ("edit", "waiting")]
    assert await do(checkins.find_next_closing, now=NOW + HOUR) is None


async def test_a_question_that_was_never_out_closes_without_a_word(do: Do) -> None:
    await do(prompts.ask_now, **BY, channel_id=CHECKINS, open_for=HOUR)
    assert await do(prompts.close_due, now=NOW + HOUR) == 1
    assert [row.kind for row in await do.rows(Delivery)] == ["post"]


async def test_an_outage_over_a_change_of_the_clock_asks_what_is_still_open_and_misses_the_rest(do: Do) -> None:
    late = datetime(2026, 10, 24, 7, tzinfo=UTC)
    rule = spoken_rules.read_rule("every day 9:30", zone="Europe/London", now=late)
    told = {"person": ORGANISER, "channel_id": CHECKINS, "open_for": 12 * HOUR, "now": late}
    series = await do(prompts.draft_series, **told, rule=rule)
    await do(prompts.start_series, person=ORGANISER, series_id=series.id, now=late)
    back = late + 27 * HOUR
    planned = await plan(do, back)
    assert [row - late for row in planned] == [timedelta(hours=1.5), timedelta(hours=26.5)]
    assert [row.subject_id for row in await send_due(do, back)] == [(await do.rows(Prompt))[1].id]
    assert [row.state for row in await do.rows(Delivery)] == ["missed", "sent"]
    assert GUILD
