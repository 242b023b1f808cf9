"""Where a look at a link may lead: to places that anybody on the internet can reach, and nowhere else.

It is asked of an address as it is written, of all that its name leads to, and of each socket that is opened.
The name that is looked up is the one that is connected to: nobody can answer differently in between.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import TYPE_CHECKING, Any, Final

from aiohttp.abc import AbstractResolver, ResolveResult

if TYPE_CHECKING:
    from yarl import URL

HTTPS: Final = 443

NAT64: Final = IPv6Network("64:ff9b::/96")
"""Where a network with IPv6 alone has its way to IPv4: the last four bytes tell which address is meant."""

UNICAST: Final = IPv6Network("2000::/3")
"""All that was ever given to anybody of IPv6; what is outside of it has a meaning of its own."""

INNER: Final = (
    "corp", "home", "home.arpa", "internal", "intranet", "invalid", "lan", "local", "localdomain", "localhost",
    "onion", "test",
)  # fmt: skip
"""Ends of names that no public server answers for."""

MayReach = Callable[[str, int], bool]
"""Says whether an address, at a port, may be reached."""

LookUp = Callable[[str, int], Awaitable[Sequence[str]]]
"""Gives all addresses that a name leads to; socket.gaierror where it leads nowhere."""


class Refused(OSError):
    """A place that Kettle does not ask."""


def may_reach(address: str, port: int) -> bool:
    """Say whether a place is a web server that anybody on the internet can reach."""
    return port == HTTPS and is_public(address)


def is_public(address: str) -> bool:
    """Say whether an address is one of the internet's: of no network inside, no machine itself, no group, no tunnel."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv6Address):
        if found in NAT64 and found.scope_id is None:
            return is_public(str(IPv4Address(int(found) & 0xFFFF_FFFF)))
        if found not in UNICAST or found.scope_id is not None or found.sixtofour:
            return False
    is_inner = found.is_private or found.is_loopback or found.is_link_local or found.is_unspecified
    return found.is_global and not (is_inner or found.is_multicast or found.is_reserved)


def is_public_name(host: str) -> bool:
    """Say whether a name may be one of the internet's, by how it is written."""
    name = host.casefold().rstrip(".")
    return "." in name and not any(f".{name}".endswith(f".{end}") for end in INNER)


async def look_up(host: str, port: int) -> Sequence[str]:
    """Ask the machine's own resolver for all addresses of a name."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(place[0]) for *_, place in found]


class Places(AbstractResolver):
    """The one way to a connection: it checks what is asked, what a name leads to, and what is connected to."""

    def __init__(self, may_reach: MayReach, look_up: LookUp) -> None:
        self._may_reach = may_reach
        self.look_up = look_up

    def check(self, url: URL) -> None:
        """Raise Refused for an address that is not asked, by how it is written."""
        host, port = url.raw_host or "", url.port or 0
        if url.scheme != "https" or url.user is not None or url.password is not None:
            raise Refused
        is_number = ":" in host or host.rstrip(".").rpartition(".")[2].isdecimal()
        if not (self._may_reach(host, port) if is_number else is_public_name(host)):
            raise Refused

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Give the addresses of a name; Refused if a single one of them may not be reached."""
        found = await self.look_up(host, port)
        if not found or not all(self._may_reach(address, port) for address in found):
            raise Refused
        return [_result(host, address, port, family) for address in found]

    async def close(self) -> None:
        """Keep nothing, so there is nothing to close."""

    def open_socket(self, info: tuple[Any, ...]) -> socket.socket:
        """Open a socket for a connection; Refused if the address is not one that may be reached, however it came."""
        family, kind, protocol, _, place = info
        if not self._may_reach(place[0], place[1]):
            raise Refused
        return socket.socket(family, kind, protocol)


def _result(host: str, address: str, port: int, family: socket.AddressFamily) -> ResolveResult:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    flags = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV
    return ResolveResult(hostname=host, host=address, port=port, family=family, proto=0, flags=flags)
