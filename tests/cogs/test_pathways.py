"""Journeys through `/pathway`: where one is, what can come next, the map, and a route of one's own."""

import io
import sys
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select

from bot.pictures import Pictures
from bot.screens import Screen
from bot.services.pathway_routes import HELPS
from bot.services.pathways import STAGES, steps_from
from bot.ui import door
from bot.wording.kinds import MESSAGE
from cogs.pathways import maps
from db.models.pathway_routes import PathwayRoute
from tests.cogs.conftest import World
from tests.cogs.pathing import catalogue, many_share, next_monday
from tests.cogs.reading import Shown, read
from tests.house import plain_words

ALL_BUT_READ = ["See the map", "Share my route", "Keep this for me", "Back", "Stop"]


async def choose(world: World, shown: Shown, start: str, *values: str) -> Shown:
    """Choose from the menu whose id begins so."""
    custom_id = next(each for each in shown.ids if each.startswith(start))
    return read(await world.sam.select(shown.message, list(values), custom_id=custom_id))


async def at(world: World, stage: str) -> Shown:
    return await choose(world, await world.slash(world.sam, "pathway"), "pathways:choose", stage)


async def draft(world: World, step: str = "volunteer-worker") -> Shown:
    routes = await world.press(world.sam, await world.slash(world.sam, "pathway"), "Share my route")
    return await choose(world, routes, "pathways:step", step)


async def kept_routes(world: World) -> list[PathwayRoute]:
    async with world.bot.db.read() as session:
        return list(await session.scalars(select(PathwayRoute)))


def marked(shown: Shown, start: str) -> list[str]:
    """Give what stands chosen in a menu."""
    (menu,) = (part for part in shown.parts if part.get("custom_id", "").startswith(start))
    return [option["value"] for option in menu["options"] if option.get("default")]


def alt_of(shown: Shown) -> str:
    (gallery,) = (part for part in shown.parts if "items" in part)
    return str(gallery["items"][0]["description"])


async def test_the_first_screen_asks_where_somebody_is_in_private(world: World) -> None:
    first = await world.slash(world.sam, "pathway")
    assert first.private
    assert "Where are you now?" in first.text
    assert first.labels == ["See the map", "Share my route", "Stop"]
    (menu,) = (part for part in first.parts if part.get("custom_id") == "pathways:choose")
    assert [option["value"] for option in menu["options"]] == list(STAGES)


async def test_a_stage_says_what_it_asks_for_and_pays_and_what_can_come_next(world: World) -> None:
    await catalogue(world, stage="volunteer")
    worker = await at(world, "worker")
    assert worker.private
    for said in ("**Peer support worker**", "It asks for your own experience", "usually paid at band 3 or 4", "[NHS "):
        assert said in worker.text
    assert "- **Senior or specialist**: Choose what" in worker.text
    assert "- **Lead, trainer or researcher**: Start small." in worker.text
    assert "Nothing is shown yet. It takes 5 people or more" in worker.text
    assert "The catalogue has nothing here yet." in worker.text
    assert worker.labels == ALL_BUT_READ
    first = await world.press(world.sam, worker, "Back")
    assert "Where are you now?" in first.text


async def test_what_was_looked_up_says_when_and_what_was_not_says_so(world: World) -> None:
    for stage, pay in (("volunteer", "It is not paid."), ("worker", "band 3 or 4"), ("senior", "band 4 or 5")):
        assert pay in (await at(world, stage)).text
    assert "Nobody here has lately" in (await at(world, "senior")).text
    assert "Read more" not in (await at(world, "curious")).text


async def test_the_last_stage_has_no_next_step_and_says_kindly_that_learning_goes_on(world: World) -> None:
    lead = await at(world, "lead")
    assert "band 5 to 7" in lead.text
    assert "The map ends here, but learning does not." in lead.text
    assert "What peers here say" not in lead.text


