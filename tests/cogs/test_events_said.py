"""What people are told about an event before and after they answer: who sees it, which time it is, what follows."""

from datetime import timedelta

import pytest

from tests.cogs.conftest import World
from tests.cogs.eventing import begin, opened, times, write
from tests.cogs.reading import Shown, text_of

SEVERAL = "every Tuesday 6pm"
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (False, "Only organisers see who is coming."),
        (True, "If you are coming, your name stands here. Organisers see every answer."),
    ],
)
async def test_a_card_says_before_the_answer_who_sees_it(world: World, *, names: bool, said: str) -> None:
    shown = await write(world)
    if names:
        shown = await world.press(world.orla, shown, "Show names")
    await world.press(world.orla, shown, "Open it for sign-up")
    await world.run_due()
    assert said in text_of(world.checkins.last_message)
    assert "Need something to come?" in text_of(world.checkins.last_message)
    assert said in (await world.slash(world.sam, "event view", event="Tea")).text


async def test_of_an_event_that_repeats_it_is_said_which_time_is_answered(world: World) -> None:
    card = await opened(world, when=SEVERAL)
    when = f"<t:{int((await times(world))[0].starts_at.timestamp())}:F>"
    assert f"Are you coming on {when}?" in text_of(card)
    for label, said in (
        ("I am coming", "You are coming on"),
        ("Maybe", "You said maybe to"),
        ("I can't come", "You are not coming on"),
    ):
        told = await world.press(world.sam, card, label)
        assert f"{said} {when}." in told.text
        assert "The other times are asked for one by one." in told.text


async def cancel(world: World, label: str) -> Shown:
    question = await world.slash(world.orla, "organise event cancel", event="Tea")
    shown = await world.press(world.orla, question, label)
    await world.run_due()
    await world.env.advance_time(31)
    await world.run_due()
    return shown


async def test_a_cancelled_time_says_when_the_next_is_and_the_last_that_it_does_not_go_on(world: World) -> None:
    card = await opened(world, when=SEVERAL)
    await world.press(world.sam, card, "I am coming")
    await cancel(world, "Cancel only the next")
    next_one = f"The next is <t:{int((await times(world))[1].starts_at.timestamp())}:F>."
    assert next_one in text_of(world.inbox(world.sam)[-1])
    assert next_one in text_of(world.checkins.history()[0]) + text_of(world.checkins.history()[-1])
    shown = await cancel(world, "Cancel all to come")
    assert "The card goes to" not in shown.text
    assert "reminded" not in shown.text
    assert len(world.inbox(world.sam)) == 2
    assert "It does not go on" in text_of(world.inbox(world.sam)[-1])
    assert "It does not go on" in text_of(world.checkins.last_message)


async def test_a_new_time_says_its_end_and_can_be_answered_with_maybe(world: World) -> None:
    card = await opened(world)
    await world.press(world.sam, card, "I am coming")
    shown = await world.slash(world.orla, "organise event edit", event="Tea")
    form = await world.press(world.orla, shown, "Change when")
    asked = await world.fill(world.orla, form, when="tomorrow 7pm", until="9pm")
    await world.press(world.orla, asked, "Save and tell them")
    await world.run_due()
    (told,) = world.inbox(world.sam)
    one = (await times(world))[0]
    assert f"It ends <t:{int(one.ends_at.timestamp())}:F>" in text_of(told)
    assert "Your answer stays as it was, unless you change it." in text_of(told)
    await world.wait_until(one.starts_at - 2 * HOUR)
    assert "still suit you" not in (await world.slash(world.sam, "event view", event="Tea")).text
    await world.sam.user.click(told, label="Maybe")
    assert "You said maybe" in (await world.slash(world.sam, "event view", event="Tea")).text


async def test_a_draft_says_its_time_back_and_that_nobody_else_sees_it(world: World) -> None:
    form = await world.press(world.orla, await begin(world, when="someday"), "Change it")
    shown = await world.fill(world.orla, form, when="10/01 6pm", until="8pm")
    assert "Nobody but organisers sees this yet." in shown.text
    assert "10 January 2026 at 18:00" in shown.text
    assert "Whoever had answered" not in shown.text


async def test_what_a_no_takes_is_said(world: World) -> None:
    card = await opened(world, seats="1")
    told = await world.press(world.sam, card, "I am coming")
    assert "Organisers see this with your name. Nobody else here does." in told.text
    await world.fill(world.sam, await world.press(world.sam, told, "Say what would help"), text="A ramp")
    told = await world.press(world.sam, card, "Maybe")
    assert "Others can have your place now." in told.text
    assert "erased" not in told.text.partition("Organisers see this with your name")[0]
    await world.press(world.sam, card, "I am coming")
    told = await world.press(world.sam, card, "I can't come")
    assert "Others can have your place now." in told.text
    assert "What you wrote about what would help is erased." in told.text
    told = await world.press(world.jo, card, "I can't come")
    assert "Others can have" not in told.text
    assert "erased" not in told.text


async def test_your_events_say_what_you_answered(world: World) -> None:
    card = await opened(world, seats="1")
    await world.press(world.sam, card, "I am coming")
    await world.press(world.jo, card, "I am coming")
    assert "**Your events**" in (await world.slash(world.sam, "event mine")).text
    assert "You are coming." in (await world.slash(world.sam, "event mine")).text
    assert "You are waiting: number 1 in the line." in (await world.slash(world.jo, "event mine")).text
    await world.press(world.sam, card, "Maybe")
    assert "You said maybe." in (await world.slash(world.sam, "event mine")).text
    assert "A place is free for you until" in (await world.slash(world.jo, "event mine")).text


async def test_who_waits_or_has_an_offer_is_not_told_to_wait_for_a_place(world: World) -> None:
    card = await opened(world, seats="1")
    await world.press(world.sam, card, "I am coming")
    seen = await world.press(world.jo, card, "I am coming")
    wait = "You can wait for one"
    assert wait not in seen.text
    assert wait in (await world.slash(world.kim, "event view", event="Tea")).text
    assert wait not in (await world.slash(world.sam, "event view", event="Tea")).text
    await world.wait_until((await times(world))[0].starts_at)
    for person in (world.jo, world.kim):
        seen = await world.slash(person, "event view", event="Tea")
        assert "It has begun and every place is taken." in seen.text
        assert wait not in seen.text


async def test_who_can_come_online_too_is_told_so(world: World) -> None:
    card = await opened(world, {"place": "The hall", "online_link": "https://example.org/room"})
    assert "You can join online too." in text_of(card)
    assert "It is online." not in text_of(card)


async def test_an_event_that_is_over_is_shown_by_its_name_to_who_organises_it(world: World) -> None:
    await opened(world)
    one = (await times(world))[0]
    await world.wait_until(one.ends_at + HOUR)
    shown = await world.slash(world.orla, "organise event edit", event=str(one.event_id))
    assert "## Tea and talk" in shown.text
    assert "This is over" in shown.text
    assert "Nothing is written yet" not in shown.text
