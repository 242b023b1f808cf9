"""An announcement goes its way from draft to done, by organisers of its community alone, and each step once."""

from datetime import timedelta

import pytest

from bot.errors import Closed, Invalid, NotAllowed, NotFound, NotSetUp
from bot.services import announcement_drafts, announcements, guilds
from bot.services.announcement_files import Upload
from db.models.announcements import Announcement, AnnouncementPost
from db.models.deliveries import Delivery
from db.models.schedules import Schedule, ScheduleException
from db.session import Database
from tests.services.announcing import OTHER, begin, draft, fail_due, organiser, scheduled, state_of, sweep, write
from tests.services.people import (
    ADA,
    DAY,
    ELSEWHERE,
    HOUR,
    JO,
    KIM,
    NOW,
    SAM,
    Do,
    overlapping,
    person,
    send_due,
    set_up,
)

SIX = NOW.replace(hour=17) + DAY
"""Six in the evening of tomorrow, in London in summer."""


async def test_it_is_posted_once_at_its_time_and_is_then_done(do: Do) -> None:
    await set_up(do)
    row = await scheduled(do)
    await sweep(do, SIX - timedelta(minutes=11))
    assert await do.rows(AnnouncementPost) == []
    await sweep(do, SIX - timedelta(minutes=9))
    (post,) = await do.rows(AnnouncementPost)
    assert (post.due_at, post.original) == (SIX, "2026-06-04T18:00:00")
    assert await state_of(do, row) == "scheduled"
    await sweep(do, SIX)
    await sweep(do, SIX + HOUR)
    (sent,) = await do.rows(Delivery)
    assert (sent.kind, sent.state, sent.due_at, sent.expires_at) == ("post", "sent", SIX, SIX + DAY)
    (row,) = await do.rows(Announcement)
    assert (row.state, row.ended_at) == ("done", SIX)


async def test_now_is_planned_with_the_press(do: Do) -> None:
    await set_up(do)
    await scheduled(do, " Now ")
    (waiting,) = await do.rows(Delivery)
    assert (waiting.state, waiting.due_at) == ("waiting", NOW)


async def test_a_repeating_one_dies_with_the_next_and_goes_on(do: Do) -> None:
    await set_up(do)
    row = await scheduled(do, "every day 6pm")
    today = NOW.replace(hour=17)
    for days in range(3):
        await sweep(do, today + days * DAY)
    rows = await do.rows(Delivery)
    assert [each.due_at for each in rows] == [today, today + DAY, today + 2 * DAY]
    assert [each.expires_at for each in rows] == [each.due_at + DAY for each in rows]
    assert await state_of(do, row) == "scheduled"


async def test_what_an_outage_missed_is_not_said_late_in_a_heap(do: Do) -> None:
    await set_up(do)
    await scheduled(do, "every day 6pm")
    await sweep(do, NOW + 5 * DAY)
    assert [row.state for row in await do.rows(Delivery)] == ["missed"] * 4 + ["sent"]


async def test_only_organisers_of_the_same_community_reach_it(do: Do) -> None:
    await set_up(do)
    await set_up(do, ELSEWHERE)
    row = await draft(do)
    told = {"announcement_id": row.id}
    refused = await do.refused(announcements.get_announcement, person=person("moderator"), **told)
    assert isinstance(refused, NotAllowed)
    refused = await do.refused(announcements.get_announcement, person=organiser(guild_id=ELSEWHERE), **told)
    assert isinstance(refused, NotFound)
    refused = await do.refused(announcements.get_announcement, person=organiser(guild_id=5), **told)
    assert isinstance(refused, NotSetUp)
    assert isinstance(
        await do.refused(announcements.get_announcement, person=organiser(), announcement_id=77), NotFound
    )


async def test_of_two_who_schedule_at_once_the_second_is_told(do: Do, database: Database) -> None:
    await set_up(do)
    row = await draft(do, "now")
    told = {"announcement_id": row.id, "now": NOW}
    with pytest.raises(Closed) as refusal:
        await overlapping(
            database,
            lambda session: announcements.confirm(session, person=organiser(), **told),
            lambda session: announcements.confirm(session, person=organiser(OTHER), **told),
        )
    assert refusal.value.message_id in {"announcements-is-scheduled", "announcements-is-done"}
    assert len(await do.rows(Delivery)) == 1


