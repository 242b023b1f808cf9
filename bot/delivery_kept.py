"""Messages that met closed direct messages: told privately, beside the next answer to whoever they were for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.screens import tell
from bot.services import deliveries, directs

if TYPE_CHECKING:
    from bot.screens import Interaction


async def say_kept(interaction: Interaction) -> bool:
    """Show what waited for this person and can still be said; from now on direct messages are tried again.

    In a community only what was said there is shown. Give whether something is left for another time.
    """
    bot, now, here = interaction.client, interaction.client.clock.now(), interaction.guild_id
    async with bot.db.begin() as session:
        rows = await directs.reopen(session, member_id=interaction.user.id, now=now)
    shown = []
    for row in (row for row in rows if here in {None, row.guild_id}):
        screen = await bot.speaker(row.feature).render(row)
        if screen is not None:
            await tell(interaction, screen)
        shown.append(row.id)
    if shown:
        async with bot.db.begin() as session:
            await deliveries.record_shown(session, delivery_ids=shown, now=now)
    return len(shown) < len(rows)
