"""What Alembic runs. The connection is given, and is already in the one transaction that holds all."""

from alembic import context

from db import models
from db.base import Base
from db.migrations.drafts import plain_type

models.load()
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=plain_type,
)
with context.begin_transaction():
    context.run_migrations()
