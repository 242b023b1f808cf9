"""Journeys of an event: planned, opened, answered, waited for, and what each person sees of it."""

from datetime import timedelta

import discord
import pytest
from sqlalchemy import select

from bot.screens import Screen
from bot.ui import door
from db.models.schedules import Schedule
from db.models.signups import Signup
from tests.cogs.conftest import World
from tests.cogs.eventing import begin, details, opened, signups, the_event, times, write
from tests.cogs.reading import Shown, read, text_of


async def test_it_is_seen_before_it_is_opened_and_posted_then(world: World) -> None:
    shown = await write(world)
    assert "Tea and talk" in shown.text
    assert "Not open yet" in shown.text
    assert world.checkins.last_message is None
    told = await world.press(world.orla, shown, "Open it for sign-up")
    assert "Open for sign-up" in told.text
    await world.run_due()
    card = world.checkins.last_message
    assert "Are you coming?" in text_of(card)
    assert "people are coming" not in text_of(card)


async def test_a_time_that_is_not_clear_is_typed_again(world: World) -> None:
    told = await begin(world, when="someday")
    assert "Nothing you chose is lost" in told.text
    form = await world.press(world.orla, told, "Change it")
    assert form.fields == {"when": "someday", "until": "8pm"}
    told = await world.fill(world.orla, form, when="tomorrow 6pm", until="5pm")
    assert "end before it starts" in told.text
    form = await world.press(world.orla, told, "Change it")
    told = await world.fill(world.orla, form, when="tomorrow 6pm", until="2 hours")
    form = await world.press(world.orla, told, "Write the words")
    assert set(form.fields) == {"title", "about", "place", "online_link", "access"}


async def test_people_answer_on_the_card_and_are_told_in_private(world: World) -> None:
    card = await opened(world, {"online_link": "https://example.org/room"})
    assert "example.org" not in text_of(card)
    told = await world.press(world.sam, card, "I am coming")
    assert told.private
    assert "You are coming" in told.text
    assert "https://example.org/room" in told.text
    told = await world.press(world.jo, card, "Maybe")
    assert "example.org" not in told.text
    told = await world.press(world.sam, card, "I can't come")
    assert "That is fine" in told.text
    assert await signups(world) == {world.sam.id: "no", world.jo.id: "maybe"}


async def test_an_offer_that_is_not_taken_goes_on_to_the_next(world: World) -> None:
    card = await opened(world, seats="1", when="10/01 6pm")
    for person in (world.sam, world.jo, world.kim):
        await world.press(person, card, "I am coming")
    await world.press(world.sam, card, "I can't come")
    await world.run_due()
    await world.env.advance_time(timedelta(hours=24).total_seconds())
    await world.run_due()
    assert await signups(world) == {world.sam.id: "no", world.jo.id: "no", world.kim.id: "offered"}


async def test_what_would_help_is_for_those_who_organise_it_alone(world: World) -> None:
    card = await opened(world)
    told = await world.press(world.sam, card, "I am coming")
    form = await world.press(world.sam, told, "Say what would help")
    told = await world.fill(world.sam, form, text="A chair with arms")
    assert "Organisers see this with your name" in told.text
    shown = await world.slash(world.orla, "organise event edit", event="Tea")
    shown = await world.press(world.orla, shown, "See who is coming")
    assert f"<@{world.sam.id}>. What would help: A chair with arms" in shown.text
    seen = await world.slash(world.jo, "event view", event="Tea")
    assert "chair" not in seen.text


async def test_somebody_who_is_not_on_discord_is_signed_up_by_name_and_taken_off(world: World) -> None:
    await opened(world, seats="1")
    shown = await world.slash(world.orla, "organise event edit", event="Tea")
    shown = await world.press(world.orla, shown, "See who is coming")
    form = await world.press(world.orla, shown, "Add somebody by name")
    shown = await world.fill(world.orla, form, name="Ann")
    assert "1 of 1 places are taken" in shown.text
    assert "- Ann" in shown.text
    form = await world.press(world.orla, shown, "Add somebody by name")
    refused = await world.fill(world.orla, form, name="Bo")
    assert "Every place is taken" in refused.text
    shown = await world.press(
        world.orla, await world.slash(world.orla, "organise event edit", event="Tea"), "See who is coming"
    )
    async with world.bot.db.read() as session:
        (guest,) = (await session.scalars(select(Signup.id))).all()
    menu = f"events:drop:{(await times(world))[0].id}:{guest}"
    shown = read(await world.orla.select(shown.message, [str(guest)], custom_id=menu))
    assert "0 of 1 places are taken" in shown.text


