"""Which events are in whose calendar."""

from __future__ import annotations

import pytest

from bot.errors import NotAllowed, NotFound
from bot.services import calendar_lists, events, signups
from tests.services.eventing import WEEKLY, draft, opened, press, somebody, times, told
from tests.services.people import ELSEWHERE, GUILD, JO, KIM, NOW, SAM, Do, person, set_up

ROLE = 610000000000000041


@pytest.fixture(autouse=True)
async def community(do: Do) -> None:
    await set_up(do)


async def titles(do: Do, member_id: int | None = None) -> list[str]:
    """The titles in the calendar of a member, or of the community."""
    if member_id is None:
        listed = await do(calendar_lists.list_community, guild_id=GUILD)
    else:
        listed = await do(calendar_lists.list_mine, person=somebody(member_id))
    return [each.event.title for each in listed]


async def test_mine_are_the_times_that_i_answered_with_anything_but_no(do: Do) -> None:
    await opened(do, title="Going")
    maybe, no = await opened(do, title="Maybe"), await opened(do, title="No")
    await opened(do, title="Silent")
    await press(do, SAM)
    await press(do, SAM, "maybe", one=(await times(do, maybe))[0].id)
    await press(do, SAM, "no", one=(await times(do, no))[0].id)
    assert await titles(do, SAM) == ["Going", "Maybe"]
    assert await titles(do, JO) == []


async def test_mine_has_what_i_wait_for_too(do: Do) -> None:
    await opened(do, title="Full", capacity="1")
    await press(do, SAM)
    await press(do, JO)
    assert await titles(do, JO) == ["Full"]


async def test_mine_has_only_the_times_that_i_answered(do: Do) -> None:
    await opened(do, WEEKLY)
    second = (await times(do))[1]
    await press(do, SAM, one=second.id)
    (listed,) = await do(calendar_lists.list_mine, person=somebody(SAM))
    assert [one.id for one in listed.times] == [second.id]
    assert not listed.is_whole


async def test_what_i_answered_elsewhere_stays_there(do: Do) -> None:
    await opened(do)
    await press(do, SAM)
    assert await do(calendar_lists.list_mine, person=somebody(SAM, guild_id=ELSEWHERE)) == []
    assert await do(calendar_lists.list_community, guild_id=ELSEWHERE) == []


async def test_the_communitys_are_all_but_drafts_and_those_for_a_role_with_nobodys_answers(do: Do) -> None:
    row = await opened(do, title="Tea")
    await opened(do, title="Some", role_id=ROLE)
    await draft(do, title="Not yet")
    await press(do, SAM)
    assert await titles(do) == ["Tea"]
    assert [each.answers for each in await do(calendar_lists.list_community, guild_id=GUILD)] == [{}]
    await do(events.cancel_event, **told(row))
    assert await titles(do) == ["Tea"]


async def test_a_card_gives_the_whole_event_with_what_the_reader_answered_about_it_alone(do: Do) -> None:
    row = await opened(do, WEEKLY)
    other = await opened(do)
    await press(do, SAM, one=(await times(do, other))[0].id)
    first, second, *_ = await times(do, row)
    await press(do, SAM, "maybe", one=second.id)
    (listed,) = await do(calendar_lists.list_one, person=somebody(SAM), occurrence_id=first.id)
    assert (listed.event.id, len(listed.times), listed.is_whole) == (row.id, 4, True)
    assert listed.answers == {second.id: "maybe"}


async def test_an_event_that_is_gone_or_elsewhere_is_not_found(do: Do) -> None:
    await opened(do)
    (one,) = await times(do)
    elsewhere = somebody(SAM, guild_id=ELSEWHERE)
    for who, wanted in ((somebody(SAM), one.id + 1), (elsewhere, one.id)):
        refusal = await do.refused(calendar_lists.list_one, person=who, occurrence_id=wanted)
        assert isinstance(refusal, NotFound)
        assert refusal.message_id == "calendars-not-found"


async def test_an_event_for_a_role_is_for_those_with_it_or_who_organise(do: Do) -> None:
    await opened(do, role_id=ROLE)
    (one,) = await times(do)
    refusal = await do.refused(calendar_lists.list_one, person=somebody(JO), occurrence_id=one.id)
    assert isinstance(refusal, NotAllowed)
    assert refusal.message_id == "calendars-for-a-role"
    for who in (somebody(KIM, ROLE), person("organiser")):
        assert await do(calendar_lists.list_one, person=who, occurrence_id=one.id)
    await do(signups.record_answer, person=somebody(SAM, ROLE), occurrence_id=one.id, answer="going", now=NOW)
    lost = await do.refused(calendar_lists.list_one, person=somebody(SAM), occurrence_id=one.id)
    assert lost.message_id == "calendars-for-a-role"
