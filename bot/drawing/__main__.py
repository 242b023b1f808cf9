"""Read what to draw from standard input, as JSON, and write the picture to standard output."""

import contextlib
import json
import os
import sys
from importlib import import_module

SECONDS = 15
BYTES = 1 << 30
"""Address space, of which the libraries reserve a third without using it."""


def main() -> None:
    """Draw one picture within the limits, then end."""
    picture = json.load(sys.stdin.buffer)
    limit()
    kind = picture.pop("kind", "fortnight")
    # Imported here: what a drawing library takes counts against the limits too.
    draw = getattr(import_module(f"bot.drawing.{kind}"), f"draw_{kind}")
    sys.stdout.buffer.write(draw(picture))


def limit() -> None:
    """Cap processor time and memory where the system can, and let the bot's own answers go first."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 Windows has none

        os.nice(10)
        for kind, most in ((resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_AS, BYTES)):
            resource.setrlimit(kind, (most, resource.getrlimit(kind)[1]))


if __name__ == "__main__":
    main()
