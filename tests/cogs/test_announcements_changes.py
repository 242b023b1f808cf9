"""Journeys after the first draft: changed, approved, paused, cancelled, corrected, sent again, kept as a template."""

from datetime import timedelta

import discord
import pytest

from bot.services import guilds
from bot.services.guilds import Person
from tests.cogs.announcing import (
    PNG,
    again,
    begin,
    files,
    pass_to_tomorrow,
    posts,
    schedule,
    sent,
    the_one,
    write,
)
from tests.cogs.conftest import World
from tests.cogs.reading import read, text_of


async def need_two(world: World) -> None:
    admin = Person(world.guild.id, world.ada.id, frozenset(), frozenset({"admin"}))
    async with world.bot.db.begin() as session:
        await guilds.record_choices(session, person=admin, now=world.env.now(), announcements_need_two=True)


def second_organiser(world: World) -> object:
    return world.guild.add_member(world.env.create_user("olu"), roles=[world.guild.roles["Organiser"]])


async def test_the_text_is_changed_until_it_is_out(world: World) -> None:
    await schedule(world)
    form = await again(world, world.orla, "edit")
    assert form.fields == {"title": "", "text": "Tea at six."}
    await world.fill(world.orla, form, title="", text="Coffee at six.")
    await pass_to_tomorrow(world)
    assert text_of(world.checkins.last_message) == "Coffee at six."
    told = await again(world, world.orla, "edit", "Coffee")
    assert "sent already" in told.text
    assert world.refusal() == "announcements-is-done"


async def test_what_was_typed_comes_back_when_it_does_not_fit(world: World) -> None:
    forum = world.guild.create_forum_channel("news")
    refused = await write(world, "Tea at six.", channel=forum)
    assert "needs a title" in refused.text
    form = await world.press(world.orla, refused, "Change it")
    assert form.fields == {"title": "", "text": "Tea at six."}
    preview = await world.fill(world.orla, form, title="Party", text="Tea at six.")
    assert "Title of the forum post: Party" in preview.text
    await world.press(world.orla, preview, "Schedule it")
    await pass_to_tomorrow(world)
    assert await sent(world) == [("thread", "sent")]


async def test_it_is_posted_elsewhere_when_somebody_chooses_so(world: World) -> None:
    shown = await schedule(world)
    page = await world.press(world.orla, shown, "Change where")
    assert "Now it is <#" in page.text
    assert page.labels == ["Back", "Stop"]
    menu = f"announcements:place:{(await the_one(world)).id}"
    forum = world.guild.create_forum_channel("news")
    refused = read(await world.orla.select(page.message, [forum], custom_id=menu))
    assert "needs a title" in refused.text
    page = await world.press(world.orla, await again(world, world.orla, "preview"), "Change where")
    room = world.guild.create_text_channel("tea-room")
    told = read(await world.orla.select(page.message, [room], custom_id=menu))
    assert f"<#{room.id}>" in told.text
    await pass_to_tomorrow(world)
    assert world.checkins.last_message is None
    assert text_of(room.last_message) == "Tea at six."


async def test_the_time_is_changed_with_what_was_typed_before(world: World) -> None:
    preview = await write(world)
    form = await world.press(world.orla, preview, "Change when")
    assert form.fields == {"when": "tomorrow 6pm"}
    preview = await world.fill(world.orla, form, when="every Tuesday 6:30pm")
    assert "Every Tuesday at 18:30" in preview.text
    form = await world.press(world.orla, preview, "Change when")
    preview = await world.fill(world.orla, form, when="now")
    assert "as soon as you schedule it" in preview.text


async def test_other_files_take_the_place_of_those_there_were(world: World) -> None:
    await schedule(world, file=PNG)
    form = await world.slash(world.orla, "organise announce edit", announcement="Tea", file=("new.png", b"new"))
    preview = await world.fill(world.orla, form, title="", text="Tea at six.")
    assert "has no words" in preview.text
    assert [(one.name, one.address) for one in await files(world)] == [("1-new.png", None)]


async def test_a_file_that_discord_does_not_give_is_named_and_tried_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def silent(_address: str) -> bytes:
        raise OSError

    with monkeypatch.context() as patch:
        patch.setattr(world.bot.http, "get_from_cdn", silent)
        preview = await write(world, file=PNG)
        assert "could not fetch 1-kettle_party.png yet" in preview.text
        told = await world.press(world.orla, preview, "Schedule it")
        assert "could not fetch every file" in told.text
    told = await world.press(world.orla, preview, "Schedule it")
    assert "It is scheduled" in told.text


