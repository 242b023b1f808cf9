"""When a pair ended, was last told, and when a request was taken back: nobody is written to again and again."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

NEVER_REUSED = {"sqlite_autoincrement": True}
"""A table that SQLite has to build anew would lose it, and give a deleted row's id to the next."""


def upgrade() -> None:
    with op.batch_alter_table("peers") as table:
        table.add_column(sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("told_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("told_times", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("peers", table_kwargs=NEVER_REUSED) as table:
        table.alter_column("told_times", server_default=None)
    with op.batch_alter_table("reach_outs") as table:
        table.add_column(sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("reach_outs", table_kwargs=NEVER_REUSED) as table:
        table.drop_column("taken_back_at")
    with op.batch_alter_table("peers", table_kwargs=NEVER_REUSED) as table:
        table.drop_column("told_times")
        table.drop_column("told_at")
        table.drop_column("ended_at")
