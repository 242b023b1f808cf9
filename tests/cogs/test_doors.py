"""Eight doors to one report: kind words with a reference, the same reference in the log, and nothing that was typed."""

import importlib
import io
import json
import logging
import re
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import discord
import pytest
import simcord
import structlog
from sqlalchemy import text

from bot import logs
from bot.app import create_bot
from bot.errors import FeatureProblem
from bot.forms import KEPT
from bot.settings import Settings
from bot.wording import Wording
from tests.cogs.conftest import World
from tests.cogs.faulty import SECRET, Broken
from tests.cogs.reading import Shown, read

Lines = Callable[[], list[dict[str, object]]]


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
        assert SECRET not in found
        assert not re.search(r"\d{17}", found)
        return [json.loads(line) for line in found.splitlines()]

    yield lines
    logging.root.handlers, logging.root.level, sys.excepthook, sys.unraisablehook = before
    structlog.reset_defaults()


@pytest.fixture
async def faulty(world: World, monkeypatch: pytest.MonkeyPatch, log: Lines) -> AsyncIterator[World]:
    """The community with a feature in which everything goes wrong."""
    known = Wording.__call__

    def with_commands(words: Wording, message_id: str, /, **variables: str | int) -> str:
        return "…" if message_id.startswith("command-my-") else known(words, message_id, **variables)

    monkeypatch.setattr(Wording, "__call__", with_commands)
    await world.bot._load(importlib.import_module("tests.cogs.faulty"))
    await world.bot.tree.sync()
    log()
    yield world
    unexpected = [error for error in world.env.errors if not isinstance(getattr(error, "original", error), Broken)]
    assert unexpected == []


def reference_in(shown: Shown) -> str:
    assert shown.private
    assert SECRET not in shown.text
    assert "It is not your fault" in shown.text
    return shown.text.rsplit(maxsplit=1)[-1]


def reference_of(lines: list[dict[str, object]], door: str) -> object:
    (line,) = [line for line in lines if line["event"] == "unexpected"]
    assert line["door"] == door
    assert line["exception"]
    return line["reference"]


async def test_a_command_that_fails_gives_the_reference_that_is_in_the_log(faulty: World, log: Lines) -> None:
    shown = await faulty.slash(faulty.sam, "my faulty")
    assert reference_of(log(), "command") == reference_in(shown)


async def test_an_autocomplete_that_fails_offers_nothing_and_is_logged_without_the_member(
    faulty: World, log: Lines
) -> None:
    offered = await faulty.sam.autocomplete(faulty.checkins, "my faulty", "typed", SECRET)
    assert offered == []
    assert reference_of(log(), "autocomplete")


@pytest.mark.parametrize("label", ["Fail", "Fail later"])
async def test_a_button_that_fails_gives_the_reference_and_keeps_the_screen(
    faulty: World, log: Lines, label: str
) -> None:
    screen = await faulty.slash(faulty.sam, "my screen")
    shown = await faulty.press(faulty.sam, screen, label)
    assert reference_of(log(), "button") == reference_in(shown)
    assert screen.labels == ["Fail", "Fail later", "Refuse", "Open"]


async def test_a_select_that_fails_gives_the_reference(faulty: World, log: Lines) -> None:
    screen = await faulty.slash(faulty.sam, "my screen")
    shown = read(await faulty.sam.select(screen.message, ["one"], custom_id="faulty:pick"))
    assert reference_of(log(), "select") == reference_in(shown)


async def test_a_form_that_fails_gives_the_reference_and_logs_nothing_typed(faulty: World, log: Lines) -> None:
    form = await faulty.press(faulty.sam, await faulty.slash(faulty.sam, "my screen"), "Open")
    shown = await faulty.fill(faulty.sam, form, zone=SECRET, more="")
    assert reference_of(log(), "form") == reference_in(shown)


async def test_an_event_that_fails_is_logged(faulty: World, log: Lines) -> None:
    faulty.bot.dispatch("faulty", SECRET)
    await faulty.env.settle()
    assert reference_of(log(), "event")


async def test_a_job_that_fails_is_logged_and_the_other_jobs_go_on(faulty: World, log: Lines) -> None:
    await faulty.slash(faulty.orla, "organise checkins schedule")
    await faulty.run_due()
    assert reference_of(log(), "job")
    assert faulty.checkins.last_message is not None


async def test_a_refusal_is_said_in_words_and_not_logged(faulty: World, log: Lines) -> None:
    shown = await faulty.press(faulty.sam, await faulty.slash(faulty.sam, "my screen"), "Refuse")
    assert "has closed" in shown.text
    assert log() == []


