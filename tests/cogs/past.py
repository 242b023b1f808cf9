"""An event of tomorrow that people answered, for the journeys of what comes when it has begun."""

from datetime import datetime, timedelta

from simcord import MemberActor
from sqlalchemy import select

from bot.screens import Screen
from bot.services import event_drafts, events, leavers, signups
from bot.services.guilds import Person
from bot.services.signups import Answer
from bot.ui import door
from db.models.events import Event, Occurrence
from db.models.members import Member
from db.models.signups import Signup
from tests.cogs.conftest import World

ATTENDANCE, FEEDBACK = "organise event attendance", "organise event feedback"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def who(world: World, person: MemberActor, *, organises: bool = False) -> Person:
    return Person(world.guild.id, person.id, frozenset(), frozenset({"organiser"} if organises else ()))


async def gather(world: World, *people: MemberActor, said: Answer = "going", title: str = "Tea") -> Occurrence:
    """Let the organiser plan an event of two hours for tomorrow at six, and people answer it."""
    orla, now = who(world, world.orla, organises=True), world.env.now()
    typed = {"title": title, "about": "", "place": "The hall", "online_link": "", "access": ""}
    async with world.bot.db.begin() as session:
        started = await event_drafts.start_draft(
            session,
            person=orla,
            channel_id=world.organisers.id,
            typed_when="tomorrow 6pm",
            typed_until="2 hours",
            role_id=None,
            contact_id=None,
            now=now,
        )
        await event_drafts.record_words(session, person=orla, event_id=started.row.id, typed=typed, now=now)
        await events.open_event(session, person=orla, event_id=started.row.id, now=now)
    async with world.bot.db.begin() as session:
        one = (await session.scalars(select(Occurrence).where(Occurrence.event_id == started.row.id))).one()
        for person in people:
            await signups.record_answer(session, person=who(world, person), occurrence_id=one.id, answer=said, now=now)
    return one


async def bring(world: World, one: Occurrence, *names: str) -> None:
    """Sign guests up by name."""
    async with world.bot.db.begin() as session:
        occurrence = await session.get_one(Occurrence, one.id)
        event = await session.get_one(Event, one.event_id)
        for name in names:
            await signups.add_guest(session, occurrence=occurrence, event=event, name=name, now=world.env.now())


async def attended(world: World) -> dict[int | str | None, bool | None]:
    async with world.bot.db.read() as session:
        rows = (await session.scalars(select(Signup).order_by(Signup.id))).all()
    return {row.member_id or row.guest: row.attended for row in rows}


async def leave(world: World, person: MemberActor) -> None:
    """Let somebody leave the community, and Kettle's daily look see it."""
    world.guild.remove_member(person)
    async with world.bot.db.begin() as session:
        told = {"guild_id": world.guild.id, "member_id": person.id}
        await leavers.record_absent(session, **told, now=world.env.now())


async def left(world: World, person: MemberActor) -> bool:
    """Tell whether Kettle knows that somebody left."""
    async with world.bot.db.read() as session:
        return (await session.get_one(Member, (world.guild.id, person.id))).left_on is not None


async def post_button(world: World, custom_id: str) -> None:
    """Let Kettle post a message with a button, as another feature does."""
    channel = world.bot.get_channel(world.checkins.id)
    await channel.send(view=Screen([door(custom_id, "Press")]))  # type: ignore[union-attr] # a text channel


def morning_after(one: Occurrence) -> datetime:
    """Give noon, by Greenwich, on the day after: in London it is day then in every season."""
    return one.ends_at.replace(hour=12, minute=0) + DAY
