"""Calendar files: what stands in them, what never does, and how a change or an end of an event is told."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.services import calendar_lists, event_changes, event_drafts, events, feeds, signups
from bot.services.calendar_lists import Listed
from bot.services.calendars import plain, write
from bot.services.recurrence import Recurrence
from tests.services.announcing import organiser
from tests.services.calendar_reading import LABELS, Read, one_time, parsed, shown, whole
from tests.services.eventing import WEEKLY, WORDS, draft, opened, press, somebody, times, told
from tests.services.people import EVERYBODY, JO, NOW, SAM, Do, set_up

LINK, MAP = "https://meet.example.org/tea", "https://maps.example.org/hall"
ROLE = 610000000000000041
WEEK, HOURS = timedelta(weeks=1), timedelta(hours=2)
THURSDAY = datetime(2026, 6, 4, 17, tzinfo=UTC)
"""Six in the evening in London, which is what the time on every wall there says all year."""


@pytest.fixture(autouse=True)
async def community(do: Do) -> None:
    await set_up(do)


async def file_of(do: Do, member_id: int = SAM, number: int = 0, *, roles: tuple[int, ...] = ()) -> bytes:
    """The file that a member gets from the card of one time."""
    one = (await times(do))[number]
    listed = await do(calendar_lists.list_one, person=somebody(member_id, *roles), occurrence_id=one.id)
    return write(listed, labels=LABELS, now=NOW)


async def mine_of(do: Do, member_id: int = SAM, *, roles: tuple[int, ...] = (), now: datetime = NOW) -> bytes:
    listed = await do(calendar_lists.list_mine, person=somebody(member_id, *roles))
    return write(listed, labels=LABELS, now=now)


def weeks(body: bytes, count: int = 4) -> list[Read]:
    return shown(body, NOW, NOW + count * WEEK)


def lines(body: bytes) -> list[str]:
    """The lines as they are meant: long ones are folded."""
    return body.decode().replace("\r\n ", "").split("\r\n")


async def test_an_event_is_one_entry_with_its_place_and_its_time_on_the_wall(do: Do) -> None:
    row = await opened(do, title="Tea; cake, and more", about="Bring a cup.\nWe have milk.", place="The hall, Leeds")
    body = await file_of(do)
    (entry,) = parsed(body)
    assert str(entry["UID"]) == row.uid
    assert str(entry["SUMMARY"]) == "Tea; cake, and more"
    assert str(entry["DESCRIPTION"]) == "Bring a cup.\nWe have milk."
    assert str(entry["LOCATION"]) == "The hall, Leeds"
    assert str(entry["STATUS"]) == "CONFIRMED"
    assert entry["DTSTAMP"].dt == entry["LAST-MODIFIED"].dt == NOW
    text = lines(body)
    assert {"DTSTART;TZID=Europe/London:20260604T180000", "DTEND;TZID=Europe/London:20260604T200000"} <= set(text)
    assert {"METHOD:PUBLISH", "VERSION:2.0", "X-WR-CALNAME:Our events", "TZID:Europe/London"} <= set(text)
    assert {"REFRESH-INTERVAL;VALUE=DURATION:PT4H", "X-PUBLISHED-TTL:PT4H"} <= set(text)
    assert r"SUMMARY:Tea\; cake\, and more" in text


async def test_lines_end_as_the_standard_says_and_none_is_longer_than_75_bytes(do: Do) -> None:
    await opened(do, title="Tee für alle " * 7, about="☕" * 300)
    body = await file_of(do)
    assert max(len(line) for line in body.split(b"\r\n")) <= 75
    assert b"\n" not in body.replace(b"\r\n", b"")
    assert str(parsed(body)[0]["DESCRIPTION"]) == "☕" * 300


async def test_what_discord_alone_can_show_is_left_out(do: Do) -> None:
    typed = (
        f"Ask <@{SAM}> or <@&123456789012345678> in <#123456789012345678>, <t:1780000000:R> <:tea:123456789012345678>"
    )
    await opened(do, title="Tea </event view:123456789012345678>", about=typed, place="<id:customize> The hall\x07")
    body = await file_of(do)
    (entry,) = parsed(body)
    assert (str(entry["SUMMARY"]), str(entry["LOCATION"])) == ("Tea", "The hall")
    assert str(entry["DESCRIPTION"]) == "Ask  or  in ,"
    assert not re.search(rb"\d{17}", body.replace(str(entry["UID"]).encode(), b""))


def test_the_name_of_a_calendar_is_cleaned_too() -> None:
    name = "Tea with <@410000000000000007>\rBEGIN:VEVENT\x07"
    body = write([], labels=LABELS._replace(name=name), now=NOW)
    assert b"X-WR-CALNAME:Tea with BEGIN:VEVENT\r\n" in body


@pytest.mark.parametrize("typed", ["3 < 4 and 5 > 2", "a <b> c", "Tea <3"])
def test_other_signs_stay_as_they_were_typed(typed: str) -> None:
    assert plain(typed) == typed


async def test_links_are_for_those_who_go_and_nobody_elses_answer_shows(do: Do) -> None:
    await opened(do, about="Bring a cup.", online_link=LINK, map_link=MAP)
    for member_id in EVERYBODY:
        await press(do, member_id, "maybe" if member_id == JO else "going")
    (entry,) = parsed(await file_of(do, SAM))
    assert str(entry["DESCRIPTION"]) == f"Bring a cup.\n\nJoin: {LINK}\n\nMap: {MAP}"
    assert str(entry["URL"]) == LINK
    for body in (await file_of(do, JO), await mine_of(do, JO)):
        assert b"example.org" not in body
        assert "URL" not in parsed(body)[0]
    bodies = [await file_of(do, who) for who in EVERYBODY] + [await mine_of(do, who) for who in EVERYBODY]
    assert not any(str(who).encode() in body for body in bodies for who in EVERYBODY)


async def test_whoever_came_once_does_not_read_the_link_of_today(do: Do) -> None:
    row = await opened(do, WEEKLY, online_link=LINK)
    first = (await times(do))[0]
    await press(do, SAM)
    assert LINK.encode() in await mine_of(do)
    over = first.ends_at + timedelta(hours=1)
    await do(events.settle_over, now=over)
    await do(event_drafts.record_words, **told(row, now=over), typed={**WORDS, "online_link": f"{LINK}/new"})
    assert b"example.org" not in await mine_of(do, now=over)
    await press(do, SAM, now=over, one=(await times(do))[1].id)
    assert b"example.org" in await mine_of(do, now=over)


async def test_whoever_goes_to_what_is_cancelled_reads_no_link(do: Do) -> None:
    await opened(do, WEEKLY, online_link=LINK)
    await press(do, SAM)
    cancelled = {"person": organiser(), "occurrence_id": (await times(do))[0].id, "now": NOW}
    await do(events.cancel_occurrence, **cancelled)
    assert b"example.org" not in await mine_of(do)


async def test_a_link_for_a_role_is_told_only_to_who_surely_has_it(do: Do) -> None:
    await opened(do, online_link=LINK, map_link=MAP, role_id=ROLE)
    (one,) = await times(do)
    await do(signups.record_answer, person=somebody(SAM, ROLE), occurrence_id=one.id, answer="going", now=NOW)
    for body in (await mine_of(do, roles=(ROLE,)), await file_of(do, roles=(ROLE,))):
        assert LINK.encode() in body
    secret = await do(feeds.make, person=somebody(SAM, ROLE), is_mine=True, now=NOW)
    feed = (await do(feeds.find_calendar, secret=secret, now=NOW)).listed
    for body in (await mine_of(do), write(feed, labels=LABELS, now=NOW)):
        assert [str(entry["SUMMARY"]) for entry in parsed(body)] == ["Tea"]
        assert b"example.org" not in body


async def test_an_event_that_repeats_is_one_entry_with_its_rule_on_both_sides_of_the_change(do: Do) -> None:
    row = await opened(do, WEEKLY)
    body = await file_of(do)
    (entry,) = parsed(body)
    assert (str(entry["UID"]), entry["RRULE"].to_ical()) == (row.uid, b"FREQ=WEEKLY;BYDAY=TH")
    year = shown(body, NOW, NOW + 52 * WEEK)
    assert len(year) == 52
    assert {one.starts_at.hour for one in year} == {17, 18}
    assert year[0] == Read(THURSDAY, THURSDAY + HOURS)


async def test_a_time_that_was_called_off_is_told_as_cancelled_and_later_left_out(do: Do) -> None:
    await opened(do, WEEKLY)
    before = parsed(await file_of(do))[0]["SEQUENCE"]
    second = (await times(do))[1]
    await do(events.cancel_occurrence, person=organiser(), occurrence_id=second.id, now=NOW)
    body = await file_of(do)
    master, other = parsed(body)
    assert (str(master["STATUS"]), str(other["STATUS"])) == ("CONFIRMED", "CANCELLED")
    assert lines(body).count("RECURRENCE-ID;TZID=Europe/London:20260611T180000") == 1
    assert "EXDATE" not in master
    assert other["SEQUENCE"] > master["SEQUENCE"] > before
    assert [one.status for one in weeks(body)] == ["CONFIRMED", "CANCELLED", "CONFIRMED", "CONFIRMED"]
    await do(events.purge, now=NOW + 7 * WEEK)
    body = await file_of(do)
    assert "EXDATE;TZID=Europe/London:20260611T180000" in lines(body)
    assert [one.starts_at for one in weeks(body)] == [THURSDAY, THURSDAY + 2 * WEEK, THURSDAY + 3 * WEEK]


async def test_a_time_that_was_moved_keeps_its_name_and_its_count_grows(do: Do) -> None:
    await opened(do, WEEKLY)
    first = (await times(do))[0]
    change = {"person": organiser(), "occurrence_id": first.id, "now": NOW}
    await do(event_changes.record_when, **change, when="Friday 7pm", until="1 hour")
    body = await file_of(do)
    master, other = parsed(body)
    assert str(master["UID"]) == str(other["UID"])
    assert "RECURRENCE-ID;TZID=Europe/London:20260604T180000" in lines(body)
    friday = THURSDAY + timedelta(days=1, hours=1)
    assert weeks(body, 2) == [
        Read(friday, friday + timedelta(hours=1)),
        Read(THURSDAY + WEEK, THURSDAY + WEEK + HOURS),
    ]
    assert other["SEQUENCE"] > master["SEQUENCE"]


async def test_a_time_says_its_own_words_and_its_own_link_only_to_who_goes_then(do: Do) -> None:
    await opened(do, WEEKLY, place="The hall", online_link=LINK)
    first, second, *_ = await times(do)
    change = {"person": organiser(), "now": NOW}
    own = {
        "title": "Cake",
        "about": "",
        "place": "The park",
        "online_link": "https://meet.example.org/cake",
        "access": "",
    }
    await do(event_changes.record_words, **change, occurrence_id=second.id, typed=own)
    await press(do, SAM, one=first.id)
    master, other = parsed(await file_of(do, SAM))
    assert (str(master["LOCATION"]), str(master["URL"])) == ("The hall", LINK)
    assert (str(other["SUMMARY"]), str(other["LOCATION"])) == ("Cake", "The park")
    assert "URL" not in other
    await press(do, SAM, one=second.id)
    assert str(parsed(await file_of(do, SAM))[1]["URL"]).endswith("/cake")


async def test_a_cancelled_event_is_told_as_cancelled_and_its_count_grows(do: Do) -> None:
    row = await opened(do)
    before = parsed(await file_of(do))[0]["SEQUENCE"]
    await press(do, SAM)
    await do(events.cancel_event, **told(row))
    for body in (await file_of(do), await mine_of(do)):
        (entry,) = parsed(body)
        assert (str(entry["UID"]), str(entry["STATUS"])) == (row.uid, "CANCELLED")
        assert entry["SEQUENCE"] > before


async def test_of_a_cancelled_event_that_repeats_what_took_place_stays(do: Do) -> None:
    row = await opened(do, WEEKLY)
    later = NOW + timedelta(days=2)
    await do(events.settle_over, now=later)
    await do(events.cancel_event, **told(row, later))
    body = await file_of(do)
    assert str(parsed(body)[0]["STATUS"]) == "CANCELLED"
    assert [one.status for one in weeks(body, 3)] == ["CONFIRMED", "CANCELLED", "CANCELLED"]


async def test_another_time_for_all_keeps_the_name_and_its_count_grows(do: Do) -> None:
    row = await opened(do)
    before = parsed(await file_of(do))[0]["SEQUENCE"]
    await do(event_drafts.record_when, **told(row), when="Saturday 10am", until="11am")
    (entry,) = parsed(await file_of(do))
    assert str(entry["UID"]) == row.uid
    assert entry["SEQUENCE"] > before
    assert entry.start.astimezone(UTC) == datetime(2026, 6, 6, 9, tzinfo=UTC)


async def test_once_a_rule_ends_with_one_time_those_that_were_called_off_are_no_entries(do: Do) -> None:
    row = await opened(do, WEEKLY)
    await press(do, SAM, one=(await times(do))[1].id)
    await do(event_drafts.record_when, **told(row), when="Saturday 10am", until="11am")
    (entry,) = parsed(await file_of(do, JO))
    assert str(entry["UID"]) == row.uid
    (called_off,) = parsed(await mine_of(do))
    assert str(called_off["UID"]) != row.uid
    assert str(called_off["STATUS"]) == "CANCELLED"


async def test_of_what_is_mine_each_time_has_a_name_that_stays_and_says_how_sure_it_is(do: Do) -> None:
    await opened(do, WEEKLY)
    first, second, third, _ = await times(do)
    for one, answer in ((first, "going"), (second, "maybe"), (third, "no")):
        await press(do, SAM, answer, one=one.id)
    entries = parsed(await mine_of(do))
    assert [str(entry["STATUS"]) for entry in entries] == ["CONFIRMED", "TENTATIVE"]
    assert [entry.start.astimezone(UTC) for entry in entries] == [first.starts_at, second.starts_at]
    change: dict[str, Any] = {"person": organiser(), "occurrence_id": first.id, "now": NOW}
    await do(event_changes.record_when, **change, when="Friday 7pm", until="1 hour")
    after = parsed(await mine_of(do))
    assert [str(entry["UID"]) for entry in after] == [str(entry["UID"]) for entry in entries]
    assert len({str(entry["UID"]) for entry in after}) == 2
    assert after[0]["SEQUENCE"] > entries[0]["SEQUENCE"]


async def test_nothing_planned_is_a_calendar_with_nothing_in_it(do: Do) -> None:
    row = await draft(do)
    assert row.state == "draft"
    body = write([], labels=LABELS, now=NOW)
    assert parsed(body) == []
    assert b"VTIMEZONE" not in body


def test_an_end_in_the_hour_that_happens_twice_is_told_without_doubt() -> None:
    rule = Recurrence(datetime(2026, 10, 25, 0, 30), "Europe/London")  # noqa: DTZ001 on the wall
    one = one_time(rule, 120)
    listed = whole(rule, 120, [one])
    text = lines(write([listed], labels=LABELS, now=NOW))
    assert {"DTSTART;TZID=Europe/London:20261025T003000", "DTEND:20261025T013000Z"} <= set(text)


def test_a_rule_that_begins_across_a_change_says_how_long_it_takes() -> None:
    rule = Recurrence(datetime(2026, 10, 24, 23, 30), "Europe/London", "FREQ=DAILY;COUNT=2")  # noqa: DTZ001 on the wall
    body = write([whole(rule, 180)], labels=LABELS, now=NOW)
    assert "DURATION:PT3H" in lines(body)
    ends = [one.ends_at - one.starts_at for one in shown(body, NOW, NOW + 30 * WEEK)]
    assert ends == [timedelta(hours=3)] * 2


def test_a_time_that_takes_longer_than_the_others_says_so() -> None:
    rule = Recurrence(datetime(2026, 6, 4, 18), "Europe/London", "FREQ=WEEKLY")  # noqa: DTZ001 on the wall
    body = write([whole(rule, 90, [one_time(rule, 60)])], labels=LABELS, now=NOW)
    assert [one.ends_at - one.starts_at for one in weeks(body, 2)] == [timedelta(minutes=60), timedelta(minutes=90)]


def test_first_and_third_tuesday_are_two_entries_with_names_of_their_own() -> None:
    rule = Recurrence(datetime(2026, 6, 2, 18), "Europe/London", "FREQ=MONTHLY;BYDAY=1TU,3TU")  # noqa: DTZ001 on the wall
    entries = parsed(write([whole(rule)], labels=LABELS, now=NOW))
    assert [str(entry["UID"]) for entry in entries] == ["a" * 32, f"{'a' * 32}-1"]


def test_each_zone_is_described_once() -> None:
    rules = [
        Recurrence(datetime(2026, 6, 2, 18), zone, "FREQ=DAILY")  # noqa: DTZ001 on the wall
        for zone in ("Europe/London", "Australia/Lord_Howe", "Europe/London")
    ]
    listed: list[Listed] = [whole(rule) for rule in rules]
    text = lines(write(listed, labels=LABELS, now=NOW))
    assert [line for line in text if line.startswith("TZID:")] == ["TZID:Australia/Lord_Howe", "TZID:Europe/London"]


def test_the_same_event_is_written_the_same() -> None:
    rule = Recurrence(datetime(2026, 6, 2, 18), "Europe/London", "FREQ=DAILY")  # noqa: DTZ001 on the wall
    assert write([whole(rule)], labels=LABELS, now=NOW) == write([whole(rule)], labels=LABELS, now=NOW)
