"""The organisers' screens: one announcement with all that can be done about it, and the list of all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aiohttp
import discord
from discord import ui

from bot.checks import person_of
from bot.parts import as_typed, stamp
from bot.screens import Screen, answer, defer, words_of
from bot.services import announcement_drafts, announcement_files, announcement_lists, announcement_posts, announcements
from bot.spoken import next_dates, rule_in_words
from bot.ui import MAIN, door, stop
from cogs.announcements.messages import call_of, message_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.screens import Interaction, Part
    from bot.services.announcement_lists import Listed, Overview
    from bot.services.announcement_posts import Told
    from bot.wording import Wording
    from db.models.announcements import Announcement

FITS = 4000
"""The most characters of all texts in one message, for Discord."""

KNOWN = frozenset({"missing-channel", "missing-message", "no-access", "no-permission", "not-a-forum", "cannot-look"})
"""Reasons that a post did not go out for which there is something to do."""


def title_of(row: Announcement) -> str:
    """Give an announcement's first words for our own sentences: nothing in them is formatted or calls anybody."""
    return as_typed(announcement_lists.excerpt(row))


async def show(interaction: Interaction, announcement_id: int, note: str = "") -> None:
    """Show one announcement: the message as it will look, and beneath it all that was chosen and can be done."""
    await fetch_files(interaction, announcement_id)
    now = interaction.client.clock.now()
    async with interaction.client.db.read() as session:
        seen = await announcement_lists.get_overview(
            session, person=person_of(interaction), announcement_id=announcement_id, now=now
        )
        told = await announcement_posts.told_of(session, announcement=seen.row)
        warned = await announcement_drafts.find_warnings(session, announcement=seen.row)
    if told.files:
        await defer(interaction)
    words = words_of(interaction)
    # The message in the words of the posts, the rest in those of whoever looks.
    message = message_of(interaction.client.words, told) if told.text else Screen(words("announcements-not-written"))
    warnings = "\n".join(words(f"announcements-warn-{each}") for each in warned)
    about = "\n".join(_about(words, seen, told, note))
    if message.content_length() + len(about) + len(warnings) > FITS:
        message = Screen(words("announcements-long"))
    message.begin_card(about, *([warnings] if warnings else []), *_ways(words, seen))
    await answer(interaction, message)


async def fetch_files(interaction: Interaction, announcement_id: int) -> None:
    """Fetch the files that are still with Discord alone, and keep them. What is gone there is left out."""
    bot = interaction.client
    async with bot.db.read() as session:
        await announcements.get_announcement(session, person=person_of(interaction), announcement_id=announcement_id)
        files = await announcement_files.list_unfetched(session, announcement_id=announcement_id)
    if files:
        await defer(interaction)
    for file in files:
        try:
            content = await bot.http.get_from_cdn(file.address or "")
        except (discord.NotFound, discord.Forbidden):
            content = None
        except (discord.HTTPException, aiohttp.ClientError, OSError):
            continue  # it stays where it is, is named on the screen, and is tried again with the next look
        async with bot.db.begin() as session:
            await announcement_files.record_content(session, file_id=file.id, content=content)


def _about(words: Wording, seen: Overview, told: Told, note: str) -> Iterator[str]:
    """Say where an announcement stands, where and when it goes, and whom it calls."""
    row = seen.row
    if note:
        yield note
    yield words(f"announcements-state-{row.state}")
    if row.place == "forum" and row.title:
        yield words("announcements-forum-title", title=title_of(row))
    yield words("announcements-place", channel=f"<#{row.channel_id}>")
    called = call_of(told)
    yield words("announcements-calls", who=called) if called else words("announcements-calls-nobody")
    if row.place == "news":
        yield words("announcements-publishes" if row.publishes else "announcements-publishes-not")
    yield from _fared(words, seen)
    for file in told.files:
        if file.address is not None:
            yield words("announcements-file-waiting", name=file.name)
    yield from _when(words, seen)


