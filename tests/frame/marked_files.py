"""Pictures and sounds made up for the tests, and 30 that carry marks wherever a file can hide something."""

from __future__ import annotations

import io
import math
import random
import struct
import zipfile
import zlib
from array import array
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import av
from PIL import Image, ImageCms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

GPS, GPS_LATITUDE, GPS_AREA, MAKER_NOTE, ORIENTATION = 0x8825, 2, 28, 0x927C, 0x0112
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
TYPES = ("JPEG", "PNG", "WEBP")
SOUNDS = {
    "MP3": ("mp3", "libmp3lame"),
    "OGG": ("ogg", "libvorbis"),
    "OPUS": ("ogg", "libopus"),
    "FLAC": ("flac", "flac"),
    "WAV": ("wav", "pcm_s16le"),
    "M4A": ("ipod", "aac"),
}


@dataclass(frozen=True)
class Marked:
    """A file, where its marks were put, and the marks."""

    name: str
    content: bytes
    marks: tuple[bytes, ...]

    def left_in(self, content: bytes) -> list[bytes]:
        """Give the marks that can be found in some bytes, as text of either width."""
        return [mark for mark in self.marks if mark in content or wide(mark) in content]


def wide(mark: bytes) -> bytes:
    return b"\0".join(mark[place : place + 1] for place in range(len(mark)))


def noise(size: int, seed: int = 1) -> bytes:
    return random.Random(seed).randbytes(size)  # noqa: S311 the same noise every time


def painting(seed: int = 0, size: tuple[int, int] = (64, 48), mode: str = "RGB") -> Image.Image:
    """Paint soft hills of many colours."""
    chance = random.Random(seed)  # noqa: S311 the same picture every time
    small = Image.frombytes("RGB", (8, 6), chance.randbytes(8 * 6 * 3))
    return small.resize(size, Image.Resampling.BICUBIC).convert(mode)


def saved(image: Image.Image, kind: str, **tags: Any) -> bytes:
    written = io.BytesIO()
    image.save(written, kind, **tags)
    return written.getvalue()


def sound(kind: str, seconds: float = 0.5, rate: int = 48_000, **tags: str) -> bytes:
    """Give a tone of one channel."""
    written, (form, codec) = io.BytesIO(), SOUNDS[kind]
    options = {"id3v2_version": "0"} if kind == "MP3" and not tags else {}
    with av.open(written, "w", format=form, container_options=options) as target:
        target.metadata.update(tags)
        stream = target.add_stream(codec, rate=rate, layout="mono")
        assert isinstance(stream, av.AudioStream)
        samples = array("h", (round(9000 * math.sin(place / 17)) for place in range(round(seconds * rate))))
        frame = av.AudioFrame(format="s16", layout="mono", samples=len(samples))
        frame.sample_rate = rate
        frame.planes[0].update(samples.tobytes())
        target.mux(stream.encode(frame))
        target.mux(stream.encode(None))
    return written.getvalue()


def film() -> bytes:
    written = io.BytesIO()
    with av.open(written, "w", format="mp4") as target:
        stream = target.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        heard = target.add_stream("aac", rate=48_000, layout="mono")
        for place in range(3):
            target.mux(stream.encode(av.VideoFrame.from_image(painting(place)).reformat(format="yuv420p")))
        target.mux(stream.encode(None))
        silence = av.AudioFrame(format="s16", layout="mono", samples=4800)
        silence.sample_rate = 48_000
        target.mux(heard.encode(silence))
        target.mux(heard.encode(None))
    return written.getvalue()


