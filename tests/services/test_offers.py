"""A place that came free is offered to who waits longest, and each offer has an end."""

from bot.services import event_drafts, event_notices, freed_places, offers
from db.models.event_notices import EventNotice
from db.models.events import Occurrence
from db.models.signups import Signup
from tests.services.eventing import SIX, opened, press, times, told, told_to, waiting, with_time
from tests.services.people import DAY, HOUR, JO, KIM, NOW, SAM, Do, send_due, set_up


async def full(do: Do) -> Occurrence:
    await set_up(do)
    await opened(do, capacity="1")
    for hours, who in enumerate((SAM, JO, KIM)):
        await press(do, who, now=NOW + hours * HOUR)
    (one,) = await times(do)
    return one


async def test_who_waits_longest_is_offered_a_place_first(do: Do) -> None:
    one = await full(do)
    await do(with_time, rule=offers.offer_next, one=one.id, is_of_event=False, places=1, now=NOW + 3 * HOUR)
    assert await told_to(do, "offer") == [JO]
    await do(with_time, rule=offers.offer_next, one=one.id, is_of_event=False, places=5, now=NOW + 4 * HOUR)
    assert await told_to(do, "offer") == [JO, KIM]


async def test_an_offer_ends_after_a_day_or_when_it_starts(do: Do) -> None:
    one = await full(do)
    await do(with_time, rule=offers.offer_next, one=one.id, is_of_event=False, places=1, now=NOW + 3 * HOUR)
    await do(with_time, rule=offers.offer_next, one=one.id, is_of_event=False, places=1, now=SIX - HOUR)
    ends = {row.member_id: row.offer_until for row in await do.rows(Signup) if row.offer_until}
    assert ends == {JO: NOW + 3 * HOUR + DAY, KIM: SIX}
    offered = {row.id for row in await do.rows(EventNotice) if row.kind == "offer"}
    until = [row.expires_at for row in await waiting(do) if row.subject_id in offered]
    assert until == [NOW + 3 * HOUR + DAY, SIX]


async def test_an_offer_is_said_only_while_it_stands(do: Do) -> None:
    await full(do)
    await press(do, SAM, "no")
    (notice,) = [row for row in await do.rows(EventNotice) if row.kind == "offer"]
    found = await do(event_notices.find_told, notice_id=notice.id)
    assert (found.signup.member_id, found.signup.answer) == (JO, "offered")
    await do(freed_places.expire_offers, now=NOW + DAY)
    assert await do(event_notices.find_told, notice_id=notice.id) is None


async def test_a_second_offer_to_the_same_member_is_told_again(do: Do) -> None:
    await full(do)
    await press(do, SAM, "no")
    await send_due(do, NOW)
    await do(freed_places.expire_offers, now=NOW + DAY)
    await press(do, JO, now=NOW + DAY)
    await press(do, KIM, "no", now=NOW + DAY)
    assert await told_to(do, "offer") == [JO, JO]


async def test_guests_have_nobody_to_tell(do: Do) -> None:
    assert offers.members_of([Signup(guest="Mrs Made-Up"), Signup(member_id=SAM)]) == [SAM]
    await set_up(do)
    row = await opened(do, capacity="1")
    await do(event_drafts.record_when, **told(row), when="friday 6pm", until="2 hours")
    assert await do.rows(EventNotice) == []
