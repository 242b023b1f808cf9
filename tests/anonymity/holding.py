"""What holds tell: whoever keeps the authors of two stories from sharing sees whether they are one person.

A hold has to be of a person, or it could not keep one from sharing again: so its tag is the same for all their stories,
for as long as its key takes. Moderators see what the tag comes to, and how many holds there are.
"""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from bot.services import story_holds
from bot.services.story_holds import Pending
from bot.services.story_keys import HoldTag, new_keys, rotate
from cogs.story_reviews.holding import _mark
from db.stories import StoryDatabase
from tests.anonymity.rows import Row
from tests.anonymity.world import GUILD, START, make_world

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

AUTHORS = 6

KNOWN = "a hold is of a person, so two stories of one author come to one hold, which a moderator can try"


async def joined(db: StoryDatabase, tag_of: Callable[[int], HoldTag], keys: Any) -> int:
    """Count the authors of two stories each who are found by a hold on the one, lifted, and a hold on the other."""
    found, today = 0, START.date()
    for author in make_world(stories=0).members[:AUTHORS]:
        marks = []
        for number in range(2):
            pending = Pending()
            pending.note(f"story-{number}", tag_of(author))
            pending.ask(f"story-{number}", guild_id=GUILD)
            held: dict[str, Any] = {"guild_id": GUILD, "tags": pending.list_asked(guild_id=GUILD), "keys": keys}
            async with db.begin() as session:
                await story_holds.record_holds(session, **held, today=today + timedelta(days=number))
                ((tag, _),) = await story_holds.list_ends(session, guild_id=GUILD, today=today)
                await story_holds.lift(session, guild_id=GUILD, tag=tag)
            marks.append(_mark(tag))
        found += marks[0] == marks[1]
    return found


async def rows(folder: Path) -> list[Row]:
    """Try it with the keyed tags there are, and with a twin's digests of ids."""
    keys, db = rotate(new_keys(), today=START.date()), StoryDatabase(f"sqlite:///{folder / 'holds.db'}")
    await db.open()
    try:
        kept = await joined(db, lambda who: keys.hold_tag(guild_id=GUILD, member_id=who), keys)
        twin = await joined(db, lambda who: HoldTag(keys.holds[-1].number, sha256(b"%d" % who).hexdigest()), keys)
    finally:
        await db.close()
    return [Row("T13 authors of two stories whom holds show to be one", kept, 0, twin, AUTHORS, KNOWN)]
