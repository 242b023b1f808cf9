"""One answer a member and day of their own calendar, private, forgotten after a fortnight or at midnight."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.errors import Closed, Invalid, NotAllowed, NotFound, NotSetUp
from bot.services import checkins, contacts, members, prompts
from db.models.checkins import Answer, Prompt
from db.models.deliveries import Delivery
from db.models.shares import Share
from tests.services.people import (
    CHECKINS,
    DAY,
    ELSEWHERE,
    GUILD,
    HOUR,
    JO,
    NOW,
    SAM,
    Do,
    pair_up,
    person,
    say,
    send_due,
    set_up,
    share,
)

MINE = {"guild_id": GUILD, "member_id": SAM}
TODAY = NOW.date()
SECOND = timedelta(seconds=1)


@pytest.fixture
async def do(do: Do) -> Do:
    """A community in London."""
    await set_up(do)
    return do


def utc(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


async def ask(do: Do, hours: int = 12, guild_id: int = GUILD) -> Prompt:
    told = {"person": person("organiser", guild_id=guild_id), "channel_id": CHECKINS, "now": NOW}
    prompt: Prompt = await do(prompts.ask_now, **told, open_for=hours * HOUR)
    return prompt


async def reply(do: Do, prompt_id: int, now: datetime = NOW, **told: Any) -> Answer:
    saved = await do(checkins.record_answer, **{**MINE, "answer": "ok", **told}, prompt_id=prompt_id, now=now)
    row: Answer = saved.row
    return row


async def fortnight(do: Do, now: datetime, **told: Any) -> list[tuple[date, str | None]]:
    days: list[tuple[date, str | None]] = await do(checkins.list_fortnight, **{**MINE, **told}, now=now)
    return days


@pytest.mark.parametrize("answer", checkins.ANSWERS)
async def test_an_answer_is_kept_for_fourteen_days_of_the_members_calendar(do: Do, answer: str) -> None:
    row = await say(do, SAM, answer)
    assert (row.answer, row.answered_on, row.answered_at, row.prompt_id) == (answer, TODAY, NOW, None)
    assert row.kept_until == utc(6, 16, 23)
    assert (await do(members.find_member, **MINE)).used_on == date(2026, 6, 1)


@pytest.mark.parametrize("answer", ["", "Good", "fine", "low "])
async def test_a_word_that_is_no_answer_is_refused(do: Do, answer: str) -> None:
    refusal = await do.refused(checkins.record_answer, **MINE, answer=answer, now=NOW)
    assert isinstance(refusal, Invalid)
    assert refusal.message_id == "checkins-answer-unknown"
    assert await do.rows(Answer) == []


async def test_where_nobody_set_kettle_up_nothing_is_saved(do: Do) -> None:
    told = {"guild_id": ELSEWHERE, "member_id": SAM, "answer": "ok", "now": NOW}
    assert isinstance(await do.refused(checkins.record_answer, **told), NotSetUp)
    assert await do.rows(Answer) == []


@pytest.mark.parametrize("answer", checkins.ANSWERS)
async def test_three_contacts_of_the_members_nation_stand_beside_low_and_struggling_alone(do: Do, answer: str) -> None:
    await do(members.record_nation, **MINE, now=NOW, nation="Wales")
    beside = await do(checkins.list_support, row=await say(do, SAM, answer))
    assert beside == (contacts.first("Wales") if answer in {"low", "struggling"} else ())
    assert len(contacts.first("Wales")) == 3


async def test_a_second_answer_of_a_day_replaces_the_first_and_takes_its_shares_back(do: Do) -> None:
    await pair_up(do, SAM, JO)
    first = await say(do, SAM, "low")
    await share(do, SAM)
    await send_due(do, NOW)
    second = await say(do, SAM, "good", now=NOW + HOUR)
    assert (second.id, second.answer, second.answered_at) == (first.id, "good", NOW + HOUR)
    assert (len(await do.rows(Answer)), await do.rows(Share)) == (1, [])
    assert [row.kind for row in await do.rows(Delivery) if row.feature == "shares"] == ["delete"]


async def test_an_answer_of_another_day_member_or_community_is_another_answer(do: Do) -> None:
    await set_up(do, ELSEWHERE)
    await say(do, SAM, "good")
    await say(do, SAM, "ok", now=NOW + DAY)
    await say(do, JO, "low")
    await say(do, SAM, "mixed", guild_id=ELSEWHERE)
    assert [row.answer for row in await do.rows(Answer)] == ["good", "ok", "low", "mixed"]
    assert (await do(checkins.find_today, **MINE, now=NOW)).answer == "good"
    assert (await do(checkins.find_today, guild_id=ELSEWHERE, member_id=SAM, now=NOW)).answer == "mixed"


@pytest.mark.parametrize(
    ("zone", "before", "after"),
    [
        ("Europe/London", utc(3, 28, 23, 59), utc(3, 29)),
        ("Europe/London", utc(3, 29, 22, 59), utc(3, 29, 23)),
        ("Europe/London", utc(10, 24, 22, 59), utc(10, 24, 23)),
        ("Europe/London", utc(10, 25, 23, 59), utc(10, 26)),
        ("Pacific/Kiritimati", utc(6, 3, 9, 59), utc(6, 3, 10)),
        ("Etc/GMT+12", utc(6, 3, 11, 59), utc(6, 3, 12)),
        ("America/Havana", utc(3, 8, 4, 59), utc(3, 8, 5)),
        ("Australia/Lord_Howe", utc(4, 4, 12, 59), utc(4, 4, 13)),
    ],
)
async def test_a_day_ends_at_the_members_own_midnight(do: Do, zone: str, before: datetime, after: datetime) -> None:
    await do(members.record_choice, **MINE, now=before, zone=zone)
    first = await say(do, SAM, "low", now=before)
    second = await say(do, SAM, "good", now=after)
    assert second.answered_on == first.answered_on + DAY
    assert await fortnight(do, after) == [
        *((first.answered_on - back * DAY, None) for back in range(12, 0, -1)),
        (first.answered_on, "low"),
        (second.answered_on, "good"),
    ]


@pytest.mark.parametrize(
    ("answered", "gone"),
    [(utc(3, 20, 12), utc(4, 2, 23)), (utc(10, 20, 12), utc(11, 3)), (utc(3, 14, 12), utc(3, 28))],
)
async def test_a_fortnight_ends_at_midnight_also_when_the_clock_changes_in_it(
    do: Do, answered: datetime, gone: datetime
) -> None:
    row = await say(do, SAM, now=answered)
    assert row.kept_until == gone
    assert (await fortnight(do, gone - SECOND))[0] == (row.answered_on, "ok")
    assert await do(checkins.purge, now=gone - SECOND) == 0
    assert await do(checkins.purge, now=gone) == 1


async def test_an_answer_to_be_forgotten_at_midnight_is(do: Do) -> None:
    await say(do, SAM, now=NOW - DAY)
    await do(members.record_switch, **MINE, now=NOW, name="forget_at_midnight", on=True)
    row = await say(do, SAM)
    assert row.kept_until == utc(6, 3, 23)
    assert await do(checkins.purge, now=row.kept_until - SECOND) == 0
    assert await do(checkins.purge, now=row.kept_until) == 1
    assert [kept.answered_on for kept in await do.rows(Answer)] == [TODAY - DAY]


async def test_turning_the_forgetting_off_keeps_the_next_answer_of_the_same_day(do: Do) -> None:
    for on, kept_until in ((True, utc(6, 3, 23)), (False, utc(6, 16, 23))):
        await do(members.record_switch, **MINE, now=NOW, name="forget_at_midnight", on=on)
        assert (await say(do, SAM)).kept_until == kept_until


async def test_what_is_over_is_shown_and_shared_no_more_even_before_it_is_swept_away(do: Do) -> None:
    await pair_up(do, SAM, JO)
    await do(members.record_choice, **MINE, now=NOW, zone="Pacific/Kiritimati", forget_at_midnight=True)
    row = await say(do, SAM)
    later = row.kept_until + 12 * HOUR
    await do(members.record_choice, **MINE, now=later, zone="Etc/GMT+12")
    assert await do(checkins.find_today, **MINE, now=later) is None
    assert (row.answered_on, "ok") not in await fortnight(do, later)
    for rule in (checkins.get_answer, checkins.share_answer, checkins.take_back_answer, checkins.take_back_shares):
        refusal = await do.refused(rule, **MINE, day=row.answered_on, now=later)
        assert isinstance(refusal, NotFound)
        assert refusal.message_id == "checkins-nothing-today"


async def test_the_answer_of_today_is_todays_and_mine(do: Do) -> None:
    assert await do(checkins.find_today, **MINE, now=NOW) is None
    await say(do, JO)
    await say(do, SAM, "low", now=NOW - DAY)
    assert await do(checkins.find_today, **MINE, now=NOW) is None
    await say(do, SAM, "good")
    assert (await do(checkins.find_today, **MINE, now=NOW)).answer == "good"
    assert (await do(checkins.get_answer, **MINE, day=TODAY - DAY, now=NOW)).answer == "low"


async def test_an_answer_taken_back_is_gone_from_every_peer_and_can_be_given_again(do: Do) -> None:
    await pair_up(do, SAM, JO)
    await say(do, SAM, "low", now=NOW - DAY)
    await say(do, SAM, "good")
    await share(do, SAM)
    await send_due(do, NOW)
    await do(checkins.take_back_answer, **MINE, day=TODAY, now=NOW)
    assert [row.answer for row in await do.rows(Answer)] == ["low"]
    assert [row.kind for row in await do.rows(Delivery) if row.feature == "shares"] == ["delete"]
    refusal = await do.refused(checkins.take_back_answer, **MINE, day=TODAY, now=NOW)
    assert isinstance(refusal, NotFound)
    assert refusal.message_id == "checkins-nothing-today"
    assert (await say(do, SAM, "mixed")).answer == "mixed"


async def test_the_fortnight_shows_fourteen_days_with_their_gaps_and_nothing_older(do: Do) -> None:
    for back in (14, 13, 2, 0):
        await say(do, SAM, "low" if back else "good", now=NOW - back * DAY)
    await say(do, JO, now=NOW - DAY)
    days = await fortnight(do, NOW)
    assert [day for day, _ in days] == [TODAY - back * DAY for back in range(13, -1, -1)]
    assert {day for day, said in days if said == "low"} == {TODAY - 13 * DAY, TODAY - 2 * DAY}
    assert days[-1] == (TODAY, "good")
    assert [said for _, said in await fortnight(do, NOW, guild_id=ELSEWHERE)] == [None] * 14


async def test_an_organiser_asks_in_a_channel_and_the_question_dies_when_it_closes(do: Do) -> None:
    prompt = await ask(do, hours=2)
    assert (prompt.guild_id, prompt.channel_id) == (GUILD, CHECKINS)
    assert (prompt.opened_at, prompt.closes_at) == (NOW, NOW + 2 * HOUR)
    assert (await do(checkins.find_prompt, prompt_id=prompt.id)).id == prompt.id
    (message,) = await do.rows(Delivery)
    assert (message.feature, message.subject_id, message.channel_id) == ("checkins", prompt.id, CHECKINS)
    assert (message.due_at, message.expires_at) == (NOW, NOW + 2 * HOUR)


async def test_only_an_organiser_by_permission_or_by_this_communitys_role_asks(do: Do) -> None:
    told = {"channel_id": CHECKINS, "open_for": HOUR, "now": NOW}
    await set_up(do, organiser_role_id=61)
    await set_up(do, ELSEWHERE, organiser_role_id=62)
    for who in (person(), person("moderator", "admin"), person(roles=[62]), person(guild_id=ELSEWHERE, roles=[61])):
        refusal = await do.refused(prompts.ask_now, **told, person=who)
        assert isinstance(refusal, NotAllowed)
        assert refusal.message_id == "guilds-only-organiser"
    assert await do.rows(Prompt) == []
    for who in (person("organiser"), person(roles=[61]), person(guild_id=ELSEWHERE, roles=[62])):
        assert (await do(prompts.ask_now, **told, person=who)).guild_id == who.guild_id


async def test_nobody_asks_where_kettle_was_never_set_up(do: Do) -> None:
    told = {"channel_id": CHECKINS, "open_for": HOUR, "now": NOW, "person": person("organiser", guild_id=ELSEWHERE)}
    assert isinstance(await do.refused(prompts.ask_now, **told), NotSetUp)


async def test_an_answer_to_a_question_is_taken_until_the_instant_it_closes(do: Do) -> None:
    prompt = await ask(do, hours=2)
    assert (await reply(do, prompt.id, NOW + 2 * HOUR - SECOND)).prompt_id == prompt.id
    told = {**MINE, "answer": "low", "prompt_id": prompt.id}
    refusal = await do.refused(checkins.record_answer, **told, now=NOW + 2 * HOUR)
    assert isinstance(refusal, Closed)
    assert refusal.message_id == "checkins-prompt-closed"
    assert (await do(checkins.find_today, **MINE, now=NOW)).answer == "ok"


async def test_a_question_that_is_gone_or_another_communitys_takes_no_answer(do: Do) -> None:
    await set_up(do, ELSEWHERE)
    theirs = await ask(do, guild_id=ELSEWHERE)
    for prompt_id in (theirs.id, theirs.id + 1):
        refusal = await do.refused(checkins.record_answer, **MINE, answer="ok", prompt_id=prompt_id, now=NOW)
        assert isinstance(refusal, Closed)
        assert refusal.message_id == "checkins-prompt-gone"
    assert await do.rows(Answer) == []


async def test_an_answer_of_ones_own_after_one_that_was_asked_for_is_nobodys_question(do: Do) -> None:
    prompt = await ask(do)
    await reply(do, prompt.id)
    assert (await say(do, SAM)).prompt_id is None


async def test_a_question_goes_a_fortnight_after_it_closed_and_its_answers_stay_their_time(do: Do) -> None:
    prompt = await ask(do, hours=1)
    over = prompt.closes_at + 14 * DAY
    await reply(do, prompt.id)
    row = (await do.rows(Answer))[0]
    assert await do(checkins.purge, now=over) == 1
    assert await do(checkins.find_prompt, prompt_id=prompt.id) is not None
    assert row.kept_until <= over
    assert await do(checkins.purge, now=over + SECOND) == 1
    assert await do(checkins.find_prompt, prompt_id=prompt.id) is None


async def test_the_export_holds_every_answer_and_until_when_it_is_kept(do: Do) -> None:
    await say(do, SAM, "low")
    await say(do, JO)
    assert await do(checkins.export_member, **MINE) == [
        {
            "kind": "check-in",
            "community": str(GUILD),
            "day": "2026-06-03",
            "answered_at": NOW.isoformat(),
            "answer": "low",
            "kept_until": "2026-06-16T23:00:00+00:00",
        }
    ]
    assert await do(checkins.export_member, guild_id=ELSEWHERE, member_id=SAM) == []
    assert len(await do(checkins.export_member, guild_id=None, member_id=SAM)) == 1


async def test_erasing_forgets_a_members_answers_and_nobody_elses(do: Do) -> None:
    for back in range(3):
        await say(do, SAM, now=NOW - back * DAY)
    await say(do, JO)
    assert await do(checkins.erase_member, guild_id=ELSEWHERE, member_id=SAM, now=NOW) == 0
    assert await do(checkins.erase_member, **MINE, now=NOW) == 3
    assert [row.member_id for row in await do.rows(Answer)] == [JO]


async def test_a_hundred_people_at_once_leave_an_answer_each(do: Do) -> None:
    prompt = await ask(do)
    people = range(SAM, SAM + 100)
    said = [checkins.ANSWERS[member_id % 6] for member_id in people]
    await asyncio.gather(
        *(reply(do, prompt.id, member_id=who, answer=answer) for who, answer in zip(people, said, strict=True))
    )
    kept = {row.member_id: row.answer for row in await do.rows(Answer)}
    assert kept == dict(zip(people, said, strict=True))
    assert len(await do.rows(Answer)) == 100


async def test_one_person_pressing_twenty_times_at_once_leaves_one_answer(do: Do) -> None:
    said = [checkins.ANSWERS[number % 6] for number in range(20)]
    told = await asyncio.gather(*(say(do, SAM, answer) for answer in said))
    assert [row.answer for row in told] == said
    (row,) = await do.rows(Answer)
    assert row.answer in said


async def test_the_next_prompt_to_close_is_found_and_a_closed_one_is_not(do: Do) -> None:
    assert await do(checkins.find_next_closing, now=NOW) is None
    first, second = await ask(do, hours=2), await ask(do, hours=3)
    assert await do(checkins.find_next_closing, now=NOW) == first.closes_at
    assert await do(checkins.find_next_closing, now=first.closes_at) == second.closes_at
    assert await do(checkins.find_next_closing, now=second.closes_at) is None
