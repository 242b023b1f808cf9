"""Those who came are asked once, on the day after; nothing joins who answered with what; totals are told once."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Closed, NotAllowed, NotFound
from bot.services import disclosure, event_notices, events, feedback, members, privacy
from bot.services.disclosure import Nudges, Published
from db.models.deliveries import Delivery
from db.models.event_notices import EventNotice
from db.models.feedback import FeedbackGiven, FeedbackTotal, FeedbackWaiting
from db.session import Database
from tests.services.past import (
    CROWD,
    ENDS,
    INTAKE,
    MORNING,
    ORGANISER,
    STARTS,
    TOLD,
    bring,
    come,
    gather,
    mark,
    member,
    plan,
    say_all,
    times,
)
from tests.services.people import (
    ADA,
    DAY,
    ELSEWHERE,
    GUILD,
    HOUR,
    JO,
    KIM,
    NOW,
    SAM,
    Do,
    overlapping,
    person,
    postgres_alone,
    set_up,
)

SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def asks_few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask however few came, so that a rule can be tried with a few people."""
    monkeypatch.setattr(feedback, "FEWEST", 1)


sqlite_alone = pytest.mark.parametrize("shared_url", ["sqlite"], indirect=True)


async def asked(do: Do) -> list[int]:
    return [row.member_id for row in await do.rows(EventNotice) if row.kind == "feedback"]


async def ask(do: Do, *member_ids: int) -> int:
    """Let members be asked about an event; give its time's number."""
    await set_up(do)
    one = await gather(do, *member_ids)
    await do(feedback.ask_due, now=MORNING)
    return one


def say(occurrence_id: int, member_id: int = SAM, answer: str = "good", **told: Any) -> dict[str, Any]:
    who = {"person": member(member_id), "occurrence_id": occurrence_id}
    return {**who, "answer": answer, "now": MORNING, **told}


async def totals(do: Do) -> dict[str, int]:
    return {row.answer: row.number for row in await do.rows(FeedbackTotal)}


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, int]]:
    """What was counted, noted on the way into the real rule, and no nudges."""
    noted: list[dict[str, int]] = []

    def publish(counts: dict[str, int], nudges: Nudges) -> Published | None:
        noted.append(dict(counts))
        return disclosure.publish(counts, Nudges(0, dict.fromkeys(nudges.answers, 0)))

    monkeypatch.setattr(feedback, "publish", publish)
    return noted


@pytest.mark.parametrize(
    ("now", "number"),
    [
        (ENDS + HOUR, 0),
        (MORNING - SECOND, 0),
        (MORNING, 1),
        (MORNING + 11 * HOUR - SECOND, 1),
        (MORNING + 11 * HOUR, 0),
        (MORNING + DAY - SECOND, 0),
        (MORNING + DAY, 1),
        (MORNING + DAY + 10 * HOUR, 1),
        (MORNING + 2 * DAY, 0),
        (MORNING + 30 * DAY, 0),
    ],
)
async def test_the_question_goes_out_by_day_on_the_day_after_or_the_next_if_kettle_was_away(
    do: Do, now: datetime, number: int
) -> None:
    await set_up(do)
    await gather(do, SAM)
    assert await do(feedback.ask_due, now=now) == number
    assert len(await asked(do)) == number


def test_the_day_after_is_the_communitys_own_and_starts_at_nine_on_its_wall() -> None:
    late = datetime(2026, 3, 28, 23, 30, tzinfo=UTC)
    assert feedback.morning_after(late, "Europe/London") == datetime(2026, 3, 29, 8, tzinfo=UTC)
    assert feedback.morning_after(late, "Asia/Tokyo") == datetime(2026, 3, 30, 0, tzinfo=UTC)


@pytest.mark.parametrize(("came", "number"), [(9, 0), (10, 10)])
async def test_where_fewer_could_answer_than_totals_are_told_for_nobody_is_asked(
    do: Do, monkeypatch: pytest.MonkeyPatch, came: int, number: int
) -> None:
    monkeypatch.setattr(feedback, "FEWEST", disclosure.FEWEST)
    await set_up(do)
    one = await gather(do, *CROWD[:came])
    await bring(do, one, "Ann", "Bo")
    assert await do(feedback.ask_due, now=MORNING) == number
    await come(do, one, *CROWD[came:10])
    assert await do(feedback.ask_due, now=MORNING) == 10 - number
    assert len(await asked(do)) == 10


