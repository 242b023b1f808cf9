"""T7: of 30 files that carry marks wherever a file can hide something, none has one left when it was made anew."""

from __future__ import annotations

from bot.rebuilding.__main__ import rebuild
from tests.anonymity.rows import Row
from tests.frame.marked_files import marked_files


def rows() -> list[Row]:
    """Make every file anew; a twin passes on what it gets."""
    files = [make() for make in marked_files()]
    left = sum(bool(each.left_in(rebuild(each.content).content)) for each in files)
    twin = sum(bool(each.left_in(each.content)) for each in files)
    return [Row("T7 files with a mark left", left, 0, twin, len(files))]
