"""Places become zones, and a wall clock's time becomes one instant."""

import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import Invalid
from bot.services import zones
from tests.services.clock_changes import KEYS, moments

LONDON = "Europe/London"

patient = settings(deadline=None)  # the first look at a zone reads its file
any_text = st.text(st.characters(), max_size=4000)  # with lone surrogates, which Discord's JSON can carry


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("London", LONDON),
        ("london", LONDON),
        ("europe/london ", LONDON),
        ("EUROPE / LONDON", LONDON),
        ("UK", LONDON),
        ("United Kingdom", LONDON),
        ("Northern Ireland", LONDON),
        ("BST", LONDON),
        ("GMT", LONDON),
        ("Belfast", LONDON),
        ("Glasgow", LONDON),
        ("Stoke-on-Trent", LONDON),
        ("St. Albans", LONDON),
        ("New York", "America/New_York"),
        ("new_york", "America/New_York"),
        ("St John's", "America/St_Johns"),
        ("Zürich", "Europe/Zurich"),
        ("utc", "UTC"),
        ("Perth", "Australia/Perth"),
    ],
)
def test_a_zone_is_found_by_what_people_call_it(typed: str, key: str) -> None:
    assert zones.find_zone(typed) == key


def test_every_key_finds_itself_but_gmt_which_people_say_for_british_time() -> None:
    assert [key for key in KEYS if zones.find_zone(key) != key] == ["GMT"]


@pytest.mark.parametrize(
    ("typed", "key"),
    [("buenos aires", "America/Buenos_Aires"), ("Istanbul", "Asia/Istanbul"), ("Nicosia", "Asia/Nicosia")],
)
def test_a_name_of_several_zones_is_the_shortest_key_then_the_first_by_letter(typed: str, key: str) -> None:
    assert zones.find_zone(typed) == key


@pytest.mark.parametrize(
    ("typed", "key"),
    [("Lndon", LONDON), ("Glasgo", LONDON), ("Europe/Lodnon", LONDON), ("Nwe York", "America/New_York")],
)
def test_a_slip_of_the_finger_offers_the_nearest_place(typed: str, key: str) -> None:
    with pytest.raises(Invalid) as refused:
        zones.find_zone(typed)
    assert (refused.value.message_id, refused.value.variables) == (
        "zones-unknown-near",
        {"nearest": key, "city": zones.city_of(key)},
    )
    assert zones.suggest_zones(typed)[0] == key


@pytest.mark.parametrize("typed", ["", "?!", "qqqqqq", "GMT+5", "UTC+1", "localtime", "Factory", "west"])
def test_what_is_like_no_place_is_refused_without_an_offer(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        zones.find_zone(typed)
    assert (refused.value.message_id, refused.value.variables) == ("zones-unknown", {})


def test_offers_are_different_zones_and_no_more_than_asked_for() -> None:
    assert zones.suggest_zones("Malta") == ["Europe/Malta", "America/Argentina/Salta"]
    assert zones.suggest_zones("Malta", limit=1) == ["Europe/Malta"]
    assert zones.suggest_zones("Manchestr") == [LONDON], "many names of one zone are one offer"


def outcome(typed: str) -> set[str | int]:
    """Give the zone, or all that the refusal would repeat."""
    try:
        return {zones.find_zone(typed)}
    except Invalid as refused:
        return set(refused.variables.values())


@patient
@given(any_text)
def test_any_text_is_a_zone_that_exists_or_a_refusal_that_repeats_nothing(typed: str) -> None:
    assert outcome(typed) <= {*KEYS, *map(zones.city_of, KEYS)}


@pytest.mark.parametrize("zone", ["Europe/London", "America/New_York", "America/Indiana/Knox", "Pacific/Yap"])
def test_the_place_that_is_offered_can_be_typed(zone: str) -> None:
    assert zones.find_zone(zones.city_of(zone)) == zone


def test_no_list_of_zones_is_read_before_it_is_needed() -> None:
    asks = "import bot.services.zones as z; print([f.cache_info().currsize for f in (z._keys, z._places)])"
    seen = subprocess.run([sys.executable, "-c", asks], capture_output=True, text=True, check=True)
    assert seen.stdout.strip() == "[0, 0]"


@patient
@given(moments())
def test_the_next_midnight_is_the_first_instant_of_the_next_day(moment: tuple[datetime, str]) -> None:
    now, zone = moment
    midnight = zones.next_midnight(now, zone)
    tomorrow = zones.local_day(now, zone) + timedelta(days=1)
    assert midnight > now
    assert midnight.tzinfo is UTC
    assert zones.local_day(midnight, zone) == tomorrow
    assert zones.local_day(midnight - timedelta(seconds=1), zone) == tomorrow - timedelta(days=1)


@pytest.mark.parametrize(
    ("zone", "now", "midnight"),
    [
        (LONDON, datetime(2026, 3, 29, 0, 30, tzinfo=UTC), datetime(2026, 3, 29, 23, tzinfo=UTC)),
        (LONDON, datetime(2026, 10, 24, 23, 30, tzinfo=UTC), datetime(2026, 10, 26, tzinfo=UTC)),
        ("America/Havana", datetime(2026, 3, 8, 4, 59, tzinfo=UTC), datetime(2026, 3, 8, 5, tzinfo=UTC)),
        ("America/Havana", datetime(2026, 11, 1, 5, 30, tzinfo=UTC), datetime(2026, 11, 2, 5, tzinfo=UTC)),
        ("Pacific/Apia", datetime(2011, 12, 30, 9, 59, tzinfo=UTC), datetime(2011, 12, 30, 10, tzinfo=UTC)),
    ],
    ids=["short day", "long day", "no midnight", "midnight twice", "no such day"],
)
def test_midnight_is_right_when_the_clock_changes(zone: str, now: datetime, midnight: datetime) -> None:
    assert zones.next_midnight(now, zone) == midnight


def test_a_time_that_does_not_exist_moves_forward_to_the_first_minute_that_does() -> None:
    assert zones.instant_at(date(2026, 3, 29), time(1, 30), LONDON) == datetime(2026, 3, 29, 1, tzinfo=UTC)


def test_a_time_that_happens_twice_is_the_first() -> None:
    assert zones.instant_at(date(2026, 10, 25), time(1, 30), LONDON) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@patient
@given(moments(), st.integers(0, 1439))
def test_an_instant_shows_its_time_on_the_wall_or_the_clock_had_jumped_over_it(
    moment: tuple[datetime, str], minute: int
) -> None:
    day, zone = moment[0].date(), moment[1]
    at = time(*divmod(minute, 60))
    instant = zones.instant_at(day, at, zone)
    shown = instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    before = (instant - timedelta(minutes=1)).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    wanted = datetime.combine(day, at)
    assert shown == wanted or before < wanted < shown
