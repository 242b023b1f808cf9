"""Words of a story where people read them: covered where it matters, in pieces that fit a message, as written."""

from __future__ import annotations

import re
import secrets
from typing import Final

from discord.utils import escape_mentions

from bot.rebuilding import ENDINGS

MOST_ALT: Final = 1024
"""Characters that Discord takes of what a picture shows."""

PICTURE: Final = "picture"
_TYPES: Final = {PICTURE: "image/webp", "sound": "audio/ogg"}

_MARKS = re.compile(r"[\\*_~`|\[\]<>]")
_AT_A_START = re.compile(r"^([ \t]*)([#-])", re.MULTILINE)
"""What Discord takes for a sign anywhere, and at the start of a line. discord.py's own list spoils empty lines."""


def plain(text: str) -> str:
    """Show a text as it was written: its marks stay marks, and it calls nobody."""
    return _AT_A_START.sub(r"\1\\\2", _MARKS.sub(r"\\\g<0>", escape_mentions(text)))


def brief(text: str, most: int) -> str:
    """Show a text as it was written, or its beginning where it would be longer than so many characters."""
    shown, kept = plain(text), len(text)
    while len(shown) > most:
        kept = max(0, kept - max(1, (len(shown) - most) // 2))
        shown = plain(text[:kept].rstrip()) + "…"
    return shown


def fold(text: str) -> str:
    """Cover a text, as it was written, until somebody presses on it."""
    return f"||{plain(text)}||"


def divide(text: str, most: int) -> list[str]:
    """Divide a text that is longer than `most` characters once folded, as near to its middle as there is a gap."""
    text = text.strip()
    if len(fold(text)) <= most:
        return [text] if text else []
    middle = len(text) // 2
    cuts = [text.rfind(gap, middle // 2, middle) for gap in ("\n\n", "\n", " ")]
    cut = next((found for found in cuts if found > 0), middle)
    return [*divide(text[:cut], most), *divide(text[cut:], most)]


def new_name(kind: str) -> str:
    """Draw a name by chance for a picture or a sound."""
    return secrets.token_hex(8) + ENDINGS[_TYPES[kind]]