async def test_three_of_the_catalogues_entries_for_a_stage_are_listed_with_a_way_to_each_and_to_all(
    world: World,
) -> None:
    await catalogue(world, 6)
    volunteer = await at(world, "volunteer")
    assert "1. First steps 1, from Tea Trust" in volunteer.text
    assert "First steps 4" not in volunteer.text
    reads = [f"Read {number}" for number in range(1, 4)]
    assert volunteer.labels == [*reads, "See all for this stage", *ALL_BUT_READ]
    opens = [each for each in volunteer.ids if each.startswith("training:open:")]
    assert len(opens) == 3
    entry = await world.press(world.sam, volunteer, "Read 1")
    again = await world.press(world.sam, entry, "Back")
    assert again.text == volunteer.text
    everything = await world.press(world.sam, again, "See all for this stage")
    assert "Only: Volunteer" in everything.text
    assert "First steps 5" in everything.text
    assert "First steps" not in (await at(world, "senior")).text


async def test_a_stage_is_kept_only_when_asked_opens_first_then_and_is_forgotten_when_asked(world: World) -> None:
    await at(world, "volunteer")
    assert "Where are you now?" in (await world.slash(world.sam, "pathway")).text
    kept = await world.press(world.sam, await at(world, "volunteer"), "Keep this for me")
    assert "That is kept for you." in kept.text
    again = await world.slash(world.sam, "pathway")
    assert "**Volunteer**" in again.text
    assert "Where are you now?" in (await world.slash(world.jo, "pathway")).text
    other = await choose(world, await world.press(world.sam, again, "Back"), "pathways:choose", "worker")
    assert "Keep this for me" in other.labels
    forgotten = await world.press(world.sam, await world.slash(world.sam, "pathway"), "Forget this")
    assert "That is forgotten." in forgotten.text
    assert "Where are you now?" in (await world.slash(world.sam, "pathway")).text


async def test_the_map_is_a_picture_with_its_words_beside_it(world: World) -> None:
    shown = await world.press(world.sam, await at(world, "volunteer"), "See the map")
    (file,) = shown.message.attachments
    assert Image.open(io.BytesIO(await file.read())).size == (1200, 800)
    assert "with a mark at Volunteer" in alt_of(shown)
    for said in (
        "- **Curious**. Next can be: **Volunteer** and **Peer support worker**.",
        "- **Volunteer** (Unpaid). Next can be: **Peer support worker**.",
        "(Band 3 or 4). Next can be: **Senior or specialist** and **Lead, trainer or researcher**.",
        "- **Lead, trainer or researcher** (Band 5 to 7). The map ends here.\nBands are the usual pay in the NHS.",
    ):
        assert said in shown.text
    back = await world.press(world.sam, shown, "Back")
    assert "**Volunteer**" in back.text
    assert not back.message.attachments


async def test_the_map_without_a_stage_has_no_mark_and_leads_back_to_the_question(world: World) -> None:
    shown = await world.press(world.sam, await world.slash(world.sam, "pathway"), "See the map")
    assert alt_of(shown).startswith("A map of five places in peer work and the ways between them.")
    assert "Where are you now?" in (await world.press(world.sam, shown, "Back")).text


async def test_where_the_map_cannot_be_drawn_its_words_are_there(world: World) -> None:
    world.bot.pictures = Pictures([sys.executable, "-c", "raise SystemExit(3)"])
    shown = await world.press(world.sam, await world.slash(world.sam, "pathway"), "See the map")
    assert not shown.message.attachments
    assert "- **Curious**. Next can be: " in shown.text
    assert world.bot.words("pictures-failed") in shown.text
    assert shown.labels == ["Back", "Stop"]


def test_the_picture_has_every_stage_and_step_of_the_data(world: World) -> None:
    drawn: Any = maps.drawing_of(world.bot.words, "lead")
    assert list(drawn["places"]) == list(STAGES)
    assert drawn["places"]["curious"] == {"name": "Curious", "note": ""}
    assert ("senior", "lead") in drawn["steps"]


