"""Journeys of organisers who keep the catalogue: one entry more, changed part by part, checked, taken out."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.screens import Screen
from bot.services.training_starters import list_starters
from bot.services.training_texts import STAGES
from bot.ui import door
from db.models.training import TrainingEntry
from db.models.training_links import TrainingLink
from tests.cogs.cataloguing import write
from tests.cogs.conftest import World
from tests.cogs.reading import Shown, read

DAY = timedelta(days=1)
NEW = {"title": "Peer yoga", "provider": "Tea Trust", "link": "https://example.org/yoga", "summary": "Gentle."}


async def add(world: World, stages: tuple[str, ...] = ("volunteer",), **typed: str) -> Shown:
    form = await world.slash(world.orla, "organise training add")
    return read(await world.orla.submit_modal(form.result, {**NEW, **typed, "stages": list(stages)}))


async def edit(world: World, entry: str) -> Shown:
    return await world.slash(world.orla, "organise training edit", entry=entry)


async def stale(world: World) -> Shown:
    return await world.slash(world.orla, "organise training stale")


async def choose(world: World, shown: Shown, name: str, *values: str) -> Shown:
    custom_id = next(each for each in shown.ids if each.startswith(f"training_entries:{name}:"))
    return read(await world.orla.select(shown.message, list(values), custom_id=custom_id))


async def find(world: World, words: str) -> str:
    return (await world.slash(world.sam, "training search", words=words)).text


async def test_an_entry_is_added_and_members_find_it(world: World) -> None:
    added = await add(world, stages=("curious", STAGES[4]))
    assert added.private
    assert "**It is in the catalogue.**" in added.text
    assert "**Peer yoga**, Tea Trust" in await find(world, "yoga")
    again = await add(world, summary="Something else.")
    assert "**That page is here already.** Nothing is changed." in again.text
    async with world.bot.db.read() as session:
        rows = list(await session.scalars(select(TrainingEntry).where(TrainingEntry.title == "Peer yoga")))
    assert [row.summary for row in rows] == ["Gentle."]


async def test_what_cannot_be_used_comes_back_as_it_was_typed(world: World) -> None:
    wrong = await add(world, link="http://example.org")
    assert "Please copy the address from your browser" in wrong.text
    assert (await world.press(world.orla, wrong, "Change it")).fields["title"] == "Peer yoga"


async def test_all_of_an_entry_is_changed_part_by_part_and_its_history_is_kept(world: World) -> None:
    await write(world, "Peer yoga")
    shown = await edit(world, "peer")
    assert "Members see it." in shown.text
    form = await world.press(world.orla, shown, "Change what it is")
    assert form.fields["title"] == "Peer yoga"
    typed = {**NEW, "title": "Yoga with peers", "stages": [STAGES[2]]}
    shown = read(await world.orla.submit_modal(form.result, typed))
    assert "**That is kept.**" in shown.text
    assert "**Yoga with peers**" in shown.text
    form = await world.press(world.orla, shown, "Change how and where")
    details = {"format": "online", "length": "8 weeks", "cost": "free", "region": "Leeds", "starts": "any time"}
    shown = await world.fill(world.orla, form, **details)
    assert "**How:** online" in shown.text
    form = await world.press(world.orla, shown, "Change the rest")
    day = (world.env.now() + 40 * DAY).date().isoformat()
    more = {
        "who": "Anybody",
        "deadlines": f"{day} apply; {day} bursary",
        "critical": "None",
        "keeper": "Tea",
        "doubt": "",
    }
    shown = await world.fill(world.orla, form, **more)
    assert f"**Ends:** {day} apply; {day} bursary" in shown.text
    shown = await choose(world, shown, "nations", "Wales", "England")
    assert "**Nations:** England; Wales" in shown.text
    both = await choose(world, shown, "known", "is_paid:yes", "is_accredited:yes", "is_accredited:no")
    assert 'Please choose yes or no for "Accredited", not both.' in both.text
    shown = await choose(world, await edit(world, "yoga"), "known", "is_paid:yes", "is_led:no")
    assert "**Paid, or hours covered:** yes" in shown.text
    assert "**Led by lived experience:** no" in shown.text
    assert "**Accredited:**" not in shown.text
    assert shown.text.count("Changed ") == 5
    assert "Yoga with peers" in await find(world, "yoga")


async def test_what_is_wrong_in_one_part_comes_back_and_changes_nothing(world: World) -> None:
    await write(world, "Peer yoga")
    form = await world.press(world.orla, await edit(world, "peer"), "Change the rest")
    wrong = await world.fill(world.orla, form, who="", deadlines="soon", critical="", keeper="", doubt="")
    assert 'Please write "soon" like 15/01/2027' in wrong.text
    assert (await world.press(world.orla, wrong, "Change it")).fields["deadlines"] == "soon"
    assert "**Ends:**" not in (await edit(world, "peer")).text


async def test_what_is_in_doubt_waits_until_somebody_checked_it(world: World) -> None:
    await write(world, "Peer yoga", doubt="Is it still on?")
    assert "nothing for that" in await find(world, "yoga")
    waiting = await stale(world)
    assert "in doubt: Is it still on?" in waiting.text
    shown = await world.press(world.orla, waiting, "Open 1")
    assert "Members do not see it: somebody doubts it." in shown.text
    checked = await world.press(world.orla, shown, "Say it is right today")
    assert "**It is checked today.**" in checked.text
    assert "Members see it." in checked.text
    assert "Peer yoga" in await find(world, "yoga")
    assert "**All is checked.**" in (await stale(world)).text


async def test_an_entry_is_taken_out_and_comes_back(world: World) -> None:
    await write(world, "Peer yoga", "Tea")
    out = await world.press(world.orla, await edit(world, "peer"), "Take it out")
    assert "**It is out.**" in out.text
    assert "Take it out" not in out.labels
    form = await world.press(world.orla, await edit(world, "peer"), "Change how and where")
    changed = await world.fill(world.orla, form, format="online", length="", cost="", region="", starts="")
    assert "it was taken out" in changed.text
    assert "nothing for that" in await find(world, "yoga")
    back = await world.press(world.orla, await edit(world, "peer"), "Say it is right today")
    assert "Members see it." in back.text
    assert "Peer yoga" in await find(world, "yoga")


async def test_what_was_not_checked_lately_is_listed_in_pages(world: World) -> None:
    today = world.env.now().date()
    await write(world, *(f"Course {each}" for each in range(7)), checked_on=today - 100 * DAY)
    first = await stale(world)
    assert first.text.count("Not checked lately") == 5
    second = await world.press(world.orla, first, "Go on")
    assert second.text.count("Not checked lately") == 2
    assert (await world.press(world.orla, second, "Go back a page")).text.count("Not checked lately") == 5


async def test_never_checked_is_said_after_ninety_days(world: World) -> None:
    await write(world, "Course")
    await world.env.advance_time(91 * 24 * 3600)
    assert "Nobody here has checked this yet." in (await stale(world)).text


async def test_pages_that_are_gone_or_moved_come_first_and_once(world: World) -> None:
    today = world.env.now().date()
    gone, moved = await write(world, "Gone", "Moved", checked_on=today - 100 * DAY)
    when = world.env.now()
    async with world.bot.db.begin() as session:
        for number, to, outcome in ((gone, "", "gone"), (moved, "https://example.org/new", "moved")):
            entry = await session.get_one(TrainingEntry, number)
            told: dict[str, Any] = {"checked_at": when, "next_at": when, "code": None, "fails": 2}
            row = TrainingLink(entry_number=number, guild_id=world.guild.id, link_key=entry.link_key, **told)
            row.moved_to, row.outcome = to, outcome
            session.add(row)
    listed = await stale(world)
    assert "Gone: its page seems to be gone." in listed.text
    assert "Moved: its page moved to https://example.org/new" in listed.text
    assert "Not checked lately" not in listed.text


async def test_an_entry_is_picked_by_how_its_title_begins_hidden_ones_too(world: World) -> None:
    await write(world, "Peer yoga", "Peer walks", "Tea")
    await world.press(world.orla, await edit(world, "peer y"), "Take it out")
    offered = await world.orla.autocomplete(world.checkins, "organise training edit", "entry", "peer")
    assert [each["name"] for each in offered] == ["Peer walks", "Peer yoga"]
    assert "Peer yoga" in (await edit(world, offered[1]["value"])).text
    assert "**No title begins with that.**" in (await edit(world, "nothing like it")).text
    assert world.refusal() == "training-none-titled"


async def test_in_a_new_community_organisers_find_the_projects_own_list(world: World) -> None:
    waiting = await stale(world)
    assert waiting.text.count("in doubt:") == min(5, sum(bool(fields.doubt) for fields in list_starters()))


@pytest.mark.parametrize("command", ["add", "stale", "edit"])
async def test_only_organisers_keep_the_catalogue(world: World, command: str) -> None:
    await write(world, "Course")
    await world.let_see("organise", world.kim)
    options = {"entry": "course"} if command == "edit" else {}
    refused = await world.slash(world.kim, f"organise training {command}", **options)
    assert refused.private
    assert "Course" not in refused.text
    assert world.refusal() == "guilds-only-organiser"


async def test_a_part_of_an_older_kettle_says_so(world: World) -> None:
    (number,) = await write(world, "Course")
    channel = world.bot.get_partial_messageable(world.organisers.id)
    old = await channel.send(view=Screen([door(f"training_entries:form:{number}:king", "Look")]))
    assert world.bot.words("errors-older-screen") in (await world.press(world.orla, old, "Look")).text
