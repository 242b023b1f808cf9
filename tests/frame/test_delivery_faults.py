"""What an error of a send means: whether it passes, and whether the message may be out all the same."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
import pytest

from bot.delivery_faults import Fault, fault_of
from bot.delivery_look import CannotLook
from db.problems import DatabaseProblem

SURELY_NOT, MAYBE = Fault(is_passing=True), Fault(is_passing=True, is_certain=False)
AN_HOUR = Fault(is_passing=True, pause=timedelta(hours=1))


def refused(status: int, code: int = 0) -> discord.HTTPException:
    kinds: dict[int, type[discord.HTTPException]] = {403: discord.Forbidden, 404: discord.NotFound}
    response: Any = SimpleNamespace(status=status, reason="")
    return kinds.get(status, discord.HTTPException)(response, {"code": code, "message": ""})


def unreachable() -> aiohttp.ClientConnectorError:
    return aiohttp.ClientConnectorError(SimpleNamespace(), OSError())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (refused(429), SURELY_NOT),
        (discord.RateLimited(40), Fault(is_passing=True, pause=timedelta(seconds=40))),
        (unreachable(), SURELY_NOT),
        (refused(500), MAYBE),
        (refused(503), MAYBE),
        (aiohttp.ServerDisconnectedError(), MAYBE),
        (ConnectionResetError(), MAYBE),
        (TimeoutError(), MAYBE),
        (DatabaseProblem("locked"), MAYBE),
        (refused(403, 50001), Fault("no-access")),
        (refused(403, 50007), Fault("closed-dm")),
        (refused(403, 50278), Fault("closed-dm")),
        (refused(404, 10003), Fault("missing-channel")),
        (refused(400, 1), Fault("discord-400")),
        (LookupError(), None),
    ],
)
def test_an_error_of_a_send_says_what_can_be_done(error: Exception, fault: Fault | None) -> None:
    assert fault_of(error) == fault


@pytest.mark.parametrize("error", [refused(403, 50001), refused(403, 50013), CannotLook()])
def test_what_is_to_be_taken_away_is_tried_again_in_an_hour(error: Exception) -> None:
    assert fault_of(error, takes_away=True) == AN_HOUR


def test_what_is_to_be_taken_away_meets_other_errors_as_all_do() -> None:
    assert fault_of(refused(503), takes_away=True) == MAYBE
    assert fault_of(refused(404, 10004), takes_away=True) == Fault("discord-404")
