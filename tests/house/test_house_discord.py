"""What Kettle asks of Discord, and what it shows there: as little as it can, and to whom it should."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

import discord
import pytest

import cogs
from bot.app import Kettle, create_bot
from bot.settings import Settings
from tests.house.source import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

Payload = dict[str, Any]

PRIVILEGED = discord.Intents(members=True, presences=True, message_content=True)
OWNED = {
    "organise": discord.Permissions(manage_events=True),
    "moderate": discord.Permissions(manage_messages=True),
    "setup": discord.Permissions(manage_guild=True),
}
"""Who Discord shows a root to, unless a community says otherwise. All other roots are for members."""

ANYWHERE = {"help", "my", "privacy", "story", "support"}
"""Roots that work in direct messages with the bot too."""

IN_GUILD, IN_DIRECT = discord.AppCommandContext(guild=True), discord.AppCommandContext(guild=True, dm_channel=True)
ROOT_CAP = 8000
"""Characters of names, descriptions and choices that Discord takes for one root with all that is under it."""


@pytest.fixture
def bot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kettle:
    """Give the bot as the example settings build it."""
    monkeypatch.setenv("KETTLE_DATA_DIR", str(tmp_path))
    return create_bot(Settings.load(ROOT / "config.example.toml"))


@pytest.fixture
async def payloads(bot: Kettle) -> list[Payload]:
    """Give what Discord would be told about each root, with every feature loaded."""
    for module in iter_modules(cogs.__path__):
        await bot._load(import_module(f"cogs.{module.name}"))
    return [command.to_dict(bot.tree) for command in bot.tree.get_commands()]


def misplaced(found: Iterable[Payload]) -> list[str]:
    """Give every root that Discord would offer to other people, or in other places, than it should."""
    return [root["name"] for root in found if placing(root) != wanted(root["name"])]


def placing(root: Payload) -> tuple[int | None, list[int], list[int]]:
    permissions = root["default_member_permissions"]
    return None if permissions is None else int(permissions), root["contexts"], root["integration_types"]


def wanted(name: str) -> tuple[int | None, list[int], list[int]]:
    contexts = IN_DIRECT if name in ANYWHERE else IN_GUILD
    owner = OWNED.get(name)
    return owner.value if owner else None, contexts.to_array(), [0]


def size(option: Payload) -> int:
    """Count as Discord does: names, descriptions and the texts of choices, all the way down."""
    texts = [option.get("name", ""), option.get("description", "")]
    texts += [value for value in (option.get("value"),) if isinstance(value, str)]
    inner = [*option.get("options", []), *option.get("choices", [])]
    return sum(map(len, texts)) + sum(map(size, inner))


def oversized(found: Iterable[Payload]) -> list[str]:
    return [f"{root['name']}: {size(root)} characters" for root in found if size(root) >= ROOT_CAP]


def unsaid(found: Iterable[Payload]) -> list[str]:
    """Give every command and option that still has the framework's own placeholder for a description."""
    return [name for root in found for name, said in described(root) if len(said) < 2]


def described(option: Payload, path: str = "") -> Iterator[tuple[str, str]]:
    name = f"{path} {option['name']}".strip()
    if option.get("type") not in {2, 3} or path:
        yield name, option.get("description", "")
    for inner in option.get("options", []):
        yield from described(inner, name)


def test_it_asks_for_three_kinds_of_events_and_no_privileged_one(bot: Kettle) -> None:
    assert bot.intents == discord.Intents(guilds=True, guild_scheduled_events=True, moderation=True)
    assert bot.intents.value & PRIVILEGED.value == 0


def test_it_keeps_no_member_and_no_message_in_memory(bot: Kettle) -> None:
    state = bot._connection
    assert state.member_cache_flags == discord.MemberCacheFlags.none()
    assert state.max_messages is None
    assert state._messages is None
    assert state._chunk_guilds is False


def test_it_mentions_nobody_by_default(bot: Kettle) -> None:
    assert bot.allowed_mentions is not None
    assert bot.allowed_mentions.to_dict() == {"parse": []}


def test_it_answers_no_text_commands(bot: Kettle) -> None:
    assert [command.name for command in bot.commands] == []


async def test_each_root_is_offered_to_whom_and_where_it_should_be(payloads: list[Payload]) -> None:
    assert {"checkin", "my", "support", "help", "privacy", "setup", "organise"} <= {root["name"] for root in payloads}
    assert misplaced(payloads) == []


def test_a_root_for_the_wrong_people_or_places_is_found() -> None:
    member = {"default_member_permissions": None, "contexts": [0], "integration_types": [0]}
    right = [{"name": "checkin", **member}, {"name": "help", **member, "contexts": [0, 1]}]
    organiser = {**member, "default_member_permissions": discord.Permissions(manage_events=True).value}
    assert misplaced([*right, {"name": "organise", **organiser}]) == []
    wrong = [{"name": "organise", **member}, {"name": "checkin", **organiser}, {"name": "help", **member}]
    own = [{"name": "buddy", **member, "integration_types": [0, 1]}, {"name": "buddy", **member, "contexts": [0, 1]}]
    assert misplaced([*wrong, *own]) == ["organise", "checkin", "help", "buddy", "buddy"]


async def test_no_root_is_larger_than_discord_takes(payloads: list[Payload]) -> None:
    assert oversized(payloads) == []


def test_a_root_that_is_too_large_is_found_by_all_that_is_under_it() -> None:
    choice = {"name": "x" * 100, "value": "y" * 100}
    option = {"name": "when", "description": "z" * 96, "choices": [choice] * 25}
    root = {"name": "organise", "description": "", "options": [{"name": "events", "options": [option, option]}]}
    assert size(option) == 5100
    assert oversized([root]) == ["organise: 10214 characters"]
    assert oversized([{**root, "options": []}]) == []


async def test_every_command_and_option_has_a_description(payloads: list[Payload]) -> None:
    assert unsaid(payloads) == []


def test_a_placeholder_for_a_description_is_found() -> None:
    option = {"name": "when", "description": "…", "type": 3}
    assert unsaid([{"name": "ask", "description": "Ask.", "type": 1, "options": [option]}]) == ["ask when"]
