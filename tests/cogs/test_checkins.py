"""Journeys of checking in: the private card, what follows it, and the posted prompt."""

import asyncio
from datetime import timedelta
from functools import partial

import discord
import pytest
from sqlalchemy import func, select

from db.models.checkins import Answer, Prompt
from db.models.deliveries import Delivery
from tests.cogs.conftest import World
from tests.cogs.crowd import at_once
from tests.cogs.reading import raw, read, text_of


async def answers_of(world: World) -> list[str]:
    async with world.bot.db.read() as session:
        return list(await session.scalars(select(Answer.answer).order_by(Answer.member_id)))


async def post_prompt(world: World, **options: object) -> discord.Message:
    await world.slash(world.orla, "organise checkins schedule", **options)
    await world.run_due()
    message = world.checkins.last_message
    assert message is not None
    return message


async def test_the_card_asks_privately_and_offers_every_answer_and_a_way_out(world: World) -> None:
    card = await world.slash(world.sam, "checkin")
    assert card.private
    assert "How are you today?" in card.text
    assert card.labels == ["Good", "OK", "Up and down", "Low", "Struggling", "I would rather not say", "Stop"]


@pytest.mark.parametrize("label", ["Good", "OK", "Up and down", "I would rather not say"])
async def test_other_answers_show_no_contacts(world: World, label: str) -> None:
    card = await world.slash(world.sam, "checkin")
    saved = await world.press(world.sam, card, label)
    assert f"Saved: {label}" in saved.text
    assert "116 123" not in saved.text


@pytest.mark.parametrize("label", ["Low", "Struggling"])
async def test_low_answers_show_contacts_in_the_same_card(world: World, label: str) -> None:
    card = await world.slash(world.sam, "checkin")
    saved = await world.press(world.sam, card, label)
    assert f"Saved: {label}" in saved.text
    assert all(number in saved.text for number in ("999", "116 123", "85258"))
    assert saved.labels[:3] == ["Keep it to myself", "Share with my peers", "Please reach out"]
    assert saved.private


async def test_a_second_answer_on_the_same_day_replaces_the_first(world: World) -> None:
    card = await world.slash(world.sam, "checkin")
    await world.press(world.sam, card, "Low")
    card = await world.slash(world.sam, "checkin")
    await world.press(world.sam, card, "Good")
    assert await answers_of(world) == ["good"]


async def test_an_answer_can_be_taken_back_once(world: World) -> None:
    one, other = [
        await world.press(world.sam, await world.slash(world.sam, "checkin"), "Low") for _ in ("a card", "another")
    ]
    gone = await world.press(world.sam, one, "Take it back")
    assert "Gone" in gone.text
    assert await answers_of(world) == []
    again = await world.press(world.sam, other, "Take it back")
    assert "no answer saved for that day" in again.text
    assert again.private
    assert await answers_of(world) == []


async def test_back_goes_to_the_question_and_stop_ends_the_flow(world: World) -> None:
    saved = await world.press(world.sam, await world.slash(world.sam, "checkin"), "Low")
    card = await world.press(world.sam, saved, "Back")
    assert "How are you today?" in card.text
    stopped = await world.press(world.sam, card, "Stop")
    assert "saved before stays saved" in stopped.text
    assert await answers_of(world) == ["low"]


async def test_a_community_that_never_set_kettle_up_is_told_kindly(bare: World) -> None:
    member = await bare.slash(bare.sam, "checkin")
    assert "still setting Kettle up" in member.text
    assert bare.refusal() == "guilds-not-set-up"
    admin = await bare.slash(bare.ada, "checkin")
    assert "/setup" in admin.text
    assert bare.refusal() == "guilds-not-set-up"


async def test_now_posts_a_prompt_that_anyone_can_answer_privately(world: World) -> None:
    said = await world.slash(world.orla, "organise checkins schedule", when="now", closes="2 hours")
    assert "people can answer until" in said.text.lower()
    await world.run_due()
    prompt = world.checkins.last_message
    assert prompt is not None
    assert "How are you today?" in text_of(prompt)
    saved = await world.press(world.sam, prompt, "OK")
    assert saved.private
    assert "Saved: OK" in saved.text
    assert len(world.checkins.history()) == 1


async def test_a_prompt_is_posted_once_however_often_the_sweep_runs(world: World) -> None:
    await post_prompt(world)
    await world.run_due()
    await world.run_due()
    assert len(world.checkins.history()) == 1


async def test_a_prompt_goes_to_the_channel_that_was_named(world: World) -> None:
    garden = world.guild.create_text_channel("garden")
    await world.slash(world.orla, "organise checkins schedule", channel=garden)
    await world.run_due()
    assert garden.last_message is not None
    assert world.checkins.last_message is None


async def test_a_closed_prompt_says_so_kindly_and_saves_nothing(world: World) -> None:
    prompt = await post_prompt(world, closes="15 minutes")
    await world.env.advance_time(15 * 60)
    told = await world.press(world.sam, prompt, "Low")
    assert "has closed" in told.text
    assert told.private
    assert await answers_of(world) == []


async def test_a_prompt_that_was_forgotten_says_so_kindly(world: World) -> None:
    prompt = await post_prompt(world, closes="15 minutes")
    await world.env.advance_time(timedelta(days=15).total_seconds())
    await world.run_due()
    told = await world.press(world.sam, prompt, "Low")
    assert "taken away" in told.text


