"""`kettle passphrase`: strict mode is turned on, changed and off; what goes wrong changes nothing, nothing is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.services.passphrases import unlock_review
from bot.settings import Settings
from bot.statuses import Status
from bot.story_keys import NAME, StoryKeys, read_story_keys
from bot.wording import Wording

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("own_logging")

WORDS = Wording()
FIRST, SECOND = "seven green kettles sing", "three blue mugs wait here"


@pytest.fixture(autouse=True)
def installed(own_folder: Path) -> None:
    assert not list(own_folder.iterdir())
    assert CliRunner().invoke(app, ["init"]).exit_code == Status.OK


def kettle(*lines: str, options: tuple[str, ...] = ()) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["passphrase", *options], input="".join(f"{line}\n" for line in lines))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    assert not any(line and line in result.output for line in lines)
    return result.exit_code, result.output


def keys() -> StoryKeys:
    found = read_story_keys(Settings.load().data_dir)
    assert found is not None
    return found


def test_it_is_turned_on_changed_and_off() -> None:
    code, said = kettle(FIRST, FIRST)
    assert (code, WORDS("cli-passphrase-on") in said) == (Status.OK, True)
    assert len(unlock_review(keys(), FIRST)) == 2
    assert kettle(FIRST, SECOND, SECOND)[0] == Status.OK
    assert unlock_review(keys(), SECOND)
    code, said = kettle(SECOND, options=("--off",))
    assert (code, WORDS("cli-passphrase-off") in said) == (Status.OK, True)
    assert not keys().is_strict
    code, said = kettle(options=("--off",))
    assert (code, WORDS("cli-passphrase-is-off") in said) == (Status.OK, True)


@pytest.mark.parametrize(
    ("lines", "message_id"), [((FIRST, SECOND), "cli-passphrase-differs"), (("wee mug", "wee mug"), "")]
)
def test_what_cannot_be_set_changes_nothing(lines: tuple[str, ...], message_id: str) -> None:
    before = keys()
    code, said = kettle(*lines)
    expected = WORDS(message_id) if message_id else WORDS("stories-passphrase-short", count=12)
    assert (code, expected in said) == (Status.FAILED, True)
    assert keys() == before


def test_another_passphrase_opens_nothing() -> None:
    kettle(FIRST, FIRST)
    for lines, options in (((SECOND, FIRST, FIRST), ()), ((SECOND,), ("--off",))):
        code, said = kettle(*lines, options=options)  # type: ignore[arg-type] # none or one
        assert (code, WORDS("cli-passphrase-wrong") in said) == (Status.FAILED, True)
    assert unlock_review(keys(), FIRST)


def test_without_a_key_file_or_where_it_cannot_be_written_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    from bot import story_keys  # noqa: PLC0415 one of its names is put off for a moment

    def refuse(*_: object) -> None:
        raise PermissionError

    with monkeypatch.context() as patch:
        patch.setattr(story_keys, "write_story_keys", refuse)
        assert WORDS("cli-passphrase-unwritten") in kettle(FIRST, FIRST)[1]
    (Settings.load().data_dir / NAME).unlink()
    assert WORDS("cli-passphrase-no-keys") in kettle()[1]
