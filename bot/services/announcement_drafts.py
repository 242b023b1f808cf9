"""What is typed and chosen for an announcement: kept from the first form on, so that nothing is lost by a refusal."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Closed, Invalid
from bot.services import announcement_files, announcement_posts, announcements, guilds, schedules, spoken_rules
from bot.services.announcement_files import Upload
from bot.services.announcements import OPEN, at_once, is_now
from bot.services.guilds import Person
from bot.services.readability import Warned, list_warnings
from db.models.announcements import TITLE, Announcement, AnnouncementPost

TEXT_LONGEST = 3500
"""The most characters of a text with one file at most. All that one form takes has to fit into one message of Discord's
(4,000): the post, and the screen that hands it back after a refusal; the contact and other lines need some too."""

WHEN_LONGEST = 200

Mentions = Literal["nobody", "here", "everyone", "role"]
MENTIONS: tuple[Mentions, ...] = ("nobody", "here", "everyone")


class Started(NamedTuple):
    """A new draft, and what is not clear about its time yet."""

    row: Announcement
    problem: Invalid | None


async def start_draft(  # noqa: PLR0913 all that a command says
    session: AsyncSession,
    *,
    person: Person,
    channel_id: int,
    place: str,
    typed_when: str,
    contact_id: int | None,
    uploads: Sequence[Upload],
    template_id: int | None,
    now: datetime,
) -> Started:
    """Keep what was chosen with the command as a draft. An unclear time is kept too, to be typed again."""
    guilds.require(await guilds.get_guild(session, guild_id=person.guild_id), person, "organiser")
    row = Announcement(
        guild_id=person.guild_id,
        channel_id=channel_id,
        place=place,
        typed_when=typed_when[:WHEN_LONGEST],
        author_id=person.member_id,
        contact_id=contact_id,
        created_at=now,
        changed_at=now,
    )
    session.add(row)
    await session.flush()
    if template_id is not None:
        template = await announcements.get_announcement(session, person=person, announcement_id=template_id)
        row.title, row.text = template.title, template.text
        if not uploads:
            await announcement_files.copy(session, source_id=template.id, announcement=row)
    if uploads:
        check_length(row.title, row.text, len(uploads))
        await announcement_files.put(session, announcement=row, uploads=uploads)
    try:
        await _aim(session, row, typed_when, now)
    except Invalid as problem:
        return Started(row, problem)
    return Started(row, None)


async def _aim(session: AsyncSession, row: Announcement, typed: str, now: datetime) -> None:
    """Set when an announcement is posted; Invalid leaves it as it was."""
    schedule = await announcements.find_schedule(session, announcement=row)
    rule, since = at_once(now), now.replace(microsecond=0) - timedelta(seconds=1)
    if not is_now(typed):
        guild = await guilds.get_guild(session, guild_id=row.guild_id)
        rule, since = spoken_rules.read_rule(typed, zone=guild.zone, now=now, nation=guild.nation), now
    row.typed_when = typed
    await announcement_posts.retract_unsent(session, announcement=row, now=now)
    if is_now(typed) and row.state in {"draft", "waiting"}:
        row.schedule_id = None
        if schedule is not None:
            await session.flush()
            await schedules.drop(session, schedule=schedule)
    elif schedule is None:
        made = await schedules.make(session, guild_id=row.guild_id, rule=rule, now=now)
        made.is_paused, row.schedule_id = True, made.id
    else:
        await schedules.change(session, schedule=schedule, rule=rule, now=since)
        if row.state == "scheduled":
            await announcement_posts.plan(session, announcement=row, schedule=schedule, now=now)


async def record_when(
    session: AsyncSession, *, person: Person, announcement_id: int, typed: str, now: datetime
) -> Announcement:
    """Change when an announcement is posted, as it was typed; times that were skipped go with the old rule."""
    row = await announcements.hold(session, person=person, announcement_id=announcement_id, states=OPEN)
    await announcements.record_change(session, announcement=row, person=person, now=now)
    await _aim(session, row, typed, now)
    return row


async def hold_place(session: AsyncSession, *, person: Person, announcement_id: int) -> Announcement:
    """Give an announcement of which nothing is out or on its way: until then it can still go elsewhere."""
    row = await announcements.hold(session, person=person, announcement_id=announcement_id, states=OPEN)
    if await announcement_posts.list_posts(session, announcement_id=row.id):
        raise Closed("announcements-place-stays")
    return row


async def record_place(
    session: AsyncSession,
    *,
    person: Person,
    announcement_id: int,
    channel_id: int,
    place: str,
    may_mention: bool,
    now: datetime,
) -> Announcement:
    """Choose another channel. A call that whoever chooses may not make there is taken out."""
    row = await hold_place(session, person=person, announcement_id=announcement_id)
    if place == "forum" and row.text and not row.title:
        raise Invalid("announcements-title-missing")
    row.channel_id, row.place = channel_id, place
    row.publishes = row.publishes and place == "news"
    if not may_mention:
        row.mentions, row.role_id = "nobody", None
    await announcements.record_change(session, announcement=row, person=person, now=now)
    return row


async def record_words(
    session: AsyncSession,
    *,
    person: Person,
    announcement_id: int,
    title: str,
    text: str,
    alts: Sequence[str],
    may_mention: bool,
    now: datetime,
) -> Announcement:
    """Keep the words of an announcement and of its files. Posts that are out stay as they are.

    A mention that whoever changes the words may not choose is taken out.
    """
    row = await hold_words(session, person=person, announcement_id=announcement_id)
    if row.place == "forum" and not title:
        raise Invalid("announcements-title-missing")
    check_length(title, text, len(await announcement_files.list_files(session, announcement_id=row.id)))
    await announcement_files.record_alts(session, announcement_id=row.id, alts=alts)
    await announcement_posts.freeze(session, announcement=row)
    row.title, row.text = title, text
    if row.mentions != "nobody" and not may_mention:
        row.mentions, row.role_id = "nobody", None
    await announcements.record_change(session, announcement=row, person=person, now=now)
    return row


def longest_text(files: int) -> int:
    """Give the most characters of a text that has this many files: their words take of its room."""
    return TEXT_LONGEST - announcement_files.ALT_LONGEST * max(files - 1, 0)


def check_length(title: str, text: str, files: int) -> None:
    """Raise Invalid where words do not fit into one message."""
    if len(title) > TITLE or len(text) > longest_text(files):
        raise Invalid("announcements-too-long", most=longest_text(files))


async def hold_words(session: AsyncSession, *, person: Person, announcement_id: int) -> Announcement:
    """Give an announcement whose words can still be changed: until it is out, or after its post failed."""
    states = (*OPEN, "template", "done")
    row = await announcements.hold(session, person=person, announcement_id=announcement_id, states=states)
    if row.state == "done" or (
        row.state == "scheduled" and await announcement_posts.is_over(session, announcement=row)
    ):
        last = await announcement_posts.list_posts(session, announcement_id=row.id)
        if not last or last[0][1].state not in {"failed", "missed"}:
            raise Closed("announcements-is-done")
    return row


async def record_mentions(
    session: AsyncSession,
    *,
    person: Person,
    announcement_id: int,
    mentions: str,
    may_mention: bool,
    now: datetime,
    role_id: int | None = None,
) -> Announcement:
    """Choose who is called by an announcement. Anybody but nobody needs Discord's permission for it, there."""
    row = await announcements.hold(session, person=person, announcement_id=announcement_id, states=OPEN)
    if mentions not in {*MENTIONS, "role"} or (mentions == "role") == (role_id is None):
        raise Closed("errors-older-screen")
    if mentions != "nobody" and not may_mention:
        raise Invalid("announcements-may-not-mention", channel=f"<#{row.channel_id}>")
    row.mentions, row.role_id = mentions, role_id
    await announcements.record_change(session, announcement=row, person=person, now=now)
    return row


