"""What people press about coming: an answer, and what they need there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

from bot.answering import answering
from bot.errors import Closed
from bot.forms import Field, Form
from bot.screens import patiently, words_of
from bot.services import event_lists, signups
from bot.services.event_cards import TAKES_A_SEAT
from bot.ui import Button
from cogs.events.cards import ANSWERS
from cogs.events.views import show_view
from db.models.events import ABOUT

if TYPE_CHECKING:
    from bot.checks import Session
    from bot.screens import Interaction
    from bot.services.guilds import Person


class Answer(Button, id="events:answer:{occurrence_id}:{said}", occurrence_id=int, said=str):
    """Going, maybe, or not coming."""

    async def pressed(self, interaction: Interaction, occurrence_id: int, said: str) -> None:
        """Record it, and show privately what it came to."""
        if said not in ANSWERS:
            raise Closed("errors-older-screen")
        person, now = await answering(interaction, occurrence_id), interaction.client.clock.now()
        chosen = cast("Literal['going', 'maybe', 'no']", said)
        async with patiently(interaction), interaction.client.db.begin() as session:
            had = await _held(session, person, occurrence_id) if chosen != "going" else ()
            await signups.record_answer(session, person=person, occurrence_id=occurrence_id, answer=chosen, now=now)
        words = words_of(interaction)
        lost = [words(f"events-lost-{what}") for what in had if chosen == "no" or what == "place"]
        await show_view(interaction, occurrence_id, words("events-answered"), person, lost)


async def _held(session: Session, person: Person, occurrence_id: int) -> list[str]:
    """Give what somebody has that another answer takes from them: a place of a few; a no also takes what they wrote."""
    mine = await event_lists.find_mine(session, occurrence_id=occurrence_id, member_id=person.member_id)
    told = await event_lists.find_told(session, occurrence_id=occurrence_id)
    has_place = mine is not None and mine.signup.answer in TAKES_A_SEAT and told is not None and told.seats is not None
    need = await signups.find_need(session, person=person, occurrence_id=occurrence_id)
    return [*(["place"] if has_place else []), *(["need"] if need else [])]


class Need(Button, id="events:need:{occurrence_id}", occurrence_id=int):
    """Say what would help, or change it."""

    async def pressed(self, interaction: Interaction, occurrence_id: int) -> None:
        """Open the form with what was said before."""
        person = await answering(interaction, occurrence_id)
        async with interaction.client.db.read() as session:
            text = await signups.find_need(session, person=person, occurrence_id=occurrence_id)
        await interaction.response.send_modal(
            NeedForm(words_of(interaction), {"text": text}, occurrence_id=occurrence_id)
        )


class NeedForm(Form, id="events:need:{occurrence_id}", title="events-need-title", occurrence_id=int):
    """What would help somebody to come, for those who organise it alone."""

    fields = (Field("text", "events-need-label", "events-need-hint", longest=ABOUT, long=True, needed=False),)

    async def submitted(self, interaction: Interaction, typed: dict[str, str], occurrence_id: int) -> None:
        """Keep it, and show the event again."""
        person, now = await answering(interaction, occurrence_id), interaction.client.clock.now()
        async with interaction.client.db.begin() as session:
            await signups.record_need(session, person=person, occurrence_id=occurrence_id, text=typed["text"], now=now)
        note = "events-need-kept" if typed["text"] else "events-need-gone"
        await show_view(interaction, occurrence_id, words_of(interaction)(note), person)
