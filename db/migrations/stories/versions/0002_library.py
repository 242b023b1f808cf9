"""The library: listings, words by keyed numbers in place of spelt ones, vocabularies, and readers' reports."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.drop_table("story_words")  # nothing was ever written to it
    op.create_table(
        "story_listings",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("story_key", sa.String(length=22), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("themes", sa.Integer(), nullable=False),
        sa.Column("notes", sa.Integer(), nullable=False),
        sa.Column("is_hopeful", sa.Boolean(), nullable=False),
        sa.Column("version", sa.SmallInteger(), nullable=False),
        sa.Column("title_length", sa.Integer(), nullable=False),
        sa.Column("body_length", sa.Integer(), nullable=False),
        sa.Column("themes_length", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["story_key"], ["stories.key"], "fk_story_listings_story_key_stories", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("number", name="pk_story_listings"),
        sa.UniqueConstraint("story_key", name="uq_story_listings_story_key"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_story_listings_guild_id_month_number", "story_listings", ["guild_id", "month", "number"])
    op.create_table(
        "story_words",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("term", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("title", sa.SmallInteger(), nullable=False),
        sa.Column("body", sa.SmallInteger(), nullable=False),
        sa.Column("themes", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["number"], ["story_listings.number"], "fk_story_words_number_story_listings", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("number", "term", name="pk_story_words"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_story_words_term_weight_number", "story_words", ["term", "weight", "number"])
    if op.get_bind().dialect.name == "postgresql":
        # Its figures of a column quote values, and would keep them when the rows are gone.
        op.execute("ALTER TABLE story_words ALTER COLUMN term SET STATISTICS 0")
    op.create_table(
        "story_vocabularies",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", name="pk_story_vocabularies"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "story_reports",
        sa.Column("story_key", sa.String(length=22), nullable=False),
        sa.Column("reason", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["story_key"], ["stories.key"], "fk_story_reports_story_key_stories", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("story_key", name="pk_story_reports"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    for name in ("story_reports", "story_vocabularies", "story_words", "story_listings"):
        op.drop_table(name)
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
