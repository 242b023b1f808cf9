"""`python -m tests.wire.chaos --due N --kills K [--faults] [--seed S]`: kill -9 while deliveries fall due.

A real `kettle run` works off a diary of N deliveries against the loopback Discord and is killed K times: at a random
moment, while it starts, or between a send's work and its answer. With --faults every tenth request fails with a 5xx,
every twentieth loses its answer, some are limited, and the gateway drops. After each kill the machine is away for
--away seconds, by the clocks of both. The last line counts what people can see; the exit status is 1 unless
everything was said once and nothing late without saying so.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.wire.diary import Row, fill, in_hand, opened, places, states
from tests.wire.judge import refusals
from tests.wire.kettle import kettle
from tests.wire.standin import StandIn, Weather
from tests.wire.tally import Tally, count, disordered

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import AsyncIterator

    from db.session import Database
    from tests.wire.process import BotProcess

A_SECOND = 40  # how many fall due: just under what Discord allows in all
TO_A_PLACE = 4
CALM = {"broken": 0.0, "cut": 0.0, "limited": 0.0, "slow": 0.3, "drop_every": None}
ROUGH = {"broken": 0.10, "cut": 0.05, "limited": 0.05, "slow": 0.3, "drop_every": 5.0}
MOMENTS = ("mid-send", "start", "any")
KILL_SECONDS = 60.0
WAIT_SECONDS = 660.0  # with nothing new for so long, it is over: the longest pause before another try is 600


@dataclass
class Run:
    """One chaos: its stand-in, its diary, and what was seen on the way."""

    discord: StandIn
    database: Database
    folder: Path
    rows: list[Row]
    dice: random.Random
    away: int = 0
    kills: dict[str, int] = field(default_factory=dict)
    output: list[str] = field(default_factory=list)

    @property
    def said(self) -> int:
        return sum(len(kept) for kept in self.discord.world.messages.values())

    async def kill_at(self, moment: str, said: int) -> None:
        """Start the bot and kill it at a moment, once so many messages are out."""
        async with self._bot() as process:
            if moment == "start":
                await asyncio.sleep(self.dice.uniform(0.1, 2.0))
            else:
                moment = await self._reach(process, moment, said)
            await process.kill()
        self.kills[moment] = self.kills.get(moment, 0) + 1
        self.discord.pass_time(self.away)

    async def _reach(self, process: BotProcess, moment: str, said: int) -> str:
        def is_there() -> bool:
            return _alive(process) and self.said >= said and (moment != "mid-send" or self._is_mid_send())

        try:
            await self.discord.until(is_there, KILL_SECONDS)
        except TimeoutError:
            return "out of patience"
        if moment == "any":
            await asyncio.sleep(self.dice.uniform(0.0, 0.3))
        return moment

    def _is_mid_send(self) -> bool:
        """A message is out and the bot does not know it yet."""
        return any(
            seen.worked and seen.method == "POST" and seen.path.endswith(("/messages", "/threads"))
            for seen in self.discord.rest.under_way
        )

    async def finish(self) -> Counter[str]:
        """Start the bot a last time and wait until every row is settled, or nothing moves any more."""
        async with self._bot() as process:
            before, moved = await states(self.database), time.monotonic()
            while in_hand(before) and time.monotonic() - moved < WAIT_SECONDS:
                await asyncio.sleep(0.2)
                _alive(process)
                now = await states(self.database)
                moved = time.monotonic() if now != before else moved
                before = now
            self.discord.weather(None)
            await process.stop()
        return before

    @asynccontextmanager
    async def _bot(self) -> AsyncIterator[BotProcess]:
        clock = f"{self.discord.world.offset:.0f}s"
        async with kettle(self.discord, self.folder, KETTLE_CLOCK=clock) as process:
            yield process
        self.output += process.lines


def _alive(process: BotProcess) -> bool:
    if process.status is not None:
        raise SystemExit(f"the bot ended by itself with {process.status}:\n{process.output}")
    return True


def plan(dice: random.Random, due: int, kills: int) -> list[tuple[str, int]]:
    """The moment of each kill, and how many messages are to be out by then; the first is in the middle of a send."""
    counts = sorted(dice.randint(1, max(1, due * 9 // 10)) for _ in range(kills))
    return [(MOMENTS[0] if not number else dice.choice(MOMENTS), count) for number, count in enumerate(counts)]


async def chaos(options: argparse.Namespace, folder: Path) -> bool:
    """The whole of it; whether all was well."""
    dice = random.Random(options.seed)  # noqa: S311 a story that can be told again, no secret
    shares: dict[str, Any] = ROUGH if options.faults else CALM
    weather, began = Weather(seed=options.seed, **shares), time.monotonic()
    async with opened(folder) as database, StandIn() as discord:
        now, where = datetime.now(UTC), places(discord, max(4, options.due // TO_A_PLACE))
        forum = discord.community.channel("questions")
        due_at = [now + timedelta(seconds=number / A_SECOND) for number in range(options.due)]
        run = Run(discord, database, folder, await fill(database, where, due_at, forum), dice, options.away)
        limits = discord.limit()
        discord.weather(weather)
        for moment, said in plan(dice, options.due, options.kills):
            await run.kill_at(moment, said)
        settled = await run.finish()
        tally = count(run.rows, discord.world)
        say("kills", run.kills)
        say("weather", weather.seen)
        say("states", dict(settled))
        say("requests", {"all": len(discord.requests), "over a limit": limits.refused})
        say("out of order", disordered(run.rows, discord.world))
        say("seconds", round(time.monotonic() - began))
        return verdict(run, tally, settled)


def verdict(run: Run, tally: Tally, settled: Counter[str]) -> bool:
    """Say what is wrong, with the bot's own words where something is, and the count as the last line."""
    wrong = [*run.discord.surprises, *refusals(run.discord.asked)]
    wrong += [line for line in run.output if line.startswith("Traceback")]
    is_well = tally.is_clean and not wrong and settled == {"sent": tally.due}
    if not is_well:
        say("wrong", wrong)
        sys.stderr.write("\n".join(run.output[-200:]) + "\n")
    sys.stdout.write(f"{tally}\n")
    return is_well


def say(name: str, what: object) -> None:
    sys.stdout.write(f"{name}: {what}\n")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.wire.chaos", description=__doc__)
    parser.add_argument("--due", type=int, default=200, help="how many deliveries fall due")
    parser.add_argument("--kills", type=int, default=5, help="how often the bot is killed")
    parser.add_argument("--faults", action="store_true", help="bad weather on the wire as well")
    parser.add_argument("--away", type=int, default=0, help="for how many seconds the machine is away after a kill")
    parser.add_argument("--seed", type=int, default=1, help="which story is told")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sys.exit(0 if asyncio.run(chaos(options, Path(folder))) else 1)


if __name__ == "__main__":
    main()
