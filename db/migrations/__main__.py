"""The short process that migrates: `python -m db.migrations`, with the database's address on standard input.

For whoever writes a migration, `python -m db.migrations draft thanks` writes the next file. With `stories` before all
else it is about the stories' own database.
"""

import asyncio
import sys
import traceback
from pathlib import Path

from db.migrations import FOLDER, STORIES
from db.migrations.drafts import draft
from db.migrations.upgrades import migrate
from db.problems import DatabaseProblem


def main(arguments: list[str], folder: Path = FOLDER) -> int:
    """Migrate, or draft. Say a problem's kind on standard output; of other errors, frames and type alone."""
    if arguments[:1] == [STORIES.name]:
        folder, arguments = STORIES, arguments[1:]
    if arguments[:1] == ["draft"]:
        draft(arguments[1], folder)
        return 0
    try:
        asyncio.run(migrate(sys.stdin.read(), folder))
    except DatabaseProblem as problem:
        sys.stdout.write(problem.kind)
        return 1
    except Exception as error:  # noqa: BLE001 the last door of this process
        traceback.print_tb(error.__traceback__)
        sys.stderr.write(f"{type(error).__qualname__}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
