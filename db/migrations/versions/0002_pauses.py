"""When a pair ended and when a request was taken back, so that nobody is asked again and again."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    with op.batch_alter_table("peers") as table:
        table.add_column(sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("reach_outs") as table:
        table.add_column(sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("reach_outs") as table:
        table.drop_column("taken_back_at")
    with op.batch_alter_table("peers") as table:
        table.drop_column("ended_at")
