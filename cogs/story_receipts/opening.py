"""A story as its author opens it: the receipt is derived anew for each press, and forgotten when it is answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from bot.errors import NotFound
from bot.screens import defer
from bot.services import stories, story_batches, story_texts
from bot.services.sealing import CannotOpen
from bot.services.stories import OPEN_FOR, week_of
from cogs.story_receipts.carrying import receipt_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.screens import Interaction
    from bot.services.receipts import Derived
    from bot.services.sealing import PrivateHalves
    from bot.services.story_keys import StoryKeys
    from bot.services.story_texts import Read, Said
    from bot.telling import Telling
    from db.models.stories import Story, StoryConsent, StoryFile, StoryNote, StoryPart

NOWHERE = 0
"""The community of a receipt that opens nothing, so that the same questions are asked."""

UNDECIDED = ("arrived", "waiting")
OVER = ("declined", "down")

Words = Literal["open", "locked", "refused", "missing"]


@dataclass(frozen=True)
class Mine:
    """A story that was opened by its receipt, for as long as one press takes."""

    receipt: str = field(repr=False)
    derived: Derived = field(repr=False)
    story: Story = field(repr=False)
    parts: Sequence[StoryPart] = field(repr=False)
    files: Sequence[StoryFile] = field(repr=False)
    notes: Sequence[StoryNote] = field(repr=False)
    consents: dict[str, StoryConsent] = field(repr=False)
    is_asked: bool
    """Whether its author is asked if it may stand alone."""

    @property
    def is_over(self) -> bool:
        """Say whether nothing can be changed any more, but it can be taken back sooner."""
        return self.story.state in OVER or self.story.leaves_at is not None

    @property
    def is_unposted(self) -> bool:
        """Say whether it can still wait for others, or not."""
        return self.story.state in {*UNDECIDED, "approved"} and not self.is_over

    def takes_parts(self, now: datetime) -> bool:
        """Say whether a part can be added."""
        is_young = week_of(now.date()) - self.story.week <= OPEN_FOR
        return self.story.state in UNDECIDED and not self.is_over and is_young


async def open_story(interaction: Interaction, receipt: str) -> Mine:
    """Open a story. A receipt that opens nothing is derived and looked for in just the same way; then NotFound."""
    telling = interaction.client.telling
    derived = await telling.derive(receipt)
    if not telling.db.is_there():
        raise NotFound("stories-receipt-unknown")
    return await look(interaction, receipt, derived)


async def look(interaction: Interaction, receipt: str, derived: Derived) -> Mine:
    """Open a story by what its receipt came to, also once more within a press."""
    telling, today = interaction.client.telling, interaction.client.clock.now().date()
    async with telling.read() as session:
        found = await stories.open_story(session, lookup_id=derived.lookup_id)
        guild_id = found.story.guild_id if found.story else NOWHERE
        asked = await story_batches.list_asked(session, guild_id=guild_id, today=today)
    if found.story is None:
        raise NotFound("stories-receipt-unknown")
    return Mine(
        receipt=receipt,
        derived=derived,
        story=found.story,
        parts=found.parts,
        files=found.files,
        notes=found.notes,
        consents=dict(found.consents),
        is_asked=found.story.key in asked,
    )


async def open_pressed(interaction: Interaction) -> Mine:
    """Open the story whose receipt is on the screen that was pressed on."""
    receipt = receipt_of(interaction)
    await defer(interaction)
    return await open_story(interaction, receipt)


def read_story(mine: Mine, telling: Telling, *, now: datetime) -> tuple[Read, PrivateHalves]:
    """Open its own words: with what opens drafts, or with what opens texts that were approved; else CannotOpen.

    Its files open with the same, which is given too.
    """
    if telling.keys is None:
        raise CannotOpen
    review = telling.review_privates(mine.story.guild_id, now=now)
    try:
        return story_texts.open_parts(mine.parts, mine.files, (), review), review
    except CannotOpen:
        approved = telling.keys.publication_privates()
        return story_texts.open_parts(mine.parts, mine.files, (), approved), approved


def see_words(mine: Mine, telling: Telling, *, now: datetime) -> Words:
    """Say whether its words and files can be shown; in strict mode they wait for a yes, or had a no; or a key lacks."""
    try:
        read_story(mine, telling, now=now)
    except CannotOpen:
        if not _is_locked(mine, telling.keys):
            return "missing"
        return "refused" if mine.story.state == "declined" else "locked"
    return "open"


def _is_locked(mine: Mine, keys: StoryKeys | None) -> bool:
    return keys is not None and keys.is_strict and mine.story.state in {*UNDECIDED, "declined"}


def read_said(mine: Mine) -> list[Said]:
    """Open what moderators and the author wrote to each other: the receipt alone does that."""
    privates = story_texts.author_privates(mine.story.locked_key, mine.derived, {})
    return story_texts.read_notes(mine.notes, privates, is_author=True)
