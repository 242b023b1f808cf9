"""What the code says: which messages it names, with which variables, and what it says in words of its own."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from jinja2 import Environment, nodes

from tests.house.shipped import FEATURES
from tests.house.source import ROOT, Source, at, called, files

SPEAKS = re.compile(r"(?:^|\.)_?(?:words|say)$|^words_of\(|\.for_locale\(")
"""Calls whose first argument is a message id and whose keywords are its variables; so are the kinds of UserError."""

REFUSALS = {"UserError", "NotFound", "NotAllowed", "Closed", "TooSoon", "Invalid"}

_ID = re.compile(rf"(?:{'|'.join(sorted(FEATURES))})-[\w\[\]+-]+")
ANY = "[a-z0-9_-]+"


@dataclass(frozen=True)
class Said:
    """A message id in the code, or the shape of several, and the variables it is given where that can be read."""

    place: str
    shape: str
    variables: frozenset[str] | None = None

    def means(self, message_id: str) -> bool:
        return re.fullmatch(self.shape, message_id) is not None


def shapes(node: ast.AST) -> list[str]:
    """The ids an expression may be: a literal, a literal with parts to fill in, or either of two."""
    match node:
        case ast.IfExp():
            found = shapes(node.body) + shapes(node.orelse)
        case ast.Constant(value=str(text)):
            found = [text]
        case ast.JoinedStr(values=parts):
            found = ["".join(part.value if isinstance(part, ast.Constant) else ANY for part in parts)]
        case _:
            found = []
    return [shape for shape in found if _ID.fullmatch(shape)]


def said_in(source: Source) -> Iterator[Said]:
    """Every message that a module names."""
    tree = source.tree
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and _speaks(node):
            named = frozenset(keyword.arg or "**" for keyword in node.keywords)
            variables = None if "**" in named else named
            yield from (Said(at(source, node), shape, variables) for shape in shapes(node.args[0]))
        elif isinstance(node, ast.Constant | ast.JoinedStr) and id(node) not in parts:
            yield from (Said(at(source, node), shape) for shape in shapes(node))


def _speaks(node: ast.Call) -> bool:
    return bool(SPEAKS.search(called(node))) or called(node).split(".")[-1] in REFUSALS


def said_in_templates() -> Iterator[Said]:
    """Every message that a page of the demo names."""
    for path in files(ROOT / "bot"):
        if path.suffix != ".html":
            continue
        for call in Environment(autoescape=True).parse(path.read_text(encoding="utf-8")).find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == "words":
                shape = _template_shape(call.args[0])
                variables = frozenset(keyword.key for keyword in call.kwargs)
                yield Said(f"{path.relative_to(ROOT)}:{call.lineno}", shape, variables)


def _template_shape(node: nodes.Node) -> str:
    if isinstance(node, nodes.Concat):
        return "".join(_template_shape(part) for part in node.nodes)
    return str(node.value) if isinstance(node, nodes.Const) else ANY


SHOWN = {"content", "description", "help", "label", "placeholder", "text", "title", "topic"}
"""Keywords whose text a person reads, one word of it or many."""

UNSEEN = re.compile(r"^(?:log|logger|_log|structlog\.\w+)\.|^re\.|\.execute$|^(?:cast|TypeVar|warnings\.\w+)$")
"""Calls whose text nobody in Discord or at the keyboard reads: log lines, patterns, statements."""

NOT_SHOWN = {
    "bot/logs.py": "log lines are for the operator's own tools",
    "bot/logs_trace.py": "the same",
    "bot/services/contacts.py": "the words of the contacts' file, which people check by hand",
    "bot/services/days.py": "the words that a person may type",
    "bot/services/rhythms.py": "the same",
    "bot/services/times.py": "the same",
    "bot/services/training_texts.py": "the words of the catalogue's file, and those that a person may type",
    "bot/settings_file.py": "patterns for what the TOML reader says",
    "bot/demo/pages.py": "headers for the browser",
    "bot/demo/window.py": "marks in the preview's page, and headers",
}
"""Modules that hold texts of several words which nobody is shown, with what they are."""

EXAMPLES = {
    "your bot's token",
    "organise announce",
    "organise event",
    "organise checkins",
    "organise checkins schedule",
    "organise training",
}
"""A value as it would stand in a settings file, and the paths of a group and of a command."""

_WORDS = re.compile(r"[A-Za-z']{2,}[,.:;!?]? +[A-Za-z']+")


def own_words_in(source: Source) -> Iterator[str]:
    """Every text in a module that a person might read and that is not in the wording."""
    tree = source.tree
    hidden = set(_hidden(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in hidden:
            if _WORDS.search(node.value) and source.path not in NOT_SHOWN and node.value not in EXAMPLES:
                yield at(source, node, node.value[:60])
        elif isinstance(node, ast.keyword) and node.arg in SHOWN and _is_a_word(node.value):
            yield at(source, node.value, ast.unparse(node))


def _is_a_word(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value[:1].isupper()


def _hidden(tree: ast.AST) -> Iterator[int]:
    """The texts that are for programmers: docstrings, annotations, log lines, what a bug raises."""
    for node in ast.walk(tree):
        match node:
            case ast.Expr(value=ast.Constant()):
                yield id(node.value)
            case ast.arg(annotation=ast.expr() as part) | ast.AnnAssign(annotation=part):
                yield from _ids(part)
            case ast.FunctionDef(returns=ast.expr() as part) | ast.AsyncFunctionDef(returns=ast.expr() as part):
                yield from _ids(part)
            case ast.Call() if UNSEEN.search(called(node)):
                yield from _ids(node)
            case ast.Raise(exc=ast.Call() as call) if called(call).split(".")[-1] not in REFUSALS | {"SettingsProblem"}:
                yield from _ids(call)


def _ids(node: ast.AST) -> Iterator[int]:
    return (id(part) for part in ast.walk(node))
