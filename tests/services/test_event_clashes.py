"""An event at the same time as another is said, whether the other is planned already or only repeats until then."""

from bot.services import event_clashes, events
from db.models.events import Event
from tests.services.eventing import SIX, draft, opened, organiser, times
from tests.services.people import DAY, ELSEWHERE, NOW, Do, set_up


async def clashes(do: Do, row: Event) -> list[str]:
    schedule = await do(events.find_schedule, event=row)
    found: list[str] = await do(event_clashes.list_clashes, event=row, schedule=schedule, now=NOW)
    return found


async def test_what_touches_does_not_overlap(do: Do) -> None:
    await set_up(do)
    await opened(do, "tomorrow 4pm", "2 hours", title="Before")
    await opened(do, "tomorrow 8pm", "2 hours", title="After")
    await opened(do, "tomorrow 7:55pm", "2 hours", title="Late")
    await opened(do, "tomorrow 10am", "2 days", title="Long")
    assert await clashes(do, await draft(do, "tomorrow 6pm", "2 hours")) == ["Long", "Late"]


async def test_the_event_itself_drafts_and_what_is_cancelled_or_elsewhere_are_no_clash(do: Do) -> None:
    await set_up(do)
    await set_up(do, ELSEWHERE)
    row = await opened(do)
    await draft(do)
    gone = await opened(do)
    await do(events.cancel_event, person=organiser(), event_id=gone.id, now=NOW)
    await opened(do, person=organiser(guild_id=ELSEWHERE))
    assert await clashes(do, row) == []


async def test_any_of_the_next_times_may_clash(do: Do) -> None:
    await set_up(do)
    await opened(do, "thursday 18 june 7pm", title="Walk")
    assert await clashes(do, await draft(do, "every thursday 6pm")) == ["Walk"]
    assert await clashes(do, await draft(do, "every friday 6pm")) == []


async def test_what_repeats_clashes_long_before_that_time_is_planned_and_is_named_once(do: Do) -> None:
    await set_up(do)
    row = await opened(do, "every thursday 6pm", title="Tea")
    far = await draft(do, "thursday 1 october 7pm")
    assert max(one.starts_at for one in await times(do, row)) < SIX + 100 * DAY
    assert await clashes(do, far) == ["Tea"]
    assert await clashes(do, await draft(do, "friday 2 october 7pm")) == []
    assert await clashes(do, await draft(do, "every thursday 5pm")) == ["Tea"]
    ends = await opened(do, "every friday 6pm for 2 times", title="Twice")
    assert await clashes(do, await draft(do, "friday 2 october 6pm")) == []
    assert ends.title == "Twice"


async def test_a_time_that_is_past_clashes_with_nothing(do: Do) -> None:
    await set_up(do)
    await opened(do)
    row = await draft(do)
    schedule = await do(events.find_schedule, event=row)
    assert await do(event_clashes.list_clashes, event=row, schedule=schedule, now=SIX + DAY) == []
