"""Journeys of `/setup`: each choice is saved at once, and the check names what is missing and where to change it."""

import discord
import pytest
from sqlalchemy import select

from db.models.guilds import Guild
from tests.cogs.conftest import World
from tests.cogs.reading import Shown, read


async def saved(world: World) -> Guild:
    async with world.bot.db.read() as session:
        return (await session.scalars(select(Guild))).one()


async def page(world: World, label: str) -> Shown:
    return await world.press(world.ada, await world.slash(world.ada, "setup"), label)


async def check(world: World) -> Shown:
    return await page(world, "Check everything")


async def test_choices_are_saved_at_each_change_and_shown(bare: World) -> None:
    panel = await bare.slash(bare.ada, "setup")
    assert panel.text.count("not chosen") == 8
    channels = await bare.press(bare.ada, panel, "Choose channels")
    panel = read(
        await bare.ada.select(channels.message, [bare.checkins], custom_id="guilds:choose:checkins_channel_id")
    )
    assert f"<#{bare.checkins.id}>" in panel.text
    assert (await saved(bare)).checkins_channel_id == bare.checkins.id
    roles = await bare.press(bare.ada, panel, "Choose roles")
    role = bare.guild.roles["Organiser"]
    panel = read(await bare.ada.select(roles.message, [role], custom_id="guilds:choose:organiser_role_id"))
    assert f"<@&{role.id}>" in panel.text


async def test_menus_that_follow_each_other_in_one_message_have_numbers_of_their_own(world: World) -> None:
    numbers = []
    for label in ("Choose channels", "Choose roles", "Set place and contact"):
        shown = await page(world, label)
        numbers += [part["id"] for part in shown.parts if "guilds:" in part.get("custom_id", "") and part["type"] != 2]
    assert len(numbers) == len(set(numbers)) == 6


async def test_choosing_nothing_takes_a_choice_out(world: World) -> None:
    channels = await page(world, "Choose channels")
    await world.ada.select(channels.message, [], custom_id="guilds:choose:checkins_channel_id")
    assert (await saved(world)).checkins_channel_id is None


async def test_place_and_contact_come_back_after_a_mistyped_zone(world: World) -> None:
    place = await page(world, "Set place and contact")
    form = await world.press(world.ada, place, "Change these")
    assert form.fields == {"zone": "Europe/London", "responsible": "Ada, ada@example.org"}
    refused = await world.fill(world.ada, form, zone="Lndon", responsible="Ada, on weekdays")
    again = await world.press(world.ada, refused, "Change it")
    assert again.fields == {"zone": "Lndon", "responsible": "Ada, on weekdays"}
    panel = await world.fill(world.ada, again, zone="London", responsible="Ada, on weekdays")
    assert "Ada, on weekdays" in panel.text


async def test_the_nation_can_be_chosen(world: World) -> None:
    place = await page(world, "Set place and contact")
    panel = read(await world.ada.select(place.message, ["Wales"], custom_id="guilds:nation"))
    assert "Wales" in panel.text


async def test_only_admins_see_and_change_the_setup(world: World) -> None:
    panel = await world.slash(world.ada, "setup")
    await world.let_see("setup", world.sam)
    told = await world.slash(world.sam, "setup")
    assert world.refusal() == "guilds-only-admin"
    assert "manage this server" in told.text
    assert panel.private


@pytest.mark.usefixtures("complete")
async def test_the_check_finds_nothing_in_a_good_setup(world: World) -> None:
    assert "All is well" in (await check(world)).text


async def test_the_check_says_when_everybody_can_read_who_asked_for_a_contact(world: World) -> None:
    channels = await page(world, "Choose channels")
    await world.ada.select(channels.message, [world.checkins], custom_id="guilds:choose:moderators_channel_id")
    assert f"Everybody can read <#{world.checkins.id}>" in (await check(world)).text


@pytest.mark.usefixtures("complete")
async def test_a_role_that_may_do_everything_sees_its_command(world: World) -> None:
    chosen = world.guild.create_role("Chief", permissions=discord.Permissions(administrator=True))
    roles = await page(world, "Choose roles")
    await world.ada.select(roles.message, [chosen], custom_id="guilds:choose:organiser_role_id")
    assert "All is well" in (await check(world)).text


async def test_the_check_names_each_gap(bare: World) -> None:
    assert "Nothing is chosen yet" in (await check(bare)).text
    place = await page(bare, "Set place and contact")
    await bare.ada.select(place.message, ["England"], custom_id="guilds:nation")
    gaps = (await check(bare)).text
    assert "No channel for check-ins" in gaps
    assert "No moderators' channel" in gaps
    assert "No organisers' channel" in gaps
    assert "Nobody is named as responsible" in gaps


async def test_the_check_names_a_channel_that_kettle_cannot_write_in(world: World) -> None:
    everyone, bot, *_ = world.guild.roles.values()
    closed = {role: discord.PermissionOverwrite(send_messages=False) for role in (everyone, bot)}
    quiet = world.guild.create_text_channel("quiet", overwrites=closed)
    channels = await page(world, "Choose channels")
    await world.ada.select(channels.message, [quiet], custom_id="guilds:choose:checkins_channel_id")
    assert f"<#{quiet.id}>. Allow it there: Send Messages, " in (await check(world)).text


@pytest.mark.usefixtures("complete")
@pytest.mark.parametrize(
    ("role", "root", "name"),
    [("Organiser", "organise", "organiser_role_id"), ("Helper", "organise", "organiser_role_id")],
)
async def test_the_check_says_which_role_cannot_see_its_command(world: World, role: str, root: str, name: str) -> None:
    chosen = world.guild.roles.get(role) or world.guild.create_role(role)
    roles = await page(world, "Choose roles")
    await world.ada.select(roles.message, [chosen], custom_id=f"guilds:choose:{name}")
    missing = f"<@&{chosen.id}> cannot see /{root}" in (await check(world)).text
    assert missing is (role == "Helper")
    commands = {command.name: command for command in await world.bot.tree.fetch_commands()}
    world.guild.set_command_permissions(commands[root].id, {chosen: True})
    assert "All is well" in (await check(world)).text
    world.guild.set_command_permissions(commands[root].id, {chosen: False})
    assert f"<@&{chosen.id}> cannot see /{root}" in (await check(world)).text


async def test_a_chosen_role_gives_the_power(world: World) -> None:
    helper = world.guild.create_role("Helper")
    kit = world.guild.add_member(world.env.create_user("kit"), roles=[helper])
    roles = await page(world, "Choose roles")
    await world.ada.select(roles.message, [helper], custom_id="guilds:choose:organiser_role_id")
    await world.let_see("organise", kit)
    told = await world.slash(kit, "organise checkins schedule")
    assert "Kettle posts the question" in told.text
