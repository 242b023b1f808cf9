"""A sound made anew: decoded to samples and encoded again, so that only what can be heard reaches the new one."""

import io
from collections.abc import Iterator
from typing import Final, cast

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Disposition

from bot.rebuilding import BROKEN, NOT_WELCOME, TOO_LONG, Made, Refusal

MOST_SECONDS = 600
RATE: Final = 48_000
"""Samples a second, for Opus."""
BITS = 48_000
"""A second and channel: music sounds well, and ten minutes are seven of the ten megabytes."""
CHANNELS = {1: "mono", 2: "stereo"}

FORMATS = {"MP3": "mp3", "OGG": "ogg", "FLAC": "flac", "WAV": "wav", "M4A": "mov"}
"""Named, never guessed: among the formats that would be guessed are lists of other files to be opened."""
CODECS = {
    "MP3": ("mp3", "mp3float"),
    "OGG": ("vorbis", "opus", "libopus", "flac"),
    "FLAC": ("flac",),
    "WAV": ("pcm_u8", "pcm_s16le", "pcm_s24le", "pcm_s32le", "pcm_f32le", "pcm_alaw", "pcm_mulaw"),
    "M4A": ("aac", "alac"),
}
UNREADABLE = (av.FFmpegError, ArithmeticError, EOFError, LookupError, OSError, RuntimeError, TypeError, ValueError)


def rebuild_sound(content: bytes, kind: str) -> Made:
    """Encode what a file sounds like as Opus. A Refusal where it is broken, too long, or shows a film."""
    try:
        with av.open(
            io.BytesIO(content),
            mode="r",
            format=FORMATS[kind],
            metadata_errors="ignore",
        ) as source:
            encoded, samples = _encoded(source, _only_sound(source, kind))
    except UNREADABLE:
        raise Refusal(BROKEN) from None
    if not samples:
        raise Refusal(BROKEN)
    return Made("sound", "audio/ogg", (max(1, round(samples / RATE)),), encoded)


def _only_sound(source: InputContainer, kind: str) -> AudioStream:
    """Give the one sound of a file. A picture on its cover is left behind; a film is refused."""
    films = [stream for stream in source.streams.video if not stream.disposition & Disposition.attached_pic]
    if films or not source.streams.audio:
        raise Refusal(NOT_WELCOME)
    sound = source.streams.audio[0]
    if getattr(sound.codec_context, "name", None) not in CODECS[kind]:  # None: not even av knows it
        raise Refusal(NOT_WELCOME)
    return sound


def _encoded(source: InputContainer, sound: AudioStream) -> tuple[bytes, int]:
    """Give the new file, and how many samples it has."""
    layout = CHANNELS[min(sound.codec_context.channels, 2)]
    written, samples = io.BytesIO(), 0
    # Bit-exact: no name or version of the encoder, and a stream number that is not drawn by chance.
    with av.open(written, mode="w", format="ogg", container_options={"fflags": "+bitexact"}) as target:
        opus = target.add_stream("libopus", rate=RATE, layout=layout)
        opus.codec_context.bit_rate = BITS * opus.codec_context.channels
        for frame in _resampled(_heard(source, sound), layout):
            samples += frame.samples
            if samples > MOST_SECONDS * RATE:
                raise Refusal(TOO_LONG)
            target.mux(opus.encode(frame))
        target.mux(opus.encode(None))
    return written.getvalue(), samples


def _resampled(frames: Iterator[AudioFrame], layout: str) -> Iterator[AudioFrame]:
    resampler = av.AudioResampler(format="s16", layout=layout, rate=RATE)
    for frame in frames:
        frame.pts = None  # the times that a file states are a mark too: its samples follow each other
        yield from resampler.resample(frame)
    yield from resampler.resample(None)


def _heard(source: InputContainer, sound: AudioStream) -> Iterator[AudioFrame]:
    """Decode all of a sound.

    What cannot be decoded at its end is junk that players pass over too, and stays behind. Where sound follows it,
    a part in the middle is lost, and a file with a hole is not what its author made.
    """
    lost = False
    for packet in source.demux(sound):
        try:
            frames = cast("list[AudioFrame]", packet.decode())
        except av.FFmpegError:
            lost = True
            continue
        if lost and frames:
            raise Refusal(BROKEN)
        yield from frames
