"""`kettle check`: looks at all that an installation needs, and changes nothing."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from bot.checking_discord import look_at_discord
from bot.endings import say_database
from bot.errors import SettingsProblem
from bot.findings import Finding, ok, to_do
from bot.keys import NAME, key_problem
from bot.settings_file import find_config
from bot.story_keys import NAME as STORIES
from bot.story_keys import story_keys_problem
from bot.wording import Wording
from db.engines import file_of, parse
from db.migrations import revisions, stored_revision
from db.problems import DatabaseProblem

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from sqlalchemy import URL

    from bot.settings import Settings


async def look(settings: Settings) -> AsyncIterator[Finding]:
    """Look at one thing after another, from the nearest to the farthest."""
    words = Wording()
    file = find_config()
    yield ok(words, "cli-check-settings", file=str(file)) if file else ok(words, "cli-check-no-file")
    yield look_at_wording(settings)
    yield look_at_folder(words, settings.data_dir)
    yield look_at_key(words, settings.data_dir)
    yield look_at_story_keys(words, settings.data_dir)
    yield await look_at_database(words, settings.database_url)
    async for finding in look_at_discord(words, settings.discord):
        yield finding


def look_at_wording(settings: Settings) -> Finding:
    """Read the installation's own wording, as the bot does at start."""
    try:
        words = Wording(settings.locale, settings.wording_dir)
    except SettingsProblem as problem:
        return Finding(is_ok=False, text=str(problem))
    return ok(words, "cli-check-wording", locale=settings.locale)


def look_at_folder(words: Wording, folder: Path) -> Finding:
    """See whether the data folder is there and can be written."""
    if not folder.is_dir():
        return to_do(words, "cli-check-no-folder", folder=str(folder))
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        return to_do(words, "cli-data-dir", folder=str(folder))
    return ok(words, "cli-check-folder", folder=str(folder))


def look_at_key(words: Wording, folder: Path) -> Finding:
    """See whether the key file is there, whole, and its owner's alone."""
    problem, file = key_problem(folder), str(folder / NAME)
    return to_do(words, f"cli-check-key-{problem}", file=file) if problem else ok(words, "cli-check-key", file=file)


def look_at_story_keys(words: Wording, folder: Path) -> Finding:
    """See whether the key file of stories is as it should be: without it nobody can share one."""
    problem, file = story_keys_problem(folder), str(folder / STORIES)
    message_id = f"cli-check-stories-{problem or 'fine'}"
    return to_do(words, message_id, file=file) if problem else ok(words, message_id, file=file)


async def look_at_database(words: Wording, address: str) -> Finding:
    """See whether the database can be reached, can be written, and how old it is."""
    try:
        message_id = await _state_of(parse(address))
    except DatabaseProblem as problem:
        return Finding(is_ok=False, text=say_database(words, problem.kind))
    return ok(words, message_id)


async def _state_of(url: URL) -> str:
    """Give the id of the words for a database that can be used; DatabaseProblem for any other."""
    stored, known = await stored_revision(url), revisions()
    file = file_of(url)
    if file and file.exists() and not os.access(file, os.W_OK):
        raise DatabaseProblem("readonly")
    if stored is None:
        return "cli-check-database-new"
    if stored not in known:
        raise DatabaseProblem("newer")
    return "cli-check-database" if stored == known[-1] else "cli-check-database-older"