def png_of(width: int, height: int) -> bytes:
    """Give a small file that says it is a large picture."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(1 << 20))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in parts
    )


def archive(text: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        packed.writestr("inside.txt", text)
    return written.getvalue()


def chunk(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def _segment(jpeg: bytes, mark: int, body: bytes) -> bytes:
    return jpeg[:2] + bytes([0xFF, mark]) + struct.pack(">H", len(body) + 2) + body + jpeg[2:]


def _id3(**frames: bytes) -> bytes:
    body = b"".join(name.encode() + struct.pack(">IH", len(text), 0) + text for name, text in frames.items())
    size = bytes(len(body) >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x03\x00\x00" + size + body


def _exif(mark: bytes) -> Image.Exif:
    exif = Image.Exif()
    exif[0x010E] = mark.decode()
    exif[MAKER_NOTE] = mark
    exif.get_ifd(GPS).update({1: "N", GPS_LATITUDE: (51.0, 30.0, 12345.0), GPS_AREA: mark})
    return exif


def _cover(mark: bytes) -> bytes:
    return saved(painting(1), "JPEG", comment=mark)


def _flac_block(content: bytes, mark: bytes) -> bytes:
    """Put a picture behind the first block, which says how the samples are stored."""
    cover = _cover(mark)
    body = struct.pack(">II10sIIIIII", 3, 10, b"image/jpeg", 0, 64, 48, 24, 0, len(cover)) + cover
    return content[:42] + b"\x06" + len(body).to_bytes(3, "big") + body + content[42:]


def _jpeg(seed: int, **tags: Any) -> bytes:
    return saved(painting(seed), "JPEG", **tags)


PICTURES: dict[str, Callable[[int, bytes], bytes]] = {
    **{
        f"{kind} exif and gps": lambda seed, mark, kind=kind: saved(painting(seed), kind, exif=_exif(mark))
        for kind in TYPES
    },
    **{f"{kind} trailer": lambda seed, mark, kind=kind: saved(painting(seed), kind) + mark for kind in TYPES},
    **{f"{kind} archive": lambda seed, mark, kind=kind: saved(painting(seed), kind) + archive(mark) for kind in TYPES},
    **{
        f"{kind} xmp": lambda seed, mark, kind=kind: saved(painting(seed), kind, xmp=b"<x:xmpmeta>" + mark)
        for kind in ("JPEG", "WEBP")
    },
    **{
        f"{kind} profile": lambda seed, mark, kind=kind: saved(painting(seed), kind, icc_profile=PROFILE + mark)
        for kind in ("JPEG", "WEBP")
    },
    "JPEG comment": lambda seed, mark: _jpeg(seed, comment=mark),
    "JPEG iptc": lambda seed, mark: _segment(_jpeg(seed), 0xED, b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x20" + mark),
    "JPEG thumbnail": lambda seed, mark: _segment(_jpeg(seed), 0xE0, b"JFXX\0\x10" + _cover(mark)),
    "JPEG second picture": lambda seed, mark: saved(
        painting(seed), "MPO", save_all=True, append_images=[painting(seed + 1)], comment=mark
    ),
    "PNG text": lambda seed, mark: saved(painting(seed), "PNG", pnginfo=_png_text(mark)),
}
HEARD: dict[str, Callable[[int, bytes], bytes]] = {
    **{f"{kind} tags": lambda _, mark, kind=kind: sound(kind, title=mark.decode()) for kind in SOUNDS},
    "MP3 cover": lambda _, mark: _id3(TIT2=b"\0" + mark, APIC=b"\0image/jpeg\0\3\0" + _cover(mark)) + sound("MP3"),
    "MP3 old tag and junk": lambda seed, mark: sound("MP3") + noise(999, seed) + b"TAG" + mark.ljust(125),
    "FLAC cover": lambda _, mark: _flac_block(sound("FLAC"), mark),
    "WAV chunks": lambda _, mark: sound("WAV") + chunk(b"bext", mark.ljust(602)) + chunk(b"id3 ", _id3(TIT2=mark)),
    "M4A box": lambda _, mark: sound("M4A") + struct.pack(">I", len(mark) + 8) + b"uuid" + mark,
    "OGG trailer": lambda _, mark: sound("OGG") + mark,
}


def _png_text(mark: bytes) -> Any:
    from PIL.PngImagePlugin import PngInfo  # noqa: PLC0415 nothing else needs it

    told = PngInfo()
    told.add_text("Author", mark.decode())
    told.add_itxt("XML:com.adobe.xmp", mark.decode())
    return told


def marked_files() -> Iterator[Callable[[], Marked]]:
    """Give 30 ways to a marked file, each with a mark of its own."""
    for seed, (name, make) in enumerate({**PICTURES, **HEARD}.items()):
        yield partial(_marked, seed, name, make)


def _marked(seed: int, name: str, make: Callable[[int, bytes], bytes]) -> Marked:
    mark = f"marked-{random.Random(seed).getrandbits(64):016x}".encode()  # noqa: S311
    places = (struct.pack("<II", 12345, 1), struct.pack(">II", 12345, 1)) if "gps" in name else ()
    content = make(seed, mark)
    return Marked(name, content, (mark, *(place for place in places if place in content)))