async def test_the_question_is_for_three_days(do: Do) -> None:
    await ask(do, SAM)
    (row,) = [row for row in await do.rows(Delivery) if row.feature == event_notices.FEATURE and row.due_at == MORNING]
    assert (row.member_id, row.expires_at) == (SAM, MORNING + 3 * DAY)


async def test_it_is_asked_once(do: Do) -> None:
    await ask(do, SAM)
    assert await do(feedback.ask_due, now=MORNING + HOUR) == 0
    assert await asked(do) == [SAM]


async def test_those_who_came_are_asked_whatever_they_had_said(do: Do) -> None:
    await set_up(do)
    one = await gather(do, SAM, JO)
    await come(do, one, KIM, said="no")
    await come(do, one, ADA, said="maybe")
    await mark(do, one, SAM, KIM)
    assert await do(feedback.ask_due, now=MORNING) == 2
    assert set(await asked(do)) == {SAM, KIM}


async def test_where_nobody_noted_who_came_those_who_said_going_are_asked(do: Do) -> None:
    await set_up(do)
    one = await gather(do, SAM, JO)
    await come(do, one, KIM, said="maybe")
    await come(do, one, ADA, said="no")
    await bring(do, one, "Ann")
    await mark(do, one, JO, came=False)
    await do(feedback.ask_due, now=MORNING)
    assert await asked(do) == [SAM]


async def test_whoever_is_noted_later_that_day_is_asked_then(do: Do) -> None:
    await set_up(do)
    one = await gather(do, SAM)
    await come(do, one, KIM, said="maybe")
    for came, new in ((SAM, 1), (KIM, 1), (SAM, 0)):
        await mark(do, one, came)
        assert await do(feedback.ask_due, now=MORNING) == new
    assert await asked(do) == [SAM, KIM]


async def test_quiet_hours_are_kept_and_who_takes_no_messages_gets_none(do: Do) -> None:
    await set_up(do)
    await gather(do, SAM, JO)
    told = {"guild_id": GUILD, "now": NOW}
    await do(members.record_quiet_hours, **told, member_id=SAM, start="10pm", end="11am")
    await do(members.record_switch, **told, member_id=JO, name="direct_messages", on=False)
    assert await do(feedback.ask_due, now=MORNING) == 1
    (row,) = [row for row in await do.rows(Delivery) if row.due_at > MORNING]
    assert (row.member_id, row.due_at) == (SAM, MORNING + 2 * HOUR)


async def test_nobody_is_asked_about_what_was_cancelled(do: Do) -> None:
    await set_up(do)
    row = await plan(do)
    (one,) = await times(do, row)
    await come(do, one.id, SAM)
    await do(events.cancel_event, person=ORGANISER, event_id=row.id, now=NOW)
    assert await do(feedback.ask_due, now=MORNING) == 0


async def test_each_community_is_asked_by_its_own_clock(do: Do) -> None:
    await set_up(do)
    await set_up(do, ELSEWHERE, zone="America/New_York")
    await gather(do, SAM)
    await gather(do, JO, guild_id=ELSEWHERE)
    assert await do(feedback.ask_due, now=MORNING) == 1
    assert await do(feedback.ask_due, now=MORNING + 5 * HOUR) == 1
    assert {row.guild_id: row.member_id for row in await do.rows(EventNotice)} == {GUILD: SAM, ELSEWHERE: JO}


async def test_who_answered_and_what_are_kept_in_two_stores(do: Do) -> None:
    one = await ask(do, SAM)
    assert await do(feedback.record, **say(one)) is True
    (given,) = await do.rows(FeedbackGiven)
    (waiting,) = await do.rows(FeedbackWaiting)
    assert (given.occurrence_id, given.member_id, given.guild_id) == (one, SAM, GUILD)
    assert (waiting.occurrence_id, waiting.answer, waiting.guild_id) == (one, "good", GUILD)
    assert set(FeedbackGiven.__table__.columns.keys()) == {"occurrence_id", "member_id", "guild_id"}
    assert set(FeedbackWaiting.__table__.columns.keys()) == {"id", "guild_id", "occurrence_id", "answer"}


