"""The receipt is the author of a story: 80 random bits, from which all that opens the story is derived.

Nothing here is stored by us. Who has a receipt has the story, and a receipt that is lost cannot be found again.
"""

from __future__ import annotations

import asyncio
import hmac
import re
import secrets
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from bot.errors import Invalid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base32: no I, L and O, which look like digits, and no U."""

LENGTH, GROUP = 16, 4
SALT_SIZE, SECRET_SIZE, LOOKUP_SIZE = 16, 32, 16
"""Bytes."""

MOST_TYPED = 600
"""Characters in which a receipt is looked for."""

AT_ONCE = 2
"""Derivations at a time: each takes a processor, and the memory of its cost, for as long as it runs."""

_LOOK_ALIKES = str.maketrans("ILO", "110")
_LETTER = f"[{ALPHABET}ILO]"
_BETWEEN = r"[\s.,_-]{0,3}"
_APART = re.compile(r"[^0-9A-Z]+")
_WHOLE = re.compile(rf"{_LETTER}{{{LENGTH}}}")
_WITHIN = re.compile(
    rf"(?<![0-9A-Z])(?=((?:{_LETTER}{{{GROUP}}}{_BETWEEN}){{{LENGTH // GROUP - 1}}}{_LETTER}{{{GROUP}}})(?![0-9A-Z]))"
)
_SHOWN = re.compile(rf"[{ALPHABET}]{{{GROUP}}}(?:-[{ALPHABET}]{{{GROUP}}}){{{LENGTH // GROUP - 1}}}")
_MORE_DASHES = "\u2212\u2043\u30fc"
"""Minus, a bullet, and the long mark of a Japanese keyboard, all typed as dashes."""

Result = TypeVar("Result")


@dataclass(frozen=True)
class Cost:
    """What a derivation costs: argon2id's passes, and its memory in bytes. Another cost finds no earlier story."""

    passes: int = 3
    memory: int = 64 << 20


SHIPPED = Cost()
CHEAP = Cost(passes=1, memory=8 << 10)
"""The least that the library takes, for tests."""


@dataclass(frozen=True)
class Derived:
    """What a receipt opens: `lookup_id` finds the story and is stored with it, `author_secret` never is."""

    lookup_id: str = field(repr=False)
    author_secret: bytes = field(repr=False)


def new_receipt() -> str:
    """Make a receipt as it is shown: four groups of four with dashes."""
    return shown("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))


def shown(receipt: str) -> str:
    """Write the 16 characters of a receipt in groups."""
    return "-".join(receipt[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def find_shown(text: str) -> str | None:
    """Give the receipt that one of our own screens shows in a text, as it is shown; None where there is none."""
    found = _SHOWN.search(text)
    return found[0] if found else None


def read_receipt(typed: str) -> str:
    """Give the 16 characters of the receipt in what somebody typed; Invalid where there is none, or not just one.

    Case, spaces, dashes of every kind, look-alikes and words around it do not matter.
    """
    text = _plain(typed) if len(typed) <= MOST_TYPED else ""
    alone = _APART.sub("", text)
    if _WHOLE.fullmatch(alone):
        return alone.translate(_LOOK_ALIKES)
    found = {_APART.sub("", each).translate(_LOOK_ALIKES): _likeness(each) for each in _candidates(text)}
    best = [receipt for receipt, likeness in found.items() if likeness == max(found.values())]
    if len(best) != 1:
        raise Invalid("stories-receipt-unclear")
    return best[0]


def derive(receipt: str, salt: bytes, cost: Cost = SHIPPED) -> Derived:
    """Derive what a receipt opens, slowly: argon2id of its 16 characters, and from that two independent values."""
    root = stretch(receipt, salt, cost)
    return Derived(
        lookup_id=hkdf(root, b"kettle story lookup", LOOKUP_SIZE).hex(),
        author_secret=hkdf(root, b"kettle story author", SECRET_SIZE),
    )


def stretch(words: str, salt: bytes, cost: Cost) -> bytes:
    """Make 32 bytes of a receipt or a passphrase by argon2id; each guess at it costs the same."""
    from nacl.pwhash import argon2id  # noqa: PLC0415 only who has a receipt waits for this import

    return argon2id.kdf(SECRET_SIZE, words.encode(), salt, opslimit=cost.passes, memlimit=cost.memory)


def hkdf(key: bytes, info: bytes, size: int, *, salt: bytes = b"") -> bytes:
    """Derive `size` bytes from a key for the one use that `info` names (RFC 5869 with SHA-256)."""
    extracted = hmac.digest(salt or bytes(32), key, "sha256")
    block, made = b"", b""
    for number in range(1, -(-size // 32) + 1):
        block = hmac.digest(extracted, block + info + bytes([number]), "sha256")
        made += block
    return made[:size]


class Receipts:
    """Derives in threads, two at a time and in the order of asking: presses of others are answered meanwhile."""

    def __init__(self, cost: Cost = SHIPPED) -> None:
        self.cost = cost
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="receipts")

    async def derive(self, receipt: str, salt: bytes) -> Derived:
        """Derive what a receipt opens, off the event loop."""
        return await self.in_turn(lambda: derive(receipt, salt, self.cost))

    async def in_turn(self, slow: Callable[[], Result]) -> Result:
        """Do what is as slow as a derivation, such as trying a passphrase, when its turn comes."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, slow)

    def close(self) -> None:
        """Let go of the threads; what waits for one is not done any more."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def _plain(typed: str) -> str:
    """Write what was typed in capitals, plain digits and plain dashes; what cannot be seen is left out."""
    letters = (letter for letter in unicodedata.normalize("NFKC", typed) if unicodedata.category(letter) != "Cf")
    return "".join("-" if _is_dash(letter) else letter for letter in letters).upper()


def _is_dash(letter: str) -> bool:
    return unicodedata.category(letter) == "Pd" or letter in _MORE_DASHES


def _candidates(text: str) -> Iterator[str]:
    """Give everything that has the shape of a receipt; words of four letters beside it may make more than one."""
    return (match[1] for match in _WITHIN.finditer(text))


def _likeness(found: str) -> tuple[int, int]:
    """Say how much it looks like a receipt and not like words: by its dashes, then by its groups with a digit."""
    groups = [group for group in _APART.split(found) if any(letter.isdigit() for letter in group)]
    return found.count("-"), len(groups)
