"""Every screen there is a way to, looked at as a person would: rules L8, L9, L11, L16, limits, and ids."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import discord
import pytest
from simcord import MemberActor

from bot.ids import LONGEST
from bot.services.pathway_routes import HELPS
from bot.services.pathways import STEPS
from bot.services.story_texts import About
from bot.wording.kinds import MESSAGE
from tests.cogs import announcing, cataloguing, eventing, pathing, signposting, storied, story_posting
from tests.cogs.conftest import World
from tests.cogs.diary import put
from tests.cogs.reading import Shown, raw, read
from tests.cogs.sharing import agree, share
from tests.cogs.weeks import tell_weeks
from tests.house import plain_words
from tests.support_digits import strange_digits

STARTS = {
    "sam": [
        *("checkin", "my checkins", "my settings", "my data", "my delete", "support", "help", "privacy"),
        *("event list", "event mine", "event calendar"),
        "story open",
        "story browse",
        "pathway",
        signposting.MENU,
        *("training browse", "training saved", "training suggest"),
    ],
    "orla": [
        "organise stories",
        "organise announce list",
        "organise checkins schedule",
        "organise checkins totals",
        "organise deliveries",
        "organise event edit",
        *("organise training add", "organise training stale", "organise training review"),
        *("organise training import", "organise training export"),
        "help",
    ],
    "ada": ["setup", "help"],
    "mo": ["moderate stories", "moderate holds", "help"],
}
ONE_STEP = {"my checkins", "my data", "help", "privacy", "organise checkins schedule"}
"""Commands that show something and ask nothing."""

FIGURES = {"organise checkins totals"}
"""Commands that show how many people there were, and nobody to call."""

COVERED = re.compile(r"\|\|.*?\|\|", re.DOTALL)
"""What an author wrote, which no rule of words is for."""

YEAR = re.compile(r"20\d\d")
"""Dates have one, and nobody would call it."""

ENDS = re.compile(r":(undo|keep|stop|delete|end|yes)|signposts:send")
"""Buttons after which a flow is over."""

FIRST = re.compile(
    r"(announcements:list:.*|events:list:.*|events:mine|calendars:page|events:plans:.*|checkins:question|checkins:ask"
    r"|contacts:ask|deliveries:all|guilds:panel|members:ask"
    r"|library:((list|kind|theme|told):.*|search:.* form=\w+|hide|all)"
    r"|members:turn:.*|pathways:home|signposts:start|story_reviews:(queue|holds)|totals:latest"
    r"|training:(list|any):.*|training:search:.* form=\w+|training_saves:mine:.*|training_news:new:.*"
    r"|training_entries:stale:.*|training_suggestions:(review|skip:.*|take:.*|leave:.*|undo:.*)|training_imports:(put|look|more):.*)$"
)
"""Buttons that lead to the first screen of a flow, from which there is nothing to go back to."""

SAVED = re.compile(r"(library:hidden|guilds:choose:\w+|guilds:nation|members:nation|form=right)$")
"""What is chosen or sent is saved, and the screen that it was changed from comes back."""

RIGHT = {
    "zone": "Europe/London",
    "start": "22:00",
    "end": "07:00",
    "until": "8pm",
    "link": "https://example.org/tea",
    "deadlines": "2030-01-15",
    "online_link": "https://example.org/room",
    "map_link": "https://example.org/map",
    "capacity": "9",
    "reminders": "1 day",
    "leads": "1 day",
}
"""What a form takes; every other field takes anything. No field here takes what stands in the wrong one."""

WRONG = "not at all"

BACK = {"Back", "Change it", "Choose another", "Show these"}
"""What leads back to where one was; to a list that one chose from, "Show these"."""

PHONE = 3
"""The fewest digits that somebody would call; days and times have two."""

HOUR = timedelta(hours=1)
BUTTON, ROW = discord.ComponentType.button, discord.ComponentType.action_row
GALLERY = discord.ComponentType.media_gallery


GIVEN: dict[str, dict[str, Any]] = {
    "organise training import": {
        "file": ("list.csv", b"title,provider,link,stages,x\nTea,Mind,https://a.uk,curious\nTea,Mind,,,")
    },
    "organise training export": {"kind": "openreferral"},
}
"""What is typed with a command that asks for something."""

BEGINNINGS = {"pathway": pathing.begin_anew, signposting.MENU: signposting.begin_anew}
"""What is as it was before, each time, where a command begins elsewhere once something is kept."""


def kind(custom_id: str) -> str:
    """The button's kind: its id without days, numbers, and keys that chance drew."""
    return re.sub(r"\d{4}-\d\d-\d\d|(?<=:)(?:[\w-]{22}|[0-9a-f]{16})(?=:|$)|\d+", "*", custom_id)


