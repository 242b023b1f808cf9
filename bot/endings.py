"""Why a bot ended, and whether starting another can help."""

from __future__ import annotations

import zlib
from http import HTTPStatus
from traceback import walk_tb
from typing import Final

import aiohttp
import discord

from bot.errors import FeatureProblem
from bot.statuses import Ending, Status
from bot.wording import Wording

NETWORK: Final = (OSError, aiohttp.ClientError, discord.HTTPException, discord.ConnectionClosed)
"""What passes by itself: the way to Discord, and Discord's own bad moments."""

ENDINGS: Final = (
    *NETWORK,
    discord.DiscordException,
    FeatureProblem,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
    zlib.error,
)
"""What may end a bot: the network's errors, and those that discord.py raises when its server surprises it."""

_OWNERS: Final = {"discord", "bot", "cogs", "db"}

_NO_HELP: Final = {
    4004: (Status.TOKEN, "cli-run-bad-token"),
    4010: (Status.SETTINGS, "cli-run-shards"),
    4011: (Status.SETTINGS, "cli-run-shards"),
    4013: (Status.INTENT_UNKNOWN, "cli-run-intent-unknown"),
    4014: (Status.INTENT_MISSING, "cli-run-intent-missing"),
}
"""Discord's reasons for closing a connection that no repetition changes."""


def final(error: Exception) -> Ending | None:
    """Give the reason to stop trying; None where another start may help."""
    if isinstance(error, FeatureProblem):
        return Ending(Status.FEATURE, Wording()("cli-run-feature", feature=error.feature))
    if (code := _code(error)) in _NO_HELP:
        status, message_id = _NO_HELP[code]
        return Ending(status, Wording()(message_id))
    return None


def say_database(words: Wording, kind: str) -> str:
    """Say what is wrong with the database in one line."""
    return " ".join(words(f"database-{kind}").split())


def _code(error: Exception) -> int:
    """Give the code with which Discord closes a connection for this reason; 0 for any other reason."""
    if isinstance(error, discord.LoginFailure) or getattr(error, "status", None) == HTTPStatus.UNAUTHORIZED:
        return 4004
    if isinstance(error, discord.PrivilegedIntentsRequired):
        return 4014
    return error.code if isinstance(error, discord.ConnectionClosed) else 0


def is_passing(error: Exception) -> bool:
    """Whether another start may help: the network, or a surprise inside discord.py, but no slip of ours."""
    return isinstance(error, NETWORK) or _is_inside_discord(error)


def _is_inside_discord(error: Exception) -> bool:
    """Whether the last frame that is ours or discord.py's is discord.py's: what it calls, json or zlib, is its own."""
    packages = [str(frame.f_globals.get("__name__", "")).partition(".")[0] for frame, _ in walk_tb(error.__traceback__)]
    return next((each for each in reversed(packages) if each in _OWNERS), "") == "discord"
