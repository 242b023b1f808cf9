"""Events, each time they take place, who comes, what they are told, and where they stand elsewhere."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "feeds",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("used_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feeds")),
        sa.UniqueConstraint("digest", name=op.f("uq_feeds_digest")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("feeds", schema=None) as batch_op:
        batch_op.create_index("ix_feeds_guild_id_member_id", ["guild_id", "member_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_feeds_member_id"), ["member_id"], unique=False)

    op.create_table(
        "reminder_plans",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("member_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("leads", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "member_id", name=op.f("pk_reminder_plans")),
    )
    with op.batch_alter_table("reminder_plans", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reminder_plans_member_id"), ["member_id"], unique=False)

    op.create_table(
        "events",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("schedule_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("typed_when", sa.String(length=200), nullable=False),
        sa.Column("typed_until", sa.String(length=200), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("about", sa.String(length=1000), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("map_link", sa.String(length=300), nullable=False),
        sa.Column("online_link", sa.String(length=300), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("cost", sa.String(length=200), nullable=False),
        sa.Column("pay", sa.String(length=200), nullable=False),
        sa.Column("access", sa.String(length=200), nullable=False),
        sa.Column("reminders", sa.String(length=60), nullable=False),
        sa.Column("role_id", sa.BigInteger(), nullable=True),
        sa.Column("shows_names", sa.Boolean(), nullable=False),
        sa.Column("is_mirrored", sa.Boolean(), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=True),
        sa.Column("contact_id", sa.BigInteger(), nullable=True),
        sa.Column("uid", sa.String(length=40), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("follows_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["follows_id"], ["events.id"], name=op.f("fk_events_follows_id_events"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["schedule_id"], ["schedules.id"], name=op.f("fk_events_schedule_id_schedules"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
        sa.UniqueConstraint("uid", name=op.f("uq_events_uid")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.create_index("ix_events_guild_id_state", ["guild_id", "state"], unique=False)
        batch_op.create_index("ix_events_schedule_id", ["schedule_id"], unique=False)
        batch_op.create_index("ix_events_state_changed_at", ["state", "changed_at"], unique=False)

    op.create_table(
        "event_hosts",
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_event_hosts_event_id_events"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", "member_id", name=op.f("pk_event_hosts")),
    )
    with op.batch_alter_table("event_hosts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_hosts_member_id"), ["member_id"], unique=False)

    op.create_table(
        "occurrences",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("original", sa.String(length=19), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=True),
        sa.Column("about", sa.String(length=1000), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=True),
        sa.Column("map_link", sa.String(length=300), nullable=True),
        sa.Column("online_link", sa.String(length=300), nullable=True),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("is_posted", sa.Boolean(), nullable=False),
        sa.Column("shown", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_occurrences_event_id_events"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occurrences")),
        sa.UniqueConstraint("event_id", "original", name=op.f("uq_occurrences_event_id_original")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("occurrences", schema=None) as batch_op:
        batch_op.create_index("ix_occurrences_guild_id_starts_at", ["guild_id", "starts_at"], unique=False)
        batch_op.create_index("ix_occurrences_state_ends_at", ["state", "ends_at"], unique=False)

    op.create_table(
        "event_messages",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("occurrence_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=True),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["occurrence_id"],
            ["occurrences.id"],
            name=op.f("fk_event_messages_occurrence_id_occurrences"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_messages")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "feedback_given",
        sa.Column("occurrence_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["occurrence_id"],
            ["occurrences.id"],
            name=op.f("fk_feedback_given_occurrence_id_occurrences"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("occurrence_id", "member_id", name=op.f("pk_feedback_given")),
    )
    with op.batch_alter_table("feedback_given", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feedback_given_member_id"), ["member_id"], unique=False)

    op.create_table(
        "feedback_totals",
        sa.Column("occurrence_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("answer", sa.String(length=16), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["occurrence_id"],
            ["occurrences.id"],
            name=op.f("fk_feedback_totals_occurrence_id_occurrences"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("occurrence_id", "answer", name=op.f("pk_feedback_totals")),
    )
    op.create_table(
        "feedback_waiting",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("occurrence_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("answer", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["occurrence_id"],
            ["occurrences.id"],
            name=op.f("fk_feedback_waiting_occurrence_id_occurrences"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_waiting")),
    )
    with op.batch_alter_table("feedback_waiting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feedback_waiting_occurrence_id"), ["occurrence_id"], unique=False)

    op.create_table(
        "mirrors",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("occurrence_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("scheduled_event_id", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("written", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["occurrence_id"], ["occurrences.id"], name=op.f("fk_mirrors_occurrence_id_occurrences"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mirrors")),
        sa.UniqueConstraint("occurrence_id", name=op.f("uq_mirrors_occurrence_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("mirrors", schema=None) as batch_op:
        batch_op.create_index("ix_mirrors_scheduled_event_id", ["scheduled_event_id"], unique=False)

    op.create_table(
        "signups",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("occurrence_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=True),
        sa.Column("guest", sa.String(length=80), nullable=True),
        sa.Column("answer", sa.String(length=8), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offer_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_asked", sa.Boolean(), nullable=False),
        sa.Column("attended", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["occurrence_id"], ["occurrences.id"], name=op.f("fk_signups_occurrence_id_occurrences"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signups")),
        sa.UniqueConstraint("occurrence_id", "member_id", name=op.f("uq_signups_occurrence_id_member_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("signups", schema=None) as batch_op:
        batch_op.create_index("ix_signups_member_id", ["member_id"], unique=False)
        batch_op.create_index(
            "ix_signups_occurrence_id_answer_answered_at", ["occurrence_id", "answer", "answered_at"], unique=False
        )
        batch_op.create_index("ix_signups_offer_until", ["offer_until"], unique=False)

    op.create_table(
        "access_needs",
        sa.Column("signup_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.ForeignKeyConstraint(
            ["signup_id"], ["signups.id"], name=op.f("fk_access_needs_signup_id_signups"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("signup_id", name=op.f("pk_access_needs")),
    )
    op.create_table(
        "event_notices",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("occurrence_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("token", sa.String(length=20), nullable=False),
        sa.Column("message_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["event_messages.id"],
            name=op.f("fk_event_notices_message_id_event_messages"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["occurrence_id"],
            ["occurrences.id"],
            name=op.f("fk_event_notices_occurrence_id_occurrences"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_notices")),
        sa.UniqueConstraint(
            "occurrence_id",
            "member_id",
            "kind",
            "token",
            name=op.f("uq_event_notices_occurrence_id_member_id_kind_token"),
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("event_notices", schema=None) as batch_op:
        batch_op.create_index("ix_event_notices_member_id", ["member_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("event_notices", schema=None) as batch_op:
        batch_op.drop_index("ix_event_notices_member_id")

    op.drop_table("event_notices")
    op.drop_table("access_needs")
    with op.batch_alter_table("signups", schema=None) as batch_op:
        batch_op.drop_index("ix_signups_offer_until")
        batch_op.drop_index("ix_signups_occurrence_id_answer_answered_at")
        batch_op.drop_index("ix_signups_member_id")

    op.drop_table("signups")
    with op.batch_alter_table("mirrors", schema=None) as batch_op:
        batch_op.drop_index("ix_mirrors_scheduled_event_id")

    op.drop_table("mirrors")
    with op.batch_alter_table("feedback_waiting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_feedback_waiting_occurrence_id"))

    op.drop_table("feedback_waiting")
    op.drop_table("feedback_totals")
    with op.batch_alter_table("feedback_given", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_feedback_given_member_id"))

    op.drop_table("feedback_given")
    op.drop_table("event_messages")
    with op.batch_alter_table("occurrences", schema=None) as batch_op:
        batch_op.drop_index("ix_occurrences_state_ends_at")
        batch_op.drop_index("ix_occurrences_guild_id_starts_at")

    op.drop_table("occurrences")
    with op.batch_alter_table("event_hosts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_hosts_member_id"))

    op.drop_table("event_hosts")
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.drop_index("ix_events_state_changed_at")
        batch_op.drop_index("ix_events_schedule_id")
        batch_op.drop_index("ix_events_guild_id_state")

    op.drop_table("events")
    with op.batch_alter_table("reminder_plans", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reminder_plans_member_id"))

    op.drop_table("reminder_plans")
    with op.batch_alter_table("feeds", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_feeds_member_id"))
        batch_op.drop_index("ix_feeds_guild_id_member_id")

    op.drop_table("feeds")
