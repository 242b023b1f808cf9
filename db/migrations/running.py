"""What both databases' `env.py` do: run Alembic on the connection that is given, in the transaction it is in."""

from alembic import context
from sqlalchemy import MetaData

from db import models
from db.migrations.drafts import plain_type


def run(metadata: MetaData) -> None:
    """Run what Alembic was asked for, on these tables."""
    models.load()
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=metadata,
        render_as_batch=True,
        render_item=plain_type,
    )
    with context.begin_transaction():
        context.run_migrations()
