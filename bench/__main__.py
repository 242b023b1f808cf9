"""`python -m bench [--runs N]`: bare, Kettle, bare, Kettle ...; prints the medians and their ratios.

`python -m bench` with `library`, `relevance`, `rush`, `search`, `seats` or `stories` measures something else.
"""

from __future__ import annotations

import argparse
import asyncio
import platform
import statistics
import sys
import tempfile
from dataclasses import fields
from pathlib import Path

from bench import library, relevance, rush, search, seats, stories
from bench.guests import bare, kettle
from bench.measure import Figures, Load, measure, started
from tests.wire.kettle import set_up
from tests.wire.standin import Person, StandIn
from tests.wire.standin.world import EVERYONE, MANAGE_GUILD

PEOPLE = 50
ROWS = {
    "import_s": "import, s",
    "start_s": "start to READY, s",
    "first_answer_s": "start to the first answer, s",
    "start_cpu_s": "processor time of the start, s",
    "ready_mb": "memory at READY, MB",
    "loaded_mb": "memory after the load, MB",
    "command_ms": "command answered privately, median, ms",
    "command_p99_ms": "the same, p99, ms",
    "command_cpu_ms": "processor time for each, ms",
    "a_second": "commands a second, saturated",
    "press_ms": "press answered, median, ms",
    "press_p99_ms": "the same, p99, ms",
    "press_cpu_ms": "processor time for each, ms",
    "presses_a_second": "presses a second, saturated",
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="how often each bot is started and measured")
    parser.add_argument("--calm", type=int, default=400, help="gestures one at a time, in each run")
    parser.add_argument("--busy", type=int, default=2000, help="gestures at full load, in each run")
    parser.add_argument("--at-once", type=int, default=32, help="how many of those wait at once")
    parser.add_argument("--only-bare", action="store_true", help="the yardstick alone")
    options = parser.parse_args()
    load = Load(options.calm, options.busy, options.at_once)
    with tempfile.TemporaryDirectory() as folder:
        taken = asyncio.run(_alternate(options.runs, load, Path(folder), with_kettle=not options.only_bare))
    print(f"{platform.python_version()} on {platform.machine()}, {options.runs} runs each, medians")
    print(table(*([median(figures) for figures in taken.values()])))


async def _alternate(runs: int, load: Load, folder: Path, *, with_kettle: bool) -> dict[str, list[Figures]]:
    """A B A B: both see the same weather. Kettle's folder is set up once, by a start of its own."""
    taken: dict[str, list[Figures]] = {}
    people = (Person("Mei", EVERYONE | MANAGE_GUILD), *(Person(f"Guest{n}") for n in range(PEOPLE)))
    async with StandIn(people) as first, StandIn(people) as second:
        guests = [bare(first, folder), kettle(second, folder)][: 1 + with_kettle]
        for guest in guests[1:]:
            async with started(guest):
                await set_up(guest.discord)
        for guest in guests * runs:
            taken.setdefault(guest.name, []).append(await measure(guest, load))
    return taken


def median(figures: list[Figures]) -> Figures:
    """The middle value of each figure by itself."""
    return Figures(*(statistics.median(getattr(one, f.name) for one in figures) for f in fields(Figures)))


def table(yardstick: Figures, product: Figures | None = None) -> str:
    """The figures side by side; the ratio is the product's over the yardstick's."""
    lines = ["| | bare | kettle | ratio |", "| --- | --: | --: | --: |"]
    for name, words in ROWS.items():
        one = getattr(yardstick, name)
        other = getattr(product, name) if product else None
        shown = f"{other:.2f} | {other / one:.2f}" if other is not None else "- | -"
        lines.append(f"| {words} | {one:.2f} | {shown} |")
    return "\n".join(lines)


OTHERS = {
    "library": library.main,
    "relevance": relevance.main,
    "rush": rush.main,
    "search": search.main,
    "seats": seats.main,
    "stories": stories.main,
}

if __name__ == "__main__":
    if other := OTHERS.get("".join(sys.argv[1:2])):
        other(sys.argv[2:])
    else:
        main()
