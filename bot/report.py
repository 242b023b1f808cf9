"""The one place where an error becomes words: eight doors lead here.

The doors are the command tree, autocomplete, button, select, form, event, job, and the press or form that no
pattern knows.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Literal

import aiohttp
import discord
from discord import app_commands

from bot.discretion import feature_of, is_discreet
from bot.errors import Closed, Invalid, NotSetUp, UserError
from bot.logs import get_logger
from bot.screens import Screen, tell, words_of
from db.problems import DatabaseProblem

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.screens import Interaction

    Count = Callable[[BaseException], str]

Door = Literal["command", "autocomplete", "button", "select", "form", "event", "job", "unknown"]

UNKNOWN_INTERACTION = 10062
"""Discord's code when an answer comes after its three seconds, or after the person closed the screen."""

log = get_logger()


async def report(door: Door, error: BaseException, interaction: Interaction | None = None) -> None:
    """Answer a refusal in plain words; log anything else once, with a reference that the person sees too.

    What goes wrong at a gesture of stories is counted instead, and written at the next intake.
    """
    error, count = _bare(error), _counter(interaction)
    if _is_too_late(error):
        if not count(error):
            log.warning("answered too late", door=door)
        return
    if not isinstance(error, UserError):
        error = _told(error, count(error) or _logged(door, error))
    if interaction is not None and door != "autocomplete":
        await _say(door, error, interaction, count)


def _counter(interaction: Interaction | None) -> Count:
    """Give what counts an error and gives its reference; it does neither where a line may stand at this minute."""
    if interaction is not None and is_discreet(interaction):
        feature = feature_of(interaction)
        return lambda error: interaction.client.telling.failures.note(feature, error)
    return lambda _error: ""


def _bare(error: BaseException) -> BaseException:
    """Take the error that was really raised out of discord.py's wrappers."""
    if isinstance(error, app_commands.CommandInvokeError):
        return error.original
    if isinstance(error, app_commands.TransformerError):
        return Invalid("errors-option")
    if isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
        return Closed("errors-older-screen")
    return error


def _is_too_late(error: BaseException) -> bool:
    return isinstance(error, discord.NotFound) and error.code == UNKNOWN_INTERACTION


def _logged(door: Door, error: BaseException) -> str:
    """Write frames and types, never messages, values or ids; give the reference that stands there too."""
    reference = secrets.token_hex(3).upper()
    log.error("unexpected", door=door, reference=reference, exc_info=error)
    return reference


def _told(error: BaseException, reference: str) -> UserError:
    """Give the person's side of the story."""
    if isinstance(error, DatabaseProblem):
        return Closed("errors-not-saved", reference=reference)
    return Closed("errors-unexpected", reference=reference)


async def _say(door: Door, error: UserError, interaction: Interaction, count: Count) -> None:
    can_mend = isinstance(error, NotSetUp) and interaction.permissions.manage_guild
    message_id = NotSetUp.admin_id if can_mend else error.message_id
    try:
        await tell(interaction, Screen(words_of(interaction)(message_id, **error.variables)))
    except discord.HTTPException as unsaid:
        # The words could not be delivered; there is nobody left to tell but the log.
        if not count(unsaid):
            log.warning("could not answer", door=door, status=unsaid.status, code=unsaid.code)
    except (aiohttp.ClientError, OSError) as unsaid:
        if not count(unsaid):
            log.warning("could not answer", door=door, kind=type(unsaid).__name__)