async def test_the_list_shows_what_is_coming_and_mine_what_i_go_to(world: World) -> None:
    card = await opened(world)
    listed = await world.slash(world.sam, "event list")
    assert "Tea and talk" in listed.text
    assert "Nothing is on your list" in (await world.slash(world.sam, "event mine")).text
    await world.press(world.sam, card, "Maybe")
    mine = await world.slash(world.sam, "event mine")
    assert "Tea and talk" in mine.text
    seen = await world.press(world.sam, mine, "See number 1")
    assert "You said maybe" in seen.text


async def test_cancelling_asks_once_and_tells_who_answered(world: World) -> None:
    card = await opened(world)
    await world.press(world.sam, card, "I am coming")
    question = await world.slash(world.orla, "organise event cancel", event="Tea")
    assert "Kettle tells everybody" in question.text
    told = await world.press(world.orla, question, "Cancel all to come")
    assert "It is cancelled now" in told.text
    await world.run_due()
    await world.env.advance_time(31)
    await world.run_due()
    assert "Cancelled: Tea and talk" in text_of(world.checkins.last_message)
    (message,) = world.inbox(world.sam)
    assert "You need not do anything" in text_of(message)
    told = await world.press(world.sam, await world.slash(world.sam, "event list"), "See my events")
    assert "Nothing is on your list" in told.text


async def test_an_event_that_repeats_has_a_card_for_the_next_time_and_four_to_answer(world: World) -> None:
    await opened(world, when="every Tuesday 6pm")
    assert len(await times(world)) == 4
    assert len(world.checkins.history()) == 1
    listed = await world.slash(world.sam, "event list")
    assert listed.text.count("Tea and talk") == 4
    first = (await times(world))[0]
    await world.wait_until(first.ends_at + timedelta(minutes=1))
    assert len(world.checkins.history()) == 2
    assert len([one for one in await times(world) if one.state == "open"]) == 4


async def test_an_event_for_a_role_is_for_people_with_that_role(world: World) -> None:
    role = world.guild.create_role("Buddies")
    card = await opened(world, only_for=role)
    refused = await world.press(world.sam, card, "I am coming")
    assert f"<@&{role.id}>" in refused.text
    assert await signups(world) == {}


async def test_a_copy_asks_when_and_has_the_same_words(world: World) -> None:
    await opened(world)
    form = await world.slash(world.orla, "organise event copy", event="Tea")
    assert form.fields == {"when": "", "until": "2 hours"}
    shown = await world.fill(world.orla, form, when="10/01 6pm", until="8pm")
    assert "Tea and talk" in shown.text
    assert "Not open yet" in shown.text
    assert (await the_event(world)).title == "Tea and talk"


async def test_fewer_places_than_are_taken_are_refused_and_nobody_is_dropped(world: World) -> None:
    card = await opened(world)
    for person in (world.sam, world.jo):
        await world.press(person, card, "I am coming")
    shown = await world.slash(world.orla, "organise event edit", event="Tea")
    refused = await details(world, shown, capacity="1")
    assert "2 places are taken already" in refused.text
    assert set((await signups(world)).values()) == {"going"}


@pytest.mark.parametrize("command", ["create", "edit", "cancel", "message", "copy"])
async def test_only_organisers_plan_events(world: World, command: str) -> None:
    await opened(world)
    await world.let_see("organise", world.sam)
    options = (
        {"channel": world.checkins, "when": "tomorrow 6pm", "until": "8pm"} if command == "create" else {"event": "1"}
    )
    await world.slash(world.sam, f"organise event {command}", **options)
    assert world.refusal() == "guilds-only-organiser"


async def who_comes(world: World) -> Shown:
    shown = await world.slash(world.orla, "organise event edit", event="Tea")
    return await world.press(world.orla, shown, "See who is coming")


async def test_one_time_of_an_event_that_repeats_is_changed_alone(world: World) -> None:
    card = await opened(world, when="every Tuesday 6pm")
    await world.press(world.sam, card, "I am coming")
    page = await world.press(world.orla, await who_comes(world), "Change this time")
    form = await world.press(world.orla, page, "Change its words")
    assert form.fields["title"] == "Tea and talk"
    shown = await world.fill(world.orla, form, **form.fields | {"title": "Cake and talk"})
    assert "Who is coming: Cake and talk" in shown.text
    page = await world.press(world.orla, shown, "Change this time")
    form = await world.press(world.orla, page, "Change its places")
    shown = await world.fill(world.orla, form, capacity="1", map_link="")
    assert "1 of 1 places are taken" in shown.text
    page = await world.press(world.orla, shown, "Change this time")
    form = await world.press(world.orla, page, "Change its time")
    first = (await times(world))[0].starts_at
    later = first + timedelta(days=1)
    assert form.fields == {"when": "", "until": "2 hours"}
    asked = await world.fill(world.orla, form, when=f"{later:%d/%m} 7pm", until="9pm")
    assert "One person has answered" in asked.text
    shown = await world.press(world.orla, asked, "Save and tell them")
    assert f"<t:{int(later.replace(hour=19).timestamp())}:F>" in shown.text
    await world.run_due()
    assert "New time: Cake and talk" in text_of(world.inbox(world.sam)[-1])
    listed = await world.slash(world.sam, "event list")
    assert (listed.text.count("Cake and talk"), listed.text.count("Tea and talk")) == (1, 3)


