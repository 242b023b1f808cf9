"""Made-up stories, sent through the real rules, in place of sealed words: what is sealed is judged elsewhere."""

from datetime import date
from typing import Any

from bot.services import stories as rules
from bot.services.stories import SealedFile, Sent
from tests.services.people import GUILD, NOW, Do

TODAY: date = NOW.date()


def sent(number: int = 0, **others: Any) -> Sent:
    told: dict[str, Any] = {
        "guild_id": GUILD,
        "lookup_id": f"{number:032x}",
        "public_key": b"public",
        "locked_key": b"locked",
        "about": b"about",
        "parts": [b"words"],
        "files": [],
        "consents": {"library": 1},
        "is_alone_fine": False,
    }
    return Sent(**{**told, **others})


async def send(do: Do, number: int = 0, *, today: date = TODAY, **others: Any) -> str:
    """Send a story; give its key."""
    key: str = await do(rules.record_sent, sent=sent(number, **others), today=today)
    return key


async def take_in(do: Do, guild_id: int = GUILD) -> int:
    count: int = await do(rules.take_in, guild_id=guild_id, now=NOW)
    return count


def picture(content: bytes = b"a picture", alt: bytes = b"what it shows") -> SealedFile:
    return SealedFile("picture", content, alt)
