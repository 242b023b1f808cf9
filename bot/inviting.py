"""`kettle invite`: the link that brings the bot into a server, and why it asks for what it asks."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING

import discord

from bot.errors import SettingsProblem
from bot.permissions import FOR_EVENTS, NEEDED, SCOPES, name_id, needed, why_id
from bot.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import SecretStr


def invite(application_id: int | None, token: SecretStr | None) -> Iterator[str]:
    """Say the link and the reasons; SettingsProblem where neither the option nor the token names the bot."""
    words = Wording()
    application_id = application_id or _application_of(token)
    if application_id is None:
        raise SettingsProblem(words("cli-invite-whose"))
    yield discord.utils.oauth_url(application_id, permissions=needed(), scopes=SCOPES)
    yield ""
    yield words("cli-invite-why")
    for name in NEEDED:
        yield words("cli-invite-permission", name=words(name_id(name)), why=words(why_id(name)))
    yield words("cli-invite-bot", scope=SCOPES[0])
    yield words("cli-invite-commands", scope=SCOPES[1])
    yield words("cli-invite-later", name=words(name_id(FOR_EVENTS)), why=words(why_id(FOR_EVENTS)))


def _application_of(token: SecretStr | None) -> int | None:
    """Read the bot's id, which is the first part of its token; None if there is none in it."""
    first = token.get_secret_value().strip().partition(".")[0] if token else ""
    try:
        return int(base64.b64decode(first + "=" * (-len(first) % 4), altchars=b"-_", validate=True))
    except (ValueError, binascii.Error):
        return None
