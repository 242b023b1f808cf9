"""What `kettle check` asks Discord: whether the token is right, and what the bot may do in each server."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import discord

from bot.endings import NETWORK, final
from bot.findings import Finding, ok, to_do
from bot.loopback import point_at
from bot.permissions import missing, name_id

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.settings import Discord
    from bot.wording import Wording

SECONDS = 15
"""The time that Discord has for all answers together."""

PAGE = 200
"""The most servers that Discord lists at once."""


async def look_at_discord(words: Wording, settings: Discord) -> AsyncIterator[Finding]:
    """Log in without connecting, and look at each server's permissions."""
    if settings.token is None:
        yield to_do(words, "cli-check-no-token")
        return
    token = settings.token.get_secret_value()
    try:
        async with asyncio.timeout(SECONDS):
            if settings.api:
                await point_at(settings.api, token)
            found = await _look(words, token)
    except (discord.LoginFailure, *NETWORK) as error:
        reason = final(error)
        found = [Finding(is_ok=False, text=str(reason) if reason else words("cli-check-no-discord"))]
    for finding in found:
        yield finding


async def _look(words: Wording, token: str) -> list[Finding]:
    async with discord.Client(intents=discord.Intents(guilds=True)) as client:
        await client.login(token)
        servers = [server async for server in _servers(client)]
        named = ok(words, "cli-check-token", name=_printable(str(client.user)))
    return (
        [named, *(_permissions(words, server) for server in servers)]
        if servers
        else [
            named,
            to_do(words, "cli-check-no-server"),
        ]
    )


async def _servers(client: discord.Client) -> AsyncIterator[dict[str, Any]]:
    """Give Discord's own list of the bot's servers: unlike discord.py's, it has the permissions."""
    last: int | None = None
    while page := await client.http.get_guilds(PAGE, after=last, with_counts=False):
        for server in page:
            yield dict(server)
        if len(page) < PAGE:
            return
        last = int(page[-1]["id"])


def _permissions(words: Wording, server: dict[str, Any]) -> Finding:
    lacking = [words(name_id(name)) for name in missing(discord.Permissions(int(server["permissions"])))]
    name = _printable(server["name"])
    if lacking:
        return to_do(words, "cli-check-permissions-lacking", server=name, names=words.join(lacking))
    return ok(words, "cli-check-permissions", server=name)


def _printable(text: str) -> str:
    """Leave out what a terminal would act on: other people choose these names."""
    return "".join(letter for letter in text if letter.isprintable())
