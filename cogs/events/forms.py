"""The forms of those who organise: the words, the details, a message, and somebody who is not on Discord."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.checks import person_of, step_of
from bot.forms import Field, Form
from bot.screens import words_of
from bot.services import event_drafts, event_notices, event_reminders, events, signups
from bot.spoken import lengths
from cogs.events.plans import show
from cogs.events.times import show_time
from db.models.events import ABOUT, LINK, SHORT, TITLE
from db.models.signups import GUEST

if TYPE_CHECKING:
    from bot.screens import Interaction
    from bot.wording import Wording
    from db.models.events import Event


class WordsForm(Form, id="events:words:{event_id}", title="events-words-title", event_id=int):
    """What an event says of itself."""

    fields = (
        Field("title", "events-title-label", "events-title-hint", longest=TITLE),
        Field("about", "events-about-label", "events-about-hint", longest=ABOUT, long=True, needed=False),
        Field("place", "events-place-label", "events-place-hint", longest=SHORT, needed=False),
        Field("online_link", "events-link-label", "events-link-hint", longest=LINK, needed=False),
        Field("access", "events-access-label", "events-access-hint", longest=SHORT, long=True, needed=False),
    )

    async def submitted(self, interaction: Interaction, typed: dict[str, str], event_id: int) -> None:
        """Keep them, and show the event."""
        async with interaction.client.db.begin() as session:
            await event_drafts.record_words(session, **step_of(interaction), event_id=event_id, typed=typed)
        await show(interaction, event_id)


async def open_words(interaction: Interaction, row: Event) -> None:
    """Open the form with what an event says now."""
    typed = {name: getattr(row, name) for name in event_drafts.WORDS}
    await interaction.response.send_modal(WordsForm(words_of(interaction), typed, event_id=row.id))


class DetailsForm(Form, id="events:details:{event_id}", title="events-details-title", event_id=int):
    """Places, map, money, and when to remind."""

    fields = (
        Field("capacity", "events-seats-label", "events-seats-hint", longest=40, needed=False),
        Field("map_link", "events-map-label", "events-map-hint", longest=LINK, needed=False),
        Field("cost", "events-cost-label", "events-cost-hint", longest=SHORT, needed=False),
        Field("pay", "events-pay-label", "events-pay-hint", longest=SHORT, needed=False),
        Field("reminders", "events-leads-label", "events-leads-hint", longest=SHORT, needed=False),
    )

    async def submitted(self, interaction: Interaction, typed: dict[str, str], event_id: int) -> None:
        """Keep them, and show the event."""
        async with interaction.client.db.begin() as session:
            await event_drafts.record_details(session, **step_of(interaction), event_id=event_id, typed=typed)
        await show(interaction, event_id)


def details_of(words: Wording, row: Event) -> dict[str, str]:
    """Give the details of an event as they can be typed."""
    leads = event_reminders.leads_of(row.reminders)
    return {
        "capacity": str(row.capacity or ""),
        "map_link": row.map_link,
        "cost": row.cost,
        "pay": row.pay,
        "reminders": ", ".join(lengths(words, [lead]) for lead in leads),
    }


class MessageForm(Form, id="events:message:{occurrence_id}", title="events-message-title", occurrence_id=int):
    """What those who come are told in private."""

    fields = (Field("text", "events-message-label", "events-message-hint", longest=ABOUT, long=True),)

    async def submitted(self, interaction: Interaction, typed: dict[str, str], occurrence_id: int) -> None:
        """Send it to everybody who goes, or may."""
        person, now = person_of(interaction), interaction.client.clock.now()
        async with interaction.client.db.begin() as session:
            one, row = await events.get_occurrence(session, person=person, occurrence_id=occurrence_id)
            told = await signups.list_members(session, occurrence_id=one.id, answers=("going", "maybe"))
            await event_notices.record_message(
                session, occurrence=one, author_id=person.member_id, text=typed["text"], member_ids=told, now=now
            )
        await show(interaction, row.id, words_of(interaction)("events-message-sent", count=len(told)))


class GuestForm(Form, id="events:guest:{occurrence_id}", title="events-guest-title", occurrence_id=int):
    """The name of somebody who comes and is not on Discord."""

    fields = (Field("name", "events-guest-label", "events-guest-hint", longest=GUEST),)

    async def submitted(self, interaction: Interaction, typed: dict[str, str], occurrence_id: int) -> None:
        """Sign them up, and show who comes."""
        person, now = person_of(interaction), interaction.client.clock.now()
        async with interaction.client.db.begin() as session:
            one, row = await events.get_occurrence(session, person=person, occurrence_id=occurrence_id)
            await signups.add_guest(session, occurrence=one, event=row, name=typed["name"], now=now)
        await show_time(interaction, occurrence_id)
