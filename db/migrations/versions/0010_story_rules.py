"""What a community chose about stories."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "story_rules",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=True),
        sa.Column("authors", sa.Integer(), nullable=True),
        sa.Column("needs_two", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", name="pk_story_rules"),
    )


def downgrade() -> None:
    op.drop_table("story_rules")
