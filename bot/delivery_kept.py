"""Messages that met closed direct messages: told privately, beside the next answer to whoever they were for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.screens import tell
from bot.services import deliveries, directs

if TYPE_CHECKING:
    from bot.screens import Interaction


async def say_kept(interaction: Interaction) -> None:
    """Show what waited for this person and can still be said; from now on direct messages are tried again."""
    bot, now = interaction.client, interaction.client.clock.now()
    async with bot.db.begin() as session:
        rows = await directs.reopen(session, guild_id=interaction.guild_id, member_id=interaction.user.id, now=now)
    shown = []
    for row in rows:
        screen = await bot.speaker(row.feature).render(row)
        if screen is not None:
            await tell(interaction, screen)
        shown.append(row.id)
    if shown:
        async with bot.db.begin() as session:
            await deliveries.record_shown(session, delivery_ids=shown, now=now)
