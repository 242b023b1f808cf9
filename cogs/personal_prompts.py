"""Being asked in private: from somebody's settings, at the times that they choose themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.checks import gesture_of
from bot.forms import Field, Form
from bot.parts import stamp
from bot.screens import Screen, answer, words_of
from bot.services import personal_prompts
from bot.ui import Button, door, stop

if TYPE_CHECKING:
    from bot.screens import Interaction


class ChangePersonal(Button, id="personal_prompts:mine"):
    """Open the form for being asked in private."""

    async def pressed(self, interaction: Interaction) -> None:
        """Open it."""
        await interaction.response.send_modal(PersonalForm(words_of(interaction)))


class PersonalForm(Form, id="personal_prompts:mine", title="prompts-mine-title"):
    """When a member would like to be asked, as they type it."""

    fields = (Field("when", "prompts-mine-label", "prompts-mine-hint", longest=100, needed=False),)

    async def submitted(self, interaction: Interaction, typed: dict[str, str]) -> None:
        """Save it, and say when Kettle asks first."""
        async with interaction.client.db.begin() as session:
            gesture = await gesture_of(session, interaction)
            member = await personal_prompts.record_times(session, **gesture, typed=typed["when"])
        words, back = words_of(interaction), [door("members:ask", words_of(interaction)("common-back"))]
        at = member.prompt_at
        told = words("prompts-mine-saved", when=stamp(at)) if at else words("prompts-mine-off")
        await answer(interaction, Screen(told, [*back, stop(words)]))
