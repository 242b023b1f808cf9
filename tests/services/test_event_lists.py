"""What is coming is found in pages, by its title, or by who goes; what is long past is never walked over."""

from typing import Any

import pytest
from sqlalchemy import event, insert

from bot.errors import NotFound
from bot.services import event_changes, event_lists, events, past_events
from db.models.events import Event, Occurrence
from db.models.signups import Signup
from tests.services.eventing import (
    SIX,
    WEEKLY,
    WORDS,
    draft,
    opened,
    organiser,
    press,
    somebody,
    times,
    with_time,
)
from tests.services.people import ADA, DAY, ELSEWHERE, EVERYBODY, GUILD, HOUR, JO, KIM, NOW, SAM, Do, person, set_up


async def coming(do: Do, page: int = 0, guild_id: int = GUILD) -> list[str]:
    found = await do(event_lists.list_upcoming, guild_id=guild_id, now=NOW, page=page)
    return [each.event.title for each in found]


async def test_what_is_coming_is_listed_in_pages_the_next_first(do: Do) -> None:
    await set_up(do)
    for number in (3, 1, 2, 7, 5, 4, 6):
        await opened(do, f"{number + 3} june 6pm", title=str(number))
    assert await coming(do) == ["1", "2", "3", "4", "5", "6"]
    assert await coming(do, 1) == ["6", "7"]
    assert await coming(do, 2) == []


async def test_what_is_over_cancelled_elsewhere_or_a_draft_is_not_coming(do: Do) -> None:
    await set_up(do)
    await set_up(do, ELSEWHERE)
    await draft(do)
    gone = await opened(do)
    await do(events.cancel_event, person=organiser(), event_id=gone.id, now=NOW)
    await opened(do, "today 1pm", "10 minutes", title="Short")
    await opened(do, "today 1pm", "7 days", title="Long")
    found = await do(event_lists.list_upcoming, guild_id=GUILD, now=NOW + 2 * HOUR)
    assert [each.event.title for each in found] == ["Long"]
    assert await coming(do, guild_id=ELSEWHERE) == []


async def past(session: Any, *, rows: int) -> None:
    """Let a community have had very many events."""
    source = events.new_event(person=organiser(), channel_id=1, typed_when="", typed_until="", now=NOW)
    source.state = "over"
    session.add(source)
    await session.flush()
    made = [
        {
            "guild_id": GUILD,
            "event_id": source.id,
            "original": str(number),
            "starts_at": NOW - number * DAY,
            "ends_at": NOW - number * DAY + HOUR,
            "state": "over" if number % 2 else "cancelled",
        }
        for number in range(1, rows + 1)
    ]
    await session.execute(insert(Occurrence), made)


@pytest.mark.parametrize("shared_url", ["sqlite"], indirect=True)
async def test_no_step_of_a_list_looks_at_all_that_is_past(do: Do) -> None:
    """Ten thousand past events: SQLite, which counts nothing beforehand, must not walk over them."""
    await set_up(do)
    await opened(do)
    await press(do, SAM)
    await do(past, rows=10_000)
    plans: list[str] = []

    def explain(connection: Any, _cursor: Any, statement: str, told: Any, *_: Any) -> None:
        if statement.startswith("SELECT"):
            steps = connection.connection.driver_connection._conn.execute(f"EXPLAIN QUERY PLAN {statement}", told)
            plans.extend(step[3] for step in steps)

    async def watched(session: Any) -> None:
        event.listen((await session.connection()).sync_connection, "before_cursor_execute", explain)
        here = {"guild_id": GUILD, "now": NOW}
        assert len(await event_lists.list_upcoming(session, **here)) == 1
        assert len(await event_lists.list_choices(session, **here, typed="t")) == 1
        assert len(await event_lists.list_mine(session, **here, member_id=SAM)) == 1
        assert await events.settle_over(session, now=NOW) == 0

    await do(watched)
    assert any("ix_occurrences_guild_id_starts_at (guild_id=? AND starts_at>?" in step for step in plans)
    assert [step for step in plans if step.startswith("SCAN")] == []


async def test_one_says_its_own_words_where_it_has_some_and_else_those_of_the_event(do: Do) -> None:
    await set_up(do)
    await opened(do, WEEKLY, about="A", place="B", map_link="https://example.org/m", capacity="9")
    first, second, *_ = await times(do)
    step = {"person": organiser(), "occurrence_id": second.id, "now": NOW}
    await do(event_changes.record_words, **step, typed={**WORDS, "title": "Cake", "about": "", "place": "C"})
    told = [await do(event_lists.get_told, guild_id=GUILD, occurrence_id=one.id) for one in (first, second)]
    assert [(each.title, each.about, each.place) for each in told] == [("Tea", "A", "B"), ("Cake", "", "C")]
    assert {(each.map_link, each.online_link, each.seats) for each in told} == {("https://example.org/m", "", 9)}
    assert {each.rule.rule for each in told} == {"FREQ=WEEKLY;BYDAY=TH"}


