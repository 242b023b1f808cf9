"""Read a file from standard input and write it to standard output as it is made anew, within the limits."""

import contextlib
import os
import sys

from bot.rebuilding import BROKEN, MOST_BYTES, REFUSED, TOO_LARGE, Made, Refusal
from bot.rebuilding.kinds import PICTURES, kind_of

SECONDS = 45
"""Of processor time: ten minutes of sound take about six."""
BYTES = 1 << 30
"""Address space: the largest picture that is taken needs half of it."""


def main() -> None:
    """Make one file anew, then end."""
    sys.excepthook = _say_nothing
    content = sys.stdin.buffer.read(MOST_BYTES + 1)
    limit()
    sys.stdout.buffer.write(answer(content))


def answer(content: bytes) -> bytes:
    """Give the line and the file, or the line that says why there is none."""
    try:
        made = rebuild(content)
    except Refusal as refusal:
        return _line(REFUSED, refusal.reason)
    except MemoryError:
        return _line(REFUSED, TOO_LARGE)
    return _line(made.kind, made.content_type, *made.measures) + made.content


def rebuild(content: bytes) -> Made:
    """Make a file anew from what it shows or sounds like; a Refusal where that cannot be."""
    if not content:
        raise Refusal(BROKEN)
    _check_size(content)
    kind = kind_of(content)
    # Imported here: what a decoder takes counts against the limits too, and only one of them is needed.
    if kind in PICTURES:
        from bot.rebuilding.pictures import rebuild_picture  # noqa: PLC0415

        made = rebuild_picture(content, kind)
    else:
        from bot.rebuilding.sounds import rebuild_sound  # noqa: PLC0415

        made = rebuild_sound(content, kind)
    _check_size(made.content)
    return made


def limit() -> None:
    """Cap memory and processor time and forbid files where the system can; the bot's own answers go first."""
    sys.dont_write_bytecode = True
    with contextlib.suppress(ImportError, OSError):
        import resource  # noqa: PLC0415 Windows has none

        os.nice(10)
        most = {resource.RLIMIT_AS: BYTES, resource.RLIMIT_CPU: SECONDS, resource.RLIMIT_FSIZE: 0}
        for kind, figure in {**most, resource.RLIMIT_CORE: 0}.items():
            with contextlib.suppress(ValueError):  # there is a lower limit already
                resource.setrlimit(kind, (figure, figure))


def _check_size(content: bytes) -> None:
    if len(content) > MOST_BYTES:
        raise Refusal(TOO_LARGE)


def _line(*words: str | int) -> bytes:
    return " ".join(map(str, words)).encode() + b"\n"


def _say_nothing(*_: object) -> None:
    """Keep a traceback back: it could hold a piece of the file, and how the process ended says enough."""


if __name__ == "__main__":
    main()
