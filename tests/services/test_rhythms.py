"""How often something happens is read from plain English, the same rule for each way to say it."""

import pytest

from bot.errors import Invalid
from bot.services.days import plain
from bot.services.recurrence import WORKING_DAYS, check
from bot.services.rhythms import is_rhythm, read_rhythm, sorted_out

WORKING_WEEK = f"FREQ=WEEKLY;BYDAY={WORKING_DAYS}"


def read(typed: str) -> str:
    return read_rhythm(sorted_out(plain(typed)))


@pytest.mark.parametrize(
    ("rule", "ways"),
    [
        ("FREQ=DAILY", ["every day", "each day", "daily", "Every Day."]),
        ("FREQ=DAILY;INTERVAL=2", ["every other day", "every second day", "every 2 days", "alternate days"]),
        (WORKING_WEEK, ["every weekday", "weekdays", "every working day", "Monday to Friday", "every mon-fri"]),
        ("FREQ=WEEKLY;BYDAY=SA,SU", ["every weekend", "weekends", "every sunday and saturday"]),
        ("FREQ=WEEKLY;BYDAY=TU", ["every tuesday", "Tuesdays", "on Tuesdays", "weekly on tue", "every week on tues"]),
        (
            "FREQ=WEEKLY;BYDAY=MO,WE,FR",
            ["every mon, wed and fri", "Mondays, Wednesdays & Fridays", "every week on fri mon wed"],
        ),
        (
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
            [
                "every other tuesday",
                "every second tuesday",
                "alternate tuesdays",
                "every 2 weeks on tuesday",
                "fortnightly on tuesdays",
                "every fortnight on tuesday",
            ],
        ),
        ("FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,TH", ["every 3 weeks on monday and thursday"]),
        ("FREQ=MONTHLY;BYMONTHDAY=1", ["every month on the 1st", "the 1st of every month", "monthly on the first"]),
        ("FREQ=MONTHLY;BYMONTHDAY=1,15", ["every month on the 15th and 1st", "1st and 15th of the month"]),
        ("FREQ=MONTHLY;BYMONTHDAY=15,-1", ["every month on the last day and the 15th"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", ["last day of the month", "every month on the last day"]),
        ("FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=31", ["every other month on the 31st", "every second month on the 31st"]),
        (
            "FREQ=MONTHLY;BYDAY=1MO",
            [
                "first monday of every month",
                "every month on the 1st monday",
                "every first monday",
                "monthly, first mon",
            ],
        ),
        ("FREQ=MONTHLY;BYDAY=2TU", ["every second tuesday of the month", "second tuesday of each month"]),
        ("FREQ=MONTHLY;BYDAY=-1FR", ["last friday of the month", "every last friday", "last friday every month"]),
        ("FREQ=MONTHLY;BYDAY=1MO,3MO", ["first and third monday of the month", "every 3rd and 1st monday"]),
        ("FREQ=MONTHLY;BYDAY=1TH,2MO,-1FR", ["last friday, second monday and first thursday of the month"]),
        (f"FREQ=MONTHLY;BYDAY={WORKING_DAYS};BYSETPOS=-1", ["last working day of the month", "every last weekday"]),
        (
            "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25",
            ["every year on 25 December", "every dec 25th", "annually 25 dec"],
        ),
        (
            "FREQ=YEARLY;INTERVAL=2;BYMONTH=3;BYMONTHDAY=1",
            ["every 2 years on the 1st of Mar", "1 mar every other year"],
        ),
    ],
)
def test_a_rhythm_is_read_in_each_way_that_people_say_it(rule: str, ways: list[str]) -> None:
    assert {way: read(way) for way in ways} == dict.fromkeys(ways, rule)
    assert all(is_rhythm(sorted_out(plain(way))) for way in ways)
    check(rule)


@pytest.mark.parametrize(
    ("typed", "message_id"),
    [
        ("every", "recurrence-month-day-missing"),
        ("every now and then", "recurrence-unclear"),
        ("every blursday", "recurrence-unclear"),
        ("every day tuesday", "recurrence-unclear"),
        ("every week tomorrow", "recurrence-unclear"),
        ("every other weekday", "recurrence-unclear"),
        ("every year", "recurrence-unclear"),
        ("every month on monday", "recurrence-unclear"),
        ("sixth monday of the month", "recurrence-unclear"),
        ("6th monday of the month", "recurrence-unclear"),
        ("first monday and 15th of the month", "recurrence-unclear"),
        ("first weekday and last monday of the month", "recurrence-unclear"),
        ("first and last weekday of the month", "recurrence-unclear"),
        ("first day of the month", "recurrence-unclear"),
        ("and of the month", "recurrence-unclear"),
        ("every week", "recurrence-weekday-missing"),
        ("fortnightly", "recurrence-weekday-missing"),
        ("every month", "recurrence-month-day-missing"),
        ("every hour", "recurrence-too-often"),
        ("every 30 minutes", "recurrence-too-often"),
        ("hourly", "recurrence-too-often"),
    ],
)
def test_a_rhythm_that_is_unclear_is_asked_about(typed: str, message_id: str) -> None:
    with pytest.raises(Invalid) as refused:
        read(typed)
    assert refused.value.message_id == message_id


@pytest.mark.parametrize("typed", ["tue 6pm", "weds 6pm", "25 nov 6pm", "now", "a week on friday"])
def test_one_moment_is_no_rhythm(typed: str) -> None:
    assert not is_rhythm(sorted_out(plain(typed)))