async def test_a_live_prompt_answers_after_a_restart(world: World) -> None:
    prompt = await post_prompt(world)
    await world.restart()
    saved = await world.press(world.sam, prompt, "Struggling")
    assert "Saved: Struggling" in saved.text
    assert await answers_of(world) == ["struggling"]


async def test_a_screen_opened_before_a_restart_still_works(world: World) -> None:
    saved = await world.press(world.sam, await world.slash(world.sam, "checkin"), "Low")
    await world.restart()
    consent = await world.press(world.sam, saved, "Please reach out")
    assert "moderators" in consent.text


async def test_a_hundred_presses_at_once_leave_one_answer_a_member_and_no_error(world: World) -> None:
    prompt = await post_prompt(world)
    crowd = [world.guild.add_member(world.env.create_user(f"member{number}")) for number in range(50)]
    presses = [partial(person.click, prompt, label=label) for person in crowd for label in ("Low", "Good")]
    results = await at_once(world.env, presses)
    assert all("Saved: " in read(result).text for result in results)
    assert await answers_of(world) == ["good"] * 50


async def test_only_organisers_can_post_a_prompt(world: World) -> None:
    await world.let_see("organise", world.sam)
    told = await world.slash(world.sam, "organise checkins schedule")
    assert world.refusal() == "guilds-only-organiser"
    assert told.private
    assert world.checkins.last_message is None


@pytest.mark.parametrize(
    ("options", "refusal"),
    [
        ({"when": "every blue moon"}, "We did not follow that"),
        ({"when": "every weekday"}, "At what time?"),
        ({"closes": "banana"}, "length of time"),
        ({"closes": "1 minute"}, "15 minutes"),
        ({"closes": "30 days"}, "7 days"),
    ],
)
async def test_a_prompt_that_cannot_be_is_refused_in_plain_words_and_what_was_typed_comes_back(
    world: World, options: dict[str, str], refusal: str
) -> None:
    told = await world.slash(world.orla, "organise checkins schedule", **options)
    assert refusal in told.text
    assert all(typed in told.text for typed in options.values())
    form = await world.press(world.orla, told, "Change it")
    assert form.fields == {"when": "now", "closes": "12 hours", **options}
    async with world.bot.db.read() as session:
        for table in (Prompt, Delivery):
            assert await session.scalar(select(func.count()).select_from(table)) == 0
    await world.run_due()
    assert world.checkins.last_message is None


async def test_a_channel_that_kettle_may_not_write_in_is_named_before_anything_is_scheduled(world: World) -> None:
    everyone, bot, *_ = world.guild.roles.values()
    closed = {role: discord.PermissionOverwrite(send_messages=False) for role in (everyone, bot)}
    quiet = world.guild.create_text_channel("quiet", overwrites=closed)
    told = await world.slash(world.orla, "organise checkins schedule", channel=quiet)
    assert f"<#{quiet.id}>" in told.text


async def test_a_member_who_left_and_came_back_answers_as_before(world: World) -> None:
    prompt = await post_prompt(world)
    await world.press(world.sam, prompt, "Low")
    world.guild.remove_member(world.sam)
    again = world.guild.add_member(world.sam.user)
    saved = read(await again.click(prompt, label="Good"))
    assert "Saved: Good" in saved.text


async def test_a_question_that_closed_says_so_where_it_stands_and_leads_to_the_private_card(world: World) -> None:
    prompt = await post_prompt(world, closes="15 minutes")
    await world.env.advance_time(15 * 60)
    await world.run_due()
    (closed,) = world.checkins.history()
    assert closed.id == prompt.id
    assert "has closed" in text_of(closed)
    assert "checkins:answer" not in str(raw(closed))
    card = await world.press(world.sam, closed, "Check in now")
    assert card.private
    saved = await world.press(world.sam, card, "Low")
    assert "Saved: Low" in saved.text


async def test_my_fortnight_is_a_list_and_a_picture_with_words_for_it(world: World) -> None:
    await world.press(world.sam, await world.slash(world.sam, "checkin"), "Low")
    await world.env.advance_time(timedelta(days=1).total_seconds())
    await world.press(world.sam, await world.slash(world.sam, "checkin"), "Good")
    shown = await world.slash(world.sam, "my checkins")
    assert shown.private
    assert "Friday 2 January: Good\nThursday 1 January: Low" in shown.text
    gallery = next(part for part in shown.parts if part["type"] == discord.ComponentType.media_gallery.value)
    assert "2 answers" in gallery["items"][0]["description"]
    png = await shown.message.attachments[0].read()
    assert png.startswith(b"\x89PNG")


async def test_my_fortnight_shows_nobody_elses_answers(world: World) -> None:
    await world.press(world.sam, await world.slash(world.sam, "checkin"), "Low")
    shown = await world.slash(world.jo, "my checkins")
    assert "nothing here yet" in shown.text
    assert "Low" not in shown.text


async def test_an_answer_is_forgotten_after_a_fortnight(world: World) -> None:
    await world.press(world.sam, await world.slash(world.sam, "checkin"), "Low")
    await world.env.advance_time(timedelta(days=14).total_seconds())
    await world.run_due()
    assert await answers_of(world) == []


async def test_a_press_is_answered_in_one_transaction(world: World) -> None:
    prompt = await post_prompt(world)
    begun = 0
    begin = world.bot.db.begin

    def counted() -> object:
        nonlocal begun
        begun += 1
        return begin()

    world.bot.db.begin = counted  # type: ignore[method-assign, assignment]
    result = await world.sam.click(prompt, label="Low")
    assert begun == 1
    assert result.response is not None
    assert not result.followups
    await asyncio.sleep(0)
