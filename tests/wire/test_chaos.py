"""Nothing that is due is lost or said twice, although the bot is killed again and again."""

from __future__ import annotations

import asyncio
import random
import re
import sys
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.wire.chaos import plan
from tests.wire.diary import Row, fill, in_hand, opened, places, states
from tests.wire.process import ROOT
from tests.wire.tally import Tally, count, disordered, is_late_unsaid

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from tests.wire.standin import Json, StandIn

    Ask = Callable[..., Awaitable[tuple[int, Any]]]

PATIENCE = 150.0


async def chaos(*options: str) -> tuple[int | None, str]:
    """Run it as a person would; its exit status and all it said."""
    command = (sys.executable, "-m", "tests.wire.chaos", *options)
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=pipe, stderr=asyncio.subprocess.STDOUT)
    async with asyncio.timeout(PATIENCE):
        said, _ = await process.communicate()
    return process.returncode, said.decode()


async def test_three_kills_while_sixty_fall_due_lose_and_double_nothing() -> None:
    status, said = await chaos("--due", "60", "--kills", "3")
    assert said.splitlines()[-1] == "due 60 sent 60 lost 0 doubled 0 late-unsaid 0", said
    assert status == 0, said
    assert "mid-send" in said


async def test_a_kill_in_bad_weather_loses_and_doubles_nothing() -> None:
    status, said = await chaos("--due", "8", "--kills", "1", "--faults", "--seed", "3")
    assert said.splitlines()[-1] == "due 8 sent 8 lost 0 doubled 0 late-unsaid 0", said
    assert status == 0, said
    assert re.search(r"weather: .*'broken'", said)


def question(token: int, text: str = "How are you?") -> Json:
    button = {"type": 2, "style": 1, "label": "Good", "custom_id": f"checkins:answer:{token}:good"}
    return {"flags": 1 << 15, "components": [{"type": 10, "content": text}, {"type": 1, "components": [button]}]}


def row(token: int, ago: timedelta = timedelta(), place_id: str = "1") -> Row:
    return Row(str(token), place_id, datetime.now(UTC) - ago)


async def test_what_is_seen_once_twice_and_never_is_counted(discord: StandIn, ask: Ask, messages: str) -> None:
    for token in (1, 2, 2, 99):
        await ask("POST", messages, question(token))
    tally = count([row(1), row(2), row(3)], discord.world)
    assert tally == Tally(due=3, sent=2, lost=1, doubled=1, late_unsaid=0)
    assert str(tally) == "due 3 sent 2 lost 1 doubled 1 late-unsaid 0"
    assert not tally.is_clean
    assert count([row(1)], discord.world).is_clean


async def test_what_comes_late_must_say_when_it_was_due(discord: StandIn, ask: Ask, messages: str) -> None:
    late = row(1, timedelta(minutes=3))
    texts = ("How are you?", f"It was due <t:{int(late.due_at.timestamp())}:R>.")
    silent, saying = [(await ask("POST", messages, question(token, text)))[1] for token, text in enumerate(texts, 1)]
    assert is_late_unsaid(silent, late.due_at)
    assert not is_late_unsaid(saying, late.due_at)
    assert not is_late_unsaid(silent, row(1, timedelta(seconds=90)).due_at)
    assert count([late, replace(late, token="2")], discord.world).late_unsaid == 1


async def test_a_place_that_shows_the_later_one_first_is_out_of_order(
    discord: StandIn, ask: Ask, messages: str
) -> None:
    for token in (2, 1, 3):
        await ask("POST", messages, question(token))
    assert disordered([row(1, timedelta(minutes=1)), row(2), row(3)], discord.world) == 1
    assert disordered([row(1, place_id="1"), row(2, place_id="2"), row(3)], discord.world) == 0


async def test_the_diary_is_filled_place_by_place(discord: StandIn, tmp_path: Path) -> None:
    where = places(discord, 2)
    async with opened(tmp_path) as database:
        rows = await fill(database, where, [datetime.now(UTC)] * 3)
        before = await states(database)
    assert before == Counter(waiting=3)
    assert in_hand(before)
    assert not in_hand(Counter({"sent": 2, "failed no-permission": 1}))
    assert [row.place_id for row in rows] == [where[0]["id"], where[1]["id"], where[0]["id"]]
    assert len({row.token for row in rows}) == 3


@pytest.mark.parametrize("seed", range(5))
def test_a_story_kills_in_the_middle_of_a_send_and_before_all_is_said(seed: int) -> None:
    moments, again = (plan(random.Random(seed), due=50, kills=4) for _ in range(2))  # noqa: S311 no secret
    assert moments == again
    assert moments[0][0] == "mid-send"
    assert [said for _, said in moments] == sorted(said for _, said in moments if 1 <= said <= 45)
