"""What those who organise see of who comes: everybody, on as many pages as it takes, and only as it was typed."""

from typing import Any

from sqlalchemy import select

from bot.services import signups
from db.models.events import Event, Occurrence
from db.models.signups import AccessNeed, Signup
from tests.cogs.conftest import World
from tests.cogs.eventing import opened, times, write
from tests.cogs.reading import Shown, read, text_of

NEED = "A chair with arms, and *quiet*. " * 30
FAKE = "# Kettle says\n[Press here](https://example.org)"


async def who_comes(world: World) -> Shown:
    shown = await world.slash(world.orla, "organise event edit", event="Tea")
    return await world.press(world.orla, shown, "See who is coming")


async def crowd(world: World, count: int, needs: int = 0, **said: Any) -> None:
    """Let so many people say maybe, and the last of them say what they need."""
    one = (await times(world))[0]
    async with world.bot.db.begin() as session:
        for number in range(count):
            row = Signup(guild_id=one.guild_id, occurrence_id=one.id, member_id=10**17 + number, answer="maybe",
                         answered_at=world.env.now())  # fmt: skip
            session.add(row)
            await session.flush()
            if number >= count - needs:
                session.add(AccessNeed(signup_id=row.id, guild_id=one.guild_id, text=said.get("text", NEED[:1000])))


async def test_however_many_come_and_whatever_they_need_everybody_is_reached(world: World) -> None:
    await opened(world, when="every Tuesday 6pm")
    await crowd(world, 60, needs=12)
    shown = await who_comes(world)
    assert "What would help: A chair" in shown.text.split("<@")[1]
    found = list[str]()
    while True:
        assert len(shown.text) <= 4000
        found += [line for line in shown.text.splitlines() if line.startswith("- ")]
        if "See more people" not in shown.labels:
            break
        shown = await world.press(world.orla, shown, "See more people")
    assert len({line[:22] for line in found}) == len(found) == 60
    assert ["What would help" in line for line in found] == [True] * 12 + [False] * 48
    shown = await world.press(world.orla, shown, "See those before")
    assert "See more people" in shown.labels


async def test_what_people_typed_is_not_said_as_if_by_kettle(world: World) -> None:
    await opened(world)
    await crowd(world, 1, needs=1, text=FAKE)
    shown = await who_comes(world)
    (line,) = [line for line in shown.text.splitlines() if "What would help" in line]
    assert "Kettle says \\[Press here](https://example.org)" in line


async def test_every_guest_can_be_taken_off(world: World) -> None:
    await opened(world)
    one = (await times(world))[0]
    async with world.bot.db.begin() as session:
        occurrence, event = await session.get_one(Occurrence, one.id), await session.get_one(Event, one.event_id)
        for number in range(signups.MOST_GUESTS):
            who = {"occurrence": occurrence, "event": event, "now": world.env.now()}
            await signups.add_guest(session, **who, name=f"Guest {number}")
        ids = list(await session.scalars(select(Signup.id).order_by(Signup.id)))
    shown = await who_comes(world)
    assert "50 people are coming" in shown.text
    menu = f"events:drop:{one.id}:{ids[25]}"
    shown = read(await world.orla.select(shown.message, [str(ids[-1])], custom_id=menu))
    assert "Guest 49" not in shown.text
    assert "49 people are coming" in shown.text


LINK = "https://example.org/room"


async def test_who_has_not_its_role_is_not_told_where_it_is_or_who_comes(world: World) -> None:
    role = world.guild.create_role("Buddies")
    words = {"place": "The hall", "online_link": LINK, "about": "Ask for Ann."}
    await opened(world, words, only_for=role)
    seen = await world.slash(world.sam, "event view", event="Tea")
    assert f"For <@&{role.id}>" in seen.text
    assert "Tea and talk" in seen.text
    assert [said for said in ("The hall", "online", "Ann", LINK) if said in seen.text] == []


async def test_the_link_is_gone_once_it_is_over_or_for_others(world: World) -> None:
    card = await opened(world, {"online_link": LINK})
    one = (await times(world))[0]
    assert LINK in (await world.press(world.sam, card, "I am coming")).text
    await only_for(world, one.event_id, world.guild.create_role("Buddies").id)
    assert LINK not in (await world.slash(world.sam, "event view", event=str(one.id))).text
    await only_for(world, one.event_id, None)
    assert LINK in (await world.slash(world.sam, "event view", event=str(one.id))).text
    await world.wait_until(one.ends_at)
    seen = await world.slash(world.sam, "event view", event=str(one.id))
    assert "You are coming" in seen.text
    assert LINK not in seen.text


async def only_for(world: World, event_id: int, role_id: int | None) -> None:
    async with world.bot.db.begin() as session:
        (await session.get_one(Event, event_id)).role_id = role_id


async def test_all_that_somebody_organises_is_reached(world: World) -> None:
    for number in range(7):
        await opened(world, {"title": f"Tea {number}"}, when=f"{number + 10}/01 6pm")
    shown = await world.slash(world.orla, "organise event edit")
    assert "Tea 6" in shown.text
    shown = await world.press(world.orla, shown, "See more")
    assert ("Tea 0" in shown.text, "Tea 6" in shown.text) == (True, False)
    assert "See more" not in shown.labels
    assert "Tea 6" in (await world.press(world.orla, shown, "Back")).text


async def test_of_many_events_at_the_same_time_five_are_named(world: World) -> None:
    for number in range(6):
        await opened(world, {"title": f"Tea {number}"})
    shown = await write(world, {"title": "Soup"})
    assert shown.text.count("Something else is on") == 5
    assert "And 1 more." in shown.text


async def test_names_that_were_not_shown_before_the_first_answer_stay_hidden(world: World) -> None:
    card = await opened(world)
    await world.press(world.sam, card, "I am coming")
    shown = await world.slash(world.orla, "organise event edit", event="Tea")
    assert "only if you choose so before the first answer" in shown.text
    told = await world.press(world.orla, shown, "Show names")
    assert told.text == world.bot.words("events-names-late")


async def test_a_press_in_private_asks_discord_once_who_it_is(world: World) -> None:
    card = await opened(world)
    await world.press(world.sam, card, "I am coming")
    form = await world.slash(world.orla, "organise event message", event="Tea")
    await world.fill(world.orla, form, text="Bring a cup.")
    form = await world.press(
        world.orla, await world.slash(world.orla, "organise event edit", event="Tea"), "Change when"
    )
    asked = await world.fill(world.orla, form, when="tomorrow 7pm", until="9pm")
    await world.press(world.orla, asked, "Save and tell them")
    await world.run_due()
    told = next(message for message in reversed(world.inbox(world.sam)) if "New time" in text_of(message))
    before = len(lookups(world))
    answered = read(await world.sam.user.click(told, label="I am coming"))
    assert "You are coming" in answered.text
    assert len(lookups(world)) - before == 1


def lookups(world: World) -> list[str]:
    return [path for method, path, _ in world.asked if method == "GET" and path.endswith(f"/members/{world.sam.id}")]
