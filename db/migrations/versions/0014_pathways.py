"""Where members are in peer work, the steps they shared, and what is told of them for a week."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "pathway_stages",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("member_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("stage", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "member_id", name="pk_pathway_stages"),
    )
    op.create_index("ix_pathway_stages_member_id", "pathway_stages", ["member_id"])
    op.create_table(
        "pathway_routes",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("member_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("step", sa.String(length=24), nullable=False),
        sa.Column("length", sa.String(length=8), nullable=False),
        sa.Column("helps", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "member_id", "step", name="pk_pathway_routes"),
    )
    op.create_index("ix_pathway_routes_member_id", "pathway_routes", ["member_id"])
    op.create_table(
        "pathway_totals",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "week", name="pk_pathway_totals"),
    )


def downgrade() -> None:
    for table in ("totals", "routes", "stages"):
        op.drop_table(f"pathway_{table}")
