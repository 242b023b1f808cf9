"""The stages of peer work are five, the steps join them, pay has a source; a member's own is kept if they ask."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot.errors import Closed
from bot.services import members, pathways
from bot.services.pathways import CATALOGUE, STAGES, STEPS, Pay, ends_of, pay_of, read_pays, steps_from
from db.models.pathways import PathwayStage
from tests.services.people import ELSEWHERE, GUILD, JO, NOW, SAM, Do

SAMS: dict[str, Any] = {"guild_id": GUILD, "member_id": SAM}
HEAD = "stage,pay,low,high,source,link,checked_on"
PLAIN = [HEAD, *(f"{stage},none,,,,," for stage in STAGES)]


async def keep(do: Do, stage: str = "volunteer", **who: Any) -> None:
    await do(pathways.record_stage, **{**SAMS, **who}, stage=stage, now=NOW)


def test_every_step_leads_on_from_one_stage_to_another_and_every_stage_is_on_the_way() -> None:
    for start, end in map(ends_of, STEPS):
        assert STAGES.index(start) < STAGES.index(end)
    assert {stage for step in STEPS for stage in ends_of(step)} == set(STAGES)
    assert steps_from("curious") == ("curious-volunteer", "curious-worker")
    assert [stage for stage in STAGES if not steps_from(stage)] == ["lead"]


def test_the_names_of_stages_and_steps_fit_into_their_columns() -> None:
    assert max(map(len, STAGES)) <= PathwayStage.__table__.c.stage.type.length
    assert CATALOGUE["worker"] == "peer support worker"
    assert CATALOGUE["lead"] == "lead, trainer or researcher"


def test_every_stage_says_what_it_pays_and_whatever_is_paid_has_a_source() -> None:
    assert [pay_of(stage).kind for stage in STAGES] == ["none", "unpaid", "bands", "bands", "range"]
    assert (pay_of("worker").low, pay_of("worker").high) == (3, 4)
    assert all(pay_of(stage).link.startswith("https://") for stage in STAGES[1:])
    with pytest.raises(Closed):
        pay_of("king")


def test_pay_that_was_looked_up_in_the_last_90_days_is_looked_up_lately() -> None:
    looked_up = Pay("bands", 3, 4, "NHS", "https://example.org", date(2026, 3, 1))
    assert looked_up.is_checked_lately(date(2026, 3, 1) + timedelta(days=89))
    assert not looked_up.is_checked_lately(date(2026, 3, 1) + timedelta(days=90))
    assert not Pay("bands", 3, 4, "NHS", "https://example.org", None).is_checked_lately(date(2026, 3, 1))


@pytest.mark.parametrize(
    "lines",
    [
        PLAIN[:-1],
        [*PLAIN[:-2], PLAIN[-1], PLAIN[-2]],
        [*PLAIN[:-1], "lead,gold,,,NHS,https://example.org,"],
        [*PLAIN[:-1], "lead,range,5,7,,https://example.org,"],
        [*PLAIN[:-1], "lead,range,5,7,NHS,,"],
        [*PLAIN[:-1], "lead,range,five,7,NHS,https://example.org,"],
        [*PLAIN[:-1], "lead,range,5,7,NHS,https://example.org,lately"],
    ],
)
def test_a_file_with_a_stage_missing_or_pay_without_a_source_is_refused(lines: list[str]) -> None:
    assert tuple(read_pays(PLAIN)) == STAGES
    with pytest.raises(ValueError, match=r"stages|pay|literal|isoformat"):
        read_pays(lines)


async def test_a_stage_is_kept_only_where_somebody_asked_and_changes_and_goes_when_they_say(do: Do) -> None:
    assert await do(pathways.find_stage, **SAMS) is None
    await keep(do)
    await keep(do, "worker")
    assert await do(pathways.find_stage, **SAMS) == "worker"
    for other in ({"member_id": JO}, {"guild_id": ELSEWHERE}):
        assert await do(pathways.find_stage, **{**SAMS, **other}) is None
    await do(pathways.forget_stage, **SAMS, now=NOW)
    await do(pathways.forget_stage, **SAMS, now=NOW)
    assert await do.rows(PathwayStage) == []


async def test_a_word_that_is_no_stage_is_not_kept(do: Do) -> None:
    refusal = await do.refused(pathways.record_stage, **SAMS, stage="king", now=NOW)
    assert refusal.message_id == "errors-older-screen"
    assert await do.rows(PathwayStage) == []


async def test_a_kept_stage_is_in_the_export_and_erased(do: Do) -> None:
    await keep(do)
    await keep(do, "lead", guild_id=ELSEWHERE)
    everywhere = await do(pathways.export_member, guild_id=None, member_id=SAM)
    assert [row["stage"] for row in everywhere] == ["volunteer", "lead, trainer or researcher"]
    assert len(await do(pathways.export_member, **SAMS)) == 1
    assert await do(pathways.erase_member, **SAMS, now=NOW) == 1
    assert await do(pathways.erase_member, guild_id=None, member_id=SAM, now=NOW) == 1
    assert await do.rows(PathwayStage) == []


async def test_the_stage_of_somebody_who_is_not_known_any_more_is_forgotten(do: Do) -> None:
    await keep(do)
    await keep(do, member_id=JO)
    await do(members.erase_member, **SAMS, now=NOW)
    assert await do(pathways.purge, now=NOW) == 1
    (row,) = await do.rows(PathwayStage)
    assert row.member_id == JO
