"""A card is posted once, edited twice a minute at most, and never says how few come."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services import claims, deliveries, event_cards, event_drafts, events, leavers, occurrences, signups
from db.models.deliveries import Delivery
from db.models.events import Event, Occurrence
from tests.services.eventing import MINUTE, SIX, opened, organiser, press, times, told, waiting, with_time
from tests.services.people import CHECKINS, DAY, GUILD, HOUR, NOW, SAM, Do, send_due, set_up

SECOND = timedelta(seconds=1)
CROWD = [600000000000000001 + number for number in range(9)]
counts = st.fixed_dictionaries({name: st.integers(0, 30) for name in ("going", "offered", "waiting", "maybe", "no")})


def made_up(capacity: int | None, own: int | None = None) -> tuple[Event, Occurrence]:
    return Event(capacity=capacity), Occurrence(capacity=own)


@pytest.mark.parametrize(
    ("common", "own", "seats"), [(None, None, None), (5, None, 5), (5, 7, 7), (5, 0, None), (None, 3, 3)]
)
def test_one_time_may_have_more_or_fewer_places_than_the_others(
    common: int | None, own: int | None, seats: int | None
) -> None:
    assert event_cards.seats_of(*made_up(common, own)) == seats


@given(counts=counts, capacity=st.one_of(st.none(), st.integers(1, 30)))
def test_a_card_never_says_how_many_when_they_are_few_nor_a_number_that_tells_it(
    counts: dict[str, int], capacity: int | None
) -> None:
    standing = event_cards.standing_of(*made_up(capacity), counts)
    assert standing.going == (counts["going"] if counts["going"] >= 5 else None)
    if capacity is None or counts["going"] < 5:
        assert standing.free is None
    else:
        assert standing.free == max(0, capacity - counts["going"] - counts["offered"])
    taken = counts["going"] + counts["offered"]
    assert standing.is_full == (counts["waiting"] > 0 or (capacity is not None and taken >= capacity))


async def test_it_is_posted_in_its_channel_once_and_dies_with_the_end(do: Do) -> None:
    await set_up(do)
    await opened(do)
    (row,) = await do.rows(Delivery)
    assert (row.feature, row.channel_id, row.due_at, row.expires_at) == ("events", CHECKINS, NOW, SIX + 2 * HOUR)
    (one,) = await times(do)
    await do(with_time, rule=event_cards.post, one=one.id, now=NOW)
    assert len(await do.rows(Delivery)) == 1
    standing = await do(with_time, rule=event_cards.get_standing, one=one.id)
    assert standing == (None, None, False)
    assert one.shown == "None None False"


async def test_it_is_edited_when_what_it_may_say_changes_and_half_a_minute_apart(do: Do) -> None:
    await set_up(do)
    await opened(do, capacity="8")
    await send_due(do, NOW)
    for who in CROWD[:4]:
        await press(do, who, now=NOW + SECOND)
    assert await waiting(do, "edit", "events") == []
    await press(do, CROWD[4], now=NOW + SECOND)
    await send_due(do, NOW + SECOND)
    for who in CROWD[5:]:
        await press(do, who, now=NOW + 2 * SECOND)
    (edit,) = await waiting(do, "edit", "events")
    assert (edit.due_at, edit.expires_at) == (NOW + 31 * SECOND, SIX + 26 * HOUR)
    (one,) = await times(do)
    assert one.shown == "8 0 True"


async def test_one_that_is_not_out_is_not_edited(do: Do) -> None:
    await set_up(do)
    await opened(do, "every thursday 6pm")
    first, second, *_ = await times(do)
    for one in (first, second):
        assert not await do(event_cards.refresh, occurrence=one, now=NOW)
    assert await waiting(do, "edit", "events") == []


async def test_what_changed_while_it_was_on_its_way_is_edited_with_the_next_change(do: Do) -> None:
    await set_up(do)
    await opened(do)
    (row,) = await do(claims.claim_due, now=NOW, limit=1)
    for who in CROWD[:5]:
        await press(do, who)
    await do(deliveries.settle_sent, delivery_id=row.id, channel_id=CHECKINS, message_id=5, now=NOW)
    (one,) = await times(do)
    assert one.shown == "None None False"
    await do(with_time, rule=signups.settle_seats, one=one.id, now=NOW)
    assert [edit.message_id for edit in await waiting(do, "edit", "events")] == [5]


@pytest.mark.parametrize("shows", [True, False])
async def test_a_card_with_names_follows_every_name_however_few_they_are(do: Do, *, shows: bool) -> None:
    await set_up(do)
    row = await opened(do)
    await do(event_drafts.record_choice, **told(row), shows_names=shows, channel_id=CHECKINS)
    await send_due(do, NOW)
    steps = [("going", True), ("maybe", True), ("no", False), ("going", True), ("going", False), ("no", True)]
    for hours, (answer, is_other) in enumerate(steps, 1):
        await press(do, SAM, answer, now=NOW + hours * MINUTE)
        assert bool(await waiting(do, "edit", "events")) == (shows and is_other), (hours, answer)
        await send_due(do, NOW + hours * MINUTE)


async def test_a_card_with_names_names_nobody_who_left(do: Do) -> None:
    await set_up(do)
    row = await opened(do)
    await do(event_drafts.record_choice, **told(row), shows_names=True, channel_id=CHECKINS)
    await press(do, SAM)
    await send_due(do, NOW)
    await do(leavers.record_absent, guild_id=GUILD, member_id=SAM, now=NOW + MINUTE)
    assert len(await waiting(do, "edit", "events")) == 1


async def post_again(do: Do, now: datetime = NOW) -> None:
    (one,) = await times(do)
    await do(with_time, rule=occurrences.post_again, one=one.id, is_of_event=False, now=now)


async def test_a_card_whose_message_is_gone_is_posted_anew_with_all_answers_however_often(do: Do) -> None:
    await set_up(do)
    await opened(do)
    await press(do, SAM)
    for number in range(3):
        (card,) = await waiting(do, "post", "events")
        told = {"channel_id": CHECKINS, "message_id": number + 1}
        await do(deliveries.settle_sent, delivery_id=card.id, **told, now=NOW)
        await post_again(do)
    assert {row.message_id for row in await do.rows(Delivery) if row.kind == "delete"} == {1, 2, 3}
    assert (await press(do, SAM)).signup.answer == "going"


async def test_an_edit_that_finds_nothing_has_the_card_posted_anew_until_it_is_over(do: Do) -> None:
    await set_up(do)
    await opened(do)
    await send_due(do, NOW)
    assert await do(occurrences.look_at_cards, now=NOW + HOUR) == 1
    (edit,) = await do(claims.claim_due, now=NOW + HOUR, limit=1)
    failed = {"delivery_id": edit.id, "state": "failed", "reason": "missing-message"}
    await do(deliveries.settle, **failed, now=NOW + HOUR)
    assert await do(occurrences.mend_cards, now=SIX + DAY) == 0
    assert await do(occurrences.mend_cards, now=NOW + HOUR) == 1
    assert await do(occurrences.mend_cards, now=NOW + HOUR) == 0
    assert len(await waiting(do, "post", "events")) == 1


async def test_a_card_that_is_on_its_way_is_not_posted_twice(do: Do) -> None:
    await set_up(do)
    await opened(do)
    await post_again(do)
    await do(claims.claim_due, now=NOW, limit=1)
    await post_again(do)
    assert [(row.kind, row.state) for row in await do.rows(Delivery)] == [("post", "leased")]


async def test_no_card_is_posted_of_what_is_over_or_cancelled(do: Do) -> None:
    await set_up(do)
    row = await opened(do)
    await send_due(do, NOW)
    await post_again(do, SIX + 2 * HOUR)
    await do(events.cancel_event, person=organiser(), event_id=row.id, now=NOW)
    await post_again(do)
    assert [(row.kind, row.state) for row in await do.rows(Delivery)] == [("post", "sent"), ("edit", "waiting")]


async def test_cards_go_with_what_they_are_about(do: Do) -> None:
    await set_up(do)
    await opened(do)
    await send_due(do, NOW)
    (one,) = await times(do)
    await do(event_cards.retract, occurrence_ids=[one.id], now=NOW)
    (away,) = await do.rows(Delivery)
    assert (away.kind, away.guild_id, away.channel_id) == ("delete", GUILD, CHECKINS)
