"""What an author sees: how their story is, what was said about it, and the ways on. One idea a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.screens import Screen, answer, words_of
from bot.services.story_texts import USES
from bot.ui import MAIN, PLAIN, door, stop
from cogs.story_receipts.asides import open_questions, tell_questions, tell_reasons
from cogs.story_receipts.carrying import MOST_PAGES, carry_file, carry_page, carry_receipt, give_back
from cogs.story_receipts.opening import read_said, see_words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from bot.errors import UserError
    from bot.screens import Interaction, Part
    from bot.services.story_texts import Said
    from bot.story_files import Covered
    from bot.wording import Wording
    from cogs.story_receipts.opening import Mine, Words

DANGER = discord.ButtonStyle.danger

SPAN = 3500
"""Characters of a page: with what stands around it, it is beneath Discord's 4,000."""


async def show_home(interaction: Interaction, mine: Mine, note: str = "") -> None:
    """Show how a story is, and what its author can do."""
    words, telling, now = words_of(interaction), interaction.client.telling, interaction.client.clock.now()
    seen, said, has_keys = see_words(mine, telling, now=now), read_said(mine), telling.keys is not None
    asked = open_questions(mine, said)
    lines = [note, *tell_questions(words, mine, seen, asked, has_keys=has_keys)]
    lines += [words(f"story_receipts-is-{_state(mine)}"), *_asides(words, mine, seen, said), _ends(words, mine, now)]
    main = "answer" if asked and has_keys else "alone"
    names = sorted(_ways(mine, seen, has_keys=has_keys, takes_parts=mine.takes_parts(now)), key=lambda way: way != main)
    ways = [_way(words, name, MAIN if name == main else PLAIN) for name in names]
    if mine.is_asked:
        lines.append(words("story_receipts-alone"))
    last = [door("story_receipts:ask", words("story_receipts-other-button")), stop(words)]
    await answer(interaction, Screen(carry_receipt(words, mine.receipt), *filter(None, lines), ways, last))


def _state(mine: Mine) -> str:
    """Give the name of what is told of a story's state."""
    if mine.story.leaves_at is not None:
        return "leaving"
    if mine.story.state == "approved" and mine.story.is_alone_fine:
        return "approved-alone"
    return "waiting" if mine.story.state == "arrived" else mine.story.state


def _asides(words: Wording, mine: Mine, seen: Words, said: list[Said]) -> Iterable[str]:
    """Say what else there is to know: why it was no, that questions are answered, and words that cannot be shown."""
    if mine.is_over:
        yield from tell_reasons(words, mine, said)
    elif not open_questions(mine, said) and not all(each.is_from_author for each in said):
        yield words("story_receipts-answered", read=words("story_receipts-messages-button"))
    if seen != "open":
        yield words(f"story_receipts-words-{seen}")


def _ends(words: Wording, mine: Mine, now: datetime) -> str:
    """Say what is allowed until when, by the months in which it ends; nothing where the story is over."""
    uses: dict[date, list[str]] = {}
    for use in () if mine.is_over else USES:
        if use in mine.consents and mine.consents[use].ends_on >= now.date():
            uses.setdefault(mine.consents[use].ends_on, []).append(words(f"stories-use-{use}"))
    return "\n".join(
        words(
            "story_receipts-until", names=words.join(names), month=words(f"dates-month-{end.month}"), year=str(end.year)
        )
        for end, names in sorted(uses.items())
    )


def _ways(mine: Mine, seen: Words, *, has_keys: bool, takes_parts: bool) -> Iterable[str]:
    """Name the ways that are open in this state."""
    if mine.is_asked:
        yield "alone"
    if seen == "open":
        yield "words"
    if seen == "open" and mine.files:
        yield "files"
    if mine.notes:
        yield "messages"
    if has_keys and not mine.is_over:
        yield "answer"
    if has_keys and takes_parts:
        yield "part"
    if not mine.is_over:
        yield "uses"
    yield "withdraw" if mine.story.leaves_at is None else "now"


WAYS = {
    "alone": "story_receipts:alone:yes",
    "together": "story_receipts:alone:no",
    "words": "story_receipts:read:words:first",
    "files": "story_receipts:read:files:first",
    "messages": "story_receipts:read:messages:first",
    "answer": "story_receipts:answer",
    "part": "story_receipts:part",
    "uses": "story_receipts:uses",
    "withdraw": "story_receipts:withdraw",
    "now": "story_receipts:withdraw",
}
"""Where each way leads."""