async def test_a_file_that_is_gone_is_left_out(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async def gone(_address: str) -> bytes:
        raise discord.NotFound(Answer(), "")

    class Answer:
        status, reason = 404, ""

    monkeypatch.setattr(world.bot.http, "get_from_cdn", gone)
    preview = await write(world, file=PNG)
    assert "Tea at six." in preview.text
    assert await files(world) == []


async def test_another_organiser_approves_where_the_community_asks_for_two(world: World) -> None:
    await need_two(world)
    told = await schedule(world)
    assert "It waits for another organiser" in told.text
    refused = await world.press(world.orla, told, "Approve it")
    assert "another organiser looks at it first" in refused.text
    olu = second_organiser(world)
    listed = await world.slash(olu, "organise announce list")
    assert "It waits for another organiser" in listed.text
    told = await world.press(olu, await world.press(olu, listed, "See 1"), "Approve it")
    assert "It is scheduled" in told.text
    await pass_to_tomorrow(world)
    assert text_of(world.checkins.last_message) == "Tea at six."


async def test_the_second_who_schedules_is_told_that_it_is(world: World) -> None:
    preview = await write(world)
    second = await again(world, world.orla, "preview")
    await world.press(world.orla, preview, "Schedule it")
    told = await world.press(world.orla, second, "Schedule it")
    assert "scheduled already" in told.text


async def test_a_pause_a_skip_and_going_on(world: World) -> None:
    await schedule(world, when="every day 6pm")
    page = await again(world, world.orla, "pause")
    assert "leave out just that one" in page.text
    skipped = await world.press(world.orla, page, "Skip the next one")
    assert "Left out" in skipped.text
    page = await again(world, world.orla, "pause")
    paused = await world.press(world.orla, page, "Pause it")
    assert "Nothing goes out until you go on" in paused.text
    await pass_to_tomorrow(world)
    await pass_to_tomorrow(world)
    assert world.checkins.last_message is None
    page = await world.press(world.orla, paused, "Pause, skip or move")
    assert "Pause it" not in page.labels
    told = await world.press(world.orla, page, "Go on with it")
    assert "It is scheduled" in told.text
    await pass_to_tomorrow(world)
    assert len(world.checkins.history()) == 1


async def test_the_next_one_is_moved_and_what_was_typed_comes_back(world: World) -> None:
    await schedule(world, when="every day 6pm")
    old = await again(world, world.orla, "pause")
    form = await world.press(world.orla, await again(world, world.orla, "pause"), "Move the next one")
    refused = await world.fill(world.orla, form, when="some time")
    form = await world.press(world.orla, refused, "Change it")
    assert form.fields == {"when": "some time"}
    later = (world.env.now() + timedelta(days=2)).replace(hour=18, minute=10)
    told = await world.fill(world.orla, form, when=f"{later:%d/%m} 6:10pm")
    assert f"Moved to <t:{int(later.timestamp())}:F>" in told.text
    told = await world.press(world.orla, old, "Move the next one")
    assert "not the next one any more" in told.text
    await pass_to_tomorrow(world)
    assert len(world.checkins.history()) == 1
    await pass_to_tomorrow(world)
    assert len(world.checkins.history()) == 3


async def test_one_that_is_posted_once_can_only_be_paused(world: World) -> None:
    await schedule(world)
    page = await again(world, world.orla, "pause")
    assert page.labels == ["Pause it", "Back", "Stop"]
    await again(world, world.orla, "cancel")
    page = await world.press(world.orla, await again(world, world.orla, "cancel"), "Cancel all to come")
    told = await world.slash(world.orla, "organise announce pause", announcement=str((await the_one(world)).id))
    assert "was cancelled" in told.text
    assert world.refusal() == "announcements-is-cancelled"
    assert "Cancelled" in page.text


async def test_cancelling_asks_once_and_a_button_of_it_says_so_afterwards(world: World) -> None:
    shown = await schedule(world)
    question = await again(world, world.orla, "cancel")
    assert "What is posted already stays" in question.text
    await world.press(world.orla, question, "Cancel all to come")
    told = await world.press(world.orla, shown, "Change the text")
    assert "was cancelled" in told.text
    await pass_to_tomorrow(world)
    assert world.checkins.last_message is None


async def test_a_post_that_is_out_is_corrected_and_taken_down(world: World) -> None:
    await schedule(world, when="now", title="Party")
    form = await again(world, world.orla, "correct")
    assert form.fields == {"title": "Party", "text": "Tea at six."}
    told = await world.fill(world.orla, form, title="Party", text="Tea at seven.")
    assert "The post changes now" in told.text
    await world.run_due()
    said = text_of(world.checkins.last_message)
    assert said.startswith("## Party\nTea at seven.\nCorrected <t:")
    await world.run_due()
    page = await world.slash(world.orla, "organise announce list")
    page = await world.press(world.orla, page, "See 1")
    form = await world.press(world.orla, page, "Correct the post")
    assert form.fields == {"title": "Party", "text": "Tea at seven."}
    kept = await world.press(world.orla, page, "Keep as a template")
    assert "This is the template" in kept.text
    page = await world.press(world.orla, await world.slash(world.orla, "organise announce list"), "See 1")
    question = await world.press(world.orla, page, "Take the post down")
    assert "People may have read it" in question.text
    told = await world.press(world.orla, question, "Take it down")
    assert "taken down now" in told.text
    await world.run_due()
    assert world.checkins.last_message is None
    await again(world, world.orla, "correct")
    assert world.refusal() == "announcements-not-out"


async def test_the_title_of_a_forum_post_stays(world: World) -> None:
    forum = world.guild.create_forum_channel("news")
    preview = await write(world, title="Party", channel=forum, when="now")
    await world.press(world.orla, preview, "Schedule it")
    form = await again(world, world.orla, "correct")
    assert form.fields == {"text": "Tea at six."}
    await world.fill(world.orla, form, text="Tea at seven.")
    await world.run_due()
    page = await world.press(world.orla, await world.slash(world.orla, "organise announce list"), "See 1")
    question = await world.press(world.orla, page, "Take the post down")
    assert "The title and people's replies stay" in question.text


async def test_what_failed_says_why_and_is_sent_again_once_it_is_mended(world: World) -> None:
    await schedule(world)
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50013)
    await pass_to_tomorrow(world)
    page = await world.press(world.orla, await world.slash(world.orla, "organise announce list"), "See 1")
    assert "did not go out" in page.text
    assert "not allowed to post there" in page.text
    told = await again(world, world.orla, "retry")
    assert "Kettle sends it again now" in told.text
    assert text_of(world.checkins.last_message).startswith("Tea at six.")
    await world.run_due()
    await again(world, world.orla, "retry")
    assert world.refusal() == "announcements-nothing-failed"


