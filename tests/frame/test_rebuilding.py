"""A file is made anew from what it shows or sounds like, and nothing else of it is left."""

from __future__ import annotations

import io
import struct
import sys
from types import SimpleNamespace

import av
import pytest
from PIL import Image, ImageDraw

from bot.rebuilding import Made
from bot.rebuilding import __main__ as worker
from bot.rebuilding.__main__ import rebuild
from tests.frame.marked_files import (
    ORIENTATION,
    PROFILE,
    SOUNDS,
    TYPES,
    Marked,
    marked_files,
    noise,
    painting,
    saved,
    sound,
)

PICTURE_PARTS = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH"}
"""The chunks of a WEBP that hold what is seen."""


def shown(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(rebuild(content).content))


def parts(webp: bytes) -> set[bytes]:
    """Give the names of all chunks of a WEBP, up to its last byte."""
    found, place = set(), 12
    while place < len(webp):
        name, size = struct.unpack_from("<4sI", webp, place)
        found.add(name)
        place += 8 + size + size % 2
    assert place == len(webp)
    return found


@pytest.fixture(scope="module")
def tried() -> list[tuple[Marked, Made]]:
    return [(each, rebuild(each.content)) for each in (make() for make in marked_files())]


def test_of_30_marked_files_not_one_mark_is_left(tried: list[tuple[Marked, Made]]) -> None:
    assert len({mark for each, _ in tried for mark in each.marks}) >= len(tried) == 30
    assert [each.name for each, _ in tried if set(each.left_in(each.content)) != set(each.marks)] == []
    assert [each.name for each, made in tried if each.left_in(made.content)] == []


def test_what_comes_out_has_no_place_for_a_tag(tried: list[tuple[Marked, Made]]) -> None:
    for each, made in tried:
        if made.kind == "picture":
            assert parts(made.content) <= PICTURE_PARTS, each.name
            continue
        with av.open(io.BytesIO(made.content)) as heard:
            assert len(heard.streams) == 1, each.name
            assert heard.metadata == heard.streams[0].metadata == {}, each.name
        assert b"OpusTags\x06\0\0\0ffmpeg\0\0\0\0OggS" in made.content, each.name


def test_the_same_file_gives_the_same_bytes() -> None:
    for content in (saved(painting(), "PNG"), *(sound(kind) for kind in SOUNDS)):
        assert rebuild(content) == rebuild(content)


@pytest.mark.parametrize("kind", TYPES)
def test_a_picture_of_each_welcome_type_looks_the_same_afterwards(kind: str) -> None:
    made = rebuild(saved(painting(), kind, **({"quality": 95} if kind != "PNG" else {})))
    assert (made.kind, made.content_type, made.measures) == ("picture", "image/webp", (64, 48))
    assert distance(Image.open(io.BytesIO(made.content)), painting()) < 25


def distance(one: Image.Image, other: Image.Image) -> int:
    """Give how far the colours at some places are from each other, at most."""
    places = [(across, down) for across in (5, 30, 58) for down in (5, 24, 43)]
    seen = [(one.convert("RGB").getpixel(place), other.convert("RGB").getpixel(place)) for place in places]
    return max(abs(a - b) for mine, theirs in seen for a, b in zip(mine, theirs, strict=True))


def test_a_drawing_is_kept_exactly_with_its_transparency() -> None:
    drawing = Image.new("RGBA", (80, 60))
    ImageDraw.Draw(drawing).line((5, 5, 70, 50), fill=(200, 0, 80, 255), width=3)
    ImageDraw.Draw(drawing).ellipse((30, 20, 60, 50), fill=(0, 90, 200, 128))
    assert shown(saved(drawing, "PNG")).tobytes() == drawing.tobytes()


def test_soft_transparency_is_kept() -> None:
    picture = painting(mode="RGBA")
    picture.putalpha(Image.linear_gradient("L").resize(picture.size))
    found = shown(saved(picture, "PNG"))
    assert found.getchannel("A").tobytes() == picture.getchannel("A").tobytes()


@pytest.mark.parametrize("colours", [2, 1000])
def test_what_full_transparency_hides_is_not_in_the_new_file(colours: int) -> None:
    hidden = Image.new("RGB", (64, 48), (200, 1, 2)) if colours == 2 else painting()
    hidden.putalpha(0)
    hidden.putpixel((0, 0), (9, 9, 9, 255))
    assert hidden.getpixel((40, 30))[:3] != (0, 0, 0)
    with Image.open(io.BytesIO(rebuild(saved(hidden, "PNG")).content)) as found:
        assert len(found.getcolors()) == 2
        assert found.getpixel((40, 30))[3] == 0


