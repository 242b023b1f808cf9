"""`/organise deliveries`: what is next, what was late, what went wrong and why; and telling organisers of it once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import app_commands

from bot.checks import person_of
from bot.cog import Cog
from bot.errors import Closed
from bot.parts import stamp
from bot.permissions import missing, name_id
from bot.scheduling import every
from bot.screens import Screen, answer, words_of
from bot.services import delivery_lists, notices
from bot.ui import Button, stop

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    import discord

    from bot.screens import Interaction, Part
    from bot.services.delivery_lists import Page
    from bot.wording import Wording
    from db.models.deliveries import Delivery
    from db.models.notices import Notice

FRAMES = {
    "edit": "deliveries-changed",
    "delete": "deliveries-removed",
    "recall": "deliveries-removed",
    "publish": "deliveries-published",
}
"""The kinds of rows that are no messages of their own, and how they are named."""


def _what(words: Wording, row: Delivery) -> str:
    """Name what a row is about; each feature says it in its own file."""
    named = f"deliveries-about-{row.feature}"
    what = words(named) if named in words.ids() else words("deliveries-other")
    return words(FRAMES[row.kind], what=what) if row.kind in FRAMES else what


def _reason(words: Wording, reason: str) -> str:
    """Say why something did not go out, and what to do about it."""
    if reason.startswith("discord-"):
        return words("deliveries-reason-refused")
    if reason == "unknown":
        return words("deliveries-reason-cannot-look")
    named = f"deliveries-reason-{reason}"
    return words(named) if named in words.ids() else words("deliveries-reason-unexpected")


def _about(words: Wording, row: Delivery) -> dict[str, str]:
    return {"what": _what(words, row), "channel": f"<#{row.channel_id}>", "when": stamp(row.due_at)}


async def _overview(interaction: Interaction) -> Screen:
    """All figures, and the ways to what is behind them."""
    words, now = words_of(interaction), interaction.client.clock.now()
    async with interaction.client.db.read() as session:
        counts = await delivery_lists.count_all(session, person=person_of(interaction), now=now)
    week = {name: str(getattr(counts, name)) for name in ("sent", "late", "failed", "missed", "unknown")}
    direct = words("deliveries-direct", sent=str(counts.direct_sent), unsent=str(counts.direct_not_sent))
    ways = [
        See.to(words("deliveries-due-button"), name="due", number=0),
        See.to(words("deliveries-late-button"), name="late", number=0),
        See.to(words("deliveries-failed-button"), name="failed", number=0),
        stop(words),
    ]
    return Screen(words("deliveries-head", due=str(counts.due)), words("deliveries-week", **week), direct, ways)


async def _due(interaction: Interaction, number: int) -> Screen:
    words = words_of(interaction)
    async with interaction.client.db.read() as session:
        page = await delivery_lists.list_due(session, person=person_of(interaction), page=number)
    entries = [words("deliveries-entry", **_about(words, row)) for row in page.rows]
    shown = "\n".join(entries) or words("deliveries-due-none")
    return Screen(words("deliveries-due"), shown, *_ways(words, "due", page))


async def _late(interaction: Interaction, number: int) -> Screen:
    words, now = words_of(interaction), interaction.client.clock.now()
    async with interaction.client.db.read() as session:
        page = await delivery_lists.list_late(session, person=person_of(interaction), page=number, now=now)
    entries = [
        words("deliveries-entry-late", **_about(words, row), sent=stamp(row.sent_at))
        for row in page.rows
        if row.sent_at
    ]
    shown = "\n".join(entries) or words("deliveries-late-none")
    return Screen(words("deliveries-late-list"), shown, *_ways(words, "late", page))


async def _failed(interaction: Interaction, number: int, done: str | None = None) -> Screen:
    """Show what went wrong, each under a number with its reason and a way to try again."""
    words, now = words_of(interaction), interaction.client.clock.now()
    async with interaction.client.db.read() as session:
        page = await delivery_lists.list_failed(session, person=person_of(interaction), page=number, now=now)
    entries: list[Part] = []
    again: list[Button] = []
    there: list[Button] = []
    for place, row in enumerate(page.rows, 1 + number * delivery_lists.SHOWN_PER_PAGE):
        head = words("deliveries-entry-failed", place=str(place), **_about(words, row))
        entries.append(f"{head}\n{_reason(words, notices.reason_of(row))}")
        told: dict[str, Any] = {"delivery_id": row.id, "number": number}
        again.append(Again.to(words("deliveries-again-button", place=str(place)), **told))
        if row.state == "unknown":
            there.append(There.to(words("deliveries-there-button", place=str(place)), **told))
    said = [words(done)] if done else []
    acts = [row for row in (again, there) if row]
    shown = entries or [words("deliveries-failed-none")]
    return Screen(*said, words("deliveries-failed"), *shown, *acts, *_ways(words, "failed", page))


def _ways(words: Wording, name: str, page: Page) -> list[Part]:
    """Give the ways on from a page: to its neighbours, back, and out."""
    ways: list[Button] = []
    if page.number:
        ways.append(See.to(words("deliveries-before-button"), name=name, number=page.number - 1))
    if page.is_more:
        ways.append(See.to(words("deliveries-more-button"), name=name, number=page.number + 1))
    return [[*ways, All.to(words("common-back")), stop(words)]]


PAGES: Mapping[str, Callable[[Interaction, int], Awaitable[Screen]]] = {"due": _due, "late": _late, "failed": _failed}


class All(Button, id="deliveries:all"):
    """Back to the figures."""

    async def pressed(self, interaction: Interaction) -> None:
        """Show them."""
        await answer(interaction, await _overview(interaction))


class See(Button, id="deliveries:see:{name}:{number}", name=str, number=int):
    """To a page of what is due, was late, or went wrong."""

    async def pressed(self, interaction: Interaction, name: str, number: int) -> None:
        """Show it."""
        if name not in PAGES:
            raise Closed("errors-older-screen")
        await answer(interaction, await PAGES[name](interaction, number))


class Again(Button, id="deliveries:again:{delivery_id}:{number}", delivery_id=int, number=int):
    """Send once more what did not go out."""

    async def pressed(self, interaction: Interaction, delivery_id: int, number: int) -> None:
        """Let it wait to be sent, and show the list again."""
        person, now = person_of(interaction), interaction.client.clock.now()
        async with interaction.client.db.begin() as session:
            await delivery_lists.retry(session, person=person, delivery_id=delivery_id, now=now)
        await answer(interaction, await _failed(interaction, number, "deliveries-again-done"))


class There(Button, id="deliveries:there:{delivery_id}:{number}", delivery_id=int, number=int):
    """Say that a message in doubt is there."""

    async def pressed(self, interaction: Interaction, delivery_id: int, number: int) -> None:
        """Take it as sent, and show the list again."""
        async with interaction.client.db.begin() as session:
            await delivery_lists.mark_sent(session, person=person_of(interaction), delivery_id=delivery_id)
        await answer(interaction, await _failed(interaction, number, "deliveries-there-done"))


class Deliveries(Cog):
    """The diary, for organisers."""

    @app_commands.command(name="deliveries", extras={"root": "organise"})
    async def deliveries(self, interaction: Interaction) -> None:
        """Show the figures."""
        await answer(interaction, await _overview(interaction))

    @every(minutes=1)
    async def tell_failures(self) -> None:
        """Tell organisers of what has not gone out since the last look."""
        async with self.bot.db.begin() as session:
            await notices.report_failures(session, now=self.bot.clock.now())

    @every(hours=1)
    async def look_ahead(self) -> None:
        """Look where messages will go, and tell organisers once a day of channels where Kettle may not write."""
        now = self.bot.clock.now()
        for guild in list(self.bot.guilds):
            async with self.bot.db.read() as session:
                places = await notices.list_places(session, guild_id=guild.id, now=now)
            closed = [place for place in places if _lacking(guild, place)]
            if closed:
                async with self.bot.db.begin() as session:
                    await notices.report_gaps(session, guild_id=guild.id, channel_ids=closed, now=now)

    async def render(self, delivery: Delivery) -> Screen | None:
        """Say what is wrong now, and what to do; nothing once it is mended."""
        async with self.bot.db.read() as session:
            notice = await notices.find_notice(session, notice_id=delivery.subject_id)
            failed = await notices.count_failed(session, notice=notice) if notice else 0
        if notice is not None and notice.reason == notices.AHEAD:
            return self._ahead(notice)
        if notice is None or not failed:
            return None
        words = self.bot.words
        told = words("deliveries-notice", count=failed, channel=f"<#{notice.channel_id}>")
        return Screen(told, _reason(words, notice.reason), words("deliveries-notice-way"))

    def _ahead(self, notice: Notice) -> Screen | None:
        words, guild = self.bot.words, self.bot.get_guild(notice.guild_id)
        lacking = _lacking(guild, notice.channel_id) if guild else []
        if not lacking:
            return None
        named = words.join([words(name_id(name)) for name in lacking])
        told = words("deliveries-notice-ahead", channel=f"<#{notice.channel_id}>", names=named)
        return Screen(told, words("deliveries-notice-way-ahead"))


def _lacking(guild: discord.Guild, channel_id: int) -> list[str]:
    """Give what Kettle may not do in a channel. One that Discord has not told of passes: unavailable is not gone."""
    channel = guild.get_channel(channel_id)
    return missing(channel.permissions_for(guild.me)) if channel else []
