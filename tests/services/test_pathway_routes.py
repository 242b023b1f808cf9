"""A step that a member shares is theirs: seen, changed, taken back, exported, erased."""

from typing import Any

import pytest

from bot.services import members, pathway_routes
from bot.services.pathway_routes import HELPS, LENGTHS, helps_of
from bot.services.pathways import STEPS
from db.models.pathway_routes import PathwayRoute
from tests.services.people import ELSEWHERE, GUILD, JO, NOW, SAM, Do

SAMS: dict[str, Any] = {"guild_id": GUILD, "member_id": SAM}
PLAIN: dict[str, Any] = {"step": "volunteer-worker", "length": "some", "helps": ("mentor", "luck")}


async def share(do: Do, **told: Any) -> None:
    await do(pathway_routes.record_route, **{**SAMS, **PLAIN, **told}, now=NOW)


async def mine(do: Do, **who: Any) -> list[tuple[str, str, tuple[str, ...]]]:
    rows = await do(pathway_routes.list_mine, **{**SAMS, **who})
    return [(row.step, row.length, helps_of(row.helps)) for row in rows]


def test_the_closed_words_fit_into_their_columns() -> None:
    columns = PathwayRoute.__table__.c
    assert max(map(len, STEPS)) <= columns.step.type.length
    assert max(map(len, LENGTHS)) <= columns.length.type.length


async def test_a_member_shares_steps_sees_them_in_order_changes_one_and_takes_one_back(do: Do) -> None:
    await share(do)
    await share(do, step="curious-volunteer", length="unsaid", helps=())
    await share(do, length="long", helps=("peers", "not a word"))
    assert await mine(do) == [("curious-volunteer", "unsaid", ()), ("volunteer-worker", "long", ("peers",))]
    assert await mine(do, member_id=JO) == []
    for _ in range(2):
        await do(pathway_routes.take_back, **SAMS, step="volunteer-worker", now=NOW)
    assert await mine(do) == [("curious-volunteer", "unsaid", ())]


@pytest.mark.parametrize("wrong", [{"step": "lead-curious"}, {"length": "a day"}])
async def test_words_that_are_not_ours_are_not_kept(do: Do, wrong: dict[str, str]) -> None:
    refusal = await do.refused(pathway_routes.record_route, **{**SAMS, **PLAIN, **wrong}, now=NOW)
    assert refusal.message_id == "errors-older-screen"
    assert await do.rows(PathwayRoute) == []


async def test_what_was_shared_is_in_the_export_and_erased_with_no_time_in_it(do: Do) -> None:
    await share(do)
    await share(do, step="worker-lead", helps=HELPS, guild_id=ELSEWHERE)
    everywhere = await do(pathway_routes.export_member, guild_id=None, member_id=SAM)
    assert everywhere[0] == {
        "community": str(GUILD), "step": "volunteer-worker", "length": "some", "helped": ["mentor", "luck"]
    }  # fmt: skip
    assert everywhere[1]["helped"] == list(HELPS)
    assert len(await do(pathway_routes.export_member, **SAMS)) == 1
    assert await do(pathway_routes.erase_member, **SAMS, now=NOW) == 1
    assert await do(pathway_routes.erase_member, guild_id=None, member_id=SAM, now=NOW) == 1
    assert await do.rows(PathwayRoute) == []


async def test_the_steps_of_somebody_who_is_not_known_any_more_are_forgotten(do: Do) -> None:
    await share(do)
    await share(do, member_id=JO)
    await do(members.erase_member, **SAMS, now=NOW)
    assert await do(pathway_routes.purge, now=NOW) == 1
    (row,) = await do.rows(PathwayRoute)
    assert row.member_id == JO
