"""Whom an announcement calls, what is refused in the channel, what is offered while typing, and the test to oneself."""

import discord
import pytest
from simcord import ChannelHandle

from tests.cogs.announcing import CREATE, PDF, PNG, begin, card_of, pass_to_tomorrow, the_one, write
from tests.cogs.conftest import World
from tests.cogs.reading import Shown, raw, read, text_of


def hall(world: World, *names: str) -> ChannelHandle:
    """Make a channel in which these may call everyone; Kettle's own role is the second of the server."""
    roles = {**world.guild.roles, "kettle": list(world.guild.roles.values())[1]}
    may = {roles[name]: discord.PermissionOverwrite(mention_everyone=name in names) for name in roles}
    return world.guild.create_text_channel("hall", overwrites=may)


async def choose(world: World, label: str, **options: object) -> Shown:
    page = await world.press(world.orla, await write(world, **options), "Choose who it calls")
    return await world.press(world.orla, page, label)


async def test_text_that_has_everyone_in_it_calls_nobody(world: World) -> None:
    place = hall(world, "Organiser", "kettle")
    preview = await write(world, "@everyone come", when="now", channel=place)
    assert "It calls nobody" in preview.text
    await world.press(world.orla, preview, "Schedule it")
    message = place.last_message
    assert message is not None
    assert text_of(message) == "@everyone come"
    assert not message.mention_everyone


@pytest.mark.parametrize(("label", "called"), [("Everyone who is online", "@here"), ("Everyone", "@everyone")])
async def test_who_was_chosen_is_called(world: World, label: str, called: str) -> None:
    place = hall(world, "Organiser", "kettle")
    preview = await choose(world, label, when="now", title="@everyone", text="Tea.", channel=place)
    assert f"It calls {called}" in preview.text
    await world.press(world.orla, preview, "Schedule it")
    message = place.last_message
    assert message is not None
    assert message.mention_everyone
    assert text_of(message).startswith(f"{called}\n")
    assert ("@\u200beveryone" in text_of(message)) is (called == "@here")


async def test_an_organiser_without_the_permission_cannot_call_and_nobody_stays_chosen(world: World) -> None:
    place = hall(world, "kettle")
    told = await choose(world, "Everyone", channel=place)
    assert "not allowed to call many people" in told.text
    assert (await the_one(world)).mentions == "nobody"
    preview = await choose(world, "Nobody", channel=place)
    assert "It calls nobody" in preview.text


async def test_kettle_says_when_it_may_not_call_itself(world: World) -> None:
    told = await choose(world, "Everyone", channel=hall(world, "Organiser"))
    assert "Kettle is not allowed to call people" in told.text


async def test_a_role_can_be_called_and_the_role_of_all_means_everyone(world: World) -> None:
    helpers = world.guild.create_role("Helpers", mentionable=True)
    page = await world.press(world.orla, await write(world, when="now"), "Choose who it calls")
    one = (await the_one(world)).id
    preview = read(await world.orla.select(page.message, [helpers], custom_id=f"announcements:role:{one}"))
    assert f"It calls <@&{helpers.id}>" in preview.text
    await world.press(world.orla, preview, "Schedule it")
    message = world.checkins.last_message
    assert message is not None
    assert [role.id for role in message.role_mentions] == [helpers.id]
    place = hall(world, "Organiser", "kettle")
    page = await world.press(world.orla, await write(world, channel=place), "Choose who it calls")
    one = (await the_one(world)).id
    everyone = next(iter(world.guild.roles.values()))
    preview = read(await world.orla.select(page.message, [everyone], custom_id=f"announcements:role:{one}"))
    assert "It calls @everyone" in preview.text


async def test_a_channel_in_which_kettle_may_not_post_is_named_before_anything_is_typed(world: World) -> None:
    everyone, kettle, *_ = world.guild.roles.values()
    closed = {role: discord.PermissionOverwrite(send_messages=False) for role in (everyone, kettle)}
    quiet = world.guild.create_text_channel("quiet", overwrites=closed)
    told = await begin(world, channel=quiet)
    assert f"<#{quiet.id}>. Allow it there: Send Messages" in told.text
    assert world.refusal() == "common-cannot-post"


async def test_a_forum_that_asks_for_a_tag_is_refused_before_anything_is_typed(world: World) -> None:
    forum = world.guild.create_forum_channel("news")
    known = world.bot.get_channel(forum.id)
    assert isinstance(known, discord.ForumChannel)
    known._flags = discord.ChannelFlags(require_tag=True).value
    told = await begin(world, channel=forum)
    assert "needs a tag" in told.text
    assert world.refusal() == "announcements-needs-tag"


