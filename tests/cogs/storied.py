"""Made-up stories that are sent by their authors and taken in, for moderators to read."""

from __future__ import annotations

import io
import secrets
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple

from PIL import Image
from sqlalchemy import select

from bot.services import stories, story_holds, story_rules, story_texts
from bot.services.guilds import Person
from bot.services.receipts import Derived
from bot.services.story_texts import About, Draft, File
from bot.story_keys import make_story_keys
from db.models.stories import Story

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from simcord import MemberActor

    from bot.services.stories import Opened
    from bot.services.story_texts import Said
    from tests.cogs.conftest import World

NUMBERS = count(1)
WORDS = "I put the kettle on, and then I wrote it down."


class Sent(NamedTuple):
    """A story as its author has it."""

    key: str
    receipt: Derived


async def ready(world: World, *, needs_two: bool = False) -> None:
    """Make the keys, and choose the channel of stories."""
    make_story_keys(world.bot.settings.data_dir)
    world.bot.telling.turn_keys(world.env.now().date())
    admin = Person(world.guild.id, world.ada.id, frozenset(), frozenset({"admin"}))
    async with world.bot.db.begin() as session:
        await story_rules.record_rules(session, person=admin, channel_id=world.checkins.id)
        await story_rules.record_rules(session, person=admin, needs_two=needs_two)


async def send(
    world: World,
    *parts: str,
    about: About | None = None,
    files: Sequence[File] = (),
    person: MemberActor | None = None,
    guild_id: int | None = None,
    **more: Any,
) -> Sent:
    """Send a story as its author does, with what is remembered of them until the bot stops."""
    telling, here = world.bot.telling, guild_id or world.guild.id
    receipt = Derived(f"{next(NUMBERS):064x}", secrets.token_bytes(32))
    draft = Draft(about or About(), () if files and not parts else parts or (WORDS,), files, **more)
    sent = story_texts.seal_draft(draft, guild_id=here, derived=receipt, keys=telling.get_keys())
    async with telling.begin() as session:
        key = await stories.record_sent(session, sent=sent, today=world.env.now().date())
    member = person or world.sam
    telling.pending.note(key, telling.get_keys().hold_tag(guild_id=here, member_id=member.id))
    return Sent(key, receipt)


async def take_in(world: World) -> None:
    """Have the intake."""
    async with world.bot.telling.begin() as session:
        await stories.take_in(session, guild_id=world.guild.id, now=world.env.now())


async def waiting(world: World, *parts: str, **more: Any) -> Sent:
    """Have a story that waits to be read."""
    sent = await send(world, *parts, **more)
    await take_in(world)
    return sent


async def add_part(world: World, sent: Sent, text: str) -> None:
    """Add a part by receipt."""
    sealed = story_texts.sealing.seal(text, world.bot.telling.get_keys().to_review)
    told: dict[str, Any] = {"sealed": sealed, "today": world.env.now().date()}
    async with world.bot.telling.begin() as session:
        await stories.record_part(session, lookup_id=sent.receipt.lookup_id, **told)


async def write_back(world: World, sent: Sent, text: str) -> None:
    """Write to the moderators by receipt."""
    story, keys = (await opened(world, sent)).story, world.bot.telling.get_keys()
    assert story is not None
    sealed = story_texts.seal_note(text, story_public=story.public_key, keys=keys)
    told: dict[str, Any] = {"for_author": sealed.for_author, "for_reviewers": sealed.for_review}
    async with world.bot.telling.begin() as session:
        await stories.record_answer(session, lookup_id=sent.receipt.lookup_id, today=world.env.now().date(), **told)


async def opened(world: World, sent: Sent) -> Opened:
    """Open a story by its receipt, still sealed."""
    async with world.bot.telling.read() as session:
        return await stories.open_story(session, lookup_id=sent.receipt.lookup_id)


async def told(world: World, sent: Sent) -> list[Said]:
    """Give what the author reads of what was said."""
    found = await opened(world, sent)
    assert found.story is not None
    privates = story_texts.author_privates(found.story.locked_key, sent.receipt, {})
    return story_texts.read_notes(found.notes, privates, is_author=True)


async def states(world: World) -> dict[str, str]:
    """Give the state of each story by its key."""
    async with world.bot.telling.read() as session:
        return {row.key: row.state for row in await session.scalars(select(Story))}


async def hold(world: World, *people: MemberActor, today: date | None = None) -> list[str]:
    """Keep people from sharing, as from an intake on a day; give the tags that stand for them."""
    keys = world.bot.telling.get_keys()
    tags = [keys.hold_tag(guild_id=world.guild.id, member_id=person.id) for person in people]
    told: dict[str, Any] = {"guild_id": world.guild.id, "keys": keys, "today": today or world.env.now().date()}
    async with world.bot.telling.begin() as session:
        await story_holds.record_holds(session, tags=tags, **told)
    return [tag.tag for tag in tags]


def picture(alt: str = "A kettle on a hob.") -> File:
    """Give a picture as it is when it was made anew."""
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(out, "WEBP")
    return File("picture", out.getvalue(), alt)


def sound(said: str = "A kettle sings.") -> File:
    """Give a sound as it is when it was made anew."""
    return File("sound", b"OggS made anew", said)


async def restart(world: World) -> None:
    """Stop the bot as a crash would, and start a fresh one on the same databases."""
    old = world.bot
    await world.restart()
    await old.telling.close()
