"""What came of looking at the links of the catalogue of training."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.create_table(
        "training_links",
        sa.Column("entry_number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("link_key", sa.String(length=500), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=8), nullable=False),
        sa.Column("code", sa.SmallInteger(), nullable=True),
        sa.Column("moved_to", sa.String(length=500), nullable=False),
        sa.Column("fails", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_number"],
            ["training_entries.number"],
            name="fk_training_links_entry_number_training_entries",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("entry_number", name="pk_training_links"),
    )


def downgrade() -> None:
    op.drop_table("training_links")
