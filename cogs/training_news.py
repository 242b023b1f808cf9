"""News of the catalogue, once a week, for who asked: chosen in `/training saved`, told in private."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.catalogue import numbered
from bot.checks import community_of, gesture_of
from bot.cog import Cog
from bot.folding import brief
from bot.screens import Screen, answer, words_of
from bot.services import members, training_news
from bot.services.bits import words_of as closed_words
from bot.services.training_texts import STAGES
from bot.ui import MAIN, Button, Select, door, stop

if TYPE_CHECKING:
    from bot.screens import Interaction, Part
    from db.models.deliveries import Delivery

SHOWN = 5
"""Entries of one page."""


class News(Button, id="training_news:ask"):
    """Choose to be told once a week of what is new."""

    async def pressed(self, interaction: Interaction) -> None:
        """Show what was chosen."""
        await show_news(interaction)


async def show_news(interaction: Interaction, guild_id: int | None = None) -> None:
    """Show for which stages somebody is told of what is new, here or in some other community."""
    words = words_of(interaction)
    async with interaction.client.db.read() as session:
        told = {"guild_id": guild_id or await community_of(session, interaction), "member_id": interaction.user.id}
        news = await training_news.find_news(session, **told)
        takes_messages = (await members.get_choices(session, **told)).direct_messages
    chosen = closed_words(news.stages, STAGES) if news else ()
    menu: ui.Select[Any] = ui.Select(
        min_values=1, max_values=len(STAGES), placeholder=words("training_news-placeholder")
    )
    for place, stage in enumerate(STAGES):
        is_chosen = bool(news) and (stage in chosen or not chosen)
        menu.append_option(
            discord.SelectOption(label=words(f"training-choice-stage-{place}"), value=str(place), default=is_chosen)
        )
    ways: list[ui.Item[Any]] = [NoNews.to(words("training_news-stop-button"), digest_id=0)] if news else []
    ways += [door("training_saves:mine:0", words("common-back")), stop(words)]
    parts: list[Part] = [words("training_news-is-on" if news else "training_news-ask")]
    if not takes_messages:
        parts.append(words("training_news-no-messages"))
    await answer(interaction, Screen(*parts, [NewsFor(menu)], ways))


class NewsFor(Select, id="training_news:ask:stages"):
    """For which stages."""

    async def pressed(self, interaction: Interaction) -> None:
        """Keep it."""
        places = [int(each) for each in self.chosen(interaction) if each.isdecimal() and int(each) < len(STAGES)]
        async with interaction.client.db.begin() as session:
            who = await gesture_of(session, interaction)
            await training_news.record_news(session, **who, stages=[STAGES[place] for place in places])
        await show_news(interaction)


class NoNews(Button, id="training_news:stop:{digest_id}", digest_id=int):
    """Be told nothing any more; from a message, of the community that it is from."""

    async def pressed(self, interaction: Interaction, digest_id: int) -> None:
        """Forget it."""
        now, member_id = interaction.client.clock.now(), interaction.user.id
        async with interaction.client.db.begin() as session:
            place = await training_news.find_place(session, digest_id=digest_id, member_id=member_id)
            guild_id = place or await community_of(session, interaction)
            await training_news.forget_news(session, guild_id=guild_id, member_id=member_id, now=now)
        await show_news(interaction, guild_id)


class AllNew(Button, id="training_news:new:{digest_id}:{page}", digest_id=int, page=int):
    """See all that one message told of."""

    async def pressed(self, interaction: Interaction, digest_id: int, page: int) -> None:
        """Show it, a page at a time."""
        words = words_of(interaction)
        async with interaction.client.db.read() as session:
            entries = await training_news.list_new(session, digest_id=digest_id, member_id=interaction.user.id)
        here = entries[page * SHOWN : (page + 1) * SHOWN]
        parts: list[Part] = [words("training_news-head" if here else "training_news-over")]
        parts += [numbered(words, number, entry) for number, entry in enumerate(here, start=1)]
        opens: list[ui.Item[Any]] = [
            door(f"training:open:{entry.number}:----.0", words("training-open-button", number=number), MAIN)
            for number, entry in enumerate(here, start=1)
        ]
        turns: list[ui.Item[Any]] = []
        if page > 0:
            turns.append(AllNew.to(words("training-before-button"), digest_id=digest_id, page=page - 1))
        if (page + 1) * SHOWN < len(entries):
            turns.append(AllNew.to(words("training-next-button"), digest_id=digest_id, page=page + 1))
        await answer(interaction, Screen(*parts, *(row for row in (opens, [*turns, stop(words)]) if row)))


class TrainingNews(Cog):
    """News of the catalogue."""

    async def render(self, delivery: Delivery) -> Screen | None:
        """Say what is new, unless the member wants no news any more."""
        words = self.bot.words
        async with self.bot.db.read() as session:
            told = {"digest_id": delivery.subject_id, "member_id": delivery.member_id or 0}
            entries = await training_news.list_new(session, **told)
        if not entries:
            return None
        lines = [
            words("training_news-line", title=brief(entry.title, 170), provider=brief(entry.provider, 120))
            for entry in entries[: training_news.SHOWN]
        ]
        more = len(entries) - training_news.SHOWN
        parts = [words("training_news-head"), "\n".join(lines)]
        ways: list[ui.Item[Any]] = [AllNew.to(words("training_news-all-button"), digest_id=delivery.subject_id, page=0)]
        if more > 0:
            parts.append(words("training_news-more", count=more))
        return Screen(*parts, [*ways, NoNews.to(words("training_news-stop-button"), digest_id=delivery.subject_id)])