async def test_a_member_is_counted_once_and_by_the_first_answer(do: Do) -> None:
    one = await ask(do, SAM)
    await do(feedback.record, **say(one))
    assert await do(feedback.record, **say(one, answer="ok")) is False
    assert [row.answer for row in await do.rows(FeedbackWaiting)] == ["good"]
    assert len(await do.rows(FeedbackGiven)) == 1


async def test_of_two_presses_at_once_one_counts(database: Database, do: Do) -> None:
    one = await ask(do, SAM)
    second = await overlapping(
        database,
        lambda session: feedback.record(session, **say(one)),
        lambda session: feedback.record(session, **say(one, answer="ok")),
    )
    assert second is False
    assert [row.answer for row in await do.rows(FeedbackWaiting)] == ["good"]


async def test_only_those_who_were_asked_answer_and_only_about_that_event(do: Do) -> None:
    one = await ask(do, SAM)
    other = await gather(do, SAM)
    for told in (say(one, JO), say(other)):
        refused = await do.refused(feedback.record, **told)
        assert (type(refused), refused.message_id) == (Closed, "feedback-not-asked")
    for told in (say(999), say(one, person=member(SAM, ELSEWHERE))):
        assert isinstance(await do.refused(feedback.record, **told), NotFound)
    assert await do.rows(FeedbackGiven) == await do.rows(FeedbackWaiting) == []


async def test_an_answer_that_no_button_has_is_from_an_older_screen(do: Do) -> None:
    one = await ask(do, SAM)
    assert (await do.refused(feedback.record, **say(one, answer="people"))).message_id == "errors-older-screen"


async def test_an_answer_is_taken_until_the_totals_are_told(do: Do) -> None:
    one = await ask(do, SAM, JO)
    assert await do(feedback.record, **say(one, now=TOLD - SECOND))
    late = await do.refused(feedback.record, **say(one, JO, now=TOLD))
    assert (type(late), late.message_id) == (Closed, "feedback-over")


async def as_they_lie(session: AsyncSession) -> list[tuple[int, str]]:
    """Give the rows that wait in the order in which SQLite wrote them."""
    rows = await session.execute(text("SELECT id, answer FROM feedback_waiting ORDER BY rowid"))
    return [(row.id, row.answer) for row in rows]


@sqlite_alone
async def test_no_order_of_rows_tells_in_which_order_people_answered(do: Do) -> None:
    """As they lie in the table too: by ids of chance, and the first to answer is anywhere among them."""
    places = set()
    for _ in range(6):
        one = await ask(do, *CROWD[:12])
        await do(feedback.record, **say(one, CROWD[0], "not-for-me"))
        await say_all(do, one, {"good": CROWD[1:12]})
        found = await do(as_they_lie)
        assert found == sorted(found)
        assert all(0 <= key < 2**63 for key, _ in found)
        places.add([answer for _, answer in found].index("not-for-me"))
        await do(feedback.intake, now=INTAKE)
    assert len(places) > 1, "six times the same of twelve places comes once in 250,000 times"


@postgres_alone
async def test_no_transaction_tells_who_gave_which_answer(do: Do) -> None:
    one = await ask(do, *CROWD[:5])
    await say_all(do, one, {"good": CROWD[:5]})
    rows = await do(lambda session: session.execute(text("SELECT DISTINCT xmin::text FROM feedback_waiting")))
    assert len(rows.all()) == 1


async def test_answers_are_counted_in_one_hour_of_the_night_and_then_gone(do: Do) -> None:
    one = await ask(do, SAM, JO, KIM)
    await do(feedback.record, **say(one))
    for now in (MORNING + HOUR, INTAKE - HOUR, INTAKE + HOUR):
        assert await do(feedback.intake, now=now) == 0
    assert await totals(do) == {}
    assert await do(feedback.intake, now=INTAKE) == 1
    assert await do.rows(FeedbackWaiting) == []
    assert await do(feedback.intake, now=INTAKE) == 0
    await do(feedback.record, **say(one, JO, now=INTAKE))
    await do(feedback.record, **say(one, KIM, "ok", now=INTAKE))
    assert await do(feedback.intake, now=INTAKE + DAY) == 2
    assert await totals(do) == {"good": 2, "ok": 1}


