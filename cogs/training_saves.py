"""`/training saved`: what somebody keeps for themselves, their marks, reminders of deadlines, and news once a week."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import app_commands, ui

from bot.catalogue import gesture_about, named, numbered, place_of
from bot.checks import community_of
from bot.cog import Cog
from bot.days_said import day_in_words
from bot.folding import brief, plain
from bot.scheduling import every
from bot.screens import Screen, answer, words_of
from bot.services import training, training_news, training_saves
from bot.services.training_saves import MARKS
from bot.ui import MAIN, Button, door, stop

if TYPE_CHECKING:
    from bot.screens import Interaction, Part
    from bot.services.training_saves import Saved
    from bot.wording import Wording
    from db.models.deliveries import Delivery

SHOWN = 5
"""Entries of one page."""


async def show_saved(interaction: Interaction, page: int = 0, note: str = "") -> None:
    """Show what somebody saved, what ends first on top."""
    bot, words = interaction.client, words_of(interaction)
    member_id, today = interaction.user.id, bot.clock.now().date()
    async with bot.db.read() as session:
        guild_id = await community_of(session, interaction)
        saved = await training_saves.list_saved(session, guild_id=guild_id, member_id=member_id, today=today)
        news = await training_news.find_news(session, guild_id=guild_id, member_id=member_id)
    page = min(page, max(0, (len(saved) - 1) // SHOWN))
    here = saved[page * SHOWN : (page + 1) * SHOWN]
    parts: list[Part] = [note] if note else []
    parts.append(words("training_saves-head" if saved else "training_saves-none"))
    parts += [_line(words, number, one) for number, one in enumerate(here, start=1)]
    opens: list[ui.Item[Any]] = [
        door(f"training_saves:entry:{one.entry.number}", words("training-open-button", number=number), MAIN)
        for number, one in enumerate(here, start=1)
    ]
    turns: list[ui.Item[Any]] = []
    if page > 0:
        turns.append(Mine.to(words("training-before-button"), page=page - 1))
    if (page + 1) * SHOWN < len(saved):
        turns.append(Mine.to(words("training-next-button"), page=page + 1))
    parts.append(words("training_news-on" if news else "training_news-off"))
    ways: list[ui.Item[Any]] = [
        door("training_news:ask", words("training_news-button")),
        door("training:list:----.0", words("training-browse-button")),
        stop(words),
    ]
    await answer(interaction, Screen(*parts, *(row for row in (opens, turns, ways) if row)))


def _line(words: Wording, number: int, one: Saved) -> str:
    head = numbered(words, number, one.entry)
    if one.entry.state != "shown":
        return f"{head}\n{words('training_saves-hidden')}"
    told = [head, words(f"training_saves-mark-{one.save.mark}")]
    if one.deadline is not None:
        day, label = day_in_words(words, one.deadline.due_on), brief(one.deadline.label, 120)
        told.append(words("training-deadline", day=day, label=label))
    return "\n".join(told)


class Mine(Button, id="training_saves:mine:{page}", page=int):
    """To what somebody saved."""

    async def pressed(self, interaction: Interaction, page: int) -> None:
        """Show it."""
        await show_saved(interaction, max(0, page))


class Keep(Button, id="training_saves:keep:{number}:{back}", number=int, back=str):
    """Save an entry."""

    async def pressed(self, interaction: Interaction, number: int, back: str) -> None:
        """Save it, and say what Kettle does now."""
        words, today = words_of(interaction), interaction.client.clock.now().date()
        async with interaction.client.db.begin() as session:
            who = await gesture_about(session, interaction, number)
            await training_saves.record_save(session, **who, number=number)
            mine = {"guild_id": who["guild_id"], "member_id": who["member_id"], "number": number}
            way = await training_saves.find_way(session, **mine, today=today)
        ways = [
            Mine.to(words("training_saves-mine-button"), page=0),
            door(f"training:open:{number}:{back}", words("common-back")),
            stop(words),
        ]
        await answer(interaction, Screen(words("training_saves-kept"), words(f"training_saves-reminds-{way}"), ways))


class Drop(Button, id="training_saves:drop:{number}:{back}", number=int, back=str):
    """Take an entry off the list."""

    async def pressed(self, interaction: Interaction, number: int, back: str) -> None:
        """Take it off."""
        async with interaction.client.db.begin() as session:
            await training_saves.forget_save(
                session, **await gesture_about(session, interaction, number), number=number
            )
        await show_one(interaction, number, back, "training_saves-dropped")


class Entry(Button, id="training_saves:entry:{number}", number=int):
    """To one saved entry."""

    async def pressed(self, interaction: Interaction, number: int) -> None:
        """Show what can be done about it."""
        await show_one(interaction, number, "saved")


async def show_one(interaction: Interaction, number: int, back: str, note: str = "") -> None:
    """Show how somebody is with an entry, and what they can change."""
    bot, words = interaction.client, words_of(interaction)
    async with bot.db.read() as session:
        mine = {"guild_id": await place_of(session, interaction, number), "member_id": interaction.user.id}
        save = await training_saves.find_save(session, **mine, number=number)
        entry = await training.find_entry(session, guild_id=mine["guild_id"], number=number)
        way = await training_saves.find_way(session, **mine, number=number, today=bot.clock.now().date())
    entry_id, mine_id = f"training:open:{number}:{back}", "training_saves:mine:0"
    is_listed = back == "saved"
    back_id, other_id = (mine_id, entry_id) if is_listed else (entry_id, mine_id)
    other = door(other_id, words(f"training_saves-{'look' if is_listed else 'mine'}-button"), MAIN)
    ways: list[ui.Item[Any]] = [door(back_id, words("common-back")), stop(words)]
    about = [named(words, entry)] if entry else []
    if save is None:
        await answer(interaction, Screen(words(note or "training_saves-gone"), *about, [other, *ways]))
        return
    parts: list[Part] = [words(note)] if note else []
    parts += [*about, words(f"training_saves-mark-{save.mark}")]
    marks: list[ui.Item[Any]] = [
        Mark.to(words(f"training_saves-mark-{mark}-button"), number=number, mark=mark, back=back)
        for mark in MARKS
        if mark != save.mark
    ]
    if save.mark != "done" and entry:  # of what is done or hidden nobody is reminded
        turn = "no" if save.reminds else "yes"
        parts.append(words(f"training_saves-reminds-{way}" if save.reminds else "training_saves-reminds-not"))
        marks.append(Reminds.to(words(f"training_saves-reminds-{turn}-button"), number=number, on=turn, back=back))
    drop = Drop.to(words("training-unsave-button"), number=number, back=back)
    await answer(interaction, Screen(*parts, marks, [other, drop, *ways]))


class Mark(Button, id="training_saves:mark:{number}:{mark}:{back}", number=int, mark=str, back=str):
    """Say how far one is."""

    async def pressed(self, interaction: Interaction, number: int, mark: str, back: str) -> None:
        """Keep it."""
        async with interaction.client.db.begin() as session:
            who = await gesture_about(session, interaction, number)
            await training_saves.record_save(session, **who, number=number, mark=mark)
        await show_one(interaction, number, back)


class Reminds(Button, id="training_saves:reminds:{number}:{on}:{back}", number=int, on=str, back=str):
    """Turn reminders of one entry on or off."""

    async def pressed(self, interaction: Interaction, number: int, on: str, back: str) -> None:
        """Keep it."""
        async with interaction.client.db.begin() as session:
            who = await gesture_about(session, interaction, number)
            await training_saves.record_reminds(session, **who, number=number, on=on == "yes")
        await show_one(interaction, number, back)


class TrainingSaves(Cog):
    """What somebody keeps for themselves."""

    @app_commands.command(name="saved", extras={"root": "training"})
    @app_commands.guild_only()
    async def saved(self, interaction: Interaction) -> None:
        """Show it."""
        await show_saved(interaction)

    @every(minutes=10)
    async def plan(self) -> None:
        """Put reminders and news that are due soon into the diary."""
        now = self.bot.clock.now()
        async with self.bot.db.begin() as session:
            await training_saves.plan_due(session, now=now)
            await training_news.plan_due(session, now=now)

    async def render(self, delivery: Delivery) -> Screen | None:
        """Remind of a deadline, unless it is not so any more."""
        words = self.bot.words
        async with self.bot.db.read() as session:
            told = await training_saves.find_reminded(session, reminder_id=delivery.subject_id)
        if told is None:
            return None
        day, label = day_in_words(words, told.deadline.due_on), plain(told.deadline.label)
        number = told.entry.number
        return Screen(
            words("training_saves-reminder", title=plain(told.entry.title)),
            words("training-deadline", day=day, label=label),
            [
                ui.Button[Any](label=words("training-page-button"), url=told.entry.link),
                door(f"training_saves:entry:{number}", words("training_saves-change-button")),
                Reminds.to(words("training_saves-reminds-no-button"), number=number, on="no", back="saved"),
            ],
        )
