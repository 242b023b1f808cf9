"""The rebuilding worker: a short process of its own, so that no file from outside is ever decoded in the bot.

It reads one file on standard input. It writes one line and the rebuilt file: `picture image/webp 640 480` (width and
height) or `sound audio/ogg 12` (seconds). For a file that it does not take, the line alone: `refused too-long`.
This module is what both sides know; it imports no decoder.
"""

from dataclasses import dataclass

MOST_BYTES = 10 << 20
"""Of a file as it comes, and as it goes: Discord takes no larger one from a bot."""

NOT_WELCOME, BROKEN, TOO_LARGE = "not-welcome", "broken", "too-large"
TOO_LONG, TOO_MANY_PIXELS = "too-long", "too-many-pixels"
REASONS = frozenset({NOT_WELCOME, BROKEN, TOO_LARGE, TOO_LONG, TOO_MANY_PIXELS})
"""All that the worker ever says about a file that it does not take."""

REFUSED = "refused"
ENDINGS = {"image/webp": ".webp", "audio/ogg": ".ogg"}
"""The one type of each kind that comes out, with the end of its file's name."""


class Refusal(Exception):
    """This file is not taken. `reason` is one of REASONS."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Made:
    """A file made anew: `measures` are a picture's width and height, or a sound's seconds."""

    kind: str
    content_type: str
    measures: tuple[int, ...]
    content: bytes
