"""`python -m bench stories [--stories N]`: so many stories arrive at once, and somebody else presses meanwhile.

Another member answers a check-in again and again: alone first, then while everybody hands in a story, whose receipt is
made hard to guess and whose words are sealed. The ratio is of the medians.
"""

from __future__ import annotations

import argparse
import asyncio
import copy
import statistics
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import psutil  # type: ignore[import-untyped]  # ships no types

from bench.guests import kettle
from bench.measure import started
from bot.services import guilds, story_rules
from bot.story_keys import make_story_keys
from tests.wire.diary import opened
from tests.wire.kettle import set_up, shown
from tests.wire.standin import Person, StandIn
from tests.wire.standin.world import EVERYONE, MANAGE_GUILD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.wire.standin import Json

PRESSES = 300
TEXT = "The kettle was on, and for once I waited for it to boil. " * 55
"""About as long as one part may be."""


async def open_sharing(discord: StandIn, folder: Path) -> None:
    """Choose the place of stories, as an admin does."""
    async with opened(folder) as database, database.begin() as session:
        admin = guilds.Person(int(discord.community.id), 1, frozenset(), frozenset({"admin"}))
        place = int(discord.community.channel("welcome")["id"])
        await story_rules.record_rules(session, person=admin, channel_id=place, authors=100)
    make_story_keys(folder / "data")


async def write(discord: StandIn, person: Person, place: Json) -> Json:
    """Share a story up to its receipt; give the screen, on which only one press is left."""
    people = discord.people
    first = await people.use(person, "story share", place)
    form = await people.press(person, shown(first), "stories:words")
    screen = await people.submit(person, form, text=TEXT)
    for button in ("stories:check", "stories:receipt"):
        screen = await people.press(person, shown(screen), button)
    return copy.deepcopy(shown(screen))


async def press_on(discord: StandIn, person: Person, place: Json, until: asyncio.Event, most: int) -> list[float]:
    """Answer a check-in again and again; give each answer's milliseconds."""
    card = copy.deepcopy(shown(await discord.people.use(person, "checkin", place)))
    taken: list[float] = []
    while len(taken) < most and not until.is_set():
        taken.append((await discord.people.press(person, card, "Good")).seconds * 1000)
    return taken


async def arrive(discord: StandIn, screens: dict[Person, Json], stored: asyncio.Event) -> None:
    """Let everybody keep their receipt in the same moment, until each is thanked."""
    replies = await asyncio.gather(
        *(discord.people.press(who, screen, "stories:keep") for who, screen in screens.items())
    )
    await discord.until(lambda: all("Thank you" in reply.words() for reply in replies), 60)
    stored.set()


async def run(count: int, folder: Path) -> str:
    """Give the figures, a line each."""
    authors = [Person(f"Author{number}") for number in range(count)]
    mei, ola = Person("Mei", EVERYONE | MANAGE_GUILD), Person("Ola")
    async with StandIn((mei, ola, *authors)) as discord:
        await open_sharing(discord, folder)
        guest, place = kettle(discord, folder), discord.community.channel("check-ins")
        async with started(guest) as process:
            await set_up(discord)
            bot, stored = psutil.Process(process.pid), asyncio.Event()
            screens = {person: await write(discord, person, place) for person in authors}
            before = bot.memory_info().rss
            alone = await press_on(discord, ola, place, stored, PRESSES)
            loop = asyncio.get_running_loop()
            began = loop.time()
            _, beside = await asyncio.gather(
                arrive(discord, screens, stored), press_on(discord, ola, place, stored, 10 * PRESSES)
            )
            seconds, grown = loop.time() - began, bot.memory_info().rss - before
    first, second = statistics.median(alone), statistics.median(beside)
    return (
        f"{count} stories in {seconds:.2f} s\n"
        f"another's press: alone {first:.1f} ms, beside them {second:.1f} ms (slowest of {len(beside)}: "
        f"{max(beside):.1f} ms), ratio {second / first:.2f}\n"
        f"memory of the bot: {grown / 1e6:+.1f} MB"
    )


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench stories", description=__doc__)
    parser.add_argument("--stories", type=int, default=20, help="how many stories arrive at once")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        print(asyncio.run(run(options.stories, Path(folder))))
