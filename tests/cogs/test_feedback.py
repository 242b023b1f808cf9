"""Journeys of how it was: asked the morning after, answered once, counted at night, told a week later."""

from pathlib import Path

import discord
import pytest
from sqlalchemy import insert, make_url, select

from bot.services import feedback
from db.models.events import Occurrence
from db.models.feedback import FeedbackTotal, FeedbackWaiting
from tests.cogs.conftest import World
from tests.cogs.past import DAY, FEEDBACK, HOUR, attended, gather, leave, left, morning_after
from tests.cogs.reading import Shown, raw, read, text_of


@pytest.fixture(autouse=True)
def asks_few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask however few came, so that one person can answer."""
    monkeypatch.setattr(feedback, "FEWEST", 1)


async def asked(world: World) -> tuple[Occurrence, discord.Message]:
    """Let Sam go to an event, and be asked."""
    one = await gather(world, world.sam)
    await world.wait_until(one.ends_at)
    await world.wait_until(morning_after(one))
    return one, world.inbox(world.sam)[-1]


async def told(world: World, one: Occurrence) -> Shown:
    return await world.slash(world.orla, FEEDBACK, event=str(one.id))


async def many_said(world: World, one: Occurrence, **numbers: int) -> None:
    """Let a night have counted many answers."""
    rows = [{"answer": answer.replace("_", "-"), "number": number} for answer, number in numbers.items()]
    async with world.bot.db.begin() as session:
        same = {"occurrence_id": one.id, "guild_id": world.guild.id}
        await session.execute(insert(FeedbackTotal), [{**row, **same} for row in rows])


async def one_waits(world: World, one: Occurrence) -> None:
    """Leave an answer that came too late to be in what is told."""
    async with world.bot.db.begin() as session:
        session.add(FeedbackWaiting(id=7, guild_id=world.guild.id, occurrence_id=one.id, answer="good"))


async def test_who_went_is_asked_in_private_the_morning_after_and_once(world: World) -> None:
    one = await gather(world, world.sam)
    await world.wait_until(one.ends_at)
    before = len(world.inbox(world.sam))
    await world.wait_until(morning_after(one))
    await world.wait_until(morning_after(one) + HOUR)
    (question,) = world.inbox(world.sam)[before:]
    assert "How was Tea?" in text_of(question)
    assert world.inbox(world.jo) == []
    assert [way for way in ids(question) if way.startswith("feedback:")] == [
        f"feedback:say:{one.id}:{said}" for said in ("good", "ok", "not-for-me", "skip")
    ]


def ids(message: discord.Message) -> list[str]:
    (card,) = raw(message)
    rows = [part for part in card["components"] if part["type"] == discord.ComponentType.action_row.value]
    return [button["custom_id"] for row in rows for button in row["components"]]


async def test_an_answer_is_thanked_for_and_kept_apart_from_the_name(world: World) -> None:
    _, question = await asked(world)
    shown = read(await world.sam.user.click(question, label="Good"))
    assert shown.private
    assert "Thank you" in shown.text
    assert "kept apart from your name" in shown.text
    assert shown.labels == ["Stop"]


async def test_a_second_answer_does_not_count_and_is_no_reproach(world: World) -> None:
    _, question = await asked(world)
    await world.sam.user.click(question, label="Good")
    await world.restart()
    shown = read(await world.sam.user.click(question, label="OK"))
    assert "you have answered this already" in shown.text


async def test_after_not_for_me_somebody_to_talk_to_is_a_press_away(world: World) -> None:
    _, question = await asked(world)
    shown = read(await world.sam.user.click(question, label="Not for me"))
    assert "Not everything suits everybody" in shown.text
    contacts = read(await world.sam.user.click(shown.message, label="See who to talk to"))
    assert "116 123" in contacts.text


def is_in_log(world: World, said: str) -> bool:
    """Tell whether an answer can be read in SQLite's write-ahead log, commit by commit, beside who gave it."""
    log = Path(f"{make_url(world.bot.settings.database_url).database}-wal")
    return said.encode() in log.read_bytes()


