"""A feature in which everything goes wrong, to see what each door does with it."""

import discord
from discord import app_commands, ui

from bot.cog import Cog
from bot.errors import Invalid, TooSoon
from bot.forms import Field, Form
from bot.scheduling import every
from bot.screens import Interaction, Screen, answer, words_of
from bot.tree import completes
from bot.ui import Button, Select

SECRET = "the words of a member who trusts us"


class Broken(Exception):
    """What nobody expected; its text and its locals hold what a member typed."""


def fail(typed: str = SECRET) -> None:
    whole_message = f"could not use {typed}"
    raise Broken(whole_message)


class Fail(Button, id="faulty:fail"):
    async def pressed(self, _interaction: Interaction) -> None:
        fail()


class FailLater(Button, id="faulty:later"):
    async def pressed(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        fail()


class Refuse(Button, id="faulty:refuse"):
    async def pressed(self, _interaction: Interaction) -> None:
        raise TooSoon("checkins-prompt-closed")


class Pick(Select, id="faulty:pick"):
    async def pressed(self, _interaction: Interaction) -> None:
        fail()


class OpenForm(Button, id="faulty:open"):
    async def pressed(self, interaction: Interaction) -> None:
        await interaction.response.send_modal(FailForm(words_of(interaction), times=3))


class FailForm(Form, id="faulty:form:{times}", title="members-zone-title", times=int):
    fields = (
        Field("zone", "members-zone-label", "members-zone-hint", longest=4000, long=True, needed=False),
        Field("more", "members-quiet-end-label", "members-quiet-end-hint", longest=100, needed=False),
    )

    async def submitted(self, _interaction: Interaction, typed: dict[str, str], times: int) -> None:
        if typed["more"]:
            raise Invalid("members-quiet-both")
        fail(typed["zone"] * times)


class Faulty(Cog):
    @app_commands.command(name="faulty", description="…", extras={"root": "my"})
    async def faulty(self, _interaction: Interaction, typed: str = SECRET) -> None:
        fail(typed)

    @faulty.autocomplete("typed")
    @completes
    async def complete(self, _interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        fail(typed)
        return []

    @app_commands.command(name="screen", description="…", extras={"root": "my"})
    async def screen(self, interaction: Interaction) -> None:
        menu: ui.Select[Screen] = ui.Select(options=[discord.SelectOption(label="one")])
        ways = [Fail.to("Fail"), FailLater.to("Fail later"), Refuse.to("Refuse"), OpenForm.to("Open")]
        await answer(interaction, Screen("…", ways, [Pick(menu)]))

    @every(seconds=5)
    async def sweep(self) -> None:
        fail()

    @Cog.listener()
    async def on_faulty(self, _typed: str) -> None:
        fail(_typed)
