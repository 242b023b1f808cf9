"""What became of deliveries, counted from what people can see: sent, lost, doubled, late without saying so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from tests.wire.standin import kept
from tests.wire.standin.gestures import words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tests.wire.diary import Row
    from tests.wire.standin import Json, World

TOKEN = r"checkins:answer:(\d+):\w+"
NUMBER = r"This is forum (post-\d+)\."
IN_TIME = timedelta(minutes=2)


@dataclass(frozen=True)
class Tally:
    """One figure each, of rows: `sent` were seen at least once, `doubled` more often."""

    due: int
    sent: int
    lost: int
    doubled: int
    late_unsaid: int

    @property
    def is_clean(self) -> bool:
        return self == Tally(self.due, self.due, 0, 0, 0)

    def __str__(self) -> str:
        figures = f"due {self.due} sent {self.sent} lost {self.lost} doubled {self.doubled}"
        return f"{figures} late-unsaid {self.late_unsaid}"


def _found(world: World) -> dict[str, list[Json]]:
    return kept.by_token(world, TOKEN) | kept.by_words(world, NUMBER)


def count(rows: Sequence[Row], world: World) -> Tally:
    """Each row by the messages that carry its token."""
    found = _found(world)
    seen = [(row, found.get(row.token, [])) for row in rows]
    return Tally(
        due=len(rows),
        sent=sum(bool(messages) for _, messages in seen),
        lost=sum(not messages for _, messages in seen),
        doubled=sum(len(messages) > 1 for _, messages in seen),
        late_unsaid=sum(is_late_unsaid(messages[0], row.due_at) for row, messages in seen if messages),
    )


def is_late_unsaid(message: Json, due_at: datetime) -> bool:
    """Said more than two minutes after it was due, without the instant at which it was due."""
    said = f"<t:{int(due_at.timestamp())}" in words(message)
    return kept.said_at(message) - due_at > IN_TIME and not said


def disordered(rows: Sequence[Row], world: World) -> int:
    """How often a place shows something before what was due earlier there."""
    found = _found(world)
    lines: dict[str, list[int]] = {}
    for row in sorted(rows, key=lambda row: row.due_at):
        lines.setdefault(row.place_id, []).extend(int(message["id"]) for message in found.get(row.token, [])[:1])
    return sum(after < before for line in lines.values() for before, after in pairwise(line))
