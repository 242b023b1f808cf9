"""Says a day where no stamp fits: a deadline, a check, the end of a consent."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from bot.wording import Wording


def day_in_words(words: Wording, day: date) -> str:
    """Say a day, like "3 March 2027"."""
    return words("dates-date", day=str(day.day), month=words(f"dates-month-{day.month}"), year=str(day.year))
