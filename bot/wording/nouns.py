"""The nouns an installation may rename: `-checkin = pulse` is enough, the other forms follow from it.

A form can be stated where the rule would be wrong: as `.many = pulses`, or as Fluent's own choice on `$form`.
"""

import re

from fluent.syntax import ast

from bot.errors import Invalid
from bot.wording.nearest import nearest

FORMS = ("one", "many", "title", "titles", "a", "a-title")
LONGEST = 20
"""Characters a noun may have: buttons and titles hold it and must stay within Discord's limits."""

_SOUNDS_OPEN = re.compile(r"(?!one|uni|us[eu]|eu)[aeiou]|hour|hono|honest", re.IGNORECASE)
_HISSES = re.compile(r"(s|x|z|ch|sh)$", re.IGNORECASE)
_ENDS_IN_Y = re.compile(r"(?<=[^aeiou])y$", re.IGNORECASE)


def with_all_forms(term: ast.Term) -> ast.Term:
    """Give the term as a choice on `$form` that knows every form; Invalid when it cannot be one."""
    forms = _completed(_written(term))
    if max(len(forms[form]) for form in ("one", "many")) > LONGEST:
        raise Invalid("wording-noun-long", longest=LONGEST)
    variants = [ast.Variant(ast.Identifier(form), _pattern(text), form == "one") for form, text in forms.items()]
    chosen = ast.SelectExpression(ast.VariableReference(ast.Identifier("form")), variants)
    return ast.Term(term.id, ast.Pattern([ast.Placeable(chosen)]))


def _completed(written: dict[str, str]) -> dict[str, str]:
    """Fill in the forms that were not stated, by the rules of English."""
    one = written["one"]
    many = written.get("many", _plural(one))
    article = written.get("a", f"{'an' if _SOUNDS_OPEN.match(one) else 'a'} {one}")
    derived = {
        "many": many,
        "title": _capital(one),
        "titles": _capital(many),
        "a": article,
        "a-title": _capital(article),
    }
    return derived | written


def _written(term: ast.Term) -> dict[str, str]:
    """Give the forms that the term states, by name."""
    match term.value.elements:
        case [ast.Placeable(expression=ast.SelectExpression() as choice)]:
            stated = _variants(choice)
        case _:
            stated = {"one": _text(term.value)}
    stated |= {attribute.id.name: _text(attribute.value) for attribute in term.attributes}
    for form in stated:
        if form not in FORMS:
            raise Invalid("wording-unknown-form", form=form, nearest=nearest(form, FORMS))
    return stated


def _variants(choice: ast.SelectExpression) -> dict[str, str]:
    match choice.selector:
        case ast.VariableReference(id=ast.Identifier(name="form")):
            pass
        case _:
            raise Invalid("wording-noun-plain")
    stated = {_key(variant): _text(variant.value) for variant in choice.variants}
    default = next(_text(variant.value) for variant in choice.variants if variant.default)
    return {"one": default} | stated


def _key(variant: ast.Variant) -> str:
    return variant.key.name if isinstance(variant.key, ast.Identifier) else variant.key.value


def _text(pattern: ast.Pattern) -> str:
    """Give a pattern's plain text on one line; Invalid when it holds anything else or nothing."""
    parts = []
    for element in pattern.elements:
        match element:
            case ast.TextElement(value=text) | ast.Placeable(expression=ast.StringLiteral(value=text)):
                parts.append(text)
            case _:
                raise Invalid("wording-noun-plain")
    text = " ".join("".join(parts).split())
    if not text:
        raise Invalid("wording-empty")
    return text


def _pattern(text: str) -> ast.Pattern:
    return ast.Pattern([ast.TextElement(text)])


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _plural(one: str) -> str:
    if _HISSES.search(one):
        return f"{one}es"
    return _ENDS_IN_Y.sub("ie", one) + "s"
