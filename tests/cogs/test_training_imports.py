"""An organiser's list: looked at first, put in after a yes, seen by members as a whole; and the catalogue as a file."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
import pytest
from sqlalchemy import func, select

from bot.screens import Screen
from bot.services import guilds, training_exports, training_imports
from bot.services.guilds import Person
from bot.services.training_csv import MOST_MEGABYTES, write_csv
from bot.services.training_hsds import write_services
from bot.services.training_imports import STEP
from bot.services.training_starters import list_starters
from bot.services.training_texts import read_fields
from bot.ui import door
from cogs import training_imports as cog
from db.models.training import TrainingEntry
from db.models.training_imports import TrainingImport
from tests.services.training_rows import CELLS, PNG, entry

if TYPE_CHECKING:
    from simcord import MemberActor

    from tests.cogs.conftest import World
    from tests.cogs.reading import Shown

IMPORT, EXPORT = "organise training import", "organise training export"
HEAD = "title,provider,link,stages"
WAYS = ("put", "look")
DAY = timedelta(days=1)


class Cut(Exception):
    """The program ends here."""


def table(*rows: str, head: str = HEAD) -> bytes:
    return "\n".join([head, *rows]).encode()


def many(count: int) -> bytes:
    """Write a table of so many entries about pottery, which nothing else here is about."""
    told = (entry(title=f"Pottery {number}", link=f"https://example.org/{number}") for number in range(count))
    return write_csv(told)


async def send(world: World, content: bytes, name: str = "list.csv", person: MemberActor | None = None) -> Shown:
    return await world.slash(person or world.orla, IMPORT, file=(name, content))


async def put(world: World, content: bytes) -> Shown:
    """Send a list and say yes to it."""
    return await world.press(world.orla, await send(world, content), "Put them in")


async def sweep(world: World) -> None:
    """Run the cog's own sweep."""
    own: Any = world.bot.cogs["TrainingImports"]
    with world.env.time_context():
        await own.put_in()


async def step(world: World) -> None:
    """Take one step, as the sweep does before it is cut."""
    async with world.bot.db.begin() as session:
        assert await training_imports.step_import(session, now=world.env.now())


async def count(world: World, *where: Any) -> int:
    async with world.bot.db.read() as session:
        return await session.scalar(select(func.count()).select_from(TrainingEntry).where(*where)) or 0


async def lists(world: World) -> list[TrainingImport]:
    async with world.bot.db.read() as session:
        return list(await session.scalars(select(TrainingImport).order_by(TrainingImport.id)))


async def found(world: World, words: str) -> str:
    return (await world.slash(world.sam, "training search", words=words)).text


async def press_posted(world: World, person: MemberActor, custom_id: str) -> Shown:
    """Let somebody press a button that stands where others see it, as no screen of Kettle's does."""
    channel = world.bot.get_partial_messageable(world.checkins.id)
    return await world.press(person, await channel.send(view=Screen([door(custom_id, "Press")])), "Press")


async def file_of(shown: Shown) -> tuple[str, bytes]:
    (file,) = shown.message.attachments
    return file.filename, await file.read()


async def rows_of(shown: Shown) -> list[list[str]]:
    _, content = await file_of(shown)
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


async def test_a_list_is_looked_at_and_nothing_changes_before_a_yes(world: World) -> None:
    told = table("Pottery,Mind,https://example.org/a,volunteer")
    seen = await send(world, told)
    assert seen.private
    assert "Nothing is changed yet" in seen.text
    assert "New: 1" in seen.text
    assert "Changed" not in seen.text
    assert seen.labels == ["Put them in", "Stop"]
    await world.run_due()
    assert await count(world) == len(list_starters())
    assert "Pottery" not in await found(world, "pottery")
    assert "we stop here" in (await world.press(world.orla, seen, "Stop")).text
    await world.run_due()
    assert [row.state for row in await lists(world)] == ["asked"]
    await world.wait_until(world.env.now() + 2 * DAY)
    assert await lists(world) == []


