"""What members ask in their own words is answered on the first page, the same on both databases."""

from pathlib import Path

import pytest

from db.session import Database
from tests.conftest import postgres_database
from tests.services.training_questions import QUESTIONS, ask_all, find_entry, precision_at_5

ENOUGH = 0.9
"""The mean share of a first page that answers."""


async def test_nine_tenths_of_what_first_pages_show_answer_and_both_databases_show_the_same(
    sqlite_url: str, postgres_folder: Path
) -> None:
    async with postgres_database(postgres_folder) as postgres_url:
        answers = []
        for url in (sqlite_url, postgres_url):
            database = Database(url)
            await database.open()
            answers.append(await ask_all(database))
            await database.close()
    assert answers[0] == answers[1]
    assert precision_at_5(answers[0]) >= ENOUGH
    assert all(answer.shown for answer in answers[0])


def test_there_are_sixty_questions_and_a_name_that_fits_no_entry_is_a_mistake() -> None:
    assert len(QUESTIONS) == 60
    with pytest.raises(LookupError):
        find_entry(("No such title", ""), [])
