"""What organisers are told, and who left."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "notices",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=64), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_notices_guild_id_told_at", "notices", ["guild_id", "told_at"])
    op.create_table(
        "removals",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", name=op.f("pk_removals")),
    )
    op.add_column("guilds", sa.Column("organisers_channel_id", sa.BigInteger(), nullable=True))
    op.add_column("deliveries", sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("members", sa.Column("left_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("members", "left_on")
    op.drop_column("deliveries", "reported_at")
    op.drop_column("guilds", "organisers_channel_id")
    op.drop_table("removals")
    op.drop_table("notices")
