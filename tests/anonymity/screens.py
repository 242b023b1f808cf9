"""T2, T3, T4, T6, T10 and T13 through the screens, in the smaller community: see `place`, `journeys` and `leaks`."""

from __future__ import annotations

import json
import re
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.services.story_reports import REASONS
from bot.services.story_texts import KINDS, THEMES
from tests.anonymity import journeys, members
from tests.anonymity.held import Held, hold_file
from tests.anonymity.journeys import Lived
from tests.anonymity.leaks import leaking
from tests.anonymity.place import begun
from tests.anonymity.rows import Row
from tests.anonymity.views import changed
from tests.cogs.reading import raw

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import discord

    from tests.anonymity.place import Place

STORIES, FEW, WRONG = 24, 6, 6
"""Stories through the screens, and of a twin; wrong receipts that are tried."""

ENOUGH = 5
"""Messages below which nothing would be shown by looking at them."""

FIELDS = "text receipt files kind themes notes uses alone passphrase alt1 alt2 alt3 alt4 alt5"
VALUES = "first next earlier words messages now later -"
"""What a place of an id may hold that is neither a number nor a key: which page, what is read, when it goes."""

SMALL = 100


@dataclass(frozen=True)
class Found:
    """What was found in one community."""

    lived: Lived
    read: str
    """What the moderator got of the first day's stories."""
    posted: int
    traced: int
    given_away: int
    of: int
    apart: int
    strange: int
    ids: int


