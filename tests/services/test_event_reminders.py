"""Who goes is reminded by the organiser's plan or their own: never who said no or waits, and never after the start."""

from datetime import datetime
from typing import Any

from bot.services import claims, event_drafts, event_notices, event_reminders, members
from db.models.deliveries import Delivery
from db.models.event_notices import EventNotice
from db.models.event_reminders import ReminderPlan
from db.models.events import Event, Occurrence
from db.models.signups import Signup
from tests.services.eventing import SIX, WEEKLY, opened, press, times, told, told_to, waiting, with_time
from tests.services.people import (
    ADA,
    DAY,
    ELSEWHERE,
    EVERYBODY,
    GUILD,
    HOUR,
    JO,
    KIM,
    NOW,
    SAM,
    Do,
    send_due,
    set_up,
)


async def due(do: Do, who: int = SAM) -> list[datetime]:
    """Give when somebody is going to be reminded."""
    return sorted(card.due_at for card in await waiting(do) if card.member_id == who)


async def record(do: Do, who: int, leads: str | None) -> None:
    await do(event_reminders.record_plan, guild_id=GUILD, member_id=who, leads=leads, now=NOW)


async def test_who_goes_or_may_go_is_reminded_by_the_organisers_plan(do: Do) -> None:
    await set_up(do)
    await opened(do, capacity="1")
    for who, said in ((SAM, "going"), (JO, "maybe"), (KIM, "going"), (ADA, "no")):
        await press(do, who, said)
    assert [await due(do, who) for who in (SAM, JO, KIM, ADA)] == [
        [SIX - DAY, SIX - HOUR], [SIX - DAY, SIX - HOUR], [], [],
    ]  # fmt: skip
    assert [card.expires_at for card in await waiting(do) if card.due_at == SIX - HOUR] == [SIX, SIX]


async def test_after_an_outage_only_the_latest_is_sent(do: Do) -> None:
    await set_up(do)
    await opened(do)
    await press(do, SAM)
    sent = [row.due_at for row in await send_due(do, SIX - HOUR) if row.member_id == SAM]
    assert sent == [SIX - HOUR]


async def test_a_change_of_mind_moves_reminders_and_yes_after_maybe_leaves_them(do: Do) -> None:
    await set_up(do)
    await opened(do)
    await press(do, SAM, "maybe")
    before = [row.id for row in await do.rows(EventNotice)]
    await press(do, SAM, "going")
    assert [row.id for row in await do.rows(EventNotice)] == before
    await press(do, SAM, "no")
    assert await due(do) == []
    await press(do, SAM, "going")
    assert await due(do) == [SIX - DAY, SIX - HOUR]


async def test_one_whose_moment_is_over_is_not_made_up_for(do: Do) -> None:
    await set_up(do)
    await opened(do)
    await press(do, SAM, now=SIX - DAY)
    assert await due(do) == [SIX - HOUR]
    await press(do, JO, now=SIX - HOUR)
    await press(do, KIM, now=SIX)
    assert (await due(do, JO), await due(do, KIM)) == ([], [])


async def test_one_that_is_late_is_never_sent_after_the_start(do: Do) -> None:
    await set_up(do)
    await opened(do)
    await press(do, SAM)
    claimed = await do(claims.claim_due, now=SIX, limit=9)
    assert [row for row in claimed if row.member_id == SAM] == []
    assert {row.state for row in await do.rows(Delivery) if row.member_id == SAM} == {"missed"}


async def test_one_that_was_sent_is_not_sent_again_after_another_answer(do: Do) -> None:
    await set_up(do)
    await opened(do)
    await press(do, SAM)
    await send_due(do, SIX - DAY)
    for said in ("no", "going"):
        await press(do, SAM, said, now=SIX - DAY + HOUR)
    assert await due(do) == [SIX - HOUR]
    assert len(await told_to(do, "reminder")) == 2


async def test_a_moved_time_moves_reminders_and_reminds_anew(do: Do) -> None:
    await set_up(do)
    row = await opened(do)
    await press(do, SAM)
    await send_due(do, SIX - DAY)
    await do(event_drafts.record_when, **told(row, SIX - DAY), when="saturday 6pm", until="1 hour")
    reminders = {each.id for each in await do.rows(EventNotice) if each.kind == "reminder"}
    moved = sorted(card.due_at for card in await waiting(do) if card.subject_id in reminders)
    assert moved == [SIX + DAY, SIX + 2 * DAY - HOUR]


