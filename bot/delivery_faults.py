"""What went wrong with a send: whether it passes, whether the message may be out all the same, and in which words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

import aiohttp
import discord

from bot.delivery_look import CannotLook
from db.problems import DatabaseProblem

if TYPE_CHECKING:
    from collections.abc import Mapping

REASONS: Final[Mapping[int, str]] = {
    10003: "missing-channel",
    10008: "missing-message",
    10013: "missing-member",
    50001: "no-access",
    50007: "closed-dm",
    50013: "no-permission",
    50278: "closed-dm",
}
"""Discord's codes that no repetition will change, in our words."""


@dataclass(frozen=True)
class Fault:
    """A send that did not go through. Certain means that Discord surely did nothing."""

    reason: str | None = None
    is_passing: bool = False
    is_certain: bool = True
    pause: timedelta = timedelta()


def fault_of(error: Exception, *, takes_away: bool = False) -> Fault | None:
    """Say what an error of a send means; None for a mistake of ours.

    What is to be taken away is tried again even where Kettle may not go now: it was promised to somebody.
    """
    if takes_away and isinstance(error, discord.Forbidden | CannotLook):
        return Fault(is_passing=True, pause=timedelta(hours=1))
    if isinstance(error, discord.RateLimited):
        return Fault(is_passing=True, pause=timedelta(seconds=error.retry_after))
    if isinstance(error, discord.HTTPException):
        return _answered(error)
    if isinstance(error, aiohttp.ClientConnectorError):
        return Fault(is_passing=True)
    if isinstance(error, aiohttp.ClientError | OSError | TimeoutError | DatabaseProblem):
        # The connection was there, so the work may be done although no answer came.
        return Fault(is_passing=True, is_certain=False)
    return None


def _answered(error: discord.HTTPException) -> Fault:
    if error.status == HTTPStatus.TOO_MANY_REQUESTS:
        return Fault(is_passing=True)
    if error.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Fault(is_passing=True, is_certain=False)
    return Fault(REASONS.get(error.code, f"discord-{error.status}"))