async def test_names_are_given_only_where_an_organiser_chose_so(do: Do) -> None:
    await set_up(do)
    row = await opened(do)
    (one,) = await times(do)
    await press(do, SAM)
    assert (await do(event_lists.find_told, occurrence_id=one.id)).names == []

    async def show(session: Any) -> None:
        (await session.get_one(Event, row.id)).shows_names = True

    await do(show)
    told = await do(event_lists.find_told, occurrence_id=one.id)
    assert (told.names, told.standing.going) == ([SAM], None)


async def test_one_that_is_elsewhere_or_forgotten_is_not_found(do: Do) -> None:
    await set_up(do)
    await opened(do)
    (one,) = await times(do)
    for step in ({"guild_id": ELSEWHERE, "occurrence_id": one.id}, {"guild_id": GUILD, "occurrence_id": 77}):
        assert isinstance(await do.refused(event_lists.get_told, **step), NotFound)
    assert await do(event_lists.find_told, occurrence_id=77) is None


async def test_a_draft_is_looked_at_before_it_has_a_time(do: Do) -> None:
    await set_up(do)
    row = await draft(do, "someday")
    look = Occurrence(guild_id=GUILD, event_id=row.id, starts_at=SIX, ends_at=SIX + HOUR)
    told = await do(event_lists.tell_of, event=row, occurrence=look)
    assert (told.rule, told.standing, told.names) == (None, (None, None, False), [])


async def test_it_is_open_to_its_end_and_on_from_shortly_before_its_start(do: Do) -> None:
    await set_up(do)
    await opened(do)
    (one,) = await times(do)
    told = await do(event_lists.find_told, occurrence_id=one.id)
    quarter = HOUR / 4
    assert [event_lists.is_open(told, now=at) for at in (NOW, SIX + HOUR, SIX + 2 * HOUR)] == [True, True, False]
    assert [event_lists.is_on(told, now=at) for at in (SIX - HOUR, SIX - quarter, SIX + 2 * HOUR)] == [
        False, True, False,
    ]  # fmt: skip


async def test_a_member_sees_their_answer_and_their_place_in_the_line(do: Do) -> None:
    await set_up(do)
    await opened(do, capacity="1")
    (one,) = await times(do)
    for who in EVERYBODY[:3]:
        await press(do, who)
    found = [await do(event_lists.find_mine, occurrence_id=one.id, member_id=who) for who in (SAM, JO, KIM)]
    assert [(each.signup.answer, each.place) for each in found] == [("going", None), ("waiting", 1), ("waiting", 2)]
    assert await do(event_lists.find_mine, occurrence_id=one.id, member_id=ADA) is None


async def test_what_a_member_goes_to_is_all_they_did_not_refuse(do: Do) -> None:
    await set_up(do)
    await opened(do, WEEKLY, capacity="1")
    first, second, third, fourth = await times(do)
    await press(do, JO, one=third.id)
    for one, said in ((first, "going"), (second, "maybe"), (third, "going"), (fourth, "no")):
        await press(do, SAM, said, one=one.id)
    found = await do(event_lists.list_mine, guild_id=GUILD, member_id=SAM, now=NOW)
    assert [each.listed.occurrence.id for each in found] == [first.id, second.id, third.id]
    assert [(each.signup.answer, each.place) for each in found] == [("going", None), ("maybe", None), ("waiting", 1)]
    assert await do(event_lists.list_mine, guild_id=ELSEWHERE, member_id=SAM, now=NOW) == []


async def test_an_event_is_picked_by_number_or_by_what_is_in_its_title(do: Do) -> None:
    await set_up(do)
    await opened(do, title="Walk 100%")
    await opened(do, "friday 6pm", title="Tea and cake")
    walk, tea = await times(do)
    here = {"guild_id": GUILD, "now": NOW}
    assert [each.event.title for each in await do(event_lists.list_choices, **here, typed="")] == [
        "Walk 100%", "Tea and cake",
    ]  # fmt: skip
    assert await do(event_lists.pick_coming, **here, typed="CAKE") == tea.id
    assert await do(event_lists.pick_coming, **here, typed="0%") == walk.id
    assert await do(event_lists.pick_coming, **here, typed=str(tea.id)) == tea.id
    assert (await do.refused(event_lists.pick_coming, **here, typed="%%")).message_id == "events-none-named"
    nowhere = {**here, "guild_id": ELSEWHERE}
    assert (await do.refused(event_lists.pick_coming, **nowhere, typed="%%")).message_id == "events-none-coming"


