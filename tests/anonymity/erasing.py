"""T11: an export has every row of a member, and after an erasure no byte of both databases holds who it was.

The member is in every column of the main database that holds a person: by the gestures of the rules' own tests, and
where those do not reach, by a row that is written directly. So a table that is new is looked at from its first day.
"""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Boolean, Date, DateTime, LargeBinary, String, insert

from bot.services import privacy, story_holds
from bot.services.story_keys import new_keys, rotate
from db.base import Base, MemberId
from db.session import Database
from db.stories import StoryDatabase
from tests.anonymity.members import forms
from tests.anonymity.rows import Row
from tests.services.people import GUILD, JO, KIM, NOW, SAM, Do, pair_up, reach_out, say, send_due, set_up, share
from tests.services.test_privacy import PEOPLE_COLUMNS, announce, cells, meet, places, rows_about

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path
    from types import ModuleType

    from sqlalchemy import Column
    from sqlalchemy.ext.asyncio import AsyncSession

LEFT_OUT = "peers"
"""The feature that a twin forgets to ask."""

HERE: dict[str, Any] = {"guild_id": None, "member_id": SAM}


async def live(do: Do) -> None:
    """Have the member do all there is to do."""
    await set_up(do)
    await pair_up(do, SAM, JO)
    await pair_up(do, KIM, SAM)
    for who in (SAM, JO, KIM):
        await say(do, who)
        await reach_out(do, who)
    for who in (SAM, KIM):
        await share(do, who)
    await announce(do)
    await meet(do)
    await send_due(do, NOW)


async def fill_in(session: AsyncSession) -> None:
    """Write a row into each table in which no gesture has put the member."""
    found = places(await cells(session), SAM)
    for table in Base.metadata.sorted_tables:
        people = [column for column in table.columns if isinstance(column.type, MemberId)]
        if people and not found & {f"{table.name}.{column.name}" for column in people}:
            needed = [column for column in table.columns if not column.nullable or column in people]
            await session.execute(insert(table).values({column.name: something(column) for column in needed}))


def something(column: Column[Any]) -> Any:
    """Give a value that a column takes."""
    if isinstance(column.type, MemberId):
        return SAM
    if column.name == "guild_id":
        return GUILD
    kinds = {String: "a", LargeBinary: b"a", Boolean: False, DateTime: datetime(2026, 1, 5, tzinfo=UTC)}
    kinds[Date] = date(2026, 1, 5)
    asked = getattr(column.type, "impl", column.type)
    return next((value for kind, value in kinds.items() if isinstance(asked, kind)), 1)


async def hold(stories: StoryDatabase) -> None:
    """Keep the member from sharing: all that the stories' database has of anybody."""
    keys = rotate(new_keys(), today=NOW.date())
    tags = [keys.hold_tag(guild_id=GUILD, member_id=SAM)]
    async with stories.begin() as session:
        await story_holds.record_holds(session, guild_id=GUILD, tags=tags, keys=keys, today=NOW.date())


def forgetful(holders: Callable[[str], dict[str, ModuleType]]) -> Callable[[str], dict[str, ModuleType]]:
    """Ask all features but one, as a twin does."""
    return lambda rule: {name: module for name, module in holders(rule).items() if name != LEFT_OUT}


async def missing(do: Do) -> tuple[int, int]:
    """Count the rows of the member that an export lacks, or has too often; and all there are."""
    there, shown = await do(rows_about, **HERE), await do(privacy.gather_member, **HERE)
    names = there.keys() | shown.keys()
    return sum(abs(there.get(name, 0) - len(shown.get(name, ()))) for name in names), sum(there.values())


async def left(do: Do, database: Database, files: Iterable[Path]) -> int:
    """Erase the member as `/my delete` does; count where they can still be read in any byte."""
    await do(privacy.forget_member, **HERE, now=NOW)
    await database.scrub()
    contents = [file.read_bytes() for file in files if file.is_file()]
    return sum(content.count(form) for content in contents for form in set(forms(SAM)))


async def looked_at(folder: Path) -> tuple[int, int, int]:
    """Export and erase in a folder; give what was missing, of how many, and what is left."""
    database, stories = (
        Database(f"sqlite:///{folder / 'kettle.db'}"),
        StoryDatabase(f"sqlite:///{folder / 'stories.db'}"),
    )
    await database.open()
    await stories.open()
    try:
        lacking, of = await missing(Do(database.begin))
        return lacking, of, await left(Do(database.begin), database, folder.glob("*.db*"))
    finally:
        await stories.close()
        await database.close()


async def make(folder: Path) -> int:
    """Make both databases; give how many columns of people the member is not in."""
    folder.mkdir()
    database, stories = (
        Database(f"sqlite:///{folder / 'kettle.db'}"),
        StoryDatabase(f"sqlite:///{folder / 'stories.db'}"),
    )
    await database.open()
    await stories.open()
    try:
        do = Do(database.begin)
        await live(do)
        await do(fill_in)
        await hold(stories)
        return len(PEOPLE_COLUMNS - places(await do(cells), SAM))
    finally:
        await stories.close()
        await database.close()


async def rows(folder: Path) -> list[Row]:
    away = await make(folder / "erased")
    shutil.copytree(folder / "erased", folder / "erased-leaky")
    lacking, of, bytes_left = await looked_at(folder / "erased")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(privacy, "holders", forgetful(privacy.holders))
        twin = await looked_at(folder / "erased-leaky")
    return [
        Row("T11 rows of a member that an export lacks", lacking + away, 0, twin[0], of),
        Row("T11 places in bytes with the member, after an erasure", bytes_left, 0, twin[2], of),
    ]
