"""Times of events among Discord's own: which are wanted, what became of them, and what organisers are asked."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Closed, Invalid, NotAllowed
from bot.services import event_drafts, events, mirrors, occurrences
from bot.services.mirror_steps import OPEN, REFUSED, Entry, Standing, write
from db.models.deliveries import Delivery
from db.models.events import Event, Occurrence
from db.models.mirrors import Mirror
from db.session import Database
from tests.services.past import plan, times
from tests.services.people import DAY, ELSEWHERE, GUILD, HOUR, NOW, Do, overlapping, person, send_due, set_up

ORGANISER = person("organiser")
BY: dict[str, Any] = {"person": ORGANISER, "now": NOW}
NOTES = 530000000000000041
PLACE = "See the card"
THERE = 930000000000000001
WEEKLY = "every Thursday 6pm"


@pytest.fixture(autouse=True)
async def chosen(do: Do) -> None:
    await set_up(do, organisers_channel_id=NOTES)
    await set_up(do, ELSEWHERE)


async def shown(do: Do, when: str = "tomorrow 6pm", **told: Any) -> Event:
    """Let an organiser plan an event, and show it among Discord's own."""
    row = await plan(do, when, **told)
    by = {"person": person("organiser", guild_id=row.guild_id), "now": NOW}
    event: Event = await do(mirrors.turn_on, **by, event_id=row.id, taken=0)
    return event


async def standings(do: Do, now: datetime = NOW, guild_id: int = GUILD) -> list[Standing]:
    await do(mirrors.plan, now=now)
    found = await do(mirrors.list_standings, place=PLACE, now=now)
    return list(found.get(guild_id, []))


async def stand(do: Do, event: Event | None = None) -> Standing:
    """Have the mirror of an event stand at Discord."""
    await (do(occurrences.list_open, event_id=event.id, now=NOW) if event else shown(do))
    one = (await standings(do))[0]
    told = {"mirror_id": one.mirror_id, "entry": one.entry, "now": NOW}
    await do(mirrors.record_there, **told, scheduled_event_id=THERE)
    return (await standings(do))[0]


async def mirror(do: Do) -> Mirror:
    (row,) = await do.rows(Mirror)
    return row


async def asked(do: Do, state: str) -> Mirror:
    """Have organisers asked about the mirror of an event, and the question sent."""
    one = await stand(do)
    told = {"mirror_id": one.mirror_id, "now": NOW}
    if state == "changed":
        await do(mirrors.record_changed, **told, scheduled_event_id=THERE, entry=one.entry)
    elif state == "gone":
        await do(mirrors.record_missing, **told)
    else:
        await do(mirrors.record_refused, **told, state=state)
    await send_due(do, NOW)
    return await mirror(do)


async def edits(do: Do) -> list[int]:
    """Give the mirrors whose question is going to be said to be settled."""
    return [row.subject_id for row in await do.rows(Delivery) if row.kind == "edit" and row.feature == "mirrors"]


async def questions(do: Do) -> list[Delivery]:
    return [row for row in await do.rows(Delivery) if row.kind == "post" and row.feature == "mirrors"]


class TestOnAndOff:
    async def test_it_is_off_until_the_organiser_turns_it_on(self, do: Do) -> None:
        row = await plan(do)
        assert await standings(do) == []
        await do(mirrors.turn_on, **BY, event_id=row.id, taken=99)
        (one,) = await standings(do)
        starts = (await times(do, row))[0].starts_at
        assert one.entry == Entry("Tea", starts, starts + 2 * HOUR, PLACE)
        assert one.is_wanted

    async def test_on_twice_is_on_once_and_changes_nothing_more(self, do: Do) -> None:
        row = await shown(do)
        again = await do(mirrors.turn_on, **BY, event_id=row.id, taken=0)
        assert again.sequence == row.sequence

    async def test_an_event_for_some_people_is_refused(self, do: Do) -> None:
        row = await plan(do)
        await do(event_drafts.record_choice, **BY, event_id=row.id, role_id=5)
        refusal = await do.refused(mirrors.turn_on, **BY, event_id=row.id, taken=0)
        assert (type(refusal), refusal.message_id) == (Invalid, "mirrors-limited")

    async def test_a_hundred_events_are_as_many_as_discord_takes(self, do: Do) -> None:
        row = await plan(do)
        refusal = await do.refused(mirrors.turn_on, **BY, event_id=row.id, taken=100)
        assert (type(refusal), refusal.message_id) == (Closed, "mirrors-enough")

    @pytest.mark.parametrize("rule", [mirrors.turn_on, mirrors.turn_off])
    async def test_only_those_who_organise_choose_it(self, do: Do, rule: Any) -> None:
        row = await plan(do)
        told = {"taken": 0} if rule is mirrors.turn_on else {}
        refusal = await do.refused(rule, person=person(), event_id=row.id, now=NOW, **told)
        assert isinstance(refusal, NotAllowed)

    async def test_off_again_it_is_not_wanted_and_then_forgotten(self, do: Do) -> None:
        row = await shown(do)
        one = await stand(do, row)
        await do(mirrors.turn_off, **BY, event_id=row.id)
        (after,) = await standings(do)
        assert (after.scheduled_event_id, after.is_wanted) == (THERE, False)
        await do(mirrors.forget_mirror, mirror_id=one.mirror_id, now=NOW)
        assert await standings(do) == []


