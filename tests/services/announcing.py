"""Made-up organisers and the few steps that most tests of announcements begin with."""

from datetime import datetime
from typing import Any

from bot.services import announcement_drafts, announcement_posts, announcements, claims, deliveries
from bot.services.announcement_files import Upload
from bot.services.guilds import Person
from db.models.announcements import Announcement
from tests.services.people import ADA, CHECKINS, GUILD, JO, NOW, Do, send_due

OTHER = JO
PHOTO = Upload("photo of the day.PNG", 2000, "https://cdn.example.org/photo.png")


def organiser(member_id: int = ADA, guild_id: int = GUILD) -> Person:
    return Person(guild_id=guild_id, member_id=member_id, roles=frozenset(), powers=frozenset({"organiser"}))


async def begin(do: Do, typed: str = "tomorrow 6pm", **told: Any) -> Any:
    """Keep what a command says; give the draft and what is unclear about its time."""
    chosen = {
        "person": organiser(),
        "channel_id": CHECKINS,
        "place": "text",
        "contact_id": None,
        "uploads": (),
        "template_id": None,
        "now": NOW,
        **told,
    }
    return await do(announcement_drafts.start_draft, typed_when=typed, **chosen)


async def write(do: Do, announcement_id: int, text: str = "Tea at six.", **told: Any) -> Announcement:
    chosen = {"person": organiser(), "title": "", "alts": (), "may_mention": False, "now": NOW, **told}
    row: Announcement = await do(announcement_drafts.record_words, announcement_id=announcement_id, text=text, **chosen)
    return row


async def draft(do: Do, typed: str = "tomorrow 6pm", text: str = "Tea at six.", **told: Any) -> Announcement:
    started = await begin(do, typed, **told)
    title = "Tea" if told.get("place") == "forum" else ""
    same = {name: told[name] for name in ("person", "now") if name in told}
    return await write(do, started.row.id, text, title=title, **same)


async def scheduled(do: Do, typed: str = "tomorrow 6pm", **told: Any) -> Announcement:
    row = await draft(do, typed, **told)
    await do(
        announcements.confirm,
        person=told.get("person", organiser()),
        announcement_id=row.id,
        now=told.get("now", NOW),
    )
    return row


async def sweep(do: Do, now: datetime) -> None:
    """Plan, send and settle what is due, as the bot does every few seconds."""
    await do(announcement_posts.plan_due, now=now)
    await send_due(do, now)
    await do(announcement_posts.publish_due, now=now)
    await do(announcement_posts.settle_ended, now=now)


async def fail_due(do: Do, now: datetime, state: str = "failed") -> None:
    """Let what is due not be sent."""
    await do(announcement_posts.plan_due, now=now)
    for row in await do(claims.claim_due, now=now, limit=100):
        reason = "no-permission" if state == "failed" else None
        await do(deliveries.settle, delivery_id=row.id, state=state, reason=reason, now=now)
    await do(announcement_posts.settle_ended, now=now)


async def state_of(do: Do, row: Announcement) -> str:
    return next(each.state for each in await do.rows(Announcement) if each.id == row.id)