async def test_a_bot_is_no_contact(world: World) -> None:
    told = await begin(world, contact=world.guild.add_member(world.env.create_user("robo", bot=True)))
    assert "choose a person" in told.text
    assert world.refusal() == "announcements-contact-bot"


async def test_a_test_shows_the_message_alone_with_its_files_and_a_long_one_is_seen_only_there(world: World) -> None:
    preview = await write(
        world,
        "Tea at six. " * 275,
        title="Tea " * 24,
        when="every day 6pm",
        contact=world.kim,
        file=PNG,
        file_2=PDF,
        alt2="word " * 39,
    )
    assert "The message is long" in preview.text
    test = await world.press(world.orla, preview, "Send a test to me")
    assert test.private
    assert len(test.text) > 3500
    assert test.labels == []
    assert len(raw(test.message.message)) == 1
    assert card_of(test.message.message)["components"][0]["content"].startswith("## Tea Tea")


async def test_all_that_a_form_takes_comes_back_after_a_refusal(world: World) -> None:
    forum = world.guild.create_forum_channel("news")
    form = await begin(world, channel=forum, file=PNG, file_2=PDF, file_3=PDF)
    typed = {"title": "", "text": "x" * 3100, "alt1": "a" * 200, "alt2": "b" * 200, "alt3": "c" * 200}
    again = await world.press(world.orla, await world.fill(world.orla, form, **typed), "Change it")
    assert again.fields == typed


async def test_a_test_of_nothing_says_so(world: World) -> None:
    told = await begin(world, when="someday")
    page = await world.press(world.orla, told, "Change it")
    await world.fill(world.orla, page, when="tomorrow 6pm")
    shown = await world.slash(world.orla, "organise announce preview", announcement=str((await the_one(world)).id))
    assert "There is no text yet" in shown.text
    told = await world.press(world.orla, shown, "Send a test to me")
    assert "There is no text yet" in told.text
    told = await world.press(world.orla, shown, "Schedule it")
    assert "There is no text yet" in told.text


async def test_what_is_unclear_about_the_time_is_said_on_the_preview(world: World) -> None:
    await begin(world, when="someday")
    one = str((await the_one(world)).id)
    shown = await world.slash(world.orla, "organise announce preview", announcement=one)
    assert "We do not know yet when it goes out" in shown.text


async def test_warnings_are_said_and_stop_nothing(world: World) -> None:
    preview = await write(world, "PLEASE COME TODAY \U0001f389\U0001f389\U0001f389", file=PNG)
    assert all(said in preview.text for said in ("- A file has no words", "- Many capitals", "- Many emoji"))
    told = await world.press(world.orla, preview, "Schedule it")
    assert "It is scheduled" in told.text


async def offered(world: World, option: str, typed: str, command: str = CREATE, **filled: object) -> list[str]:
    found = await world.orla.autocomplete(world.checkins, command, option, typed, **filled)
    return [choice["name"] for choice in found]


async def test_while_typing_examples_are_offered_and_what_is_understood_is_said_back(world: World) -> None:
    assert (await offered(world, "when", ""))[:2] == ["now", "tomorrow 6pm"]
    assert await offered(world, "when", "now") == ["now"]
    assert await offered(world, "when", "every") == [
        "every Tuesday 6:30pm", "every weekday 9am, not on bank holidays", "first Monday of every month 7pm",
    ]  # fmt: skip
    assert (await offered(world, "when", "every tue 6:30pm"))[0].startswith("Every Tuesday at 18:30")


async def test_each_command_offers_only_what_it_does_something_for(world: World) -> None:
    await write(world, "Tea at six.")
    assert await offered(world, "announcement", "te", "organise announce edit") == ["Tea at six."]
    assert await offered(world, "announcement", "te", "organise announce retry") == []
    assert await offered(world, "template", "") == []


async def test_a_post_that_comes_after_its_announcement_was_paused_is_not_made(world: World) -> None:
    preview = await write(world)
    await world.press(world.orla, preview, "Schedule it")
    one = str((await the_one(world)).id)
    now = world.env.now()
    await world.env.advance_time(((24 + 17 - now.hour) * 60 + 55 - now.minute) * 60)
    await world.run_due()
    page = await world.slash(world.orla, "organise announce pause", announcement=one)
    await world.press(world.orla, page, "Pause it")
    await pass_to_tomorrow(world)
    assert world.checkins.last_message is None
