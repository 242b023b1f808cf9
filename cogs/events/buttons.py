"""What those who organise an event can press. Whether it may be done is judged by its rule, at the press."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.checks import check_writable, guild_of, person_of, step_of
from bot.errors import Closed
from bot.parts import as_typed, stamp
from bot.screens import Screen, answer, words_of
from bot.services import event_drafts, event_lists, events, occurrences
from bot.ui import Button, Select, door, stop
from cogs.events.forms import DetailsForm, GuestForm, MessageForm, details_of, open_words
from cogs.events.plans import show, show_plans
from cogs.events.when import WhenForm, length_of

if TYPE_CHECKING:
    from bot.screens import Interaction

MEMBER = discord.SelectDefaultValueType.user


class Plans(Button, id="events:plans:{page}", page=int):
    """To all that somebody organises."""

    async def pressed(self, interaction: Interaction, page: int) -> None:
        """Show a page of it."""
        await show_plans(interaction, max(page, 0))


class Plan(Button, id="events:plan:{event_id}", event_id=int):
    """To one event."""

    async def pressed(self, interaction: Interaction, event_id: int) -> None:
        """Show it."""
        await show(interaction, event_id)


class ChangeWords(Button, id="events:words:{event_id}", event_id=int):
    """Change what it says."""

    async def pressed(self, interaction: Interaction, event_id: int) -> None:
        """Open the form, filled in."""
        async with interaction.client.db.begin() as session:
            row = await events.hold(session, person=person_of(interaction), event_id=event_id)
        await open_words(interaction, row)


class ChangeDetails(Button, id="events:details:{event_id}", event_id=int):
    """Change places, map, money and reminders."""

    async def pressed(self, interaction: Interaction, event_id: int) -> None:
        """Open the form, filled in."""
        async with interaction.client.db.begin() as session:
            row = await events.hold(session, person=person_of(interaction), event_id=event_id)
        words = words_of(interaction)
        await interaction.response.send_modal(DetailsForm(words, details_of(words, row), event_id=row.id))


class Names(Button, id="events:names:{event_id}", event_id=int):
    """Show names on the card, or only how many come."""

    async def pressed(self, interaction: Interaction, event_id: int) -> None:
        """Turn it round; names are hidden at any time, and shown only before anybody answered."""
        step = step_of(interaction)
        async with interaction.client.db.begin() as session:
            row = await events.get_event(session, person=step["person"], event_id=event_id)
            await event_drafts.record_choice(session, **step, event_id=row.id, shows_names=not row.shows_names)
        await show(interaction, event_id)


class Who(Button, id="events:who:{event_id}", event_id=int):
    """To the page that says who may come."""

    async def pressed(self, interaction: Interaction, event_id: int) -> None:
        """Offer everybody, or one role."""
        async with interaction.client.db.begin() as session:
            row = await events.hold(session, person=person_of(interaction), event_id=event_id)
        words = words_of(interaction)
        menu: ui.RoleSelect[Any] = ui.RoleSelect(placeholder=words("events-role-placeholder"))
        ways = [ForAll.to(words("events-for-all-button"), event_id=row.id)]
        ways += [door(f"events:plan:{row.id}", words("common-back")), stop(words)]  # type: ignore[list-item] # buttons all
        await answer(interaction, Screen(words("events-who-ask"), [ForRole(menu, event_id=row.id)], ways))


class ForAll(Button, id="events:for-all:{event_id}", event_id=int):
    """Let everybody come."""

    async def pressed(self, interaction: Interaction, event_id: int) -> None:
        """Keep the choice."""
        await _record_role(interaction, event_id, None)


class ForRole(Select, id="events:for:{event_id}", event_id=int):
    """Let people with one role come."""

    async def pressed(self, interaction: Interaction, event_id: int) -> None:
        """Keep the choice. The role that everybody has means everybody."""
        role_id = int(self.chosen(interaction)[0])
        await _record_role(interaction, event_id, None if role_id == guild_of(interaction) else role_id)


async def _record_role(interaction: Interaction, event_id: int, role_id: int | None) -> None:
    async with interaction.client.db.begin() as session:
        chosen: dict[str, Any] = {"role_id": role_id, **({"is_mirrored": False} if role_id else {})}
        await event_drafts.record_choice(session, **step_of(interaction), event_id=event_id, **chosen)
    await show(interaction, event_id)


class Hosts(Button, id="events:hosts:{event_id}", event_id=int):
    """To the page that says who organises it too."""

    async def pressed(self, interaction: Interaction, event_id: int) -> None:
        """Offer the members, with those marked who do."""
        async with interaction.client.db.begin() as session:
            row = await events.hold(session, person=person_of(interaction), event_id=event_id)
            hosts = await events.list_hosts(session, event_id=row.id)
        words = words_of(interaction)
        menu: ui.UserSelect[Any] = ui.UserSelect(
            placeholder=words("events-hosts-placeholder"),
            min_values=0,
            max_values=events.MOST_HOSTS,
            default_values=[
                discord.SelectDefaultValue(id=one, type=discord.SelectDefaultValueType.user) for one in hosts
            ],
        )
        back = door(f"events:plan:{row.id}", words("common-back"))
        await answer(
            interaction, Screen(words("events-hosts-ask"), [ChooseHosts(menu, event_id=row.id)], [back, stop(words)])
        )


class ChooseHosts(Select, id="events:hosting:{event_id}", event_id=int):
    """Let these members organise it too, and no others."""

    async def pressed(self, interaction: Interaction, event_id: int) -> None:
        """Keep the choice."""
        chosen, person = set(map(int, self.chosen(interaction))), person_of(interaction)
        async with interaction.client.db.begin() as session:
            before = set(await events.list_hosts(session, event_id=event_id))
            for member_id in before - chosen:
                await events.remove_host(session, person=person, event_id=event_id, member_id=member_id)
            for member_id in chosen - before:
                await events.add_host(session, person=person, event_id=event_id, member_id=member_id)
        await show(interaction, event_id, words_of(interaction)("events-hosts-kept"))


class Open(Button, id="events:open:{event_id}", event_id=int):
    """Open it for sign-up."""

    async def pressed(self, interaction: Interaction, event_id: int) -> None:
        """Check that Kettle can post there, then open it."""
        step = step_of(interaction)
        async with interaction.client.db.begin() as session:
            row = await events.open_event(session, **step, event_id=event_id)
            check_writable(interaction.client, step["person"].guild_id, row.channel_id)
        await show(interaction, row.id)


class Copy(Button, id="events:copy:{event_id}", event_id=int):
    """Begin another with the same words."""

    async def pressed(self, interaction: Interaction, event_id: int) -> None:
        """Make it, and ask when it takes place."""
        await copy(interaction, event_id)


async def copy(interaction: Interaction, event_id: int) -> None:
    """Begin another event with the same words, and ask when it takes place."""
    async with interaction.client.db.begin() as session:
        row = await events.copy_event(session, **step_of(interaction), event_id=event_id)
        source = await events.get_event(session, person=person_of(interaction), event_id=event_id)
    words = words_of(interaction)
    form = WhenForm(words, {"until": length_of(words, source.minutes)}, event_id=row.id)
    await interaction.response.send_modal(form)


class Cancel(Button, id="events:cancel:{event_id}", event_id=int):
    """Cancel it, after a question."""

    async def pressed(self, interaction: Interaction, event_id: int) -> None:
        """Ask."""
        await ask_to_cancel(interaction, event_id)


async def ask_to_cancel(interaction: Interaction, event_id: int) -> None:
    """Ask whether to cancel all that is to come, or of an event that repeats only the next time."""
    now = interaction.client.clock.now()
    async with interaction.client.db.begin() as session:
        row = await events.hold(session, person=person_of(interaction), event_id=event_id)
        planned = await occurrences.list_open(session, event_id=row.id, now=now)
    words = words_of(interaction)
    parts = [words(f"events-ask-{row.state}", title=as_typed(row.title) or words("events-no-title"))]
    ways: list[ui.Item[Any]] = [CancelAll.to(words(f"events-yes-{row.state}-button"), event_id=row.id)]
    if len(planned) > 1:
        parts.append(words("events-cancel-next", when=stamp(planned[0].starts_at, "F")))
        ways.append(CancelOne.to(words("events-cancel-next-button"), occurrence_id=planned[0].id))
    ways += [door(f"events:plan:{row.id}", words("common-back")), stop(words)]
    await answer(interaction, Screen(*parts, ways))


class CancelAll(Button, id="events:end:{event_id}", event_id=int):
    """The yes to the question."""

    async def pressed(self, interaction: Interaction, event_id: int) -> None:
        """Cancel it; a draft is gone."""
        async with interaction.client.db.begin() as session:
            row = await events.cancel_event(session, **step_of(interaction), event_id=event_id)
        words = words_of(interaction)
        if row.state == "draft":
            await answer(interaction, Screen(words("events-draft-gone")))
        else:
            await show(interaction, event_id, words("events-cancelled-note"))


class CancelOne(Button, id="events:end-one:{occurrence_id}", occurrence_id=int):
    """The yes for one time."""

    async def pressed(self, interaction: Interaction, occurrence_id: int) -> None:
        """Cancel it, and show what is left."""
        async with interaction.client.db.begin() as session:
            one = await events.cancel_occurrence(session, **step_of(interaction), occurrence_id=occurrence_id)
        note = words_of(interaction)("events-one-cancelled", when=stamp(one.starts_at, "F"))
        await show(interaction, one.event_id, note)


class Guest(Button, id="events:guest:{occurrence_id}", occurrence_id=int):
    """Sign up somebody who is not on Discord."""

    async def pressed(self, interaction: Interaction, occurrence_id: int) -> None:
        """Open the form."""
        async with interaction.client.db.begin() as session:
            await events.get_occurrence(session, person=person_of(interaction), occurrence_id=occurrence_id)
        await interaction.response.send_modal(GuestForm(words_of(interaction), occurrence_id=occurrence_id))


class Message(Button, id="events:message:{event_id}", event_id=int):
    """Tell those who come to the next time."""

    async def pressed(self, interaction: Interaction, event_id: int) -> None:
        """Open the form."""
        await open_message(interaction, event_id)


async def open_message(interaction: Interaction, event_id: int) -> None:
    """Open the form for a message to those who come to the next time of an event."""
    now = interaction.client.clock.now()
    async with interaction.client.db.begin() as session:
        row = await events.hold(session, person=person_of(interaction), event_id=event_id, states=("open",))
        planned = await occurrences.list_open(session, event_id=row.id, now=now)
    if not planned:
        raise Closed("events-is-over")
    await interaction.response.send_modal(MessageForm(words_of(interaction), occurrence_id=planned[0].id))


class MessageTo(Button, id="events:message-to:{occurrence_id}", occurrence_id=int):
    """Tell those who come to one time."""

    async def pressed(self, interaction: Interaction, occurrence_id: int) -> None:
        """Open the form."""
        async with interaction.client.db.begin() as session:
            await events.get_occurrence(session, person=person_of(interaction), occurrence_id=occurrence_id)
        await interaction.response.send_modal(MessageForm(words_of(interaction), occurrence_id=occurrence_id))


async def picked(interaction: Interaction, typed: str, states: tuple[str, ...]) -> int:
    """Give the event that was picked for a command."""
    async with interaction.client.db.read() as session:
        row = await event_lists.pick(session, person=person_of(interaction), typed=typed, states=states)
    return row.id