async def test_this_and_all_later_times_are_changed_together(world: World) -> None:
    await opened(world, when="every Tuesday 6pm")
    second = (await times(world))[1]
    shown = await who_comes(world)
    shown = read(await world.orla.select(shown.message, [str(second.id)], custom_id=f"events:pick:{second.event_id}"))
    page = await world.press(world.orla, shown, "Change this time")
    shown = await world.press(world.orla, page, "Change from here on")
    assert "an event of their own now" in shown.text
    form = await world.press(world.orla, shown, "Change the words")
    await world.fill(world.orla, form, **form.fields | {"title": "Soup and talk"})
    titles = (await world.slash(world.sam, "event list")).text
    assert (titles.count("Tea and talk"), titles.count("Soup and talk")) == (1, 4)


async def test_names_are_shown_only_when_an_organiser_chose_it(world: World) -> None:
    shown = await write(world)
    shown = await world.press(world.orla, shown, "Show names")
    assert "The card shows who is coming" in shown.text
    await world.press(world.orla, shown, "Open it for sign-up")
    await world.run_due()
    card = world.checkins.last_message
    assert card is not None
    told = await world.press(world.sam, card, "I am coming")
    assert f"Coming: <@{world.sam.id}>" in told.text


async def test_who_may_come_is_chosen_as_a_role_or_everybody(world: World) -> None:
    shown = await write(world)
    page = await world.press(world.orla, shown, "Choose who may come")
    role = world.guild.create_role("Buddies")
    event = await the_event(world)
    shown = read(await world.orla.select(page.message, [role], custom_id=f"events:for:{event.id}"))
    assert f"For <@&{role.id}>" in shown.text
    page = await world.press(world.orla, shown, "Choose who may come")
    shown = await world.press(world.orla, page, "Let everybody come")
    assert "For <@&" not in shown.text


async def test_only_the_next_time_is_cancelled_and_the_others_stay(world: World) -> None:
    await opened(world, when="every Tuesday 6pm")
    question = await world.slash(world.orla, "organise event cancel", event="Tea")
    told = await world.press(world.orla, question, "Cancel only the next")
    assert "Cancelled: <t:" in told.text
    assert [one.state for one in await times(world)] == ["cancelled", *["open"] * 4]


async def test_a_draft_is_deleted_at_once(world: World) -> None:
    shown = await write(world)
    question = await world.press(world.orla, shown, "Cancel it")
    told = await world.press(world.orla, question, "Delete it")
    assert "The draft is gone" in told.text
    assert "Nothing is planned yet" in (await world.slash(world.orla, "organise event edit")).text


async def test_what_is_over_takes_no_more_answers_and_has_no_more_times(world: World) -> None:
    await opened(world)
    shown = await world.slash(world.orla, "organise event edit", event="Tea")
    one = (await times(world))[0]
    await world.wait_until(one.ends_at + timedelta(minutes=1))
    assert "This is over: Tea and talk" in text_of(world.checkins.last_message)
    told = await world.slash(world.sam, "event view", event=str(one.id))
    assert "takes no more answers" in told.text
    told = await world.press(world.orla, shown, "See who is coming")
    assert "No time of it is to come" in told.text
    await world.slash(world.orla, "organise event message", event=str(one.event_id))
    assert world.refusal() == "events-is-over"


async def test_a_bot_is_no_contact_and_an_unknown_event_is_said(world: World) -> None:
    bot = world.guild.add_member(world.env.create_user("robot", bot=True))
    await begin(world, contact=bot)
    assert world.refusal() == "events-contact-bot"
    await world.slash(world.sam, "event view", event="nothing like it")
    assert world.refusal() == "events-none-coming"
    assert (await world.sam.autocomplete(world.checkins, "event view", "event", "")) == []
    await opened(world)
    (choice,) = await world.sam.autocomplete(world.checkins, "event view", "event", "tea")
    seen = await world.slash(world.sam, "event view", event=choice["value"])
    assert "Tea and talk" in seen.text
    await world.let_see("organise", world.orla)
    (choice,) = await world.orla.autocomplete(world.checkins, "organise event edit", "event", "te")
    assert choice["name"] == "Tea and talk"


