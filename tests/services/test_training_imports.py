"""A list is looked at first, and put in a few entries at a time: members never see half of its new entries."""

import csv
import io
import json
from contextlib import suppress
from typing import Any

import pytest
from sqlalchemy import event, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Closed, NotAllowed, NotFound
from bot.services import training, training_entries, training_imports, training_lists
from bot.services.training import Look
from bot.services.training_csv import MOST_ROWS, Refusal, Row, Sheet, read_csv
from bot.services.training_entries import Told, TrainingChange
from bot.services.training_hsds import read_services, write_services
from bot.services.training_imports import LOOKED_UP, STEP, Line, Report, report_csv
from bot.services.training_texts import Deadline, Fields, read_fields
from bot.wording import Wording
from db.models.training import TrainingDeadline, TrainingEntry
from db.models.training_imports import TrainingImport
from db.session import Database
from tests.services.announcing import organiser
from tests.services.people import (
    ADA,
    DAY,
    ELSEWHERE,
    GUILD,
    JO,
    NOW,
    SAM,
    Do,
    overlapping,
    person,
    postgres_alone,
    set_up,
)
from tests.services.training_rows import CELLS, entry

SAMS = {"guild_id": GUILD, "member_id": SAM}


class Cut(Exception):
    """The program ends here."""


def link(number: int) -> str:
    return f"https://example.org/{number}"


def sheet(*entries: Fields | Refusal) -> Sheet:
    rows = enumerate(entries, 2)
    return Sheet(tuple(Row(line, getattr(told, "title", ""), getattr(told, "link", ""), told) for line, told in rows))


def many(count: int = 2 * STEP + 20) -> Sheet:
    return sheet(*(entry(title=f"Peer work {number}", link=link(number)) for number in range(count)))


async def start(do: Do, told: Sheet, **who: Any) -> Report:
    report: Report = await do(training_imports.start_import, person=organiser(**who), sheet=told, now=NOW)
    return report


async def confirm(do: Do, import_id: int | None, **who: Any) -> None:
    await do(training_imports.confirm_import, person=organiser(**who), import_id=import_id, now=NOW)


async def begun(do: Do, told: Sheet, **who: Any) -> int:
    """Start a list and say yes to it; give its id."""
    import_id = (await start(do, told, **who)).import_id
    await confirm(do, import_id, **who)
    assert import_id is not None
    return import_id


async def step(do: Do) -> bool:
    return bool(await do(training_imports.step_import, now=NOW))


async def run(do: Do) -> int:
    """Put in whatever there is; give in how many steps."""
    steps = 0
    while await step(do):
        steps += 1
    return steps


async def cut(database: Database) -> None:
    """End the program when a step is done and not yet kept."""
    with suppress(Cut):
        async with database.begin() as session:
            assert await training_imports.step_import(session, now=NOW)
            await session.flush()
            raise Cut


async def keep(do: Do, *entries: Fields, guild_id: int = GUILD) -> list[Any]:
    told = [Told(each) for each in entries]
    kept: list[Any] = await do(training_entries.record, guild_id=guild_id, member_id=None, told=told, now=NOW)
    return kept


async def seen(do: Do, guild_id: int = GUILD) -> set[str]:
    """Give the titles that a member comes upon, by any way there is."""
    titles: set[str] = set()
    for words in ("", "peer work"):
        for page in range(50):
            look = Look(words=words, page=page)
            found = await do(training.find_page, guild_id=guild_id, look=look, today=NOW.date())
            titles |= {row.title for row in found.entries}
            if not found.has_more:
                break
    for typed in ("", "Peer", "work"):
        titles |= {row.title for row in await do(training.complete, guild_id=guild_id, typed=typed)}
    return titles


async def total(do: Do, guild_id: int = GUILD) -> int:
    """Count the entries that members see."""

    async def count(session: AsyncSession) -> int:
        here = select(func.count()).where(TrainingEntry.guild_id == guild_id, TrainingEntry.state == "shown")
        return await session.scalar(here) or 0

    return int(await do(count))


