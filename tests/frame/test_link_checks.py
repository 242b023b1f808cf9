"""What comes of a look at a link, with real requests over TLS to sites on this machine that answer in every way.

It stands on this floor and not among the wire tests: the client runs in this process, and no Discord is needed.
"""

from __future__ import annotations

import asyncio
import logging
import random
import socket
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import web

from bot import link_checks
from bot.link_checks import AGENT, CONTROL, RULES_LIMIT, LinkClient
from bot.link_places import Places
from bot.services.training_links import Seen
from tests.frame.sites import HERE, Sites, serving_sites, trusting

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from pathlib import Path

OK, SILENT = Seen("ok", 200), Seen("unclear")
PAGE_BY_HEAD = ["HEAD /page"]
PAGE_BY_GET = [*PAGE_BY_HEAD, "GET /page"]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for nothing."""
    monkeypatch.setattr(link_checks, "PAUSE", 0.0)


@pytest.fixture
async def sites(tmp_path: Path) -> AsyncIterator[Sites]:
    """Sites on this machine."""
    async with serving_sites(tmp_path) as served:
        yield served


async def look(sites: Sites, link: str = "", **answers: Any) -> Seen:
    """Look at one link in a run of its own, with these answers by path."""
    sites.answers |= {f"/{path}": answer for path, answer in answers.items()}
    async with sites.client() as client:
        return await client.check(link or sites.link())


def raw(*parts: bytes, is_closed: bool = True) -> Any:
    """Give an answer that is only bytes."""

    async def answer(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        for part in parts:
            request.transport.write(part)
        if is_closed:
            request.transport.close()
        await asyncio.sleep(60)
        return web.Response()

    return answer


async def test_what_a_code_means(sites: Sites) -> None:
    expected = {200: OK, 204: Seen("ok", 204), 206: Seen("ok", 206), 404: Seen("gone", 404), 410: Seen("gone", 410)}
    expected |= {code: Seen("unclear", code) for code in (304, 305, 400, 401, 403, 418, 429, 451, 500, 502, 503, 599)}
    assert {code: await look(sites, page=code) for code in expected} == expected


async def test_a_page_that_is_there_is_asked_for_once_and_by_head(sites: Sites) -> None:
    await look(sites)
    assert sites.pages == PAGE_BY_HEAD


async def test_where_head_is_not_known_or_says_no_it_is_asked_by_get(sites: Sites) -> None:
    for code in (400, 403, 404, 405, 406, 410, 500, 501):
        sites.asked.clear()
        sites.answers["HEAD /page"] = code
        assert await look(sites) == OK
        assert sites.pages == PAGE_BY_GET


async def test_what_get_says_counts(sites: Sites) -> None:
    assert await look(sites, page=410) == Seen("gone", 410)
    assert sites.pages == PAGE_BY_GET
    sites.answers |= {"HEAD /page": 405, "GET /page": 403}
    assert await look(sites) == Seen("unclear", 403)


async def test_it_says_who_asks_and_nothing_else(sites: Sites) -> None:
    async def with_cookie(_: web.Request) -> web.Response:
        return web.Response(status=302, headers={"Set-Cookie": "a=b; Path=/", "Location": "/other"})

    await look(sites, page=with_cookie)
    assert [each.path for each in sites.asked] == ["/robots.txt", "/page", "/other"]
    for each in sites.asked:
        assert each.headers.pop("Host") == f"www.example.org:{sites.port}"
        assert each.headers == {
            "User-Agent": AGENT,
            "Accept": "*/*",
            "Accept-Encoding": "identity",
            "Connection": "close",
        }


async def test_no_proxy_of_the_environment_is_used(sites: Sites, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://{HERE}:1")
    assert await look(sites) == OK


class TestWhereAPageLeads:
    async def test_for_now_is_followed_and_for_good_is_noted(self, sites: Sites) -> None:
        there = sites.link("/there", "new.example.org")
        for code in (301, 302, 303, 307, 308):
            expected = Seen("moved", 200, there) if code in {301, 308} else OK
            assert await look(sites, page=sites.leads(code, there)) == expected

    async def test_only_what_is_for_good_from_the_start_is_where_it_moved(self, sites: Sites) -> None:
        sites.answers["/two"] = sites.leads(302, "/three")
        sites.answers["/three"] = sites.leads(301, "four")
        two = sites.link("/two", "new.example.org")
        assert await look(sites, page=sites.leads(308, two.removeprefix("https:"))) == Seen("moved", 200, two)
        assert await look(sites, page=sites.leads(302, "/three")) == OK
        assert sites.pages[-1] == "HEAD /four"

    async def test_five_steps_are_taken_and_no_sixth(self, sites: Sites) -> None:
        for step in range(6):
            sites.answers[f"/{step}"] = sites.leads(301, f"/{step + 1}")
        assert await look(sites, sites.link("/1")) == Seen("moved", 200, sites.link("/6"))
        sites.asked.clear()
        assert await look(sites, sites.link("/0")) == Seen("unclear", 301)
        assert len(sites.pages) == 6

    async def test_a_loop_is_not_clear(self, sites: Sites) -> None:
        assert await look(sites, page=sites.leads(302, "/page")) == Seen("unclear", 302)

    async def test_to_a_page_that_is_gone_is_gone(self, sites: Sites) -> None:
        assert await look(sites, page=sites.leads(301, "/there"), there=404) == Seen("gone", 404)

    async def test_to_nowhere_or_to_no_address_is_not_clear(self, sites: Sites) -> None:
        assert await look(sites, page=301) == Seen("unclear", 301)
        for to in ("https://[", "https://:99999999/", "https://a.example.org:x/", "//xn--\u00fc.example.org/"):
            assert await look(sites, page=sites.leads(302, to)) == SILENT

    async def test_to_a_place_that_is_not_asked_is_refused_and_not_asked(self, sites: Sites) -> None:
        sites.names["half.example.org"] = [HERE, "10.0.0.7"]
        port = sites.port
        for to in (
            f"http://www.example.org:{port}/", f"https://{HERE}:{port + 1}/", "https://10.0.0.7/", "https://[::1]/",
            f"https://[::ffff:{HERE}]:{port}/", f"https://half.example.org:{port}/", f"https://localhost:{port}/",
            f"https://sam@www.example.org:{port}/", f"https://127.1:{port}/", "https://www.example.org/",
            "mailto:sam@example.org",
        ):  # fmt: skip
            assert await look(sites, page=sites.leads(301, to)) == Seen("refused")
        assert {each.host for each in sites.asked} == {"www.example.org"}

    async def test_the_rules_of_each_host_on_the_way_count(self, sites: Sites) -> None:
        sites.answers["new.example.org/robots.txt"] = web.Response(text="User-agent: *\nDisallow: /")
        to = sites.link("/there", "new.example.org")
        assert await look(sites, page=sites.leads(301, to)) == Seen("robots")
        assert sites.pages == PAGE_BY_HEAD


class TestPlacesThatAreNotAsked:
    async def test_a_link_to_one_is_refused_without_a_request(self, sites: Sites) -> None:
        for link in (f"http://www.example.org:{sites.port}/", "https://10.0.0.7/", "https://nas.local/"):
            assert await look(sites, link) == Seen("refused")
        sites.names["www.example.org"] = ["10.0.0.7"]
        assert await look(sites) == Seen("refused")
        assert sites.asked == []

    async def test_a_name_that_leads_elsewhere_the_second_time_is_refused_then(self, sites: Sites) -> None:
        async def learnt(_: web.Request) -> web.Response:
            sites.names["www.example.org"] = ["10.0.0.7"]
            return web.Response(status=404)

        sites.answers["/robots.txt"] = learnt
        assert await look(sites) == Seen("refused")
        assert sites.pages == []

    async def test_a_name_is_looked_up_once_for_a_connection(self, sites: Sites) -> None:
        await look(sites)
        assert sites.looked_up == ["www.example.org"] * len(sites.asked)

    async def test_what_gets_past_the_names_is_refused_when_it_is_connected_to(
        self, sites: Sites, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def careless(_: Places, host: str, port: int = 0, **__: object) -> Any:
            kept = {"hostname": host, "port": port, "proto": 0, "flags": 0}
            return [{**kept, "host": HERE, "family": socket.AF_INET}]

        monkeypatch.setattr(Places, "resolve", careless)
        monkeypatch.setattr(sites, "may_reach", lambda *_: False)
        assert await look(sites) == Seen("refused")
        assert sites.asked == []

    async def test_by_default_this_machine_is_never_asked(self, sites: Sites) -> None:
        async with LinkClient(tls=trusting()) as client:
            assert await client.check(f"https://{HERE}:{sites.port}/") == Seen("refused")
            assert await client.check(f"https://localhost:{sites.port}/") == Seen("refused")
        async with LinkClient(look_up=sites.look_up, tls=trusting()) as client:
            assert await client.check(sites.link()) == Seen("refused")
        assert sites.asked == []


class TestNamesThatLeadNowhere:
    async def test_they_are_gone_while_others_lead_somewhere(self, sites: Sites) -> None:
        sites.names[CONTROL] = [HERE]
        for _ in range(2):
            assert await look(sites, "https://gone.example.net/") == Seen("gone")
        assert sites.looked_up == ["gone.example.net", CONTROL] * 2

    async def test_they_are_not_clear_while_that_may_be_over_in_an_hour(self, sites: Sites) -> None:
        sites.names |= {CONTROL: [HERE], "a.example.net": socket.gaierror(socket.EAI_AGAIN, "try again")}
        assert await look(sites, "https://a.example.net/") == SILENT

    async def test_nothing_is_gone_and_little_is_asked_while_nothing_leads_anywhere(self, sites: Sites) -> None:
        links = [f"https://{host}.example.net/{page}" for host in "abcdefgh" for page in range(3)]
        async with sites.client() as client:
            assert await client.check_all(links) == dict.fromkeys(links, SILENT)
        assert len(set(sites.looked_up) - {CONTROL}) <= link_checks.AT_ONCE

    async def test_a_resolver_that_does_not_answer_is_not_waited_for(
        self, sites: Sites, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def silent(host: str, _: int) -> Sequence[str]:
            if host == CONTROL:
                await asyncio.sleep(60)
            raise socket.gaierror(socket.EAI_NONAME, "no such name")

        monkeypatch.setattr(link_checks, "TIME_LIMIT", 0.1)
        monkeypatch.setattr(sites, "look_up", silent)
        assert await look(sites) == SILENT


class TestTheRulesOfASite:
    async def rules(self, sites: Sites, text: str, link: str = "") -> Seen:
        return await look(sites, link, **{"robots.txt": web.Response(text=text)})

    async def test_they_are_kept(self, sites: Sites) -> None:
        for text in (
            "User-agent: *\nDisallow: /",
            f"User-agent: {AGENT}\nDisallow: /page",
            f"User-agent: other\nDisallow:\n\nUser-agent: {AGENT.lower()}\r\nDisallow: /p\r\n",
            "\ufeffUser-agent: *\nDisallow: /",
        ):
            assert await self.rules(sites, text) == Seen("robots")
            sites.answers.clear()
        assert sites.pages == []

    async def test_what_they_allow_is_asked(self, sites: Sites) -> None:
        for text in (
            "",
            "User-agent: *\nDisallow: /other\nDisallow: /page/2",
            f"User-agent: *\nDisallow: /\n\nUser-agent: {AGENT}\nDisallow: /other",
            "<html>Not here.</html>",
            "\x00\xff\n:::\n",
        ):
            assert await self.rules(sites, text) == OK
            sites.answers.clear()

    async def test_a_question_in_the_address_counts(self, sites: Sites) -> None:
        text = "User-agent: *\nDisallow: /page?id=2"
        assert await self.rules(sites, text, sites.link("/page?id=1")) == OK
        sites.answers["/robots.txt"] = web.Response(text=text)
        assert await look(sites, sites.link("/page?id=2")) == Seen("robots")

    async def test_a_site_without_rules_allows_all_and_one_that_is_not_well_is_left_alone(self, sites: Sites) -> None:
        for code in (204, 301, 401, 403, 404, 410):
            assert await look(sites, **{"robots.txt": code}) == OK
        sites.asked.clear()
        for code in (429, 500, 503):
            assert await look(sites, **{"robots.txt": code}) == Seen("unclear", code)
        assert await look(sites, **{"robots.txt": raw(b"")}) == SILENT
        assert await look(sites, **{"robots.txt": sites.leads(302, "/robots.txt")}) == Seen("unclear", 302)
        assert sites.pages == []

    async def test_rules_that_cannot_be_read_are_not_guessed(self, sites: Sites) -> None:
        for text in ("User-agent: *\nCrawl-delay: \u00b2", "User-agent: *\nDisallow: //["):
            assert await self.rules(sites, text) == SILENT
            sites.answers.clear()

    async def test_they_may_be_somewhere_else(self, sites: Sites) -> None:
        sites.answers["new.example.org/rules"] = web.Response(text="User-agent: *\nDisallow: /page")
        to = sites.link("/rules", "new.example.org")
        assert await look(sites, **{"robots.txt": sites.leads(301, to)}) == Seen("robots")

    async def test_they_are_not_looked_for_where_nothing_is_asked(self, sites: Sites) -> None:
        for to in (f"http://www.example.org:{sites.port}/", f"https://sam@www.example.org:{sites.port}/rules"):
            assert await look(sites, **{"robots.txt": sites.leads(301, to)}) == Seen("refused")
        assert sites.pages == []

    async def test_they_are_read_once_in_a_run_and_so_is_their_failure(self, sites: Sites) -> None:
        links = [sites.link(f"/{page}") for page in range(4)]
        for code in (404, 500):
            sites.answers["/robots.txt"] = code
            async with sites.client() as client:
                await client.check_all(links)
            assert [each.path for each in sites.asked].count("/robots.txt") == 1
            sites.asked.clear()

    async def test_huge_ones_are_read_in_part(self, sites: Sites) -> None:
        lines = "# nothing\n" * (RULES_LIMIT // 10 + 1)
        assert await self.rules(sites, lines + "User-agent: *\nDisallow: /") == OK
        sites.answers.clear()
        assert await self.rules(sites, "User-agent: *\nDisallow: /\n" + lines * 4) == Seen("robots")

    async def test_endless_ones_end(self, sites: Sites, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(link_checks, "TIME_LIMIT", 0.3)

        async def endless(request: web.Request) -> web.StreamResponse:
            answer = web.StreamResponse()
            await answer.prepare(request)
            for _ in range(100):
                await answer.write(b"User-agent: *\nDisallow:\n")
                await asyncio.sleep(0.02)
            return answer

        assert await look(sites, **{"robots.txt": endless}) == SILENT


class TestSitesThatAreNotWell:
    async def test_what_is_not_http_is_not_clear(self, sites: Sites) -> None:
        for answer in (
            raw(b""),
            raw(b"hello\r\n\r\n"),
            raw(b"HTTP/1.1 200 OK\r\nContent-Le"),
            raw(b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 1000 + b"\r\n"),
            raw(b"HTTP/1.1 200 OK\r\nA: " + b"b" * 100_000 + b"\r\n\r\n"),
            raw(b"HTTP/1.1 2000 OK\r\n\r\n"),
            raw(b"HTTP/1.1 302 Found\r\nLocation: https://\xff\xfe/\r\n\r\n"),
            raw(b"\x00" * 100),
        ):
            assert (await look(sites, page=answer)).outcome == "unclear"

    async def test_nothing_that_a_site_sends_is_raised(self, sites: Sites) -> None:
        chance = random.Random(7)  # noqa: S311 no secret
        starts = (b"", b"HTTP/1.1 ", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 301 Moved\r\nLocation: ")
        for _ in range(60):
            sent = chance.choice(starts) + chance.randbytes(chance.randrange(60)) + chance.choice((b"", b"\r\n\r\n"))
            path = chance.choice(("page", "robots.txt"))
            assert isinstance(await look(sites, **{path: raw(sent)}), Seen)
            sites.answers.clear()

    async def test_one_that_is_slow_is_not_waited_for(self, sites: Sites, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(link_checks, "TIME_LIMIT", 0.2)
        assert await look(sites, page=raw(is_closed=False)) == SILENT
        assert await look(sites, page=raw(b"HTTP/1.1 200 OK\r\n", is_closed=False)) == SILENT

    async def test_a_link_has_a_time_limit_with_all_that_it_leads_to(
        self, sites: Sites, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(link_checks, "PATIENCE", 1.0)
        monkeypatch.setattr(link_checks, "PAUSE", 0.4)
        assert await look(sites, page=sites.leads(302, "/page")) == SILENT
        assert len(sites.pages) < 5

    async def test_a_page_without_an_end_is_not_read(self, sites: Sites) -> None:
        sent = 0

        async def endless(request: web.Request) -> web.StreamResponse:
            nonlocal sent
            answer = web.StreamResponse()
            await answer.prepare(request)
            while True:
                await answer.write(b"x" * 65536)
                sent += 1

        sites.answers |= {"HEAD /page": 405, "GET /page": endless}
        assert await look(sites) == OK
        assert sent < 500

    async def test_one_whose_certificate_is_anothers_or_nobodys_is_not_clear(self, sites: Sites) -> None:
        sites.names["www.example.net"] = [HERE]
        assert await look(sites, sites.link(host="www.example.net")) == SILENT
        async with LinkClient(may_reach=sites.may_reach, look_up=sites.look_up) as client:
            assert await client.check(sites.link()) == SILENT
        assert sites.asked == []

    async def test_one_without_tls_or_that_is_not_there_is_not_clear(self, sites: Sites, port: int) -> None:
        async def hello(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
            writer.close()

        async with await asyncio.start_server(hello, HERE, port):
            sites.port = port
            assert await look(sites) == SILENT
        assert await look(sites) == SILENT

    async def test_what_is_no_address_is_not_clear(self, sites: Sites) -> None:
        links = ["https://[", "https://a.example.org:x/", "", "https://\udc80.example.org/"]
        async with sites.client() as client:
            found = await client.check_all(links)
        assert [found[link].outcome for link in links] == ["unclear", "unclear", "refused", "unclear"]

    async def test_the_log_says_nothing_of_it(self, sites: Sites, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.DEBUG)
        await look(sites, page=raw(b"hello\r\n\r\n"))
        await look(sites, "https://gone.example.net/")
        assert not [line for line in caplog.messages if "example" in line or "page" in line]


class TestPoliteness:
    async def test_a_host_is_asked_once_at_a_time_with_a_pause(
        self, sites: Sites, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(link_checks, "PAUSE", 0.2)
        sites.answers["www.example.org/0"] = sites.leads(302, sites.link("/1", "new.example.org"))
        hosts = ("www.example.org", "new.example.org")
        links = [sites.link(f"/{page}", host) for host in hosts for page in range(3)]
        async with sites.client() as client:
            found = await client.check_all([*links, links[0]])
        assert set(found) == set(links)
        assert sum(map(len, sites.waits.values())) == len(sites.asked) - len(hosts) == 7
        assert min(wait for waits in sites.waits.values() for wait in waits) >= 0.19

    async def test_the_pause_is_two_seconds_and_the_limits_are_small(self) -> None:
        source = LinkClient.__init__.__globals__
        assert (source["TIME_LIMIT"], source["HOPS"]) == (10, 5)
        assert source["RULES_LIMIT"] + source["BUFFER"] < 1_000_000

    async def test_different_hosts_are_asked_at_the_same_time(self, sites: Sites) -> None:
        together = asyncio.Barrier(2)

        async def both(_: web.Request) -> web.Response:
            await together.wait()
            return web.Response()

        sites.answers["/page"] = both
        links = [sites.link(host=f"{name}.example.org") for name in "ab"]
        async with asyncio.timeout(5), sites.client() as client:
            assert await client.check_all(links) == dict.fromkeys(links, OK)

    async def test_a_host_that_has_enough_is_left_alone_for_the_run(self, sites: Sites) -> None:
        busy = {code: web.Response(status=code, headers={"Retry-After": "60"}) for code in (429, 503)}
        links = [sites.link(f"/{page}") for page in range(3)]
        for code, answer in busy.items():
            sites.answers["/0"] = answer
            async with sites.client() as client:
                assert await client.check_all(links) == dict.fromkeys(links, Seen("unclear", code))
            assert sites.pages == ["HEAD /0"]
            sites.asked.clear()

    async def test_a_page_alone_that_is_not_well_leaves_the_others(self, sites: Sites) -> None:
        sites.answers["/0"] = 503
        links = [sites.link(f"/{page}") for page in range(2)]
        async with sites.client() as client:
            assert await client.check_all(links) == {links[0]: Seen("unclear", 503), links[1]: OK}

    async def test_a_run_that_is_cut_leaves_nothing_behind(self, sites: Sites) -> None:
        sites.answers["/page"] = raw(is_closed=False)
        links = [sites.link(host=f"{name}.example.org") for name in "abcdef"]

        async def run() -> None:
            async with sites.client() as client:
                await client.check_all(links)

        before = asyncio.all_tasks()
        task = asyncio.create_task(run())
        await asyncio.sleep(0.2)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.sleep(0.1)
        left = [each for each in asyncio.all_tasks() - before if "link" in repr(each)]
        assert left == []
