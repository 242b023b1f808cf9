"""What somebody tried who wanted to know an author, or to do more than they may: each of these worked once."""

from datetime import timedelta
from typing import Any

import discord
import pytest
from simcord import MemberActor
from sqlalchemy import select

from bot.services import story_withdrawals
from bot.services.passphrases import set_passphrase
from bot.services.receipts import CHEAP
from bot.story_keys import write_story_keys
from db.models.deliveries import Delivery
from tests.cogs import storied, story_receiving
from tests.cogs.conftest import World
from tests.cogs.reading import Shown
from tests.cogs.sharing import choose
from tests.cogs.story_posting import shown
from tests.cogs.story_receiving import cheap

__all__ = ["cheap"]

PASSPHRASE = "seven Green kettles sing"
PRINT = frozenset({"library", "print"})


@pytest.fixture(autouse=True)
async def keys(world: World) -> None:
    await storied.ready(world)


async def look(world: World, person: MemberActor | None = None) -> Shown:
    who = person or world.mo
    return await world.press(who, await world.slash(who, "moderate stories"), "Open 1")


async def ask(world: World, person: MemberActor | None = None) -> Shown:
    return await world.press(person or world.mo, await look(world, person), "Say yes")


async def published(world: World, text: str = "A made-up story.", **more: Any) -> str:
    """Have a story out and in the library; give what its receipt comes to."""
    (mine,) = await shown(world, text, is_alone_fine=True, **more)
    await world.run_due()
    return mine


async def test_power_over_one_room_is_no_power_over_stories(world: World) -> None:
    await storied.waiting(world, "a secret draft")
    await world.let_see("moderate", world.kim)
    await world.let_see("organise", world.kim)
    powers = discord.PermissionOverwrite(manage_messages=True, manage_events=True)
    room = world.guild.create_text_channel("kims-room", overwrites={world.kim: powers})
    for command, refusal in (
        ("moderate stories", "guilds-only-moderator"),
        ("organise stories", "guilds-only-organiser"),
    ):
        await world.kim.slash(room, command)
        assert world.refusal() == refusal


async def test_no_minute_tells_that_an_author_takes_a_story_back_later(world: World) -> None:
    mine = await published(world, uses=PRINT)
    before = (await world.slash(world.orla, "organise stories")).text
    told: dict[str, Any] = {"now": world.env.now(), "chance": world.bot.telling.chance}
    async with world.bot.telling.begin() as session:
        assert await story_withdrawals.withdraw(session, lookup_id=mine, is_later=True, **told) == "later"
    after = await world.slash(world.orla, "organise stories")
    assert "1 for print" in before
    assert after.text == before
    taken = await world.press(world.orla, after, "Take for print")
    assert "No author has allowed that yet" in taken.text


async def test_no_minute_tells_that_an_author_changes_what_is_allowed(world: World) -> None:
    mine = await published(world)

    async def seen() -> tuple[str, str]:
        out = await world.press(world.mo, await world.slash(world.mo, "moderate stories"), "See what is out")
        story = await world.press(world.mo, out, "Open 1")
        return story.text, (await world.slash(world.orla, "organise stories")).text

    before, told = await seen(), {"uses": {"library", "website"}, "version": 1, "now": world.env.now()}
    async with world.bot.telling.begin() as session:
        await story_withdrawals.change_consents(session, lookup_id=mine, **told)  # type: ignore[arg-type] # three kinds in one
    assert await seen() == before
    await storied.take_in(world)
    story, uses = await seen()
    assert "this server and a website" in story
    assert "1 for a website" in uses


async def test_a_second_yes_is_to_all_that_there_is(world: World) -> None:
    await storied.ready(world, needs_two=True)
    may = world.guild.add_member(world.env.create_user("may"), roles=[world.guild.roles["Moderator"]])
    sent = await storied.waiting(world, "harmless")
    await world.press(world.mo, await ask(world), "Let it be shared")
    await storied.add_part(world, sent, "the name of somebody else")
    await storied.take_in(world)
    await world.press(may, await ask(world, may), "Let it be shared")
    assert await storied.states(world) == {sent.key: "waiting"}


async def test_a_yes_is_to_the_words_that_a_file_had_when_it_was_read(world: World) -> None:
    await storied.waiting(world, files=[storied.picture("A kettle")])
    sure = await ask(world)
    picture = await world.press(world.mo, await look(world), "See picture 1")
    form = await world.press(world.mo, picture, "Say what it shows")
    await world.fill(world.mo, form, text="Somebody's name")
    assert "has changed since you opened it" in (await world.press(world.mo, sure, "Let it be shared")).text