class TestWanted:
    async def test_an_event_that_repeats_is_wanted_as_its_next_four_times(self, do: Do) -> None:
        row = await shown(do, WEEKLY)
        found = await standings(do)
        assert [one.entry.starts_at for one in found] == [each.starts_at for each in await times(do, row)]
        assert len(found) == 4
        assert await standings(do) == found

    async def test_what_has_begun_is_left_to_discord_and_the_time_after_it_is_wanted(self, do: Do) -> None:
        row = await shown(do, WEEKLY)
        first, *others = await standings(do)
        begun = first.entry.starts_at
        assert [one.mirror_id for one in await standings(do, begun)] == [one.mirror_id for one in others]
        await do(events.settle_over, now=begun + DAY)
        found = await standings(do, begun + DAY)
        assert [one.entry.starts_at for one in found] == [each.starts_at for each in (await times(do, row))[1:]]

    @pytest.mark.parametrize("how", ["the event", "this time", "a role"])
    async def test_what_is_cancelled_or_for_some_people_is_wanted_no_longer(self, do: Do, how: str) -> None:
        row = await shown(do, WEEKLY)
        before = await standings(do)
        if how == "the event":
            await do(events.cancel_event, **BY, event_id=row.id)
        elif how == "this time":
            await do(events.cancel_occurrence, **BY, occurrence_id=(await times(do, row))[0].id)
        else:
            await do(event_drafts.record_choice, **BY, event_id=row.id, role_id=5)
        wanted = [one.mirror_id for one in await standings(do) if one.is_wanted]
        kept = [one.mirror_id for one in before][1:] if how == "this time" else []
        assert wanted[: len(kept)] == kept
        assert len(wanted) == (4 if kept else 0)

    async def test_a_draft_is_not_shown_before_it_is_open(self, do: Do) -> None:
        chosen = {"channel_id": 1, "role_id": None, "contact_id": None}
        started = await do(event_drafts.start_draft, **BY, **chosen, typed_when="tomorrow 6pm", typed_until="2 hours")
        await do(mirrors.turn_on, **BY, event_id=started.row.id, taken=0)
        assert await standings(do) == []

    async def test_another_title_for_one_time_is_what_that_time_says(self, do: Do) -> None:
        row = await shown(do)
        await do(_retitle, event_id=row.id)
        (one,) = await standings(do)
        assert one.entry.title == "Tea, outside"

    async def test_communities_are_kept_apart(self, do: Do) -> None:
        await shown(do)
        await shown(do, guild_id=ELSEWHERE, title="Walk")
        assert [one.entry.title for one in await standings(do)] == ["Tea"]
        assert [one.entry.title for one in await standings(do, guild_id=ELSEWHERE)] == ["Walk"]

    async def test_a_time_that_is_over_is_nobodys_task(self, do: Do) -> None:
        await stand(do)
        assert await standings(do, NOW + 3 * DAY) == []


async def _retitle(session: AsyncSession, *, event_id: int) -> None:
    for one in await occurrences.list_open(session, event_id=event_id, now=NOW):
        one.title = "Tea, outside"


