"""Journeys through `/training search` and `/training browse`: looking, choosing, reading, in private and uncounted."""

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from bot.screens import Screen
from bot.services import training_entries
from bot.services.training_entries import Told
from bot.services.training_starters import list_starters
from bot.services.training_texts import KNOWN, LONGEST, NATIONS, STAGES, Deadline, Fields
from bot.ui import door
from db.base import Base
from db.models.training import TrainingEntry
from tests.cogs.cataloguing import write
from tests.cogs.conftest import World
from tests.cogs.reading import Shown, read

DAY = timedelta(days=1)


async def choose(world: World, shown: Shown, name: str, value: str) -> Shown:
    """Choose from one of the menus."""
    custom_id = next(each for each in shown.ids if each.startswith(f"training:chosen:{name}"))
    return read(await world.sam.select(shown.message, [value], custom_id=custom_id))


async def search(world: World, words: str) -> Shown:
    return await world.slash(world.sam, "training search", words=words)


async def test_the_first_look_finds_the_projects_own_list_in_private(world: World) -> None:
    browsed = await world.slash(world.sam, "training browse")
    assert browsed.private
    assert "Only you see this, and nobody counts what you look for." in browsed.text
    opens = [f"Open {number}" for number in range(1, 6)]
    assert browsed.labels == [*opens, "Go on", "Look for words", "Choose what kind", "Suggest one", "Stop"]
    async with world.bot.db.read() as session:
        planted = await session.scalar(select(func.count()).select_from(TrainingEntry))
    assert planted == len(list_starters())


async def test_pages_go_on_and_back(world: World) -> None:
    await write(world, *(f"Course {each:02}" for each in range(12)))
    first = await world.slash(world.sam, "training browse")
    second = await world.press(world.sam, first, "Go on")
    assert "Course 05" in second.text
    third = await world.press(world.sam, second, "Go on")
    assert "Course 11" in third.text
    assert "Go on" not in third.labels
    assert "Course 09" in (await world.press(world.sam, third, "Go back a page")).text


async def test_words_find_entries_and_a_slip_of_the_pen_is_said(world: World) -> None:
    await write(world, "Peer leadership", "Telling your story")
    found = await search(world, "leaders")
    assert "**1.** **Peer leadership**, Tea Trust" in found.text
    assert "story" not in found.text
    slip = await search(world, "laedership")
    assert "Peer leadership" in slip.text
    assert "Kettle looked for words that are near" in slip.text


async def test_nothing_found_says_what_else_can_be_done(world: World) -> None:
    await write(world, "Peer leadership")
    none = await search(world, "xylophone")
    assert "**Kettle found nothing for that.**" in none.text
    form = await world.press(world.sam, none, "Look for words")
    assert form.fields == {"words": "xylophone"}
    assert "Peer leadership" in (await world.fill(world.sam, form, words="leadership")).text
    again = await world.fill(world.sam, await world.press(world.sam, none, "Look for words"), words="")
    assert "Peer leadership" in again.text
    assert "You looked for" not in again.text


async def test_what_somebody_looks_for_may_be_anything(world: World) -> None:
    await write(world, "Peer leadership")
    for words in ('" OR 1=1 --', "leadership AND (x", "🫖🫖", "*", "%_%", "\\", "@everyone"):
        found = await search(world, words)
        assert found.private, words
        assert "training" in found.text.casefold(), words
    long = await search(world, "leadership " * 400)
    assert "Kettle looked for its first 200 characters." in long.text
    assert "Peer leadership" in long.text


async def test_choices_narrow_what_was_looked_for_and_can_be_undone(world: World) -> None:
    await write(world, "Peer leadership", format="online", cost="free", nations=("Wales",))
    await write(world, "Leadership at college", format="college", cost="£200", nations=NATIONS, stages=(STAGES[4],))
    both = await search(world, "leadership")
    assert "college" in both.text
    choices = await world.press(world.sam, both, "Choose what kind")
    assert "leadership" in choices.text
    for name, place, chosen in (("stage", "1", "Volunteer"), ("way", "0", "Online"), ("price", "0", "Free")):
        choices = await choose(world, choices, name, place)
        shown = await world.press(world.sam, choices, "Show these")
        assert chosen in shown.text
        assert "Leadership at college" not in shown.text
        choices = await world.press(world.sam, shown, "Choose what kind")
    choices = await choose(world, choices, "nation", "1")
    assert "Only: Volunteer, Online, Free and Wales" in (await world.press(world.sam, choices, "Show these")).text
    choices = await world.press(world.sam, choices, "Choose what kind")
    choices = await choose(world, await choose(world, choices, "way", "-"), "stage", "4")
    none = await world.press(world.sam, choices, "Show these")
    assert "found nothing for that" in none.text
    assert "Online" not in none.text
    anything = await world.press(world.sam, await world.press(world.sam, none, "Choose what kind"), "Clear my choices")
    assert "Leadership at college" in anything.text
    assert "leadership" in anything.text.split("You looked for")[1]
    assert "Clear my choices" not in (await world.press(world.sam, anything, "Choose what kind")).labels


