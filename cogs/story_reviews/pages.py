"""A story on a moderator's screen: covered until it is pressed, in pages that fit a message, its marks as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.folding import divide, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.services.story_texts import About, Said
    from bot.wording import Wording

MOST: Final = 3000
"""Characters of a story on one screen as Discord counts them: it takes 4,000 with what stands beside."""

FIRST: Final = 60
"""Characters by which a story that is out is known in a list."""


def first_words(text: str) -> str:
    """Cover the first words of a story, on one line."""
    line = " ".join(text.split())
    return fold(line if len(line) <= FIRST else line[:FIRST].rstrip() + "\u2026")


def pages_of(parts: Iterable[str]) -> list[str]:
    """Divide a story into pages, each folded; a story without words has one that is empty."""
    return [fold(piece) for part in parts for piece in divide(part, MOST)] or [""]


def about_lines(words: Wording, about: About) -> str:
    """Say in closed words what a story is, and what somebody may want to know before."""
    themes = [words(f"stories-theme-{each}") for each in about.themes]
    notes = [words(f"stories-note-{each}") for each in about.notes]
    lines = [
        words(f"stories-is-{about.kind}"),
        words("stories-themes", names=words.join(themes)) if themes else "",
        words("story_reviews-hopeful") if about.is_hopeful else "",
        words("stories-notes", names=words.join(notes)) if notes else "",
    ]
    return "\n".join(line for line in lines if line)


def said_pages(words: Wording, said: Sequence[Said]) -> list[str]:
    """Write what was said in pages: as many messages on each as fit."""
    pages = [""]
    for each in said:
        head = words("story_reviews-said-author" if each.is_from_author else "story_reviews-said-us")
        for piece in pages_of([each.text]):
            block = f"{head}\n{piece}"
            if len(pages[-1]) + len(block) > MOST and pages[-1]:
                pages.append("")
            pages[-1] = f"{pages[-1]}\n{block}".strip()
    return pages


def page_at(pages: Sequence[str], page: int) -> tuple[int, str]:
    """Give a page and its number; the last one where there are fewer by now."""
    number = max(0, min(page, len(pages) - 1))
    return number, pages[number]