async def test_before_anything_is_told_it_is_said_who_sees_what_and_nothing_is_kept_before_sharing(
    world: World,
) -> None:
    routes = await world.press(world.sam, await at(world, "volunteer"), "Share my route")
    for said in (
        "Kettle keeps what you share with your account.",
        "Whoever runs Kettle could read it.",
        "totals only, and no names",
        "once 5 people or more here shared it",
        "once 3 or more said it",
        "on Monday",
        "could still guess",
    ):
        assert said in routes.text
    asked = await choose(world, routes, "pathways:step", "volunteer-worker")
    assert "Nothing is kept until you share it." in asked.text
    assert asked.labels == ["Share this", "Back", "Stop"]
    long = await choose(world, asked, "pathways:length", "long")
    told = await choose(world, long, "pathways:helps", "mentor", "luck")
    assert marked(told, "pathways:length") == ["long"]
    assert marked(told, "pathways:helps") == ["mentor", "luck"]
    assert await kept_routes(world) == []
    shared = await world.press(world.sam, told, "Share this")
    assert "Thank you, it is shared." in shared.text
    assert "- From volunteer to peer support worker. It took three years or more." in shared.text
    assert "What helped: a mentor and luck." in shared.text
    assert "**Volunteer**" in (await world.press(world.sam, shared, "Back")).text


async def test_a_step_may_be_shared_with_nothing_more_said(world: World) -> None:
    shared = await world.press(world.sam, await draft(world), "Share this")
    assert "- From volunteer to peer support worker.\n" in f"{shared.text}\n"
    (row,) = await kept_routes(world)
    assert (row.length, row.helps) == ("unsaid", 0)


async def test_what_was_shared_is_changed_from_how_it_was_and_taken_back(world: World) -> None:
    told = await choose(world, await draft(world), "pathways:length", "some")
    await world.press(world.sam, await choose(world, told, "pathways:helps", "peers"), "Share this")
    again = await draft(world)
    assert "You shared this step before." in again.text
    assert (marked(again, "pathways:length"), marked(again, "pathways:helps")) == (["some"], ["peers"])
    await world.press(world.sam, await choose(world, again, "pathways:helps"), "Share this")
    (row,) = await kept_routes(world)
    assert (row.length, row.helps) == ("some", 0)
    gone = await world.press(world.sam, await draft(world), "Take it back")
    assert "Taken back." in gone.text
    assert "You shared" not in gone.text
    assert await kept_routes(world) == []


async def test_others_see_totals_from_the_next_monday_and_only_of_enough_people(world: World) -> None:
    await many_share(world, 4, "volunteer-worker", "some", "training", "mentor")
    await world.press(world.sam, await draft(world), "Share this")
    await world.run_due()
    assert "Nothing is shown yet" in (await at(world, "volunteer")).text
    await next_monday(world)
    told = (await at(world, "volunteer")).text
    assert "- **Peer support worker**: 5 people or more shared how they got there." in told
    assert "It took them one to two years (3 or more)." in told
    assert "What helped them: training (3 or more) and a mentor (3 or more)." in told
    await world.press(world.sam, await draft(world), "Take it back")
    await world.run_due()
    assert "5 people or more" in (await at(world, "volunteer")).text
    await next_monday(world)
    assert "Nothing is shown yet" in (await at(world, "volunteer")).text


async def test_a_step_of_which_nobody_said_more_is_told_by_itself(world: World) -> None:
    await many_share(world, 5, "senior-lead", "unsaid")
    await next_monday(world)
    told = (await at(world, "senior")).text
    assert "5 people or more shared how they got there." in told
    assert "It took them" not in told
    assert "What helped them" not in told


@pytest.mark.parametrize("custom_id", ["pathways:at:king", "pathways:map:king", "pathways:keep:king"])
async def test_a_button_with_a_stage_that_is_none_any_more_says_so(world: World, custom_id: str) -> None:
    channel = world.bot.get_partial_messageable(world.checkins.id)
    old = await channel.send(view=Screen([door(custom_id, "Look")]))
    assert world.bot.words("errors-older-screen") in (await world.press(world.sam, old, "Look")).text


@pytest.mark.parametrize("stage", STAGES)
async def test_every_stages_screen_reads_plainly_and_fits(world: World, stage: str) -> None:
    for step in steps_from(stage):
        await many_share(world, 10, step, "some", *HELPS)
    await next_monday(world)
    shown = await at(world, stage)
    assert list(plain_words.reading_grade(plain_words.Text("pathways-screen", MESSAGE, shown.text))) == []
    assert len(shown.text) < 2500, "five entries with the longest titles fit beside it"
