"""Days are read as people in Britain type them, the day of the month first."""

from datetime import date

import pytest

from bot.errors import Invalid
from bot.services.days import find_days, plain, said_day

TODAY = date(2026, 11, 24)  # a Tuesday
LONDON = "Europe/London"


def days(typed: str, today: date = TODAY) -> list[str]:
    return [str(day) for day in find_days(plain(typed), today=today, zone=LONDON)]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("today", "2026-11-24"),
        ("Tonight", "2026-11-24"),
        ("tomorrow", "2026-11-25"),
        ("the day after tomorrow", "2026-11-26"),
        ("yesterday", "2026-11-23"),
        ("in 3 days", "2026-11-27"),
        ("in a week", "2026-12-01"),
        ("in a fortnight's time", "2026-12-08"),
        ("a week today", "2026-12-01"),
        ("a week tomorrow", "2026-12-02"),
        ("next Friday", "2026-11-27"),
        ("next tues", "2026-12-01"),
        ("Friday week", "2026-12-04"),
        ("a week on Friday", "2026-12-04"),
        ("25 Nov", "2026-11-25"),
        ("25th of November", "2026-11-25"),
        ("Nov 25", "2026-11-25"),
        ("november 25th 2027", "2027-11-25"),
        ("Wed. 25 Nov.", "2026-11-25"),
        ("Thursday, 25 November 2027", "2027-11-25"),
        ("24 Nov", "2026-11-24"),
        ("23 Nov", "2027-11-23"),
        ("29 Feb", "2028-02-29"),
        ("25/11", "2026-11-25"),
        ("3/4", "2027-04-03"),
        ("03/04/2027", "2027-04-03"),
        ("25/11/26", "2026-11-25"),
        ("25.11.2026", "2026-11-25"),
        ("25-11-2026", "2026-11-25"),
        ("2026-11-25", "2026-11-25"),
        ("the 25th", "2026-11-25"),
        ("on the 23rd", "2026-12-23"),
        ("Wednesday the 25th", "2026-11-25"),
    ],
)
def test_a_day_is_read_as_people_type_it(typed: str, meant: str) -> None:
    assert days(typed) == [meant]


@pytest.mark.parametrize("typed", ["fri", "Friday", "this friday", "coming friday", "on Fri."])
def test_a_weekday_alone_is_the_next_that_comes_or_where_that_is_too_late_the_one_after(typed: str) -> None:
    assert days(typed) == ["2026-11-27", "2026-12-04"]


def test_a_day_that_only_some_months_have_is_in_the_next_that_has_it() -> None:
    assert days("the 31st") == ["2026-12-31"]
    assert days("the 31st", date(2027, 2, 1)) == ["2027-03-31"]


@pytest.mark.parametrize("word", ["mon", "tue", "tues", "wed", "weds", "thu", "thur", "thurs", "fri", "sat", "sun"])
def test_every_short_name_of_a_weekday_is_known(word: str) -> None:
    assert date.fromisoformat(days(word)[0]).strftime("%a").lower() == word[:3]


@pytest.mark.parametrize("month", range(1, 13))
def test_every_name_of_a_month_is_known(month: int) -> None:
    meant = date(2027, month, 12)
    assert days(f"{meant:%d %B %Y}") == days(f"{meant:%d %b %Y}") == [str(meant)]


@pytest.mark.parametrize(
    ("typed", "message_id"),
    [
        ("", "dates-unclear"),
        ("someday", "dates-unclear"),
        ("25", "dates-unclear"),
        ("12.11", "dates-unclear"),
        ("25 Nov or 26 Nov", "dates-unclear"),
        ("\u0662\u0665/\u0661\u0661", "dates-unclear"),
        ("11/25", "dates-day-first"),
        ("31 June", "dates-no-such-day"),
        ("29 Feb 2027", "dates-no-such-day"),
        ("25/13", "dates-no-such-day"),
        ("0/5", "dates-no-such-day"),
        ("the 0th", "dates-no-such-day"),
        ("the 32nd", "dates-no-such-day"),
        ("1 jan 0000", "dates-no-such-day"),
    ],
)
def test_a_day_that_is_unclear_or_does_not_exist_is_refused(typed: str, message_id: str) -> None:
    with pytest.raises(Invalid) as refused:
        days(typed)
    assert (refused.value.message_id, refused.value.variables) == (message_id, {})


@pytest.mark.parametrize("typed", ["tuesday 25 november", "tue the 25th", "tue 25/11", "Tue 2026-11-25"])
def test_a_weekday_that_is_not_that_of_its_date_is_asked_about(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        days(typed)
    assert refused.value.message_id == "dates-other-weekday"
    assert refused.value.variables == said_day(date(2026, 11, 25), LONDON)
    assert refused.value.variables == {"day": "<t:1795608000:D>", "weekday": "we"}
