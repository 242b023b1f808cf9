"""Journeys of an author who changes something by their receipt: an answer, a part, its uses, alone, its end."""

from datetime import timedelta

import pytest

from bot.services import passphrases
from bot.services.receipts import CHEAP
from tests.cogs import story_posting
from tests.cogs.conftest import World
from tests.cogs.reading import Shown, read
from tests.cogs.story_receiving import (
    RECEIPT,
    WORDS,
    approve,
    cheap,
    found,
    kept,
    opened,
    sent,
    take_in,
    told,
    world,
    write,
)

__all__ = ["cheap", "world"]

PASSPHRASE = "four made-up kettle words"


async def choose(world: World, shown: Shown, *uses: str) -> Shown:
    return read(await world.sam.select(shown.message, list(uses), custom_id="story_receipts:uses:chosen"))


async def test_an_answer_is_sealed_for_both_and_seen_by_its_author_at_once(world: World) -> None:
    lookup_id = await sent(world)
    await take_in(world)
    await write(world, lookup_id, "May we leave out the street?")
    form = await world.press(world.sam, await opened(world), "Write to moderators")
    home = await world.fill(world.sam, form, text="Yes, please do.")
    assert home.private
    assert "Your message is kept" in home.text
    assert await told(world, lookup_id) == [(False, "May we leave out the street?"), (True, "Yes, please do.")]
    assert all(note.has_arrived for note in (await found(world, lookup_id)).notes if note.is_from_author)
    page = await world.press(world.sam, home, "Read messages")
    assert "You wrote:**\nYes, please do." in page.text


async def test_a_part_is_added_and_read_with_the_others(world: World) -> None:
    await sent(world)
    form = await world.press(world.sam, await opened(world), "Add a part")
    home = await world.fill(world.sam, form, text="And then it rained.")
    assert "Your part is kept" in home.text
    page = await world.press(world.sam, home, "Read it")
    assert f"{WORDS}\n\nAnd then it rained." in page.text


async def test_a_part_that_comes_too_late_is_given_back(world: World) -> None:
    lookup_id = await sent(world)
    form = await world.press(world.sam, await opened(world), "Add a part")
    await world.env.advance_time(timedelta(days=30).total_seconds())
    shown = await world.fill(world.sam, form, text="And then it rained.")
    assert "Nothing more can be added" in shown.text
    assert RECEIPT in shown.text
    assert "And then it rained." in shown.text
    assert (await world.press(world.sam, shown, "Change it")).fields == {"text": "And then it rained."}
    assert len((await found(world, lookup_id)).parts) == 2
    assert "Add a part" not in (await world.press(world.sam, shown, "Back")).labels


async def test_nothing_is_not_added(world: World) -> None:
    lookup_id = await sent(world)
    form = await world.press(world.sam, await opened(world), "Add a part")
    assert "nothing in it yet" in (await world.fill(world.sam, form, text="  ")).text
    assert len((await found(world, lookup_id)).parts) == 2


async def test_each_use_is_chosen_by_itself(world: World) -> None:
    lookup_id = await sent(world)
    shown = await world.press(world.sam, await opened(world), "Change what it is for")
    assert "Without this server it is taken back" in shown.text
    (menu,) = [part for part in shown.parts if part.get("custom_id") == "story_receipts:uses:chosen"]
    assert [each["value"] for each in menu["options"] if each.get("default")] == ["library"]
    home = await choose(world, shown, "library", "print")
    assert "What it is for is changed" in home.text
    assert set((await found(world, lookup_id)).consents) == {"library", "print"}


async def test_without_this_server_it_is_asked_before_anything_is_taken_back(world: World) -> None:
    lookup_id = await sent(world)
    await take_in(world)
    shown = await world.press(world.sam, await opened(world), "Change what it is for")
    asked = await choose(world, shown, "print")
    assert "Nothing is changed yet" in asked.text
    assert set((await found(world, lookup_id)).consents) == {"library"}
    await world.press(world.sam, asked, "Take it back now")
    assert await kept(world) == []


async def test_after_28_days_it_is_asked_whether_alone_is_fine(world: World) -> None:
    await sent(world)
    await approve(world)
    assert "Let it stand alone" not in (await opened(world)).labels
    await world.env.advance_time(timedelta(days=35).total_seconds())
    home = await opened(world)
    assert "Is it fine if it stands alone?" in home.text
    after = await world.press(world.sam, home, "Let it stand alone")
    assert "It may stand alone now" in after.text
    assert "If moderators say yes" not in after.text
    assert "It is posted soon, maybe alone" in after.text
    assert "Let it stand alone" not in after.labels
    (story,) = await kept(world)
    assert story.is_alone_fine


async def test_what_nobody_has_seen_goes_at_once_and_is_said_to_be_gone_the_second_time(world: World) -> None:
    await sent(world)
    home = await opened(world)
    asked = await world.press(world.sam, home, "Take it back")
    assert "cannot come back: print, a podcast, and copies" in asked.text
    assert "Later" not in asked.text
    assert asked.labels == ["Take it back now", "Back", "Stop"]
    other = await world.press(world.sam, await opened(world), "Take it back")
    assert "is taken back" in (await world.press(world.sam, asked, "Take it back now")).text
    assert await kept(world) == []
    assert "no such story any more" in (await world.press(world.sam, other, "Take it back now")).text
    assert "No story opens with that receipt" in (await opened(world)).text


