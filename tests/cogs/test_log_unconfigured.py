"""A bot that somebody builds without configuring the log writes what happened and where, and nobody's words."""

import importlib
import io
import logging
import re
from collections.abc import Iterator

import pytest
import structlog

from bot.logs import HELD
from bot.wording import Wording
from tests.cogs.conftest import World
from tests.cogs.faulty import SECRET, Broken


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """All that any logger lets through, as Python itself would write it, tracebacks and all; nothing is configured."""
    structlog.reset_defaults()
    stream = io.StringIO()
    handler, level = logging.StreamHandler(stream), logging.root.level
    held = {name: logging.getLogger(name).level for name in HELD}
    logging.root.addHandler(handler)
    logging.root.setLevel(logging.DEBUG)
    yield stream
    logging.root.removeHandler(handler)
    logging.root.setLevel(level)
    for name, before in held.items():
        logging.getLogger(name).setLevel(before)
    structlog.reset_defaults()


async def break_down(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Add the feature in which everything goes wrong."""
    known = Wording.__call__

    def with_commands(words: Wording, message_id: str, /, **variables: str | int) -> str:
        return "…" if message_id.startswith("command-my-") else known(words, message_id, **variables)

    monkeypatch.setattr(Wording, "__call__", with_commands)
    await world.bot._load(importlib.import_module("tests.cogs.faulty"))
    await world.bot.tree.sync()


async def test_what_goes_wrong_is_written_without_a_word_a_value_or_an_id(
    written: io.StringIO, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await break_down(world, monkeypatch)
    await world.slash(world.sam, "my faulty", typed=SECRET)
    screen = await world.slash(world.sam, "my screen")
    form = await world.press(world.sam, screen, "Open")
    await world.fill(world.sam, form, zone=SECRET)
    await world.press(world.sam, screen, "Fail")
    await world.press(world.sam, screen, "Fail later")
    await world.sam.autocomplete(world.checkins, "my faulty", "typed", SECRET)
    await world.run_due()
    world.bot.dispatch("faulty", SECRET)
    await world.env.settle()
    assert {type(getattr(error, "original", error)) for error in world.env.errors} == {Broken}
    found = written.getvalue()
    assert found.count("unexpected") >= 6
    assert "Broken" in found
    assert SECRET not in found
    assert "could not use" not in found
    assert not re.search(r"\d{17}", found)
