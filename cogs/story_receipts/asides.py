"""What moderators wrote to an author, as far as it belongs on the first screen: what is open, or why it was no.

Messages of one week stand in no order, so the weeks have to tell what was answered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.services.story_texts import Said
from cogs.story_receipts.opening import UNDECIDED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from bot.wording import Wording
    from cogs.story_receipts.opening import Mine, Words

MOST = 2400
"""Characters of messages that the first screen has room for."""


def open_questions(mine: Mine, said: Sequence[Said]) -> list[str]:
    """Give what moderators asked and its author did not answer yet; nothing where it is over.

    In the week of the newest question nothing tells which came first. There, one answer to two questions leaves both
    open: one that shows once too often is better than one that nobody sees.
    """
    asked, answered = _weeks(mine, is_from_author=False), _weeks(mine, is_from_author=True)
    if mine.is_over or not asked:
        return []
    last = max(asked)
    if answered and (max(answered) > last or answered.count(last) >= asked.count(last)):
        return []
    return _theirs(mine, said, since=max(answered, default=min(asked)))


def _weeks(mine: Mine, *, is_from_author: bool) -> list[date]:
    return [note.week for note in mine.notes if note.is_from_author == is_from_author]


def _theirs(mine: Mine, said: Sequence[Said], *, since: date) -> list[str]:
    """Give what moderators wrote in a week or later."""
    both = zip(mine.notes, said, strict=True)
    return [each.text for note, each in both if not note.is_from_author and note.week >= since]


def tell_questions(words: Wording, mine: Mine, seen: Words, asked: Sequence[str], *, has_keys: bool) -> Iterable[str]:
    """Say what is asked, and what its author can do."""
    answer = words("story_receipts-answer-button")
    if not has_keys:
        head = words("story_receipts-asked-only")
    elif seen == "open" and mine.story.state in UNDECIDED:
        head = words("story_receipts-asked", answer=answer)
    else:
        head = words("story_receipts-asked-decided", answer=answer)
    return _told(words, head, asked)


def tell_reasons(words: Wording, mine: Mine, said: Sequence[Said]) -> Iterable[str]:
    """Say why it was no, or why it was taken down: that came last, so in the last week that moderators wrote."""
    weeks = _weeks(mine, is_from_author=False)
    if not weeks or mine.story.leaves_at is not None:
        return []
    return _told(words, words("story_receipts-reason"), _theirs(mine, said, since=max(weeks)))


def _told(words: Wording, head: str, texts: Sequence[str]) -> Iterable[str]:
    """Show texts with what stands before them, where there is room."""
    written = "\n\n".join(texts)
    if len(written) <= MOST:
        return [head, written] if written else []
    return [words("story_receipts-asked-much", read=words("story_receipts-messages-button"))]
