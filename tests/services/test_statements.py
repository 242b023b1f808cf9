"""One statement inserts or changes, however many people press at once; counts say how many rows were met."""

import asyncio
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services.statements import count, upsert
from db.models.guilds import Guild
from db.models.installation import Fact
from db.session import Database
from tests.services.people import GUILD, NOW, Do

BREW, POT = {"name": "brew"}, {"name": "pot"}


async def put(session: AsyncSession, keys: dict[str, Any], **told: Any) -> Fact:
    return await upsert(session, Fact, keys=keys, **told)


async def facts(do: Do) -> dict[str, str]:
    return {fact.name: fact.value for fact in await do.rows(Fact)}


async def test_a_row_that_is_not_there_is_made_and_one_that_is_there_is_changed(do: Do) -> None:
    made = await do(put, keys=BREW, values={"value": "strong"})
    assert (made.name, made.value) == ("brew", "strong")
    changed = await do(put, keys=BREW, values={"value": "weak"})
    assert changed.value == "weak"
    assert await facts(do) == {"brew": "weak"}


async def test_only_the_row_of_these_keys_is_changed(do: Do) -> None:
    await do(put, keys=BREW, values={"value": "strong"})
    await do(put, keys=POT, values={"value": "blue"})
    assert await facts(do) == {"brew": "strong", "pot": "blue"}


async def test_what_is_for_new_rows_leaves_a_row_that_exists_alone(do: Do) -> None:
    first = await do(upsert, table=Guild, keys={"guild_id": GUILD}, values={"zone": "UTC"}, new={"created_at": NOW})
    again = {"values": {"nation": "Wales"}, "new": {"created_at": NOW + timedelta(days=1)}}
    second = await do(upsert, table=Guild, keys={"guild_id": GUILD}, **again)
    assert first.created_at == second.created_at == NOW
    assert (second.zone, second.nation) == ("UTC", "Wales")


async def test_without_values_a_row_that_exists_stays_as_it_is(do: Do) -> None:
    await do(put, keys=BREW, values={}, new={"value": "strong"})
    kept = await do(put, keys=BREW, values={}, new={"value": "weak"})
    assert kept.value == "strong"
    assert await facts(do) == {"brew": "strong"}


async def test_a_row_that_the_session_knows_already_is_read_again(database: Database) -> None:
    async with database.begin() as session:
        known = await put(session, BREW, values={"value": "strong"})
        assert await put(session, BREW, values={"value": "weak"}) is known
        assert known.value == "weak"


async def test_fifty_at_once_make_one_row_and_no_error(do: Do) -> None:
    said = [str(number) for number in range(50)]
    made = await asyncio.gather(*(do(put, keys=BREW, values={"value": value}) for value in said))
    assert [row.value for row in made] == said
    assert (await facts(do))["brew"] in said


async def test_the_count_is_of_the_rows_that_were_met(do: Do) -> None:
    for name in ("a", "b", "c"):
        await do(put, keys={"name": name}, values={"value": "same"})
    assert await do(count, statement=update(Fact).where(Fact.name != "a").values(value="other")) == 2
    assert await do(count, statement=delete(Fact).where(Fact.value == "other")) == 2
    assert await do(count, statement=delete(Fact).where(Fact.value == "other")) == 0
    assert await facts(do) == {"a": "same"}
