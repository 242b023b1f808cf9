"""Posts are planned once, published once where that was chosen, and say what holds for them."""

from datetime import timedelta

import pytest

from bot.services import announcement_corrections, announcement_drafts, announcement_posts, announcements, schedules
from db.models.announcements import Announcement, AnnouncementPost
from db.models.deliveries import Delivery
from db.models.schedules import Schedule
from tests.services.announcing import draft, fail_due, organiser, scheduled, sweep
from tests.services.people import CHECKINS, DAY, GUILD, HOUR, NOW, SAM, Do, send_due, set_up

SIX = NOW.replace(hour=17)


async def test_a_sweep_with_nothing_to_do_does_nothing(do: Do) -> None:
    await set_up(do)
    await draft(do)
    for rule in (announcement_posts.plan_due, announcement_posts.publish_due, announcement_posts.settle_ended):
        assert await do(rule, now=NOW + DAY) == 0


async def test_a_time_that_has_a_post_gets_no_second_one(do: Do) -> None:
    await set_up(do)
    await scheduled(do, "every day 6pm")
    assert await do(announcement_posts.plan_due, now=SIX) == 1
    (row,), (schedule,) = await do.rows(Announcement), await do.rows(Schedule)

    async def aim_back(session: object, *, now: object) -> None:
        del now
        kept = await session.get(Schedule, schedule.id)  # type: ignore[attr-defined]
        kept.next_at, kept.next_original = SIX, "2026-06-03T18:00:00"

    await do(aim_back, now=NOW)
    assert await do(announcement_posts.plan_due, now=SIX) == 0
    assert len(await do.rows(AnnouncementPost)) == 1
    assert row.guild_id == GUILD


async def test_a_forum_gets_a_thread(do: Do) -> None:
    await set_up(do)
    await scheduled(do, "now", place="forum")
    (row,) = await do.rows(Delivery)
    assert (row.kind, row.channel_id, row.feature) == ("thread", CHECKINS, "announcements")


async def test_a_post_is_published_once_when_it_is_out_and_that_was_chosen(do: Do) -> None:
    await set_up(do)
    row = await scheduled(do, "every day 6pm", place="news")
    await sweep(do, SIX)
    told = {"person": organiser(), "announcement_id": row.id}
    await do(announcement_drafts.record_publishing, publishes=True, now=SIX + HOUR, **told)
    await sweep(do, SIX + HOUR)
    assert [each.kind for each in await do.rows(Delivery)] == ["post"]
    await sweep(do, SIX + DAY)
    await sweep(do, SIX + DAY)
    assert [each.kind for each in await do.rows(Delivery)] == ["post", "post", "publish"]


async def test_a_new_post_says_nothing_while_its_announcement_rests_or_is_gone(do: Do) -> None:
    await set_up(do)
    row = await scheduled(do, "now", contact_id=SAM)
    (post,) = await do.rows(AnnouncementPost)
    told = await do(announcement_posts.find_told, post_id=post.id, is_new=True)
    assert (told.text, told.contact_id, told.corrected_at, told.files) == ("Tea at six.", SAM, None, [])
    await do(announcements.pause, person=organiser(), announcement_id=row.id, now=NOW)
    assert await do(announcement_posts.find_told, post_id=post.id, is_new=True) is None
    assert await do(announcement_posts.find_told, post_id=post.id, is_new=False) is not None
    assert await do(announcement_posts.find_told, post_id=77, is_new=True) is None


async def test_one_time_alone_is_called_back(do: Do) -> None:
    await set_up(do)
    row = await scheduled(do, "now")
    told = {"announcement": row, "now": NOW}
    assert not await do(announcement_posts.retract_unsent, original=NOW.replace(tzinfo=None) - DAY, **told)
    assert await do(announcement_posts.retract_unsent, original=NOW.replace(tzinfo=None), **told)
    assert await do.rows(AnnouncementPost) == []