async def test_each_community_counts_in_its_own_night(do: Do) -> None:
    one = await ask(do, SAM)
    await set_up(do, ELSEWHERE, zone="America/New_York")
    await do(feedback.record, **say(one))
    assert await do(feedback.intake, now=INTAKE + 5 * HOUR) == 0
    assert await do(feedback.intake, now=INTAKE) == 1


async def test_of_two_processes_that_count_at_once_each_answer_is_counted_by_one(database: Database, do: Do) -> None:
    one = await ask(do, SAM, JO)
    await say_all(do, one, {"good": range(SAM, SAM + 1), "ok": range(JO, JO + 1)})
    second = await overlapping(
        database,
        lambda session: feedback.intake(session, now=INTAKE),
        lambda session: feedback.intake(session, now=INTAKE),
    )
    assert second == 0
    assert await totals(do) == {"good": 1, "ok": 1}


async def test_a_week_after_the_end_totals_are_told_with_all_that_was_answered(
    do: Do, seen: list[dict[str, int]]
) -> None:
    one = await ask(do, *CROWD[:45])
    await say_all(do, one, {"good": CROWD[:20], "ok": CROWD[20:36]})
    await do(feedback.intake, now=INTAKE)
    await say_all(do, one, {"skip": CROWD[36:45]})
    assert await do(feedback.publish_due, now=TOLD - SECOND) == 0
    assert await do(feedback.publish_due, now=TOLD) == 1
    assert seen == [{"good": 20, "ok": 16, "not-for-me": 0, "skip": 9}]
    assert await totals(do) == {"people": 45, "good": 20, "ok": 15}
    assert await do.rows(FeedbackWaiting) == []


async def test_what_is_told_is_nudged_and_takes_the_place_of_what_was_counted(do: Do) -> None:
    one = await ask(do, *CROWD[:28])
    await say_all(do, one, {"good": CROWD[:28]})
    await do(feedback.intake, now=INTAKE)
    assert await totals(do) == {"good": 28}
    await do(feedback.publish_due, now=TOLD)
    told = await totals(do)
    assert told.keys() == {"people", "good"}
    assert all(number % 5 == 0 for number in told.values())


async def test_what_was_told_never_changes_and_nothing_is_drawn_again(do: Do, seen: list[dict[str, int]]) -> None:
    one = await ask(do, *CROWD[:12])
    await say_all(do, one, {"good": CROWD[:12]})
    await do(feedback.publish_due, now=TOLD)
    before = await totals(do)
    await do(_leave_one_waiting, occurrence_id=one)
    night = INTAKE + 7 * DAY
    assert await do(feedback.publish_due, now=night) == await do(feedback.intake, now=night) == 0
    assert await totals(do) == before
    assert len(seen) == 1


async def _leave_one_waiting(session: AsyncSession, *, occurrence_id: int) -> None:
    """Add what a process wrote whose clock was behind."""
    session.add(FeedbackWaiting(id=7, guild_id=GUILD, occurrence_id=occurrence_id, answer="ok"))


@postgres_alone
async def test_of_two_processes_that_tell_at_once_the_first_is_told(database: Database, do: Do) -> None:
    one = await ask(do, *CROWD[:40])
    await say_all(do, one, {"good": CROWD[:40]})
    first: list[dict[str, int]] = []

    async def tell(session: AsyncSession) -> None:
        assert await feedback.publish_due(session, now=TOLD) == 1
        told = (await feedback.list_told(session, occurrence_ids=[one]))[one]
        assert told is not None
        first.append({"people": told.people, **told.figures})

    assert await overlapping(database, tell, lambda session: feedback.publish_due(session, now=TOLD)) == 0
    assert await totals(do) == first[0]


async def test_of_nine_people_nothing_is_told_and_that_is_settled(do: Do) -> None:
    one = await ask(do, *CROWD[:9])
    await say_all(do, one, {"good": CROWD[:9]})
    assert await do(feedback.publish_due, now=TOLD) == 1
    assert await totals(do) == {"people": 0}
    told = await do(feedback.get_told, person=ORGANISER, occurrence_id=one, now=TOLD)
    assert (told.is_told, told.totals) == (True, None)


async def test_of_what_was_cancelled_nothing_is_told(do: Do) -> None:
    await set_up(do)
    row = await plan(do)
    await do(events.cancel_event, person=ORGANISER, event_id=row.id, now=NOW)
    assert await do(feedback.publish_due, now=TOLD) == 0