async def test_an_answer_that_is_none_is_from_an_older_screen(world: World) -> None:
    await opened(world)
    made_up = Screen("Are you coming?", [door(f"events:answer:{(await times(world))[0].id}:perhaps", "Perhaps")])
    place = world.bot.get_channel(world.checkins.id)
    assert isinstance(place, discord.TextChannel)
    told = await world.press(world.sam, await place.send(view=made_up), "Perhaps")
    assert told.text == world.bot.words("errors-older-screen")
    assert await signups(world) == {}


async def test_a_co_organiser_finds_it_on_the_list_and_changes_it(world: World) -> None:
    shown = await write(world)
    page = await world.press(world.orla, shown, "Choose co-organisers")
    menu = f"events:hosting:{(await the_event(world)).id}"
    shown = read(await world.orla.select(page.message, [world.sam, world.jo], custom_id=menu))
    assert f"Also organised by: <@{world.sam.id}> and <@{world.jo.id}>" in shown.text
    page = await world.press(world.orla, shown, "Choose co-organisers")
    shown = read(await world.orla.select(page.message, [world.sam], custom_id=menu))
    assert f"<@{world.jo.id}>" not in shown.text
    await world.press(world.orla, shown, "Open it for sign-up")
    await world.run_due()
    seen = await world.slash(world.jo, "event view", event="Tea")
    assert "Open its plan" not in seen.labels
    seen = await world.slash(world.sam, "event view", event="Tea")
    shown = await world.press(world.sam, seen, "Open its plan")
    form = await world.press(world.sam, shown, "Change the words")
    shown = await world.fill(world.sam, form, **form.fields | {"title": "Cake and talk"})
    assert "Cake and talk" in shown.text


async def test_a_card_that_somebody_deleted_is_posted_again_with_every_answer(world: World) -> None:
    card = await opened(world)
    await world.press(world.sam, card, "I am coming")
    await card.delete()
    await world.env.advance_time(timedelta(days=1).total_seconds() / 2)
    await world.run_due()
    assert world.checkins.last_message is None
    await world.restart()
    for _ in range(3):
        await world.run_due()
        await world.env.advance_time(31)
    again = world.checkins.last_message
    assert again is not None
    assert again.id != card.id
    assert await signups(world) == {world.sam.id: "going"}


ONCE = {"words": "Change its words", "details": "Change its places", "when": "Change its time"}


async def test_what_takes_place_once_is_changed_as_a_whole(world: World) -> None:
    await opened(world)
    shown = await who_comes(world)
    assert "Change this time" not in shown.labels
    one = (await times(world))[0]
    for press in ("one", *(f"one-{each}" for each in ONCE), "split"):
        shown = await older(world, f"events:{press}:{one.id}")
        assert "Open for sign-up" in shown.text
        assert "an event of their own" not in shown.text


async def older(world: World, custom_id: str) -> Shown:
    """Let the organiser press what an older screen still shows."""
    place = world.bot.get_channel(world.checkins.id)
    assert isinstance(place, discord.TextChannel)
    return await world.press(
        world.orla, await place.send(view=Screen("An older screen", [door(custom_id, "Go")])), "Go"
    )


async def test_a_form_for_one_time_changes_the_whole_of_what_takes_place_once_meanwhile(world: World) -> None:
    await opened(world, {"access": "A lift"}, when="every Tuesday 6pm")
    page = await world.press(world.orla, await who_comes(world), "Change this time")
    forms = {name: await world.press(world.orla, page, label) for name, label in ONCE.items()}
    row = await the_event(world)
    async with world.bot.db.begin() as session:
        schedule = await session.get_one(Schedule, row.schedule_id)
        schedule.rule = ""
    shown = await world.fill(world.orla, forms["words"], **forms["words"].fields | {"title": "Cake"})
    assert "Open for sign-up" in shown.text
    assert "## Cake" in shown.text
    assert "Access: A lift" in shown.text
    shown = await world.fill(world.orla, forms["details"], capacity="7", map_link="")
    assert "There are 7 places" in shown.text
    asked = await world.fill(world.orla, forms["when"], when="10/01 6pm", until="2 hours")
    shown = await world.press(world.orla, asked, "Save it")
    assert "Open for sign-up" in shown.text
