"""Code and wording fit: what is named exists, with its variables; what exists is named; and no words are in code."""

from __future__ import annotations

import re
import time
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

import pytest
from discord import app_commands
from fluent.syntax import FluentParser
from fluent.syntax import ast as fluent

from bot.app import COGS, create_bot
from bot.errors import Invalid
from bot.settings import Settings
from bot.wording import FIRST, SHIPPED, Wording
from bot.wording.kinds import DISCORD_LIMITS, MESSAGE, kind_of
from bot.wording.nouns import LONGEST, with_all_forms
from bot.wording.rules import check_message, check_variables
from tests.house.shipped import FEATURES, LOCALES, renderings, sources, values
from tests.house.source import ROOT, Source, product
from tests.house.spoken import Said, own_words_in, said_in, said_in_templates

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MEMBER = 123456789012345678
WORDS = Wording()


@cache
def said() -> list[Said]:
    return [each for source in product() for each in said_in(source)] + list(said_in_templates())


@cache
def meant_by(shape: str) -> list[str]:
    ids = WORDS.ids()
    return [shape] if shape in ids else [message_id for message_id in ids if Said("", shape).means(message_id)]


def meant(each: Said) -> list[str]:
    return meant_by(each.shape)


def unknown(found: list[Said]) -> list[str]:
    return [f"{each.place} {each.shape}" for each in found if not meant(each)]


def misfits(found: list[Said]) -> list[str]:
    return [
        f"{each.place} {message_id} takes {sorted(WORDS.variables(message_id))}"
        for each in found
        if each.variables is not None
        for message_id in meant(each)
        if WORDS.variables(message_id) != each.variables
    ]


def described(commands: list[Any], path: str = "") -> Iterator[str]:
    """The ids of the descriptions of commands, of what is below them and of their options."""
    for command in commands:
        if isinstance(command, app_commands.ContextMenu):
            continue
        own = f"{path}-{command.name}"
        yield f"command{own}"
        if isinstance(command, app_commands.Group):
            yield from described(list(command.commands), own)
        else:
            yield from (f"command{own}-option-{option.name}" for option in command.parameters)


@pytest.fixture
async def commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setenv("KETTLE_DATA_DIR", str(tmp_path))
    bot = create_bot(Settings.load(ROOT / "config.example.toml"))
    for module in iter_modules(import_module(COGS).__path__):
        await bot._load(import_module(f"{COGS}.{module.name}"))
    return list(described(bot.tree.get_commands()))


@pytest.mark.parametrize("locale", LOCALES)
def test_every_file_is_fluent_from_its_first_line_to_its_last(locale: str) -> None:
    for path in (SHIPPED / locale).glob("*.ftl"):
        entries = FluentParser().parse(path.read_text(encoding="utf-8")).body
        assert not [(path.name, entry.content) for entry in entries if isinstance(entry, fluent.Junk)]


@pytest.mark.parametrize("locale", LOCALES)
def test_every_message_is_plain_fluent_and_stands_once_in_its_features_file(locale: str) -> None:
    nouns = [source.id for source in sources() if source.id.startswith("-")]
    seen: set[str] = set()
    for source in sources(locale):
        assert source.id not in seen
        seen.add(source.id)
        if isinstance(source.entry, fluent.Term):
            with_all_forms(source.entry)
            assert source.path.stem == "terms"
        else:
            check_message(source.entry, nouns)
            check_variables(source.entry, WORDS.variables(source.id))
            assert source.id.startswith((f"{source.path.stem}-", "command-", "privacy-kept-", "deliveries-about-"))


def test_every_message_that_is_named_exists() -> None:
    assert not unknown(said())


def test_every_message_is_given_the_variables_it_takes() -> None:
    assert not misfits(said())


async def test_every_message_is_named_somewhere(commands: list[str]) -> None:
    named = {message_id for each in said() for message_id in meant(each)} | set(commands)
    assert not sorted(WORDS.ids() - named)


async def test_every_command_and_option_has_a_description_and_each_description_its_command(
    commands: list[str],
) -> None:
    assert {message_id for message_id in WORDS.ids() if kind_of(message_id) == "command"} == set(commands)


def test_no_words_are_in_code() -> None:
    spoken = [source for source in product() if not source.path.startswith("db/")]
    assert not [found for source in spoken for found in own_words_in(source)]


@pytest.mark.parametrize("member", [MEMBER, str(MEMBER), f"<@{MEMBER}>"])
def test_an_id_is_never_split_by_commas_nor_wrapped_in_marks(member: str | int) -> None:
    for message_id in sorted(WORDS.ids()):
        shown = WORDS(message_id, **dict.fromkeys(WORDS.variables(message_id), member))
        assert shown.replace("\n", "").isprintable(), message_id
        assert "123,456" not in shown, message_id
        assert "\u2068" not in shown, message_id


def test_a_message_that_shows_its_variable_shows_it_whole() -> None:
    for source in sources():
        if not source.id.startswith("-") and (taken := WORDS.variables(source.id)) and not values(source):
            assert str(MEMBER) in WORDS(source.id, **dict.fromkeys(taken, MEMBER)), source.id


