"""What Alembic runs for the stories' database."""

from db.base import StoryBase
from db.migrations.running import run

run(StoryBase.metadata)
