"""Events among Discord's own, on a simulated Discord: shown, changed there, cancelled there, and never obeyed."""

from datetime import datetime, timedelta
from typing import Any

import discord
import pytest
from sqlalchemy import select

from cogs.mirrors import looking
from db.models.events import Event, Occurrence
from db.models.mirrors import Mirror
from tests.cogs import eventing
from tests.cogs.conftest import World
from tests.cogs.reading import read

SHOW = "Add it to Discord events"
PLACE = "See the card in this server"
ALL = "/guilds/*/scheduled-events"
ONE = "/guilds/*/scheduled-events/*"


@pytest.fixture(autouse=True)
def set_up(complete: World) -> None:
    """Organisers have a channel, in which they are asked."""
    assert complete.organisers.last_message is None


async def planned(world: World, **options: Any) -> None:
    """Let the organiser open an event for sign-up."""
    await eventing.opened(world, **options)


async def shown(world: World, **options: Any) -> None:
    """Let the organiser show an event among Discord's own."""
    await planned(world, **options)
    await turn(world, "on")
    await world.run_due()


async def turn(world: World, to: str) -> Any:
    """Press the way on or off, and the yes to its question."""
    found = await the_event(world)
    screen = await press(world, f"mirrors:{to}:{found.id}")
    return await world.press(world.orla, screen, "Show it there") if to == "on" else screen


async def press(world: World, custom_id: str, person: Any = None) -> Any:
    """Press a button of this id, on a message of its own."""
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label="Here", custom_id=custom_id))
    view.stop()
    with world.env.time_context():
        message = await world.bot.get_partial_messageable(world.guild.create_text_channel("ways").id).send(
            "a way", view=view
        )
    return read(await (person or world.orla).click(message, label="Here"))


async def the_event(world: World) -> Event:
    async with world.bot.db.read() as session:
        return (await session.scalars(select(Event).order_by(Event.id.desc()))).all()[0]


async def states(world: World) -> list[str]:
    async with world.bot.db.read() as session:
        return [row.state for row in await session.scalars(select(Mirror).order_by(Mirror.occurrence_id))]


async def open_times(world: World) -> list[Occurrence]:
    async with world.bot.db.read() as session:
        found = select(Occurrence).where(Occurrence.state == "open").order_by(Occurrence.starts_at)
        return list(await session.scalars(found))


def there(world: World) -> list[Any]:
    """Give what stands among Discord's own events, the first one first."""
    found = world.env.backend.get_guild(world.guild.id).scheduled_events.values()
    return sorted(found, key=lambda event: event.scheduled_start_time)


async def edit(world: World, **changes: Any) -> None:
    """Let somebody change the first of Discord's own events there."""
    world.env.backend.edit_scheduled_event(world.guild.id, there(world)[0].id, changes)
    await world.env.settle()


async def take_away(world: World) -> None:
    world.env.backend.delete_scheduled_event(world.guild.id, there(world)[0].id)
    await world.env.settle()


def asked(world: World, method: str) -> int:
    """Count the requests about Discord's own events."""
    return sum(one == method and "/scheduled-events" in path for one, path, _ in world.asked)


def question(world: World) -> discord.Message:
    """Give the latest message in the organisers' channel."""
    message = world.organisers.last_message
    assert message is not None
    return message


def said(world: World) -> str:
    return read_text(question(world))


def read_text(message: discord.Message) -> str:
    return "\n".join(str(getattr(part, "content", "")) for part in walk(message.components))


def walk(parts: Any) -> Any:
    for part in parts:
        yield part
        yield from walk(getattr(part, "children", ()))


def labels(message: discord.Message) -> list[str]:
    return [part.label for part in walk(message.components) if isinstance(part, discord.Button) and part.label]


async def later(world: World, seconds: float = 60) -> None:
    await world.env.advance_time(seconds)
    await world.run_due()


