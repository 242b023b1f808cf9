"""One number of use: it changes once an hour, and no story is in it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import discord
import pytest

from bot.interactions import Interactions
from tests.frame.stop_watch import StopWatch

COMMAND, PRESS = discord.InteractionType.application_command, discord.InteractionType.component
FORM, TYPING = discord.InteractionType.modal_submit, discord.InteractionType.autocomplete
HOUR = 3600


@pytest.fixture
def watch() -> StopWatch:
    return StopWatch(10 * HOUR + 1)


def came(kind: discord.InteractionType, **data: Any) -> discord.Interaction[Any]:
    return cast("discord.Interaction[Any]", SimpleNamespace(type=kind, data=data or None))


def test_the_number_changes_at_the_full_hour_only(watch: StopWatch) -> None:
    counted = Interactions(watch)
    for kind, data in ((COMMAND, {"name": "checkin"}), (PRESS, {"custom_id": "checkins:ask"}), (FORM, {})):
        counted.note(came(kind, **data))
        assert counted.shown == 0
    watch.seconds = 11 * HOUR - 1
    assert counted.shown == 0
    watch.seconds = 11 * HOUR
    assert counted.shown == 3
    counted.note(came(COMMAND, name="checkin"))
    assert counted.shown == 3
    watch.seconds = 12 * HOUR
    counted.note(came(COMMAND, name="checkin"))
    assert counted.shown == 4


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (COMMAND, {"name": "story"}),
        (PRESS, {"custom_id": "stories:kept:7QK4"}),
        (FORM, {"custom_id": "story:words"}),
        (PRESS, {"custom_id": "common:stop"}),
        (TYPING, {"name": "checkin"}),
    ],
)
def test_stories_and_what_is_being_typed_are_never_counted(
    watch: StopWatch, kind: discord.InteractionType, data: dict[str, str]
) -> None:
    counted = Interactions(watch)
    counted.note(came(kind, **data))
    watch.seconds += HOUR
    assert counted.shown == 0
