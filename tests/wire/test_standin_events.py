"""The stand-in's scheduled events, as discord.py meets them: told of by the gateway, and made as often as asked."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import discord as dpy
import pytest

from tests.wire.standin.world import MANAGE_EVENTS, Person

if TYPE_CHECKING:
    from tests.wire.standin import StandIn

HOUR = timedelta(hours=1)


def community(client: dpy.Client, discord: StandIn) -> dpy.Guild:
    guild = client.get_guild(int(discord.community.id))
    assert guild is not None
    return guild


async def make(guild: dpy.Guild, **changes: Any) -> dpy.ScheduledEvent:
    """Have one made that takes an hour, an hour from now."""
    starts = dpy.utils.utcnow().replace(microsecond=0) + HOUR
    said = {"name": "Tea", "start_time": starts, "end_time": starts + HOUR, "location": "The hall"}
    kind: dict[str, Any] = {
        "entity_type": dpy.EntityType.external,
        "privacy_level": dpy.PrivacyLevel.guild_only,
    }
    return await guild.create_scheduled_event(**said | kind | changes)


async def test_what_is_made_changed_and_deleted_is_kept_and_the_gateway_tells(
    discord: StandIn, client: dpy.Client
) -> None:
    guild = community(client, discord)
    made = await make(guild)
    await discord.until(lambda: guild.get_scheduled_event(made.id))
    await made.edit(name="Cake", location="Outside", end_time=made.start_time + 2 * HOUR)
    await discord.until(lambda: [event.name for event in guild.scheduled_events] == ["Cake"])
    (listed,) = await guild.fetch_scheduled_events(with_counts=False)
    alone = await guild.fetch_scheduled_event(made.id, with_counts=False)
    assert (listed.name, alone.location, alone.creator_id) == ("Cake", "Outside", int(discord.world.bot.id))
    await alone.delete()
    await discord.until(lambda: not guild.scheduled_events)
    with pytest.raises(dpy.NotFound) as gone:
        await guild.fetch_scheduled_event(made.id, with_counts=False)
    assert gone.value.code == 10070


async def test_what_somebody_does_there_is_told_too(discord: StandIn, client: dpy.Client) -> None:
    guild = community(client, discord)
    made = await make(guild)
    await discord.until(lambda: guild.get_scheduled_event(made.id))
    event = discord.community.events[str(made.id)]
    await discord.changes.edit_event(discord.community, event, name="Coffee")
    await discord.until(lambda: [event.name for event in guild.scheduled_events] == ["Coffee"])
    await discord.changes.cancel_event(discord.community, event)
    await discord.until(lambda: not guild.scheduled_events)
    assert discord.community.events == {}


async def test_the_same_asked_twice_is_there_twice(discord: StandIn, client: dpy.Client) -> None:
    guild = community(client, discord)
    first, second = await make(guild), await make(guild)
    assert first.id != second.id
    assert len(discord.community.events) == 2


@pytest.mark.parametrize("changes", [{"start_time": dpy.utils.utcnow() - HOUR}, {"end_time": dpy.utils.utcnow()}])
async def test_times_that_make_no_sense_are_refused(
    discord: StandIn, client: dpy.Client, changes: dict[str, Any]
) -> None:
    with pytest.raises(dpy.HTTPException) as refused:
        await make(community(client, discord), **changes)
    assert refused.value.code == 50035


async def test_more_than_a_hundred_are_refused(discord: StandIn, client: dpy.Client) -> None:
    guild = community(client, discord)
    made = await make(guild)
    kept = discord.community.events[str(made.id)]
    discord.community.events.update({str(number): kept for number in range(99)})
    with pytest.raises(dpy.HTTPException) as refused:
        await make(guild)
    assert refused.value.code == 30038


async def test_without_the_permission_nothing_is_made(discord: StandIn, client: dpy.Client) -> None:
    known = discord.world.bot
    discord.world.bot = Person(known.name, known.permissions & ~MANAGE_EVENTS, known.role_ids, known.id)
    with pytest.raises(dpy.Forbidden) as refused:
        await make(community(client, discord))
    assert refused.value.code == 50013
