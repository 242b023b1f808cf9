"""Check-ins: the private card, the posted prompt, and the member's own fortnight."""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.checks import gesture_of, guild_of
from bot.cog import Cog
from bot.errors import UserError
from bot.parts import contact_lines, stamp
from bot.pictures import fortnight_alt
from bot.screens import Screen, answer, patiently, words_of
from bot.services import checkins, guilds, shares
from bot.ui import MAIN, Button, door, stop

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.checks import Gesture, Session
    from bot.screens import Interaction, Part
    from bot.services.checkins import Days
    from bot.services.contacts import Contact
    from bot.wording import Wording
    from db.models.checkins import Answer
    from db.models.deliveries import Delivery

OWN = 0
"""The prompt id of a check-in that nobody asked for."""


class Say(Button, id="checkins:answer:{prompt_id}:{said}", prompt_id=int, said=str):
    """One answer to "How are you today?", on the private card or on a posted prompt."""

    async def pressed(self, interaction: Interaction, prompt_id: int, said: str) -> None:
        """Save the answer, say that it is private, and offer what can follow."""
        async with patiently(interaction), interaction.client.db.begin() as session:
            gesture = await self._gesture(session, interaction, prompt_id)
            row, unshared = await checkins.record_answer(session, **gesture, answer=said, prompt_id=prompt_id)
            support = await checkins.list_support(session, row=row)
        words = words_of(interaction)
        saved = words("checkins-saved-unshared" if unshared else "checkins-saved", **_said(words, row))
        await answer(interaction, Screen(saved, *_next(words, row, support)))

    async def _gesture(self, session: Session, interaction: Interaction, prompt_id: int) -> Gesture:
        """Say who answers, and where: in a direct message the prompt tells the community."""
        if interaction.guild_id is not None or prompt_id == OWN:
            return await gesture_of(session, interaction)
        guild_id = await checkins.get_guild_id(session, prompt_id=prompt_id)
        return {"guild_id": guild_id, "member_id": interaction.user.id, "now": interaction.client.clock.now()}


class Question(Button, id="checkins:question"):
    """Back to the question."""

    async def pressed(self, interaction: Interaction) -> None:
        """Show the card again."""
        await answer(interaction, _card(words_of(interaction)))


class Ask(Button, id="checkins:ask"):
    """Back from another feature: to what was saved today, or to the question."""

    async def pressed(self, interaction: Interaction) -> None:
        """Show either."""
        async with interaction.client.db.read() as session:
            gesture = await gesture_of(session, interaction)
            row = await checkins.find_today(session, **gesture)
            support = await checkins.list_support(session, row=row) if row else ()
            shown = await shares.list_shown(session, answer=row) if row else ()
        words = words_of(interaction)
        if row is None:
            await answer(interaction, _card(words))
            return
        saved = words("checkins-saved-shared" if shown else "checkins-saved", **_said(words, row))
        await answer(interaction, Screen(saved, *_next(words, row, support, is_shared=bool(shown))))


class Keep(Button, id="checkins:keep"):
    """Keep the answer to oneself, which it is already."""

    async def pressed(self, interaction: Interaction) -> None:
        """Close the card with one sentence."""
        words = words_of(interaction)
        await answer(interaction, Screen(words("checkins-kept"), [Ask.to(words("common-back")), stop(words)]))


class TakeBack(Button, id="checkins:undo:{day}", day=str):
    """Forget the answer of a day."""

    async def pressed(self, interaction: Interaction, day: str) -> None:
        """Forget it, and whatever was shared of it."""
        async with interaction.client.db.begin() as session:
            gesture = await gesture_of(session, interaction)
            await checkins.take_back_answer(session, **gesture, day=date.fromisoformat(day))
        words = words_of(interaction)
        await answer(
            interaction, Screen(words("checkins-taken-back"), [Question.to(words("common-back")), stop(words)])
        )


def _answers(words: Wording, prompt_id: int) -> list[Button]:
    return [Say.to(words(f"checkins-say-{said}-answer"), prompt_id=prompt_id, said=said) for said in checkins.ANSWERS]


