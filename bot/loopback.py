"""A stand-in for Discord on this machine, and no other, may take Discord's place."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from bot.errors import SettingsProblem
from bot.wording import Wording


def read_loopback(address: str, schemes: tuple[str, ...] = ("http", "https")) -> SplitResult:
    """Take an address apart; ValueError unless it leads to this machine by one of the schemes."""
    parts = urlsplit(address)
    _ = parts.port  # it is only read here, and raises ValueError for one that no machine has
    if parts.scheme not in schemes or parts.username is not None or not is_here(parts.hostname or ""):
        raise ValueError("not an address on this machine")
    return parts


def is_here(host: str) -> bool:
    """Whether a host is this machine and no other."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


async def point_at(api: str, token: str) -> None:
    """Lead discord.py to a stand-in, which names its own gateway.

    ValueError for a stand-in on another machine, SettingsProblem for a gateway on another machine.
    """
    from discord.gateway import DiscordWebSocket  # noqa: PLC0415 settings read this module without Discord
    from discord.http import Route  # noqa: PLC0415 the same
    from yarl import URL  # noqa: PLC0415 the same

    read_loopback(api)
    gateway = await _gateway_of(api, token)
    try:
        read_loopback(gateway, ("ws", "wss"))
    except ValueError:
        raise SettingsProblem(Wording()("cli-run-gateway")) from None
    Route.BASE = api
    DiscordWebSocket.DEFAULT_GATEWAY = URL(gateway)


async def _gateway_of(api: str, token: str) -> str:
    """Ask where the gateway is: given a number of shards, discord.py goes to Discord's own without asking."""
    from aiohttp import ClientSession, ClientTimeout  # noqa: PLC0415 settings read this module without it

    headers = {"Authorization": f"Bot {token}"}
    async with (
        ClientSession(timeout=ClientTimeout(total=10), headers=headers) as session,
        session.get(f"{api}/gateway/bot", allow_redirects=False) as reply,
    ):
        reply.raise_for_status()
        return str((await reply.json(content_type=None))["url"])
