"""A place is never sold twice and none is left empty; answers are kept, shown to their member and forgotten in time."""

from typing import Any

import pytest

from bot.errors import Closed, Invalid, NotAllowed, NotFound
from bot.services import event_drafts, events, freed_places, members, occurrences, privacy, signups
from db.models.event_notices import EventNotice
from db.models.events import Event, Occurrence
from db.models.signups import AccessNeed, Signup
from db.session import Database
from tests.services.eventing import (
    DETAILS,
    MINUTE,
    SIX,
    WEEKLY,
    answers,
    fill,
    opened,
    organiser,
    press,
    somebody,
    times,
    told,
    told_to,
    waiting,
    with_time,
    write,
)
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
    overlapping,
    postgres_alone,
    send_due,
    set_up,
)


async def test_where_every_place_is_taken_going_is_waiting_in_order(do: Do) -> None:
    one = await fill(do, "2")
    assert await answers(do) == {SAM: "going", JO: "going", KIM: "waiting", ADA: "waiting"}
    places = [(await press(do, who, one=one)).place for who in EVERYBODY]
    assert places == [None, None, 1, 2]


async def test_a_second_press_changes_nothing_and_says_again_what_is_so(do: Do) -> None:
    one = await fill(do)
    before = [(row.answer, row.answered_at) for row in await do.rows(Signup)]
    for who in EVERYBODY:
        await press(do, who, one=one, now=NOW + HOUR)
    assert [(row.answer, row.answered_at) for row in await do.rows(Signup)] == before
    assert await told_to(do, "reminder") == [SAM, SAM]


async def test_a_place_that_comes_free_is_offered_in_order_and_kept_for_a_day(do: Do) -> None:
    await fill(do)
    await press(do, SAM, "no", now=NOW + HOUR)
    assert await answers(do) == {SAM: "no", JO: "offered", KIM: "waiting", ADA: "waiting"}
    assert await told_to(do, "offer") == [JO]
    (offer,) = await waiting(do)
    assert (offer.due_at, offer.expires_at) == (NOW + HOUR, NOW + HOUR + DAY)
    again = await press(do, SAM, now=NOW + 2 * HOUR)
    assert (again.signup.answer, again.place) == ("waiting", 3)
    taken = await press(do, JO, now=NOW + 2 * HOUR)
    assert (taken.signup.answer, taken.signup.offer_until) == ("going", None)
    assert await told_to(do, "offer") == []


@pytest.mark.parametrize("said", ["no", "maybe"])
async def test_an_offer_that_is_not_wanted_goes_to_who_is_next(do: Do, said: str) -> None:
    await fill(do)
    await press(do, SAM, "maybe", now=NOW + HOUR)
    await press(do, JO, said, now=NOW + HOUR)
    assert await answers(do) == {SAM: "maybe", JO: said, KIM: "offered", ADA: "waiting"}


async def test_an_offer_holds_until_its_place_is_given_on(do: Do) -> None:
    await fill(do)
    await press(do, SAM, "no")
    assert (await press(do, JO, now=NOW + DAY + MINUTE)).signup.answer == "going"
    assert await do(freed_places.expire_offers, now=NOW + DAY + MINUTE) == 0


async def test_once_it_has_begun_nobody_is_offered_a_place_but_may_take_one(do: Do) -> None:
    await fill(do)
    await press(do, SAM, "no", now=SIX)
    assert (await answers(do))[JO] == "waiting"
    assert (await press(do, SAM, now=SIX)).signup.answer == "going"


async def test_nobody_is_offered_a_place_at_what_is_cancelled(do: Do) -> None:
    await fill(do)
    await press(do, SAM, "no")
    (one,) = await times(do)
    await do(events.cancel_occurrence, person=organiser(), occurrence_id=one.id, now=NOW)
    assert await do(freed_places.expire_offers, now=NOW + DAY) == 1
    assert await answers(do) == {SAM: "no", JO: "no", KIM: "waiting", ADA: "waiting"}


