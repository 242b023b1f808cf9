"""Changes of consents are seen from the next intake on; readers' reports stand with each of their reasons."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

FLAGS = ("has_arrived", "has_ended")


def upgrade() -> None:
    with op.batch_alter_table("story_consents") as table:
        for flag in FLAGS:
            table.add_column(sa.Column(flag, sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("story_consents") as table:
        for flag in FLAGS:
            table.alter_column(flag, server_default=None)
    _make_reports("story_key", "reason")


def downgrade() -> None:
    _make_reports("story_key")
    op.execute(sa.text("DELETE FROM story_consents WHERE has_ended"))
    with op.batch_alter_table("story_consents") as table:
        for flag in FLAGS:
            table.drop_column(flag)


def _make_reports(*keys: str) -> None:
    """Make the table of reports anew: what stands in it, stands until moderators look, and readers can tell again."""
    op.drop_table("story_reports")
    op.create_table(
        "story_reports",
        sa.Column("story_key", sa.String(length=22), nullable=False),
        sa.Column("reason", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["story_key"], ["stories.key"], "fk_story_reports_story_key_stories", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint(*keys, name="pk_story_reports"),
        sqlite_with_rowid=False,
    )
