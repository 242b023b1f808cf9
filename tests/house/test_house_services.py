"""The caller begins, the service works, leaving the block commits; Discord is spoken to outside the block."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

from tests.house.source import Source, at, called, product

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SERVICES = "bot/services/"
OWNED_BY_THE_CALLER = {"begin", "begin_nested", "close", "commit", "read", "rollback"}
NO_RULE = {"bot/services/statements.py"}
"""What the rules share: statements, told which table they are for."""

SPEAKS = {
    "add_roles", "answer", "defer", "delete", "edit", "edit_message", "fetch_channel", "fetch_member",
    "report", "send", "send_message", "send_modal", "tell",
}  # fmt: skip
"""What waits for Discord: discord.py's own, and our `answer`, `tell` and `report`."""


def session_calls(found: Iterable[Source]) -> list[str]:
    """Give every place where a service begins, ends or opens what belongs to its caller."""
    return [
        at(source, node, called(node))
        for source in found
        if source.path.startswith(SERVICES)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and called(node).rpartition(".")[2] in OWNED_BY_THE_CALLER
    ]


def misshapen(found: Iterable[Source]) -> list[str]:
    """Give every rule that takes its session, or anything after it, in another way than the others."""
    return [
        at(source, node, node.name)
        for source in found
        if source.path.startswith(SERVICES) and source.path not in NO_RULE
        for node in source.tree.body
        if isinstance(node, ast.AsyncFunctionDef) and not node.name.startswith("_") and not has_the_shape(node)
    ]


def has_the_shape(node: ast.AsyncFunctionDef) -> bool:
    return [argument.arg for argument in (*node.args.posonlyargs, *node.args.args)] == ["session"]


def blocks(source: Source) -> Iterator[ast.AsyncWith]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.AsyncWith) and any("db.begin()" in ast.unparse(item) for item in node.items):
            yield node


def spoken_inside(found: Iterable[Source]) -> list[str]:
    """Give every call inside a transaction that would hold the one writer until Discord answers."""
    return [
        at(source, node, called(node.value))
        for source in found
        for block in blocks(source)
        for node in ast.walk(block)
        if isinstance(node, ast.Await)
        and isinstance(node.value, ast.Call)
        and called(node.value).rpartition(".")[2] in SPEAKS
    ]


def test_no_rule_begins_commits_or_closes() -> None:
    assert session_calls(product()) == []


def test_every_rule_takes_the_session_first_and_the_rest_by_name() -> None:
    assert misshapen(product()) == []


def test_nothing_waits_for_discord_inside_a_transaction() -> None:
    assert spoken_inside(product()) == []


def test_there_are_transactions_to_look_at() -> None:
    assert any(list(blocks(source)) for source in product())


@pytest.mark.parametrize("call", ["session.commit()", "session.rollback()", "db.begin()", "self.db.read()"])
def test_a_service_that_takes_what_is_the_callers_is_found(call: str) -> None:
    assert session_calls([Source("bot/services/planted.py", call)]) == [f"bot/services/planted.py:1 {call[:-2]}"]


@pytest.mark.parametrize("signature", ["session, now", "now, session", "*, session", "session, /, member_id"])
def test_a_rule_of_another_shape_is_found(signature: str) -> None:
    assert misshapen([Source("bot/services/planted.py", f"async def record(session_, {signature}): ...")])
    assert misshapen([Source("bot/services/planted.py", "async def record(session, *, now): ...")]) == []


def test_a_send_inside_a_transaction_is_found_and_one_after_it_is_not() -> None:
    block = "async def f():\n  async with bot.db.begin() as session:\n    row = await find(session)\n"
    assert spoken_inside([Source("cogs/planted.py", block + "    await channel.send(row)\n")])
    assert spoken_inside([Source("cogs/planted.py", block + "  await channel.send(row)\n")]) == []


def asked_of_the_main_database(found: Iterable[Source]) -> list[str]:
    """Give every rule about stories whose name has it called with the main database, which has none of their tables."""
    return [
        at(source, node, node.name)
        for source in found
        if source.path.startswith(SERVICES) and "db.models.stories" in source.text
        for node in ast.walk(source.tree)
        if isinstance(node, ast.AsyncFunctionDef) and node.name in {"export_member", "erase_member", "purge"}
    ]


def test_no_rule_about_stories_is_asked_of_the_main_database() -> None:
    assert asked_of_the_main_database(product()) == []


def test_a_rule_about_stories_that_would_be_asked_of_the_main_database_is_found() -> None:
    wrong = Source("bot/services/story_made_up.py", "from db.models.stories import Hold\nasync def purge(): ...\n")
    assert len(asked_of_the_main_database([wrong])) == 1