async def test_an_entry_says_all_that_is_known_and_leads_back(world: World) -> None:
    today = world.env.now().date()
    await write(
        world,
        "Peer leadership",
        summary="How to lead.",
        format="online",
        cost="free",
        is_paid=False,
        is_led=True,
        deadlines=(Deadline(today - DAY, "over"), Deadline(today + 20 * DAY, "apply")),
        checked_on=today - 3 * DAY,
        critical="Some say it is too long.",
    )
    found = await search(world, "leadership lead")
    entry = await world.press(world.sam, found, "Open 1")
    for said in (
        "How to lead.",
        "**For:** Volunteer",
        "**Cost:** free",
        "You are not paid",
        "Led by people with lived",
    ):
        assert said in entry.text
    assert "apply" in entry.text
    assert "over" not in entry.text.split("apply")[0].split("**Until")[1]
    assert "Somebody here checked this on" in entry.text
    assert "Some say it is too long." in entry.text
    assert entry.labels == [
        "Open its page", "Save it", "Say its link is dead", "Say what is wrong", "Back", "Stop",
    ]  # fmt: skip
    back = await world.press(world.sam, entry, "Back")
    assert "You looked for" in back.text


async def test_what_was_not_checked_lately_says_so_and_stands_behind_the_rest(world: World) -> None:
    today = world.env.now().date()
    await write(world, "Late", checked_on=today - 91 * DAY)
    await write(world, "A very old one", checked_on=today - 200 * DAY)
    first = await world.slash(world.sam, "training browse")
    assert "very old" not in first.text
    late = await world.press(world.sam, first, "Open 1")
    assert "Not checked lately: the last time was" in late.text
    old = await world.press(world.sam, await world.press(world.sam, late, "Back"), "Go on")
    assert "These were not checked for half a year." in old.text
    assert "A very old one" in old.text
    only = await search(world, "very old")
    assert "Nobody has checked these lately." in only.text
    assert "A very old one" in (await world.press(world.sam, only, "Go on")).text


async def test_an_entry_that_was_taken_out_meanwhile_is_said_to_be_gone_on_the_list(world: World) -> None:
    (number, _) = await write(world, "Gone soon", "Stays")
    listed = await world.slash(world.sam, "training browse")
    async with world.bot.db.begin() as session:
        row = await session.get_one(TrainingEntry, number)
        row.state = "out"
    gone = await world.press(world.sam, listed, "Open 1")
    assert "**That one is not here any more.**" in gone.text
    assert "Stays" in gone.text


async def test_while_typing_titles_are_offered_and_a_picked_one_opens_at_once(world: World) -> None:
    await write(world, "Peer leadership", "Peer learning", "Tea making")
    offered = await world.sam.autocomplete(world.checkins, "training search", "words", "peer le")
    assert [choice["name"] for choice in offered] == ["Peer leadership", "Peer learning"]
    near = await world.sam.autocomplete(world.checkins, "training search", "words", "laedership")
    assert [choice["name"] for choice in near] == ["Peer leadership"]
    picked = await search(world, "Peer learning")
    assert "Open its page" in picked.labels
    back = await world.press(world.sam, picked, "Back")
    assert "Peer learning" in back.text


async def test_nobody_is_counted_or_kept_who_looks_and_reads(world: World) -> None:
    await write(world, "Peer leadership")
    before = await rows(world)
    found = await search(world, "leadership")
    back = await world.press(world.sam, await world.press(world.sam, found, "Open 1"), "Back")
    await world.press(world.sam, back, "Choose what kind")
    assert await rows(world) == before


async def rows(world: World) -> dict[str, int]:
    async with world.bot.db.read() as session:
        tables = Base.metadata.sorted_tables
        return {table.name: await session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


async def test_a_button_of_an_older_kettle_shows_the_whole_list(world: World) -> None:
    await write(world, "Peer leadership")
    channel = world.bot.get_partial_messageable(world.checkins.id)
    for written in ("9999.x", "zz", "----.99"):
        old = await channel.send(view=Screen([door(f"training:list:{written}", "Look")]))
        shown = await world.press(world.sam, old, "Look")
        assert shown.private
        assert "**Training and next steps**" in shown.text


async def test_the_longest_entries_with_the_worst_signs_can_be_listed_read_and_mended(world: World) -> None:
    today = world.env.now().date()
    worst = {name: "_" * longest for name, longest in LONGEST.items() if name not in {"title", "provider", "link"}}
    days = tuple(Deadline(today + each * DAY, "_" * 100) for each in range(8))
    told: dict[str, Any] = {**worst, "doubt": "", "deadlines": days, "nations": NATIONS, "stages": STAGES}
    known = dict.fromkeys(KNOWN, True)
    entries = [
        Told(Fields("_" * 149 + str(each), "_" * 100, f"https://example.org/{'a' * 470}{each}", **told, **known))
        for each in range(5)
    ]
    who: dict[str, Any] = {"guild_id": world.guild.id, "member_id": None, "now": world.env.now()}
    async with world.bot.db.begin() as session:
        (number, *_) = [one.row.number for one in await training_entries.record(session, **who, told=entries)]
    listed = await world.slash(world.sam, "training browse")
    assert "Open its page" in (await world.press(world.sam, listed, "Open 1")).labels
    mended = await world.slash(world.orla, "organise training edit", entry=str(number))
    assert "Change the rest" in mended.labels