async def walk(world: World, person: MemberActor, start: str) -> list[tuple[str, Shown]]:
    """Follow each kind of button and menu once, and each form twice, from a fresh start each time.

    Gives every screen with the way to it.
    """
    known: set[str] = set()
    waiting: list[tuple[str, ...]] = [()]
    found = []
    while waiting:
        way = waiting.pop(0)
        if start in BEGINNINGS:
            await BEGINNINGS[start](world)
        shown = await begin(world, person, start)
        for custom_id in way:
            after = await step(world, person, shown, custom_id)
            if after is None:  # a switch that another way has turned already
                break
            shown = after
        found.append((" > ".join([start, *way]), shown))
        new = [each for each in dict.fromkeys(steps_from(shown)) if each not in known]
        known.update(new)
        waiting += [(*way, each) for each in new]
    return found


async def begin(world: World, person: MemberActor, start: str) -> Shown:
    """Use a command, or the menu of a person."""
    if start == signposting.MENU:
        return await world.menu(person, start, world.jo)
    return await world.slash(person, start, **GIVEN.get(start, {}))


def steps_from(shown: Shown) -> list[str]:
    """Every button and menu of a screen; of a form, sending it right and sending it wrong."""
    if form := shown.result.modal:
        return [f"{form['custom_id']} form={how}" for how in ("wrong", "right")]
    return [kind(part["custom_id"]) for part in shown.parts if "custom_id" in part and part["type"] in CHOICES]


async def step(world: World, person: MemberActor, shown: Shown, custom_id: str) -> Shown | None:
    """Take one step as its person would; None where it is not there (any more)."""
    if shown.result.modal is not None:
        is_right = custom_id.endswith("form=right")
        typed: dict[str, Any] = {field: RIGHT.get(field, WRONG) if is_right else WRONG for field in shown.fields}
        menus = (part for part in shown.parts if part["type"] == discord.ComponentType.select.value)
        typed |= {menu["custom_id"]: [menu["options"][0]["value"]] for menu in menus}
        return await world.fill(person, shown, **typed)
    part = next((part for part in shown.parts if kind(part.get("custom_id", "")) == custom_id), None)
    if part is None:
        return None
    if part["type"] == BUTTON.value:
        return read(await person.click(shown.message, custom_id=part["custom_id"]))
    chosen = CHOICES[part["type"]](world, part)
    return read(await person.select(shown.message, [chosen], custom_id=part["custom_id"]))


CHOICES: dict[int, Callable[[World, dict[str, Any]], Any]] = {
    BUTTON.value: lambda _world, _part: None,
    discord.ComponentType.select.value: lambda _world, part: part["options"][0]["value"],
    discord.ComponentType.user_select.value: lambda world, _part: world.kim,
    discord.ComponentType.role_select.value: lambda world, _part: world.guild.roles["Organiser"],
    discord.ComponentType.channel_select.value: lambda world, _part: world.checkins,
}
"""What can be pressed or chosen from, and what is chosen from each kind of menu."""


def wrong_with(world: World, way: str, shown: Shown) -> Iterator[str]:
    if shown.result.modal is None:
        yield from wrong_ways(way, shown.labels)
        yield from wrong_parts(world, way.partition(" > ")[0], shown)
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
    if steps and not FIRST.search(last) and not SAVED.search(last) and not BACK & set(labels):
        yield "there is no Back"


def wrong_parts(world: World, start: str, shown: Shown) -> Iterator[str]:
    people = [str(person.id) for person in (world.sam, world.jo, world.orla, world.ada)]
    if any(len(each) > LONGEST or any(one in each for one in people) for each in shown.ids):
        yield "an id is too long, or holds a member's id"
    if len(shown.parts) > 40 or len(shown.text) > 4000:
        yield "it is too large for Discord"
    if start not in FIGURES and (calls := wrong_numbers(shown.text)):
        yield f"nobody in the contacts' file has {calls}"
    for part in shown.parts:
        if part["type"] == ROW.value and len(part["components"]) > 5:
            yield "a row has more than five choices"
        if part["type"] == GALLERY.value and not part["items"][0].get("description"):
            yield "a picture has no alt text"