async def test_what_is_not_ready_is_not_scheduled_and_not_lost(do: Do) -> None:
    await set_up(do)
    told = {"person": organiser(), "now": NOW}
    empty = (await begin(do)).row
    refused = await do.refused(announcements.confirm, announcement_id=empty.id, **told)
    assert refused.message_id == "announcements-text-missing"
    unclear = await draft(do, "someday")
    refused = await do.refused(announcements.confirm, announcement_id=unclear.id, **told)
    assert refused.message_id == "announcements-when-missing"
    with_file = await draft(do, uploads=(Upload("a.png", 5, "https://cdn.example.org/a.png"),))
    refused = await do.refused(announcements.confirm, announcement_id=with_file.id, **told)
    assert refused.message_id == "announcements-file-unfetched"
    late = await draft(do, "today 1pm")
    refused = await do.refused(announcements.confirm, person=organiser(), announcement_id=late.id, now=NOW + DAY / 2)
    assert (type(refused), refused.message_id) == (Invalid, "dates-past")
    assert {each.state for each in await do.rows(Announcement)} == {"draft"}


async def need_two(do: Do) -> None:
    await do(guilds.record_choices, person=person("admin"), now=NOW, announcements_need_two=True)


@pytest.mark.parametrize("typed", ["now", "tomorrow 6pm"])
async def test_where_two_are_needed_another_organiser_lets_it_go(do: Do, typed: str) -> None:
    await set_up(do)
    await need_two(do)
    row = await scheduled(do, typed)
    assert await state_of(do, row) == "waiting"
    await sweep(do, SIX - HOUR)
    assert await do.rows(Delivery) == []
    told = {"announcement_id": row.id, "now": NOW + HOUR}
    refused = await do.refused(announcements.approve, person=organiser(), **told)
    assert (type(refused), refused.message_id) == (NotAllowed, "announcements-approve-other")
    await do(announcements.approve, person=organiser(OTHER), **told)
    (approved,) = await do.rows(Announcement)
    assert (approved.state, approved.author_id, approved.approved_by) == ("scheduled", ADA, OTHER)
    refused = await do.refused(announcements.approve, person=organiser(KIM), **told)
    assert refused.message_id == "announcements-is-scheduled"
    await sweep(do, NOW + HOUR)
    await sweep(do, SIX)
    assert [each.state for each in await do.rows(Delivery)] == ["sent"]


async def test_once_one_is_enough_again_nobody_waits_for_another(do: Do) -> None:
    await set_up(do)
    await need_two(do)
    row = await scheduled(do)
    await do(guilds.record_choices, person=person("admin"), now=NOW, announcements_need_two=False)
    assert (await do(announcements.approve, person=organiser(), announcement_id=row.id, now=NOW)).state == "scheduled"


async def test_a_change_after_the_approval_waits_for_the_other_one_again(do: Do) -> None:
    await set_up(do)
    await need_two(do)
    row = await scheduled(do)
    await do(announcements.approve, person=organiser(OTHER), announcement_id=row.id, now=NOW)
    await write(do, row.id, "Coffee at six.", person=organiser(OTHER))
    await sweep(do, SIX)
    assert await do.rows(Delivery) == []
    assert await state_of(do, row) == "waiting"
    refused = await do.refused(announcements.approve, person=organiser(), announcement_id=row.id, now=SIX + HOUR)
    assert refused.message_id == "dates-past"


async def test_what_was_past_before_the_approval_is_refused(do: Do) -> None:
    await set_up(do)
    await need_two(do)
    row = await draft(do, "today 1pm")
    refused = await do.refused(announcements.confirm, person=organiser(), announcement_id=row.id, now=NOW + DAY)
    assert refused.message_id == "dates-past"


async def test_a_pause_leaves_out_what_falls_into_it(do: Do) -> None:
    await set_up(do)
    row = await scheduled(do, "every day 6pm")
    told = {"person": organiser(), "announcement_id": row.id}
    await do(announcements.pause, now=NOW, **told)
    await sweep(do, SIX)
    assert await do.rows(Delivery) == []
    assert (await do.refused(announcements.pause, now=NOW, **told)).message_id == "announcements-is-paused"
    await do(announcements.go_on, now=SIX + HOUR, **told)
    await sweep(do, SIX + HOUR)
    assert await do.rows(Delivery) == []
    await sweep(do, SIX + DAY)
    assert [each.due_at for each in await do.rows(Delivery)] == [SIX + DAY]


