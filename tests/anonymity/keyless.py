"""T9: without the key file no draft opens and no hold is anybody's. With it both are so, which is said."""

from __future__ import annotations

import hmac
from dataclasses import replace
from datetime import date
from hashlib import blake2b, sha256
from itertools import chain
from typing import TYPE_CHECKING

from bot.services import sealing
from bot.services.sealing import CannotOpen
from bot.services.story_keys import HoldKey, KeyPair, StoryKeys, new_keys
from tests.anonymity.members import SHORT, read
from tests.anonymity.rows import Row
from tests.anonymity.world import GUILD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tests.anonymity.held import Held
    from tests.anonymity.living import Lived

SIZE = sealing.KEY_SIZE
CONFIG = (b"", b"kettle", b"stories.db", b"stories", str(GUILD).encode(), b"data")
"""What a settings file says that a key could be made of."""

TRIED = 3
"""Drafts at which every key is tried: one that opens none of them opens none."""


def leaky_keys(salt: bytes) -> StoryKeys:
    """Make keys as a twin does: of what stands in the database."""
    from nacl.public import PrivateKey  # noqa: PLC0415 as where keys are made

    private = PrivateKey(sha256(salt).digest())
    pair = KeyPair(1, bytes(private.public_key), bytes(private))
    return replace(new_keys(), review=(pair,), holds=(HoldKey(1, sha256(salt).digest(), date(2026, 1, 5)),))


def candidates(held: Held) -> set[bytes]:
    """Give every key that could be made of what stands in the database and the settings."""
    found = set(CONFIG)
    for table, column in (("story_facts", "value"), ("stories", "lookup_id"), ("stories", "public_key")):
        for row in held.tables[table]:
            found |= {each for each in read(row[column]) if len(each) <= SHORT}
    for row in held.tables["stories"]:
        found |= {row["locked_key"][place : place + SIZE] for place in (0, 24, 40)}
    return found | set(_digests(found))


def _digests(found: Iterable[bytes]) -> Iterator[bytes]:
    for each in found:
        yield from (sha256(each).digest(), blake2b(each, digest_size=SIZE).digest())


def opened(held: Held, keys: Iterable[bytes]) -> int:
    """Count the drafts that any of these keys opens."""
    sealed = [row["sealed"] for row in held.tables["story_parts"] if row["place"]]
    fitting = [key for key in keys if len(key) == SIZE]
    working = [key for key in fitting if any(_opens(each, key) for each in sealed[:TRIED])]
    return sum(any(_opens(each, key) for key in working) for each in sealed)


def _opens(sealed: bytes, key: bytes) -> bool:
    try:
        sealing.open_text(sealed, {sealing.key_number(sealed): key})
    except CannotOpen:
        return False
    return True


def joined(lived: Lived, held: Held, keys: Iterable[bytes]) -> int:
    """Count the holds that come out as a member's, by any of these keys and every way to write who is meant."""
    tags = {row["tag"] for row in held.tables["holds"]}
    ways = [
        [f"hold:{GUILD}:{member}".encode(), f"{GUILD}:{member}".encode(), str(member).encode()]
        for member in lived.world.members
    ]
    made = {hmac.digest(key, way, "sha256").hex() for key in keys for way in chain.from_iterable(ways)}
    return len(tags & made)


def rows(kept: tuple[Lived, Held], leaky: tuple[Lived, Held]) -> list[Row]:
    """Try all keys on both; the twin's keys are made of its salt."""
    mine, twin = candidates(kept[1]), candidates(leaky[1])
    drafts, holds = len(kept[1].tables["story_parts"]), len(kept[1].tables["holds"])
    closed, unknown = with_key_file(*kept)
    read_here, joined_here = opened(kept[1], mine), joined(*kept, mine)
    return [
        Row("T9 drafts that open without the key file", read_here, 0, opened(leaky[1], twin), drafts),
        Row("T9 holds that are somebody's without it", joined_here, 0, joined(*leaky, twin), holds),
        # What is said of the key file is true: it tells all. The same keys without it are the twin.
        Row("T9 drafts that the key file leaves closed", closed, 0, drafts - read_here, drafts),
        Row("T9 holds that the key file leaves unknown", unknown, 0, holds - joined_here, holds),
    ]


def with_key_file(lived: Lived, held: Held) -> tuple[int, int]:
    """Say what the key file beside the database leaves unknown: drafts that stay closed, holds that are nobody's."""
    keys = lived.keys
    privates = [*keys.review_privates().values(), *keys.publication_privates().values()]
    sealed = [row["sealed"] for row in held.tables["story_parts"]]
    closed = sum(not any(_opens(each, private) for private in privates) for each in sealed)
    holds = len(held.tables["holds"])
    return closed, holds - joined(lived, held, [each.key for each in keys.holds])
