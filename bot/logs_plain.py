"""The log's last net: only plain values, and nothing in them that looks like an id or a token."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import PurePath
from typing import Any

ID = "[id]"
SECRET = "[secret]"  # noqa: S105 this is what stands in a secret's place

_IDS = re.compile(r"\d{17,}")
_SECRETS = re.compile(
    r"[\w-]{20,}\.[\w-]{5,}\.[\w-]{20,}"  # a bot's token
    r"|(?<=://)[^\s/@]*:[^\s/@]*(?=@)"  # the name and password of an address
    r"|[\w=-]{60,}"  # the token of an interaction or a webhook
)
_SMALLEST_ID = 10**16


def plain(value: Any) -> Any:
    """Give a value as the log may hold it; of anything that is not plain, only its type's name."""
    match value:
        case None | bool():
            return value
        case int() | float():
            return ID if abs(value) >= _SMALLEST_ID else value
        case str() | PurePath() | date() | timedelta():
            return _IDS.sub(ID, _SECRETS.sub(SECRET, str(value)))
        case dict():
            return {plain(key) if isinstance(key, str) else ID: plain(inner) for key, inner in value.items()}
        case list() | tuple():
            return [plain(inner) for inner in value]
    return f"<{type(value).__name__}>"