async def test_one_changed_in_its_pause_waits_where_two_are_needed(do: Do) -> None:
    await set_up(do)
    row = await scheduled(do)
    told = {"person": organiser(), "announcement_id": row.id, "now": NOW}
    await do(announcements.pause, **told)
    await need_two(do)
    assert (await do(announcements.go_on, **told)).state == "waiting"
    await do(announcements.approve, **{**told, "person": organiser(OTHER)})
    await do(announcements.pause, **told)
    assert (await do(announcements.go_on, **told)).state == "scheduled"


async def test_the_next_time_can_be_left_out_by_its_date_planned_or_not(do: Do) -> None:
    await set_up(do)
    row = await scheduled(do, "every day 6pm")
    told = {"person": organiser(), "announcement_id": row.id}
    today = NOW.replace(hour=17)
    left_out = await do(announcements.skip, at=int(today.timestamp()), now=NOW, **told)
    assert left_out.at == today
    refused = await do.refused(announcements.skip, at=int(today.timestamp()), now=NOW, **told)
    assert refused.message_id == "recurrence-not-next"
    await sweep(do, SIX - timedelta(minutes=5))
    await do(announcements.skip, at=int(SIX.timestamp()), now=SIX - timedelta(minutes=4), **told)
    await sweep(do, SIX)
    assert await do.rows(Delivery) == []
    await sweep(do, SIX + DAY)
    assert [each.due_at for each in await do.rows(Delivery)] == [SIX + DAY]
    assert len(await do.rows(ScheduleException)) == 2


async def test_the_next_time_can_be_moved_which_another_organiser_approves(do: Do) -> None:
    await set_up(do)
    row = await scheduled(do, "every day 6pm")
    today = NOW.replace(hour=17)
    told = {"person": organiser(), "announcement_id": row.id, "at": int(today.timestamp()), "now": NOW}
    assert (await do.refused(announcements.move, **told, typed="yesterday 5pm")).message_id.startswith("dates-")
    await need_two(do)
    later = await do(announcements.move, **told, typed="today 8pm")
    assert later == today + timedelta(hours=2)
    await sweep(do, today)
    await do(announcements.approve, person=organiser(OTHER), announcement_id=row.id, now=today)
    await sweep(do, later)
    await sweep(do, SIX)
    assert [each.due_at for each in await do.rows(Delivery)] == [later, SIX]


async def test_one_that_is_posted_once_has_no_next_to_leave_out(do: Do) -> None:
    await set_up(do)
    row = await scheduled(do)
    told = {"person": organiser(), "announcement_id": row.id, "at": int(SIX.timestamp()), "now": NOW}
    assert (await do.refused(announcements.skip, **told)).message_id == "recurrence-not-next"


async def test_cancelling_calls_back_what_is_planned_and_leaves_what_is_posted(do: Do) -> None:
    await set_up(do)
    row = await scheduled(do, "every day 6pm")
    today = NOW.replace(hour=17)
    await sweep(do, today)
    await sweep(do, SIX - timedelta(minutes=5))
    assert [each.state for each in await do.rows(Delivery)] == ["sent", "waiting"]
    told = {"person": organiser(), "announcement_id": row.id, "now": SIX - timedelta(minutes=4)}
    await do(announcements.cancel, **told)
    await sweep(do, SIX + 3 * DAY)
    assert [each.state for each in await do.rows(Delivery)] == ["sent"]
    for step in (announcements.cancel, announcements.pause, announcements.confirm, announcements.approve):
        assert (await do.refused(step, **told)).message_id == "announcements-is-cancelled"


async def test_a_draft_can_be_cancelled_and_a_template_is_forgotten(do: Do) -> None:
    await set_up(do)
    row = await draft(do, "now")
    template = await do(announcement_drafts.save_template, person=organiser(), announcement_id=row.id, now=NOW)
    for each in (row, template):
        await do(announcements.cancel, person=organiser(), announcement_id=each.id, now=NOW)
    assert [(each.id, each.state) for each in await do.rows(Announcement)] == [(row.id, "cancelled")]


@pytest.mark.parametrize("place", ["text", "forum"])
async def test_what_failed_is_sent_again_once_it_is_mended(do: Do, place: str) -> None:
    await set_up(do)
    row = await scheduled(do, place=place)
    told = {"person": organiser(), "announcement_id": row.id, "now": SIX + HOUR}
    assert (await do.refused(announcements.retry, **told)).message_id == "announcements-nothing-failed"
    await fail_due(do, SIX)
    assert await state_of(do, row) == "done"
    post = await do(announcements.retry, **told)
    await send_due(do, SIX + HOUR)
    (sent,) = await do.rows(Delivery)
    assert (sent.subject_id, sent.state, sent.due_at, sent.expires_at) == (
        post.id, "sent", SIX + HOUR, SIX + HOUR + DAY,
    )  # fmt: skip
    assert sent.kind == ("thread" if place == "forum" else "post")


