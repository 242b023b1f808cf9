"""Deliveries that know what is in doubt, and the way to each member's direct messages."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

NEVER_REUSED = {"sqlite_autoincrement": True}
"""A table that SQLite has to build anew would lose it, and give a deleted row's id to the next."""


def upgrade() -> None:
    with op.batch_alter_table("deliveries") as table:
        table.add_column(sa.Column("next_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("doubt_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE deliveries SET next_at = due_at")
    with op.batch_alter_table("deliveries", table_kwargs=NEVER_REUSED) as table:
        table.alter_column("next_at", nullable=False)
        table.create_index("ix_deliveries_state_next_at", ["state", "next_at"])
        table.create_index("ix_deliveries_guild_id_state", ["guild_id", "state"])
    op.create_table(
        "directs",
        sa.Column("member_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("is_closed", sa.Boolean(), nullable=False),
        sa.Column("used_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_directs")),
    )


def downgrade() -> None:
    op.drop_table("directs")
    with op.batch_alter_table("deliveries", table_kwargs=NEVER_REUSED) as table:
        table.drop_index("ix_deliveries_guild_id_state")
        table.drop_index("ix_deliveries_state_next_at")
        table.drop_column("doubt_at")
        table.drop_column("next_at")
