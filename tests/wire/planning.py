"""An event that an organiser of the stand-in's community has planned, put into the database that Kettle will find."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.services import event_drafts, events, guilds
from bot.services.guilds import Person

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from db.models.events import Event
    from tests.wire.standin import StandIn

TYPED = {"title": "Tea", "about": "", "place": "", "online_link": "https://example.org/room", "access": ""}


def organiser(discord: StandIn) -> Person:
    held = frozenset({"admin", "organiser"})
    return Person(int(discord.community.id), int(discord.community.person("Mei").id), frozenset(), held)  # type: ignore[arg-type] # powers by their names


async def plan_event(session: AsyncSession, discord: StandIn, now: datetime) -> Event:
    """Open an event for sign-up, at six tomorrow."""
    by: dict[str, Any] = {"person": organiser(discord), "now": now}
    notes, place = (int(discord.community.channel(name)["id"]) for name in ("moderators", "check-ins"))
    await guilds.record_choices(session, **by, organisers_channel_id=notes)
    chosen: dict[str, Any] = {"channel_id": place, "role_id": None, "contact_id": None}
    started = await event_drafts.start_draft(session, **by, **chosen, typed_when="tomorrow 6pm", typed_until="2 hours")
    await event_drafts.record_words(session, **by, event_id=started.row.id, typed=TYPED)
    return await events.open_event(session, **by, event_id=started.row.id)
