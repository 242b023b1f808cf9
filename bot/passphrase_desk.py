"""`kettle passphrase`: strict mode on, off, or with another passphrase, at the keyboard of whoever runs Kettle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import Invalid
from bot.services.passphrases import clear_passphrase, set_passphrase
from bot.services.sealing import CannotOpen
from bot.statuses import Ending, Status
from bot.story_keys import change_story_keys, read_story_keys
from bot.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def serve(folder: Path, *, is_off: bool, say: Callable[[str], None], ask: Callable[[str], str]) -> None:
    """Change the key file of stories; Ending says why that cannot be. What is typed is never said back."""
    words, keys = Wording(), read_story_keys(folder)
    if keys is None:
        raise Ending(Status.FAILED, words("cli-passphrase-no-keys"))
    if is_off and not keys.is_strict:
        say(words("cli-passphrase-is-off"))
        return
    old = ask(words("cli-passphrase-old")) if keys.is_strict else None
    new = None if is_off else _ask_new(words, ask)
    try:
        if new is None:
            change_story_keys(folder, lambda found: clear_passphrase(found, old))
        else:
            change_story_keys(folder, lambda found: set_passphrase(found, new, old=old))
    except CannotOpen:
        raise Ending(Status.FAILED, words("cli-passphrase-wrong")) from None
    except Invalid as error:
        raise Ending(Status.FAILED, words(error.message_id, **error.variables)) from None
    except OSError:
        raise Ending(Status.FAILED, words("cli-passphrase-unwritten")) from None
    say(words("cli-passphrase-off" if new is None else "cli-passphrase-on"))


def _ask_new(words: Wording, ask: Callable[[str], str]) -> str:
    """Ask twice: nobody sees what they type."""
    new = ask(words("cli-passphrase-new"))
    if ask(words("cli-passphrase-again")) != new:
        raise Ending(Status.FAILED, words("cli-passphrase-differs"))
    return new