async def test_it_goes_some_time_in_the_next_day_which_asking_again_does_not_move(world: World) -> None:
    await sent(world)
    await take_in(world)
    asked = await world.press(world.sam, await opened(world), "Take it back")
    other = await world.press(world.sam, await opened(world), "Take it back")
    assert asked.labels == ["Take it back within a day", "Take it back now", "Back", "Stop"]
    assert asked.text.index("People who see you online") < asked.text.index("What left this server")
    assert "some time in the next day" in (await world.press(world.sam, asked, "Take it back within a day")).text
    (story,) = await kept(world)
    assert story.leaves_at
    assert world.env.now() < story.leaves_at <= world.env.now() + timedelta(days=1)
    await world.press(world.sam, other, "Take it back within a day")
    assert (await kept(world))[0].leaves_at == story.leaves_at
    home = await opened(world)
    assert "on its way out" in home.text
    assert home.labels == ["Read it", "Take it back now", "Use another receipt", "Stop"]
    asked = await world.press(world.sam, home, "Take it back now")
    assert "Take it back within a day" not in asked.labels
    await world.press(world.sam, asked, "Take it back now")
    assert await kept(world) == []


async def test_a_published_story_leaves_its_channel_too(world: World) -> None:
    lookup_id = await sent(world, "My own made-up words.")
    await story_posting.shown(world, *story_posting.five())
    assert len(story_posting.messages(world)) == 6
    assert (await story_posting.states(world))[lookup_id] == "published"
    asked = await world.press(world.sam, await opened(world), "Take it back")
    await world.press(world.sam, asked, "Take it back now")
    await world.run_due()
    texts = [story_posting.story_of(message) for message in story_posting.messages(world)]
    assert len(texts) == 5
    assert "My own made-up words." not in texts


async def test_a_restart_between_two_presses_loses_nothing(world: World) -> None:
    await sent(world)
    await take_in(world)
    asked = await world.press(world.sam, await opened(world), "Take it back")
    await story_posting.restart(world)
    await world.press(world.sam, asked, "Take it back within a day")
    (story,) = await kept(world)
    assert story.leaves_at is not None


async def test_our_reply_fails_and_the_press_can_be_made_again(world: World) -> None:
    await sent(world)
    asked = await world.press(world.sam, await opened(world), "Take it back")
    world.env.inject_error("PATCH", "/webhooks/*", status=500, times=1)
    await world.sam.click(asked.message, label="Take it back now")
    assert await kept(world) == []
    assert "no such story any more" in (await world.press(world.sam, asked, "Take it back now")).text


async def test_our_reply_fails_after_an_answer_and_it_is_kept(world: World) -> None:
    lookup_id = await sent(world)
    form = await world.press(world.sam, await opened(world), "Write to moderators")
    world.env.inject_error("PATCH", "/webhooks/*", status=500, times=1)
    await world.sam.submit_modal(form.result, {"text": "Yes."})
    assert await told(world, lookup_id) == [(True, "Yes.")]
    assert "Read messages" in (await opened(world)).labels


async def test_each_way_from_a_screen_of_a_story_that_is_gone_says_so(world: World) -> None:
    await sent(world)
    home = await opened(world)
    for label in ("Read it", "Change what it is for", "Take it back"):
        asked = await world.press(world.sam, await opened(world), "Take it back")
        await world.press(world.sam, asked, "Take it back now")
        assert "No story opens with that receipt" in (await world.press(world.sam, home, label)).text
        await sent(world)


async def test_a_story_that_is_taken_back_meanwhile_gives_back_what_was_written(world: World) -> None:
    await sent(world)
    form = await world.press(world.sam, await opened(world), "Write to moderators")
    asked = await world.press(world.sam, await opened(world), "Take it back")
    await world.press(world.sam, asked, "Take it back now")
    shown = await world.fill(world.sam, form, text="One more thing.")
    assert "No story opens with that receipt" in shown.text
    assert "One more thing." in shown.text


async def test_in_strict_mode_its_words_are_locked_until_a_yes_and_that_is_said(world: World) -> None:
    telling = world.bot.telling
    lookup_id = await sent(world)
    opening = telling.get_keys()
    strict = passphrases.set_passphrase(opening, PASSPHRASE, cost=CHEAP)
    telling.keys = strict
    home = await opened(world)
    assert "stay locked until moderators say yes" in home.text
    assert "Read it" not in home.labels
    assert "Write to moderators" in home.labels
    telling.keys = opening
    await approve(world)
    telling.keys = strict
    page = await world.press(world.sam, await opened(world), "Read it")
    assert WORDS in page.text
    assert lookup_id


async def test_no_receipt_no_words_and_no_member_are_in_the_log_and_nothing_of_it_is_in_the_main_database(
    world: World, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level("DEBUG")
    await sent(world)
    home = await opened(world)
    form = await world.press(world.sam, home, "Write to moderators")
    world.bot.telling.receipts.close()
    failed = await world.fill(world.sam, form, text="Nobody shall read this.")
    assert "something went wrong" in failed.text
    said = caplog.text + "".join(capsys.readouterr())
    for secret in (RECEIPT, RECEIPT.replace("-", ""), str(world.sam.id), "Nobody shall read this", "put the kettle on"):
        assert secret not in said
    folder = world.bot.settings.data_dir
    files = [file.read_bytes() for file in folder.rglob("kettle.db*")]
    assert not any(str(world.sam.id).encode() in each or RECEIPT.encode() in each for each in files)