async def test_what_is_cancelled_over_elsewhere_or_unknown_takes_no_answer(do: Do) -> None:
    await set_up(do)
    row = await opened(do)
    (one,) = await times(do)
    told_no = {"answer": "going", "now": NOW}
    there = somebody(SAM, guild_id=ELSEWHERE)
    assert isinstance(await do.refused(signups.record_answer, person=there, occurrence_id=one.id, **told_no), NotFound)
    assert isinstance(
        await do.refused(signups.record_answer, person=somebody(SAM), occurrence_id=77, **told_no), NotFound
    )
    late = {"person": somebody(SAM), "occurrence_id": one.id, "answer": "going", "now": SIX + 2 * HOUR}
    assert (await do.refused(signups.record_answer, **late)).message_id == "events-is-over"
    await do(events.cancel_event, **told(row))
    refused = await do.refused(signups.record_answer, person=somebody(SAM), occurrence_id=one.id, **told_no)
    assert (type(refused), refused.message_id) == (Closed, "events-is-cancelled")


async def test_an_event_for_a_role_is_for_people_with_it_but_all_may_say_no(do: Do) -> None:
    await set_up(do)
    await opened(do, role_id=5)
    (one,) = await times(do)
    step = {"occurrence_id": one.id, "now": NOW}
    refused = await do.refused(signups.record_answer, person=somebody(SAM), answer="maybe", **step)
    assert (type(refused), refused.variables) == (NotAllowed, {"role": "<@&5>"})
    await do(signups.record_answer, person=somebody(SAM), answer="no", **step)
    await do(signups.record_answer, person=somebody(JO, 5), answer="going", **step)
    assert await answers(do) == {SAM: "no", JO: "going"}


async def test_needs_are_for_who_comes_and_go_with_a_no_and_a_week_after(do: Do) -> None:
    await set_up(do)
    await opened(do)
    (one,) = await times(do)
    step = {"person": somebody(SAM), "occurrence_id": one.id}
    assert (await do.refused(signups.record_need, **step, text="A ramp", now=NOW)).message_id == "events-need-first"
    assert await do(signups.find_need, **step) == ""
    await press(do, SAM)
    assert await do(signups.find_need, **step) == ""
    await do(signups.record_need, **step, text="A lamp", now=NOW)
    await do(signups.record_need, **step, text="A ramp", now=NOW)
    assert await do(signups.find_need, **step) == "A ramp"
    ((listed, need),) = await do(signups.list_signups, occurrence_id=one.id)
    assert (listed.member_id, need) == (SAM, "A ramp")
    await press(do, SAM, "maybe")
    assert await do(signups.find_need, **step) == "A ramp"
    await press(do, SAM, "no")
    assert await do.rows(AccessNeed) == []
    assert (await do.refused(signups.record_need, **step, text="A ramp", now=NOW)).message_id == "events-need-first"
    await press(do, SAM)
    await do(signups.record_need, **step, text="A ramp", now=NOW)
    await do(signups.record_need, **step, text="", now=NOW)
    assert await do.rows(AccessNeed) == []
    await do(signups.record_need, **step, text="x" * 2000, now=NOW)
    assert await do(signups.purge, now=SIX + 2 * HOUR + 7 * DAY) == 0
    assert await do(signups.purge, now=SIX + 3 * HOUR + 7 * DAY) == 1
    assert [row.answer for row in await do.rows(Signup)] == ["going"]


async def test_what_people_need_goes_with_what_is_cancelled(do: Do) -> None:
    await set_up(do)
    row = await opened(do)
    await press(do, SAM)
    (one,) = await times(do)
    await do(signups.record_need, person=somebody(SAM), occurrence_id=one.id, text="A ramp", now=NOW)
    await do(events.cancel_event, **told(row))
    assert await do(signups.purge, now=NOW) == 1


async def test_somebody_not_on_discord_is_signed_up_by_name_while_there_is_a_place(do: Do) -> None:
    await set_up(do)
    await opened(do, capacity="2")
    (one,) = await times(do)
    add: dict[str, Any] = {"rule": signups.add_guest, "one": one.id, "now": NOW}
    for name in ("", "x" * 81):
        assert isinstance(await do.refused(with_time, **add, name=name), Invalid)
    guest = await do(with_time, **add, name="Mrs Made-Up")
    await press(do, SAM)
    assert (await do.refused(with_time, **add, name="Another")).message_id == "events-full"
    await press(do, JO)
    assert await answers(do) == {"Mrs Made-Up": "going", SAM: "going", JO: "waiting"}
    await do(with_time, **{**add, "rule": signups.remove_guest}, signup_id=guest.id)
    assert await answers(do) == {SAM: "going", JO: "offered"}
    (mine, _) = await do.rows(Signup)
    await do(with_time, **{**add, "rule": signups.remove_guest}, signup_id=mine.id)
    assert len(await do.rows(Signup)) == 2