async def test_a_list_is_only_looked_at_before_somebody_says_yes(do: Do) -> None:
    await set_up(do)
    report = await start(do, many())
    assert report.counts == {"added": 120}
    assert not await step(do)
    assert await do.rows(TrainingEntry) == []
    (row,) = await do.rows(TrainingImport)
    assert (row.id, row.guild_id, row.member_id, row.count, row.place, row.state) == (
        report.import_id, GUILD, ADA, 120, 0, "asked",
    )  # fmt: skip


async def test_what_a_list_has_no_column_for_stays_as_it_was(do: Do) -> None:
    await set_up(do)
    (kept,) = await keep(do, entry(title="Tea", link=link(1), summary="Hot.", cost="free", deadlines="2027-01-15"))
    short = sheet(entry(title="Tea time", link=link(1)), entry(title="Tea time", link=link(2)))
    report = await start(do, short._replace(columns=("title", "provider", "link", "stages", "cost")))
    assert report.lines[0].changed == ("title", "cost")
    await confirm(do, report.import_id)
    while await step(do):
        pass
    entry_now = await do(training_entries.get_any, person=organiser(), number=kept.row.number)
    fields = await do(training_entries.get_fields, entry=entry_now)
    assert (fields.title, fields.summary, fields.cost, len(fields.deadlines)) == ("Tea time", "Hot.", "", 1)


async def test_the_report_says_of_each_row_what_would_come_of_it_and_why(do: Do) -> None:
    await set_up(do)
    same = entry(title="Same", link=link(1), deadlines="2027-01-15 forms")
    doubted = entry(title="Doubted", link=link(2), doubt="old page")
    out = entry(title="Out", link=link(3))
    before = await keep(do, same, doubted, out, entry(title="Before", link="https://www.example.org/4/"))
    await do(training_entries.take_out, person=organiser(), number=before[2].row.number, now=NOW)
    await keep(do, entry(title="New", link=link(5)), guild_id=ELSEWHERE)
    why = Refusal("training_imports-row-twice", {"line": 2})
    told = sheet(same, doubted, out, entry(title="After", link=link(4)), entry(title="New", link=link(5)), why)
    report = await start(do, told._replace(ignored=("Colour",)))
    assert report.lines == (
        Line(2, "Same", link(1), "same"),
        Line(3, "Doubted", link(2), "same"),
        Line(4, "Out", link(3), "changed"),
        Line(5, "After", link(4), "changed", changed=("title", "link")),
        Line(6, "New", link(5), "added"),
        Line(7, "", "", "refused", why),
    )
    assert (report.counts, report.ignored) == ({"same": 2, "changed": 2, "added": 1, "refused": 1}, ("Colour",))
    await confirm(do, report.import_id)
    assert await run(do) == 1
    assert await seen(do) == {"Same", "Out", "After", "New"}
    assert (await start(do, told)).counts == {"same": 5, "refused": 1}


async def test_where_every_row_is_refused_there_is_nothing_to_say_yes_to(do: Do) -> None:
    await set_up(do)
    report = await start(do, sheet(Refusal("training_imports-cells-many")))
    assert (report.import_id, report.counts) == (None, {"refused": 1})
    assert await do.rows(TrainingImport) == []


async def test_ten_thousand_rows_are_looked_at_in_few_statements_and_kept(do: Do, database: Database) -> None:
    await set_up(do)
    await keep(do, entry(link=link(0)), entry(title="Other", link=link(9_999)))
    fields = entry()
    numbers = range(MOST_ROWS)
    told = Sheet(tuple(Row(number, "", "", Fields(**{**vars(fields), "link": link(number)})) for number in numbers))
    asked: list[str] = []
    async with database.begin() as session:
        bind = (await session.connection()).sync_connection
        event.listen(bind, "before_cursor_execute", lambda *told: asked.append(told[2]))
        report = await training_imports.start_import(session, person=organiser(), sheet=told, now=NOW)
    assert report.counts == {"same": 1, "changed": 1, "added": MOST_ROWS - 2}
    assert len(asked) <= 3 + 2 * MOST_ROWS / LOOKED_UP
    (row,) = await do.rows(TrainingImport)
    assert row.count == MOST_ROWS


