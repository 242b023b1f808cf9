"""Journeys of an admin: stories are set up on a page of `/setup`, saved at each change."""

from bot.services import story_rules
from bot.story_keys import make_story_keys
from db.models.story_rules import StoryRules
from tests.cogs.conftest import World
from tests.cogs.reading import read


async def chosen(world: World) -> StoryRules | None:
    async with world.bot.db.read() as session:
        return await story_rules.find_rules(session, guild_id=world.guild.id)


async def test_an_admin_chooses_where_how_many_and_who_says_yes(world: World) -> None:
    panel = await world.slash(world.ada, "setup")
    page = await world.press(world.ada, panel, "Set up stories")
    assert "Nobody has said yet" in page.text
    assert "key file for stories is missing" in page.text
    page = read(await world.ada.select(page.message, [world.checkins], custom_id="story_rules:channel"))
    page = await world.press(world.ada, page, "Ask for a second opinion")
    form = await world.press(world.ada, page, "Say how many")
    page = await world.fill(world.ada, form, authors="1,200")
    assert "That is 1200 people" in page.text.replace(",", "")
    rules = await chosen(world)
    assert rules is not None
    assert (rules.channel_id, rules.authors, rules.needs_two) == (world.checkins.id, 1200, True)
    form = await world.press(world.ada, page, "Say how many")
    assert form.fields == {"authors": "1200"}
    page = await world.press(world.ada, page, "Let one opinion be enough")
    page = read(await world.ada.select(page.message, [], custom_id="story_rules:channel"))
    rules = await chosen(world)
    assert rules is not None
    assert (rules.channel_id, rules.needs_two) == (None, False)


async def test_what_is_no_number_comes_back(world: World) -> None:
    page = await world.press(world.ada, await world.slash(world.ada, "setup"), "Set up stories")
    form = await world.press(world.ada, page, "Say how many")
    told = await world.fill(world.ada, form, authors="lots")
    assert "not a number of people" in told.text
    assert (await world.press(world.ada, told, "Change it")).fields == {"authors": "lots"}
    assert await chosen(world) is None


async def test_with_a_key_file_nothing_is_missing(world: World) -> None:
    make_story_keys(world.bot.settings.data_dir)
    world.bot.telling.turn_keys(world.env.now().date())
    page = await world.press(world.ada, await world.slash(world.ada, "setup"), "Set up stories")
    assert "key file" not in page.text


async def test_only_an_admin_comes_here(world: World) -> None:
    page = await world.press(world.ada, await world.slash(world.ada, "setup"), "Set up stories")
    told = read(await world.ada.click(page.message, label="Ask for a second opinion"))
    assert "Let one opinion" in " ".join(told.labels)