async def test_a_yes_puts_them_in_and_members_find_them(world: World) -> None:
    done = await put(world, table("Pottery,Mind,https://example.org/a,volunteer", ",Mind,https://example.org/b,x"))
    assert "within minutes" not in done.text
    assert "It takes a few minutes" in done.text
    assert "at once" in done.text
    assert done.labels == ["Look how far it is", "Stop"]
    assert (await file_of(done))[0] == "report.csv"
    assert "It is not begun yet" in (await world.press(world.orla, done, "Look how far it is")).text
    await world.run_due()
    assert "Pottery" in await found(world, "pottery")
    over = await world.press(world.orla, done, "Look how far it is")
    assert "All of it is in" in over.text
    assert over.labels == ["Stop"]
    await world.wait_until(world.env.now() + 2 * DAY)
    late = await press_posted(world, world.orla, "training_imports:look:1")
    assert "Nothing of that list waits" in late.text


async def test_the_screen_and_the_report_say_what_comes_of_each_row_and_why(world: World) -> None:
    await put(world, table("Same,Mind,https://example.org/1,volunteer", "Old,Mind,https://example.org/2,volunteer"))
    await world.run_due()
    bad = [f"Bad *{line}*,Mind,http://example.org/{line},volunteer,," for line in range(6, 10)]
    seen = await send(
        world,
        table(
            "Same,Mind,https://example.org/1,volunteer,,",
            "New,Mind,https://example.org/2,volunteer,,",
            "Added,Mind,https://example.org/3,volunteer,,",
            ",Mind,https://example.org/4,volunteer,,",
            *bad,
            f"Late,Mind,https://example.org/9,volunteer,{'never*' * 30},",
            head=f"{HEAD},deadlines,_Colour_",
        ),
    )
    for told in ("New: 1", "Changed: 1", "As it was: 1", "Left out: 6", "Line 5. ", r"Line 6, Bad \*6\*. Please copy"):
        assert told in seen.text
    assert "And one more, which the report names" in seen.text
    assert r"does not know these columns, and leaves them out: \_Colour\_." in seen.text
    assert len(seen.text) < 4000
    head, *rows = await rows_of(seen)
    assert head == ["Line", "Name", "Link", "What Kettle does", "Why, or what changes"]
    assert [(row[0], row[3]) for row in rows] == [
        ("2", "As it was"), ("3", "Changed"), ("4", "New"), *((str(line), "Left out") for line in range(5, 11)),
    ]  # fmt: skip
    assert "never*never*" in rows[-1][4]
    assert rows[-2][1:3] == ["Bad *9*", "http://example.org/9"]


async def test_a_list_that_changes_nothing_offers_nothing_to_say_yes_to(world: World) -> None:
    told = table("Pottery,Mind,https://example.org/a,volunteer")
    await put(world, told)
    await world.run_due()
    for content, said in ((told, "As it was: 1"), (table("Pottery,Mind,ftp://x,volunteer"), "Left out: 1")):
        seen = await send(world, content)
        assert said in seen.text
        assert "There is nothing to put in" in seen.text
        assert seen.labels == ["Stop"]


async def test_a_long_report_names_the_first_columns_and_says_how_many_more(world: World) -> None:
    strange = ",".join(f"x{number}{'y' * 200}" for number in range(12))
    seen = await send(world, table("Pottery,Mind,https://example.org/a,volunteer", head=f"{HEAD},{strange}"))
    assert "x4y" in seen.text
    assert "x5y" not in seen.text
    assert "and 7 more" in seen.text
    assert len(seen.text) < 1500


