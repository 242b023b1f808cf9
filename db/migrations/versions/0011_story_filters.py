"""Content notes that a member would rather not read."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "story_filters",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("member_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("notes", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "member_id", name="pk_story_filters"),
    )
    op.create_index("ix_story_filters_member_id", "story_filters", ["member_id"])


def downgrade() -> None:
    op.drop_table("story_filters")
