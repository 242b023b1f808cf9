"""The command `kettle`. A bot that runs for months keeps no parser of command lines: its own is read here."""

# ruff: noqa: PLC0415 only what the command needs is imported

import gc
import sys

from bot.statuses import endings_said


def main() -> None:
    """Start the bot, or hand over to the other commands."""
    if sys.argv[1:] == ["run"]:
        gc.disable()  # what is imported stays: to look through it for garbage is a tenth of the start
        from bot.running import start

        gc.freeze()
        gc.enable()
        with endings_said():
            start()
    else:
        from bot.cli import main as read

        read()


if __name__ == "__main__":
    main()