async def record_publishing(
    session: AsyncSession, *, person: Person, announcement_id: int, publishes: bool, now: datetime
) -> Announcement:
    """Choose whether posts are published to followers; those that are out already stay as they are."""
    row = await announcements.hold(session, person=person, announcement_id=announcement_id, states=OPEN)
    if publishes and row.place != "news":
        raise Invalid("announcements-cannot-publish")
    row.publishes = publishes
    out = (AnnouncementPost.announcement_id == row.id) & (AnnouncementPost.due_at <= now)
    await session.execute(update(AnnouncementPost).where(out).values(is_publish_asked=True))
    await announcements.record_change(session, announcement=row, person=person, now=now)
    return row


async def record_files(
    session: AsyncSession, *, person: Person, announcement_id: int, uploads: Sequence[Upload], now: datetime
) -> Announcement:
    """Put other files in the place of an announcement's; they are fetched with the next form."""
    row = await hold_words(session, person=person, announcement_id=announcement_id)
    check_length(row.title, row.text, len(uploads))
    await announcement_files.put(session, announcement=row, uploads=uploads)
    await announcements.record_change(session, announcement=row, person=person, now=now)
    return row


async def save_template(session: AsyncSession, *, person: Person, announcement_id: int, now: datetime) -> Announcement:
    """Keep an announcement's words and files, to begin others with; nobody's name is in it."""
    source = await announcements.get_announcement(session, person=person, announcement_id=announcement_id)
    if not source.text:
        raise Invalid("announcements-text-missing")
    row = Announcement(
        guild_id=source.guild_id,
        state="template",
        channel_id=source.channel_id,
        place=source.place,
        title=source.title,
        text=source.text,
        typed_when=source.typed_when,
        created_at=now,
        changed_at=now,
    )
    session.add(row)
    await session.flush()
    await announcement_files.copy(session, source_id=source.id, announcement=row)
    return row


async def find_warnings(session: AsyncSession, *, announcement: Announcement) -> list[Warned]:
    """Give what may be hard for somebody in an announcement. It stops nothing."""
    files = await announcement_files.list_files(session, announcement_id=announcement.id)
    found: list[Warned] = ["alt"] if any(not file.alt for file in files) else []
    return found + list_warnings(announcement.title, announcement.text)