BAD = {
    "a picture": ("list.png", PNG, "training_imports-not-text", "cannot read this kind of file"),
    "nothing": ("list.csv", b"", "training_imports-empty", "has none yet"),
    "only a head": ("list.csv", table(), "training_imports-empty", "has none yet"),
    "no link": ("list.csv", b"title,provider,stages\na,b,volunteer", "training_imports-column-missing", "link"),
    "a quote": (
        "list.csv",
        b'title,provider,link,stages\n"' + b"x" * 200_000,
        "training_imports-table-broken",
        "missing quote mark",
    ),
    "json": ("list.JSON", b"title,provider", "training_imports-not-json", "as it came"),
    "other json": ("list.txt", b'{"title": 1}', "training_imports-no-services", "lists no services"),
}


@pytest.mark.parametrize("name", BAD)
async def test_a_file_that_is_no_list_gets_its_sentence_and_nothing_is_stored(world: World, name: str) -> None:
    called, content, message_id, said = BAD[name]
    shown = await send(world, content, called)
    assert world.refusal() == message_id
    assert said in shown.text
    assert shown.private
    assert await lists(world) == []
    assert await count(world) == len(list_starters())


async def test_a_file_that_is_too_large_is_refused_before_it_is_fetched(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(world.bot.http, "get_from_cdn", None)
    shown = await send(world, b"x" * (MOST_MEGABYTES * 1_000_000 + 1))
    assert f"{MOST_MEGABYTES} megabytes" in shown.text
    assert world.refusal() == "training_imports-file-large"
    assert await lists(world) == []


async def test_a_file_that_discord_does_not_hand_over_can_be_sent_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(_address: str) -> bytes:
        raise aiohttp.ClientError

    monkeypatch.setattr(world.bot.http, "get_from_cdn", fail)
    assert "Please send it once more" in (await send(world, many(1))).text
    assert world.refusal() == "training_imports-not-fetched"


async def test_a_table_from_windows_with_semicolons_is_read(world: World) -> None:
    told = table("Töpfern für 5 €;Mind;https://example.org/a;volunteer", head=HEAD.replace(",", ";"))
    seen = await send(world, told.decode().encode("cp1252"))
    assert "New: 1" in seen.text
    assert (await rows_of(seen))[1][1] == "Töpfern für 5 €"


async def test_a_formula_is_only_a_text_and_no_spreadsheet_runs_it(world: World) -> None:
    seen = await send(
        world, table("\"=cmd|' /C calc'!A0\",Mind,https://example.org/a,volunteer", "=cmd,=cmd,=cmd,=cmd")
    )
    assert "New: 1" in seen.text
    assert "Left out: 1" in seen.text
    _, formula, bad = await rows_of(seen)
    assert formula[1] == "'=cmd|' /C calc'!A0"
    assert bad[1:3] == ["'=cmd", "'=cmd"]
    await world.press(world.orla, seen, "Put them in")
    await world.run_due()
    assert "=cmd" in await found(world, "calc")
    _, content = await file_of(await world.slash(world.orla, EXPORT, kind="csv"))
    assert b"'=cmd|' /C calc'!A0" in content
    assert b",=cmd" not in content


async def test_yes_is_said_once(world: World) -> None:
    await put(world, many(2))
    for _ in range(2):  # while it is on its way, and when it is in
        twice = await press_posted(world, world.orla, "training_imports:put:1")
        assert "somebody said yes to this list already" in twice.text
        await world.run_due()
    assert await count(world, TrainingEntry.title.startswith("Pottery")) == 2


async def test_after_a_day_the_list_has_to_be_sent_again(world: World) -> None:
    seen = await send(world, many(2))
    await world.env.advance_time((DAY + timedelta(minutes=1)).total_seconds())
    for _ in range(2):  # before it is forgotten, and after
        assert "Please send that list again" in (await world.press(world.orla, seen, "Put them in")).text
        await world.run_due()
    assert await count(world, TrainingEntry.title.startswith("Pottery")) == 0


async def test_only_organisers_send_lists_say_yes_look_and_take_the_catalogue_along(world: World) -> None:
    await world.let_see("organise", world.jo)
    for command, told in ((IMPORT, {"file": ("list.csv", many(1))}), (EXPORT, {"kind": "csv"})):
        assert "organiser" in (await world.slash(world.jo, command, **told)).text
        assert world.refusal() == "guilds-only-organiser"
    assert await lists(world) == []
    assert await count(world) == 0
    seen = await send(world, many(1))
    import_id = (await lists(world))[0].id
    assert "organiser" in (await press_posted(world, world.jo, f"training_imports:look:{import_id}")).text
    assert "organiser" in (await press_posted(world, world.jo, f"training_imports:put:{import_id}")).text
    assert "organiser" in (await press_posted(world, world.jo, "training_imports:more:csv:0:1")).text
    await world.run_due()
    assert [row.state for row in await lists(world)] == ["asked"]
    assert seen.labels == ["Put them in", "Stop"]


async def test_a_list_of_another_community_is_not_here(world: World) -> None:
    await send(world, many(1))
    other = world.env.create_guild("Another Corner")
    role = other.create_role("Organiser", permissions=discord.Permissions(manage_events=True))
    place, olu = other.create_text_channel("hello"), other.add_member(world.orla.user, roles=[role])
    async with world.bot.db.begin() as session:
        await guilds.record_choices(
            session,
            person=Person(other.id, world.ada.id, frozenset(), frozenset({"admin"})),
            now=world.env.now(),
            checkins_channel_id=place.id,
            moderators_channel_id=place.id,
            nation="England",
            responsible="Ada, ada@example.org",
        )
    import_id = (await lists(world))[0].id
    channel = world.bot.get_partial_messageable(place.id)
    posted = await channel.send(view=Screen([door(f"training_imports:{each}:{import_id}", each) for each in WAYS]))
    gone = {each: (await world.press(olu, posted, each)).text for each in WAYS}
    assert "Please send that list again" in gone["put"]
    assert "Nothing of that list waits" in gone["look"]
    assert [row.state for row in await lists(world)] == ["asked"]


async def test_another_organiser_may_send_a_list_while_one_is_on_its_way(world: World) -> None:
    await put(world, many(STEP + 1))
    await step(world)
    olu = world.guild.add_member(world.env.create_user("olu"), roles=[world.guild.roles["Organiser"]])
    seen = await send(world, table("Weaving,Mind,https://example.org/w,volunteer"), person=olu)
    other = await world.press(olu, seen, "Put them in")
    assert "the list before it is in" in (await world.press(olu, other, "Look how far it is")).text
    await world.run_due()
    assert [row.state for row in await lists(world)] == ["done", "done"]
    assert "Weaving" in await found(world, "weaving")


async def test_a_member_never_sees_half_a_list(world: World) -> None:
    done = await put(world, many(2 * STEP + 1))
    for _ in range(2):
        await step(world)
        assert "Pottery" not in await found(world, "pottery")
        assert await world.sam.autocomplete(world.checkins, "training search", "words", "pot") == []
    looked = await world.press(world.orla, done, "Look how far it is")
    assert f"{2 * STEP} of {2 * STEP + 1} are in" in looked.text
    assert looked.labels == ["Look how far it is", "Stop"]
    await sweep(world)
    assert await count(world, TrainingEntry.title.startswith("Pottery"), TrainingEntry.state == "shown") == 101
    assert "Pottery" in await found(world, "pottery")


async def test_a_restart_before_the_last_step_loses_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = await send(world, many(2 * STEP + 1))
    await world.restart()
    await world.press(world.orla, seen, "Put them in")
    await world.restart()
    await step(world)

    async def cut(*_: Any, **__: Any) -> None:
        raise Cut

    monkeypatch.setattr(training_imports, "_show", cut)  # the last step ends before it is kept
    with pytest.raises(Cut):
        await sweep(world)
    monkeypatch.undo()
    await world.restart()
    assert await count(world, TrainingEntry.title.startswith("Pottery"), TrainingEntry.state == "shown") == 0
    await sweep(world)
    assert await count(world, TrainingEntry.title.startswith("Pottery"), TrainingEntry.state == "shown") == 101


async def test_others_are_served_between_two_steps(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await put(world, many(2 * STEP + 1))
    seen: list[bool] = []

    async def search(_seconds: float) -> None:
        seen.append("Pottery" in await found(world, "pottery"))

    monkeypatch.setattr(cog, "asyncio", SimpleNamespace(sleep=search))
    own: Any = world.bot.cogs["TrainingImports"]
    await own.put_in()
    assert seen == [False, False, True, True]


async def test_of_a_long_list_it_is_said_that_it_takes_longer(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cog, "LONG", 1)
    seen = await send(world, many(2))
    assert "It can take ten minutes or more" in seen.text
    assert "It can take ten minutes or more" in (await world.press(world.orla, seen, "Put them in")).text


async def test_a_report_that_discord_does_not_take_is_left_out_and_that_is_said(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cog, "LARGEST_REPORT", 10)
    seen = await send(world, many(2))
    assert "The report is too large" in seen.text
    assert seen.message.attachments == []
    done = await world.press(world.orla, seen, "Put them in")
    assert done.message.attachments == []
    await world.run_due()
    assert await count(world, TrainingEntry.title.startswith("Pottery")) == 2


@pytest.mark.parametrize(("kind", "name"), [("csv", "catalogue.csv"), ("openreferral", "catalogue.json")])
async def test_what_is_taken_along_comes_back_as_it_was(world: World, kind: str, name: str) -> None:
    full = {
        "format": "online", "length": "8 weeks", "cost": "free", "is_paid": "yes", "is_accredited": "no",
        "who": 'Anybody, who "likes" it;\nor not', "region": "Leeds", "nations": "England; Wales", "starts": "May",
        "deadlines": "2027-01-15 forms; 2027-03-01", "summary": "- Tea & cake", "critical": "Dear", "keeper": "A team",
        "checked_on": "2026-01-02",
    }  # fmt: skip
    await put(world, write_csv([read_fields(CELLS | full)]))
    await world.run_due()
    given = await world.slash(world.orla, EXPORT, kind=kind)
    entries = len(list_starters()) + 1
    assert given.private
    assert f"{entries} entries" in given.text
    assert given.labels == ["Stop"]
    called, content = await file_of(given)
    assert called == name
    seen = await send(world, content, called)
    assert f"As it was: {entries}" in seen.text
    assert "There is nothing to put in" in seen.text
    assert {row[3] for row in (await rows_of(seen))[1:]} == {"As it was"}


async def test_services_of_another_directory_are_read_whatever_their_file_is_called(world: World) -> None:
    seen = await send(world, write_services([entry(title="Pottery")]), "export.txt")
    assert "New: 1" in seen.text


@pytest.mark.parametrize("kind", ["csv", "openreferral"])
async def test_a_catalogue_that_is_too_large_for_one_file_is_given_in_parts(
    world: World, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(training_exports, "MOST", 5_000)
    given, read, names = await world.slash(world.orla, EXPORT, kind=kind), 0, []
    while True:
        called, content = await file_of(given)
        names.append(called.partition(".")[0])
        seen = await send(world, content, called)
        read += len(await rows_of(seen)) - 1
        assert "There is nothing to put in" in seen.text
        if "Get the next file" not in given.labels:
            break
        assert "too large for one file" in given.text
        given = await world.press(world.orla, given, "Get the next file")
    assert names == [f"catalogue-{number}" for number in range(1, len(names) + 1)]
    assert len(names) > 1
    assert read == len(list_starters())


async def test_the_next_file_of_what_is_gone_by_now_is_told_in_words(world: World) -> None:
    gone = await press_posted(world, world.orla, "training_imports:more:csv:99:2")
    assert "nothing to take along" in gone.text
    assert gone.labels == ["Stop"]
    assert "older version" in (await press_posted(world, world.orla, "training_imports:more:pdf:0:2")).text