def _card(words: Wording) -> Screen:
    """Ask privately: no reason is needed, nobody else sees it."""
    said = _answers(words, OWN)
    return Screen(words("checkins-question"), words("checkins-card-note"), said[:-1], [said[-1], stop(words)])


def _said(words: Wording, row: Answer) -> dict[str, str]:
    return {"answer": words(f"checkins-say-{row.answer}-answer"), "when": stamp(row.kept_until)}


def _next(words: Wording, row: Answer, support: Sequence[Contact], *, is_shared: bool = False) -> list[Part]:
    """Show contacts where they may help, and the next private choice."""
    parts: list[Part] = [words("checkins-support"), contact_lines(words, support)] if support else []
    day = row.answered_on.isoformat()
    reach_out = door("reachouts:ask:checkins", words("checkins-reach-out-button"))
    if is_shared:
        choices: list[discord.ui.Item[Any]] = [door(f"shares:undo:{day}", words("shares-take-back-button")), reach_out]
    else:
        share = door(f"shares:share:{day}", words("checkins-share-button"))
        choices = [Keep.to(words("checkins-keep-button"), MAIN), share, reach_out]
    take_back = TakeBack.to(words("checkins-take-back-button"), day=day)
    return [*parts, words("checkins-next"), choices, [take_back, Question.to(words("common-back")), stop(words)]]


class Checkins(Cog):
    """`/checkin`, `/my checkins`, and the organisers' prompts."""

    @app_commands.command(name="checkin")
    @app_commands.allowed_contexts(guilds=True)
    async def checkin(self, interaction: Interaction) -> None:
        """Ask how the member is today, privately."""
        async with self.bot.db.read() as session:
            await guilds.get_guild(session, guild_id=guild_of(interaction))
        await answer(interaction, _card(words_of(interaction)))

    @app_commands.command(name="checkins", extras={"root": "my"})
    async def my_checkins(self, interaction: Interaction) -> None:
        """Show the member their own last fourteen days, as a list and a picture."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        async with self.bot.db.read() as session:
            days = await checkins.list_fortnight(session, **await gesture_of(session, interaction))
        words = words_of(interaction)
        if not any(said for _, said in days):
            await answer(interaction, Screen(words("checkins-fortnight-none")))
            return
        parts = [words("checkins-fortnight-title"), _list(words, days), words("checkins-fortnight-note")]
        await answer(interaction, await self._with_picture(words, interaction.user.id, days, parts))

    async def _with_picture(self, words: Wording, member_id: int, days: Days, parts: list[str]) -> Screen:
        """Put the picture above its list; without it the list says the same."""
        drawn = {said: words(f"checkins-say-{said}-answer") for said in checkins.ANSWERS if said != "unsaid"}
        try:
            png = await self.bot.pictures.draw_fortnight(words, days, drawn, member_id=member_id)
        except UserError as error:
            return Screen(*parts, words(error.message_id))
        file = discord.File(io.BytesIO(png), "fortnight.png")
        picture = discord.MediaGalleryItem(file, description=fortnight_alt(words, days, drawn))
        return Screen(parts[0], discord.ui.MediaGallery(picture), *parts[1:], files=[file])

    async def render(self, delivery: Delivery) -> Screen | None:
        """Show the question, or that it has closed; nothing when it is gone, or closed before it was asked."""
        async with self.bot.db.read() as session:
            prompt = await checkins.find_prompt(session, prompt_id=delivery.subject_id)
        words = self.bot.words
        if prompt is None:
            return None
        if prompt.closes_at <= self.bot.clock.now():
            way = [Ask.to(words("checkins-closed-button"))]
            closed = Screen(words("checkins-question"), words("checkins-closed-note"), way)
            return closed if delivery.kind == "edit" else None
        said = _answers(words, prompt.id)
        note = words("checkins-prompt-note", when=stamp(prompt.closes_at))
        return Screen(words("checkins-question"), note, said[:-1], [said[-1]])


def _list(words: Wording, days: Days) -> str:
    return "\n".join(
        words(
            "checkins-fortnight-day",
            weekday=day.isoweekday(),
            day=day.day,
            month=day.month,
            answer=words(f"checkins-say-{said}-answer"),
        )
        for day, said in reversed(days)
        if said
    )
