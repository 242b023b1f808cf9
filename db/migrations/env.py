"""What Alembic runs for the main database."""

from db.base import Base
from db.migrations.running import run

run(Base.metadata)
