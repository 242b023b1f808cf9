"""Time zones: what people type becomes an IANA key, and wall-clock times become instants."""

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from bot.errors import Invalid

UNITED_KINGDOM = "Europe/London"

AREAS = frozenset(
    (
        "Africa",
        "America",
        "Antarctica",
        "Arctic",
        "Asia",
        "Atlantic",
        "Australia",
        "Europe",
        "Indian",
        "Pacific",
    )
)
"""Parts of the world that keys begin with. Behind any other stands a rule ("Etc/GMT+5"), not a place."""
NOT_PLACES = frozenset({"north", "south", "west"})
"""Old names for parts of Australia. Alone they could mean anywhere."""

LIKE_ENOUGH = 80
"""How like a known name a typed one must be before we offer it, of 100."""


def find_zone(typed: str) -> str:
    """Find the key that people mean by a zone or a place; raise Invalid, with the nearest if there is one."""
    plain = _plain(typed)
    if plain in _united_kingdom():
        return UNITED_KINGDOM
    if found := _keys().get(plain) or _places().get(plain):
        return found
    if near := suggest_zones(typed, limit=1):
        raise Invalid("zones-unknown-near", nearest=near[0], city=city_of(near[0]))
    raise Invalid("zones-unknown")


def city_of(zone: str) -> str:
    """Give the place that a key is named after; the key itself where that name alone would mean another."""
    city = zone.rpartition("/")[2].replace("_", " ")
    return city if _places().get(_plain(city)) == zone else zone


def suggest_zones(typed: str, limit: int = 3) -> list[str]:
    """List the keys with names like what was typed, the nearest first; none if nothing is like it."""
    keys = _places()
    from rapidfuzz import fuzz, process  # noqa: PLC0415 it holds 2.7 MB, and only a slip of the pen needs it

    like = process.extract(_plain(typed), keys.keys(), scorer=fuzz.ratio, limit=None, score_cutoff=LIKE_ENOUGH)
    return list(dict.fromkeys(keys[name] for name, _, _ in like))[:limit]


def local_day(now: datetime, zone: str) -> date:
    """Give the date on the calendar in a zone."""
    return now.astimezone(ZoneInfo(zone)).date()


def next_midnight(now: datetime, zone: str, nights: int = 1) -> datetime:
    """Give the first instant (UTC) of the next day in a zone, or of the day that many nights on.

    It is right where a clock jumps over midnight, too.
    """
    return instant_at(local_day(now, zone) + timedelta(days=nights), time.min, zone)


def instant_at(day: date, at: time, zone: str) -> datetime:
    """Give the instant (UTC) when the clock in a zone shows a time.

    A time that does not exist moves forward to the first minute that does; of a time that happens twice it is
    the first.
    """
    local = datetime.combine(day, at, ZoneInfo(zone))
    while (instant := local.astimezone(UTC)).astimezone(local.tzinfo) != local:
        local += timedelta(minutes=1)
    return instant


@cache
def _united_kingdom() -> frozenset[str]:
    """Names for the clock on a British wall. "GMT" is one: few who say it want their summer an hour off."""
    names = files("bot").joinpath("data/united_kingdom.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(map(_plain, names))


@cache
def _keys() -> dict[str, str]:
    """Every key by its plain spelling.

    From the tzdata package alone: a system's own folder has keys that mean something else on the next
    machine ("localtime"), and is read file by file.
    """
    keys = files("tzdata").joinpath("zones").read_text(encoding="ascii").split()
    return {_plain(key): key for key in keys if key != "Factory"}


@cache
def _places() -> dict[str, str]:
    """Everything a person may mean by a place: the UK names, "europe/paris" and "paris".

    A name of several zones is that of the shortest key, then of the first in the alphabet.
    """
    places = dict.fromkeys(sorted(_united_kingdom()), UNITED_KINGDOM)
    for plain, key in sorted(_keys().items(), key=lambda item: (len(item[1]), item[1])):
        if key.split("/")[0] in AREAS:
            places.setdefault(plain, key)
            places.setdefault(plain.rpartition("/")[2], key)
    return {place: key for place, key in places.items() if place not in NOT_PLACES}


def _plain(typed: str) -> str:
    """Spell a name without case, accents, full stops and apostrophes, with "_" between its words."""
    letters = unicodedata.normalize("NFKD", typed).casefold()
    kept = re.sub(r"[^\w\s/+-]", "", "".join(one for one in letters if not unicodedata.combining(one)))
    return re.sub(r"_*/_*", "/", re.sub(r"[\s_-]+", "_", kept)).strip("_")