async def test_no_log_joins_an_answer_to_its_member(world: World) -> None:
    _, question = await asked(world)
    await world.sam.user.click(question, label="Not for me")
    assert not is_in_log(world, "not-for-me")


async def test_where_a_reader_was_in_the_way_the_log_is_emptied_soon_after(world: World) -> None:
    _, question = await asked(world)
    async with world.bot.db.read() as session:
        await session.execute(select(FeedbackWaiting))  # which begins it
        await world.sam.user.click(question, label="Not for me")
        assert is_in_log(world, "not-for-me")
    await world.run_due()
    assert not is_in_log(world, "not-for-me")


async def test_whoever_left_is_not_taken_back_by_an_answer_in_private(world: World) -> None:
    _, question = await asked(world)
    await leave(world, world.sam)
    assert "Discord says that you left it" in read(await world.sam.user.click(question, label="Good")).text
    assert await left(world, world.sam)


async def test_after_a_week_the_question_is_closed(world: World) -> None:
    one, question = await asked(world)
    await world.wait_until(one.ends_at + 7 * DAY)
    assert "This is closed now" in read(await world.sam.user.click(question, label="Good")).text


async def test_organisers_see_when_totals_come_and_never_how_many_answered_so_far(world: World) -> None:
    one, question = await asked(world)
    before = (await told(world, one)).text
    assert f"Totals come a week after the end: <t:{int((one.ends_at + 7 * DAY).timestamp())}:f>" in before
    await world.sam.user.click(question, label="Good")
    for hours in range(0, 48, 6):
        await world.wait_until(morning_after(one) + hours * HOUR)
        assert (await told(world, one)).text == before


async def test_too_few_people_are_no_reproach(world: World) -> None:
    one, question = await asked(world)
    await world.sam.user.click(question, label="Good")
    await world.wait_until(one.ends_at + 7 * DAY)
    shown = await told(world, one)
    assert "Too few people said how it was for a total. That is fine" in shown.text
    assert "Good" not in shown.text


async def test_a_week_later_rough_totals_are_told_and_never_change(world: World) -> None:
    one = await gather(world, world.sam)
    await world.wait_until(one.ends_at)
    await many_said(world, one, good=300, ok=200, not_for_me=1)
    await world.wait_until(one.ends_at + 7 * DAY)
    shown = await told(world, one)
    assert shown.private
    assert "people said how it was." in shown.text
    assert "- Good: about " in shown.text
    assert "Not shown: Not for me and I would rather not say." in shown.text
    assert "nobody can tell what one person said" in shown.text
    await one_waits(world, one)
    await world.wait_until((one.ends_at + 8 * DAY).replace(hour=2))
    await world.wait_until((one.ends_at + 8 * DAY).replace(hour=3))
    assert (await told(world, one)).text == shown.text


async def test_where_no_answer_came_up_often_no_figure_is_shown(world: World) -> None:
    one = await gather(world, world.sam)
    await world.wait_until(one.ends_at)
    await many_said(world, one, people=10)
    shown = await told(world, one)
    assert "About 10 people said how it was.\nNo answer came up often enough to show." in shown.text


async def test_where_every_answer_came_up_often_none_is_said_to_be_hidden(world: World) -> None:
    one = await gather(world, world.sam)
    await world.wait_until(one.ends_at)
    await many_said(world, one, people=80, good=20, ok=20, not_for_me=20, skip=25)
    shown = await told(world, one)
    assert "- Not for me: about 20\n- I would rather not say: about 25" in shown.text
    assert "Not shown" not in shown.text


async def test_only_organisers_see_totals_whoever_sees_the_command(world: World) -> None:
    one = await gather(world, world.sam)
    await world.wait_until(one.ends_at)
    await world.let_see("organise", world.sam)
    shown = await world.slash(world.sam, FEEDBACK, event=str(one.id))
    assert world.refusal() == "guilds-only-organiser"
    assert shown.private


async def test_the_event_is_offered_while_somebody_types(world: World) -> None:
    one = await gather(world)
    await world.wait_until(one.starts_at)
    assert len(await world.orla.autocomplete(world.checkins, FEEDBACK, "event", "Te")) == 1
    assert await attended(world) == {}