class TestShowing:
    async def test_it_is_off_until_it_is_turned_on_after_one_sentence(self, world: World) -> None:
        await planned(world)
        assert there(world) == []
        row = await the_event(world)
        screen = await press(world, f"mirrors:on:{row.id}")
        assert "Anyone can see who presses Interested there." in screen.text
        assert screen.private
        await world.run_due()
        assert there(world) == []
        done = await world.press(world.orla, screen, "Show it there")
        assert "will be among Discord's own events" in done.text
        await world.run_due()
        (event,) = there(world)
        (time,) = await open_times(world)
        assert (event.name, event.entity_metadata, event.description) == ("Tea and talk", {"location": PLACE}, None)
        assert datetime.fromisoformat(event.scheduled_start_time) == time.starts_at
        assert datetime.fromisoformat(event.scheduled_end_time) == time.ends_at

    async def test_it_holds_neither_the_link_nor_the_place(self, world: World) -> None:
        link = "https://example.org/room"
        await shown(world, words={"online_link": link, "place": "The hall"})
        (body,) = [
            body for method, path, body in world.asked if method == "POST" and path.endswith("/scheduled-events")
        ]
        assert link not in str(body)
        assert "The hall" not in str(body)

    async def test_an_event_that_repeats_is_shown_as_its_next_four_times(self, world: World) -> None:
        await shown(world, when="every Thursday 6pm")
        starts = [datetime.fromisoformat(event.scheduled_start_time) for event in there(world)]
        assert starts == [time.starts_at for time in await open_times(world)]
        assert len(starts) == 4
        await world.wait_until(starts[0] + timedelta(hours=3))
        assert len([event for event in there(world) if event.status == 1]) == 4
        assert world.organisers.last_message is None

    async def test_an_event_for_some_people_is_refused_and_taken_off_when_it_becomes_one(self, world: World) -> None:
        await shown(world)
        row = await the_event(world)
        role = world.guild.roles["Organiser"]
        async with world.bot.db.begin() as session:
            (await session.get_one(Event, row.id)).role_id = role.id
        await world.run_due()
        assert there(world) == []
        assert "only for some people" in (await press(world, f"mirrors:on:{row.id}")).text

    async def test_a_draft_is_shown_once_it_is_open(self, world: World) -> None:
        screen = await eventing.write(world)
        done = await turn(world, "on")
        assert "once you open it" in done.text
        await world.run_due()
        assert there(world) == []
        await world.press(world.orla, screen, "Open it for sign-up")
        await world.run_due()
        assert len(there(world)) == 1

    async def test_off_takes_it_away_and_on_brings_it_back(self, world: World) -> None:
        await shown(world)
        assert "takes away what is there" in (await turn(world, "off")).text
        await world.run_due()
        assert there(world) == []
        await turn(world, "on")
        await world.run_due()
        assert len(there(world)) == 1
        assert world.organisers.last_message is None

    async def test_who_does_not_organise_it_cannot_turn_it_on_or_off(self, world: World) -> None:
        await planned(world)
        row = await the_event(world)
        for to in ("on", "yes", "off"):
            assert (await press(world, f"mirrors:{to}:{row.id}", world.sam)).private
        await world.run_due()
        assert there(world) == []

    async def test_without_the_permission_it_says_which(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        await planned(world)
        none = discord.Permissions.none()
        monkeypatch.setattr(discord.Member, "guild_permissions", property(lambda _: none))
        screen = await press(world, f"mirrors:on:{(await the_event(world)).id}")
        assert "Create Events" in screen.text

    async def test_with_a_hundred_events_it_says_that_discord_takes_no_more(self, world: World) -> None:
        await planned(world)
        guild = world.bot.get_guild(world.guild.id)
        assert guild is not None
        start = (world.env.now() + timedelta(days=1)).isoformat()
        for number in range(100):
            world.guild.create_scheduled_event(f"Event {number}", start_time=start, entity_type=3, location="x")
        await world.env.settle()
        screen = await press(world, f"mirrors:on:{(await the_event(world)).id}")
        assert "takes no more" in screen.text


class TestFollowing:
    async def test_what_changes_in_kettle_changes_there(self, world: World) -> None:
        await shown(world)
        async with world.bot.db.begin() as session:
            (await session.get_one(Event, (await the_event(world)).id)).title = "Tea and cake"
        await world.run_due()
        assert [event.name for event in there(world)] == ["Tea and cake"]
        assert asked(world, "PATCH") == 1
        await later(world)
        assert asked(world, "PATCH") == 1
        assert world.organisers.last_message is None

    async def test_another_time_in_kettle_is_another_time_there(self, world: World) -> None:
        await shown(world)
        (time,) = await open_times(world)
        async with world.bot.db.begin() as session:
            row = await session.get_one(Occurrence, time.id)
            row.starts_at, row.ends_at = time.starts_at + timedelta(days=1), time.ends_at + timedelta(days=1)
        await world.run_due()
        (event,) = there(world)
        assert datetime.fromisoformat(event.scheduled_start_time) == time.starts_at + timedelta(days=1)

    async def test_what_is_cancelled_in_kettle_goes_there(self, world: World) -> None:
        await shown(world)
        await press(world, f"events:end:{(await the_event(world)).id}")
        await world.run_due()
        assert there(world) == []
        assert await states(world) == []

    async def test_while_nothing_changes_it_is_looked_at_once_an_hour(self, world: World) -> None:
        await shown(world)
        await later(world)
        before = asked(world, "GET")
        await later(world)
        await later(world)
        assert asked(world, "GET") == before
        await later(world, 3600)
        assert asked(world, "GET") == before + 1

    async def test_nobody_asks_who_is_interested(self, world: World) -> None:
        await shown(world)
        await world.sam.subscribe_event(there(world)[0])
        await later(world, 3600)
        assert not any(path.endswith("/users") for _, path, _ in world.asked)
        assert await states(world) == ["there"]


class TestChangedThere:
    @pytest.fixture(autouse=True)
    async def changed(self, complete: World) -> None:
        world = complete
        await shown(world)
        await edit(world, name="Coffee", description="https://example.org")
        await world.run_due()

    async def test_organisers_are_asked_once_and_nothing_is_overwritten(self, world: World) -> None:
        assert "Somebody changed Tea and talk" in said(world)
        first = question(world).id
        await later(world)
        await edit(world, name="Cocoa")
        await later(world)
        assert there(world)[0].name == "Cocoa"
        assert question(world).id == first

    async def test_kettles_version_is_written_again(self, world: World) -> None:
        done = await world.press(world.orla, question(world), "Write it as in Kettle")
        assert done.private
        await world.run_due()
        (event,) = there(world)
        assert (event.name, event.description) == ("Tea and talk", "")
        await later(world)
        assert "It is settled." in said(world)
        assert labels(question(world)) == []

    async def test_it_is_left_until_the_event_changes_in_kettle(self, world: World) -> None:
        await world.press(world.orla, question(world), "Leave it as it is")
        await later(world)
        assert there(world)[0].name == "Coffee"
        assert "It is settled." in said(world)
        async with world.bot.db.begin() as session:
            (await session.get_one(Event, (await the_event(world)).id)).title = "Tea and cake"
        await world.run_due()
        assert there(world)[0].name == "Tea and cake"

    async def test_what_is_put_right_there_is_settled_by_itself(self, world: World) -> None:
        await edit(world, name="Tea and talk", description="")
        await later(world)
        assert "It is settled." in said(world)

    async def test_an_answer_that_comes_too_late_is_told_so(self, world: World) -> None:
        await world.press(world.orla, question(world), "Leave it as it is")
        async with world.bot.db.read() as session:
            (row,) = (await session.scalars(select(Mirror))).all()
        again = await press(world, f"mirrors:write:{row.id}")
        assert "settled already" in again.text
        assert again.private


class TestTakenAwayThere:
    @pytest.fixture(autouse=True)
    async def taken(self, complete: World) -> None:
        world = complete
        await shown(world)
        await take_away(world)
        await world.run_due()

    async def test_a_cancel_is_asked_about_and_not_obeyed(self, world: World) -> None:
        assert "Somebody took Tea and talk out" in said(world)
        assert len(await open_times(world)) == 1
        await later(world, 3600)
        assert there(world) == []

    async def test_it_is_put_back(self, world: World) -> None:
        await world.press(world.orla, question(world), "Put it back there")
        await world.run_due()
        assert len(there(world)) == 1

    async def test_it_is_cancelled_in_kettle_too_after_a_question(self, world: World) -> None:
        ask = await world.press(world.orla, question(world), "Cancel it in Kettle too")
        assert len(await open_times(world)) == 1
        done = await world.press(world.orla, ask, "Cancel this time")
        assert "is cancelled" in done.text
        assert await open_times(world) == []
        await later(world)
        assert await states(world) == []
        assert "It is settled." in said(world)

    async def test_it_stays_away_when_that_is_right(self, world: World) -> None:
        await world.press(world.orla, question(world), "Leave it as it is")
        await later(world, 3600)
        assert there(world) == []
        assert len(await open_times(world)) == 1

    async def test_who_does_not_organise_cannot_answer(self, world: World) -> None:
        for label in ("Put it back there", "Cancel it in Kettle too", "Leave it as it is"):
            assert (await world.press(world.sam, question(world), label)).private
        assert await states(world) == ["gone"]


class TestNotTakenAway:
    @pytest.fixture(autouse=True)
    async def stands(self, complete: World) -> None:
        await shown(complete)

    async def test_a_cancel_that_is_not_a_deletion_is_asked_about_too(self, world: World) -> None:
        await edit(world, status=4)
        await world.run_due()
        assert "Somebody took Tea and talk out" in said(world)

    async def test_what_discord_cancels_after_the_start_is_ignored(self, world: World) -> None:
        (time,) = await open_times(world)
        await world.wait_until(time.starts_at + timedelta(minutes=30))
        await edit(world, status=4)
        await world.run_due()
        await take_away(world)
        await later(world)
        assert world.organisers.last_message is None

    async def test_a_list_without_it_is_half_an_answer(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        async def nothing(*_: Any, **__: Any) -> list[Any]:
            return []

        monkeypatch.setattr(discord.Guild, "fetch_scheduled_events", nothing)
        await later(world, 3600)
        assert await states(world) == ["there"]
        assert len(there(world)) == 1

    @pytest.mark.parametrize(("status", "code"), [(500, 0), (503, 0), (404, 10004), (404, 0), (403, 50001), (401, 0)])
    async def test_no_other_answer_than_a_plain_no_says_that_it_is_gone(
        self, world: World, status: int, code: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await take_away(world)
        world.env.inject_error("GET", ONE, status=status, code=code, times=None)
        monkeypatch.setattr("asyncio.sleep", at_once)
        await later(world)
        await later(world, 3600)
        assert await states(world) == ["there"]
        assert world.organisers.last_message is None

    async def test_in_an_outage_nothing_is_looked_at(self, world: World) -> None:
        outage: Any = {"id": str(world.guild.id), "unavailable": True}
        world.bot._connection.parse_guild_delete(outage)
        await world.env.settle()
        before = len(world.asked)
        await later(world, 3600)
        assert not [path for _, path, _ in world.asked[before:] if "/scheduled-events" in path]
        assert await states(world) == ["there"]

    async def test_what_was_taken_away_while_kettle_was_away_is_asked_about_after_its_start(self, world: World) -> None:
        world.env.backend.get_guild(world.guild.id).scheduled_events.clear()
        await world.restart()
        await world.run_due()
        assert "Somebody took Tea and talk out" in said(world)

    async def test_after_every_new_beginning_of_discords_stream_it_looks(self, world: World) -> None:
        await later(world)
        before = asked(world, "GET")
        for listener in world.bot.extra_events["on_ready"]:
            await listener()
        await world.run_due()
        assert asked(world, "GET") == before + 1

    async def test_events_of_others_are_nobodys_task(self, world: World) -> None:
        await later(world)
        before = asked(world, "GET")
        world.env.backend.create_scheduled_event(
            world.guild.id,
            name="Tea and talk",
            entity_type=3,
            scheduled_start_time=there(world)[0].scheduled_start_time,
            creator_id=world.sam.id,
            entity_metadata={"location": PLACE},
            scheduled_end_time=there(world)[0].scheduled_end_time,
        )
        await world.env.settle()
        await later(world)
        assert asked(world, "GET") == before
        assert len(there(world)) == 2


async def at_once(_: float) -> None:
    """Wait for nothing."""


class TestRefused:
    @pytest.mark.parametrize(
        ("status", "code", "told"),
        [(400, 30038, "as many as Discord takes"), (403, 50013, "Create Events"), (400, 50035, "did not take")],
    )
    async def test_organisers_are_told_once_and_it_is_tried_again_each_hour(
        self, world: World, status: int, code: int, told: str
    ) -> None:
        await planned(world, when="every Thursday 6pm")
        world.env.inject_error("POST", ALL, status=status, code=code, times=None)
        await turn(world, "on")
        await world.run_due()
        assert told in said(world)
        assert labels(question(world)) == ["Try again now", "Take it off there"]
        assert (asked(world, "POST"), first := question(world).id) == (4, question(world).id)
        await later(world)
        assert asked(world, "POST") == 4
        await later(world, 3600)
        assert asked(world, "POST") == 8
        assert question(world).id == first

    async def test_it_is_tried_again_at_once_when_an_organiser_says_so(self, world: World) -> None:
        await planned(world)
        world.env.inject_error("POST", ALL, status=400, code=30038)
        await turn(world, "on")
        await world.run_due()
        await world.press(world.orla, question(world), "Try again now")
        await world.run_due()
        assert len(there(world)) == 1
        await later(world)
        assert "It is settled." in said(world)

    async def test_what_cannot_be_taken_away_is_told_and_taken_away_later(self, world: World) -> None:
        await shown(world)
        world.env.inject_error("DELETE", ONE, status=403, code=50013)
        await turn(world, "off")
        await world.run_due()
        assert "Create Events" in said(world)
        assert len(there(world)) == 1
        await later(world, 3600)
        assert there(world) == []

    async def test_an_unclear_answer_does_not_say_that_it_was_taken_away(self, world: World) -> None:
        await shown(world)
        world.env.inject_error("DELETE", ONE, status=404, code=10004)
        await turn(world, "off")
        await world.run_due()
        assert await states(world) == ["wanted"]
        await later(world)
        assert there(world) == []
        assert await states(world) == []

    async def test_what_is_gone_already_needs_no_taking_away(self, world: World) -> None:
        await shown(world)
        world.env.backend.get_guild(world.guild.id).scheduled_events.clear()
        await turn(world, "off")
        await world.run_due()
        assert await states(world) == []

    async def test_a_double_that_cannot_be_taken_away_stops_nothing(self, world: World) -> None:
        await shown(world)
        double(world)
        await world.env.settle()
        world.env.inject_error("DELETE", ONE, status=403, code=50013)
        await world.run_due()
        assert world.organisers.last_message is None


def double(world: World) -> None:
    """Let the first event stand there once more, by Kettle, as when a request is repeated underway."""
    (event,) = there(world)
    world.env.backend.create_scheduled_event(
        world.guild.id,
        name=event.name,
        entity_type=3,
        scheduled_start_time=event.scheduled_start_time,
        entity_metadata=event.entity_metadata,
        scheduled_end_time=event.scheduled_end_time,
    )


class TestCutOff:
    async def test_what_stands_there_twice_goes_once(self, world: World) -> None:
        await shown(world)
        double(world)
        await world.env.settle()
        await world.run_due()
        assert len(there(world)) == 1
        assert await states(world) == ["there"]

    @pytest.mark.parametrize("error", [TimeoutError(), RuntimeError(), ConnectionResetError()])
    async def test_what_was_made_without_an_answer_is_not_made_again(
        self, world: World, monkeypatch: pytest.MonkeyPatch, error: Exception
    ) -> None:
        await planned(world)
        make = discord.Guild.create_scheduled_event

        async def cut(guild: discord.Guild, **said: Any) -> Any:
            await make(guild, **said)
            raise error

        monkeypatch.setattr(discord.Guild, "create_scheduled_event", cut)
        await turn(world, "on")
        await world.run_due()
        assert await states(world) == ["wanted"]
        await later(world)
        assert await states(world) == ["there"]
        assert (asked(world, "POST"), len(there(world))) == (1, 1)

    async def test_where_discord_is_silent_it_is_asked_ever_more_seldom(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await planned(world)
        await turn(world, "on")

        async def silent(*_: Any, **__: Any) -> list[Any]:
            tries.append(world.env.now())
            raise ConnectionResetError

        tries: list[datetime] = []
        monkeypatch.setattr(discord.Guild, "fetch_scheduled_events", silent)
        for _ in range(12):
            await later(world, 5)
        assert len(tries) == 3
        monkeypatch.undo()
        await later(world)
        assert len(there(world)) == 1

    async def test_before_discord_has_told_where_kettle_is_nothing_is_looked_at(self, world: World) -> None:
        await planned(world)
        await turn(world, "on")
        world.bot._ready.clear()
        await world.run_due()
        assert asked(world, "GET") == 0
        world.bot._ready.set()
        await world.run_due()
        assert len(there(world)) == 1

    async def test_what_has_begun_meanwhile_is_not_made(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        await planned(world)
        await turn(world, "on")
        (time,) = await open_times(world)
        judge = looking.judge

        def slow(*args: Any, **told: Any) -> Any:
            for step in judge(*args, **told):
                yield step._replace(entry=step.entry._replace(starts_at=time.starts_at - timedelta(days=9)))

        monkeypatch.setattr(looking, "judge", slow)
        await world.run_due()
        assert asked(world, "POST") == 0