async def test_as_many_guests_as_fit_on_a_list(do: Do) -> None:
    await set_up(do)
    await opened(do)
    (one,) = await times(do)
    add: dict[str, Any] = {"rule": signups.add_guest, "one": one.id, "now": NOW}
    for number in range(signups.MOST_GUESTS):
        await do(with_time, **add, name=f"Guest {number}")
    refused = await do.refused(with_time, **add, name="One more")
    assert refused.message_id == "events-guests-enough"
    assert await do(signups.list_members, occurrence_id=one.id, answers=("going",)) == []


async def test_who_comes_is_listed_in_the_order_of_their_answers(do: Do) -> None:
    one = await fill(do, "2")
    await press(do, JO, "no")
    assert await do(signups.list_members, occurrence_id=one, answers=("going", "offered", "waiting")) == [SAM, KIM, ADA]
    listed = await do(signups.list_signups, occurrence_id=one)
    assert [(row.member_id, row.answer) for row, _ in listed] == [(SAM, "going"), (KIM, "offered"), (ADA, "waiting")]


async def test_a_moved_time_is_asked_about_and_an_offer_begins_anew(do: Do) -> None:
    await set_up(do)
    row = await opened(do, capacity="2")
    await do(with_time, rule=signups.add_guest, one=(await times(do))[0].id, name="Guest", now=NOW)
    for minute, who in enumerate(EVERYBODY):
        await press(do, who, now=NOW + minute * MINUTE)
    await press(do, SAM, "no")
    await send_due(do, NOW)
    await do(event_drafts.record_when, **told(row, NOW + HOUR), when="friday 6pm", until="2 hours")
    rows = {row.member_id or row.guest: (row.is_asked, row.offer_until) for row in await do.rows(Signup)}
    assert rows == {
        SAM: (False, None), JO: (True, NOW + HOUR + DAY), KIM: (True, None), ADA: (True, None), "Guest": (False, None),
    }  # fmt: skip
    assert await told_to(do, "changed") == sorted([JO, KIM, ADA])
    assert [row.due_at for row in await waiting(do) if row.expires_at == NOW + HOUR + DAY] == [NOW + HOUR]
    await press(do, JO, now=NOW + HOUR)
    assert not next(row for row in await do.rows(Signup) if row.member_id == JO).is_asked


async def test_a_member_sees_every_answer_and_forgetting_one_frees_the_place(do: Do) -> None:
    await fill(do)
    shown = await do(signups.export_member, guild_id=None, member_id=SAM)
    assert shown == [
        {
            "kind": "event-sign-up",
            "community": str(GUILD),
            "event": "Tea",
            "starts_at": SIX.isoformat(),
            "answer": "going",
            "attended": None,
            "needs": None,
        }
    ]
    assert await do(signups.erase_member, guild_id=ELSEWHERE, member_id=SAM, now=NOW) == 0
    await do(privacy.forget_member, guild_id=None, member_id=SAM, now=NOW)
    assert await answers(do) == {JO: "offered", KIM: "waiting", ADA: "waiting"}
    assert await do(signups.export_member, guild_id=None, member_id=SAM) == []
    assert SAM not in {row.member_id for row in await do.rows(EventNotice)}


async def test_a_card_that_may_name_somebody_forgotten_is_edited_even_when_it_is_over(do: Do) -> None:
    await set_up(do)
    await opened(do)
    await press(do, SAM)
    await send_due(do, NOW)
    await do(events.settle_over, now=SIX + DAY)
    await send_due(do, SIX + DAY)
    await do(signups.erase_member, guild_id=None, member_id=SAM, now=SIX + 2 * DAY)
    assert [row.due_at for row in await waiting(do, "edit", "events")] == [SIX + 2 * DAY]


