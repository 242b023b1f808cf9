"""The sample community's past fortnight, lived through in simulated time by the bot's own rules."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.demo.community import PEOPLE, PLACES, ZONE
from bot.services import checkins, guilds, peers, shares, story_rules, training_entries, training_starters
from bot.services.training_entries import Told
from bot.services.training_texts import STAGES, Deadline, Fields

if TYPE_CHECKING:
    from datetime import datetime

    from simcord import Env

    from bot.app import Kettle
    from bot.demo.community import Community

DAYS = checkins.FORTNIGHT - 1
"""Days lived through: today is left for the visitor."""

SAID = {
    "robin": ("ok", "good", "", "good", "mixed", "low", "low", "", "mixed", "ok", "ok", "unsaid", "good"),
    "amina": ("good", "ok", "ok", "", "good", "good", "mixed", "ok", "", "good", "ok", "mixed", "good"),
}
"""How two people were, from the first day to yesterday; an empty word is a day without a check-in."""

CHAT = {3: (("amina", 1), ("robin", 2)), 8: (("tom", 3),), 12: (("amina", 4), ("robin", 5))}
"""Who said which line of the chat, by day."""

SHARED = ("amina", DAYS - 1)
"""Whose answer of which day was shared."""

PROMPT = "organise checkins schedule"
"""The command with which the organiser asked today how everybody is."""

COURSE = "https://example.org/lantern-street"
COURSE_ENDS = timedelta(days=10)
"""How long after the visitor's present the course of the sample community takes names."""

SINCE_PROMPT = timedelta(hours=1)
BETWEEN_LINES = 420.0
"""Seconds between two lines of the chat."""

LENGTH = timedelta(days=DAYS, minutes=5)
"""How long before the visitor's present the past begins."""


async def live_through(env: Env, bot: Kettle, community: Community) -> None:
    """Set Kettle up as an admin would, live the fortnight day by day, and end at the visitor's present."""
    present = env.now() + LENGTH
    await _set_up(bot, community)
    await _pin_notes(bot, community)
    await _agree_to_share(bot, community)
    await _offer_course(bot, community, present)
    for day in range(DAYS):
        await _wait_until(env, present - timedelta(days=DAYS - day))
        await _answer(bot, community, day)
        for person, line in CHAT.get(day, ()):
            await env.advance_time(BETWEEN_LINES)
            await community.people[person].send(community.channels["chat"], bot.words(f"demo-chat-{line}"))
    await _wait_until(env, present - SINCE_PROMPT)
    await community.people["grace"].slash(community.channels["checkins"], PROMPT)
    await _wait_until(env, present)


async def _wait_until(env: Env, instant: datetime) -> None:
    await env.advance_time((instant - env.now()).total_seconds())


async def _answer(bot: Kettle, community: Community, day: int) -> None:
    async with bot.db.begin() as session:
        for person, said in SAID.items():
            if said[day]:
                answer, _ = await checkins.record_answer(
                    session,
                    guild_id=community.guild.id,
                    member_id=community.people[person].id,
                    answer=said[day],
                    now=bot.clock.now(),
                )
                if (person, day) == SHARED:
                    await shares.share_answer(session, answer=answer, now=bot.clock.now())
    await bot.run_due()


async def _set_up(bot: Kettle, community: Community) -> None:
    admin = guilds.Person(
        guild_id=community.guild.id,
        member_id=community.people["grace"].id,
        roles=frozenset(),
        powers=frozenset({"admin"}),
    )
    async with bot.db.begin() as session:
        await guilds.record_choices(
            session,
            person=admin,
            now=bot.clock.now(),
            zone=ZONE,
            nation="England",
            checkins_channel_id=community.channels["checkins"].id,
            moderators_channel_id=community.channels["moderators"].id,
            organisers_channel_id=community.channels["moderators"].id,
            organiser_role_id=community.roles["organiser"].id,
            moderator_role_id=community.roles["moderator"].id,
            responsible=bot.words("demo-responsible"),
        )
        channel_id = community.channels["stories"].id
        await story_rules.record_rules(session, person=admin, channel_id=channel_id, authors=len(PEOPLE))


async def _offer_course(bot: Kettle, community: Community, present: datetime) -> None:
    """Let the catalogue have, beside the list that every community begins with, a course of the community's own."""
    words, guild_id = bot.words, community.guild.id
    ends = Deadline((present + COURSE_ENDS).date(), words("demo-course-ends"))
    course = Fields(
        words("demo-course"), words("demo-community"), COURSE, STAGES[1:3], summary=words("demo-course-summary"),
        format=words("demo-course-format"), cost=words("demo-course-cost"), length=words("demo-course-length"),
        nations=("England",), is_led=True, deadlines=(ends,), checked_on=present.date(),
    )  # fmt: skip
    async with bot.db.begin() as session:
        await training_starters.plant(session, guild_id=guild_id, now=bot.clock.now())
        grace = community.people["grace"].id
        await training_entries.record(
            session, guild_id=guild_id, member_id=grace, told=[Told(course)], now=bot.clock.now()
        )


async def _pin_notes(bot: Kettle, community: Community) -> None:
    low, reach = bot.words("checkins-say-low-answer"), bot.words("checkins-reach-out-button")
    buttons = {"checkins": {"low": low}, "moderators": {"low": low, "reach": reach}}
    for place in PLACES:
        text = bot.words(f"demo-note-{place}", **buttons.get(place, {}))
        note = await community.owner.send(community.channels[place], text)
        await community.owner.set_pinned(note, pinned=True)


async def _agree_to_share(bot: Kettle, community: Community) -> None:
    """Two peers choose each other, and each says yes to the question in their direct messages."""
    pair = community.people["robin"], community.people["amina"]
    for one, other in (pair, pair[::-1]):
        async with bot.db.begin() as session:
            await peers.ask_peer(
                session,
                guild_id=community.guild.id,
                member_id=one.id,
                peer_id=other.id,
                now=bot.clock.now(),
            )
        await bot.run_due()
        question = other.user.dm_channel.last_message
        await other.user.click(question, label=bot.words("peers-agree-button"))
