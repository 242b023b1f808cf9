"""What one person sees of events in private: one with their own answer, those to come, and those they go to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import ui

from bot.answering import answering
from bot.checks import guild_of
from bot.parts import as_typed, stamp
from bot.screens import Screen, answer, words_of
from bot.services import event_lists, events
from bot.ui import Button, door, stop
from cogs.events.cards import about, answer_ways, safe, when, whom

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.screens import Interaction, Part
    from bot.services.event_lists import Going, Listed, Told
    from bot.services.guilds import Person
    from bot.wording import Wording
    from db.models.signups import Signup


class View(Button, id="events:view:{occurrence_id}", occurrence_id=int):
    """To one time of an event."""

    async def pressed(self, interaction: Interaction, occurrence_id: int) -> None:
        """Show it."""
        await show_view(interaction, occurrence_id)


async def show_view(
    interaction: Interaction,
    occurrence_id: int,
    note: str = "",
    person: Person | None = None,
    lost: Sequence[str] = (),
) -> None:
    """Show one time of an event with the person's own answer and all that they can do about it.

    For somebody without its role it says what it is called, when it is, and for whom. `lost` is what an answer took.
    """
    person = person or await answering(interaction, occurrence_id)
    now = interaction.client.clock.now()
    async with interaction.client.db.read() as session:
        told = await event_lists.get_told(session, guild_id=person.guild_id, occurrence_id=occurrence_id)
        mine = await event_lists.find_mine(session, occurrence_id=occurrence_id, member_id=person.member_id)
        hosts = await events.list_hosts(session, event_id=told.event.id)
    words = words_of(interaction)
    mine_said = [say_answer(words, told, mine, now=now)] if mine else []
    top = "\n".join([*([note] if note else []), *mine_said, *lost])
    parts: list[Part] = [*([top] if top else []), f"## {as_typed(told.title)}"]
    is_open = event_lists.is_open(told, now=now)
    if event_lists.is_for(told, person=person, hosts=hosts):
        said = about(words, told, mine=mine.signup.answer if mine else None, now=now)
        parts += [*([safe(told.about)] if told.about else []), "\n".join(said)]
    else:
        parts.append("\n".join([*when(words, told), *whom(words, told)]))
    if mine is None and is_open:
        parts.append(words("events-need-later"))
    parts += answer_ways(words, told, more=False) if is_open else [words("events-no-answers")]
    if mine is not None and mine.signup.answer != "no" and is_open:
        parts.append(words("events-need-who"))
    ways = _ways(words, told, mine.signup if mine else None, is_on=event_lists.is_on(told, now=now))
    back = [door("events:list:0", words("common-back"))] if interaction.guild_id else []
    if person.member_id in hosts:
        ways.append(door(f"events:plan:{told.event.id}", words("events-organise-button")))
    await answer(interaction, Screen(*parts, *([ways] if ways else []), [*back, stop(words)]))


def say_answer(words: Wording, told: Told, mine: event_lists.Mine, *, now: datetime) -> str:
    """Say what somebody answered, and what follows from it."""
    signup, one = mine.signup, told.occurrence
    if signup.answer == "waiting":
        waits = words("events-mine-waiting", place=mine.place or 1)
        return waits if one.starts_at > now else words("events-begun-full")
    if signup.answer == "offered" and signup.offer_until is not None:
        return words("events-mine-offered", when=stamp(signup.offer_until))
    said = words(f"events-said-{signup.answer}")
    if told.repeats:
        said = words(f"events-once-{signup.answer}", when=stamp(one.starts_at, "F"))
    return words("events-mine-asked", said=said) if event_lists.is_asked(told, signup=signup, now=now) else said


def _ways(words: Wording, told: Told, signup: Signup | None, *, is_on: bool) -> list[ui.Item[Any]]:
    ways: list[ui.Item[Any]] = []
    if signup is not None and signup.answer != "no":
        ways.append(door(f"events:need:{told.occurrence.id}", words("events-need-button")))
        ways.append(door(f"calendars:file:{told.occurrence.id}", words("events-calendar-button")))
        if is_on:
            ways.append(door(f"attendance:here:{told.occurrence.id}", words("events-here-button")))
    return ways


def _all(words: Wording) -> ui.Button[Any]:
    return door("events:list:0", words("events-all-button"))


class ListAll(Button, id="events:list:{page}", page=int):
    """To what is coming, or to a page of it."""

    async def pressed(self, interaction: Interaction, page: int) -> None:
        """Show it."""
        await show_list(interaction, max(page, 0))


async def show_list(interaction: Interaction, page: int = 0) -> None:
    """Show a page of what is coming."""
    async with interaction.client.db.read() as session:
        found = await event_lists.list_upcoming(
            session, guild_id=guild_of(interaction), now=interaction.client.clock.now(), page=page
        )
    words, shown = words_of(interaction), found[: event_lists.PAGE]
    ways: list[ui.Item[Any]] = []
    if len(found) > event_lists.PAGE:
        ways.append(door(f"events:list:{page + 1}", words("events-later-button")))
    if page:
        ways.append(door("events:list:0", words("common-back")))
    ways.append(door("events:mine", words("events-mine-button")))
    heading = words("events-list" if shown else "events-list-none")
    await answer(interaction, Screen(heading, *_lines(words, shown), [*ways, stop(words)]))


def _lines(words: Wording, shown: list[Listed], said: Sequence[str] = ()) -> list[ui.Section[Any]]:
    """Give each with what was answered, where that is said, and the way to it, told apart by its number."""
    return [
        ui.Section(
            "\n".join([_listed(words, one), *said[place - 1 : place]]),
            accessory=door(f"events:view:{one.occurrence.id}", words("events-see-button", place=place)),
        )
        for place, one in enumerate(shown, 1)
    ]


def _listed(words: Wording, one: Listed) -> str:
    title = as_typed(event_lists.title_of(*one))
    return words("events-listed", title=title, when=stamp(one.occurrence.starts_at, "F"))


class Mine(Button, id="events:mine"):
    """To what somebody goes to."""

    async def pressed(self, interaction: Interaction) -> None:
        """Show it."""
        await show_mine(interaction)


async def show_mine(interaction: Interaction) -> None:
    """Show what is coming that the person said yes or maybe to, or waits for."""
    async with interaction.client.db.read() as session:
        found = await event_lists.list_mine(
            session,
            guild_id=guild_of(interaction),
            member_id=interaction.user.id,
            now=interaction.client.clock.now(),
        )
    words = words_of(interaction)
    heading = words("events-mine" if found else "events-mine-none")
    said = [_in_short(words, one) for one in found]
    lines = _lines(words, [one.listed for one in found], said)
    await answer(interaction, Screen(heading, *lines, [_all(words), stop(words)]))


def _in_short(words: Wording, one: Going) -> str:
    """Say in a few words what somebody answered."""
    if one.place is not None:
        return words("events-in-line", place=one.place)
    if one.signup.answer == "offered" and one.signup.offer_until is not None:
        return words("events-has-offer", when=stamp(one.signup.offer_until))
    return words(f"events-line-{one.signup.answer}")
