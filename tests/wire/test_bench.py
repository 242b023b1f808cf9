"""The bench's table says what was measured; the measuring itself is for people to run."""

from __future__ import annotations

from dataclasses import fields

from bench.__main__ import ROWS, median, table
from bench.measure import Figures


def figures(value: float) -> Figures:
    return Figures(*(value for _ in fields(Figures)))


def test_every_figure_has_a_row_with_its_ratio() -> None:
    lines = table(figures(2.0), figures(5.0)).splitlines()
    assert list(ROWS) == [field.name for field in fields(Figures)]
    assert lines[2:] == [f"| {words} | 2.00 | 5.00 | 2.50 |" for words in ROWS.values()]


def test_the_yardstick_alone_has_no_ratio() -> None:
    assert table(figures(2.0)).splitlines()[2].endswith("| 2.00 | - | - |")


def test_one_bad_run_does_not_move_the_figures() -> None:
    assert median([figures(1.0), figures(50.0), figures(2.0)]) == figures(2.0)
