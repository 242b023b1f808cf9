"""What is typed is kept from the first form on; each refusal leaves it as it was."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Closed, Invalid, NotAllowed
from bot.services import announcement_drafts, announcement_posts, announcements, guilds
from db.models.announcements import Announcement, AnnouncementPost
from db.models.deliveries import Delivery
from db.models.schedules import Schedule
from tests.services.announcing import (
    OTHER,
    PHOTO,
    begin,
    draft,
    fail_due,
    organiser,
    scheduled,
    state_of,
    sweep,
    write,
)
from tests.services.people import ADA, DAY, HOUR, MODERATORS, NOW, Do, person, send_due, set_up

SIX = NOW.replace(hour=17)
"""Six in the evening of today, in London in summer."""


async def test_an_unclear_time_is_kept_and_told_and_can_be_typed_again(do: Do) -> None:
    await set_up(do)
    started = await begin(do, "someday" + "s" * 300)
    assert started.problem.message_id == "recurrence-unclear"
    assert (len(started.row.typed_when), started.row.schedule_id) == (200, None)
    told = {"person": organiser(), "announcement_id": started.row.id, "now": NOW}
    refused = await do.refused(announcement_drafts.record_when, typed="yesterday 6pm", **told)
    assert refused.message_id == "dates-past"
    await do(announcement_drafts.record_when, typed="today 6pm", **told)
    (row,) = await do.rows(Announcement)
    (schedule,) = await do.rows(Schedule)
    assert (row.typed_when, row.schedule_id, schedule.next_at, schedule.is_paused) == (
        "today 6pm", schedule.id, SIX, True,
    )  # fmt: skip
    await do(announcement_drafts.record_when, typed="now", **told)
    assert await do.rows(Schedule) == []
    await do(announcement_drafts.record_when, typed="now", **told)
    await do(announcement_drafts.record_when, typed="every day 6pm", **told)
    assert len(await do.rows(Schedule)) == 1


async def test_it_goes_elsewhere_until_a_post_of_it_is_on_its_way(do: Do) -> None:
    await set_up(do)
    row = await scheduled(do, "every day 6pm")
    told = {"person": organiser(), "announcement_id": row.id, "channel_id": MODERATORS, "now": NOW}
    refused = await do.refused(announcement_drafts.record_place, **told, place="forum", may_mention=True)
    assert refused.message_id == "announcements-title-missing"
    await do(announcement_drafts.record_place, **told, place="news", may_mention=True)
    await do(announcement_drafts.record_publishing, person=organiser(), announcement_id=row.id, publishes=True, now=NOW)
    mention = {"person": organiser(), "announcement_id": row.id, "mentions": "here", "may_mention": True, "now": NOW}
    await do(announcement_drafts.record_mentions, **mention)
    kept = await do(announcement_drafts.record_place, **told, place="news", may_mention=True)
    assert (kept.publishes, kept.mentions) == (True, "here")
    kept = await do(announcement_drafts.record_place, **told, place="text", may_mention=False)
    assert (kept.channel_id, kept.publishes, kept.mentions) == (MODERATORS, False, "nobody")
    await sweep(do, SIX)
    assert [row.channel_id for row in await do.rows(Delivery)] == [MODERATORS]
    refused = await do.refused(announcement_drafts.record_place, **told, place="text", may_mention=True)
    assert refused.message_id == "announcements-place-stays"


async def test_only_organisers_begin_one(do: Do) -> None:
    await set_up(do)
    with pytest.raises(NotAllowed):
        await begin(do, person=person("moderator"))


@pytest.mark.parametrize(
    ("place", "told", "problem"),
    [
        ("forum", {"title": ""}, "announcements-title-missing"),
        ("text", {"title": "x" * 101}, "announcements-too-long"),
        ("text", {"text": "x" * 3501}, "announcements-too-long"),
    ],
)
async def test_words_that_do_not_fit_are_refused(do: Do, place: str, told: dict[str, Any], problem: str) -> None:
    await set_up(do)
    row = (await begin(do, place=place)).row
    words = {"title": "Tea", "text": "Tea.", "alts": (), "may_mention": False, **told}
    refused = await do.refused(
        announcement_drafts.record_words, person=organiser(), announcement_id=row.id, now=NOW, **words
    )
    assert (type(refused), refused.message_id) == (Invalid, problem)


async def test_a_planned_post_moves_with_its_time_and_now_means_now(do: Do) -> None:
    await set_up(do)
    row = await scheduled(do, "today 12:05pm")
    (first,) = await do.rows(AnnouncementPost)
    told = {"person": organiser(), "announcement_id": row.id, "now": NOW + timedelta(minutes=1, microseconds=7)}
    await do(announcement_drafts.record_when, typed="today 12:09pm", **told)
    (second,) = await do.rows(AnnouncementPost)
    assert second.id != first.id
    assert second.due_at == NOW + timedelta(minutes=9)
    await do(announcement_drafts.record_when, typed="now", **told)
    (third,) = await do.rows(Delivery)
    assert (third.state, third.due_at) == ("waiting", NOW + timedelta(minutes=1))


async def test_a_time_changed_while_it_waits_for_approval_calls_back_what_was_planned(do: Do) -> None:
    await set_up(do)
    row = await scheduled(do, "today 12:05pm")
    await do(guilds.record_choices, person=person("admin"), now=NOW, announcements_need_two=True)
    told = {"person": organiser(), "announcement_id": row.id, "now": NOW}
    await do(announcement_drafts.record_when, typed="now", **told)
    assert await state_of(do, row) == "waiting"
    assert await do.rows(Delivery) == []
    await do(announcements.approve, person=organiser(OTHER), announcement_id=row.id, now=NOW + HOUR)
    assert [each.due_at for each in await do.rows(Delivery)] == [NOW + HOUR]


async def test_the_text_may_change_until_it_is_out_and_posts_that_are_out_stay(do: Do) -> None:
    await set_up(do)
    row = await scheduled(do, "every day 6pm")
    await sweep(do, SIX)
    await write(do, row.id, "Coffee at six.", title="New", now=SIX + HOUR)
    await sweep(do, SIX + DAY)
    await write(do, row.id, "Cake at six.", now=SIX + DAY + HOUR)
    said = [
        (await do(announcement_posts.find_told, post_id=post.id, is_new=False))
        for post in await do.rows(AnnouncementPost)
    ]
    assert [(told.title, told.text) for told in said] == [("", "Tea at six."), ("New", "Coffee at six.")]


async def test_what_is_out_is_not_edited_but_what_failed_is(do: Do) -> None:
    await set_up(do)
    out = await scheduled(do, "now")
    await send_due(do, NOW)
    told = {"person": organiser(), "announcement_id": out.id}
    assert (await do.refused(announcement_drafts.hold_words, **told)).message_id == "announcements-is-done"
    await sweep(do, NOW)
    assert (await do.refused(announcement_drafts.hold_words, **told)).message_id == "announcements-is-done"
    lost = await scheduled(do, "now")
    await fail_due(do, NOW)
    await write(do, lost.id, "Coffee.")
    assert [row.text for row in await do.rows(Announcement)] == ["Tea at six.", "Coffee."]


async def test_what_is_done_and_was_never_posted_is_not_edited(do: Do) -> None:
    await set_up(do)
    row = await scheduled(do, "now")
    await fail_due(do, NOW)
    (post,) = await do.rows(AnnouncementPost)

    async def forget(session: AsyncSession) -> None:
        await session.execute(delete(AnnouncementPost).where(AnnouncementPost.id == post.id))

    await do(forget)
    refused = await do.refused(announcement_drafts.hold_words, person=organiser(), announcement_id=row.id)
    assert isinstance(refused, Closed)


@pytest.mark.parametrize(("mentions", "role_id"), [("here", None), ("everyone", None), ("role", 5), ("nobody", None)])
async def test_calling_people_needs_the_permission(do: Do, mentions: str, role_id: int | None) -> None:
    await set_up(do)
    row = await draft(do)
    told = {"person": organiser(), "announcement_id": row.id, "now": NOW, "mentions": mentions, "role_id": role_id}
    if mentions != "nobody":
        refused = await do.refused(announcement_drafts.record_mentions, may_mention=False, **told)
        assert refused.message_id == "announcements-may-not-mention"
    await do(announcement_drafts.record_mentions, may_mention=True, **told)
    (kept,) = await do.rows(Announcement)
    assert (kept.mentions, kept.role_id) == (mentions, role_id)
    await write(do, row.id, "Coffee.", may_mention=True)
    (kept,) = await do.rows(Announcement)
    assert kept.mentions == mentions
    await write(do, row.id, "Cake.")
    (kept,) = await do.rows(Announcement)
    assert (kept.mentions, kept.role_id) == ("nobody", None)


@pytest.mark.parametrize(("mentions", "role_id"), [("all", None), ("role", None), ("here", 5)])
async def test_a_choice_that_does_not_exist_is_from_an_older_screen(do: Do, mentions: str, role_id: int | None) -> None:
    await set_up(do)
    row = await draft(do)
    told = {"person": organiser(), "announcement_id": row.id, "now": NOW, "mentions": mentions, "role_id": role_id}
    refused = await do.refused(announcement_drafts.record_mentions, may_mention=True, **told)
    assert refused.message_id == "errors-older-screen"


async def test_only_announcement_channels_publish(do: Do) -> None:
    await set_up(do)
    row = await draft(do)
    told = {"person": organiser(), "announcement_id": row.id, "now": NOW}
    refused = await do.refused(announcement_drafts.record_publishing, publishes=True, **told)
    assert refused.message_id == "announcements-cannot-publish"
    await do(announcement_drafts.record_publishing, publishes=False, **told)


async def test_a_template_keeps_words_but_nobodys_name(do: Do) -> None:
    await set_up(do)
    empty = (await begin(do)).row
    told = {"person": organiser(), "now": NOW}
    refused = await do.refused(announcement_drafts.save_template, announcement_id=empty.id, **told)
    assert refused.message_id == "announcements-text-missing"
    row = await draft(do, contact_id=ADA)
    template = await do(announcement_drafts.save_template, announcement_id=row.id, **told)
    assert (template.state, template.author_id, template.contact_id) == ("template", None, None)
    await write(do, template.id, "Coffee at six.")
    used = (await begin(do, "now", template_id=template.id)).row
    assert (used.state, used.text, used.author_id) == ("draft", "Coffee at six.", ADA)


async def test_a_file_without_words_and_a_loud_text_are_warned_of(do: Do) -> None:
    await set_up(do)
    row = (await begin(do, uploads=(PHOTO,))).row
    row = await write(do, row.id, "PLEASE COME TODAY")
    assert await do(announcement_drafts.find_warnings, announcement=row) == ["alt", "capitals"]
    row = await write(do, row.id, "Please come", alts=["A kettle."])
    assert await do(announcement_drafts.find_warnings, announcement=row) == []


async def test_the_words_of_more_files_leave_less_room_for_the_text(do: Do) -> None:
    await set_up(do)
    row = (await begin(do, uploads=(PHOTO, PHOTO))).row
    words = {"person": organiser(), "announcement_id": row.id, "title": "", "alts": (), "may_mention": False}
    refused = await do.refused(announcement_drafts.record_words, text="x" * 3301, now=NOW, **words)
    assert (refused.message_id, refused.variables) == ("announcements-too-long", {"most": 3300})
    await do(announcement_drafts.record_words, text="x" * 3300, now=NOW, **words)
    told = {"person": organiser(), "announcement_id": row.id, "now": NOW}
    refused = await do.refused(announcement_drafts.record_files, uploads=[PHOTO] * 3, **told)
    assert refused.message_id == "announcements-too-long"
    kept = await do(announcement_drafts.save_template, **told)
    with pytest.raises(Invalid):
        await begin(do, template_id=kept.id, uploads=[PHOTO] * 3)
    assert [announcement_drafts.longest_text(files) for files in range(4)] == [3500, 3500, 3300, 3100]