async def test_each_time_is_told_alone(do: Do, seen: list[dict[str, int]]) -> None:
    one = await ask(do, *CROWD[:12])
    other = await gather(do, *CROWD[:11])
    await do(feedback.ask_due, now=MORNING)
    await say_all(do, one, {"good": CROWD[:12]})
    await say_all(do, other, {"ok": CROWD[:11]})
    await do(feedback.publish_due, now=TOLD)
    assert [sum(counts.values()) for counts in seen] == [12, 11]
    found = await do(feedback.list_told, occurrence_ids=[one, other, 999])
    assert found == {one: Published(10, {}), other: Published(10, {})}


async def test_those_who_organise_it_see_when_totals_come_and_then_what_they_are(
    do: Do, seen: list[dict[str, int]]
) -> None:
    one = await ask(do, *CROWD[:40])
    await say_all(do, one, {"good": CROWD[:20], "ok": CROWD[20:40]})
    await do(feedback.intake, now=INTAKE)
    told = {"person": ORGANISER, "occurrence_id": one}
    before = await do(feedback.get_told, **told, now=INTAKE)
    assert (before.event.title, before.due_at, before.is_told, before.totals) == ("Tea", TOLD, False, None)
    await do(feedback.publish_due, now=TOLD)
    after = await do(feedback.get_told, **told, now=TOLD)
    assert (after.is_told, after.totals) == (True, Published(40, {"good": 20, "ok": 20}))
    assert len(seen) == 1


async def test_nobody_else_sees_them_nor_before_it_began(do: Do) -> None:
    one = await ask(do, SAM)
    told = {"occurrence_id": one, "now": TOLD}
    assert isinstance(await do.refused(feedback.get_told, person=member(SAM), **told), NotAllowed)
    elsewhere = person("organiser", guild_id=ELSEWHERE)
    assert isinstance(await do.refused(feedback.get_told, person=elsewhere, **told), NotFound)
    early = {"person": ORGANISER, "occurrence_id": one, "now": STARTS - SECOND}
    assert isinstance(await do.refused(feedback.get_told, **early), Closed)


async def test_my_data_shows_that_somebody_answered_and_not_what(do: Do) -> None:
    one = await ask(do, SAM, JO)
    await do(feedback.record, **say(one))
    (row,) = await do(feedback.export_member, guild_id=GUILD, member_id=SAM)
    assert row == {
        "kind": "feedback",
        "community": str(GUILD),
        "event": "Tea",
        "starts_at": STARTS.isoformat(),
    }
    for other in ({"guild_id": GUILD, "member_id": JO}, {"guild_id": ELSEWHERE, "member_id": SAM}):
        assert await do(feedback.export_member, **other) == []


async def test_my_delete_forgets_that_somebody_answered_and_the_answer_which_nobody_can_find_stays(do: Do) -> None:
    one = await ask(do, SAM, JO)
    await do(feedback.record, **say(one))
    await do(feedback.record, **say(one, JO))
    gone = await do(privacy.forget_member, guild_id=GUILD, member_id=SAM, now=MORNING)
    assert gone["feedback"] == 1
    assert [row.member_id for row in await do.rows(FeedbackGiven)] == [JO]
    assert len(await do.rows(FeedbackWaiting)) == 2
    assert (await do.refused(feedback.record, **say(one))).message_id == "feedback-not-asked"


async def test_after_thirty_days_all_of_it_is_forgotten(do: Do) -> None:
    one = await ask(do, SAM, JO)
    await do(feedback.record, **say(one))
    await do(feedback.intake, now=INTAKE)
    await do(feedback.record, **say(one, JO))
    await do(privacy.purge_everything, now=ENDS + 30 * DAY)
    kept = FeedbackGiven, FeedbackWaiting, FeedbackTotal
    assert all([await do.rows(model) for model in kept])
    assert await do(feedback.purge, now=ENDS + 31 * DAY) == 0
    await do(privacy.purge_everything, now=ENDS + 30 * DAY + SECOND)
    assert not any([await do.rows(model) for model in kept])


def test_the_hour_of_counting_is_in_the_night() -> None:
    assert time(feedback.INTAKE_HOUR) < time(feedback.ASKED_FROM) < time(feedback.ASKED_UNTIL)