def _when(words: Wording, seen: Overview) -> Iterator[str]:
    if seen.row.state in {"done", "cancelled", "template"}:
        return
    if seen.rule is None:
        is_now = announcements.is_now(seen.row.typed_when)
        yield words("announcements-when-now") if is_now else words("announcements-when-unknown")
        return
    if not announcements.is_now(seen.row.typed_when):
        yield words("announcements-when", rule=rule_in_words(words, seen.rule))
    if seen.coming and seen.row.state != "paused":
        yield words("announcements-next")
        yield next_dates(words, seen.coming)


def _fared(words: Wording, seen: Overview) -> Iterator[str]:
    """Say how the latest post fared, and what can be done where it did not go out."""
    post, fared = seen.last, seen.fared
    if post is None or fared is None:
        return
    yield words(f"announcements-fared-{fared.state}", when=stamp(post.due_at))
    if fared.state in {"failed", "unknown"}:
        reason = fared.reason if fared.reason in KNOWN else "other"
        yield words(f"announcements-why-{reason}")


def _ways(words: Wording, seen: Overview) -> list[Part]:
    """Give what can be done about an announcement where it stands."""
    row, rows = seen.row, list[list[ui.Item[Any]]]()
    if row.state in announcements.OPEN:
        change = ["words", "when", *(["where"] if seen.last is None else [])]
        more = ["mentions", *([] if row.place != "news" else ["unpublish" if row.publishes else "publish"]), "test"]
        rows += [[_way(words, row, each) for each in names] for names in (change, more)]
    elif row.state == "template":
        rows.append([_way(words, row, "words")])
    steps = {
        "draft": ["confirm", "cancel"],
        "waiting": ["approve", "cancel"],
        "scheduled": ["pausing", "cancel"],
        "paused": ["resume", "pausing", "cancel"],
        "template": ["cancel"],
    }.get(row.state, [])
    state = seen.fared.state if seen.fared else ""
    steps += ["retry"] if state in {"failed", "missed"} and row.state in {"scheduled", "done"} else []
    steps += ["correct", "down"] if state == "sent" else []
    steps += ["template"] if row.text and row.state != "template" else []
    rows.append([_way(words, row, each) for each in steps])
    rows.append([door("announcements:list:0", words("common-back")), stop(words)])
    return [each for each in rows if each]


def _way(words: Wording, row: Announcement, name: str) -> ui.Button[Any]:
    style = MAIN if name in {"confirm", "approve"} else discord.ButtonStyle.secondary
    return door(f"announcements:{name}:{row.id}", words(f"announcements-do-{name}-button"), style)


def back_to(words: Wording, announcement_id: int) -> ui.Button[Any]:
    """Give the way back to one announcement."""
    return door(f"announcements:see:{announcement_id}", words("common-back"))


async def show_list(interaction: Interaction, page: int) -> None:
    """Show a page of what is to come and what was."""
    async with interaction.client.db.read() as session:
        found = await announcement_lists.list_page(session, person=person_of(interaction), page=page)
    words = words_of(interaction)
    shown = found[: announcement_lists.PAGE]
    parts = [_line(words, one, place) for place, one in enumerate(shown, 1)]
    ways: list[ui.Item[Any]] = []
    if len(found) > announcement_lists.PAGE:
        ways.append(door(f"announcements:list:{page + 1}", words("announcements-more-button")))
    if page:
        ways.append(door("announcements:list:0", words("common-back")))
    heading = words("announcements-list" if shown else "announcements-list-none")
    await answer(interaction, Screen(heading, *parts, [*ways, stop(words)]))


def _line(words: Wording, one: Listed, place: int) -> ui.Section[Any]:
    row = one.row
    told = [words("announcements-listed", title=title_of(row), channel=f"<#{row.channel_id}>")]
    told.append(words(f"announcements-state-{row.state}"))
    if one.next_at is not None and row.state in {"scheduled", "waiting"}:
        told.append(words("announcements-listed-next", when=stamp(one.next_at)))
    if row.ended_at is not None:
        told.append(words("announcements-listed-ended", when=stamp(row.ended_at)))
    see = door(f"announcements:see:{row.id}", words("announcements-see-button", place=place))
    return ui.Section("\n".join(told), accessory=see)
