"""`/setup` > Health: what an admin can see of how Kettle is doing, and of this community alone."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

from bot.checks import guild_of, person_of
from bot.gaps import list_gaps
from bot.health import answers
from bot.parts import stamp
from bot.screens import Screen, answer, words_of
from bot.services import delivery_figures, guilds
from bot.ui import Button, door, stop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.app import Kettle
    from bot.screens import Interaction
    from bot.wording import Wording


class Page(Button, id="health:page"):
    """To the page, and anew to it."""

    async def pressed(self, interaction: Interaction) -> None:
        """Ask the database and Discord now, and show what they say."""
        guilds.require(None, person_of(interaction), "admin")
        await interaction.response.defer()
        words, bot = words_of(interaction), interaction.client
        found = await _of_guild(words, bot, guild_of(interaction)) if await answers(bot.db) else []
        ways = [Page.to(words("health-again-button")), door("guilds:panel", words("common-back")), stop(words)]
        own = "\n".join(_of_bot(words, bot, is_answering=bool(found)))
        await answer(interaction, Screen(words("health-title"), own, *found, ways))


def _of_bot(words: Wording, bot: Kettle, *, is_answering: bool) -> Iterator[str]:
    """Say how the bot itself is: the same in every community."""
    yield words("health-version", version=version("kettle-bot"))
    kind = "sqlite" if bot.settings.database_url.startswith("sqlite") else "postgresql"
    yield words(f"health-database-{kind}") if is_answering else words("health-database-silent")
    yield words("health-clock", now=stamp(bot.clock.now()))
    last = bot.pulse.finished_at
    yield words("health-sweep", when=stamp(last, "R")) if last else words("health-sweep-none")
    if bot.pulse.late():
        yield words("health-sweep-late")


async def _of_guild(words: Wording, bot: Kettle, guild_id: int) -> list[str]:
    """Say how messages of this community fare, and what it has yet to choose or allow."""
    async with bot.db.read() as session:
        figures = await delivery_figures.of_guild(session, guild_id=guild_id, now=bot.clock.now())
        guild = await guilds.find_guild(session, guild_id=guild_id)
    gaps = await list_gaps(bot, words, guild_id, guild)
    messages = (
        words("health-overdue", count=figures.overdue),
        words("health-failed", count=figures.failed),
    )
    return ["\n".join(messages), "\n".join([words("health-missing"), *gaps]) if gaps else words("health-none-missing")]
