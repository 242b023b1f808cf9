"""Every screen that can be reached by buttons, looked at as a person would: rules L8, L9, L16, limits, and ids."""

import re
from collections.abc import Iterator

import discord
import pytest
from simcord import MemberActor

from bot.ids import LONGEST
from bot.wording.kinds import MESSAGE
from tests.cogs import announcing
from tests.cogs.conftest import World
from tests.cogs.reading import Shown, raw, read
from tests.cogs.sharing import agree, share
from tests.cogs.weeks import tell_weeks
from tests.house import plain_words

STARTS = {
    "sam": ["checkin", "my checkins", "my settings", "my data", "my delete", "support", "help", "privacy"],
    "orla": ["organise announce list", "organise checkins schedule", "organise checkins totals", "help"],
    "ada": ["setup", "help"],
}
ONE_STEP = {"my checkins", "my data", "help", "privacy", "organise checkins schedule"}
"""Commands that show something and ask nothing."""

ENDS = re.compile(r":(undo|keep|stop|delete|end|yes)")
"""Buttons after which a flow is over."""

FIRST = re.compile(
    r"(announcements:list:.*|checkins:question|checkins:ask|contacts:ask|guilds:panel|members:ask|members:turn:.*"
    r"|totals:latest)$"
)
"""Buttons that lead to the first screen of a flow, from which there is nothing to go back to."""

BUTTON, ROW = discord.ComponentType.button, discord.ComponentType.action_row
GALLERY = discord.ComponentType.media_gallery


def kind(custom_id: str) -> str:
    """The button's kind: its id without days and numbers."""
    return re.sub(r"\d{4}-\d\d-\d\d|\d+", "*", custom_id)


async def walk(world: World, person: MemberActor, start: str) -> list[tuple[str, Shown]]:
    """Follow each kind of button once, from a fresh start each time, and give every screen with the way to it."""
    known: set[str] = set()
    waiting: list[tuple[str, ...]] = [()]
    found = []
    while waiting:
        way = waiting.pop(0)
        shown = await world.slash(person, start)
        for custom_id in way:
            actual = next((each for each in shown.ids if kind(each) == custom_id), None)
            if actual is None:  # a switch that another way has turned already
                break
            shown = read(await person.click(shown.message, custom_id=actual))
        found.append((" > ".join([start, *way]), shown))
        if shown.result.modal is None:
            new = [kind(each) for each in buttons(shown) if kind(each) not in known]
            known.update(new)
            waiting += [(*way, each) for each in dict.fromkeys(new)]
    return found


def buttons(shown: Shown) -> Iterator[str]:
    return (part["custom_id"] for part in shown.parts if part["type"] == BUTTON.value and "custom_id" in part)


def wrong_with(world: World, way: str, shown: Shown) -> Iterator[str]:
    if shown.result.modal is None:
        yield from wrong_ways(way, shown.labels)
        yield from wrong_parts(world, shown)
        if not shown.private:
            yield "it is not private"


def wrong_ways(way: str, labels: list[str]) -> Iterator[str]:
    start, *steps = way.split(" > ")
    last = steps[-1] if steps else ""
    if len(labels) != len(set(labels)):
        yield f"two buttons say the same: {labels}"
    if not labels or start in ONE_STEP or ENDS.search(last):
        return
    if "Stop" not in labels:
        yield "there is no Stop"
    if steps and not FIRST.search(last) and "Back" not in labels and len(steps) > 1:
        yield "there is no Back"


def wrong_parts(world: World, shown: Shown) -> Iterator[str]:
    people = [str(person.id) for person in (world.sam, world.jo, world.orla, world.ada)]
    if any(len(each) > LONGEST or any(one in each for one in people) for each in shown.ids):
        yield "an id is too long, or holds a member's id"
    if len(shown.parts) > 40 or len(shown.text) > 4000:
        yield "it is too large for Discord"
    for part in shown.parts:
        if part["type"] == ROW.value and len(part["components"]) > 5:
            yield "a row has more than five choices"
        if part["type"] == GALLERY.value and not part["items"][0].get("description"):
            yield "a picture has no alt text"


@pytest.mark.parametrize("start", STARTS["sam"])
async def test_every_screen_of_a_member_keeps_the_rules(world: World, start: str) -> None:
    await agree(world, world.sam, world.jo)
    await agree(world, world.jo, world.sam)
    await share(world, world.sam)
    await check_rules(world, world.sam, start)


@pytest.mark.parametrize(("name", "start"), [(name, start) for name in ("orla", "ada") for start in STARTS[name]])
async def test_every_screen_of_those_who_run_things_keeps_the_rules(world: World, name: str, start: str) -> None:
    await tell_weeks(world, 5)
    await announcing.schedule(world, "Tea at six.", when="every day 6pm", file=announcing.PNG, alt1="A kettle.")
    await check_rules(world, getattr(world, name), start)


async def check_rules(world: World, person: MemberActor, start: str) -> None:
    screens = await walk(world, person, start)
    found = [f"{way}: {problem}" for way, shown in screens for problem in wrong_with(world, way, shown)]
    found += [f"{way}: {problem}" for way, shown in screens for problem in hard_to_read(start, shown)]
    assert not world.env.errors
    assert found == []


def hard_to_read(start: str, shown: Shown) -> list[str]:
    """Rule L1 for whole screens: grade 6, and 5 where people turn on a bad day."""
    feature = "contacts" if start == "support" else "common"
    text = plain_words.Text(f"{feature}-screen", MESSAGE, shown.text)
    return [] if start in {"help", "my data"} else list(plain_words.reading_grade(text))


async def test_what_a_peer_gets_keeps_the_rules(world: World) -> None:
    await agree(world, world.sam, world.jo)
    await share(world, world.sam)
    for message in world.inbox(world.jo):
        ids = [part["custom_id"] for part in flat(raw(message)) if "custom_id" in part]
        assert ids
        assert not any(str(world.sam.id) in each or str(world.jo.id) in each for each in ids)


def flat(parts: list[dict[str, object]]) -> Iterator[dict[str, object]]:
    for part in parts:
        yield part
        yield from flat(list(part.get("components", [])))  # type: ignore[call-overload]
