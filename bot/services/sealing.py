"""What waits is sealed: anyone may seal to a public half, only who has the private half opens it.

A text is padded before it is sealed, so that the length of what is stored tells its size class and no more. What is
sealed begins with the number of the key that it is sealed to, so that older private halves can be kept and found.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

KIB = 1024
CLASSES = (1 * KIB, 4 * KIB, 16 * KIB, 64 * KIB)
"""Bytes of a padded text: the smallest that holds it and the four bytes of its length."""

MEDIA_STEP = 256 * KIB
"""Bytes: what media are padded to a multiple of."""

STORY = 0
"""The number of a story's own key, which has no other before or after it."""

KEY_SIZE = 32

_LENGTH = struct.Struct(">I")
_HEAD = struct.Struct(">BI")
_FORMAT = 1

PrivateHalves: TypeAlias = Mapping[int, bytes]
"""Private halves by the numbers of their keys."""


class CannotOpen(Exception):
    """It is not sealed to a key that was given, or it is not whole. It says nothing of what was tried."""


class PublicHalf(NamedTuple):
    """What is needed to seal: it opens nothing."""

    number: int
    key: bytes


@dataclass(frozen=True)
class StoryPair:
    """A story's key pair as it is stored: only its receipt unlocks the private half."""

    public: PublicHalf
    locked_private: bytes = field(repr=False)


class Twice(NamedTuple):
    """The same words, once for the author and once for the reviewers."""

    for_author: bytes
    for_review: bytes


def seal(content: str | bytes, to: PublicHalf) -> bytes:
    """Seal a text, or bytes no longer than one, in its size class; ValueError if the largest does not hold it."""
    return _sealed(pad_text(_bytes(content)), to)


def seal_media(content: bytes, to: PublicHalf) -> bytes:
    """Seal a picture or a sound, padded in steps of 256 KiB."""
    return _sealed(pad_media(content), to)


def seal_twice(content: str | bytes, *, story: PublicHalf, review: PublicHalf) -> Twice:
    """Seal a message so that the author and the reviewers can each read it."""
    return Twice(seal(content, story), seal(content, review))


def open_sealed(sealed: bytes, privates: PrivateHalves) -> bytes:
    """Give back what was sealed; CannotOpen if none of the private halves fits, or if it is damaged."""
    from nacl.exceptions import CryptoError  # noqa: PLC0415 only who opens something waits for this import
    from nacl.public import PrivateKey, SealedBox  # noqa: PLC0415 the same

    try:
        private = privates[key_number(sealed)]
        return unpad(SealedBox(PrivateKey(private)).decrypt(sealed[_HEAD.size :]))
    except (CryptoError, KeyError):
        raise CannotOpen from None


def open_text(sealed: bytes, privates: PrivateHalves) -> str:
    """Give back a text that was sealed; CannotOpen as above, or if it is no text."""
    try:
        return open_sealed(sealed, privates).decode()
    except UnicodeDecodeError:
        raise CannotOpen from None


def key_number(sealed: bytes) -> int:
    """Give the number of the key that something is sealed to; CannotOpen if it is nothing that was sealed here."""
    if len(sealed) < _HEAD.size:
        raise CannotOpen
    form, number = _HEAD.unpack_from(sealed)
    if form != _FORMAT:
        raise CannotOpen
    return int(number)


def new_key_pair() -> tuple[bytes, bytes]:
    """Make a key pair: its public half, then its private one."""
    from nacl.public import PrivateKey  # noqa: PLC0415 only who makes keys waits for this import

    private = PrivateKey.generate()
    return bytes(private.public_key), bytes(private)


def new_story_keys(author_secret: bytes) -> StoryPair:
    """Make a story's key pair, its private half locked with what its receipt gives."""
    public, private = new_key_pair()
    return StoryPair(PublicHalf(STORY, public), lock(private, author_secret))


def unlock_story(locked_private: bytes, author_secret: bytes) -> PrivateHalves:
    """Unlock the private half of a story's key; CannotOpen with another story's receipt."""
    return {STORY: unlock(locked_private, author_secret)}


def lock(content: bytes, key: bytes) -> bytes:
    """Lock something with a key of 32 bytes that opens it again."""
    from nacl.secret import SecretBox  # noqa: PLC0415 only who locks something waits for this import

    return bytes(SecretBox(key).encrypt(content))


def unlock(locked: bytes, key: bytes) -> bytes:
    """Give back what was locked; CannotOpen with another key, or if it is damaged."""
    from nacl.exceptions import CryptoError  # noqa: PLC0415 only who opens something waits for this import
    from nacl.secret import SecretBox  # noqa: PLC0415 the same

    try:
        return SecretBox(key).decrypt(locked)
    except CryptoError:
        raise CannotOpen from None


def pad_text(content: bytes) -> bytes:
    """Fill up to the smallest size class that holds it and its length; ValueError beyond the largest."""
    needed = _LENGTH.size + len(content)
    fitting = [size for size in CLASSES if needed <= size]
    if not fitting:
        raise ValueError("too long to be sealed")
    return _filled(content, fitting[0])


def pad_media(content: bytes) -> bytes:
    """Fill up to the next multiple of 256 KiB that holds it and its length."""
    needed = _LENGTH.size + len(content)
    return _filled(content, -(-needed // MEDIA_STEP) * MEDIA_STEP)


def unpad(padded: bytes) -> bytes:
    """Give back what was filled up; CannotOpen if it was not."""
    if len(padded) < _LENGTH.size:
        raise CannotOpen
    end = _LENGTH.size + _LENGTH.unpack_from(padded)[0]
    if end > len(padded):
        raise CannotOpen
    return padded[_LENGTH.size : end]


def _filled(content: bytes, size: int) -> bytes:
    return (_LENGTH.pack(len(content)) + content).ljust(size, b"\0")


def _bytes(content: str | bytes) -> bytes:
    """Write a text as UTF-8; half a letter, which no text can hold, becomes a question mark."""
    return content.encode(errors="replace") if isinstance(content, str) else content


def _sealed(padded: bytes, to: PublicHalf) -> bytes:
    from nacl.public import PublicKey, SealedBox  # noqa: PLC0415 only who seals something waits for this import

    return _HEAD.pack(_FORMAT, to.number) + SealedBox(PublicKey(to.key)).encrypt(padded)
