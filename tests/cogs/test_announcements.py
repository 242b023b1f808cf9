"""Journeys of an announcement: from the command to the post."""

import pytest

from tests.cogs.announcing import (
    PDF,
    PNG,
    begin,
    card_of,
    files,
    pass_to_tomorrow,
    schedule,
    sent,
    the_one,
    write,
)
from tests.cogs.conftest import World
from tests.cogs.reading import raw, text_of


async def test_from_the_command_to_the_post(world: World) -> None:
    form = await begin(world)
    assert list(form.fields) == ["title", "text"]
    preview = await world.fill(world.orla, form, title="Party", text="Tea at six.")
    assert preview.private
    assert "## Party" in preview.text
    assert "Tea at six." in preview.text
    assert f"It goes to <#{world.checkins.id}>" in preview.text
    assert " at 18:00." in preview.text
    assert "It calls nobody" in preview.text
    assert {"Change the text", "Change when", "Choose who it calls", "Send a test to me"} <= set(preview.labels)
    assert world.checkins.last_message is None
    scheduled = await world.press(world.orla, preview, "Schedule it")
    assert "It is scheduled" in scheduled.text
    await pass_to_tomorrow(world)
    message = world.checkins.last_message
    assert message is not None
    assert text_of(message) == "## Party\nTea at six."
    assert (await the_one(world)).state == "done"


async def test_the_post_is_the_card_that_the_preview_showed(world: World) -> None:
    preview = await write(world, "Tea at six.", title="Party", when="now", contact=world.kim)
    shown = card_of(preview.message.message)
    await world.press(world.orla, preview, "Schedule it")
    posted = card_of(world.checkins.last_message)
    assert [part["content"] for part in posted["components"]] == [part["content"] for part in shown["components"]]
    assert f"Questions? Ask <@{world.kim.id}>" in text_of(world.checkins.last_message)


async def test_now_goes_out_at_once(world: World) -> None:
    told = await schedule(world, when="now")
    assert "It is scheduled" in told.text
    assert world.checkins.last_message is not None
    await world.run_due()
    assert (await the_one(world)).state == "done"
    assert await sent(world) == [("post", "sent")]


async def test_an_unclear_time_is_typed_again_and_nothing_else_is_lost(world: World) -> None:
    told = await begin(world, when="someday", file=PNG, contact=world.kim)
    assert "We did not follow that" in told.text
    form = await world.press(world.orla, told, "Change it")
    assert form.fields == {"when": "someday"}
    refused = await world.fill(world.orla, form, when="yesterday 6pm")
    assert "passed" in refused.text
    form = await world.press(world.orla, refused, "Change it")
    assert form.fields == {"when": "yesterday 6pm"}
    told = await world.fill(world.orla, form, when="tomorrow 6pm")
    form = await world.press(world.orla, told, "Write the text")
    assert list(form.fields) == ["title", "text", "alt1"]
    preview = await world.fill(world.orla, form, title="", text="Tea.", alt1="A kettle.")
    assert f"<@{world.kim.id}>" in preview.text
    assert "at 18:00" in preview.text


async def test_files_are_fetched_once_and_posted_with_their_words(world: World) -> None:
    preview = await write(world, when="now", file=PNG, file_2=PDF, alt1="A blue kettle.", alt2="The plan of the day.")
    assert [(one.name, one.address) for one in await files(world)] == [
        ("1-kettle_party.png", None), ("2-plan.pdf", None),
    ]  # fmt: skip
    assert "The plan of the day." in preview.text
    await world.press(world.orla, preview, "Schedule it")
    message = world.checkins.last_message
    assert message is not None
    parts = raw(message)[0]["components"]
    gallery = next(part for part in parts if part["type"] == 12)
    assert gallery["items"][0]["description"] == "A blue kettle."
    assert [one.filename for one in message.attachments] == ["1-kettle_party.png", "2-plan.pdf"]


@pytest.mark.parametrize(("name", "said"), [("setup.exe", "does not take"), ("big.png", "too large")])
async def test_a_file_that_cannot_be_posted_is_refused_before_it_is_fetched(world: World, name: str, said: str) -> None:
    told = await begin(world, file=(name, b"x" * (9 * 1024 * 1024 if name == "big.png" else 9)))
    assert said in told.text
    assert world.refusal().startswith("announcements-file-")
    assert await files(world) == []


async def test_a_repeating_one_goes_out_each_time_and_shows_its_next_five_dates(world: World) -> None:
    preview = await write(world, when="every day 6pm")
    assert "Every day at 18:00" in preview.text
    assert preview.text.count(":F>") == 5
    await world.press(world.orla, preview, "Schedule it")
    await pass_to_tomorrow(world)
    assert len(world.checkins.history()) == 2
    assert (await the_one(world)).state == "scheduled"
