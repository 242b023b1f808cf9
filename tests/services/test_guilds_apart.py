"""One person in two communities: nothing done or asked in one shows or changes anything of the other."""

from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import checkins, deliveries, guilds, members, peers, privacy, prompts, reachouts, shares
from db.base import Base
from db.session import Database
from tests.services.people import (
    ADA,
    CHECKINS,
    ELSEWHERE,
    GUILD,
    HOUR,
    JO,
    KIM,
    NOW,
    SAM,
    Do,
    pair_up,
    person,
    reach_out,
    say,
    send_due,
    set_up,
    share,
    undone,
)

Rule = Callable[..., Awaitable[Any]]
MINE = {"guild_id": GUILD, "member_id": SAM}
GESTURE = {**MINE, "now": NOW}
DAY_OF = {**GESTURE, "day": NOW.date()}
ADMIN, ORGANISER = {"person": person("admin"), "now": NOW}, {"person": person("organiser"), "now": NOW}

CHANGES: list[tuple[Rule, dict[str, Any]]] = [
    (checkins.record_answer, {**GESTURE, "answer": "low"}),
    (checkins.take_back_shares, DAY_OF),
    (checkins.take_back_answer, DAY_OF),
    (checkins.erase_member, GESTURE),
    (prompts.ask_now, {**ORGANISER, "channel_id": CHECKINS, "open_for": HOUR}),
    (deliveries.erase_member, {**GESTURE, "member_id": JO}),
    (guilds.record_choices, {**ADMIN, "nation": "Scotland"}),
    (guilds.record_place, {**ADMIN, "zone": "Paris", "responsible": "Somebody"}),
    (members.record_choice, {**GESTURE, "nation": "Wales"}),
    (members.record_zone, {**GESTURE, "typed": "Tokyo"}),
    (members.record_switch, {**GESTURE, "name": "direct_messages", "on": False}),
    (members.record_nation, {**GESTURE, "nation": "Wales"}),
    (members.record_quiet_hours, {**GESTURE, "start": "9pm", "end": "8am"}),
    (members.erase_member, GESTURE),
    (peers.ask_peer, {**GESTURE, "peer_id": ADA}),
    (peers.erase_member, GESTURE),
    (privacy.forget_member, GESTURE),
    (reachouts.record_reach_out, {**GESTURE, "member_id": KIM}),
    (reachouts.take_back, GESTURE),
    (reachouts.erase_member, GESTURE),
    (shares.take_back_pair, {**GESTURE, "peer_id": JO}),
    (shares.erase_member, GESTURE),
]

VIEWS: list[tuple[Rule, dict[str, Any], Any]] = [
    (checkins.find_today, GESTURE, None),
    (checkins.export_member, MINE, []),
    (deliveries.export_member, {**MINE, "member_id": JO}, []),
    (guilds.find_guild, {"guild_id": GUILD}, None),
    (members.find_member, MINE, None),
    (members.get_zone, MINE, "Europe/London"),
    (members.find_nation, MINE, None),
    (members.quiet_end, {**MINE, "now": NOW + 12 * HOUR}, NOW + 12 * HOUR),
    (members.takes_shares, {**MINE, "member_id": KIM}, True),
    (members.export_member, MINE, []),
    (peers.list_mine, MINE, []),
    (peers.list_theirs, {"guild_id": GUILD, "peer_id": JO}, []),
    (peers.export_member, MINE, []),
    (reachouts.find_open, GESTURE, None),
    (reachouts.export_member, MINE, []),
    (shares.export_member, MINE, []),
]


async def people_in(do: Do, guild_id: int) -> None:
    """Give a community everything that can be there about Sam."""
    await set_up(do, guild_id, zone="Asia/Tokyo", nation="England")
    await do(members.record_quiet_hours, guild_id=guild_id, member_id=SAM, now=NOW, start="7am", end="6am")
    await pair_up(do, SAM, JO, guild_id=guild_id)
    await say(do, SAM, guild_id=guild_id)
    await share(do, SAM, guild_id=guild_id)
    await reach_out(do, SAM, guild_id=guild_id)
    await send_due(do, NOW)
    told = {"guild_id": guild_id, "member_id": KIM, "now": NOW}
    await do(members.record_switch, **told, name="accepts_shares", on=False)


async def rows_of(session: AsyncSession, *, guild_id: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for table in Base.metadata.sorted_tables:
        if "guild_id" in table.columns:
            here = table.select().where(table.columns.guild_id == guild_id).order_by(*table.primary_key.columns)
            found += [dict(row) for row in (await session.execute(here)).mappings()]
    return found


async def test_a_change_in_one_community_changes_nothing_in_the_other(database: Database, do: Do) -> None:
    await people_in(do, GUILD)
    await people_in(do, ELSEWHERE)
    here, there = await do(rows_of, guild_id=GUILD), await do(rows_of, guild_id=ELSEWHERE)
    for rule, told in CHANGES:
        async with undone(database) as tried:
            await tried(rule, **told)
            assert await tried(rows_of, guild_id=ELSEWHERE) == there, rule
            assert await tried(rows_of, guild_id=GUILD) != here, rule


async def test_what_is_kept_in_one_community_does_not_show_in_the_other(do: Do) -> None:
    await people_in(do, ELSEWHERE)
    for rule, told, nothing in VIEWS:
        for guild_id in (GUILD, ELSEWHERE):
            seen = await do(rule, **{**told, "guild_id": guild_id})
            shown = list(seen) if isinstance(nothing, list) else seen
            assert (shown == nothing) is (guild_id == GUILD), rule
