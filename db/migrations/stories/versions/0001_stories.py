"""Stories, what is said about them, where they are posted, their words, and holds."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "holds",
        sa.Column("tag", sa.String(length=64), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("key_no", sa.Integer(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("tag", name="pk_holds"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "stories",
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("lookup_id", sa.String(length=64), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("locked_key", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("is_alone_fine", sa.Boolean(), nullable=False),
        sa.Column("leaves_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("key", name="pk_stories"),
        sa.UniqueConstraint("lookup_id", name="uq_stories_lookup_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_stories_guild_id_state", "stories", ["guild_id", "state"])
    op.create_table(
        "story_facts",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_story_facts"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "story_posts",
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.Column("story_key", sa.String(length=22), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("batch", sa.String(length=22), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("key", name="pk_story_posts"),
        sa.UniqueConstraint("story_key", "place", name="uq_story_posts_story_key_place"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_story_posts_due_at", "story_posts", ["due_at"])
    op.create_table(
        "story_approvals",
        sa.Column("tag", sa.String(length=64), nullable=False),
        sa.Column("story_key", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["story_key"], ["stories.key"], "fk_story_approvals_story_key_stories", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tag", name="pk_story_approvals"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "story_consents",
        sa.Column("story_key", sa.String(length=22), nullable=False),
        sa.Column("use", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["story_key"], ["stories.key"], "fk_story_consents_story_key_stories", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("story_key", "use", name="pk_story_consents"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "story_files",
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.Column("story_key", sa.String(length=22), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("sealed_alt", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["story_key"], ["stories.key"], "fk_story_files_story_key_stories", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key", name="pk_story_files"),
        sa.UniqueConstraint("story_key", "place", name="uq_story_files_story_key_place"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "story_notes",
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.Column("story_key", sa.String(length=22), nullable=False),
        sa.Column("is_from_author", sa.Boolean(), nullable=False),
        sa.Column("has_arrived", sa.Boolean(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("for_author", sa.LargeBinary(), nullable=False),
        sa.Column("for_reviewers", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["story_key"], ["stories.key"], "fk_story_notes_story_key_stories", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key", name="pk_story_notes"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_story_notes_story_key", "story_notes", ["story_key"])
    op.create_table(
        "story_parts",
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.Column("story_key", sa.String(length=22), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("has_arrived", sa.Boolean(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["story_key"], ["stories.key"], "fk_story_parts_story_key_stories", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key", name="pk_story_parts"),
        sa.UniqueConstraint("story_key", "place", name="uq_story_parts_story_key_place"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "story_words",
        sa.Column("stem", sa.String(length=40), nullable=False),
        sa.Column("story_key", sa.String(length=22), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["story_key"], ["stories.key"], "fk_story_words_story_key_stories", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("stem", "story_key", name="pk_story_words"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_story_words_story_key", "story_words", ["story_key"])


def downgrade() -> None:
    for name in (
        "story_words",
        "story_parts",
        "story_notes",
        "story_files",
        "story_consents",
        "story_approvals",
        "story_posts",
        "story_facts",
        "stories",
        "holds",
    ):
        op.drop_table(name)
