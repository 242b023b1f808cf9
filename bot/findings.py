"""What `kettle check` found: each thing is ok, or there is something to do."""

from typing import NamedTuple

from bot.wording import Wording


class Finding(NamedTuple):
    """One line of the report."""

    is_ok: bool
    text: str


def ok(words: Wording, message_id: str, **variables: str | int) -> Finding:
    """Say that a thing is as it should be."""
    return Finding(is_ok=True, text=words(message_id, **variables))


def to_do(words: Wording, message_id: str, **variables: str | int) -> Finding:
    """Say what is not as it should be and what to do."""
    return Finding(is_ok=False, text=words(message_id, **variables))