@pytest.mark.parametrize("locale", LOCALES)
def test_a_shipped_locale_says_every_message(locale: str) -> None:
    assert {source.id for source in sources(locale)} == {source.id for source in sources()}


def test_the_longest_nouns_leave_every_text_within_discords_limits(tmp_path: Path) -> None:
    folder = tmp_path / FIRST
    folder.mkdir()
    nouns = [source.id for source in sources() if source.id.startswith("-")]
    (folder / "terms.ftl").write_text(
        "\n".join(f"{noun} = {'n' * LONGEST}\n    .many = {'m' * LONGEST}" for noun in nouns)
    )
    words = Wording(overrides=tmp_path)
    for source in sources():
        limit = DISCORD_LIMITS[kind_of(source.id)]
        if not source.id.startswith("-") and limit < DISCORD_LIMITS[MESSAGE]:
            assert max(len(shown) for shown in renderings(words, source)) <= limit, source.id


def test_a_renamed_noun_leaves_no_trace_of_the_old_one(tmp_path: Path) -> None:
    folder = tmp_path / FIRST
    folder.mkdir()
    (folder / "terms.ftl").write_text("-checkin = pulse\n-story = tale\n")
    words = Wording(overrides=tmp_path)
    for source in sources():
        if not source.id.startswith("-"):
            shown = " ".join(renderings(words, source)).lower()
            beside_commands = re.sub(r"`/[^`]*`", "", shown)
            assert not re.search(r"check-in|\bstor(?:y|ies)\b", beside_commands), source.id


def test_finding_every_message_costs_little_at_start() -> None:
    def seconds() -> float:
        started = time.thread_time()
        Wording()
        return time.thread_time() - started

    assert min(seconds() for _ in range(5)) < 0.06


def module(text: str) -> Source:
    return Source("cogs/sample.py", text)


@pytest.mark.parametrize(
    "slip",
    [
        'words("common-stopp")',
        'raise NotFound("checkins-lost")',
        'LABELS = {"low": "checkins-lo"}',
        'words(f"checkins-no-such-{answer}")',
        'words("common-stop" if late else "common-stopp")',
        'Field("zone", "members-zone-lable", "members-zone-hint")',
    ],
)
def test_a_message_that_does_not_exist_is_found(slip: str) -> None:
    assert unknown(list(said_in(module(slip))))


@pytest.mark.parametrize(
    "slip",
    [
        'words("common-list-last", listed="a")',
        'self.bot.words("common-stop", name="Sam")',
        'words_of(interaction)("common-list-last")',
        'raise Closed("common-list-last", listed="a")',
        'words(f"common-list-{which}", listed="a")',
    ],
)
def test_a_variable_that_is_missing_or_too_many_is_found(slip: str) -> None:
    assert misfits(list(said_in(module(slip))))


@pytest.mark.parametrize(
    "fine",
    [
        'words("common-list-last", listed="a", item="b")',
        "words(error.message_id, **error.variables)",
        'words("common-list-last", **both)',
        'words(f"common-list-{which}", listed="a", item="b")',
        'Field("zone", "members-zone-label", "members-zone-hint")',
        'message_id.startswith("members-")',
    ],
)
def test_a_call_that_fits_is_left_alone(fine: str) -> None:
    found = list(said_in(module(fine)))
    assert not unknown(found)
    assert not misfits(found)


@pytest.mark.parametrize(
    "slip",
    [
        'ui.Button(label="Stop")',
        'ui.TextDisplay("Thank you")',
        'await channel.send("Thank you, it is saved.")',
        'await channel.send(f"Thank you, {name} is here")',
        'raise Closed("It is too late")',
        'raise SettingsProblem("no such folder")',
        'app_commands.command(description="Help")',
        'LABELS = {"low": "Not so well"}',
    ],
)
def test_words_in_code_are_found(slip: str) -> None:
    assert list(own_words_in(module(slip)))


@pytest.mark.parametrize(
    "fine",
    [
        '"""A module with words."""',
        'LIMIT = 3\n"""How many at most."""',
        'def find(name: "Sequence[str] or None") -> "list of str": ...',
        'log.warning("could not answer", door=door)',
        'raise LookupError(f"no cog speaks for {feature}")',
        'raise Closed("common-stop")',
        'ui.Button(label=words("common-stop"))',
        'app_commands.command(name="checkin", extras={"root": "my"})',
    ],
)
def test_texts_for_programmers_are_left_alone(fine: str) -> None:
    assert not list(own_words_in(module(fine)))


def test_the_pages_of_the_demo_are_read_too() -> None:
    assert "demo" in FEATURES
    assert any(each.place.endswith(".html:1") or ".html:" in each.place for each in said_in_templates())


def test_a_rule_for_messages_refuses_what_the_house_does_not_use() -> None:
    (entry,) = FluentParser().parse("x-y = { x-z }").body
    assert isinstance(entry, fluent.Message)
    with pytest.raises(Invalid):
        check_message(entry, [])
