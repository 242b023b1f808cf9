"""The catalogue of training: entries, deadlines, words, and how entries were before."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SPELLED = sa.String(length=150).with_variant(sa.String(length=150, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "training_entries",
        sa.Column("number", KEY, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("title", sa.String(length=150), nullable=False),
        sa.Column("provider", sa.String(length=100), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("link_key", sa.String(length=500), nullable=False),
        sa.Column("stages", sa.SmallInteger(), nullable=False),
        sa.Column("format", sa.String(length=100), nullable=False),
        sa.Column("length", sa.String(length=100), nullable=False),
        sa.Column("cost", sa.String(length=100), nullable=False),
        sa.Column("is_paid", sa.Boolean(), nullable=True),
        sa.Column("is_accredited", sa.Boolean(), nullable=True),
        sa.Column("is_led", sa.Boolean(), nullable=True),
        sa.Column("is_coproduced", sa.Boolean(), nullable=True),
        sa.Column("who", sa.String(length=600), nullable=False),
        sa.Column("region", sa.String(length=100), nullable=False),
        sa.Column("nations", sa.SmallInteger(), nullable=False),
        sa.Column("starts", sa.String(length=100), nullable=False),
        sa.Column("summary", sa.String(length=600), nullable=False),
        sa.Column("critical", sa.String(length=600), nullable=False),
        sa.Column("keeper", sa.String(length=100), nullable=False),
        sa.Column("doubt", sa.String(length=100), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("way", sa.String(length=8), nullable=False),
        sa.Column("price", sa.String(length=8), nullable=False),
        sa.Column("spelled", SPELLED, nullable=False),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.Column("known_on", sa.Date(), nullable=False),
        sa.Column("version", sa.SmallInteger(), nullable=False),
        sa.Column("title_length", sa.Integer(), nullable=False),
        sa.Column("body_length", sa.Integer(), nullable=False),
        sa.Column("themes_length", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_training_entries"),
        sa.UniqueConstraint("guild_id", "link_key", name="uq_training_entries_guild_id_link_key"),
        sqlite_autoincrement=True,
    )
    for last in ("spelled", "known_on"):
        name = f"ix_training_entries_guild_id_state_{last}"
        op.create_index(name, "training_entries", ["guild_id", "state", last])
    op.create_table(
        "training_deadlines",
        sa.Column("id", KEY, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("entry_number", KEY, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("label", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_number"],
            ["training_entries.number"],
            name="fk_training_deadlines_entry_number_training_entries",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_training_deadlines"),
        sa.UniqueConstraint("entry_number", "due_on", "label", name="uq_training_deadlines_entry_number_due_on_label"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "training_words",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("term", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("title", sa.SmallInteger(), nullable=False),
        sa.Column("body", sa.SmallInteger(), nullable=False),
        sa.Column("themes", sa.SmallInteger(), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["number"],
            ["training_entries.number"],
            name="fk_training_words_number_training_entries",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("number", "term", name="pk_training_words"),
    )
    op.create_index("ix_training_words_term_weight_number", "training_words", ["term", "weight", "number"])
    op.create_table(
        "training_starts",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("word", SPELLED, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["number"],
            ["training_entries.number"],
            name="fk_training_starts_number_training_entries",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("number", "word", name="pk_training_starts"),
    )
    op.create_index("ix_training_starts_guild_id_word_number", "training_starts", ["guild_id", "word", "number"])
    op.create_table(
        "training_vocabularies",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", name="pk_training_vocabularies"),
    )
    op.create_table(
        "training_changes",
        sa.Column("id", KEY, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("entry_number", KEY, nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_number"],
            ["training_entries.number"],
            name="fk_training_changes_entry_number_training_entries",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_training_changes"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_training_changes_entry_number_id", "training_changes", ["entry_number", "id"])
    op.create_index("ix_training_changes_member_id", "training_changes", ["member_id"])


def downgrade() -> None:
    for table in ("changes", "vocabularies", "starts", "words", "deadlines", "entries"):
        op.drop_table(f"training_{table}")
