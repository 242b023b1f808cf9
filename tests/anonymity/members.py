"""T4: nothing in the stories' database holds a member's id, plain or digested. T4b: it has no place for one."""

from __future__ import annotations

import base64
import binascii
from contextlib import suppress
from hashlib import blake2b, md5, sha1, sha256
from typing import TYPE_CHECKING, Any

from db import models
from db.base import MemberId, StoryBase
from db.models.deliveries import Delivery
from tests.anonymity.rows import Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from tests.anonymity.held import Held
    from tests.anonymity.living import Lived

DIGESTS: tuple[Callable[[bytes], bytes], ...] = (
    lambda told: md5(told).digest(),  # noqa: S324 an attacker tries what others use
    lambda told: sha1(told).digest(),  # noqa: S324 the same
    lambda told: sha256(told).digest(),
    lambda told: blake2b(told).digest(),
    lambda told: blake2b(told, digest_size=32).digest(),
)
START = 8
"""Bytes of a digest by which it is found: who shortens one keeps these."""

SHORT = 200
"""Characters or bytes of a value in which a digest may stand at any place; in what is longer, ids are looked for."""


def rows(name: str, kept: tuple[Lived, Held], leaky: tuple[Lived, Held]) -> list[Row]:
    """Count the values that give a member away."""
    return [Row(f"T4 values that hold a member{name}", count(*kept), 0, count(*leaky), of(kept[1]))]


def of(held: Held) -> int:
    return sum(1 for _ in held.values())


def count(lived: Lived, held: Held) -> int:
    return count_of(lived.world.members, held)


def count_of(members: Sequence[int], held: Held) -> int:
    """Count the values that are, or hold, an id or a digest of one; and the ids in the bytes of the files."""
    plain = [form for member in members for form in forms(member)]
    starts: dict[bytes, list[bytes]] = {}
    for form in plain:
        starts.setdefault(form[:START], []).append(form)
    digests = set(digested(members, salts(held)))
    readings = [[*read(value)] for _, value in held.values()]
    raw = b"".join([held.raw, held.log, *(each for found in readings for each in found if len(each) > SHORT)])
    return sum(form in raw for form in plain) + sum(
        any(_has(each, starts, digests) for each in found) for found in readings
    )


def _has(value: bytes, starts: Mapping[bytes, Sequence[bytes]], digests: set[bytes]) -> bool:
    """Say whether one of these stands at any place of a short value; long ones are looked through all at once."""
    if len(value) > SHORT:
        return False
    for place in range(len(value) - START + 1):
        start = value[place : place + START]
        if start in digests or any(value.startswith(form, place) for form in starts.get(start, ())):
            return True
    return False


def forms(member: int) -> list[bytes]:
    """Write an id as text, as hexadecimal text, in base64, as bytes of either order, and as SQLite writes a key."""
    text, raw = str(member).encode(), member.to_bytes(8, "big")
    coded = [base64.b64encode(each).rstrip(b"=") for each in (text, raw, raw[::-1])]
    return [text, b"%x" % member, text.hex().encode(), raw, raw[::-1], varint(member), *coded]


def varint(number: int) -> bytes:
    """Write a number as SQLite writes the key of a row: seven bits in each byte, and all eight of a ninth.

    In a column a number stands as eight bytes, the largest first; an id is too large for the shorter ways.
    """
    if number >= 1 << 56:
        high = number >> 8
        return bytes(0x80 | high >> 7 * place & 0x7F for place in range(7, -1, -1)) + bytes([number & 0xFF])
    size = max(1, -(-number.bit_length() // 7))
    return bytes((0x80 if place else 0) | number >> 7 * place & 0x7F for place in range(size - 1, -1, -1))


def salts(held: Held) -> set[bytes]:
    """Give every short value that stands once for all, or in a story's own row, as it is and as the bytes it writes."""
    found = {b""}
    for table in ("story_facts", "stories"):
        for row in held.tables[table]:
            for value in row.values():
                found |= {each for each in read(value) if len(each) <= SHORT}
    return found


def digested(members: Iterable[int], found: Iterable[bytes]) -> Iterator[bytes]:
    """Give the beginnings of unkeyed digests of ids, with each salt before and after."""
    written = [form for member in members for form in (str(member).encode(), member.to_bytes(8, "big"))]
    for salt in found:
        for form in written:
            for told in (salt + form, form + salt) if salt else (form,):
                yield from (digest(told)[:START] for digest in DIGESTS)


def read(value: Any) -> Iterator[bytes]:
    """Give a value as bytes, and what it writes in hexadecimal or base64."""
    if value is None or isinstance(value, bool):
        return
    if isinstance(value, bytes):
        yield value
        return
    text = str(value).encode()
    yield text
    with suppress(binascii.Error, ValueError):
        yield bytes.fromhex(text.decode())
    with suppress(binascii.Error, ValueError):
        yield base64.urlsafe_b64decode(text + b"=" * (-len(text) % 4))


def places_for_members(types: Sequence[type], names: Iterable[str]) -> int:
    """Count columns that hold a person, by their type or their name."""
    return sum(issubclass(each, MemberId) for each in types) + sum(
        "member" in each or "author_" in each for each in names
    )


def rows_of_columns(leaky: Held) -> list[Row]:
    """T4b: no column of the stories' tables is for a person, and no delivery names one of those tables."""
    models.load()
    columns = [column for table in StoryBase.metadata.sorted_tables for column in table.columns]
    names = [column.name for column in columns if column.name != "for_author"]
    kept = places_for_members([type(column.type) for column in columns], [n for n in names if n != "is_from_author"])
    twin = places_for_members([], leaky.tables["beside"][0])
    shared = StoryBase.metadata.tables.keys() & Delivery.metadata.tables.keys()
    return [Row("T4b columns for a person, tables shared with deliveries", kept + len(shared), 0, twin, len(columns))]
