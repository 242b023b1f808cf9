"""A rule is read with its time, start, end and bank holidays, and what is said back can be typed again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import Invalid
from bot.services.contacts import NATIONS
from bot.services.recurrence import Recurrence, next_after, upcoming
from bot.services.spoken_rules import Spoken, describe, read_rule
from bot.spoken import next_dates, rule_in_words
from bot.wording import Wording
from tests.services.rules import rules, times, zones
from tests.services.stepping import stepped

LONDON = "Europe/London"
NOW = datetime(2026, 11, 24, 15, 30, 20, tzinfo=UTC)  # a Tuesday
WORDS = Wording()


def read(typed: str, now: datetime = NOW, nation: str | None = None) -> Recurrence:
    return read_rule(typed, zone=LONDON, now=now, nation=nation)


def back(typed: str, now: datetime | None = None) -> str:
    return rule_in_words(WORDS, read(typed), now=now)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("every day 9am", "Every day at 09:00 from 25 November 2026"),
        ("every weekday 9:30", "Every weekday at 09:30 from 25 November 2026"),
        ("every tuesday 6:30pm", "Every Tuesday at 18:30 from 24 November 2026"),
        (
            "Every other Tuesday, 6:30pm until March",
            "Every other Tuesday at 18:30 from 24 November 2026 until 31 March 2027",
        ),
        ("every mon, wed and fri at 10am.", "Every Monday, Wednesday and Friday at 10:00 from 25 November 2026"),
        ("every 2 weeks on friday noon", "Every other Friday at 12:00 from 27 November 2026"),
        ("every month on the 1st at 9am", "Every month on the 1st at 09:00 from 1 December 2026"),
        ("the first monday of every month 7pm", "Every month on the first Monday at 19:00 from 7 December 2026"),
        ("last friday of the month 4pm", "Every month on the last Friday at 16:00 from 27 November 2026"),
        ("last day of the month 4pm", "Every month on the last day at 16:00 from 30 November 2026"),
        ("last working day of the month 4pm", "Every month on the last weekday at 16:00 from 30 November 2026"),
        ("every year on 25 december 10am", "Every year on 25 December at 10:00 from 25 December 2026"),
        ("every day 9am for 10 times", "Every day at 09:00 from 25 November 2026 for 10 times"),
        ("10 times every day 9am", "Every day at 09:00 from 25 November 2026 for 10 times"),
        ("every day 9am 1 time", "Every day at 09:00 from 25 November 2026 for 1 time"),
        ("every day 9am for a week", "Every day at 09:00 from 25 November 2026 until 1 December 2026"),
        ("every day 9am for 6 months", "Every day at 09:00 from 25 November 2026 until 24 May 2027"),
        ("every tuesday 9am until 25 march", "Every Tuesday at 09:00 from 1 December 2026 until 25 March 2027"),
        ("every tuesday 9am till 25/3/2027", "Every Tuesday at 09:00 from 1 December 2026 until 25 March 2027"),
        ("every day 9am until end of november", "Every day at 09:00 from 25 November 2026 until 30 November 2026"),
        ("every day 9am up to feb 2028", "Every day at 09:00 from 25 November 2026 until 29 February 2028"),
        ("from 1 december every day 9am", None),
        ("every day from 1 december at 9am", "Every day at 09:00 from 1 December 2026"),
        ("every tuesday 6pm starting next monday", "Every Tuesday at 18:00 from 1 December 2026"),
        (
            "every tuesday 9am except bank holidays",
            "Every Tuesday at 09:00 from 1 December 2026, but not on bank holidays in England",
        ),
        (
            "every day 9am but not on bank holidays in northern ireland until may",
            "Every day at 09:00 from 25 November 2026 until 31 May 2027, but not on bank holidays in Northern Ireland",
        ),
        (
            "mondays 10am, bank holidays moved",
            "Every Monday at 10:00 from 30 November 2026, moved to the next working day on bank holidays in England",
        ),
        (
            "mondays 10am, move bank holidays in Scotland",
            "Every Monday at 10:00 from 30 November 2026, moved to the next working day on bank holidays in Scotland",
        ),
        ("tue 6pm", "Tuesday 24 November 2026 at 18:00"),
    ],
)
def test_a_rule_is_said_back_as_it_was_understood(typed: str, said: str | None) -> None:
    if said is None:
        with pytest.raises(Invalid):
            read(typed)
        return
    assert back(typed) == said
    assert read(said) == read(typed)


@pytest.mark.parametrize(
    ("typed", "message_id"),
    [
        ("", "recurrence-unclear"),
        ("whenever", "recurrence-unclear"),
        ("every tuesday 6pm until someday", "recurrence-unclear"),
        ("every tuesday 6pm from someday", "recurrence-unclear"),
        ("every tuesday 6pm from 1 dec from 2 dec", "recurrence-unclear"),
        ("every tuesday 6pm " + "x" * 300, "recurrence-unclear"),
        ("every blursday 6pm", "recurrence-unclear"),
        ("every tuesday", "recurrence-time-missing"),
        ("every tuesday at 6", "dates-time-half"),
        ("every blursday 25", "recurrence-unclear"),
        ("every week at 6", "dates-time-half"),
        ("every week 6pm", "recurrence-weekday-missing"),
        ("every month 6pm", "recurrence-month-day-missing"),
        ("every hour", "recurrence-too-often"),
        ("every day 9am and 5pm", "dates-times-two"),
        ("every day at midnight", "dates-midnight"),
        ("every 0 days 9am", "recurrence-rule-unknown"),
        ("every 12 months on the 1st 9am", "recurrence-rule-unknown"),
        ("every year on 30 february 9am", "recurrence-rule-never"),
        ("every tuesday 6pm until march for 3 times", "recurrence-ends-twice"),
        ("every tuesday 6pm for 6 weeks for 3 times", "recurrence-ends-twice"),
        ("every tuesday 6pm from 1 december until 25/11/2026", "recurrence-ends-early"),
        ("every tuesday 6pm until yesterday", "recurrence-ends-early"),
        ("every tuesday 6pm from yesterday", "dates-past"),
        ("every tuesday 6pm from 1/1/2030", "dates-far"),
        ("every tuesday 6pm from 31 june", "dates-no-such-day"),
        ("tuesday 25 november 6pm", "dates-other-weekday"),
        ("next friday", "dates-time-missing"),
    ],
)
def test_a_rule_that_is_unclear_is_asked_about(typed: str, message_id: str) -> None:
    with pytest.raises(Invalid) as refused:
        read(typed)
    assert refused.value.message_id == message_id
    assert WORDS(message_id, **refused.value.variables)


def test_every_other_week_begins_with_the_first_time_that_comes() -> None:
    wednesday = NOW + timedelta(days=1)
    assert f"{read('every other tuesday 6pm', wednesday).starts:%d %B}" == "01 December"


def test_the_communitys_nation_is_meant_where_none_is_said() -> None:
    assert read("every day 9am except bank holidays", nation="Wales").nation == "Wales"
    assert read("every day 9am except bank holidays in scotland", nation="Wales").nation == "Scotland"
    assert read("every day 9am", nation="Wales").nation is None


def test_no_rule_begins_after_2100() -> None:
    with pytest.raises(Invalid) as refused:
        read("every 25 december 9am", datetime(2100, 12, 26, tzinfo=UTC))
    assert refused.value.message_id == "dates-far"


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("FREQ=WEEKLY", "Every Tuesday at 18:00 from 24 November 2026"),
        ("FREQ=MONTHLY;INTERVAL=3", "Every 3 months on the 24th at 18:00 from 24 November 2026"),
        ("FREQ=YEARLY;INTERVAL=2", "Every other year on 24 November at 18:00 from 24 November 2026"),
    ],
)
def test_a_rule_that_names_no_day_says_that_of_its_first_time(rule: str, said: str) -> None:
    assert rule_in_words(WORDS, Recurrence(datetime.fromisoformat("2026-11-24T18:00"), LONDON, rule)) == said


def test_what_has_begun_is_said_without_its_start() -> None:
    assert back("every tuesday 6pm", NOW + timedelta(days=1)) == "Every Tuesday at 18:00"
    assert back("every tuesday 6pm", NOW) == "Every Tuesday at 18:00 from 24 November 2026"


def test_the_parts_of_the_sentence_are_given_for_other_screens() -> None:
    begins = datetime.fromisoformat("2026-11-24T18:00")
    spoken = Spoken("weekly", begins, 1, ("TU",), begins.date(), None, "skip", "England")
    typed = "every tuesday 6pm until 24 november except bank holidays"
    assert describe(read(typed)) == spoken


def test_the_next_dates_are_a_list_that_each_readers_clock_shows() -> None:
    recurrence = read("every tuesday 6pm")
    assert next_dates(WORDS, upcoming(recurrence, NOW, 2)) == "- <t:1795543200:F>\n- <t:1796148000:F>"


@st.composite
def readable(draw: st.DrawFn) -> Recurrence:
    """Give a recurrence as the reader would: it begins with a time of its rule, to come, and ends with a day."""
    earliest = NOW.replace(tzinfo=None) + timedelta(days=draw(st.integers(2, 300)))
    begins = datetime.combine(earliest.date(), draw(times))
    rule = draw(rules(begins, ended=False))
    plain = ";".join(part for part in rule.split(";") if not part.startswith("INTERVAL"))
    first = next(stepped(begins, plain, begins.date() + timedelta(days=366)), begins)
    last = first + timedelta(days=draw(st.integers(0, 900)))
    ends = ["", f";COUNT={draw(st.integers(1, 400))}", f";UNTIL={last:%Y%m%d}T235900"]
    around = draw(st.sampled_from(["ignore", "skip", "move"]))
    nation = None if around == "ignore" else draw(st.sampled_from(NATIONS))
    return Recurrence(first, draw(zones), rule + draw(st.sampled_from(ends)), holidays=around, nation=nation)


@settings(deadline=None)
@given(readable())
def test_what_is_said_back_can_be_typed_and_is_the_same(recurrence: Recurrence) -> None:
    said = rule_in_words(WORDS, recurrence)
    again = read_rule(said, zone=recurrence.zone, now=NOW)
    assert describe(again) == describe(recurrence), said
    assert upcoming(again, NOW) == upcoming(recurrence, NOW)


PIECES = """
every other tuesday mon,wed weekday month week day 1st first last 31st 2 99 years 30 february 25 december at 6pm
noon 9 until march from tomorrow for 10 times weeks 0 times except bank holidays moved in wales . monthly
"""
pieces = st.sampled_from(PIECES.split())


@settings(deadline=None)
@given(st.text(max_size=300) | st.lists(pieces, max_size=10).map(lambda each: " ".join(["every", *each])))
def test_any_text_is_a_rule_that_can_be_said_or_a_refusal(typed: str) -> None:
    try:
        found = read(typed)
    except Invalid:
        return
    assert rule_in_words(WORDS, found)
    assert found.holidays != "ignore" or next_after(found, NOW - timedelta(days=1))
