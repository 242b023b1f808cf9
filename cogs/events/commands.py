"""`/event` for everybody and `/organise event` for those who organise, the cards, and what moves events on."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.checks import check_writable, guild_of, person_of
from bot.cog import Cog
from bot.errors import Invalid
from bot.event_choices import choice_name
from bot.scheduling import every
from bot.screens import Screen, answer, words_of
from bot.services import event_drafts, event_lists, events, freed_places, guilds, occurrences
from bot.tree import completes
from bot.ui import MAIN, door, stop
from cogs.events.buttons import ask_to_cancel, copy, open_message, picked
from cogs.events.cards import card_of
from cogs.events.forms import WordsForm
from cogs.events.plans import show, show_plans
from cogs.events.views import show_list, show_mine, show_view
from db.models.events import SHORT

if TYPE_CHECKING:
    from datetime import datetime

    from bot.app import Kettle
    from bot.screens import Interaction
    from db.models.deliveries import Delivery

ORGANISE = "organise event"
STATES = {
    "edit": ("draft", "open"),
    "copy": ("draft", "open", "over", "cancelled"),
    "cancel": ("draft", "open"),
    "message": ("open",),
}
"""Which events each command offers to pick from."""

DAY = timedelta(days=1)

When = app_commands.Range[str, 1, SHORT]
Choices = list[app_commands.Choice[str]]


class Events(Cog):
    """Events of a community."""

    def __init__(self, bot: Kettle) -> None:
        super().__init__(bot)
        self._looked_at: datetime | None = None

    @app_commands.command(name="list", extras={"root": "event"})
    async def list_all(self, interaction: Interaction) -> None:
        """Show what is coming."""
        await show_list(interaction)

    @app_commands.command(name="mine", extras={"root": "event"})
    async def mine(self, interaction: Interaction) -> None:
        """Show what the person goes to."""
        await show_mine(interaction)

    @app_commands.command(name="view", extras={"root": "event"})
    async def view(self, interaction: Interaction, event: str) -> None:
        """Show one that is coming."""
        async with self.bot.db.read() as session:
            number = await event_lists.pick_coming(
                session, guild_id=guild_of(interaction), typed=event, now=self.bot.clock.now()
            )
        await show_view(interaction, number)

    @view.autocomplete("event")
    @completes
    async def complete_view(self, interaction: Interaction, typed: str) -> Choices:
        """Offer what is coming."""
        guild_id, words = guild_of(interaction), words_of(interaction)
        async with self.bot.db.read() as session:
            zone = (await guilds.get_guild(session, guild_id=guild_id)).zone
            found = await event_lists.list_choices(session, guild_id=guild_id, typed=typed, now=self.bot.clock.now())
        return [app_commands.Choice(name=choice_name(words, one, zone), value=str(one.occurrence.id)) for one in found]

    @app_commands.command(name="create", extras={"root": ORGANISE})
    async def create(
        self,
        interaction: Interaction,
        channel: discord.TextChannel,
        when: When,
        until: When,
        only_for: discord.Role | None = None,
        contact: discord.Member | None = None,
    ) -> None:
        """Begin an event: keep what was chosen, then ask for the words."""
        if contact is not None and contact.bot:
            raise Invalid("events-contact-bot")
        person, is_all = person_of(interaction), only_for is not None and only_for.is_default()
        async with self.bot.db.begin() as session:
            started = await event_drafts.start_draft(
                session,
                person=person,
                channel_id=channel.id,
                typed_when=when,
                typed_until=until,
                role_id=only_for.id if only_for and not is_all else None,
                contact_id=contact.id if contact else None,
                now=self.bot.clock.now(),
            )
            check_writable(self.bot, person.guild_id, channel.id)
        words, row, problem = words_of(interaction), started.row, started.problem
        if problem is not None:
            again = door(f"events:when:{row.id}", words("common-change"), MAIN)
            said = words(problem.message_id, **problem.variables)
            await answer(interaction, Screen(said, words("events-kept"), [again, stop(words)]))
            return
        await interaction.response.send_modal(WordsForm(words, event_id=row.id))

    @app_commands.command(name="edit", extras={"root": ORGANISE})
    async def edit(self, interaction: Interaction, event: str | None = None) -> None:
        """Show one with all that can be changed, or those that somebody organises."""
        if event is None:
            await show_plans(interaction)
        else:
            await show(interaction, await picked(interaction, event, STATES["edit"]))

    @app_commands.command(name="copy", extras={"root": ORGANISE})
    async def copy(self, interaction: Interaction, event: str) -> None:
        """Begin another with the same words."""
        await copy(interaction, await picked(interaction, event, STATES["copy"]))

    @app_commands.command(name="cancel", extras={"root": ORGANISE})
    async def cancel(self, interaction: Interaction, event: str) -> None:
        """Ask once, then cancel."""
        await ask_to_cancel(interaction, await picked(interaction, event, STATES["cancel"]))

    @app_commands.command(name="message", extras={"root": ORGANISE})
    async def message(self, interaction: Interaction, event: str) -> None:
        """Tell those who come something in private."""
        await open_message(interaction, await picked(interaction, event, STATES["message"]))

    @edit.autocomplete("event")
    @copy.autocomplete("event")
    @cancel.autocomplete("event")
    @message.autocomplete("event")
    @completes
    async def complete(self, interaction: Interaction, typed: str) -> Choices:
        """Offer the events for which the command does something."""
        command = interaction.command.name if interaction.command else ""
        async with self.bot.db.read() as session:
            found = await event_lists.list_plans(
                session, person=person_of(interaction), typed=typed, states=STATES[command]
            )
        unnamed = words_of(interaction)("events-no-title")
        return [app_commands.Choice(name=row.title or unnamed, value=str(row.id)) for row in found]

    @every(seconds=5)
    async def expire(self) -> None:
        """Give places on that were offered and not taken in time, and post cards anew that somebody deleted."""
        now = self.bot.clock.now()
        async with self.bot.db.begin() as session:
            await freed_places.expire_offers(session, now=now)
            await occurrences.mend_cards(session, now=now)

    @every(hours=1)
    async def look(self) -> None:
        """Look once a day, and soon after a start, whether the cards are still there."""
        now = self.bot.clock.now()
        if self._looked_at is not None and now - self._looked_at < DAY:
            return
        self._looked_at = now
        async with self.bot.db.begin() as session:
            await occurrences.look_at_cards(session, now=now)

    @every(minutes=1)
    async def move_on(self) -> None:
        """Call over what has ended, and plan and post what comes next."""
        async with self.bot.db.begin() as session:
            await events.settle_over(session, now=self.bot.clock.now())

    async def render(self, delivery: Delivery) -> Screen | None:
        """Show a card as its event stands now."""
        async with self.bot.db.read() as session:
            told = await event_lists.find_told(session, occurrence_id=delivery.subject_id)
        return card_of(self.bot.words, told, now=self.bot.clock.now()) if told else None
