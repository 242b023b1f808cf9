"""Journeys of what members suggest and correct, and of the organisers who decide about it."""

from typing import Any

from sqlalchemy import select

from bot.services.training_suggestions import MOST_WAITING
from db.models.training import TrainingEntry
from db.models.training_suggestions import TrainingSuggestion
from tests.cogs.cataloguing import write
from tests.cogs.conftest import World
from tests.cogs.reading import Shown, read, text_of

NEW = {"title": "Peer yoga", "provider": "Tea Trust", "link": "https://example.org/yoga", "summary": "Gentle."}


async def suggest(world: World, stages: tuple[str, ...] = ("volunteer",), **typed: str) -> Shown:
    """Let Sam suggest an entry."""
    form = await world.slash(world.sam, "training suggest")
    return await send(world.sam, form, stages=list(stages), **{**NEW, **typed})


async def send(person: Any, form: Shown, **typed: Any) -> Shown:
    return read(await person.submit_modal(form.result, typed))


async def review(world: World, person: Any = None) -> Shown:
    return await world.slash(person or world.orla, "organise training review")


async def entries(world: World) -> list[TrainingEntry]:
    async with world.bot.db.read() as session:
        return list(await session.scalars(select(TrainingEntry).order_by(TrainingEntry.number)))


def told(world: World) -> list[str]:
    return [text_of(message) for message in world.inbox(world.sam)]


async def test_what_a_member_suggests_is_added_by_an_organiser_and_thanked_in_private(world: World) -> None:
    await write(world, "Course")
    kept = await suggest(world)
    assert kept.private
    assert "**Thank you.** It waits for an organiser now" in kept.text
    assert len(await entries(world)) == 1
    waiting = await review(world)
    assert "**A member suggests this:**" in waiting.text
    assert f"{world.sam.id}" not in waiting.text
    assert "Peer yoga" in waiting.text
    assert "https://example.org/yoga" in waiting.text
    added = await world.press(world.orla, waiting, "Add it")
    assert "**That is done.**" in added.text
    assert "**Nothing waits for you.**" in added.text
    await world.run_due()
    assert told(world) == ["**Thank you.** What you suggested is in the catalogue now. Others can find it."]
    assert "Peer yoga" in (await world.slash(world.kim, "training search", words="yoga")).text


async def test_an_organiser_changes_it_before_it_is_added(world: World) -> None:
    await write(world, "Course")
    await suggest(world)
    form = await world.press(world.orla, await review(world), "Change it, then add it")
    assert form.fields["title"] == "Peer yoga"
    done = await send(world.orla, form, stages=["curious", "volunteer"], **{**NEW, "title": "Yoga with peers"})
    assert "**That is done.**" in done.text
    assert [row.title for row in await entries(world)] == ["Course", "Yoga with peers"]


async def test_what_cannot_be_used_comes_back_as_it_was_typed(world: World) -> None:
    wrong = await suggest(world, link="example.org/yoga")
    assert "Please copy the address from your browser" in wrong.text
    form = await world.press(world.sam, wrong, "Change it")
    assert form.fields == {**NEW, "link": "example.org/yoga"}
    (menu,) = (part for part in form.parts if part.get("custom_id") == "stages")
    assert [each["value"] for each in menu["options"] if each.get("default")] == ["volunteer"]
    kept = await send(world.sam, form, stages=["volunteer"], **NEW)
    assert "**Thank you.**" in kept.text


async def test_left_as_it_is_nobody_is_told_and_the_next_one_comes(world: World) -> None:
    await suggest(world)
    await suggest(world, title="Another", link="https://example.org/another")
    first = await review(world)
    assert "One more waits after this one." in first.text
    second = await world.press(world.orla, first, "Do not add it")
    assert "**It is decided: nothing changes.** Nobody is told." in second.text
    assert "Another" in second.text
    await world.run_due()
    assert told(world) == []
    assert await entries(world) == []


async def test_one_is_skipped_for_now_and_a_decision_against_one_is_undone(world: World) -> None:
    await suggest(world)
    await suggest(world, title="Another", link="https://example.org/another")
    second = await world.press(world.orla, await review(world), "Skip it for now")
    assert "Another" in second.text
    end = await world.press(world.orla, second, "Do not add it")
    assert "Peer yoga" in end.text
    back = await world.press(world.orla, end, "Let it wait again")
    assert "**It waits again.**" in back.text
    assert "One more waits after this one." in back.text
    last = await world.press(world.orla, await world.press(world.orla, back, "Skip it for now"), "Add it")
    assert "**That is done.**" in last.text
    assert "Peer yoga" in last.text


async def test_past_the_last_one_it_says_that_skipped_ones_are_still_there(world: World) -> None:
    for each in ("x", "y"):
        await suggest(world, title=each, link=f"https://example.org/{each}")
    mine, theirs = await review(world), await review(world)
    await world.press(world.orla, await world.press(world.orla, theirs, "Skip it for now"), "Add it")
    assert "**Nothing comes after that one.**" in (await world.press(world.orla, mine, "Skip it for now")).text


