"""What an installation remembers of itself: one value a name, and secrets that never change once made."""

import asyncio

from bot.services import installation
from db.models.installation import Fact
from tests.services.people import Do


async def test_a_fact_that_was_never_recorded_is_not_there(do: Do) -> None:
    assert await do(installation.find_fact, name="commands") is None


async def test_the_last_value_of_a_fact_stands(do: Do) -> None:
    for value in ("one", "two"):
        await do(installation.record_fact, name="commands", value=value)
    assert await do(installation.find_fact, name="commands") == "two"
    assert len(await do.rows(Fact)) == 1


async def test_a_secret_has_32_bytes_stays_the_same_and_is_another_under_another_name(do: Do) -> None:
    nonce = await do(installation.get_secret, name="nonce")
    assert len(nonce) == 32
    assert await do(installation.get_secret, name="nonce") == nonce
    assert await do(installation.get_secret, name="other") != nonce


async def test_processes_that_start_at_once_have_the_same_secret(do: Do) -> None:
    found = await asyncio.gather(*(do(installation.get_secret, name="nonce") for _ in range(10)))
    assert len(set(found)) == 1


async def test_facts_recorded_at_once_leave_one_and_no_error(do: Do) -> None:
    values = [str(number) for number in range(10)]
    told = await asyncio.gather(*(do(installation.record_fact, name="commands", value=value) for value in values))
    assert told == [None] * 10
    assert await do(installation.find_fact, name="commands") in values