class TestRecords:
    async def test_what_is_meant_is_kept_before_it_is_written(self, do: Do) -> None:
        await shown(do)
        (one,) = await standings(do)
        assert await do(mirrors.record_meant, mirror_id=one.mirror_id, entry=one.entry, now=NOW)
        row = await mirror(do)
        assert (row.state, row.scheduled_event_id, row.written) == ("wanted", None, write(one.entry))

    async def test_what_is_there_is_kept_with_what_it_says(self, do: Do) -> None:
        one = await stand(do)
        assert (one.state, one.scheduled_event_id, one.written) == ("there", THERE, write(one.entry))
        assert await questions(do) == []

    async def test_nothing_is_recorded_of_a_mirror_that_is_gone(self, do: Do) -> None:
        one = await stand(do)
        await do(mirrors.forget_mirror, mirror_id=one.mirror_id, now=NOW)
        told: dict[str, Any] = {"mirror_id": one.mirror_id, "now": NOW}
        said = {"scheduled_event_id": THERE, "entry": one.entry}
        assert not await do(mirrors.record_meant, mirror_id=one.mirror_id, entry=one.entry, now=NOW)
        await do(mirrors.record_there, **told, **said)
        await do(mirrors.record_changed, **told, **said)
        await do(mirrors.record_missing, **told)
        await do(mirrors.record_refused, **told, state="full")
        await do(mirrors.forget_mirror, **told)
        assert await do.rows(Mirror) == []
        assert await questions(do) == []

    async def test_what_discord_ends_after_its_start_is_nobodys_cancel_and_made_anew_when_it_moved(
        self, do: Do
    ) -> None:
        one = await stand(do)
        later = one.entry.starts_at + 3 * HOUR
        await do(mirrors.record_missing, mirror_id=one.mirror_id, now=later)
        row = await mirror(do)
        assert (row.state, row.scheduled_event_id, row.written) == ("wanted", None, "")
        assert await questions(do) == []

    @pytest.mark.parametrize("state", OPEN)
    async def test_what_kettle_may_have_taken_away_itself_is_nobodys_cancel(self, do: Do, state: str) -> None:
        row, (one,) = await asked(do, state), await standings(do)
        told: dict[str, Any] = {"mirror_id": row.id, "now": NOW}
        await do(mirrors.record_meant, **told, entry=one.entry)
        after = await mirror(do)
        assert after.state == (state if state in REFUSED else "wanted")
        await do(mirrors.record_missing, **told)
        assert (await mirror(do)).state == "wanted"
        assert len(await questions(do)) == 1

    async def test_what_was_taken_away_before_anything_was_written_is_asked_about(self, do: Do) -> None:
        one = await stand(do)
        await do(_unwrite)
        await do(mirrors.record_missing, mirror_id=one.mirror_id, now=NOW)
        assert (await mirror(do)).state == "gone"


async def _unwrite(session: AsyncSession) -> None:
    for row in await mirrors_of(session):
        row.written = ""


async def mirrors_of(session: AsyncSession) -> list[Mirror]:
    return [row for number in range(1, 50) if (row := await session.get(Mirror, number)) is not None]


class TestQuestions:
    @pytest.mark.parametrize("state", OPEN)
    async def test_organisers_are_asked_once_in_their_channel(self, do: Do, state: str) -> None:
        row = await asked(do, state)
        assert row.state == state
        (question,) = await questions(do)
        assert (question.channel_id, question.subject_id, question.state) == (NOTES, row.id, "sent")
        found = await do(mirrors.find_question, mirror_id=row.id)
        assert (found.mirror.id, found.event.title, found.occurrence.id) == (row.id, "Tea", row.occurrence_id)

    @pytest.mark.parametrize("state", REFUSED)
    async def test_what_is_refused_again_for_the_same_reason_is_not_told_again(self, do: Do, state: str) -> None:
        row = await asked(do, state)
        await do(mirrors.record_refused, mirror_id=row.id, state=state, now=NOW)
        assert (await mirror(do)).id == row.id
        assert len(await questions(do)) == 1

    async def test_of_an_event_that_repeats_a_refusal_is_told_once(self, do: Do) -> None:
        await shown(do, WEEKLY)
        await shown(do, title="Walk")
        for one in await standings(do):
            await do(mirrors.record_refused, mirror_id=one.mirror_id, state="full", now=NOW)
        assert len(await questions(do)) == 2
        assert {row.state for row in await do.rows(Mirror)} == {"full"}

    async def test_where_no_channel_was_chosen_nobody_is_asked(self, do: Do) -> None:
        await set_up(do, organisers_channel_id=None)
        row = await asked(do, "gone")
        assert row.state == "gone"
        assert await questions(do) == []

    async def test_what_is_right_again_by_itself_is_settled(self, do: Do) -> None:
        row = await asked(do, "changed")
        (one,) = await standings(do)
        await do(mirrors.record_there, mirror_id=row.id, scheduled_event_id=THERE, entry=one.entry, now=NOW)
        assert await edits(do) == [row.id]
        assert await do(mirrors.find_question, mirror_id=row.id) is None

    async def test_a_question_that_is_not_so_any_more_says_nothing(self, do: Do) -> None:
        assert await do(mirrors.find_question, mirror_id=99) is None

    async def test_a_later_edit_is_a_question_of_its_own(self, do: Do) -> None:
        row = await asked(do, "changed")
        await do(mirrors.write_again, **BY, mirror_id=row.id)
        (one,) = await standings(do)
        told = {"mirror_id": row.id, "scheduled_event_id": THERE, "entry": one.entry, "now": NOW}
        await do(mirrors.record_there, **told)
        await do(mirrors.record_changed, **told)
        assert (await mirror(do)).id > row.id
        assert len(await questions(do)) == 2

    async def test_a_cancel_after_an_edit_is_another_question_and_settles_the_first(self, do: Do) -> None:
        row = await asked(do, "changed")
        await do(mirrors.record_missing, mirror_id=row.id, now=NOW)
        assert (await mirror(do)).state == "gone"
        assert await edits(do) == [row.id]
        assert len(await questions(do)) == 2


