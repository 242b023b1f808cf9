"""The organisers' screen: one event as its card will look, and beneath it all that was chosen and can be done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.checks import person_of
from bot.parts import as_typed
from bot.screens import Screen, answer, words_of
from bot.services import event_lists, event_reminders, events, occurrences, schedules
from bot.spoken import lengths, next_dates, rule_in_words
from bot.ui import MAIN, door, stop
from cogs.events.cards import card_of
from db.models.events import Occurrence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from bot.checks import Session
    from bot.screens import Interaction, Part
    from bot.services.event_lists import Told
    from bot.services.recurrence import Occurrence as Time
    from bot.wording import Wording
    from db.models.events import Event

WAYS = {
    "draft": (("words", "details", "when"), ("names", "who", "hosts", "mirror"), ("open", "cancel")),
    "open": (("words", "details", "when"), ("names", "who", "hosts", "mirror"), ("times", "message", "cancel")),
}
"""What can be done about an event where it stands, in rows. What is over can only be copied."""

CLASHES = 5
"""How many events at the same time are named."""


@dataclass(frozen=True)
class Plan:
    """An event with its next times, as it is shown to those who organise it."""

    event: Event
    told: Told | None
    coming: Sequence[Time]
    clashes: Sequence[str]
    hosts: Sequence[int]


async def look(session: Session, interaction: Interaction, event_id: int) -> Plan:
    """Put together what those who organise an event see of it."""
    now = interaction.client.clock.now()
    row = await events.get_event(session, person=person_of(interaction), event_id=event_id)
    schedule = await events.find_schedule(session, event=row)
    coming = await schedules.list_next(session, schedule=schedule, now=now) if schedule else []
    one = await _next_of(session, row, coming, now)
    told = await event_lists.tell_of(session, event=row, occurrence=one) if one else None
    clashes = await events.list_clashes(session, event=row, now=now)
    return Plan(row, told, coming, clashes, await events.list_hosts(session, event_id=row.id))


async def _next_of(session: Session, row: Event, coming: Sequence[Time], now: datetime) -> Occurrence | None:
    """Give the next time of an event; of a draft, one that is only looked at."""
    planned = await occurrences.list_open(session, event_id=row.id, now=now)
    if planned:
        return planned[0]
    if not coming:
        return None
    times: dict[str, Any] = occurrences.times_of(row, coming[0])
    state = "open" if row.state in WAYS else row.state
    return Occurrence(guild_id=row.guild_id, event_id=row.id, state=state, **times)


async def show(interaction: Interaction, event_id: int, note: str = "") -> None:
    """Show an event to those who organise it."""
    async with interaction.client.db.read() as session:
        plan = await look(session, interaction, event_id)
    words = words_of(interaction)
    if plan.told is not None and plan.event.title:
        now = interaction.client.clock.now()
        screen = card_of(interaction.client.words, plan.told, now=now, takes_answers=False)
    elif plan.event.title:
        screen = Screen(f"## {as_typed(plan.event.title)}")
    else:
        screen = Screen(words("events-not-written"))
    screen.begin_card("\n".join(_about(words, plan, note)), *_ways(words, plan.event))
    await answer(interaction, screen)


def _about(words: Wording, plan: Plan, note: str) -> Iterator[str]:
    """Say where an event stands; of one that is to come also what was chosen."""
    row = plan.event
    if note:
        yield note
    yield words(f"events-state-{row.state}")
    if row.state in WAYS:
        yield from _chosen(words, plan)


def _chosen(words: Wording, plan: Plan) -> Iterator[str]:
    """Say what was chosen for an event that is to come, and when it takes place."""
    row = plan.event
    yield words("events-channel", channel=f"<#{row.channel_id}>")
    yield words("events-shows-names" if row.shows_names else "events-shows-count")
    leads = event_reminders.leads_of(row.reminders)
    yield words("events-reminds", leads=lengths(words, leads)) if leads else words("events-reminds-never")
    if plan.hosts:
        yield words("events-hosts", names=words.join([f"<@{one}>" for one in plan.hosts]))
    for title in plan.clashes[:CLASHES]:
        yield words("events-clash", title=as_typed(title))
    if len(plan.clashes) > CLASHES:
        yield words("events-clash-more", count=len(plan.clashes) - CLASHES)
    if plan.told is None or plan.told.rule is None:
        yield words("events-when-unknown" if row.state == "draft" else "events-no-more")
        return
    yield words("events-takes-place", rule=rule_in_words(words, plan.told.rule))
    if plan.told.rule.rule and plan.coming:
        yield words("events-next")
        yield next_dates(words, plan.coming)


def _ways(words: Wording, row: Event) -> list[Part]:
    """Give what can be done about an event where it stands."""
    rows: list[Part] = [[_way(words, row, each) for each in names] for names in WAYS.get(row.state, ())]
    copy = _way(words, row, "copy") if row.title else None
    last = [door("events:plans:0", words("common-back")), stop(words)]
    return [*rows, [copy, *last] if copy else last]


def _way(words: Wording, row: Event, name: str) -> ui.Button[Any]:
    style = MAIN if name == "open" else discord.ButtonStyle.secondary
    if name == "mirror":
        to = "off" if row.is_mirrored else "on"
        return door(f"mirrors:{to}:{row.id}", words(f"events-do-mirror-{to}-button"))
    label = name if name != "names" else ("count" if row.shows_names else "names")
    return door(f"events:{name}:{row.id}", words(f"events-do-{label}-button"), style)


async def show_plans(interaction: Interaction, page: int = 0) -> None:
    """Show a page of the events that somebody organises, the latest first."""
    chosen: dict[str, Any] = {"typed": "", "states": ("draft", "open"), "limit": event_lists.PAGE + 1, "page": page}
    async with interaction.client.db.read() as session:
        found = await event_lists.list_plans(session, person=person_of(interaction), **chosen)
    words, shown = words_of(interaction), found[: event_lists.PAGE]
    ways: list[ui.Item[Any]] = []
    if len(found) > event_lists.PAGE:
        ways.append(door(f"events:plans:{page + 1}", words("events-more-button")))
    if page:
        ways.append(door("events:plans:0", words("common-back")))
    lines = [
        ui.Section(
            words("events-planned", title=as_typed(row.title) or words("events-no-title"), state=_state(words, row)),
            accessory=door(f"events:plan:{row.id}", words("events-see-button", place=place)),
        )
        for place, row in enumerate(shown, 1)
    ]
    heading = words("events-plans" if shown else "events-plans-none")
    await answer(interaction, Screen(heading, *lines, [*ways, stop(words)]))


def _state(words: Wording, row: Event) -> str:
    return words(f"events-short-{row.state}")
