"""The project's files, as the house tests read them. A copy without version control reads the same."""

from __future__ import annotations

import ast
import os
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
PRODUCT = ("bot", "cogs", "db")
MIGRATIONS = ("db/migrations/versions/", "db/migrations/stories/versions/")
NOT_OURS = {"__pycache__", "build", "ci-output", "dist", "node_modules"}
"""Folders that tools make; so are those whose name begins with a dot, but for .ci."""


@dataclass(frozen=True)
class Source:
    """One Python file, parsed, with its path from the project's root."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """Its syntax tree."""
        return ast.parse(self.text)

    @property
    def lines(self) -> int:
        """How many lines it has."""
        return len(self.text.splitlines())


def is_ours(folder: str, root: Path, name: str) -> bool:
    """Say whether a folder holds what people wrote."""
    if name == ".ci":
        return True
    if folder == str(root) and name == "data":
        return False  # where an installation keeps its database
    return not (name.startswith(".") or name in NOT_OURS or name.endswith(".egg-info"))


def files(root: Path = ROOT) -> Iterator[Path]:
    """Give every file that people wrote, in order."""
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if is_ours(folder, root, name))
        for name in sorted(names):
            if not name.startswith(".coverage") and name != "config.toml":
                yield Path(folder) / name


@cache
def sources(*folders: str) -> tuple[Source, ...]:
    """Give the Python files of some folders of the project."""
    found = (path.relative_to(ROOT) for path in files() if path.suffix == ".py")
    return tuple(
        Source(path.as_posix(), (ROOT / path).read_text(encoding="utf-8")) for path in found if path.parts[0] in folders
    )


def product() -> tuple[Source, ...]:
    """Give the product's own files, without the migrations, which nobody edits after they ran."""
    return tuple(source for source in sources(*PRODUCT) if not source.path.startswith(MIGRATIONS))


def called(node: ast.Call) -> str:
    """Give the dotted name of what is called, as it is written."""
    return ast.unparse(node.func)


def at(source: Source, node: ast.AST, what: str = "") -> str:
    """Say where something stands, as an editor can jump to it."""
    return f"{source.path}:{getattr(node, 'lineno', 1)} {what}".rstrip()
