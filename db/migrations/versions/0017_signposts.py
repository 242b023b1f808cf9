"""Entries that members send each other, and the switch of whoever would rather get none."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("members") as table:
        table.add_column(sa.Column("accepts_signposts", sa.Boolean(), nullable=False, server_default=sa.true()))
    with op.batch_alter_table("members") as table:
        table.alter_column("accepts_signposts", existing_type=sa.Boolean(), server_default=None)
    op.create_table(
        "signposts",
        sa.Column("id", KEY, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("from_id", sa.BigInteger(), nullable=True),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("entry_number", KEY, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_number"],
            ["training_entries.number"],
            name="fk_signposts_entry_number_training_entries",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_signposts"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_signposts_from_id", "signposts", ["from_id"])
    op.create_index("ix_signposts_member_id_entry_number", "signposts", ["member_id", "entry_number"])
    op.create_index("ix_signposts_entry_number", "signposts", ["entry_number"])


def downgrade() -> None:
    op.drop_table("signposts")
    with op.batch_alter_table("members") as table:
        table.drop_column("accepts_signposts")
