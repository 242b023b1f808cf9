"""Journeys of what goes wrong at a story: said kindly at once, and in the log at the next intake's hour alone."""

import io
import json
import logging
import re
import sys
from collections.abc import Callable, Iterator

import discord
import pytest
import structlog
from sqlalchemy import text

from bot import logs
from bot.report import UNKNOWN_INTERACTION
from bot.settings import Settings
from tests.cogs import story_posting
from tests.cogs.conftest import World
from tests.cogs.reading import Shown
from tests.cogs.story_receiving import RECEIPT, opened, sent

Lines = Callable[[], list[dict[str, object]]]
TYPED = "Nobody shall read this."


@pytest.fixture
def log(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Lines]:
    """The log as it is really written, a JSON object a line."""
    monkeypatch.setattr(sys, "stderr", written := io.StringIO())
    before = logging.root.handlers, logging.root.level, sys.excepthook, sys.unraisablehook
    logs.configure(settings.model_copy(update={"logs": settings.logs.model_copy(update={"as_json": True})}))

    def lines() -> list[dict[str, object]]:
        found = written.getvalue()
        written.seek(0)
        written.truncate()
        assert not any(secret in found for secret in (TYPED, RECEIPT, RECEIPT.replace("-", "")))
        assert not re.search(r"\d{17}", found)
        return [json.loads(line) for line in found.splitlines()]

    yield lines
    logging.root.handlers, logging.root.level, sys.excepthook, sys.unraisablehook = before
    structlog.reset_defaults()


@pytest.fixture
async def world(world: World) -> World:
    """A community in which stories can be shared."""
    await story_posting.ready(world)
    await world.run_due()
    return world


async def at_ten(world: World, log: Lines) -> list[dict[str, object]]:
    """Have the next intake; give what is written of failures."""
    log()
    await world.wait_until(story_posting.next_ten(world))
    return [line for line in log() if line["event"] == "failed since the last intake"]


async def lose_holds(world: World) -> None:
    """Break what is asked of the database before somebody shares."""
    async with world.bot.telling.begin() as session:
        await session.execute(text("DROP TABLE holds"))


def reference_in(shown: Shown) -> str:
    assert shown.private
    assert "Please try again" in shown.text
    return shown.text.rsplit(maxsplit=1)[-1]


async def test_what_fails_at_a_press_is_written_at_the_next_intake_as_one_line_for_each_kind(
    world: World, log: Lines
) -> None:
    await sent(world)
    form = await world.press(world.sam, await opened(world), "Write to moderators")
    home = await opened(world)
    world.bot.telling.receipts.close()
    first = reference_in(await world.fill(world.sam, form, text=TYPED))
    assert reference_in(await world.press(world.sam, home, "Read it")) == first
    assert log() == []
    await world.run_due()
    (line,) = await at_ten(world, log)
    assert (line["feature"], line["kind"], line["count"]) == ("story_receipts", "RuntimeError", 2)
    assert (line["level"], line["reference"]) == ("error", first)
    (raised,) = [each for each in line["exception"] if each["type"] == "RuntimeError"]  # type: ignore[attr-defined] # a list
    assert "cogs/story_receipts/" in " ".join(raised["frames"])
    assert await at_ten(world, log) == []


async def test_what_fails_at_a_command_is_counted_by_feature_and_what_is_refused_is_not(
    world: World, log: Lines
) -> None:
    await sent(world)
    await lose_holds(world)
    reference = reference_in(await world.slash(world.sam, "story share"))
    assert world.refusal()
    await opened(world, "no receipt")
    assert log() == []
    (line,) = await at_ten(world, log)
    assert (line["feature"], line["count"], line["reference"]) == ("stories", 1, reference)


async def test_an_answer_that_comes_too_late_or_not_at_all_is_counted_too(world: World, log: Lines) -> None:
    await sent(world)
    home = await opened(world)
    for status, code, times in ((404, UNKNOWN_INTERACTION, 1), (400, 0, 2)):
        world.env.inject_error("POST", "/interactions/*", status=status, code=code, times=times)
        await world.sam.click(home.message, label="Read it")
    assert log() == []
    counts = {line["kind"]: line["count"] for line in await at_ten(world, log)}
    assert counts == {"discord.errors.NotFound": 1, "discord.errors.HTTPException": 2}


async def test_a_form_that_is_opened_again_belongs_to_its_feature(world: World, log: Lines) -> None:
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label="Change it", custom_id="form:again:story_reviews.ask.key"))
    view.stop()
    with world.env.time_context():
        shown = await world.bot.get_partial_messageable(world.checkins.id).send("a screen", view=view)
    world.env.inject_error("POST", "/interactions/*", status=404, code=UNKNOWN_INTERACTION)
    await world.mo.click(shown, label="Change it")
    assert log() == []
    assert [line["feature"] for line in await at_ten(world, log)] == ["story_reviews"]


async def test_elsewhere_it_is_written_at_once(world: World, log: Lines) -> None:
    card = await world.slash(world.sam, "checkin")
    async with world.bot.db.begin() as session:
        await session.execute(text("PRAGMA query_only = ON"))
    await world.press(world.sam, card, "Low")
    assert [line["event"] for line in log()] == ["unexpected"]
