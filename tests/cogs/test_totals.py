"""Journeys of week totals: told on the Wednesday after, for organisers, and never who said what."""

import re

from tests.cogs.conftest import World
from tests.cogs.weeks import many_say, monday_of, next_wednesday, tell_weeks

COMMAND = "organise checkins totals"


async def test_before_the_first_week_it_says_kindly_how_they_come_about(world: World) -> None:
    shown = await world.slash(world.orla, COMMAND)
    assert shown.private
    assert "There are no totals yet" in shown.text
    assert "ten people or more" in shown.text
    assert shown.labels == ["Stop"]


async def test_a_week_is_told_on_the_wednesday_after_and_never_again(world: World) -> None:
    await many_say(world, "good", 60)
    await world.run_due()
    assert "no totals yet" in (await world.slash(world.orla, COMMAND)).text
    await next_wednesday(world)
    shown = await world.slash(world.orla, COMMAND)
    figure = re.search(r"Good: about (\d+)", shown.text)
    assert figure
    assert int(figure[1]) % 5 == 0
    assert "nobody can tell what one person said" in shown.text
    await many_say(world, "low", 60)
    await world.run_due()
    assert (await world.slash(world.orla, COMMAND)).text == shown.text


async def test_too_few_people_are_no_reproach(world: World) -> None:
    await many_say(world, "low", 9)
    await next_wednesday(world)
    shown = await world.slash(world.orla, COMMAND)
    assert "Too few people for a total. That is fine" in shown.text
    assert "Low" not in shown.text


async def test_weeks_are_plain_sentences_that_name_what_is_not_shown(world: World) -> None:
    await tell_weeks(world, 3)
    shown = await world.slash(world.orla, COMMAND)
    assert (
        "About 180 people said how they are.\n- Good: about 15\n- OK: about 20\n- Up and down: about 25" in shown.text
    )
    assert (
        "About 55 people said how they are.\n- Good: about 30\n- Low: about 15\n"
        "Not shown: OK, Up and down, Struggling and I would rather not say." in shown.text
    )
    assert "About 10 people said how they are.\nNo answer came up often enough to show." in shown.text
    assert shown.text.count("Not shown") == 1
    assert shown.labels == ["Stop"]


async def test_a_week_is_named_by_its_monday(world: World) -> None:
    monday = monday_of(world)
    await next_wednesday(world)
    named = f"**Week from {monday.day} {monday:%B} {monday.year}**"
    assert named in (await world.slash(world.orla, COMMAND)).text


async def test_earlier_weeks_are_a_press_away_and_so_is_the_way_back(world: World) -> None:
    await tell_weeks(world, 8)
    newest = await world.slash(world.orla, COMMAND)
    assert newest.labels == ["See earlier weeks", "Stop"]
    earlier = await world.press(world.orla, newest, "See earlier weeks")
    assert earlier.labels == ["See earlier weeks", "Back", "Stop"]
    none = await world.press(world.orla, earlier, "See earlier weeks")
    assert "There are no earlier weeks to show." in none.text
    assert none.labels == ["Back", "Stop"]
    assert (await world.press(world.orla, none, "Back")).text == newest.text


async def test_only_organisers_see_totals_whoever_sees_the_command(world: World) -> None:
    await tell_weeks(world, 4)
    await world.let_see("organise", world.sam)
    told = await world.slash(world.sam, COMMAND)
    assert world.refusal() == "guilds-only-organiser"
    assert told.private
    assert "about" not in told.text


async def test_posting_and_totals_share_a_group_and_are_both_in_help(world: World) -> None:
    shown = await world.slash(world.orla, "help")
    assert "/organise checkins schedule" in shown.text
    assert "/organise checkins totals" in shown.text


async def test_members_are_told_before_they_answer_what_organisers_see(world: World) -> None:
    for command in ("checkin", "privacy"):
        assert "rough totals by week, never who said what" in (await world.slash(world.sam, command)).text
