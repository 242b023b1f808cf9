"""What a community chose, and who may do what in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotAllowed, NotSetUp
from bot.services import zones
from bot.services.statements import upsert
from db.models.guilds import Guild

Power = Literal["organiser", "moderator", "admin"]

RESPONSIBLE_LONGEST = 300
"""The most characters of the note that says who is responsible for data."""


@dataclass(frozen=True)
class Person:
    """Somebody in a community as Discord described them with this press: ids, roles, and powers by permission."""

    guild_id: int
    member_id: int
    roles: frozenset[int]
    powers: frozenset[Power]


async def find_guild(session: AsyncSession, *, guild_id: int) -> Guild | None:
    """Give what the community chose, or None when nobody has set Kettle up there yet."""
    return await session.get(Guild, guild_id)


async def get_guild(session: AsyncSession, *, guild_id: int) -> Guild:
    """Give what the community chose; NotSetUp when nobody has set Kettle up there yet."""
    guild = await find_guild(session, guild_id=guild_id)
    if guild is None:
        raise NotSetUp
    return guild


async def record_choices(session: AsyncSession, *, person: Person, now: datetime, **choices: int | str | None) -> Guild:
    """Save what an admin chose in the set-up; the community's row is made at its first choice."""
    require(None, person, "admin")
    keys = {"guild_id": person.guild_id}
    return await upsert(session, Guild, keys=keys, values=choices, new={"created_at": now})


async def record_place(session: AsyncSession, *, person: Person, now: datetime, zone: str, responsible: str) -> Guild:
    """Save the zone as typed, and who is responsible for data; Invalid offers the nearest zone."""
    found, who = zones.find_zone(zone), responsible or None
    return await record_choices(session, person=person, now=now, zone=found, responsible=who)


def powers_of(guild: Guild | None, person: Person) -> frozenset[Power]:
    """Give what a person may do: by Discord's permission, or by the role the community chose for it."""
    chosen: Iterable[tuple[Power, int | None]] = ()
    if guild and guild.guild_id == person.guild_id:
        chosen = (("organiser", guild.organiser_role_id), ("moderator", guild.moderator_role_id))
    return person.powers | {power for power, role in chosen if role in person.roles}


def require(guild: Guild | None, person: Person, power: Power) -> None:
    """Raise NotAllowed unless the person has the power here."""
    if power not in powers_of(guild, person):
        raise NotAllowed(f"guilds-only-{power}")