async def test_fifty_entries_are_put_in_at_a_time_and_seen_all_at_once(do: Do) -> None:
    await set_up(do)
    import_id = await begun(do, many())
    for place in (50, 100):
        assert await step(do)
        assert await seen(do) == set()
        (row,) = await do.rows(TrainingImport)
        assert (row.id, row.place, row.state) == (import_id, place, "going")
    assert await step(do)
    assert await seen(do) == {f"Peer work {number}" for number in range(120)}
    (row,) = await do.rows(TrainingImport)
    assert (row.place, row.state) == (120, "done")
    assert not await step(do)
    assert [change.member_id for change in await do.rows(TrainingChange)] == [ADA] * 120


@pytest.mark.parametrize("count", [1, STEP, STEP + 1])
async def test_the_last_step_is_the_one_with_the_last_entry(do: Do, count: int) -> None:
    await set_up(do)
    await begun(do, many(count))
    assert await run(do) == -(-count // STEP)
    assert await total(do) == count


@pytest.mark.parametrize("ends", [(1,), (2,), (3,), (1, 2, 3), (3, 3)])
async def test_a_program_that_ends_in_any_step_goes_on_as_if_it_had_not(
    do: Do, database: Database, ends: tuple[int, ...]
) -> None:
    await set_up(do)
    await keep(do, entry(title="Here", link="https://example.org/here"))
    await begun(do, many())
    for number in (1, 2, 3):
        assert await seen(do) == {"Here"}
        for _ in range(ends.count(number)):
            await cut(database)
            assert await seen(do) == {"Here"}
        assert await step(do)
    assert not await step(do)
    assert len(await seen(do)) == 121
    assert len(await do.rows(TrainingChange)) == 121


async def test_entries_that_members_see_already_change_and_stay_seen(do: Do) -> None:
    await set_up(do)
    told = many(STEP + 1)
    first = entry(title="Peer work before", link=link(0))
    await keep(do, first)
    await begun(do, told)
    assert await step(do)
    assert await seen(do) == {"Peer work 0"}
    assert await step(do)
    assert len(await seen(do)) == STEP + 1


async def test_what_was_taken_out_or_doubted_is_seen_again_only_with_all_the_others(do: Do) -> None:
    await set_up(do)
    kept = await keep(do, entry(title="Out", link=link(0)), entry(link=link(1), doubt="old page"))
    await do(training_entries.take_out, person=organiser(), number=kept[0].row.number, now=NOW)
    await begun(do, many(STEP + 1))
    assert await step(do)
    assert await seen(do) == set()
    assert await step(do)
    assert len(await seen(do)) == STEP + 1


async def test_what_somebody_doubts_waits_for_organisers_after_it_is_put_in(do: Do) -> None:
    await set_up(do)
    await begun(do, sheet(entry(doubt="old page")))
    assert await run(do) == 1
    assert await seen(do) == set()
    stale = await do(training_lists.list_stale, person=organiser(), today=NOW.date(), limit=5)
    assert [row.title for row in stale] == ["Peer work"]


async def test_all_that_a_list_tells_is_put_in(do: Do) -> None:
    await set_up(do)
    told = read_services(write_services([entry(deadlines="2027-01-15 forms", summary="Tea\u2028and talk", who="All")]))
    await begun(do, told)
    await run(do)
    (row,) = await do.rows(TrainingEntry)
    (day,) = await do.rows(TrainingDeadline)
    deadlines = (Deadline(day.due_on, day.label),)
    assert training_entries.fields_of(row, deadlines) == told.rows[0].told


async def test_lists_are_put_in_one_after_the_other_and_none_shows_anothers_half(do: Do) -> None:
    await set_up(do)
    await set_up(do, ELSEWHERE)
    ours = (await start(do, many(STEP + 1), member_id=JO)).import_id
    await begun(do, sheet(*(entry(title=f"B {number}", link=link(1000 + number)) for number in range(2 * STEP))))
    await begun(do, many(1), guild_id=ELSEWHERE)
    assert await step(do)
    await confirm(do, ours)  # it is older, and waits all the same
    assert await step(do)
    assert await total(do) == 2 * STEP
    assert await step(do)
    assert await total(do) == 2 * STEP
    assert await step(do)
    assert (await total(do), await total(do, ELSEWHERE)) == (3 * STEP + 1, 0)
    assert await run(do) == 1
    assert await total(do, ELSEWHERE) == 1


async def test_an_organiser_who_shows_or_takes_out_an_entry_meanwhile_is_heeded(do: Do) -> None:
    await set_up(do)
    await begun(do, many(STEP + 1))
    assert await step(do)
    numbers = {row.title: row.number for row in await do.rows(TrainingEntry)}
    await do(training_entries.check_entry, person=organiser(), number=numbers["Peer work 1"], now=NOW)
    await do(training_entries.take_out, person=organiser(), number=numbers["Peer work 2"], now=NOW)
    assert await seen(do) == {"Peer work 1"}
    assert await step(do)
    assert "Peer work 2" not in await seen(do)
    assert await total(do) == STEP


async def test_an_entry_that_a_newer_kettle_takes_no_more_keeps_no_other_out(do: Do) -> None:
    await set_up(do)
    await begun(do, sheet(entry(), entry(link=link(1))))
    rows = "\n".join(json.dumps(cells) for cells in (CELLS | {"stages": "elder"}, CELLS))
    await do(lambda session: session.execute(update(TrainingImport).values(rows=rows)))
    assert await run(do) == 1
    assert await seen(do) == {"Peer work"}


async def test_only_organisers_send_lists_and_say_yes_to_them(do: Do) -> None:
    await set_up(do)
    import_id = (await start(do, many(1))).import_id
    told = {"person": person("moderator"), "now": NOW}
    for refusal in (
        await do.refused(training_imports.start_import, **told, sheet=many(1)),
        await do.refused(training_imports.confirm_import, **told, import_id=import_id),
    ):
        assert isinstance(refusal, NotAllowed)


async def test_yes_is_said_once_in_ones_own_community_and_within_a_day(do: Do) -> None:
    await set_up(do)
    await set_up(do, ELSEWHERE)
    import_id = (await start(do, many(1))).import_id
    rule = training_imports.confirm_import
    stranger = organiser(guild_id=ELSEWHERE)
    for told in (
        {"person": stranger, "import_id": import_id, "now": NOW},
        {"person": organiser(), "import_id": 999, "now": NOW},
        {"person": organiser(), "import_id": import_id, "now": NOW + 1.1 * DAY},
    ):
        gone = await do.refused(rule, **told)
        assert isinstance(gone, NotFound)
        assert gone.message_id == "training_imports-gone"
    await confirm(do, import_id)
    for state in ("going", "done"):
        assert [row.state for row in await do.rows(TrainingImport)] == [state]
        closed = await do.refused(rule, person=organiser(JO), import_id=import_id, now=NOW)
        assert isinstance(closed, Closed)
        assert closed.message_id == "training_imports-begun"
        await run(do)


async def test_a_list_is_forgotten_after_a_day_but_not_while_it_is_put_in(do: Do) -> None:
    await set_up(do)
    await start(do, many(1), member_id=JO)
    going = await begun(do, many(STEP + 1))
    assert await do(training_imports.purge, now=NOW + DAY) == 0
    assert await do(training_imports.purge, now=NOW + 1.1 * DAY) == 1
    assert [row.id for row in await do.rows(TrainingImport)] == [going]
    assert await run(do) == 2
    assert await do(training_imports.purge, now=NOW + 1.1 * DAY) == 1
    assert await do.rows(TrainingImport) == []


async def test_what_a_member_sent_is_in_the_export_and_erased(do: Do) -> None:
    await set_up(do)
    await set_up(do, ELSEWHERE)
    await start(do, many(3), member_id=SAM)
    await start(do, many(1), member_id=JO)
    await begun(do, many(STEP + 1), member_id=SAM, guild_id=ELSEWHERE)
    assert await step(do)
    assert await do(training_imports.export_member, guild_id=None, member_id=SAM) == [
        {"community": str(GUILD), "entries": 3, "state": "asked", "at": NOW.isoformat()},
        {"community": str(ELSEWHERE), "entries": STEP + 1, "state": "going", "at": NOW.isoformat()},
    ]
    assert len(await do(training_imports.export_member, **SAMS)) == 1
    assert await do(training_imports.erase_member, **SAMS, now=NOW) == 1
    assert await do(training_imports.erase_member, guild_id=None, member_id=SAM, now=NOW) == 1
    assert [row.member_id for row in await do.rows(TrainingImport)] == [JO, None]
    assert await run(do) == 1
    assert {row.member_id for row in await do.rows(TrainingChange)} == {None}
    assert await total(do, ELSEWHERE) == STEP + 1


@postgres_alone
async def test_who_is_forgotten_while_a_step_ends_is_forgotten_in_what_it_wrote_too(do: Do, database: Database) -> None:
    await set_up(do)
    await begun(do, many(1), member_id=SAM)

    async def put_in(session: AsyncSession) -> None:
        await training_imports.step_import(session, now=NOW)
        await session.flush()

    async def forget(session: AsyncSession) -> None:
        for holder in (training_entries, training_imports):  # in the order of their names
            await holder.erase_member(session, **SAMS, now=NOW)

    await overlapping(database, put_in, forget)
    assert [row.member_id for row in await do.rows(TrainingChange)] == [None]
    assert [row.member_id for row in await do.rows(TrainingImport)] == [None]


async def test_the_report_is_a_table_in_words_that_no_spreadsheet_runs(do: Do) -> None:
    await set_up(do)
    content = "title,provider,link,stages\n=1+1,Mind,https://example.org/a,curious\n@a,b,c,d,e\n"
    report = await start(do, read_csv(content.encode()))
    table = report_csv(report, words=Wording())
    assert table.startswith(b'\xef\xbb\xbfLine,Name,Link,What Kettle does,"Why, or what changes"\r\n')
    _, new, out = csv.reader(io.StringIO(table.decode("utf-8-sig"), newline=""))
    assert new == ["2", "'=1+1", "https://example.org/a", "New", ""]
    assert out == ["3", "", "", "Left out", Wording()("training_imports-cells-many")]


def test_every_word_of_a_report_is_there() -> None:
    lines = tuple(Line(2, "Tea", "", outcome) for outcome in training_imports.SAID)
    table = report_csv(Report(None, lines), words=Wording()).decode()
    assert [line.split(",")[3] for line in table.splitlines()[1:]] == ["New", "Changed", "As it was", "Left out"]


def test_what_is_kept_of_an_entry_is_only_what_it_tells() -> None:
    kept = json.loads(training_imports._write(entry()))
    assert kept == CELLS
    assert read_fields(kept) == entry()


async def test_organisers_can_look_how_far_their_communitys_lists_are(do: Do) -> None:
    await set_up(do)
    await set_up(do, ELSEWHERE)
    import_id = await begun(do, many(STEP + 1))
    assert await step(do)
    find = training_imports.find_import
    row = await do(find, person=organiser(), import_id=import_id)
    assert (row.state, row.place, row.count) == ("going", STEP, STEP + 1)
    assert await do(find, person=organiser(guild_id=ELSEWHERE), import_id=import_id) is None
    assert await do(find, person=organiser(), import_id=999) is None
    assert isinstance(await do.refused(find, person=person(SAM), import_id=import_id), NotAllowed)


async def test_of_two_lists_that_wait_for_a_yes_the_newest_is_meant(do: Do) -> None:
    await set_up(do)
    first = await start(do, many())
    second = await start(do, many())
    assert [row.id for row in await do.rows(TrainingImport)] == [second.import_id]
    refusal = await do.refused(training_imports.confirm_import, person=organiser(), import_id=first.import_id, now=NOW)
    assert refusal.message_id == "training_imports-gone"
