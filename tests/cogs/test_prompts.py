"""Journeys of asking by a rule: read back first, then asked on time, skipped, moved, paused, ended."""

from datetime import UTC, datetime, timedelta

from simcord import MemberActor

from tests.cogs.conftest import World
from tests.cogs.reading import Shown, read, text_of

FIRST = datetime(2026, 1, 1, 9, 30, tzinfo=UTC)
"""The simulated Discord begins at midnight before it, on a Thursday."""


async def propose(world: World, when: str = "every weekday 9:30", **options: str) -> Shown:
    return await world.slash(world.orla, "organise checkins schedule", when=when, **options)


async def start(world: World, when: str = "every weekday 9:30", **options: str) -> Shown:
    return await world.press(world.orla, await propose(world, when, **options), "Start asking")


async def listed(world: World, command: str = "list", who: MemberActor | None = None) -> Shown:
    return await world.slash(who or world.orla, f"organise checkins {command}")


async def see(world: World) -> Shown:
    return await world.press(world.orla, await listed(world), "See number 1")


async def test_a_rule_is_said_back_with_its_next_dates_before_anything_is_asked(world: World) -> None:
    shown = await propose(world, "every other tuesday 6:30pm until march", closes="90 minutes")
    assert "Every other Tuesday at 18:30" in shown.text
    assert "until 31 March 2026" in shown.text
    assert "1 hour and 30 minutes" in shown.text
    assert shown.text.count("<t:") == 5
    assert shown.labels == ["Start asking", "Change it", "Stop"]
    form = await world.press(world.orla, shown, "Change it")
    assert form.fields["closes"] == "1 hour and 30 minutes"
    again = await world.fill(world.orla, form, **form.fields)
    assert again.text == shown.text
    await world.wait_until(world.env.now() + timedelta(days=20))
    assert world.checkins.history() == []


async def test_a_rule_that_was_started_asks_on_time_and_says_nothing_about_lateness(world: World) -> None:
    await start(world)
    await world.wait_until(FIRST - timedelta(seconds=1))
    assert world.checkins.history() == []
    await world.wait_until(FIRST)
    (asked,) = world.checkins.history()
    assert "How are you today?" in text_of(asked)
    assert "comes late" not in text_of(asked)
    saved = read(await world.sam.click(asked, label="Good"))
    assert "Saved: Good" in saved.text


async def test_a_question_that_comes_late_says_when_it_was_due_and_one_that_is_over_is_not_asked(world: World) -> None:
    await start(world, closes="12 hours")
    await world.env.advance_time((FIRST - world.env.now()).total_seconds() + 3 * 3600)
    await world.run_due()
    (asked,) = world.checkins.history()
    assert f"was due at <t:{int(FIRST.timestamp())}:f>" in text_of(asked)
    await world.env.advance_time(24 * 3600 * 2.9)
    await world.run_due()
    assert len(world.checkins.history()) == 1


async def test_the_list_shows_every_rule_and_who_may_not_ask_may_not_see_it(world: World) -> None:
    assert "asks nothing by itself here yet" in (await listed(world)).text
    await start(world)
    await start(world, "first monday of every month 7pm")
    for command in ("list", "pause", "stop"):
        shown = await listed(world, command)
        assert "Number 1: Every weekday at 9:30" in shown.text.replace("09:30", "9:30")
        assert "Number 2: Every month on the first Monday" in shown.text
        assert shown.labels == ["See number 1", "See number 2", "Stop"]
    await world.let_see("organise", world.sam)
    told = await listed(world, who=world.sam)
    assert "for organisers" in told.text
    assert world.refusal() == "guilds-only-organiser"


async def test_the_next_time_can_be_skipped(world: World) -> None:
    await start(world)
    shown = await see(world)
    assert f"<t:{int(FIRST.timestamp())}:F>" in shown.text
    after = await world.press(world.orla, shown, "Skip the next one")
    assert f"<t:{int(FIRST.timestamp())}:F>" not in after.text
    await world.wait_until(FIRST)
    assert world.checkins.history() == []
    await world.wait_until(FIRST + timedelta(days=1))
    assert len(world.checkins.history()) == 1


async def test_the_next_time_can_be_moved_and_what_was_typed_comes_back(world: World) -> None:
    await start(world)
    old = await see(world)
    form = await world.press(world.orla, await see(world), "Move the next one")
    refused = await world.fill(world.orla, form, when="some time")
    form = await world.press(world.orla, refused, "Change it")
    assert form.fields == {"when": "some time"}
    later = FIRST + timedelta(hours=2)
    after = await world.fill(world.orla, form, when=f"{later:%d/%m %H:%M}")
    assert f"<t:{int(later.timestamp())}:F>" in after.text
    assert f"<t:{int(FIRST.timestamp())}:F>" not in after.text
    told = await world.press(world.orla, old, "Move the next one")
    assert "not the next one any more" in told.text
    await world.wait_until(FIRST)
    assert world.checkins.history() == []
    await world.wait_until(later)
    assert len(world.checkins.history()) == 1


async def test_a_pause_asks_nothing_until_it_is_over(world: World) -> None:
    await start(world)
    paused = await world.press(world.orla, await see(world), "Pause")
    assert "This is paused" in paused.text
    assert "paused: Every weekday" in (await listed(world)).text
    await world.wait_until(FIRST)
    assert world.checkins.history() == []
    on = await world.press(world.orla, await see(world), "Go on")
    assert "This is paused" not in on.text
    await world.wait_until(FIRST + timedelta(days=1))
    assert len(world.checkins.history()) == 1


async def test_a_rule_that_was_ended_asks_no_more_and_its_old_screen_says_so(world: World) -> None:
    await start(world)
    old, screen = await see(world), await see(world)
    ended = await world.press(world.orla, screen, "End it")
    assert "Ended" in ended.text
    told = await world.press(world.orla, old, "Pause")
    assert "no longer there" in told.text
    await world.wait_until(FIRST)
    assert world.checkins.history() == []


async def test_a_draft_that_nobody_started_is_gone_after_a_day(world: World) -> None:
    draft = await propose(world)
    await world.wait_until(world.env.now() + timedelta(days=2))
    told = await world.press(world.orla, draft, "Start asking")
    assert "no longer there" in told.text


async def test_a_restart_loses_no_rule_and_asks_once(world: World) -> None:
    await start(world)
    await world.restart()
    await world.wait_until(FIRST)
    await world.restart()
    await world.run_due()
    assert len(world.checkins.history()) == 1


async def test_an_eleventh_rule_is_refused_before_it_is_made(world: World) -> None:
    for _ in range(10):
        await start(world)
    told = await propose(world)
    assert "There are 10 rules already" in told.text
    assert world.refusal() == "prompts-enough"


async def test_while_somebody_types_examples_are_offered(world: World) -> None:
    async def offered(typed: str) -> list[str]:
        choices = await world.orla.autocomplete(world.checkins, "organise checkins schedule", "when", typed)
        return [choice["value"] for choice in choices]

    assert (await offered(""))[:2] == ["now", "every weekday 9:30"]
    assert await offered("no") == ["no", "now", "every other Friday 10am, not on bank holidays"]
    assert (await offered("every monday 7pm"))[0] == "every monday 7pm"
    assert len(await offered("banana")) == 5
