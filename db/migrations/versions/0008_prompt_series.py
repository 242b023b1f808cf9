"""Questions asked by a rule, and asked of one member who chose it."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

NEVER_REUSED = {"sqlite_autoincrement": True}
"""A table that SQLite has to build anew would lose it, and give a deleted row's id to the next."""


def upgrade() -> None:
    op.create_table(
        "prompt_series",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("schedule_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("open_minutes", sa.Integer(), nullable=False),
        sa.Column("is_draft", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["schedule_id"], ["schedules.id"], name=op.f("fk_prompt_series_schedule_id_schedules")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prompt_series")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("prompts", table_kwargs=NEVER_REUSED) as table:
        table.add_column(sa.Column("series_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        table.add_column(sa.Column("original", sa.String(length=19), nullable=True))
        table.add_column(sa.Column("is_closed", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.alter_column("channel_id", existing_type=sa.BigInteger(), nullable=True)
    with op.batch_alter_table("prompts", table_kwargs=NEVER_REUSED) as table:
        table.alter_column("is_closed", existing_type=sa.Boolean(), server_default=None)
        table.create_foreign_key(
            op.f("fk_prompts_series_id_prompt_series"), "prompt_series", ["series_id"], ["id"], ondelete="SET NULL"
        )
        table.create_unique_constraint(op.f("uq_prompts_series_id_original"), ["series_id", "original"])
        table.create_index("ix_prompts_is_closed_closes_at", ["is_closed", "closes_at"])
    with op.batch_alter_table("members") as table:
        table.add_column(sa.Column("prompt_days", sa.String(length=20), nullable=True))
        table.add_column(sa.Column("prompt_time", sa.Time(), nullable=True))
        table.add_column(sa.Column("prompt_at", sa.DateTime(timezone=True), nullable=True))
        table.create_index(op.f("ix_members_prompt_at"), ["prompt_at"])


def downgrade() -> None:
    with op.batch_alter_table("members") as table:
        table.drop_index(op.f("ix_members_prompt_at"))
        table.drop_column("prompt_at")
        table.drop_column("prompt_time")
        table.drop_column("prompt_days")
    op.execute("DELETE FROM prompts WHERE channel_id IS NULL")
    with op.batch_alter_table("prompts", table_kwargs=NEVER_REUSED) as table:
        table.drop_index("ix_prompts_is_closed_closes_at")
        table.drop_constraint(op.f("uq_prompts_series_id_original"), type_="unique")
        table.drop_constraint(op.f("fk_prompts_series_id_prompt_series"), type_="foreignkey")
        table.drop_column("is_closed")
        table.drop_column("original")
        table.drop_column("series_id")
        table.alter_column("channel_id", existing_type=sa.BigInteger(), nullable=False)
    op.drop_table("prompt_series")
