"""A member is asked in private on the days and at the time they chose, by their own clock, and once after an outage."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from bot.errors import Closed, Invalid
from bot.services import checkins, members, personal_prompts
from db.models.checkins import Prompt
from db.models.deliveries import Delivery
from db.models.members import Member
from tests.services.people import DAY, GUILD, HOUR, JO, NOW, SAM, Do, set_up

MINE: dict[str, Any] = {"guild_id": GUILD, "member_id": SAM}
FIRST = datetime(2026, 6, 4, 8, tzinfo=UTC)
"""Thursday nine o'clock in London."""


@pytest.fixture
async def do(do: Do) -> Do:
    await set_up(do)
    return do


async def choose(do: Do, typed: str = "every weekday 9am", now: datetime = NOW) -> Member:
    member: Member = await do(personal_prompts.record_times, **MINE, now=now, typed=typed)
    return member


@pytest.mark.parametrize(
    ("typed", "days", "at"),
    [
        ("every weekday 9am", "MO,TU,WE,TH,FR", time(9)),
        ("every day 6:30pm", "MO,TU,WE,TH,FR,SA,SU", time(18, 30)),
        ("Monday and Friday 6pm", "MO,FR", time(18)),
        ("weekends noon", "SA,SU", time(12)),
    ],
)
async def test_days_of_the_week_and_a_time_are_kept(do: Do, typed: str, days: str, at: time) -> None:
    member = await choose(do, typed if typed.startswith(("every", "weekends")) else f"every {typed}")
    assert (member.prompt_days, member.prompt_time) == (days, at)


@pytest.mark.parametrize(
    "typed",
    ["every other friday 9am", "first monday of every month 9am", "25 november 6pm", "every day 9am for 3 times",
     "every weekday 9am until march", "every weekday 9am, not on bank holidays"],
)  # fmt: skip
async def test_any_other_rule_is_refused_kindly(do: Do, typed: str) -> None:
    refusal = await do.refused(personal_prompts.record_times, **MINE, now=NOW, typed=typed)
    assert isinstance(refusal, Invalid)
    assert refusal.message_id == "members-prompts-unclear"


async def test_nothing_typed_means_never(do: Do) -> None:
    await choose(do)
    member = await choose(do, "")
    assert (member.prompt_days, member.prompt_time, member.prompt_at) == (None, None, None)
    assert await do(personal_prompts.plan_due, now=FIRST) == 0


async def test_a_member_is_asked_once_each_time(do: Do) -> None:
    assert (await choose(do)).prompt_at == FIRST
    assert await do(personal_prompts.plan_due, now=FIRST - HOUR) == 0
    assert [await do(personal_prompts.plan_due, now=FIRST) for _ in range(2)] == [1, 0]
    (row,) = await do.rows(Delivery)
    assert (row.member_id, row.channel_id, row.due_at, row.expires_at) == (SAM, None, FIRST, FIRST + 12 * HOUR)
    (prompt,) = await do.rows(Prompt)
    assert (prompt.channel_id, prompt.opened_at) == (None, FIRST)
    assert await do(checkins.get_guild_id, prompt_id=prompt.id) == GUILD
    (member,) = await do.rows(Member)
    assert member.prompt_at == FIRST + DAY


async def test_after_an_outage_one_question_is_asked_and_the_old_ones_are_not(do: Do) -> None:
    await choose(do, "every day 9am")
    assert await do(personal_prompts.plan_due, now=FIRST + 3 * DAY + 13 * HOUR) == 0
    (member,) = await do.rows(Member)
    assert member.prompt_at == FIRST + 4 * DAY
    assert await do(personal_prompts.plan_due, now=FIRST + 4 * DAY + 2 * HOUR) == 1


async def test_who_turned_messages_off_is_not_asked_and_is_again_later(do: Do) -> None:
    await choose(do, "every day 9am")
    await do(members.record_switch, **MINE, now=NOW, name="direct_messages", on=False)
    assert await do(personal_prompts.plan_due, now=FIRST) == 0
    await do(members.record_switch, **MINE, now=NOW, name="direct_messages", on=True)
    assert await do(personal_prompts.plan_due, now=FIRST + DAY) == 1


async def test_a_changed_clock_moves_the_time(do: Do) -> None:
    await choose(do)
    await do(members.record_zone, **MINE, now=NOW, typed="New York")
    await do(personal_prompts.aim, **MINE, now=NOW)
    (member,) = await do.rows(Member)
    assert member.prompt_at == datetime(2026, 6, 3, 13, tzinfo=UTC)
    await do(personal_prompts.aim, guild_id=GUILD, member_id=JO, now=NOW)


async def test_the_time_on_the_wall_stays_over_a_change_of_the_clock(do: Do) -> None:
    await choose(do, "every day 9am", datetime(2026, 10, 24, 12, tzinfo=UTC))
    seen = []
    for days in range(3):
        await do(personal_prompts.plan_due, now=datetime(2026, 10, 25 + days, 10, tzinfo=UTC))
        seen.append((await do.rows(Prompt))[-1].opened_at)
    assert [at.hour for at in seen] == [9, 9, 9]
    assert seen[1] - seen[0] == timedelta(days=1)


async def test_the_export_says_when_a_member_is_asked(do: Do) -> None:
    await choose(do)
    (row,) = await do(members.export_member, **MINE)
    assert (row["asked_on"], row["asked_at"]) == ("MO,TU,WE,TH,FR", "09:00")


async def test_a_question_that_is_gone_tells_no_community(do: Do) -> None:
    refusal = await do.refused(checkins.get_guild_id, prompt_id=1)
    assert isinstance(refusal, Closed)
    assert refusal.message_id == "checkins-prompt-gone"