async def live(folder: Path, *, shift: int = 0, is_leaky: bool = False, is_short: bool = False) -> Found:
    """Live the days: a twin's, and one whose authors are swapped, are over after the first."""
    with ExitStack() as stack:
        leaks = stack.enter_context(leaking()) if is_leaky else None
        async with begun(folder) as place:
            lived = Lived(place, shift, leaks)
            await journeys.share_day(lived, range(FEW if is_leaky else STORIES // 2))
            await lived.note_keys()
            keys = await lived.read_all()
            if not is_leaky:
                await journeys.review(lived, keys)
            read = "\n".join(place.seen)
            if not is_leaky and not is_short:
                await go_on(lived, keys)
            return await look(lived, read)


async def go_on(lived: Lived, keys: dict[int, str]) -> None:
    """Live on: an author comes back, others share, and a batch comes out."""
    await journeys.come_back(lived, 0, keys[0])
    for number in range(STORIES // 2, STORIES):
        await lived.share(number)
    await journeys.publish(lived)
    await journeys.browse(lived)


async def look(lived: Lived, read: str) -> Found:
    """Look at all there is in the end."""
    place, many = lived.place, len(lived.place.receipts)
    posts = [message for messages in place.posted().values() for message in messages]
    held, people = held_of(place, posts), [each.id for each in place.members]
    given_away = members.count_of(people, held)
    apart = await journeys.told_apart(lived, min(WRONG, many))
    await lived.note_keys()
    ids = [*ids_of(place)]
    strange = [each for each in ids if not is_known(each, lived)]
    traced = sum(is_traced(message) for message in posts) + sum(is_pointing(body) for body in bodies(place))
    of = members.of(held)
    return Found(lived, read, len(posts), traced, given_away, of, apart, len(strange), len(ids))


def is_traced(message: discord.Message) -> bool:
    """T3: say whether a message tells of a gesture or a person: as Discord gives it to everybody."""
    named = message.interaction_metadata or message.reference or message.mentions or message.mention_everyone
    return bool(named) or re.search(r"<@!?\d+>", json.dumps(raw(message))) is not None


def bodies(place: Place) -> Iterator[dict[str, Any]]:
    """Give what was sent to channels, as Discord got it."""
    for method, path, body in place.world.asked:
        if method in {"POST", "PATCH"} and re.match(r"/channels/\d+/messages", path) and isinstance(body, dict):
            yield body


def is_pointing(body: dict[str, Any]) -> bool:
    """T3: say whether a message was sent as a reply, or may call somebody."""
    may_call = body.get("allowed_mentions", {"parse": ["everyone"]}) != {"parse": []}
    return bool(body.get("message_reference")) or may_call


def held_of(place: Place, posts: Iterable[discord.Message]) -> Held:
    """T4: give all that lies in the folder or was said: both databases, media, key files, the log, and messages."""
    held = hold_file(place.folder / "stories.db")
    files = [each for each in sorted(place.folder.rglob("*")) if each.is_file()]
    lines = [json.loads(line) for line in place.log.getvalue().splitlines()]
    told = [(raw(each), [file.filename for file in each.attachments]) for each in posts]
    said = [*leaves(lines), *leaves(told), *leaves([*bodies(place)]), *(each.name for each in files)]
    tables = {**held.tables, "said": [{"said": each} for each in said]}
    return Held(tables, b"".join(each.read_bytes() for each in files), b"")


def leaves(value: Any) -> Iterator[Any]:
    """Give every value within others, and the names that they have."""
    if isinstance(value, dict):
        yield from value
        value = value.values()
    elif not isinstance(value, list | tuple):
        yield value
        return
    for each in value:
        yield from leaves(each)


def ids_of(place: Place) -> Iterator[str]:
    """T6: give each id that Discord was given for a component or a form of a screen, once."""
    yield from dict.fromkeys(each for _, _, body in place.world.asked for each in _ids(body))


def _ids(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from [value["custom_id"]] if isinstance(value.get("custom_id"), str) else []
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from _ids(each)


def is_known(custom_id: str, lived: Lived) -> bool:
    """Say whether an id is made of words that stand in our code, small numbers, and keys of rows.

    A yes also has a digest of such keys, of what was read: nothing but random signs goes into it.
    """
    custom_id = re.sub(r"^(story_reviews:yes:[\w-]{22}):[\w-]{22}$", r"\1", custom_id)
    bot = lived.place.world.bot
    templates = [each.ids._template for each in (*bot._pressables, *bot.forms._forms)]
    fixed = {part for each in templates for part in re.split("[:.]", each) if "{" not in part}
    known = fixed | {*FIELDS.split(), *VALUES.split(), *KINDS, *THEMES, *REASONS} | lived.keys | lived.marks
    parts = re.split("[:.]", custom_id)
    return all(part in known or (re.fullmatch(r"\d+", part) and int(part) < SMALL) for part in parts)


async def rows(folder: Path) -> list[Row]:
    """Live four times: as it is, with authors swapped, and both once more as a twin does."""
    kept, other = await live(folder / "kept"), await live(folder / "swapped", shift=1, is_short=True)
    twin = await live(folder / "leaky", is_leaky=True)
    swapped = await live(folder / "leaky-swapped", shift=1, is_leaky=True)
    mine, theirs = kept.lived, twin.lived
    traced = kept.traced if kept.posted >= ENOUGH else kept.traced + ENOUGH
    differ = changed(kept.read.encode(), other.read.encode())
    leaky = changed(twin.read.encode(), swapped.read.encode())
    return [
        Row("T1 shares with which the log gets a line", mine.logged, 0, theirs.logged, mine.shares),
        Row("T2 looks between intakes at which screens changed", mine.changed, 0, theirs.changed, mine.looks),
        Row("T3 messages with a trace of a gesture or a person", traced, 0, twin.traced, kept.posted),
        Row("T4 values that hold a member, after all screens", kept.given_away, 0, twin.given_away, kept.of),
        Row("T4 shares that change the main database", mine.written, 0, theirs.written, mine.shares),
        Row("T6 ids that hold something else than words and keys", kept.strange, 0, twin.strange, kept.ids),
        Row("T10 wrong receipts told from right ones on screens", kept.apart, 0, twin.apart, WRONG),
        Row("T13 bytes of screens that differ, authors swapped", differ, 0, leaky, len(kept.read)),
    ]
