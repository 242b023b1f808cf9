"""Announcements with their files and posts, and whether they need a second organiser."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("guilds") as table:
        table.add_column(sa.Column("announcements_need_two", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("guilds") as table:
        table.alter_column("announcements_need_two", server_default=None)
    op.create_table(
        "announcements",
        sa.Column("id", KEY, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.String(length=8), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.Column("typed_when", sa.String(length=200), nullable=False),
        sa.Column("schedule_id", KEY, nullable=True),
        sa.Column("mentions", sa.String(length=8), nullable=False),
        sa.Column("role_id", sa.BigInteger(), nullable=True),
        sa.Column("publishes", sa.Boolean(), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=True),
        sa.Column("approved_by", sa.BigInteger(), nullable=True),
        sa.Column("contact_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["schedule_id"], ["schedules.id"], name=op.f("fk_announcements_schedule_id_schedules"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcements")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_announcements_guild_id_state", "announcements", ["guild_id", "state"])
    op.create_index("ix_announcements_state_changed_at", "announcements", ["state", "changed_at"])
    op.create_index("ix_announcements_schedule_id", "announcements", ["schedule_id"])
    _create_parts()


def _create_parts() -> None:
    op.create_table(
        "announcement_files",
        sa.Column("id", KEY, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("announcement_id", KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("alt", sa.String(length=300), nullable=False),
        sa.Column("address", sa.String(length=1000), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        *_of_announcement("announcement_files", "position"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "announcement_posts",
        sa.Column("id", KEY, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("announcement_id", KEY, nullable=False),
        sa.Column("original", sa.String(length=19), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=True),
        sa.Column("text", sa.String(length=4000), nullable=True),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_down_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_publish_asked", sa.Boolean(), nullable=False),
        sa.Column("shows_contact", sa.Boolean(), nullable=False),
        *_of_announcement("announcement_posts", "original"),
        sqlite_autoincrement=True,
    )


def _of_announcement(table: str, named_by: str) -> list[sa.Constraint]:
    foreign = op.f(f"fk_{table}_announcement_id_announcements")
    return [
        sa.ForeignKeyConstraint(["announcement_id"], ["announcements.id"], name=foreign, ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("announcement_id", named_by, name=op.f(f"uq_{table}_announcement_id_{named_by}")),
    ]


def downgrade() -> None:
    op.drop_table("announcement_posts")
    op.drop_table("announcement_files")
    op.drop_table("announcements")
    with op.batch_alter_table("guilds") as table:
        table.drop_column("announcements_need_two")
