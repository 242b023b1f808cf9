"""What a member would rather not read is theirs alone, and goes with them."""

from typing import Any

from bot.services import members, story_filters
from db.models.story_filters import StoryFilter
from tests.services.people import ELSEWHERE, GUILD, JO, NOW, SAM, Do

SAMS: dict[str, Any] = {"guild_id": GUILD, "member_id": SAM}


async def hide(do: Do, *notes: str, **who: Any) -> None:
    await do(story_filters.record_hidden, **{**SAMS, **who}, notes=notes, now=NOW)


async def test_a_member_hides_notes_for_themselves_and_shows_them_again(do: Do) -> None:
    await hide(do, "suicide", "death", "not a note")
    assert await do(story_filters.get_hidden, **SAMS) == {"suicide", "death"}
    for other in ({"member_id": JO}, {"guild_id": ELSEWHERE}):
        assert await do(story_filters.get_hidden, **{**SAMS, **other}) == frozenset()
    await hide(do, "death")
    assert await do(story_filters.get_hidden, **SAMS) == {"death"}
    await hide(do)
    assert await do.rows(StoryFilter) == []


async def test_what_is_hidden_is_in_the_export_and_erased(do: Do) -> None:
    await hide(do, "suicide")
    await hide(do, "eating", guild_id=ELSEWHERE)
    everywhere = await do(story_filters.export_member, guild_id=None, member_id=SAM)
    assert [row["content_notes_hidden"] for row in everywhere] == [["suicide"], ["eating"]]
    assert len(await do(story_filters.export_member, **SAMS)) == 1
    assert await do(story_filters.erase_member, **SAMS, now=NOW) == 1
    assert await do(story_filters.erase_member, guild_id=None, member_id=SAM, now=NOW) == 1
    assert await do.rows(StoryFilter) == []


async def test_who_is_not_known_any_more_hides_nothing(do: Do) -> None:
    await hide(do, "suicide")
    await hide(do, "death", member_id=JO)
    await do(members.erase_member, **SAMS, now=NOW)
    assert await do(story_filters.purge, now=NOW) == 1
    (row,) = await do.rows(StoryFilter)
    assert row.member_id == JO