async def test_what_failed_and_was_changed_is_sent_again_by_the_other_organiser_where_two_are_needed(do: Do) -> None:
    await set_up(do)
    await need_two(do)
    row = await scheduled(do)
    await do(announcements.approve, person=organiser(OTHER), announcement_id=row.id, now=NOW)
    await fail_due(do, SIX)
    await write(do, row.id, "Coffee.", now=SIX)
    told = {"announcement_id": row.id, "now": SIX + HOUR}
    refused = await do.refused(announcements.retry, person=organiser(), **told)
    assert refused.message_id == "announcements-approve-other"
    await do(announcements.retry, person=organiser(OTHER), **told)
    (kept,) = await do.rows(Announcement)
    assert kept.approved_by == OTHER


async def test_once_all_is_sent_nothing_of_it_can_be_changed_even_before_the_sweep_notes_it(do: Do) -> None:
    await set_up(do)
    row = await scheduled(do, "now")
    await send_due(do, NOW)
    assert await state_of(do, row) == "scheduled"
    told = {"person": organiser(), "announcement_id": row.id, "now": NOW}
    assert (await do.refused(announcements.pause, **told)).message_id == "announcements-is-done"


async def test_people_are_shown_their_announcements_and_then_forgotten_in_them(do: Do) -> None:
    await set_up(do)
    await need_two(do)
    row = await scheduled(do, contact_id=SAM)
    await do(announcements.approve, person=organiser(OTHER), announcement_id=row.id, now=NOW)
    unfinished = await draft(do, "now", text="x" * 200)
    shown = {who: await do(announcements.export_member, guild_id=None, member_id=who) for who in (ADA, JO, SAM, KIM)}
    assert [each["role"] for each in shown[ADA]] == [["author"], ["author"]]
    assert [(each["role"], each["title"], each["state"]) for each in shown[JO]] == [
        (["approver"], "Tea at six.", "scheduled"),
    ]  # fmt: skip
    assert [each["role"] for each in shown[SAM]] == [["contact"]]
    assert shown[KIM] == []
    await sweep(do, SIX)
    erase = {"guild_id": None, "now": SIX + HOUR}
    assert await do(announcements.erase_member, member_id=SAM, **erase) == 1
    assert [each.kind for each in await do.rows(Delivery) if each.state == "waiting"] == ["edit"]
    assert await do(announcements.erase_member, member_id=ADA, **erase) == 2
    assert await do(announcements.erase_member, member_id=JO, **erase) == 1
    (left,) = await do.rows(Announcement)
    assert left.id != unfinished.id
    assert (left.author_id, left.approved_by, left.contact_id) == (None, None, None)


async def test_unfinished_drafts_go_after_a_day_and_what_is_over_after_thirty(do: Do) -> None:
    await set_up(do)
    done = await scheduled(do, "today 6pm", contact_id=SAM)
    series = await scheduled(do, "every day 6pm")
    await draft(do)
    today = NOW.replace(hour=17)
    await sweep(do, today)
    assert await do(announcements.purge, now=NOW + DAY) == 0
    assert await do(announcements.purge, now=NOW + DAY + HOUR) == 1
    assert len(await do.rows(Schedule)) == 2
    await do(announcements.purge, now=today + 29 * DAY + HOUR)
    edits = [each for each in await do.rows(Delivery) if each.kind == "edit"]
    assert len(edits) == 1
    assert [each.id for each in await do.rows(Announcement)] == [done.id, series.id]
    await do(announcements.purge, now=today + 30 * DAY + HOUR)
    assert [each.id for each in await do.rows(Announcement)] == [series.id]
    assert len(await do.rows(Schedule)) == 1
    assert await do.rows(AnnouncementPost) == []


async def test_what_waits_for_a_second_organiser_is_kept_for_thirty_days(do: Do) -> None:
    await set_up(do)
    await need_two(do)
    await scheduled(do)
    await do(announcements.purge, now=NOW + 30 * DAY)
    assert len(await do.rows(Announcement)) == 1
    await do(announcements.purge, now=NOW + 30 * DAY + HOUR)
    assert await do.rows(Announcement) == []
