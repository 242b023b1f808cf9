"""What members are told in private about events they answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.cog import Cog
from bot.event_where import link_of, place_of
from bot.parts import as_typed, stamp
from bot.scheduling import every
from bot.screens import Screen
from bot.services import event_lists, event_notices, feedback
from bot.services.event_cards import Standing
from bot.ui import MAIN, door

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from discord import ui

    from bot.screens import Part
    from bot.services.event_notices import Told
    from bot.wording import Wording
    from db.models.deliveries import Delivery


class EventNotices(Cog):
    """Says reminders, offers, changes, cancellations, organisers' messages, and the question the day after."""

    async def render(self, delivery: Delivery) -> Screen | None:
        """Say a notice as things stand now; nothing when it is not so any more."""
        is_here = delivery.state == "failed"  # and so is told beside an answer
        async with self.bot.db.read() as session:
            told = await event_notices.find_told(session, notice_id=delivery.subject_id, is_here=is_here)
        return notice(self.bot.words, told, now=self.bot.clock.now()) if told else None

    @every(minutes=1)
    async def keep(self) -> None:
        """Keep what matters for those who take no messages: they are told at their next press."""
        async with self.bot.db.begin() as session:
            kept = await event_notices.keep_unsaid(session, now=self.bot.clock.now())
        self.bot.delivery.closed.update(kept)


def notice(words: Wording, told: Told, *, now: datetime) -> Screen:
    """Say what a notice is about: what, when, and what can be done now."""
    one, kind = told.occurrence, told.notice.kind
    title = as_typed(event_lists.title_of(told.event, one))
    parts: list[Part] = [words(f"eventnotices-told-{kind}", title=title, when=stamp(one.starts_at, "F"))]
    parts += _more(words, told, now)
    ways = _ways(words, told)
    return Screen(*parts, *([ways] if ways else []))


def _more(words: Wording, told: Told, now: datetime) -> Iterator[str]:
    """Say what a notice of its kind says besides what it is about and when."""
    one, kind = told.occurrence, told.notice.kind
    if kind == "message":
        name = f"<@{told.author_id}>" if told.author_id else None
        yield words("eventnotices-writes", name=name) if name else words("eventnotices-writes-nobody")
        yield as_typed(told.text)  # so that no link hides behind other words of Kettle's
    if kind == "reminder":
        if one.starts_at > now:
            yield words("eventnotices-soon", when=stamp(one.starts_at, "R"))
        yield from _where(words, told)
    if kind == "changed":
        yield words("eventnotices-changed-asked", ends=stamp(one.ends_at, "F"))
    if kind == "cancelled" and told.repeats:
        yield words("events-goes-on", when=stamp(told.next_at, "F")) if told.next_at else words("events-goes-not-on")
    if kind == "offer" and told.signup is not None and told.signup.offer_until is not None:
        yield words("eventnotices-offer-until", when=stamp(told.signup.offer_until))


def _where(words: Wording, told: Told) -> Iterator[str]:
    """Say where it is, by what this time says of itself; the link only to who goes."""
    here = event_lists.Told(told.event, told.occurrence, None, Standing(None, None, is_full=False), ())
    yield from place_of(words, here)
    if here.online_link and told.signup is not None and told.signup.answer == "going":
        # Who has a role is asked at a press; a message here outlives it.
        is_for_all = told.event.role_id is None
        yield link_of(words, here) if is_for_all else words("eventnotices-link-behind")


def _ways(words: Wording, told: Told) -> list[ui.Item[Any]]:
    """Give the answers that fit what is told; an answer can be changed from every one."""
    one, kind = told.occurrence.id, told.notice.kind
    if kind == "cancelled":
        return []
    if kind == "feedback":
        return [
            door(f"feedback:say:{one}:{each}", words(f"eventnotices-say-{each}-answer")) for each in feedback.ANSWERS
        ]
    yes = door(f"events:answer:{one}:going", words("eventnotices-yes-answer"), MAIN)
    no = door(f"events:answer:{one}:no", words("eventnotices-no-answer"))
    maybe = door(f"events:answer:{one}:maybe", words("eventnotices-maybe-answer"))
    view = door(f"events:view:{one}", words("eventnotices-view-button"))
    ways: dict[str, list[ui.Item[Any]]] = {"offer": [yes, maybe, no, view], "changed": [yes, maybe, no, view]}
    return ways.get(kind, [yes, view] if kind == "passed" else [view, no])
