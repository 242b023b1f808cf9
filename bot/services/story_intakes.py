"""The daily intake of stories: the one hour at which what moderators can see changes, and what follows from it.

`list_places` is asked of the main database, everything else of the stories' own.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import delete, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import stories, story_posts
from bot.services.statements import upsert
from db.models.guilds import Guild
from db.models.leavers import Removal
from db.models.library import StoryVocabulary
from db.models.stories import Hold, Story, StoryFact, StoryNote, StoryPart, StoryPost
from db.models.story_rules import StoryRules

AT = time(10)
"""When it is, by a community's own clock."""

DAY = timedelta(days=1)
AHEAD = 2 * DAY
"""How far apart the same hour is in two zones of the world, in days of the calendar."""
ZONE = "Europe/London"
"""Of a community that chose none."""

INTAKE, NOTICE = "intake-", "notice-"
UNSHUFFLED = "unshuffled"

Step = Literal["wait", "begin", "take"]


class Place(NamedTuple):
    """What a community chose: its zone, and where moderators read and stories are shown."""

    zone: str = ZONE
    moderators_channel_id: int | None = None
    channel_id: int | None = None
    has_rules: bool = False


async def list_places(session: AsyncSession) -> Mapping[int, Place]:
    """Give each community that is known, also those that Kettle left and has not forgotten yet."""
    chosen = {row.guild_id: row for row in await session.scalars(select(StoryRules))}
    places = dict.fromkeys(await session.scalars(select(Removal.guild_id)), Place())
    places |= {guild_id: Place(channel_id=row.channel_id, has_rules=True) for guild_id, row in chosen.items()}
    for guild in await session.scalars(select(Guild)):
        known = places.get(guild.guild_id, Place())
        places[guild.guild_id] = known._replace(zone=guild.zone, moderators_channel_id=guild.moderators_channel_id)
    return places


async def list_communities(session: AsyncSession) -> set[int]:
    """Give the communities of which anything is kept beside the stories."""
    found: set[int] = set()
    for table in (Story, StoryPost, Hold, StoryVocabulary):
        found |= set(await session.scalars(select(table.guild_id).distinct()))
    names = await session.scalars(select(StoryFact.name).where(StoryFact.name.startswith(INTAKE)))
    return found | {int(name.removeprefix(INTAKE)) for name in names}


def last_due(now: datetime, zone: str) -> date:
    """Give the day of the intake that was due last."""
    local = now.astimezone(ZoneInfo(zone))
    return local.date() if local.time() >= AT else local.date() - DAY


async def find_step(session: AsyncSession, *, guild_id: int, zone: str, now: datetime) -> Step:
    """Say whether an intake is due.

    Where none is known yet only the day is noted: what came since the last hour waits for the next. So it is where one
    is far ahead, as when a clock jumped. Another zone may be a little ahead: there are never two intakes for a day.
    """
    last, due = await session.get(StoryFact, _intake(guild_id)), last_due(now, zone)
    if last is None or date.fromisoformat(last.value) > due + AHEAD:
        return "begin"
    return "take" if date.fromisoformat(last.value) < due else "wait"


def _intake(guild_id: int) -> str:
    return f"{INTAKE}{guild_id}"


async def record_begun(session: AsyncSession, *, guild_id: int, zone: str, now: datetime) -> None:
    """Note the day of the last hour without an intake: the next hour's is the first, or the next."""
    await session.merge(StoryFact(name=_intake(guild_id), value=last_due(now, zone).isoformat()))


async def take_in(session: AsyncSession, *, guild_id: int, zone: str, now: datetime) -> int:
    """Do an intake and note it; give how many stories came. The database has to be shuffled afterwards.

    Where there is something to read, a notice to the moderators is kept until it is sent.
    """
    has_news = await _has_news(session, guild_id)
    count = await stories.take_in(session, guild_id=guild_id, now=now)
    await record_begun(session, guild_id=guild_id, zone=zone, now=now)
    await session.merge(StoryFact(name=UNSHUFFLED, value="due"))
    if has_news:
        await record_notice(session, guild_id=guild_id)
    return count


async def _has_news(session: AsyncSession, guild_id: int) -> bool:
    part = exists().where(StoryPart.story_key == Story.key, StoryPart.has_arrived)
    note = exists().where(StoryNote.story_key == Story.key, StoryNote.has_arrived)
    news = select(Story.key).where(Story.guild_id == guild_id, or_(Story.state == "arrived", part, note))
    return (await session.scalars(news.limit(1))).first() is not None


async def record_notice(session: AsyncSession, *, guild_id: int) -> None:
    """Keep that moderators are to be told that there is something to read."""
    await upsert(session, StoryFact, keys={"name": f"{NOTICE}{guild_id}"}, values={"value": "due"})


async def take_notices(session: AsyncSession, *, but: Collection[int] = ()) -> Sequence[int]:
    """Give the communities whose moderators are to be told now, once: it is better not said than said twice.

    Those in `but` were told lately, and wait.
    """
    waiting = [f"{NOTICE}{guild_id}" for guild_id in but]
    notices = StoryFact.name.startswith(NOTICE), StoryFact.name.not_in(waiting)
    names = (await session.scalars(select(StoryFact.name).where(*notices).order_by(StoryFact.name))).all()
    if names:
        await session.execute(delete(StoryFact).where(*notices))
    return [int(name.removeprefix(NOTICE)) for name in names]


async def has_notices(session: AsyncSession) -> bool:
    """Say whether any moderators are to be told."""
    names = select(StoryFact.name).where(StoryFact.name.startswith(NOTICE)).limit(1)
    return (await session.scalars(names)).first() is not None


async def is_unshuffled(session: AsyncSession) -> bool:
    """Say whether there was an intake after which the database has not been shuffled: something came in between."""
    return await session.get(StoryFact, UNSHUFFLED) is not None


async def record_shuffled(session: AsyncSession) -> None:
    """Note that the database was shuffled."""
    await session.execute(delete(StoryFact).where(StoryFact.name == UNSHUFFLED))


async def forget_communities(session: AsyncSession, *, guild_ids: Collection[int]) -> None:
    """Forget all that is kept of communities that Kettle has left for good."""
    await story_posts.forget_communities(session, guild_ids=guild_ids)
    await stories.forget_communities(session, guild_ids=guild_ids)
    for table in (Hold, StoryVocabulary):
        await session.execute(delete(table).where(table.guild_id.in_(guild_ids)))
    names = [f"{kind}{guild_id}" for kind in (INTAKE, NOTICE) for guild_id in guild_ids]
    await session.execute(delete(StoryFact).where(StoryFact.name.in_(names)))
