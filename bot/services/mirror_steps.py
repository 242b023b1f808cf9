"""What has to be done at Discord, by comparing what Kettle wants there with what it last wrote and what is there."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Literal, NamedTuple

REFUSED = ("full", "barred", "refused")
"""States in which Discord did not take what Kettle wrote: it tries again once an hour."""

OPEN = ("changed", "gone", *REFUSED)
"""States that organisers are asked about, or told of."""

ABSENT = ("gone", "ended")
"""States in which somebody took it away at Discord, and nobody has said that it shall come back."""

STOOD = ("there", "changed", "left")
"""States of what surely stood at Discord when Kettle last looked: nobody but somebody there can have taken it away."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DIGITS = 48
"""How much of a digest is kept, beside the start: more than enough to tell two events apart."""


class Entry(NamedTuple):
    """What an event at Discord says. Kettle writes no description: nothing there tells where it is, nor its link."""

    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    about: str = ""


class Seen(NamedTuple):
    """An event at Discord that Kettle made, as it is there now."""

    scheduled_event_id: int
    entry: Entry


class Standing(NamedTuple):
    """A mirror, what Kettle wants it to say, and whether it is wanted at all."""

    mirror_id: int
    scheduled_event_id: int | None
    state: str
    written: str
    entry: Entry
    is_wanted: bool


Kind = Literal["make", "change", "remove", "keep", "ask", "seek", "forget"]


class Step(NamedTuple):
    """One thing to do. A `seek` asks Discord about one event by its id; a double has no mirror."""

    kind: Kind
    mirror_id: int | None
    scheduled_event_id: int | None
    entry: Entry


def write(entry: Entry) -> str:
    """Give the digest of an entry, after the second of its start. Spaces that Discord takes away make no difference."""
    words = [" ".join(text.split()) for text in (entry.title, entry.place, entry.about)]
    instants = [str(int(at.timestamp())) for at in (entry.starts_at, entry.ends_at)]
    digest = sha256("\n".join([*words, *instants]).encode()).hexdigest()
    return f"{instants[0]}:{digest[:DIGITS]}"


def start_of(written: str) -> datetime | None:
    """Give the start that was last written, or None when nothing was."""
    return EPOCH + timedelta(seconds=int(written.partition(":")[0])) if written else None


def is_due(standing: Standing) -> bool:
    """Whether something has to be done as far as Kettle knows, before it looks at Discord."""
    if standing.state in REFUSED:
        return False
    if not standing.is_wanted or standing.state == "wanted":
        return True
    return standing.state not in ABSENT and write(standing.entry) != standing.written


def judge(standings: Sequence[Standing], seen: Sequence[Seen], *, tries_again: bool) -> Iterator[Step]:
    """Give what has to be done so that each mirror stands once and says what Kettle says.

    What Kettle made without hearing of it is known by what it had meant to write. What stands twice goes first, while
    that is still known.
    """
    there = {one.scheduled_event_id: one for one in seen}
    known = {one.scheduled_event_id for one in standings}
    strays = [one for one in seen if one.scheduled_event_id not in known]
    pairs = [(one, there.get(one.scheduled_event_id or 0) or _adopt(one, strays)) for one in standings]
    meant = {one.written for one in standings}
    for stray in strays:
        if write(stray.entry) in meant:
            yield Step("remove", None, stray.scheduled_event_id, stray.entry)
    for standing, found in pairs:
        kind = _judge_one(standing, found) if tries_again or standing.state not in REFUSED else None
        if kind is not None:
            event_id = found.scheduled_event_id if found else standing.scheduled_event_id
            yield Step(kind, standing.mirror_id, event_id, standing.entry)


def _adopt(standing: Standing, strays: list[Seen]) -> Seen | None:
    """Take what nobody's mirror is and says what this one meant to say."""
    if standing.scheduled_event_id is not None or standing.state in ABSENT:
        return None
    meant = {standing.written, write(standing.entry)}
    for stray in strays:
        if write(stray.entry) in meant:
            strays.remove(stray)
            return stray
    return None


def _judge_one(standing: Standing, found: Seen | None) -> Kind | None:
    if not standing.is_wanted:
        return "forget" if found is None and standing.scheduled_event_id is None else "remove"
    if standing.state in ABSENT:
        return None
    if found is None:
        return "make" if standing.scheduled_event_id is None else "seek"
    return _compare(standing, write(found.entry))


def _compare(standing: Standing, there: str) -> Kind | None:
    """Write what changed in Kettle; ask about what changed at Discord, once, and leave it while nobody answers.

    Left alone, or asked about: then `written` is what Kettle said at that moment, so that its own change is noticed.
    """
    said = write(standing.entry)
    if there == said:
        return None if standing.state == "there" and standing.written == said else "keep"
    if standing.state in {"changed", "left"}:
        return None if standing.written == said else "change"
    return "change" if standing.state != "there" or there == standing.written else "ask"