async def test_a_member_has_a_plan_of_their_own_that_counts_at_once(do: Do) -> None:
    await set_up(do)
    await opened(do)
    for who in (SAM, JO):
        await press(do, who)
    assert await do(event_reminders.find_plan, guild_id=GUILD, member_id=SAM) is None
    await record(do, SAM, "120,30,30")
    assert await do(event_reminders.find_plan, guild_id=GUILD, member_id=SAM) == [2 * HOUR, HOUR / 2]
    assert (await due(do), await due(do, JO)) == ([SIX - 2 * HOUR, SIX - HOUR / 2], [SIX - DAY, SIX - HOUR])
    await record(do, SAM, "")
    assert (await due(do), await do(event_reminders.find_plan, guild_id=GUILD, member_id=SAM)) == ([], [])
    await record(do, SAM, None)
    await record(do, SAM, None)
    assert await due(do) == [SIX - DAY, SIX - HOUR]


async def test_a_plan_is_not_for_what_is_refused_over_or_elsewhere(do: Do) -> None:
    await set_up(do)
    await opened(do)
    await press(do, SAM, "no")
    await record(do, SAM, "30")
    assert await do.rows(EventNotice) == []

    async def end(session: Any) -> None:
        (one,) = (await session.scalars(Occurrence.__table__.select().with_only_columns(Occurrence.id))).all()
        row = await session.get_one(Occurrence, one)
        row.state = "over"

    await do(end)
    (one,) = await times(do)
    signup = Signup(guild_id=GUILD, occurrence_id=one.id, member_id=SAM, answer="going")
    await do(with_time, rule=event_reminders.plan, one=one.id, signup=signup, now=NOW)
    assert await do.rows(EventNotice) == []


async def test_guests_are_not_reminded(do: Do) -> None:
    await set_up(do)
    await opened(do)
    (one,) = await times(do)
    guest = Signup(guild_id=GUILD, occurrence_id=one.id, guest="Mrs Made-Up", answer="going")
    for rule in (event_reminders.plan, event_reminders.follow):
        await do(with_time, rule=rule, one=one.id, signup=guest, now=NOW)
    assert await do.rows(EventNotice) == []


async def test_everybody_is_reminded_anew_in_few_statements(do: Do) -> None:
    await set_up(do)
    row = await opened(do, WEEKLY)
    first = (await times(do))[0]
    for who in EVERYBODY:
        await press(do, who, one=first.id)

    async def shorter(session: Any) -> None:
        event = await session.get_one(Event, row.id)
        event.reminders = "10"
        one = await session.get_one(Occurrence, first.id)
        await event_reminders.follow_all(session, event=event, occurrence=one, now=NOW)

    await do(shorter)
    assert await told_to(do, "reminder") == sorted(EVERYBODY)
    assert {card.due_at for card in await waiting(do)} == {SIX - HOUR / 6}


async def test_a_plan_is_shown_to_its_member_erased_and_forgotten_with_their_choices(do: Do) -> None:
    await set_up(do)
    await set_up(do, ELSEWHERE)
    for who in (SAM, JO):
        await record(do, who, "60")
    assert await do(event_reminders.export_member, guild_id=GUILD, member_id=SAM) == [
        {"kind": "reminder-plan", "community": str(GUILD), "minutes_before": "60"}
    ]
    assert await do(event_reminders.erase_member, guild_id=ELSEWHERE, member_id=SAM, now=NOW) == 0
    assert await do(event_reminders.erase_member, guild_id=None, member_id=SAM, now=NOW) == 1
    assert await do(event_reminders.purge, now=NOW) == 0
    await do(members.erase_member, guild_id=None, member_id=JO, now=NOW)
    assert await do(event_reminders.purge, now=NOW) == 1
    assert await do.rows(ReminderPlan) == []


def test_a_reminder_is_of_the_kind_that_is_taken_back_by_a_no() -> None:
    assert event_reminders.REMINDERS[0] in event_notices.NEEDS_ANSWER
    assert event_notices.NEEDS_ANSWER["reminder"] == event_reminders.REMINDED
