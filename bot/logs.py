"""The log: what happened and where, never who, and never what anybody typed.

A record of ours is words that stand in our code, plain values, and tracebacks of frames and types. Libraries
may put people's words into theirs: of those only what stands in their source stays, and only from WARNING on.
"""

from __future__ import annotations

import linecache
import logging
import sys
import threading
from typing import TYPE_CHECKING, Any, TextIO

from bot.logs_plain import plain
from bot.logs_trace import as_lines, frames_of
from bot.sparing import spared

with spared("rich"):  # 4.4 MB for tracebacks with everybody's values, which are never printed here
    import structlog
    from structlog.stdlib import ProcessorFormatter

if TYPE_CHECKING:
    from structlog.typing import EventDict, Processor

    from bot.settings import Settings

HELD = ("discord", "aiosqlite", "sqlalchemy", "PIL", "asyncio", "apscheduler")
"""Libraries whose lower levels print members' words or the database's parameters."""

WITHHELD = "(the text of this record is left out)"
UNWANTED = ("Ignoring exception in autocomplete", "PyNaCl is not installed", "davey is not installed")
"""How discord.py's records start that names the member who typed (`report` writes its own), or that miss a voice."""


def get_logger(name: str = "kettle") -> structlog.typing.FilteringBoundLogger:
    """Give a logger: a short sentence as the event, plain values beside it."""
    logger: structlog.typing.FilteringBoundLogger = structlog.get_logger(name)
    return logger


def configure(settings: Settings) -> None:
    """Write the log to standard error, as the settings say; what ends the process is written there too."""
    level = getattr(logging, settings.logs.level.upper())
    lines = _Lines(as_json=settings.logs.as_json, level=level)
    logging.root.handlers = [lines]
    logging.root.setLevel(level)
    for name in HELD:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    sys.excepthook = lambda _kind, error, _traceback: _crashed(error)
    sys.unraisablehook = lambda left: _crashed(left.exc_value)
    threading.excepthook = lambda left: _crashed(left.exc_value)


def keep_safe() -> None:
    """Where nobody has configured the log, let it hold no more than `configure` would: no value, nobody's words."""
    if structlog.is_configured():
        return
    for name in HELD:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[_without_values, structlog.processors.KeyValueRenderer(key_order=["event"])],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )


def _without_values(_logger: Any, _method: str, event: EventDict) -> EventDict:
    error = _error_of(event.pop("exc_info", None))
    line: EventDict = plain(event)
    if error is not None:
        line["exception"] = as_lines(frames_of(error))
    return line


def _crashed(error: BaseException | None) -> None:
    get_logger().critical("ended by an error that nothing caught", exc_info=error)


class _Lines(logging.StreamHandler[TextIO]):
    """Standard error, a record at a time. What it lets through does not depend on any logger's level."""

    def __init__(self, *, as_json: bool, level: int) -> None:
        super().__init__(sys.stderr)
        self.setLevel(level)
        self.addFilter(_is_wanted)
        stamp = structlog.processors.TimeStamper(fmt="iso", utc=True)
        self.setFormatter(
            ProcessorFormatter(
                processors=[_line, stamp, *_shape(as_json=as_json)],
                foreign_pre_chain=[_as_written],
                use_get_message=False,
            )
        )

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 the base class's name
        """Say that a line is lost: Python's own words for it would repeat the line and its arguments."""
        self.stream.write(f"a line of {record.name} could not be written\n")


def _is_wanted(record: logging.LogRecord) -> bool:
    """Whether a record is ours, or a library's warning or error that somebody can use."""
    if hasattr(record, "_logger"):
        return True
    return record.levelno >= logging.WARNING and not str(record.msg).startswith(UNWANTED)


def _as_written(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Keep a library's words where they stand in its source: the format is shown, what was filled in is not."""
    record = event["_record"]
    source = "".join(linecache.getlines(record.pathname))
    is_literal = any(f"{quote}{record.msg}{quote}" in source for quote in "'\"")
    event["event"] = record.msg if isinstance(record.msg, str) and is_literal else WITHHELD
    event["place"] = f"{record.module}:{record.lineno} {record.funcName}"
    return event


def _line(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Put the record's own facts first, its error's frames last, and only plain values between."""
    record, error = event.pop("_record"), _error_of(event.pop("exc_info", None))
    for name in ("_from_structlog", "stack_info"):
        event.pop(name, None)
    line: EventDict = plain({"level": record.levelname.lower(), "logger": record.name, **event})
    if error is not None:
        line["exception"] = frames_of(error)
    return line


def _error_of(given: Any) -> BaseException | None:
    """Take the error out of whatever form a logger was given it in."""
    if isinstance(given, tuple):
        given = given[1]
    if given and not isinstance(given, BaseException):
        given = sys.exception()
    return given or None


def _for_terminal(_logger: Any, _method: str, event: EventDict) -> EventDict:
    if "exception" in event:
        event["exception"] = as_lines(event["exception"])
    return event


def _shape(*, as_json: bool) -> list[Processor]:
    if as_json:
        return [structlog.processors.JSONRenderer()]
    return [_for_terminal, structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), sort_keys=False)]
