"""The hourly look at the links of the catalogue: what is asked, what is kept of it, and when nothing is asked."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self

import pytest

from bot.services import training_entries, training_links
from bot.services.guilds import Person
from bot.services.training_entries import Told
from bot.services.training_links import Seen
from bot.services.training_texts import Fields
from bot.settings import LinkChecks, Settings
from cogs import training_links as cog
from db.models.training import TrainingEntry
from db.models.training_links import TrainingLink
from tests.frame.sites import serving_sites

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bot.services.training_links import Broken
    from tests.cogs.conftest import World

GONE = Seen("gone", 404)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """The settings of a real installation, which looks at links."""
    return settings.model_copy(update={"link_checks": LinkChecks(on=True)})


class Client:
    """A client that asks nothing, notes what it should have asked, and gives one answer for all."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.seen = GONE
        self.world: World | None = None

    def __call__(self) -> Self:
        return self

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        pass

    async def check_all(self, links: Sequence[str]) -> dict[str, Seen]:
        self.asked += dict.fromkeys(links)
        if self.world is not None:  # others can write meanwhile
            await add(self.world, "https://example.org/meanwhile", number=1)
        return dict.fromkeys(links, self.seen)


@pytest.fixture(autouse=True)
def client(monkeypatch: pytest.MonkeyPatch) -> Client:
    made = Client()
    monkeypatch.setattr(cog, "LinkClient", made)
    return made


async def add(world: World, *links: str, number: int | None = None) -> None:
    told = [Told(Fields(link, "A college", link, ("volunteer",)), number) for link in links]
    async with world.bot.db.begin() as session:
        await training_entries.record(
            session, guild_id=world.guild.id, member_id=world.orla.id, told=told, now=world.env.now()
        )


async def broken(world: World) -> list[Broken]:
    asked = Person(world.guild.id, world.orla.id, frozenset(), frozenset({"organiser"}))
    async with world.bot.db.read() as session:
        return await training_links.list_broken(session, person=asked, limit=10)


async def look(world: World) -> list[TrainingLink]:
    """Run the sweep alone, and give what is kept."""
    sweep: Any = world.bot.cogs["TrainingLinks"]
    with world.env.time_context():
        await sweep.look()
    async with world.bot.db.read() as session:
        found = [await session.get(TrainingLink, number) for number in range(1, 60)]
    return [row for row in found if row is not None]


async def test_a_page_that_is_gone_twice_is_told_to_organisers_and_its_entry_stays(
    world: World, client: Client
) -> None:
    await add(world, "https://example.org/1")
    await look(world)
    assert await broken(world) == []
    await look(world)
    assert client.asked == ["https://example.org/1"]
    await world.wait_until(world.env.now() + training_links.SOON + timedelta(minutes=1))
    (found,) = await broken(world)
    assert (found.entry.link, found.is_gone, found.entry.state) == ("https://example.org/1", True, "shown")


async def test_twenty_links_are_looked_at_in_an_hour(world: World, client: Client) -> None:
    await add(world, *(f"https://example.org/{number}" for number in range(45)))
    for most in (20, 40, 45, 45):
        await look(world)
        assert len(client.asked) == len(set(client.asked)) == most


async def test_a_link_that_is_changed_during_the_look_is_looked_at_anew(world: World, client: Client) -> None:
    await add(world, "https://example.org/1")
    client.world = world
    assert await look(world) == []
    client.world = None
    (row,) = await look(world)
    assert row.link_key == "example.org/meanwhile"


async def test_real_sites_are_asked_and_their_answers_kept(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.link_checks.PAUSE", 0.0)
    async with serving_sites(tmp_path) as sites:
        monkeypatch.setattr(cog, "LinkClient", sites.client)
        sites.answers |= {"/gone": 404, "/moved": sites.leads(301, "/there")}
        await add(world, *(sites.link(path) for path in ("/page", "/gone", "/moved")))
        rows = await look(world)
    assert [(row.outcome, row.code, row.fails) for row in rows] == [("ok", 200, 0), ("gone", 404, 1), ("moved", 200, 0)]
    assert [each.moved_to for each in await broken(world)] == [sites.link("/there")]


class TestNothingIsAsked:
    async def asks(self, world: World, client: Client) -> bool:
        await add(world, "https://example.org/1")
        await world.run_due()
        return bool(client.asked)

    async def test_with_the_setting_it_is(self, world: World, client: Client) -> None:
        assert await self.asks(world, client)

    async def test_without_it_nothing_is(self, world: World, client: Client) -> None:
        changed: Any = world.bot
        changed.settings = world.bot.settings.model_copy(update={"link_checks": LinkChecks(on=False)})
        assert not await self.asks(world, client)

    async def test_while_discord_cannot_be_reached(self, world: World, client: Client) -> None:
        world.bot._ready.clear()
        assert not await self.asks(world, client)
        world.bot._ready.set()
        assert await self.asks(world, client)

    async def test_while_nothing_is_due(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(cog, "LinkClient", None)
        assert await look(world) == []
        async with world.bot.db.read() as session:
            assert await session.get(TrainingEntry, 1) is None
