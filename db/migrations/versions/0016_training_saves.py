"""What members save of the catalogue, the deadlines and news they are told of, and what they suggest."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _saves()
    _reminders()
    _news()
    _digests()
    _suggestions()


def _entry(table: str, *, nullable: bool = False) -> tuple[sa.Column[int], sa.ForeignKeyConstraint]:
    name = f"fk_{table}_entry_number_training_entries"
    reference = sa.ForeignKeyConstraint(["entry_number"], ["training_entries.number"], name=name, ondelete="CASCADE")
    return sa.Column("entry_number", KEY, nullable=nullable, autoincrement=False), reference


def _saves() -> None:
    op.create_table(
        "training_saves",
        sa.Column("member_id", sa.BigInteger(), autoincrement=False, nullable=False),
        *_entry("training_saves"),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("mark", sa.String(length=8), nullable=False),
        sa.Column("reminds", sa.Boolean(), nullable=False),
        sa.Column("saved_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("member_id", "entry_number", name="pk_training_saves"),
    )
    op.create_index("ix_training_saves_entry_number", "training_saves", ["entry_number"])


def _reminders() -> None:
    op.create_table(
        "training_reminders",
        sa.Column("id", KEY, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("deadline_id", KEY, nullable=False),
        sa.Column("lead", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["deadline_id"],
            ["training_deadlines.id"],
            name="fk_training_reminders_deadline_id_training_deadlines",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_training_reminders"),
        sa.UniqueConstraint(
            "member_id", "deadline_id", "lead", name="uq_training_reminders_member_id_deadline_id_lead"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_training_reminders_deadline_id", "training_reminders", ["deadline_id"])


def _news() -> None:
    op.create_table(
        "training_news",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("member_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("stages", sa.SmallInteger(), nullable=False),
        sa.Column("told_until", sa.BigInteger(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "member_id", name="pk_training_news"),
    )
    op.create_index("ix_training_news_member_id", "training_news", ["member_id"])


def _digests() -> None:
    op.create_table(
        "training_digests",
        sa.Column("id", KEY, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("stages", sa.SmallInteger(), nullable=False),
        sa.Column("after", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_training_digests"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_training_digests_member_id", "training_digests", ["member_id"])


def _suggestions() -> None:
    op.create_table(
        "training_suggestions",
        sa.Column("id", KEY, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=True),
        *_entry("training_suggestions", nullable=True),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("note", sa.String(length=600), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_training_suggestions"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_training_suggestions_member_id", "training_suggestions", ["member_id"])
    op.create_index("ix_training_suggestions_entry_number", "training_suggestions", ["entry_number"])
    here = ["guild_id", "state", "id"]
    op.create_index("ix_training_suggestions_guild_id_state_id", "training_suggestions", here)


def downgrade() -> None:
    for table in ("suggestions", "digests", "news", "reminders", "saves"):
        op.drop_table(f"training_{table}")