def test_a_large_picture_comes_out_with_2048_pixels_on_its_longer_side() -> None:
    assert shown(saved(painting(size=(4100, 1000)), "JPEG")).size == (2048, 500)
    assert shown(saved(painting(size=(500, 2049)), "PNG")).size == (500, 2048)
    assert shown(saved(painting(size=(2048, 10)), "PNG")).size == (2048, 10)


@pytest.mark.parametrize("kind", TYPES)
def test_a_picture_that_a_tag_turns_comes_out_turned(kind: str) -> None:
    lying = Image.new("RGB", (60, 40), "white")
    lying.paste((255, 0, 0), (0, 0, 60, 20))
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    found = shown(saved(lying, kind, exif=exif)).convert("RGB")
    assert found.size == (40, 60)
    assert found.getpixel((35, 30))[1] < 20
    assert found.getpixel((5, 30))[1] > 235


def test_a_tag_that_cannot_be_read_turns_nothing() -> None:
    assert shown(saved(painting(), "JPEG", exif=b"Exif\0\0" + noise(60))).size == (64, 48)


def test_a_picture_for_print_one_of_sixteen_bits_and_one_with_a_palette_keep_their_colours() -> None:
    assert shown(saved(Image.new("CMYK", (9, 9), (0, 255, 255, 0)), "JPEG")).getpixel((4, 4)) == (255, 0, 0)
    deep = Image.frombytes("I;16", (9, 9), struct.pack("<H", 40_000) * 81)
    assert shown(saved(deep, "PNG")).getpixel((4, 4)) == (156, 156, 156)
    flat = Image.new("P", (9, 9), 1)
    flat.putpalette([0, 0, 0, 250, 0, 0])
    flat.putpixel((0, 0), 0)
    found = shown(saved(flat, "PNG", transparency=0))
    assert (found.getpixel((0, 0))[3], found.getpixel((4, 4))) == (0, (250, 0, 0, 255))
    assert shown(saved(Image.new("1", (9, 9), 1), "PNG")).getpixel((4, 4)) == (255, 255, 255)


def test_the_colours_of_a_profile_are_turned_and_a_profile_that_cannot_be_read_turns_nothing() -> None:
    swapped = PROFILE.replace(b"rXYZ", b"####").replace(b"gXYZ", b"rXYZ").replace(b"####", b"gXYZ")
    for mode, red in (("RGB", (250, 0, 0)), ("RGBA", (250, 0, 0, 128))):
        picture = Image.new(mode, (9, 9), red)
        assert shown(saved(picture, "PNG", icc_profile=swapped)).getpixel((4, 4))[:2] == (0, 250)
        assert shown(saved(picture, "PNG", icc_profile=noise(200))).getpixel((4, 4)) == red


@pytest.mark.parametrize("kind", SOUNDS)
def test_a_sound_of_each_welcome_type_is_as_long_afterwards_and_not_silent(kind: str) -> None:
    made = rebuild(sound(kind, 2, rate=48_000 if kind == "OPUS" else 44_100))
    assert (made.kind, made.content_type, made.measures) == ("sound", "audio/ogg", (2,))
    with av.open(io.BytesIO(made.content)) as heard:
        stream = heard.streams.audio[0]
        assert (stream.codec_context.name, stream.rate, stream.layout.name) == ("opus", 48_000, "mono")
        loud = max(max(memoryview(bytes(frame.planes[0])).cast("f")) for frame in heard.decode(stream))
    assert 0.2 < loud < 0.35


def test_tags_in_letters_that_nobody_can_read_do_no_harm() -> None:
    assert rebuild(sound("WAV", title="eight by").replace(b"eight by", b"\xff\xfe\xfd\xfc" * 2)).kind == "sound"


def test_a_tag_before_a_sound_does_not_hide_what_it_is() -> None:
    tag = b"ID3\x03\0\0\0\0\x01\x00" + bytes(128)
    assert [rebuild(tag + sound(kind)).kind for kind in ("FLAC", "MP3")] == ["sound", "sound"]


def test_junk_at_the_end_of_an_mp3_stays_behind() -> None:
    whole = sound("MP3", 1)
    for junk in (noise(5000), b"junk" * 2000, b"\xff\xfb\x90\x00" * 1000):
        assert rebuild(whole + junk).measures == (1,)


def test_the_worker_answers_one_line_and_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.BytesIO()
    monkeypatch.setattr(worker, "limit", lambda: None)  # the tests go on in this process
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(saved(painting(), "PNG"))))
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=written))
    worker.main()
    line, _, content = written.getvalue().partition(b"\n")
    assert line == b"picture image/webp 64 48"
    assert Image.open(io.BytesIO(content)).size == (64, 48)
