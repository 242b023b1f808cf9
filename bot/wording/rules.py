"""What a message may hold, shipped or an installation's own: text, variables, choices and nouns."""

from collections.abc import Collection, Iterator

from fluent.syntax import ast

from bot.errors import Invalid
from bot.wording.nearest import nearest
from bot.wording.nouns import FORMS


def variables_of(message: ast.Message | ast.Term) -> frozenset[str]:
    """Give the names of the variables that the message takes, in whichever of its choices they stand."""
    return frozenset(node.id.name for node in _walk(message) if isinstance(node, ast.VariableReference))


def check_variables(message: ast.Message, expected: Collection[str]) -> None:
    """Raise Invalid unless the message takes exactly the expected variables."""
    taken = variables_of(message)
    for name in sorted(taken - set(expected)):
        raise Invalid("wording-unknown-variable", name=name, known=", ".join(sorted(expected)))
    for name in sorted(set(expected) - taken):
        raise Invalid("wording-missing-variable", name=name)


def check_message(message: ast.Message, nouns: Collection[str]) -> None:
    """Raise Invalid unless the message has text, and nothing but text, variables, choices and known nouns."""
    if message.value is None:
        raise Invalid("wording-empty")
    if message.attributes:
        raise Invalid("wording-not-plain", part=f".{message.attributes[0].id.name}")
    for node in _walk(message):
        match node:
            case ast.TermReference():
                _check_noun(node, nouns)
            case ast.FunctionReference() | ast.MessageReference():
                raise Invalid("wording-not-plain", part=node.id.name)


def _check_noun(reference: ast.TermReference, nouns: Collection[str]) -> None:
    """Raise Invalid unless the noun is known and is asked for in a form that it has."""
    noun = f"-{reference.id.name}"
    if noun not in nouns:
        raise Invalid("wording-unknown-noun", noun=noun, nearest=nearest(noun, nouns))
    for form in _forms_asked(reference):
        if form not in FORMS:
            raise Invalid("wording-unknown-form", form=form, nearest=nearest(form, FORMS))


def _forms_asked(reference: ast.TermReference) -> list[str]:
    """Give what stands in `(form: "many")`; an argument of another name counts as a form that no noun has."""
    named = reference.arguments.named if reference.arguments else []
    return [str(item.value.parse()["value"]) if item.name.name == "form" else item.name.name for item in named]


def _walk(node: ast.BaseNode) -> Iterator[ast.BaseNode]:
    yield node
    for value in vars(node).values():
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.BaseNode):
                yield from _walk(child)
