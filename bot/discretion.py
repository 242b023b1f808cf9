"""Which gestures are discreet: no line and no row may stand at their minute."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.cog import Cog

if TYPE_CHECKING:
    from bot.screens import Interaction


def feature_of(interaction: Interaction) -> str:
    """Say whose command, button, menu or form it was; a form that is opened again has its own id behind."""
    cog = getattr(interaction.command, "binding", None)
    if isinstance(cog, Cog):
        return cog.package
    payload: Any = interaction.data or {}
    custom_id = str(payload.get("custom_id", ""))
    return custom_id.removeprefix("form:again:").replace(".", ":").partition(":")[0]


def is_discreet(interaction: Interaction) -> bool:
    """Say whether a gesture is one of stories."""
    feature = feature_of(interaction)
    cogs = interaction.client.cogs.values()
    return any(isinstance(cog, Cog) and cog.is_discreet and cog.package == feature for cog in cogs)