async def test_what_was_typed_in_a_form_with_an_id_of_its_own_comes_back_whole(faulty: World) -> None:
    long = "A line.\n**Another** line with <@1> and `marks`.\n" * 70
    form = await faulty.press(faulty.sam, await faulty.slash(faulty.sam, "my screen"), "Open")
    refused = await faulty.fill(faulty.sam, form, zone=long, more="x")
    kept = [part for part in refused.parts if part.get("id", 0) >= KEPT]
    assert [part["content"] for part in kept] == [long.strip(), "x"]
    again = await faulty.press(faulty.sam, refused, "Change it")
    assert again.fields == {"zone": long.strip(), "more": "x"}
    assert again.result.modal is not None
    assert again.result.modal["custom_id"] == "faulty:form:3"


@pytest.mark.parametrize("custom_id", ["checkins:answer:1:good:extra", "gone:feature", "checkins:answer:x:good"])
async def test_a_press_that_no_pattern_knows_is_told_that_the_screen_is_old(
    world: World, custom_id: str, log: Lines
) -> None:
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label="Old", custom_id=custom_id))
    view.stop()
    channel = world.bot.get_partial_messageable(world.checkins.id)
    with world.env.time_context():
        old = await channel.send("an old screen", view=view)
    shown = read(await world.sam.click(old, label="Old"))
    assert "older version" in shown.text
    assert log() == []


async def test_a_form_that_no_pattern_knows_is_told_that_the_screen_is_old(
    faulty: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = await faulty.press(faulty.sam, await faulty.slash(faulty.sam, "my screen"), "Open")
    monkeypatch.setattr(faulty.bot.forms, "_forms", [])
    shown = await faulty.fill(faulty.sam, form, zone="", more="")
    assert "older version" in shown.text


async def test_a_database_that_cannot_save_is_told_kindly_with_a_reference(world: World, log: Lines) -> None:
    card = await world.slash(world.sam, "checkin")
    async with world.bot.db.begin() as session:
        await session.execute(text("PRAGMA query_only = ON"))
    shown = await world.press(world.sam, card, "Low")
    assert "could not save that" in shown.text
    assert reference_of(log(), "button") == shown.text.rsplit(maxsplit=1)[-1]


async def test_nothing_that_was_shown_or_opened_is_kept_in_memory(world: World) -> None:
    store = world.bot._connection._view_store
    for _ in range(5):
        saved = await world.press(world.sam, await world.slash(world.sam, "checkin"), "Low")
        await world.press(world.sam, saved, "Stop")
        settings = await world.slash(world.sam, "my settings")
        await world.sam.click(settings.message, custom_id="members:zone")
    assert store._views == {}
    assert store._modals == {}
    assert store._synced_message_views == {}


async def test_commands_are_told_to_discord_once_and_not_again_at_a_restart(world: World) -> None:
    def told() -> int:
        return sum(entry.method == "PUT" and entry.path.endswith("/commands") for entry in world.env.http_requests)

    assert told() == 1
    await world.restart()
    assert told() == 1
    await world.slash(world.sam, "checkin")


async def test_a_cog_that_does_not_load_stops_the_start(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    from bot import app  # noqa: PLC0415 patched here

    async def broken(_bot: app.Kettle, _module: object) -> None:
        raise Broken

    monkeypatch.setattr(app.Kettle, "_load", broken)
    bot = app.create_bot(settings)
    with pytest.raises(FeatureProblem):
        await simcord.Env(bot).start()
    await bot.close()


async def test_descriptions_come_from_the_wording_and_other_languages_are_added(
    settings: Settings, tmp_path: Path
) -> None:
    folder = tmp_path / "wording" / "fr"
    folder.mkdir(parents=True)
    (folder / "own.ftl").write_text("command-checkin = Dire comment ça va.\n", encoding="utf-8")
    bot = create_bot(settings.model_copy(update={"wording_dir": folder.parent}))
    env = simcord.Env(bot)
    await env.start()
    (sent,) = [entry.json for entry in env.http_requests if entry.method == "PUT"]
    assert isinstance(sent, list)
    checkin = next(command for command in sent if command["name"] == "checkin")
    assert checkin["description"] == bot.words("command-checkin")
    assert checkin["description_localizations"] == {"fr": "Dire comment ça va."}
    schedule = next(command for command in sent if command["name"] == "organise")["options"][0]["options"][0]
    assert all(option["description"] != "…" for option in schedule["options"])
    await env.shutdown()
    await bot.close()
