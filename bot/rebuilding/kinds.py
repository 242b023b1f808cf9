"""What a file is, judged by how it begins: its name and the type that came with it prove nothing."""

from bot.rebuilding import NOT_WELCOME, Refusal

PICTURES = frozenset({"JPEG", "PNG", "WEBP"})

_BEGINNINGS = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG", b"OggS": "OGG", b"fLaC": "FLAC"}
_RIFF = {b"WEBP": "WEBP", b"WAVE": "WAV"}
_STILL_BOXES = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"avif", b"avis"}
"""Pictures in the box that sounds come in."""

_TAG = 10
"""Bytes of the head of an ID3 tag, which may stand before an MP3 or a FLAC."""


def kind_of(content: bytes) -> str:
    """Give JPEG, PNG, WEBP, MP3, OGG, FLAC, WAV or M4A; a Refusal for everything else."""
    for beginning, kind in _BEGINNINGS.items():
        if content.startswith(beginning):
            return kind
    found = _boxed(content) or _tagged(content)
    if found is None:
        raise Refusal(NOT_WELCOME)
    return found


def _boxed(content: bytes) -> str | None:
    if content.startswith(b"RIFF"):
        return _RIFF.get(content[8:12])
    return "M4A" if content[4:8] == b"ftyp" and content[8:12] not in _STILL_BOXES else None


def _tagged(content: bytes) -> str | None:
    if not content.startswith(b"ID3"):
        return "MP3" if _starts_frame(content) else None
    return "FLAC" if content[_after_tag(content) :].startswith(b"fLaC") else "MP3"


def _after_tag(content: bytes) -> int:
    """Give where a tag ends: it states its length in four bytes of seven bits."""
    length = 0
    for byte in content[6:_TAG]:
        length = length << 7 | byte & 0x7F
    return _TAG + length


def _starts_frame(content: bytes) -> bool:
    """Eleven bits of ones, then the version and layer III."""
    return len(content) > 1 and content[0] == 0xFF and content[1] & 0xE6 == 0xE2  # noqa: PLR2004 bits of the format
