"""Holds: somebody may be kept from sharing for a while, without anybody knowing who it is.

A pending story's tag is in memory alone. A hold is a tag without a story. With the key file and the database together
it can be tried whose tag it is; with one of them it cannot.
"""

import hmac
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.stories import Hold

LASTS = timedelta(days=30)
"""How long a hold lasts at least: then to the end of its week, so that its day is not told."""


class Pending:
    """Who sent what is reviewed, as tags, in memory: after a restart nobody can be held for an earlier story."""

    def __init__(self) -> None:
        self._tags: dict[str, str] = {}
        self._asked: dict[str, int] = {}

    def note(self, story_key: str, tag: str) -> None:
        """Remember the tag beside a story that was just sent."""
        self._tags[story_key] = tag

    def ask(self, story_key: str, *, guild_id: int) -> bool:
        """Ask to hold who sent a story from the next intake on; tell whether that can be done."""
        tag = self._tags.get(story_key)
        if tag is not None:
            self._asked[tag] = guild_id
        return tag is not None

    def forget(self, story_key: str) -> None:
        """Forget the tag beside a story that is decided, or gone."""
        self._tags.pop(story_key, None)

    def take_asked(self, *, guild_id: int) -> list[str]:
        """Give the tags that are to be held in a community, once, in an order that says nothing."""
        tags = sorted(tag for tag, place in self._asked.items() if place == guild_id)
        for tag in tags:
            del self._asked[tag]
        return tags


def tag_of(key: bytes, *, guild_id: int, member_id: int) -> str:
    """Give the tag of a member in a community under a hold key."""
    return hmac.digest(key, f"{guild_id} {member_id}".encode(), "sha256").hex()


def ends_on(day: date) -> date:
    """Give the last day of a hold: thirty days on, and then the Sunday of that week."""
    last = day + LASTS
    return last + timedelta(days=6 - last.weekday())


async def record_holds(session: AsyncSession, *, guild_id: int, tags: Sequence[str], key_no: int, today: date) -> None:
    """Hold these, from an intake on; who is held already is held until the later end."""
    for tag in tags:
        known = await session.get(Hold, tag)
        if known is None:
            session.add(Hold(tag=tag, guild_id=guild_id, key_no=key_no, ends_on=ends_on(today)))
        else:
            known.ends_on = ends_on(today)


async def is_held(
    session: AsyncSession, *, guild_id: int, member_id: int, keys: Mapping[int, bytes], today: date
) -> bool:
    """Tell whether a member is held in a community, under any of the hold keys that are kept."""
    tags = [tag_of(key, guild_id=guild_id, member_id=member_id) for key in keys.values()]
    here = select(Hold.tag).where(Hold.tag.in_(tags), Hold.ends_on >= today)
    return (await session.scalars(here)).first() is not None


async def list_ends(session: AsyncSession, *, guild_id: int, today: date) -> Sequence[tuple[str, date]]:
    """Give the holds of a community for moderators: a tag to lift one by, and the end of each, by weeks."""
    here = select(Hold.tag, Hold.ends_on).where(Hold.guild_id == guild_id, Hold.ends_on >= today)
    return [(tag, end) for tag, end in await session.execute(here.order_by(Hold.ends_on, Hold.tag))]


async def lift(session: AsyncSession, *, guild_id: int, tag: str) -> None:
    """End a hold now; one that is over or lifted already is none."""
    await session.execute(delete(Hold).where(Hold.guild_id == guild_id, Hold.tag == tag))


async def purge_holds(session: AsyncSession, *, today: date) -> None:
    """Forget the holds that are over."""
    await session.execute(delete(Hold).where(Hold.ends_on < today))
