"""When somebody wants to be reminded of what they go to: from their settings, in their own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.checks import gesture_of
from bot.forms import Field, Form
from bot.screens import Screen, answer, words_of
from bot.services import event_drafts, event_reminders
from bot.spoken import lengths
from bot.ui import Button, door, stop
from db.models.events import SHORT

if TYPE_CHECKING:
    from bot.screens import Interaction


class ChangePlan(Button, id="event_reminders:mine"):
    """Open the form for one's own plan."""

    async def pressed(self, interaction: Interaction) -> None:
        """Open it with what was chosen before."""
        async with interaction.client.db.read() as session:
            gesture = await gesture_of(session, interaction)
            guild_id, member_id = gesture["guild_id"], gesture["member_id"]
            leads = await event_reminders.find_plan(session, guild_id=guild_id, member_id=member_id)
        words = words_of(interaction)
        typed = "none" if leads == [] else ", ".join(lengths(words, [lead]) for lead in leads or ())
        await interaction.response.send_modal(PlanForm(words, {"leads": typed}))


class PlanForm(Form, id="event_reminders:mine", title="event_reminders-title"):
    """How long before a member wants to be reminded, as they type it."""

    fields = (Field("leads", "event_reminders-label", "event_reminders-hint", longest=SHORT, needed=False),)

    async def submitted(self, interaction: Interaction, typed: dict[str, str]) -> None:
        """Save it, and say what Kettle does now."""
        leads = event_drafts.read_leads(typed["leads"]) if typed["leads"] else None
        async with interaction.client.db.begin() as session:
            kept = None if leads is None else event_drafts.write_leads(leads)
            await event_reminders.record_plan(session, **await gesture_of(session, interaction), leads=kept)
        words = words_of(interaction)
        if leads is None:
            told = words("event_reminders-saved-plan")
        else:
            own = words("event_reminders-saved-own", leads=lengths(words, leads)) if leads else None
            told = own or words("event_reminders-saved-never")
        await answer(interaction, Screen(told, [door("members:ask", words("common-back")), stop(words)]))
