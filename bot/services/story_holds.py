"""Holds: somebody may be kept from sharing for a while, without anybody knowing who it is.

A pending story's tag is in memory alone. A hold is a tag without a story. With the key file and the database together
it can be tried whose tag it is; with one of them it cannot.
"""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services.story_keys import HoldTag, StoryKeys
from db.models.stories import Hold


class Pending:
    """Who sent what is reviewed, as tags, in memory: after a restart nobody can be held for an earlier story."""

    def __init__(self) -> None:
        self._tags: dict[str, HoldTag] = {}
        self._asked: dict[HoldTag, int] = {}

    def note(self, story_key: str, tag: HoldTag) -> None:
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

    def keep(self, story_keys: Collection[str]) -> None:
        """Forget the tag beside every story but these, which nobody has decided yet."""
        self._tags = {key: tag for key, tag in self._tags.items() if key in story_keys}

    def list_asked(self, *, guild_id: int) -> list[HoldTag]:
        """Give the tags that are to be held in a community, in an order that says nothing."""
        return sorted(tag for tag, place in self._asked.items() if place == guild_id)

    def forget_asked(self, tags: Collection[HoldTag]) -> None:
        """Forget tags that are held now."""
        self._asked = {tag: place for tag, place in self._asked.items() if tag not in tags}


async def record_holds(
    session: AsyncSession, *, guild_id: int, tags: Sequence[HoldTag], keys: StoryKeys, today: date
) -> None:
    """Hold these from an intake on, as long as the keys say; who is held already is held until the later end."""
    for tag in tags:
        end = keys.hold_until(tag.number, today=today)
        if end is None:
            continue  # its key took its turn and is gone, and so is what the tag stands for
        known = await session.get(Hold, tag.tag)
        if known is None:
            session.add(Hold(tag=tag.tag, guild_id=guild_id, key_no=tag.number, ends_on=end))
        else:
            known.ends_on = end


async def is_held(session: AsyncSession, *, tags: Sequence[HoldTag], today: date) -> bool:
    """Tell whether somebody is held, by the tags that they have in a community under all keys that are kept."""
    here = select(Hold.tag).where(Hold.tag.in_([each.tag for each in tags]), Hold.ends_on >= today)
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
