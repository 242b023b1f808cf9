"""Where a look at a link may lead: no address inside a network ever passes, however it is written or come by."""

from __future__ import annotations

import asyncio
import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from yarl import URL

from bot.link_places import Places, Refused, is_public, is_public_name, look_up, may_reach

if TYPE_CHECKING:
    from collections.abc import Sequence

NOT_PUBLIC = [
    ip_network(network)
    for network in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.2.0/24",
        "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "::/96", "::ffff:0:0/96", "64:ff9b:1::/48", "100::/64", "2001::/32", "2001:2::/48", "2001:db8::/32",
        "2002::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
    )
]  # fmt: skip
"""The registries' own lists, written down anew."""

PUBLIC = ("93.184.215.14", "1.1.1.1", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "2001:4860:4860::8888")


def mapped(address: IPv4Address, network: str) -> IPv6Address:
    """Write an IPv4 address as an IPv6 one beneath a network."""
    return IPv6Address(int(ip_network(network).network_address) + int(address))


inner_v4 = st.one_of([st.ip_addresses(network=each) for each in NOT_PUBLIC if each.version == 4])
inner = st.one_of(
    *(st.ip_addresses(network=each) for each in NOT_PUBLIC),
    st.ip_addresses(v=4).map(lambda each: mapped(each, "::ffff:0:0/96")),
    inner_v4.map(lambda each: mapped(each, "64:ff9b::/96")),
    inner_v4.map(lambda each: IPv6Address((0x2002 << 112) + (int(each) << 80) + 1)),
    st.tuples(st.ip_addresses(v=6), st.sampled_from(["eth0", "1", "%"])).map(lambda each: f"{each[0]}%{each[1]}"),
).map(str)
"""An address of no public server, in any of the ways in which one can be written."""

public = st.one_of(st.sampled_from(PUBLIC), st.ip_addresses().map(str).filter(is_public))


def places(*found: str) -> Places:
    async def names(_host: str, _port: int) -> Sequence[str]:
        return found

    return Places(may_reach, names)


def resolve(*found: str, port: int = 443) -> list[str]:
    return [each["host"] for each in asyncio.run(places(*found).resolve("www.example.org", port))]


def at_address(address: str) -> URL | None:
    try:
        return URL(f"https://[{address}]/" if ":" in address else f"https://{address}/")
    except ValueError:
        return None  # no address of a page at all


@settings(deadline=None)
@given(inner)
def test_no_address_inside_ever_passes(address: str) -> None:
    assert not is_public(address)
    assert not may_reach(address, 443)
    with pytest.raises(Refused):
        places().open_socket((socket.AF_INET, socket.SOCK_STREAM, 0, "", (address, 443)))
    if url := at_address(address):
        with pytest.raises(Refused):
            places().check(url)


@given(st.ip_addresses())
def test_what_passes_is_in_no_network_that_is_not_public(address: IPv4Address | IPv6Address) -> None:
    if is_public(str(address)):
        assert not any(address in network for network in NOT_PUBLIC)


@settings(deadline=None)
@given(st.lists(public, max_size=4), inner, st.integers(0, 4))
def test_a_name_with_a_single_address_inside_is_refused(addresses: list[str], one: str, place: int) -> None:
    with pytest.raises(Refused):
        resolve(*addresses[:place], one, *addresses[place:])


@settings(deadline=None, max_examples=30)
@given(st.lists(public, min_size=1, max_size=4))
def test_a_name_with_public_addresses_leads_to_all_of_them_and_to_no_other_port(addresses: list[str]) -> None:
    assert resolve(*addresses) == addresses
    with pytest.raises(Refused):
        resolve(*addresses, port=8443)


def test_public_addresses_pass_and_those_behind_a_way_to_ipv4_by_what_they_mean() -> None:
    for address in PUBLIC:
        assert is_public(address)
        assert ip_address(address).version == 6 or is_public(str(mapped(IPv4Address(address), "64:ff9b::/96")))
        url = at_address(address)
        assert url is not None
        places().check(url)
    assert not is_public("64:ff9b::1.1.1.1%eth0")
    for other in ("", "localhost", "127.1", "0x7f.0.0.1", "2130706433", "1.1.1.1.", "1.1.1.01", "www.example.org"):
        assert not is_public(other)


def test_a_name_that_leads_nowhere_is_refused() -> None:
    with pytest.raises(Refused):
        resolve()


def test_a_socket_is_opened_for_a_public_address_alone() -> None:
    info = (socket.AF_INET, socket.SOCK_STREAM, 0, "", (PUBLIC[0], 443))
    with places().open_socket(info) as opened:
        assert opened.family is socket.AF_INET
    with pytest.raises(Refused):
        places().open_socket((*info[:4], (PUBLIC[0], 80)))


def test_names_of_networks_inside_are_told_by_how_they_are_written() -> None:
    for name in ("localhost", "LOCALHOST.", "kettle", "a.localhost", "nas.local", "x.internal", "b.home.arpa", "", "."):
        assert not is_public_name(name)
    for name in ("example.org", "localhost.example.org", "internal.org", "mylocal.org.", "local.de"):
        assert is_public_name(name)


def test_only_https_without_a_name_or_a_password_is_asked() -> None:
    places().check(URL("https://www.example.org/page"))
    for link in (
        "http://www.example.org", "ftp://www.example.org", "//www.example.org", "/page", "mailto:sam@example.org",
        "https://sam@example.org", "https://:x@example.org", "https://localhost", "https://nas.local/x",
        "https://127.1/", "https://8/", "https://1.1.1.1:80/", "https://１２７.0.0.1/", "https://ｌocalhost/",  # noqa: RUF001
    ):  # fmt: skip
        with pytest.raises(Refused):
            places().check(URL(link))


async def test_the_machines_own_resolver_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    assert set(await look_up("localhost", 443)) <= {"127.0.0.1", "::1"}

    async def gives(*_: Any, **__: Any) -> list[Any]:
        v6 = (socket.AF_INET6, socket.SOCK_STREAM, 6, "", (PUBLIC[2], 443, 0, 0))
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (PUBLIC[0], 443)), v6]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", gives)
    assert await look_up("example.org", 443) == [PUBLIC[0], PUBLIC[2]]
