"""No file hurts: whatever comes, the answer is a rebuilt file or one of five reasons, within the limits."""

from __future__ import annotations

import struct
import subprocess
import sys
import time

import pytest
from PIL import Image

from bot.rebuilding import (
    BROKEN,
    MOST_BYTES,
    NOT_WELCOME,
    REASONS,
    TOO_LARGE,
    TOO_LONG,
    TOO_MANY_PIXELS,
    Refusal,
    pictures,
    sounds,
)
from bot.rebuilding import __main__ as worker
from bot.rebuilding.__main__ import answer, rebuild
from tests.frame.marked_files import SOUNDS, TYPES, archive, film, noise, painting, png_of, saved, sound

BEGINNINGS = {
    "JPEG": b"\xff\xd8\xff",
    "PNG": b"\x89PNG\r\n\x1a\n",
    "WEBP": b"RIFF\0\0\0\0WEBP",
    "MP3": b"\xff\xfb\x90\x00",
    "a tag": b"ID3\x03\0\0\0\0\0\x05",
    "OGG": b"OggS",
    "FLAC": b"fLaC",
    "WAV": b"RIFF\0\0\0\0WAVE",
    "M4A": b"\0\0\0\x20ftypM4A ",
}


def refusal(content: bytes) -> str:
    with pytest.raises(Refusal) as refused:
        rebuild(content)
    assert answer(content) == f"refused {refused.value.reason}\n".encode()
    return refused.value.reason


def animation(kind: str) -> bytes:
    return saved(painting(1), kind, save_all=True, append_images=[painting(2), painting(3)])


def test_a_picture_that_moves_is_refused_and_a_phones_second_picture_left_behind() -> None:
    assert [refusal(animation(kind)) for kind in ("WEBP", "PNG")] == [NOT_WELCOME] * 2
    assert rebuild(animation("MPO")).measures == (64, 48)


def test_a_sound_with_a_hole_in_it_is_broken() -> None:
    whole = sound("MP3", 3)
    middle = len(whole) // 2
    assert refusal(whole[:middle] + noise(3000) + whole[middle + 3000 :]) == BROKEN


def test_a_sound_may_be_as_long_as_the_limit_and_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    assert sounds.MOST_SECONDS == 600
    monkeypatch.setattr(sounds, "MOST_SECONDS", 1)
    assert rebuild(sound("WAV", 1)).measures == (1,)
    assert refusal(sound("WAV", 1.01)) == TOO_LONG


def test_a_few_bytes_that_claim_hours_are_refused_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sounds, "MOST_SECONDS", 20)
    slow = sound("WAV", 0.5).replace(struct.pack("<I", 48_000), struct.pack("<I", 10), 1)
    started = time.process_time()
    assert refusal(slow) == TOO_LONG
    assert time.process_time() - started < 3


def test_decompression_bombs_are_refused_before_they_are_decoded() -> None:
    started = time.process_time()
    assert refusal(png_of(60_000, 60_000)) == TOO_MANY_PIXELS
    assert refusal(png_of(10_000, 10_000)) == TOO_MANY_PIXELS
    assert refusal(png_of(8_000, 7_000)) == TOO_MANY_PIXELS
    assert time.process_time() - started < 1
    assert pictures.MOST_PIXELS > 8160 * 6120, "the largest pictures of common phones are welcome"