async def test_wrong_passphrases_slow_down_also_for_who_opens_a_story_in_between(world: World) -> None:
    telling = world.bot.telling
    write_story_keys(world.bot.settings.data_dir, set_passphrase(telling.get_keys(), PASSPHRASE, cost=CHEAP))
    telling.turn_keys(world.env.now().date())
    await story_receiving.sent(world)
    said = []
    for number in range(8):
        shut = await world.slash(world.mo, "moderate stories")
        form = await world.press(world.mo, shut, "Open with the passphrase")
        said.append((await world.fill(world.mo, form, passphrase=f"guess number {number}")).text)
        await story_receiving.opened(world, by=world.mo)
    assert sum("That is not the passphrase" in each for each in said) == 5


async def test_nobody_floods_the_moderators(world: World) -> None:
    for number in range(5):
        first = await world.slash(world.sam, "story share")
        draft = await world.fill(world.sam, await world.press(world.sam, first, "Write it"), text=f"story {number}")
        kept = await world.press(world.sam, await world.press(world.sam, draft, "Go on"), "Get my receipt")
        await world.press(world.sam, kept, "I have it, send it")
    await world.slash(world.sam, "story share")
    assert world.refusal() == "stories-enough"
    assert len(await storied.states(world)) == 5
    await world.env.advance_time(timedelta(days=1).total_seconds())
    assert (await world.slash(world.sam, "story share")).labels


async def test_who_is_held_adds_nothing_by_receipt_either(world: World) -> None:
    await story_receiving.sent(world, "first words")
    await storied.hold(world, world.sam)
    form = await world.press(world.sam, await story_receiving.opened(world), "Add a part")
    said = await world.fill(world.sam, form, text="threats")
    assert "You cannot share a story here" in said.text
    assert "threats" in said.text


async def test_nobody_remembers_who_sent_what_is_gone(world: World) -> None:
    sent = await storied.waiting(world)
    told: dict[str, Any] = {"now": world.env.now(), "chance": world.bot.telling.chance}
    async with world.bot.telling.begin() as session:
        await story_withdrawals.withdraw(session, lookup_id=sent.receipt.lookup_id, is_later=True, **told)
    for _ in range(3):
        await world.env.advance_time(timedelta(days=1).total_seconds())
        await world.run_due()
    assert await storied.states(world) == {}
    assert not world.bot.telling.pending.ask(sent.key, guild_id=world.guild.id)


async def tell(world: World, person: MemberActor, label: str) -> Shown:
    story = await world.slash(person, "story read")
    return await world.press(person, await world.press(person, story, "Tell the moderators"), label)


async def test_no_report_hides_another(world: World) -> None:
    await published(world)
    await tell(world, world.kim, "Something else")
    await tell(world, world.jo, "It names somebody")
    queue = await world.slash(world.mo, "moderate stories")
    reported = await world.press(world.mo, queue, "See what readers told")
    assert "It names somebody and Something else" in reported.text
    assert "It names somebody and Something else" in (await world.press(world.mo, reported, "Open 1")).text


async def test_reports_call_the_moderators_once_an_hour_and_end_for_who_tells_of_much(world: World) -> None:
    await published(world)
    before = len(list(world.moderators.history()))
    for _ in range(11):
        said = await tell(world, world.kim, "Something else")
        await world.run_due()
        queue = await world.slash(world.mo, "moderate stories")
        if "See what readers told" in queue.labels:
            story = await world.press(world.mo, await world.press(world.mo, queue, "See what readers told"), "Open 1")
            await world.press(world.mo, story, "Let it stay")
        await world.env.advance_time(60)
    assert len(list(world.moderators.history())) - before == 1
    assert "You have told the moderators of 10 today" in said.text
    await world.env.advance_time(3600)
    await world.run_due()
    assert len(list(world.moderators.history())) - before == 2


async def test_the_main_database_keeps_no_minute_of_somebody_who_shares(world: World) -> None:
    where = f"/channels/{world.jo.user.dm_channel.id}/messages"
    world.env.inject_error("POST", where, status=403, code=50007, times=None)
    await choose(world, world.sam, world.jo)
    await world.env.advance_time(3 * 3600)
    await world.slash(world.jo, "story share")

    async def told_at() -> list[Any]:
        async with world.bot.db.read() as session:
            return list(await session.scalars(select(Delivery.sent_at)))

    assert await told_at() == [None]
    await world.slash(world.jo, "help")
    assert await told_at() == [world.env.now()]


async def test_what_is_taken_back_while_an_archive_is_made_is_not_in_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cogs.library import exporting  # noqa: PLC0415 one of its names is put off for a moment

    mine, open_listed = await published(world, uses=PRINT), exporting.open_listed

    async def late(interaction: Any, number: int) -> Any:
        found = await open_listed(interaction, number)
        told: dict[str, Any] = {"uses": {"library"}, "version": 1, "now": world.env.now()}
        async with world.bot.telling.begin() as session:
            await story_withdrawals.change_consents(session, lookup_id=mine, **told)
        return found

    first = await world.slash(world.orla, "organise stories")
    monkeypatch.setattr(exporting, "open_listed", late)
    taken = await world.press(world.orla, first, "Take for print")
    assert "No author has allowed that yet" in taken.text
    assert taken.message.attachments == []