def _way(words: Wording, name: str, style: discord.ButtonStyle = PLAIN) -> ui.Button[Any]:
    return door(WAYS[name], words(f"story_receipts-{name}-button"), style)


def _last(words: Wording) -> list[ui.Item[Any]]:
    """Give the way back to the story, and the way out."""
    return [door("story_receipts:home", words("common-back")), stop(words)]


def pages_of(texts: Iterable[str]) -> list[str]:
    """Lay texts out in pages."""
    pages: list[str] = []
    pieces = (text[start : start + SPAN] for text in texts for start in range(0, len(text), SPAN))
    for piece in filter(str.strip, pieces):
        if pages and len(pages[-1]) + len(piece) + 2 <= SPAN:
            pages[-1] += f"\n\n{piece}"
        else:
            pages.append(piece)
    return pages[:MOST_PAGES]


def page_screen(words: Wording, receipt: str, what: str, pages: list[str], page: int) -> Screen:
    """Show a page of what is read, with the ways to the others."""
    page = min(max(page, 0), len(pages) - 1)
    ways = [*_turns(words, what, page, len(pages)), *_last(words)]
    return Screen(carry_receipt(words, receipt), carry_page(words, page, len(pages)), pages[page], ways)


def file_screen(words: Wording, mine: Mine, covered: Covered, number: int) -> Screen:
    """Show one picture or sound, covered, with the ways to the others."""
    kind, count = mine.files[number].kind, len(mine.files)
    said = covered.said or words("story_receipts-no-alt")
    shown = carry_file(words, number, count), words(f"story_receipts-your-{kind}"), said, covered.item
    ways = [*_turns(words, "files", number, count), *_last(words)]
    return Screen(carry_receipt(words, mine.receipt), *shown, ways, files=[covered.file])


def _turns(words: Wording, what: str, page: int, count: int) -> Iterable[ui.Button[Any]]:
    name = "file" if what == "files" else "page"
    if page > 0:
        yield door(f"story_receipts:read:{what}:earlier", words(f"story_receipts-{name}-earlier-button"))
    if page < count - 1:
        yield door(f"story_receipts:read:{what}:next", words(f"story_receipts-{name}-next-button"), MAIN)


def uses_screen(words: Wording, mine: Mine, menu: ui.Item[Any]) -> Screen:
    """Ask what a story may be used for, and say what follows without this server, and whether it stands alone."""
    told = [words("story_receipts-uses"), words("story_receipts-uses-library")]
    ways: list[ui.Item[Any]] = []
    if mine.is_unposted:
        told.append(words("stories-alone-yes" if mine.story.is_alone_fine else "stories-alone-no"))
        ways.append(_way(words, "together" if mine.story.is_alone_fine else "alone"))
    return Screen(carry_receipt(words, mine.receipt), *told, [menu], [*ways, *_last(words)])


def uses_menu(words: Wording, mine: Mine) -> ui.Select[Any]:
    """Make the menu of uses with what is allowed now."""
    options = [
        discord.SelectOption(label=words(f"stories-use-{use}"), value=use, default=use in mine.consents) for use in USES
    ]
    placeholder = words("story_receipts-uses-placeholder")
    return ui.Select(options=options, placeholder=placeholder, min_values=0, max_values=len(USES))


def withdraw_screen(words: Wording, mine: Mine, note: str = "") -> Screen:
    """Ask once, and say what goes and what cannot come back."""
    is_seen = mine.story.state != "arrived"
    lines: list[Part] = [note] if note else []
    lines.append(words("story_receipts-withdraw"))
    ways: list[ui.Item[Any]] = [door("story_receipts:withdraw:now", words("story_receipts-now-button"), DANGER)]
    if is_seen and mine.story.leaves_at is None:
        lines.append(words("story_receipts-withdraw-when"))
        ways.insert(0, door("story_receipts:withdraw:later", words("story_receipts-later-button")))
    lines.append(words("story_receipts-withdraw-not"))
    return Screen(carry_receipt(words, mine.receipt), *lines, [*ways, *_last(words)])


def again_screen(interaction: Interaction, error: UserError, typed: str, to: str) -> Screen:
    """Say why what was typed cannot be used, and give it back: "Change it" opens the form with it."""
    words = words_of(interaction)
    carried = give_back(interaction, typed)
    ways = [door(to, words("common-change"), MAIN)]
    last = [stop(words)] if to == "story_receipts:ask" else _last(words)
    return Screen(words(error.message_id, **error.variables), *carried, [*ways, *last])
