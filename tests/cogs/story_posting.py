"""Made-up stories that are sent, read and shown through the real rules, and ways to look at what became of them."""

from __future__ import annotations

import secrets
from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from bot.services import stories, story_batches, story_reviews, story_rules, story_texts
from bot.services.guilds import Person
from bot.services.receipts import Derived
from bot.services.story_texts import About, Draft, File
from bot.story_keys import make_story_keys
from db.models.stories import Story, StoryFact, StoryPost

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    import discord

    from tests.cogs.conftest import World

NUMBERS = count(1)
DAY = timedelta(days=1)
PNG = b"a picture that was made anew"


def next_ten(world: World) -> datetime:
    """Give the next ten o'clock in London, in winter."""
    now = world.env.now()
    ten = now.replace(hour=10, minute=0, second=0, microsecond=0)
    return ten if ten > now else ten + DAY


async def ready(world: World) -> None:
    """Make the keys, and choose the channel of stories."""
    make_story_keys(world.bot.settings.data_dir)
    world.bot.telling.turn_keys(world.env.now().date())
    admin = Person(world.guild.id, world.ada.id, frozenset(), frozenset({"admin"}))
    async with world.bot.db.begin() as session:
        await story_rules.record_rules(session, person=admin, channel_id=world.organisers.id)


async def send(world: World, *parts: str, about: About | None = None, files: Sequence[File] = (), **more: Any) -> str:
    """Send a story as its author does; give what its receipt comes to."""
    derived = Derived(f"{next(NUMBERS):064x}", secrets.token_bytes(32))
    draft = Draft(about or About(), parts or ("A made-up story.",), files, **more)
    sent = story_texts.seal_draft(draft, guild_id=world.guild.id, derived=derived, keys=world.bot.telling.get_keys())
    async with world.bot.telling.begin() as session:
        await stories.record_sent(session, sent=sent, today=world.env.now().date())
    return derived.lookup_id


async def approve_all(world: World) -> None:
    """Say yes to all that waits."""
    keys, now = world.bot.telling.get_keys(), world.env.now()
    told = {"guild_id": world.guild.id}
    async with world.bot.telling.begin() as session:
        for key in await story_reviews.list_waiting(session, chance=world.bot.telling.chance, **told):
            review = await story_reviews.get_review(session, key=key, **told)
            for file in review.files:
                await story_reviews.get_file(session, key=key, place=file.place, **told)
            resealed = story_texts.reseal(review.parts, review.files, privates=keys.review_privates(), keys=keys)
            yes: dict[str, Any] = {"tag": "tag", "needs_two": False, "today": now.date()}
            await story_reviews.record_yes(session, key=key, resealed=resealed, **told, **yes)


async def plan_now(world: World) -> list[StoryPost]:
    """Have all that is approved planned, and due at once."""
    told: dict[str, Any] = {"guild_id": world.guild.id, "channel_id": world.organisers.id}
    async with world.bot.telling.begin() as session:
        await story_batches.plan_batch(session, now=world.env.now(), chance=world.bot.telling.chance, **told)
        found = (await session.scalars(select(StoryPost).order_by(StoryPost.key))).all()
        for minutes, post in enumerate(found, start=1):
            post.due_at = world.env.now() - timedelta(minutes=minutes)
    return list(found)


async def approved(world: World, *texts: str, **more: Any) -> list[str]:
    """Have stories approved and due, each with these words; give what their receipts come to."""
    sent = [await send(world, text, **more) for text in texts]
    async with world.bot.telling.begin() as session:
        await stories.take_in(session, guild_id=world.guild.id, now=world.env.now())
    await approve_all(world)
    await plan_now(world)
    return sent


async def shown(world: World, *texts: str, **more: Any) -> list[str]:
    """Have stories out."""
    sent = await approved(world, *texts, **more)
    await world.run_due()
    return sent


async def states(world: World) -> dict[str, str]:
    async with world.bot.telling.read() as session:
        return {row.lookup_id: row.state for row in await session.scalars(select(Story))}


async def posts(world: World) -> list[StoryPost]:
    async with world.bot.telling.read() as session:
        return list(await session.scalars(select(StoryPost).order_by(StoryPost.story_key, StoryPost.place)))


async def facts(world: World) -> dict[str, str]:
    async with world.bot.telling.read() as session:
        return {row.name: row.value for row in await session.scalars(select(StoryFact))}


def messages(world: World) -> list[discord.Message]:
    """Give the messages in the channel of stories, the oldest first."""
    return world.organisers.history()


def story_of(message: discord.Message) -> str:
    """Give what a message covers."""
    texts = [part["content"] for part in walk(message) if "content" in part]
    return "".join(text[2:-2] for text in texts if text.startswith("||"))


def walk(message: discord.Message) -> list[dict[str, Any]]:
    (card,) = [part.to_dict() for part in message.components]  # type: ignore[misc] # every component has it
    return [card, *card["components"]]


def five(text: str = "A made-up story") -> tuple[str, ...]:
    return tuple(f"{text}, number {number}." for number in range(5))


async def later(world: World, by: timedelta) -> None:
    await world.env.advance_time(by.total_seconds())
    await world.run_due()


def sealed_picture(alt: str = "A tree by the sea.") -> File:
    return File("picture", PNG, alt)


async def restart(world: World) -> None:
    """Stop the bot as a crash would, and start a fresh one on the same databases."""
    old = world.bot
    await world.restart()
    await old.telling.close()