async def test_answering_says_that_a_member_has_not_left(do: Do) -> None:
    await set_up(do)
    await opened(do)
    await do(members.record_choice, guild_id=GUILD, member_id=SAM, now=NOW)
    await press(do, SAM)
    assert (await do(members.find_member, guild_id=GUILD, member_id=SAM)).left_on is None


async def test_two_presses_of_one_member_at_once_are_one_answer(do: Do, database: Database) -> None:
    await set_up(do)
    await opened(do)
    (one,) = await times(do)
    step = {"person": somebody(SAM), "occurrence_id": one.id, "answer": "going", "now": NOW}
    await overlapping(
        database,
        lambda session: signups.record_answer(session, **step),
        lambda session: signups.record_answer(session, **step),
    )
    assert len(await do.rows(Signup)) == 1


async def test_a_press_while_places_are_taken_away_sees_how_many_are_left(do: Do, database: Database) -> None:
    await set_up(do)
    row = await opened(do, capacity="2")
    await press(do, SAM)
    (one,) = await times(do)
    fewer = told(row, typed={**DETAILS, "capacity": "1"})
    late = {"person": somebody(JO), "occurrence_id": one.id, "answer": "going", "now": NOW}
    found = await overlapping(
        database,
        lambda session: event_drafts.record_details(session, **fewer),
        lambda session: signups.record_answer(session, **late),
    )
    assert found.signup.answer == "waiting"


async def test_places_that_are_taken_meanwhile_are_not_taken_away(do: Do, database: Database) -> None:
    await set_up(do)
    row = await opened(do, capacity="2")
    await press(do, SAM)
    (one,) = await times(do)
    fewer = told(row, typed={**DETAILS, "capacity": "1"})
    taken = {"person": somebody(JO), "occurrence_id": one.id, "answer": "going", "now": NOW}
    with pytest.raises(Invalid):
        await overlapping(
            database,
            lambda session: signups.record_answer(session, **taken),
            lambda session: event_drafts.record_details(session, **fewer),
        )
    assert await answers(do) == {SAM: "going", JO: "going"}


async def test_taking_an_offer_as_it_lapses_ends_in_one_of_both(do: Do, database: Database) -> None:
    one = await fill(do)
    await press(do, SAM, "no")
    taken = {"person": somebody(JO), "occurrence_id": one, "answer": "going", "now": NOW + DAY}
    await overlapping(
        database,
        lambda session: signups.record_answer(session, **taken),
        lambda session: freed_places.expire_offers(session, now=NOW + DAY),
    )
    assert await answers(do) == {SAM: "no", JO: "going", KIM: "waiting", ADA: "waiting"}


@postgres_alone
async def test_a_time_that_is_forgotten_while_somebody_answers_is_not_found(do: Do, database: Database) -> None:
    await set_up(do)
    await opened(do, WEEKLY)
    one = (await times(do))[0]
    late = {"person": somebody(JO), "occurrence_id": one.id, "answer": "going", "now": NOW}
    with pytest.raises(NotFound):
        await overlapping(
            database,
            lambda session: occurrences.purge(session, now=SIX + 33 * DAY),
            lambda session: signups.record_answer(session, **late),
        )
    assert one.id not in {row.id for row in await do.rows(Occurrence)}


async def test_more_places_than_wait_are_all_offered(do: Do) -> None:
    await fill(do)
    (row,) = await do.rows(Event)
    await write(do, row, capacity="9")
    assert set((await answers(do)).values()) == {"going", "offered"}


async def test_once_it_has_begun_who_waits_takes_a_free_place_as_anybody_would(do: Do) -> None:
    one = await fill(do)
    begun = SIX + MINUTE
    assert (await press(do, KIM, now=begun)).place == 2
    await press(do, SAM, "no", now=begun)
    assert await answers(do) == {SAM: "no", JO: "waiting", KIM: "waiting", ADA: "waiting"}
    assert (await press(do, KIM, now=begun, one=one)).signup.answer == "going"
    assert (await press(do, JO, now=begun)).place == 1
    assert await answers(do) == {SAM: "no", JO: "waiting", KIM: "going", ADA: "waiting"}