async def test_a_correction_changes_one_post_and_says_when(do: Do) -> None:
    await set_up(do)
    row = await scheduled(do, "every day 6pm")
    await sweep(do, SIX)
    found, post, said = await do(announcement_corrections.get_out, person=organiser(), announcement_id=row.id)
    assert (found.id, said.text) == (row.id, "Tea at six.")
    told = {"person": organiser(), "post_id": post.id, "now": SIX + HOUR}
    await do(announcement_corrections.correct, title="Tea", text="Tea at seven.", **told)
    said = await do(announcement_posts.find_told, post_id=post.id, is_new=False)
    assert (said.title, said.text, said.corrected_at) == ("Tea", "Tea at seven.", SIX + HOUR)
    assert [each.kind for each in await do.rows(Delivery) if each.state == "waiting"] == ["edit"]
    (kept,) = await do.rows(Announcement)
    assert kept.text == "Tea at six."


async def test_a_forum_posts_title_stays(do: Do) -> None:
    await set_up(do)
    await scheduled(do, "now", place="forum")
    await send_due(do, NOW)
    (post,) = await do.rows(AnnouncementPost)
    await do(announcement_corrections.correct, person=organiser(), post_id=post.id, title="", text="Coffee.", now=NOW)
    (post,) = await do.rows(AnnouncementPost)
    assert (post.title, post.text) == ("Tea", "Coffee.")


async def test_only_what_is_out_is_corrected_or_taken_down(do: Do) -> None:
    await set_up(do)
    row = await scheduled(do, "now")
    (post,) = await do.rows(AnnouncementPost)
    told = {"person": organiser(), "post_id": post.id, "now": NOW}
    words = {"title": "", "text": "Coffee."}
    for rule, more in ((announcement_corrections.correct, words), (announcement_corrections.take_down, {})):
        assert (await do.refused(rule, **told, **more)).message_id == "announcements-not-out"
        gone = {**told, **more, "post_id": 77}
        assert (await do.refused(rule, **gone)).message_id == "announcements-not-found"
    refused = await do.refused(announcement_corrections.get_out, person=organiser(), announcement_id=row.id)
    assert refused.message_id == "announcements-not-out"
    long = {"title": "", "text": "x" * 3501}
    refused = await do.refused(announcement_corrections.correct, **told, **long)
    assert refused.message_id == "announcements-too-long"


async def test_what_is_taken_down_is_taken_away_from_discord(do: Do) -> None:
    await set_up(do)
    row = await scheduled(do, "now")
    await sweep(do, NOW)
    (post,) = await do.rows(AnnouncementPost)
    await do(announcement_corrections.take_down, person=organiser(), post_id=post.id, now=NOW + HOUR)
    assert [each.kind for each in await do.rows(Delivery)] == ["delete"]
    (post,) = await do.rows(AnnouncementPost)
    assert post.taken_down_at == NOW + HOUR
    refused = await do.refused(announcement_corrections.get_out, person=organiser(), announcement_id=row.id)
    assert refused.message_id == "announcements-not-out"


@pytest.mark.parametrize("state", ["failed", "missed"])
async def test_what_did_not_go_out_counts_as_settled(do: Do, state: str) -> None:
    await set_up(do)
    row = await scheduled(do, "now")
    assert not await do(announcement_posts.is_over, announcement=row)
    await fail_due(do, NOW, state)
    assert await do(announcement_posts.is_over, announcement=row)
    ((_, fared),) = await do(announcement_posts.list_posts, announcement_id=row.id, states=(state,))
    assert fared.state == state


async def test_a_rule_that_has_just_been_planned_is_not_over(do: Do) -> None:
    await set_up(do)
    await scheduled(do, "today 6pm")
    await do(announcement_posts.plan_due, now=SIX - timedelta(minutes=9))
    assert await do(announcement_posts.settle_ended, now=SIX - timedelta(minutes=9)) == 0
    (schedule,) = await do.rows(Schedule)
    assert await do(schedules.list_next, schedule=schedule, now=SIX) == []
