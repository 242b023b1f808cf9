"""The list has what is to come first, then what was; what others have not finished is not on it."""

import pytest

from bot.errors import NotAllowed, NotFound
from bot.services import announcement_drafts, announcement_lists, announcements
from db.models.announcements import Announcement
from tests.services.announcing import OTHER, begin, draft, fail_due, organiser, scheduled, sweep
from tests.services.people import ELSEWHERE, NOW, Do, person, set_up


async def test_what_is_to_come_stands_before_what_was(do: Do) -> None:
    await set_up(do)
    await set_up(do, ELSEWHERE)
    old = await scheduled(do, "now", text="Old.")
    await sweep(do, NOW)
    later = await scheduled(do, "in 3 days at 6pm", text="Later.")
    sooner = await scheduled(do, "tomorrow 6pm", text="Sooner.")
    mine = await draft(do, text="Mine.")
    await begin(do)
    theirs = await draft(do, text="Theirs.", person=organiser(OTHER))
    kept = await do(announcement_drafts.save_template, person=organiser(), announcement_id=old.id, now=NOW)
    await scheduled(do, person=organiser(guild_id=ELSEWHERE))
    found = await do(announcement_lists.list_page, person=organiser(), page=0)
    ids = [one.row.id for one in found]
    assert set(ids[:3]) == {later.id, sooner.id, mine.id}
    assert ids.index(sooner.id) < ids.index(later.id)
    assert ids[3:] == [old.id, kept.id]
    assert theirs.id not in ids
    assert await do(announcement_lists.list_page, person=organiser(), page=1) == []
    assert isinstance(await do.refused(announcement_lists.list_page, person=person(), page=0), NotAllowed)


async def test_one_is_picked_by_its_number_or_by_words_that_only_it_has(do: Do) -> None:
    await set_up(do)
    tea, coffee = await draft(do, text="Tea at six."), await draft(do, text="Coffee at six.")
    states = {"states": announcements.OPEN}
    offered = await do(announcement_lists.list_choices, person=organiser(), typed=" SIX ", **states)
    assert [row.id for row in offered] == [coffee.id, tea.id]
    for typed, row in ((str(tea.id), tea), ("tea", tea), ("coff", coffee)):
        assert (await do(announcement_lists.pick, person=organiser(), typed=typed, **states)).id == row.id
    for typed in ("six", "cake", "9" * 30):
        refused = await do.refused(announcement_lists.pick, person=organiser(), typed=typed, **states)
        assert (type(refused), refused.message_id) == (NotFound, "announcements-pick")


@pytest.mark.parametrize(
    ("title", "text", "shown"),
    [
        ("Tea", "At six.", "Tea"),
        ("", "At  six\nin the hall.", "At six in the hall."),
        ("", "word " * 20, "word " * 11 + "word\u2026"),
    ],
)
def test_an_excerpt_is_one_short_line(title: str, text: str, shown: str) -> None:
    assert announcement_lists.excerpt(Announcement(title=title, text=text)) == shown


async def test_an_overview_says_when_and_how_the_last_one_fared(do: Do) -> None:
    await set_up(do)
    row = await scheduled(do, "every day 6pm")
    unknown = await draft(do, "someday")
    told = {"person": organiser(), "now": NOW}
    seen = await do(announcement_lists.get_overview, announcement_id=row.id, **told)
    assert seen.rule is not None
    assert (seen.rule.rule, len(seen.coming), seen.last, seen.fared) == ("FREQ=DAILY", 5, None, None)
    await fail_due(do, NOW.replace(hour=17))
    seen = await do(announcement_lists.get_overview, announcement_id=row.id, **told)
    assert seen.last is not None
    assert (seen.last.due_at, seen.fared.state) == (NOW.replace(hour=17), "failed")
    seen = await do(announcement_lists.get_overview, announcement_id=unknown.id, **told)
    assert (seen.rule, seen.coming, seen.needs_two) == (None, (), False)
