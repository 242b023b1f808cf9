"""What members are told about an event is said once, is called back when it is not so, and is forgotten in time."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from bot.errors import Closed
from bot.services import claims, deliveries, event_notices, events, members, privacy
from db.models.deliveries import Delivery
from db.models.event_notices import EventMessage, EventNotice
from db.models.events import Occurrence
from db.models.members import Member
from db.models.signups import Signup
from tests.services.eventing import SIX, WEEKLY, opened, organiser, press, times, told, told_to, waiting, with_time
from tests.services.people import ADA, DAY, ELSEWHERE, GUILD, HOUR, JO, KIM, NOW, SAM, Do, send_due, set_up

LATER = SIX - HOUR


async def planned(do: Do) -> int:
    """Open an event to which Sam goes, Jo may go, and Kim does not; nobody is reminded."""
    await set_up(do)
    await opened(do, WEEKLY, reminders="")
    for who, said in ((SAM, "going"), (JO, "maybe"), (KIM, "no")):
        await press(do, who, said)
    return (await times(do))[0].id


async def tell(do: Do, one: int, kind: str, *who: int, **others: Any) -> None:
    step = {"rule": event_notices.tell, "one": one, "is_of_event": False, "now": NOW}
    await do(with_time, **step, member_ids=who, kind=kind, **others)


async def said(do: Do, *, is_here: bool = False) -> list[tuple[int, str]]:
    """Give what would be said now, to whom."""
    ids = [row.id for row in await do.rows(EventNotice)]
    found = [await do(event_notices.find_told, notice_id=each, is_here=is_here) for each in ids]
    return [(each.notice.member_id, each.notice.kind) for each in found if each is not None]


async def test_the_same_is_said_once_and_another_token_is_another_thing(do: Do) -> None:
    one = await planned(do)
    await tell(do, one, "changed", SAM, JO, SAM)
    await tell(do, one, "changed", SAM)
    assert await told_to(do, "changed") == [SAM, JO]
    await tell(do, one, "changed", SAM, token="2")
    assert await told_to(do, "changed") == [SAM, SAM, JO]
    cards = await waiting(do)
    assert [(card.member_id, card.due_at, card.expires_at) for card in cards] == [
        (who, NOW, SIX + 2 * HOUR) for who in (SAM, JO, SAM)
    ]


async def test_nobody_is_told_nothing(do: Do) -> None:
    one = await planned(do)
    await tell(do, one, "changed")
    assert await do.rows(EventNotice) == []


async def test_it_is_said_when_and_until_when_it_was_asked_for(do: Do) -> None:
    one = await planned(do)
    await tell(do, one, "feedback", SAM, due_at=LATER, expires_at=SIX)
    (card,) = await waiting(do)
    assert (card.due_at, card.expires_at) == (LATER, SIX)


@pytest.mark.parametrize(
    ("kind", "to"),
    [("reminder", [SAM, JO]), ("changed", [SAM, JO]), ("offer", []), ("message", [SAM, JO]), ("cancelled", []),
     ("feedback", [SAM, JO, KIM, ADA])],
)  # fmt: skip
async def test_what_is_not_so_when_it_is_sent_is_not_said(do: Do, kind: str, to: list[int]) -> None:
    one = await planned(do)
    await tell(do, one, kind, SAM, JO, KIM, ADA)
    assert await said(do) == [(who, kind) for who in to]


async def test_of_what_is_cancelled_only_that_is_told(do: Do) -> None:
    one = await planned(do)
    for kind in ("reminder", "message", "feedback"):
        await tell(do, one, kind, SAM)
    await do(events.cancel_occurrence, person=organiser(), occurrence_id=one, now=NOW)
    assert await said(do) == [(SAM, "cancelled"), (JO, "cancelled")]


async def test_who_left_the_community_is_told_nothing(do: Do) -> None:
    one = await planned(do)
    await tell(do, one, "reminder", SAM, JO)

    async def leave(session: Any) -> None:
        (await session.get_one(Member, (GUILD, SAM))).left_on = NOW.date()

    await do(leave)
    await do(members.erase_member, guild_id=GUILD, member_id=JO, now=NOW)
    assert await said(do) == [(JO, "reminder")]


@pytest.mark.parametrize("kind", ["reminder", "offer", "passed", "changed", "cancelled", "message", "feedback"])
async def test_who_takes_no_messages_is_sent_none_and_told_what_matters_beside_an_answer(do: Do, kind: str) -> None:
    one = await planned(do)
    others: dict[str, str] = {"offer": "offered", "passed": "no", "cancelled": "going"}
    await do(lambda session: session.execute(update(Signup).values(answer=others.get(kind, "going"))))
    await do(members.record_switch, guild_id=GUILD, member_id=SAM, now=NOW, name="direct_messages", on=False)
    await tell(do, one, kind, SAM, JO)
    if kind == "cancelled":
        await do(lambda session: session.execute(update(Occurrence).values(state="cancelled")))
    assert await said(do) == [(JO, kind)]
    assert await said(do, is_here=True) == ([(SAM, kind)] if kind in {"offer", "changed", "cancelled"} else []) + [
        (JO, kind)
    ]


async def test_what_matters_and_was_not_sent_is_kept_until_it_is_over(do: Do) -> None:
    one = await planned(do)
    for who, guild_id in ((SAM, GUILD), (JO, ELSEWHERE)):
        switch = {"guild_id": guild_id, "member_id": who, "name": "direct_messages", "on": False}
        await do(members.record_switch, **switch, now=NOW)
    await tell(do, one, "changed", SAM, JO)
    await tell(do, one, "message", SAM)
    assert await do(event_notices.keep_unsaid, now=NOW) == []
    for row in await do(claims.claim_due, now=NOW, limit=9):
        await do(deliveries.settle, delivery_id=row.id, state="cancelled", now=NOW)
    assert await do(event_notices.keep_unsaid, now=SIX + 2 * HOUR) == []
    assert await do(event_notices.keep_unsaid, now=NOW) == [SAM]
    assert await do(event_notices.keep_unsaid, now=NOW) == []
    (kept,) = [row for row in await do.rows(Delivery) if row.state == "failed"]
    assert (kept.member_id, kept.reason) == (SAM, "closed-dm")


async def test_what_was_forgotten_is_not_said(do: Do) -> None:
    assert await do(event_notices.find_told, notice_id=77) is None


async def test_only_what_is_not_said_yet_is_taken_back(do: Do) -> None:
    one = await planned(do)
    await tell(do, one, "changed", SAM)
    await send_due(do, NOW)
    await tell(do, one, "reminder", SAM, JO, due_at=LATER)
    await tell(do, one, "feedback", SAM, due_at=LATER)
    step = {"occurrence_id": one, "now": NOW}
    await do(event_notices.withdraw, **step, member_id=JO)
    assert (await told_to(do, "reminder"), await told_to(do, "changed")) == ([SAM], [SAM])
    await do(event_notices.withdraw, **step, kinds=("offer",))
    assert await told_to(do, "reminder") == [SAM]
    await do(event_notices.withdraw, **step)
    assert (await told_to(do, "reminder"), await told_to(do, "feedback")) == ([], [SAM])
    assert [(row.state, row.kind) for row in await do.rows(Delivery) if row.member_id == SAM] == [
        ("sent", "post"), ("waiting", "post"),
    ]  # fmt: skip


async def test_what_is_on_its_way_when_it_is_taken_back_is_taken_away(do: Do) -> None:
    one = await planned(do)
    await send_due(do, NOW)
    await tell(do, one, "changed", SAM)
    await do(claims.claim_due, now=NOW, limit=9)
    await do(event_notices.withdraw, occurrence_id=one, now=NOW)
    (card,) = [row for row in await do.rows(Delivery) if row.member_id == SAM]
    assert (card.state, await do.rows(EventNotice)) == ("cancelled", [])


async def test_a_message_of_an_organiser_says_what_they_wrote_and_each_is_its_own(do: Do) -> None:
    one = await planned(do)
    step = {"rule": event_notices.record_message, "one": one, "is_of_event": False, "author_id": ADA, "now": NOW}
    for text in ("Bring a cup.", "Bring a friend."):
        await do(with_time, **step, text=text, member_ids=[SAM, JO, KIM])
    rows = await do.rows(EventNotice)
    found = [await do(event_notices.find_told, notice_id=row.id) for row in rows]
    heard = [(each.notice.member_id, each.text) for each in found if each]
    assert heard == [
        (SAM, "Bring a cup."), (JO, "Bring a cup."), (SAM, "Bring a friend."), (JO, "Bring a friend."),
    ]  # fmt: skip
    shown = await do(event_notices.export_member, guild_id=GUILD, member_id=ADA)
    assert [each["text"] for each in shown] == ["Bring a cup.", "Bring a friend."]
    assert await do(event_notices.erase_member, guild_id=ELSEWHERE, member_id=ADA, now=NOW) == 0
    assert await do(event_notices.erase_member, guild_id=GUILD, member_id=ADA, now=NOW) == 2
    assert {row.author_id for row in await do.rows(EventMessage)} == {None}
    assert len(await told_to(do, "message")) == 6


async def test_those_who_come_are_told_three_things_in_a_day(do: Do) -> None:
    one = await planned(do)
    step = {"rule": event_notices.record_message, "one": one, "is_of_event": False, "author_id": ADA, "text": "Tea!"}
    for hours in range(3):
        await do(with_time, **step, member_ids=[SAM], now=NOW + hours * HOUR)
    refused = await do.refused(with_time, **step, member_ids=[SAM], now=NOW + DAY - HOUR)
    assert (type(refused), refused.message_id) == (Closed, "eventnotices-messages-enough")
    await do(with_time, **step, member_ids=[SAM], now=NOW + DAY)
    other = (await times(do))[1].id
    await do(with_time, **{**step, "one": other}, member_ids=[SAM], now=NOW + DAY)
    assert len(await told_to(do, "message")) == 5


async def test_what_names_somebody_who_is_forgotten_is_taken_away_and_what_is_not_out_has_no_name(do: Do) -> None:
    one = await planned(do)
    step = {"rule": event_notices.record_message, "one": one, "is_of_event": False, "author_id": ADA, "now": NOW}
    await do(with_time, **step, text="Out.", member_ids=[SAM])
    await send_due(do, NOW)
    await do(with_time, **step, text="Not yet.", member_ids=[JO])
    await do(event_notices.erase_member, guild_id=GUILD, member_id=ADA, now=NOW)
    (left,) = await do.rows(EventNotice)
    told = await do(event_notices.find_told, notice_id=left.id)
    assert (left.member_id, told.text, told.author_id) == (JO, "Not yet.", None)
    ours = [row for row in await do.rows(Delivery) if row.feature == "eventnotices"]
    assert sorted((row.kind, row.state) for row in ours) == [("delete", "waiting"), ("post", "waiting")]


async def test_a_member_is_shown_what_they_are_told_and_forgetting_takes_it_back(do: Do) -> None:
    one = await planned(do)
    await tell(do, one, "changed", SAM, JO)
    await send_due(do, NOW)
    await tell(do, one, "reminder", SAM, due_at=LATER)
    shown = await do(event_notices.export_member, guild_id=None, member_id=SAM)
    assert [each["about"] for each in shown] == ["changed", "reminder"]
    await do(privacy.forget_member, guild_id=GUILD, member_id=SAM, now=NOW)
    assert [row.member_id for row in await do.rows(EventNotice)] == [JO]
    mine = [row for row in await do.rows(Delivery) if row.feature == "eventnotices"]
    assert [(row.member_id, row.kind) for row in mine] == [(JO, "post"), (None, "delete")]


async def test_it_goes_with_the_time_it_is_about(do: Do) -> None:
    one = await planned(do)
    await tell(do, one, "changed", SAM)
    await send_due(do, NOW)
    assert await do(event_notices.purge, now=NOW + 99 * DAY) == 0
    await do(event_notices.forget, occurrence_ids=[one + 1], now=NOW)
    assert len(await do.rows(EventNotice)) == 1
    await do(event_notices.forget, occurrence_ids=[one], now=NOW)
    assert await do.rows(EventNotice) == []
    assert [row.feature for row in await do.rows(Delivery) if row.kind == "delete"] == ["eventnotices"]


async def test_the_end_is_the_use_by_and_what_is_told_after_it_dies_at_once(do: Do) -> None:
    await set_up(do)
    row = await opened(do)
    (one,) = await times(do)
    step = {"rule": event_notices.tell, "one": one.id, "is_of_event": False}
    after = SIX + 2 * HOUR + timedelta(minutes=1)
    await do(with_time, **step, now=after, member_ids=[SAM], kind="message")
    assert [card.expires_at for card in await waiting(do)] == [after]
    assert told(row)["event_id"] == row.id


async def test_of_a_cancelled_time_it_is_known_when_the_next_is_and_that_there_is_none(do: Do) -> None:
    await set_up(do)
    row = await opened(do, WEEKLY, reminders="")
    first, second, *_ = await times(do)
    await press(do, SAM)
    await do(events.cancel_occurrence, person=organiser(), occurrence_id=first.id, now=NOW)
    (notice,) = await do.rows(EventNotice)
    found = await do(event_notices.find_told, notice_id=notice.id)
    assert found is not None
    assert (found.repeats, found.next_at) == (True, second.starts_at)
    await do(events.cancel_event, **told(row))
    found = await do(event_notices.find_told, notice_id=notice.id)
    assert found is not None
    assert (found.repeats, found.next_at) == (True, None)