async def test_somebody_is_asked_about_a_new_time_until_it_begins_soon(do: Do) -> None:
    await set_up(do)
    await opened(do)
    (one,) = await times(do)
    mine = (await press(do, SAM)).signup
    seen = await do(event_lists.get_told, guild_id=GUILD, occurrence_id=one.id)
    soon = one.starts_at - event_lists.ASKS_UNTIL
    assert not event_lists.is_asked(seen, signup=mine, now=NOW)
    mine.is_asked = True
    assert event_lists.is_asked(seen, signup=mine, now=NOW)
    assert not event_lists.is_asked(seen, signup=mine, now=soon)


async def test_organisers_pick_any_plan_and_hosts_their_own(do: Do) -> None:
    await set_up(do)
    tea, walk = await opened(do, title="Tea"), await draft(do, title="Walk")
    await do(events.add_host, person=organiser(), event_id=walk.id, member_id=SAM)
    states = ("draft", "open")

    async def titles(who: Any, typed: str = "") -> list[str]:
        found = await do(event_lists.list_plans, person=who, typed=typed, states=states)
        return [each.title for each in found]

    assert sorted(await titles(organiser())) == ["Tea", "Walk"]
    assert await titles(organiser(), "te") == ["Tea"]
    assert (await titles(somebody(SAM)), await titles(person("moderator"))) == (["Walk"], [])
    pick = {"person": organiser(), "states": states}
    assert (await do(event_lists.pick, **pick, typed="wal")).id == walk.id
    assert (await do(event_lists.pick, **pick, typed=str(tea.id))).id == tea.id
    assert isinstance(await do.refused(event_lists.pick, **pick, typed="cake"), NotFound)


async def test_a_time_with_its_event_is_given_to_whoever_knows_its_number(do: Do) -> None:
    await set_up(do)
    row = await opened(do)
    (one,) = await times(do)
    found, its_event = await do(event_lists.get_time, occurrence_id=one.id)
    assert (found.id, its_event.id) == (one.id, row.id)
    assert isinstance(await do.refused(event_lists.get_time, occurrence_id=77), NotFound)
    assert await do(with_time, rule=event_lists.tell_of, one=one.id)
    assert await do.rows(Signup) == []


async def test_a_title_is_found_whatever_its_letters_and_capitals(do: Do) -> None:
    await set_up(do)
    row = await opened(do, title="ŴYL ÉTÉ Straße")
    ended = (await times(do))[0].ends_at
    for typed in ("ŵyl", "Ŵyl", "été", "STRA", "straße", "WYL"):
        found = [1] if typed != "WYL" else []
        who = {"person": organiser(), "typed": typed}
        listed = await do(event_lists.list_choices, guild_id=GUILD, typed=typed, now=NOW)
        plans = await do(event_lists.list_plans, **who, states=("open",))
        past = await do(past_events.list_past, **who, now=ended)
        assert ([one.event.id for one in listed], [one.id for one in plans], [one.event.id for one in past]) == (
            [row.id] * len(found), [row.id] * len(found), [row.id] * len(found),
        )  # fmt: skip


async def test_where_it_is_is_for_people_with_its_role_and_those_who_organise_it(do: Do) -> None:
    await set_up(do)
    told = await do(event_lists.get_told, guild_id=GUILD, occurrence_id=await one_of(do, role_id=5))
    for who, is_for in ((somebody(SAM), False), (somebody(SAM, 5), True), (somebody(KIM), True)):
        assert event_lists.is_for(told, person=who, hosts=[KIM]) is is_for
    told = await do(event_lists.get_told, guild_id=GUILD, occurrence_id=await one_of(do))
    assert event_lists.is_for(told, person=somebody(SAM), hosts=[])


async def one_of(do: Do, **others: Any) -> int:
    return (await times(do, await opened(do, **others)))[0].id


async def test_what_somebody_organises_is_listed_in_pages(do: Do) -> None:
    await set_up(do)
    for number in range(7):
        await opened(do, title=str(number))
    pages = [
        await do(event_lists.list_plans, person=organiser(), typed="", states=("open",), limit=6, page=page)
        for page in (0, 1)
    ]
    assert [[row.title for row in page] for page in pages] == [["6", "5", "4", "3", "2", "1"], ["1", "0"]]
