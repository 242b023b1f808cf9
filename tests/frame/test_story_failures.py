"""Failures of stories: counted by kind, written once an intake as frames and types, and nothing that was typed."""

from datetime import date

from structlog.testing import capture_logs

from bot.logs_trace import frames_of
from bot.story_failures import Failures

FRIDAY, SATURDAY = date(2026, 6, 5), date(2026, 6, 6)
SECRET = "7QK4-M2XD-9F3T-HB6W"


def failed(kind: type[Exception] = RuntimeError, typed: str = SECRET) -> Exception:
    try:
        raise kind(typed)  # noqa: TRY301 it has to have been raised here
    except kind as error:
        return error


def test_each_kind_is_one_line_with_its_count_and_where_the_first_passed_through() -> None:
    failures = Failures()
    failures.write(FRIDAY)
    first = failed()
    with capture_logs() as logs:
        known = failures.note("stories", first)
        assert failures.note("stories", failed()) == known
        others = {failures.note("stories", failed(OSError)), failures.note("story_reviews", failed())}
        assert logs == []
        failures.write(SATURDAY)
    assert [(line["feature"], line["kind"], line["count"]) for line in logs] == [
        ("stories", "OSError", 1),
        ("stories", "RuntimeError", 2),
        ("story_reviews", "RuntimeError", 1),
    ]
    assert logs[1]["exception"] == frames_of(first)
    assert logs[1]["reference"] == known
    assert {logs[0]["reference"], logs[2]["reference"]} == others
    assert SECRET not in str(logs)


def test_within_an_intake_and_after_it_nothing_is_written_twice() -> None:
    failures = Failures()
    with capture_logs() as logs:
        failures.note("stories", failed())
        failures.write(FRIDAY)
        failures.write(FRIDAY)
        assert logs == []
        failures.write(SATURDAY)
        failures.write(SATURDAY)
        failures.write(FRIDAY)
    assert len(logs) == 1


def test_no_error_is_held_with_what_its_frames_know() -> None:
    failures = Failures()
    failures.note("stories", failed())
    assert SECRET not in repr(vars(failures))
