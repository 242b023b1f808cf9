"""Journeys of `/my settings`: every line can be changed, and what was typed comes back after a refusal."""

from functools import partial

import pytest
from sqlalchemy import select

from db.models.members import Member
from tests.cogs.conftest import World
from tests.cogs.crowd import at_once
from tests.cogs.reading import Shown, read


async def open_form(world: World, name: str) -> Shown:
    settings = await world.slash(world.sam, "my settings")
    return read(await world.sam.click(settings.message, custom_id=f"members:{name}"))


async def test_the_list_shows_every_choice_and_is_private(world: World) -> None:
    settings = await world.slash(world.sam, "my settings")
    assert settings.private
    for part in (
        "Your time",
        "Quiet hours",
        "Messages from Kettle",
        "Shares from peers",
        "Signposts from peers",
        "Your answers",
        "Your nation",
    ):
        assert part in settings.text


@pytest.mark.parametrize("typed", ["London", "london", "Europe/London", "europe/london "])
async def test_a_zone_is_found_as_people_type_it(world: World, typed: str) -> None:
    shown = await world.fill(world.sam, await open_form(world, "zone"), zone=typed)
    assert "**Your time**: Europe/London" in shown.text


async def test_a_mistyped_zone_offers_the_nearest_and_gives_the_text_back(world: World) -> None:
    refused = await world.fill(world.sam, await open_form(world, "zone"), zone="Lndon")
    assert "Europe/London" in refused.text
    assert "Lndon" in refused.text
    assert refused.labels == ["Change it", "Stop"]
    again = await world.press(world.sam, refused, "Change it")
    assert again.fields == {"zone": "Lndon"}
    shown = await world.fill(world.sam, again, zone="London")
    assert "**Your time**: Europe/London" in shown.text


async def test_an_empty_zone_means_the_communitys(world: World) -> None:
    await world.fill(world.sam, await open_form(world, "zone"), zone="New York")
    shown = await world.fill(world.sam, await open_form(world, "zone"), zone="")
    assert "**Your time**: Europe/London" in shown.text


async def test_quiet_hours_need_both_times_and_both_texts_come_back(world: World) -> None:
    refused = await world.fill(world.sam, await open_form(world, "quiet"), start="9pm", end="")
    assert "start and an end" in refused.text
    again = await world.press(world.sam, refused, "Change it")
    assert again.fields == {"start": "9pm", "end": ""}
    shown = await world.fill(world.sam, again, start="9pm", end="8am")
    assert "from 21:00 to 08:00" in shown.text


async def test_a_form_opened_before_a_restart_is_taken_after_it(world: World) -> None:
    form = await open_form(world, "zone")
    await world.restart()
    shown = await world.fill(world.sam, form, zone="New York")
    assert "America/New_York" in shown.text


async def test_a_hundred_people_in_one_form_at_once_each_get_their_own_words_back(world: World) -> None:
    crowd = [world.guild.add_member(world.env.create_user(f"member{number}")) for number in range(100)]
    card = await at_once(world.env, [partial(person.slash, world.checkins, "my settings") for person in crowd])
    opened = await at_once(
        world.env,
        [
            partial(person.click, result.response, custom_id="members:zone")
            for person, result in zip(crowd, card, strict=True)
        ],
    )
    words = [f"Nowhere {number}" for number in range(100)]
    sent = [
        partial(person.submit_modal, form, {"zone": text})
        for person, form, text in zip(crowd, opened, words, strict=True)
    ]
    results = await at_once(world.env, sent)
    for result, text in zip(results, words, strict=True):
        assert text in read(result).text.splitlines()


@pytest.mark.parametrize("name", ["direct_messages", "accepts_shares", "accepts_signposts", "forget_at_midnight"])
async def test_each_switch_turns_off_and_on_again(world: World, name: str) -> None:
    async def now() -> bool:
        async with world.bot.db.read() as session:
            row = (await session.scalars(select(Member))).one()
        return bool(getattr(row, name))

    start = name != "forget_at_midnight"
    for turned in (not start, start):
        settings = await world.slash(world.sam, "my settings")
        await world.sam.click(settings.message, custom_id=f"members:turn:{name}:{'on' if turned else 'off'}")
        assert await now() is turned


async def test_in_direct_messages_the_only_community_is_meant(world: World) -> None:
    told = read(await world.sam.user.slash("my settings"))
    assert "Please use this in your community's server" in told.text
    assert world.refusal() == "common-only-in-server"
    await world.fill(world.sam, await open_form(world, "zone"), zone="New York")
    settings = read(await world.sam.user.slash("my settings"))
    assert "America/New_York" in settings.text
    people = read(await world.sam.user.click(settings.message, label="See the list"))
    assert "use /my settings in your community's server" in people.text


async def test_a_member_of_two_communities_is_asked_to_use_the_one_they_mean(world: World) -> None:
    other = world.env.create_guild("Another Corner")
    there = other.add_member(world.sam.user)
    place = other.create_text_channel("hello")
    await world.fill(world.sam, await open_form(world, "zone"), zone="New York")
    elsewhere = read(await there.slash(place, "my settings"))
    await there.click(elsewhere.message, custom_id="members:turn:accepts_shares:off")
    told = read(await world.sam.user.slash("my settings"))
    assert "more than one community" in told.text
    assert world.refusal() == "common-which-community"