async def test_a_page_that_is_here_already_is_shown_to_who_suggests_it(world: World) -> None:
    await write(world, "Yoga", stages=("volunteer",))
    known = await suggest(world, link="https://www.example.org/Yoga/")
    assert "**Good find: it is here already.**" in known.text
    assert "Say what is wrong" in (await world.press(world.sam, known, "Read about it")).labels
    assert "Nothing waits" in (await review(world)).text


async def test_a_page_that_came_meanwhile_is_thanked_for_and_stays_as_it_is(world: World) -> None:
    await suggest(world, link="https://example.org/Yoga")
    await write(world, "Yoga", summary="Slow.")
    done = await world.press(world.orla, await review(world), "Add it")
    assert "**That is done.**" in done.text
    assert [row.summary for row in await entries(world)] == ["Slow."]
    await world.run_due()
    assert len(told(world)) == 1


async def test_a_page_that_is_hidden_has_to_be_looked_at_first(world: World) -> None:
    await write(world, "Yoga", doubt="Is it on?")
    await suggest(world, link="https://example.org/Yoga")
    hidden = await world.press(world.orla, await review(world), "Add it")
    assert 'That page is here already, as "Yoga", and hidden.' in hidden.text


async def test_a_dead_link_is_said_in_one_press_and_once(world: World) -> None:
    await write(world, "Course")
    for _ in range(2):
        entry = await world.press(world.sam, await world.slash(world.sam, "training browse"), "Open 1")
        said = await world.press(world.sam, entry, "Say its link is dead")
        assert "Organisers can see it now." in said.text
    back = await world.press(world.sam, said, "Back")
    assert "Open its page" in back.labels
    waiting = await review(world)
    assert "**A member says that this link is dead:**" in waiting.text
    assert "after this one" not in waiting.text
    opened = await world.press(world.orla, waiting, "Open the entry")
    assert "Members see it." in opened.text
    done = await world.press(world.orla, await review(world), "Thank them, it is done")
    assert "Nothing waits" in done.text
    await world.run_due()
    assert told(world) == ["**Thank you.** The link you told us of is looked after."]


async def test_what_is_wrong_with_an_entry_is_said_in_words(world: World) -> None:
    await write(world, "Course")
    entry = await world.press(world.sam, await world.slash(world.sam, "training browse"), "Open 1")
    form = await world.press(world.sam, entry, "Say what is wrong")
    assert "Organisers read this. They do not see your name." in form.text
    kept = await world.fill(world.sam, form, note="It costs £20 now.")
    assert "If they put it right, Kettle tells you." in kept.text
    assert "Open its page" in (await world.press(world.sam, kept, "Back")).labels
    waiting = await review(world)
    assert "**A member says that something is wrong with this:**" in waiting.text
    assert "It costs £20 now." in waiting.text
    await world.press(world.orla, waiting, "Thank them, it is done")
    await world.run_due()
    assert told(world) == ["**Thank you.** What you said was wrong is put right."]


async def test_an_entry_that_is_gone_takes_no_correction_and_a_review_still_shows_the_note(world: World) -> None:
    await write(world, "Course", "Tea")
    entry = await world.press(world.sam, await world.slash(world.sam, "training browse"), "Open 1")
    form = await world.press(world.sam, entry, "Say what is wrong")
    await world.fill(world.sam, form, note="It ended.")
    other = await world.press(world.sam, await world.slash(world.sam, "training browse"), "Open 2")
    async with world.bot.db.begin() as session:
        for row in await session.scalars(select(TrainingEntry)):
            row.state = "out"
    assert "is not here any more" in (await world.press(world.sam, other, "Say what is wrong")).text
    waiting = await review(world)
    assert "It ended." in waiting.text
    assert "**Course**" not in waiting.text


async def test_two_organisers_at_once_decide_once(world: World) -> None:
    await suggest(world)
    mine, theirs = await review(world), await review(world)
    await world.press(world.orla, mine, "Add it")
    late = await world.press(world.orla, theirs, "Add it")
    assert "Somebody has decided about that one already" in late.text
    late = await world.press(world.orla, theirs, "Change it, then add it")
    assert "Somebody has decided about that one already" in late.text
    await world.run_due()
    assert len(told(world)) == 1


async def test_only_organisers_see_what_waits(world: World) -> None:
    await suggest(world)
    await world.let_see("organise", world.kim)
    refused = await review(world, world.kim)
    assert refused.private
    assert "Peer yoga" not in refused.text
    assert world.refusal() == "guilds-only-organiser"


async def test_somebody_of_whom_many_wait_is_told_kindly_and_loses_nothing(world: World) -> None:
    for each in range(MOST_WAITING):
        await suggest(world, title=f"Number {each}", link=f"https://example.org/{each}")
    full = await suggest(world)
    assert "of your suggestions wait already. Thank you for them." in full.text
    assert (await world.press(world.sam, full, "Change it")).fields == NEW


async def test_who_was_forgotten_is_not_thanked(world: World) -> None:
    await suggest(world)
    async with world.bot.db.begin() as session:
        row = (await session.scalars(select(TrainingSuggestion))).one()
        row.member_id = None
    await world.press(world.orla, await review(world), "Add it")
    await world.run_due()
    assert told(world) == []
