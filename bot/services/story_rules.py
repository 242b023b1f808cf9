"""What a community chose about stories: where they are shown, how many people may be authors, and who says yes."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Closed, Invalid
from bot.services import guilds
from bot.services.guilds import Person
from bot.services.statements import upsert
from db.models.story_rules import StoryRules

FEW = 20
"""Under so many possible authors people may guess, and are told so."""

MOST = 1_000_000


async def find_rules(session: AsyncSession, *, guild_id: int) -> StoryRules | None:
    """Give what a community chose, or None before anything was."""
    return await session.get(StoryRules, guild_id)


async def get_open(session: AsyncSession, *, guild_id: int) -> StoryRules:
    """Give the rules of a community in which stories can be shared; Closed where no channel is chosen."""
    rules = await find_rules(session, guild_id=guild_id)
    if rules is None or rules.channel_id is None:
        raise Closed("story_rules-not-here")
    return rules


async def record_rules(session: AsyncSession, *, person: Person, **chosen: int | None) -> StoryRules:
    """Save what an admin chose: channel_id, authors, or needs_two."""
    guilds.require(None, person, "admin")
    keys, new = {"guild_id": person.guild_id}, {} if "needs_two" in chosen else {"needs_two": False}
    return await upsert(session, StoryRules, keys=keys, values=chosen, new=new)


def read_authors(typed: str) -> int | None:
    """Read how many people may be authors; nothing is not told. Invalid for what is no such number."""
    plain = typed.replace(",", "").replace(" ", "")
    if not plain:
        return None
    if not (plain.isascii() and plain.isdigit()) or not 1 <= int(plain[:9]) <= MOST:
        raise Invalid("story_rules-authors-unclear")
    return int(plain[:9])


def may_guess(rules: StoryRules) -> bool:
    """Whether so few people may be authors that others may guess; also where nobody told how many."""
    return rules.authors is None or rules.authors < FEW
