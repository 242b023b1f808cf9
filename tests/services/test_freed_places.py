"""Places that nobody gave up by an answer: an offer that passed is given on, and so is the place of who left."""

from bot.services import event_notices, freed_places, leavers, members, signups
from db.models.event_notices import EventNotice
from db.models.signups import AccessNeed, Signup
from tests.services.eventing import MINUTE, SIX, answers, fill, press, somebody, told_to
from tests.services.people import ADA, DAY, GUILD, JO, KIM, NOW, SAM, Do


async def test_an_offer_that_passed_is_given_on_and_its_member_is_asked_no_more(do: Do) -> None:
    one = await fill(do)
    await press(do, SAM, "no")
    await do(signups.record_need, person=somebody(JO), occurrence_id=one, text="A ramp", now=NOW)
    assert await do(freed_places.expire_offers, now=NOW + DAY - MINUTE) == 0
    assert await do(freed_places.expire_offers, now=NOW + DAY) == 1
    assert await answers(do) == {SAM: "no", JO: "no", KIM: "offered", ADA: "waiting"}
    assert await do.rows(AccessNeed) == []
    late = {row.member_id: row.offer_until for row in await do.rows(Signup) if row.offer_until}
    assert late == {KIM: SIX}
    assert await do(freed_places.expire_offers, now=SIX) == 1
    assert (await answers(do))[ADA] == "waiting"


async def test_who_let_an_offer_pass_is_told_once_and_may_wait_again(do: Do) -> None:
    await fill(do)
    await press(do, SAM, "no")
    await do(freed_places.expire_offers, now=NOW + DAY)
    await do(freed_places.expire_offers, now=NOW + DAY)
    assert await told_to(do, "passed") == [JO]
    (notice,) = [row for row in await do.rows(EventNotice) if row.kind == "passed"]
    assert (await do(event_notices.find_told, notice_id=notice.id)).signup.answer == "no"
    await press(do, JO, now=NOW + DAY + MINUTE)
    assert (await answers(do))[JO] == "waiting"
    assert await do(event_notices.find_told, notice_id=notice.id) is None


async def test_nobody_is_told_of_an_offer_that_ended_because_it_began(do: Do) -> None:
    await fill(do)
    await press(do, SAM, "no", now=SIX - DAY + MINUTE)
    assert await do(freed_places.expire_offers, now=SIX) == 1
    assert await told_to(do, "passed") == []


async def test_the_place_of_who_left_goes_to_who_is_next_at_once(do: Do) -> None:
    one = await fill(do)
    await do(signups.record_need, person=somebody(SAM), occurrence_id=one, text="A ramp", now=NOW)
    await do(leavers.record_absent, guild_id=GUILD, member_id=SAM, now=NOW)
    assert await answers(do) == {SAM: "no", JO: "offered", KIM: "waiting", ADA: "waiting"}
    assert await do.rows(AccessNeed) == []
    await do(leavers.record_absent, guild_id=GUILD, member_id=SAM, now=NOW + DAY)
    assert (await answers(do))[JO] == "offered"


async def test_who_left_keeps_their_answer_to_what_has_begun_and_waits_for_nothing_else(do: Do) -> None:
    await fill(do)
    for who in (SAM, KIM):
        await do(members.record_choice, guild_id=GUILD, member_id=who, now=NOW)
    await do(leavers.record_absent, guild_id=GUILD, member_id=KIM, now=NOW)
    await do(leavers.record_absent, guild_id=GUILD, member_id=SAM, now=SIX)
    assert await answers(do) == {SAM: "going", JO: "waiting", KIM: "no", ADA: "waiting"}
    assert (await press(do, ADA, now=NOW)).place == 2


async def test_no_place_is_offered_to_who_left_while_they_waited(do: Do) -> None:
    await fill(do)
    await do(members.record_choice, guild_id=GUILD, member_id=JO, now=NOW)
    await do(leavers.record_absent, guild_id=GUILD, member_id=JO, now=NOW)
    await press(do, SAM, "no")
    assert await answers(do) == {SAM: "no", JO: "no", KIM: "offered", ADA: "waiting"}