def wrong_numbers(text: str) -> set[str]:
    """L11: a number that somebody might call, with a digit that no contact has."""
    runs = (run for run in strange_digits(text) if not YEAR.fullmatch(run))
    return {run for run in runs if len(run.replace(" ", "")) >= PHONE}


async def test_one_wrong_digit_in_a_number_would_be_found(world: World) -> None:
    shown = await world.press(world.sam, await world.slash(world.sam, "checkin"), "Low")
    assert wrong_numbers(shown.text) == set()
    assert wrong_numbers(shown.text.replace("116 123", "116 132")) == {"116 132"}
    assert wrong_numbers(shown.text.replace("999", "998")) == {"998"}


def test_a_screen_with_no_way_back_or_out_would_be_found() -> None:
    assert list(wrong_ways("my settings > peers:ask", ["End 1", "Stop"])) == ["there is no Back"]
    assert list(wrong_ways("my settings > peers:ask", ["End 1", "Back"])) == ["there is no Stop"]
    assert list(wrong_ways("my settings > members:zone > members:zone form=wrong", ["Change it", "Stop"])) == []
    assert list(wrong_ways("my settings > members:zone > members:zone form=wrong", ["Stop"])) == ["there is no Back"]


@pytest.mark.parametrize("start", STARTS["sam"])
async def test_every_screen_of_a_member_keeps_the_rules(world: World, start: str) -> None:
    await agree(world, world.sam, world.jo)
    await agree(world, world.jo, world.sam)
    await share(world, world.sam)
    await eventing.opened(world, when="every Tuesday 6pm")
    for number in (1, 2, 3):
        await eventing.join(world, world.sam, number)
    if start == "story browse":
        await story_posting.ready(world)
        about = About("art", ("hope", "work"), ("suicide", "death"), is_hopeful=True)
        await story_posting.shown(world, "One word. " * 500, about=about, is_alone_fine=True)
        await world.run_due()
    if start == "pathway":
        await pathing.catalogue(world, stage="curious")
        for step in STEPS:
            await pathing.many_share(world, 10, step, "some", *HELPS)
        await pathing.next_monday(world)
    if start.startswith("training"):
        await cataloguing.kept(world)
    await check_rules(world, world.sam, start)


@pytest.mark.parametrize("start", STARTS["mo"])
async def test_every_screen_of_a_moderator_keeps_the_rules(world: World, start: str) -> None:
    await storied.ready(world)
    about = About("art", ("hope", "work"), ("suicide", "death"), is_hopeful=True)
    for _ in range(9):  # each is decided once
        sent = await storied.waiting(world, *(["One word. " * 300] * 2), about=about, files=[storied.picture()])
        await storied.write_back(world, sent, "Hello.")
        await storied.take_in(world)
    await storied.hold(world, world.kim)
    await check_rules(world, world.mo, start)


@pytest.mark.parametrize(("name", "start"), [(name, start) for name in ("orla", "ada") for start in STARTS[name]])
async def test_every_screen_of_those_who_run_things_keeps_the_rules(world: World, name: str, start: str) -> None:
    await storied.ready(world)
    await tell_weeks(world, 5)
    for number in range(12):
        await put(world, ("failed", "unknown", "waiting", "sent")[number % 4], number * HOUR, sent_at=world.env.now())
    await announcing.schedule(world, "Tea at six.", when="every day 6pm", file=announcing.PNG, alt1="A kettle.")
    await world.press(world.sam, await eventing.opened(world, when="every Tuesday 6pm"), "I am coming")
    if start.startswith("organise training"):
        await cataloguing.kept(world)
        await cataloguing.suggested(world)
    await check_rules(world, getattr(world, name), start)


async def check_rules(world: World, person: MemberActor, start: str) -> None:
    screens = await walk(world, person, start)
    found = [f"{way}: {problem}" for way, shown in screens for problem in wrong_with(world, way, shown)]
    found += [f"{way}: {problem}" for way, shown in screens for problem in hard_to_read(start, shown)]
    assert not world.env.errors
    assert found == []


def hard_to_read(start: str, shown: Shown) -> list[str]:
    """Rule L1 for whole screens: grade 6, and 5 where people turn on a bad day. What is covered is somebody else's."""
    feature = "contacts" if start == "support" else "common"
    text = plain_words.Text(f"{feature}-screen", MESSAGE, COVERED.sub("", shown.text))
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
