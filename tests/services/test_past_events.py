"""What has begun is found for thirty days, by those who organise it and by nobody else."""

from datetime import timedelta

from bot.errors import Closed, NotAllowed, NotFound
from bot.services import events, past_events
from bot.services.past_events import get_past, list_past, pick_past
from tests.services.past import ENDS, ORGANISER, STARTS, gather, member, plan, times
from tests.services.people import DAY, ELSEWHERE, JO, NOW, SAM, Do, person, set_up


async def titles(do: Do, typed: str = "", **told: object) -> list[str]:
    found = await do(list_past, **{"person": ORGANISER, "typed": typed, "now": ENDS, **told})
    return [one.event.title for one in found]


async def test_what_has_begun_is_offered_the_latest_first_and_what_is_to_come_is_not(do: Do) -> None:
    await set_up(do)
    for when, title in (("tomorrow 6pm", "Tea"), ("tomorrow 7pm", "Walk"), ("friday 6pm", "Talk")):
        await plan(do, when, title=title)
    assert await titles(do, now=STARTS - timedelta(seconds=1)) == []
    assert await titles(do, now=STARTS) == ["Tea"]
    assert await titles(do) == ["Walk", "Tea"]


async def test_it_is_offered_for_thirty_days_after_its_end(do: Do) -> None:
    await set_up(do)
    await plan(do)
    assert await titles(do, now=ENDS + 30 * DAY - timedelta(seconds=1)) == ["Tea"]
    assert await titles(do, now=ENDS + 30 * DAY) == []


async def test_what_was_typed_stands_in_the_title_in_any_case(do: Do) -> None:
    await set_up(do)
    await plan(do, title="Tea at 100%")
    assert await titles(do, " TEA ") == ["Tea at 100%"]
    assert await titles(do, "%") == ["Tea at 100%"]
    assert await titles(do, "_") == []


async def test_what_was_cancelled_is_not_offered_nor_given(do: Do) -> None:
    await set_up(do)
    row = await plan(do)
    (one,) = await times(do, row)
    await do(events.cancel_event, person=ORGANISER, event_id=row.id, now=NOW)
    assert await titles(do) == []
    refusal = await do.refused(get_past, person=ORGANISER, occurrence_id=one.id, now=ENDS)
    assert refusal.message_id == "events-is-cancelled"


async def test_those_who_organise_one_with_its_author_see_that_one_alone(do: Do) -> None:
    await set_up(do)
    row = await plan(do)
    await plan(do, title="Walk")
    await do(events.add_host, person=ORGANISER, event_id=row.id, member_id=JO)
    assert await titles(do, person=member(JO)) == ["Tea"]
    assert await titles(do, person=member(SAM)) == []


async def test_one_is_given_from_its_start_on_to_those_who_organise_it(do: Do) -> None:
    await set_up(do)
    told = {"occurrence_id": await gather(do), "now": STARTS}
    assert (await do(get_past, person=ORGANISER, **told)).event.title == "Tea"
    early = await do.refused(get_past, person=ORGANISER, **{**told, "now": STARTS - timedelta(seconds=1)})
    assert (type(early), early.message_id) == (Closed, "attendance-not-yet")
    assert isinstance(await do.refused(get_past, person=member(SAM), **told), NotAllowed)


async def test_one_of_another_community_is_not_there(do: Do) -> None:
    for guild_id in (ORGANISER.guild_id, ELSEWHERE):
        await set_up(do, guild_id)
    one = await gather(do)
    elsewhere = person("organiser", guild_id=ELSEWHERE)
    assert await titles(do, person=elsewhere) == []
    for picked in (one, 999):
        refusal = await do.refused(get_past, person=elsewhere, occurrence_id=picked, now=ENDS)
        assert isinstance(refusal, NotFound)


async def test_one_is_picked_by_its_number_or_by_words_and_of_several_it_is_the_latest(do: Do) -> None:
    await set_up(do)
    first = await gather(do, title="Tea for two")
    second = await gather(do, when="tomorrow 7pm", title="Tea")
    told = {"person": ORGANISER, "now": ENDS}
    assert (await do(pick_past, **told, typed=str(first))).occurrence.id == first
    assert (await do(pick_past, **told, typed="tea")).occurrence.id == second
    for unknown in ("coffee", "9" * 40, "\u00b2"):
        assert isinstance(await do.refused(pick_past, **told, typed=unknown), NotFound)


async def test_no_more_are_offered_than_discord_shows(do: Do) -> None:
    await set_up(do)
    for _ in range(past_events.MOST_CHOICES + 1):
        await plan(do)
    assert len(await titles(do)) == past_events.MOST_CHOICES