class TestAnswers:
    async def test_kettles_version_is_written_again(self, do: Do) -> None:
        row = await asked(do, "changed")
        found = await do(mirrors.write_again, **BY, mirror_id=row.id)
        assert (found.mirror.state, found.mirror.scheduled_event_id) == ("wanted", THERE)
        assert await edits(do) == [row.id]

    async def test_what_was_taken_away_is_put_back(self, do: Do) -> None:
        row = await asked(do, "gone")
        assert row.scheduled_event_id is None
        found = await do(mirrors.write_again, **BY, mirror_id=row.id)
        assert (found.mirror.state, found.mirror.written) == ("wanted", "")

    @pytest.mark.parametrize(("state", "after"), [("changed", "left"), ("gone", "ended")])
    async def test_it_can_be_left_as_it_is(self, do: Do, state: str, after: str) -> None:
        row = await asked(do, state)
        await do(mirrors.leave, **BY, mirror_id=row.id)
        assert (await mirror(do)).state == after
        assert await edits(do) == [row.id]

    async def test_a_cancel_there_is_one_here_only_when_an_organiser_says_so(self, do: Do) -> None:
        row = await asked(do, "gone")
        assert {one.state for one in await do.rows(Occurrence)} == {"open"}
        await do(mirrors.cancel, **BY, mirror_id=row.id)
        assert {one.state for one in await do.rows(Occurrence)} == {"cancelled"}
        assert (await mirror(do)).state == "ended"
        assert await edits(do) == [row.id]

    @pytest.mark.parametrize(("rule", "state"), [(mirrors.cancel, "changed"), (mirrors.leave, "full")])
    async def test_an_answer_to_another_question_is_refused(self, do: Do, rule: Any, state: str) -> None:
        row = await asked(do, state)
        refusal = await do.refused(rule, **BY, mirror_id=row.id)
        assert (type(refusal), refusal.message_id) == (Closed, "mirrors-settled")

    @pytest.mark.parametrize("rule", [mirrors.write_again, mirrors.leave, mirrors.cancel])
    async def test_only_those_who_organise_it_answer_and_only_there(self, do: Do, rule: Any) -> None:
        row = await asked(do, "gone")
        refusal = await do.refused(rule, person=person(), mirror_id=row.id, now=NOW)
        assert isinstance(refusal, NotAllowed)
        away = person("organiser", guild_id=ELSEWHERE)
        assert isinstance(await do.refused(rule, person=away, mirror_id=row.id, now=NOW), Closed)
        assert (await mirror(do)).state == "gone"

    async def test_of_two_answers_at_once_one_counts(self, do: Do, database: Database) -> None:
        row = await asked(do, "gone")
        told: dict[str, Any] = {**BY, "mirror_id": row.id}
        with pytest.raises(Closed):
            await overlapping(
                database,
                lambda session: mirrors.leave(session, **told),
                lambda session: mirrors.cancel(session, **told),
            )
        assert (await mirror(do)).state == "ended"
        assert {one.state for one in await do.rows(Occurrence)} == {"open"}

    async def test_a_question_goes_with_its_event(self, do: Do) -> None:
        await asked(do, "gone")
        await do(events.cancel_event, **BY, event_id=(await do.rows(Event))[0].id)
        await do(events.purge, now=NOW + timedelta(days=90))
        assert await do.rows(Mirror) == []