async def test_another_fault_is_said_without_its_number(world: World) -> None:
    await schedule(world)
    world.env.inject_error("POST", "/channels/*/messages", status=400, code=50035)
    await pass_to_tomorrow(world)
    page = await again(world, world.orla, "preview")
    assert "Discord did not take it" in page.text
    told = await world.press(world.orla, page, "Send it again")
    assert "sends it again" in told.text


async def test_a_template_begins_another_and_can_be_deleted(world: World) -> None:
    await schedule(world, file=PNG, alt1="A kettle.", title="Party")
    told = await again(world, world.orla, "template")
    assert "no names" in told.text
    form = await begin(world, template="Party")
    assert form.fields == {"title": "Party", "text": "Tea at six.", "alt1": "A kettle."}
    preview = await world.fill(world.orla, form, **form.fields)
    assert "Not scheduled yet" in preview.text
    listed = await world.slash(world.orla, "organise announce list")
    page = await world.press(world.orla, listed, "See 3")
    assert "Template" in page.text
    question = await world.press(world.orla, page, "Cancel it")
    listed = await world.press(world.orla, question, "Delete the template")
    assert "Template" not in listed.text
    await begin(world, template="Party")
    assert world.refusal() == "announcements-pick"
    assert await posts(world) == []


async def test_a_long_list_has_pages(world: World) -> None:
    empty = await world.slash(world.orla, "organise announce list")
    assert "no announcements yet" in empty.text
    for number in range(6):
        await write(world, f"Tea number {number}.")
    first = await world.slash(world.orla, "organise announce list")
    assert first.text.count("in <#") == 5
    second = await world.press(world.orla, first, "See more")
    assert second.text.count("in <#") == 1
    assert second.labels == ["See 1", "Back", "Stop"]
    assert (await world.press(world.orla, second, "Back")).text == first.text


async def test_words_of_the_list_are_not_formatted_and_call_nobody(world: World) -> None:
    await write(world, "**@everyone** come")
    listed = await world.slash(world.orla, "organise announce list")
    assert "**@everyone**" not in listed.text
    assert "@\u200beveryone" in listed.text


async def test_publishing_to_followers_is_off_until_chosen(world: World) -> None:
    news = world.guild.create_news_channel("news")
    preview = await write(world, channel=news, when="now")
    assert "Followers do not get it" in preview.text
    preview = await world.press(world.orla, preview, "Publish to followers")
    assert "follow this channel get it too" in preview.text
    preview = await world.press(world.orla, preview, "Keep it in this server")
    preview = await world.press(world.orla, preview, "Publish to followers")
    await world.press(world.orla, preview, "Schedule it")
    await world.run_due()
    await world.run_due()
    assert await sent(world) == [("post", "sent"), ("publish", "sent")]
    asked = [entry.path for entry in world.env.http_requests if entry.path.endswith("/crosspost")]
    assert len(asked) == 1


async def test_setup_has_a_switch_for_two_organisers(world: World) -> None:
    page = await world.press(world.ada, await world.slash(world.ada, "setup"), "Choose roles")
    page = await world.press(world.ada, page, "Ask for a second one")
    assert "two people have to agree" in page.text
    page = await world.press(world.ada, page, "Let one be enough")
    assert "one person is enough" in page.text


async def test_only_organisers_reach_it_whoever_sees_the_command(world: World) -> None:
    shown = await write(world)
    await world.let_see("organise", world.sam)
    for command in ("list", "edit", "preview", "cancel", "pause", "correct", "retry", "template"):
        options = {} if command == "list" else {"announcement": str((await the_one(world)).id)}
        await world.slash(world.sam, f"organise announce {command}", **options)
        assert world.refusal() == "guilds-only-organiser"
    await world.slash(world.sam, "organise announce create", channel=world.checkins, when="now")
    assert world.refusal() == "guilds-only-organiser"
    assert shown.private
    assert read(shown.result).private