@pytest.mark.parametrize("kind", TYPES)
def test_a_picture_that_was_cut_short_is_broken(kind: str) -> None:
    content = saved(painting(size=(300, 200)), kind)
    assert {refusal(content[: len(content) * tenths // 10]) for tenths in (1, 3, 5, 7, 9)} == {BROKEN}


@pytest.mark.parametrize("kind", SOUNDS)
def test_a_sound_that_was_cut_short_is_broken_or_as_long_as_what_is_there(kind: str) -> None:
    content = sound(kind, 3)
    for tenths in range(1, 10):
        line = answer(content[: len(content) * tenths // 10]).partition(b"\n")[0]
        assert line in {b"refused broken", b"sound audio/ogg 1", b"sound audio/ogg 2", b"sound audio/ogg 3"}


@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_noise_behind_a_good_beginning_is_broken(beginning: str) -> None:
    started = time.process_time()
    assert refusal(BEGINNINGS[beginning] + noise(MOST_BYTES - 20)) == BROKEN
    assert time.process_time() - started < 5


@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_a_good_beginning_alone_is_broken(beginning: str) -> None:
    assert refusal(BEGINNINGS[beginning]) == BROKEN


def test_everything_else_is_not_welcome() -> None:
    other = {
        "noise": noise(MOST_BYTES),
        "one byte": b"\xff",
        "text": b"Only words.",
        "GIF": saved(painting(), "GIF"),
        "GIF and archive": saved(painting(), "GIF") + archive(b"inside"),
        "BMP": saved(painting(), "BMP"),
        "TIFF": saved(painting(), "TIFF"),
        "AVIF": saved(painting(), "AVIF"),
        "archive and PNG": archive(b"inside") + saved(painting(), "PNG"),
        "SVG": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        "page": b"<!doctype html><script>",
        "list of files": b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/hostname\n",
        "list of parts": b"ffconcat version 1.0\nfile /etc/hostname\n",
        "film": film(),
        "HEIC": b"\0\0\0\x18ftypheic" + noise(99),
        "unknown RIFF": b"RIFF\0\0\0\0AVI " + noise(99),
    }
    assert {name: refusal(content) for name, content in other.items()} == dict.fromkeys(other, NOT_WELCOME)


def test_a_sound_in_a_code_that_its_type_does_not_have_is_not_welcome(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sounds.CODECS, "WAV", ("pcm_u8",))
    assert refusal(sound("WAV")) == NOT_WELCOME


@pytest.mark.parametrize(
    ("place", "wrong"),
    [(20, (99,)), (22, (0,)), (22, (11,)), (22, (65_535,)), (24, (0, 0)), (24, (65_535, 65_535)), (34, (0,))],
)
def test_a_sound_with_an_impossible_code_channels_rate_or_width_is_refused(place: int, wrong: tuple[int, ...]) -> None:
    content = bytearray(sound("WAV", 0.1))
    struct.pack_into(f"<{len(wrong)}H", content, place, *wrong)
    assert refusal(bytes(content)) in {BROKEN, NOT_WELCOME}


def test_an_empty_file_is_broken_and_a_sound_of_no_length_too() -> None:
    assert refusal(b"") == BROKEN
    assert refusal(sound("WAV", 0.1)[:44]) == BROKEN


def test_files_that_are_too_large_as_they_come_or_as_they_would_go_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert refusal(saved(painting(), "PNG") + bytes(MOST_BYTES)) == TOO_LARGE
    small = saved(Image.new("RGB", (64, 48)), "PNG")
    monkeypatch.setattr(worker, "MOST_BYTES", len(small))
    monkeypatch.setattr(worker, "kind_of", lambda _: "PNG")
    monkeypatch.setattr(pictures, "_opened", lambda *_: painting(size=(640, 480)))
    assert refusal(small) == TOO_LARGE


def test_a_decoder_that_asks_for_too_much_memory_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    def greedy(_: bytes) -> None:
        raise MemoryError

    monkeypatch.setattr(worker, "rebuild", greedy)
    assert answer(b"x") == b"refused too-large\n"


def test_the_worker_cannot_take_much_memory_nor_write_a_file_nor_leave_its_memory_behind() -> None:
    resource = pytest.importorskip("resource", reason="this system cannot limit a process")
    greedy = """
import resource, sys, tempfile
from bot.rebuilding.__main__ import limit
limit()
told = [list(resource.getrlimit(kind)) for kind in (resource.RLIMIT_CORE, resource.RLIMIT_CPU)]
try:
    bytearray(2 << 30)
except MemoryError:
    told.append("no memory")
try:
    with tempfile.TemporaryFile(buffering=0) as file:
        file.write(b"x")
except OSError:
    told.append("no file")
print(told)
"""
    ended = subprocess.run([sys.executable, "-c", greedy], capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == str([[0, 0], [worker.SECONDS] * 2, "no memory", "no file"])
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 0


def test_a_worker_that_falls_over_says_nothing_of_the_file() -> None:
    falls = """
import bot.rebuilding.__main__ as worker
def rebuild(content):
    raise KeyError(content)
worker.rebuild = rebuild
worker.main()
"""
    ended = subprocess.run([sys.executable, "-c", falls], input=b"secret", capture_output=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (1, b"", b"")


def test_the_reasons_are_a_closed_set() -> None:
    assert {NOT_WELCOME, BROKEN, TOO_LARGE, TOO_LONG, TOO_MANY_PIXELS} == REASONS
