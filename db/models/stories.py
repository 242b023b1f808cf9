"""Stories in a database of their own: sealed, padded, under random keys, with no trace of who sent them.

No column holds a person, an address at Discord of a submission, or when something was sent: weeks stand for times.
"""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import TOKEN, UNORDERED, Snowflake, SnowflakeColumn, StoryBase, Token

LOOKUP = 64
"""Signs of what a receipt is looked up by."""


def _of_story() -> Mapped[str]:
    return mapped_column(String(TOKEN), ForeignKey("stories.key", ondelete="CASCADE"))


class Story(StoryBase):
    """One story, known by what its receipt comes to.

    state: arrived (nobody sees it before the next intake), waiting, approved, published, declined, or down. Whoever
    has the receipt has the private half of its key pair. `week` is the Monday of the week of its newest state.
    """

    __tablename__ = "stories"
    __table_args__ = (UniqueConstraint("lookup_id"), Index("ix_stories_guild_id_state", "guild_id", "state"), UNORDERED)

    key: Mapped[Token]
    guild_id: Mapped[SnowflakeColumn]
    lookup_id: Mapped[str] = mapped_column(String(LOOKUP))
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    locked_key: Mapped[bytes] = mapped_column(LargeBinary)
    state: Mapped[str] = mapped_column(String(12))
    week: Mapped[date]
    is_alone_fine: Mapped[bool]
    leaves_at: Mapped[datetime | None]


class StoryPart(StoryBase):
    """Some words of a story, or of what it is about, sealed. The first part, 0, is what it is about.

    A part that has arrived is not seen by anybody but its author before the next intake.
    """

    __tablename__ = "story_parts"
    __table_args__ = (UniqueConstraint("story_key", "place"), UNORDERED)

    key: Mapped[Token]
    story_key: Mapped[str] = _of_story()
    place: Mapped[int]
    has_arrived: Mapped[bool]
    sealed: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class StoryFile(StoryBase):
    """A picture or a sound of a story, rebuilt and sealed, with its words for who cannot see or hear it, sealed too."""

    __tablename__ = "story_files"
    __table_args__ = (UniqueConstraint("story_key", "place"), UNORDERED)

    key: Mapped[Token]
    story_key: Mapped[str] = _of_story()
    place: Mapped[int]
    kind: Mapped[str] = mapped_column(String(8))
    sealed_alt: Mapped[bytes] = mapped_column(LargeBinary)
    sealed: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class StoryConsent(StoryBase):
    """One use that the author allows, by the version of its text, until the end of a month.

    What has arrived is not seen by moderators and organisers before the next intake; what has ended is seen until then.
    """

    __tablename__ = "story_consents"
    __table_args__ = (UNORDERED,)

    story_key: Mapped[str] = mapped_column(
        String(TOKEN), ForeignKey("stories.key", ondelete="CASCADE"), primary_key=True
    )
    use: Mapped[str] = mapped_column(String(12), primary_key=True)
    version: Mapped[int]
    ends_on: Mapped[date]
    has_arrived: Mapped[bool] = mapped_column(default=False)
    has_ended: Mapped[bool] = mapped_column(default=False)


class StoryNote(StoryBase):
    """A message between moderators and an author: sealed once for each of them."""

    __tablename__ = "story_notes"
    __table_args__ = (Index("ix_story_notes_story_key", "story_key"), UNORDERED)

    key: Mapped[Token]
    story_key: Mapped[str] = _of_story()
    is_from_author: Mapped[bool]
    has_arrived: Mapped[bool]
    week: Mapped[date]
    for_author: Mapped[bytes] = mapped_column(LargeBinary)
    for_reviewers: Mapped[bytes] = mapped_column(LargeBinary)


class StoryApproval(StoryBase):
    """A first yes, where two are asked for: a tag that only one moderator and story come to. Gone at the second."""

    __tablename__ = "story_approvals"
    __table_args__ = (UNORDERED,)

    tag: Mapped[str] = mapped_column(String(LOOKUP), primary_key=True)
    story_key: Mapped[str] = _of_story()


class StoryPost(StoryBase):
    """A message of a published story, or one that is due at a random minute. state: due, sent, or going.

    A due one with `tried_at` may be out: since then its message is looked for before it is sent again. Posts that were
    planned together share a random `batch`.
    """

    __tablename__ = "story_posts"
    __table_args__ = (UniqueConstraint("story_key", "place"), Index("ix_story_posts_due_at", "due_at"), UNORDERED)

    key: Mapped[Token]
    story_key: Mapped[str] = mapped_column(String(TOKEN))  # it outlives its story until the message is gone
    guild_id: Mapped[SnowflakeColumn]
    batch: Mapped[str] = mapped_column(String(TOKEN))
    place: Mapped[int]
    state: Mapped[str] = mapped_column(String(8))
    due_at: Mapped[datetime]
    attempts: Mapped[int]
    tried_at: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    channel_id: Mapped[SnowflakeColumn]
    message_id: Mapped[int | None] = mapped_column(Snowflake)


class Hold(StoryBase):
    """Somebody who may not share for a while: a keyed tag, and nothing about a story."""

    __tablename__ = "holds"
    __table_args__ = (UNORDERED,)

    tag: Mapped[str] = mapped_column(String(LOOKUP), primary_key=True)
    guild_id: Mapped[SnowflakeColumn]
    key_no: Mapped[int]
    ends_on: Mapped[date]


class StoryFact(StoryBase):
    """What an installation's stories need to remember: the salt of all receipts, and the day of the last intake."""

    __tablename__ = "story_facts"
    __table_args__ = (UNORDERED,)

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(String(200))
