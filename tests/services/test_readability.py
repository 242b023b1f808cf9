"""Warnings are few, and about what is really hard; the grade is close to what a library says."""

import pytest
from textstat import textstat

from bot.services.readability import grade, list_warnings

PLAIN = """We meet on Tuesday at six in the hall. There is tea and cake. You can come late.
You can go when you like. If you need a lift, ask Kim. The door is on the left of the shop."""
OFFICIAL = """Participation necessitates notification of the organisational committee. Accessibility requirements
should be communicated alongside registration. Confidentiality considerations apply to organisational documentation.
Refreshments are complimentary. Participants requiring transportation should contact administration beforehand."""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        (PLAIN, []),
        (OFFICIAL, ["hard"]),
        ("PLEASE COME TODAY, all of you.", ["capitals"]),
        ("The NHS and MIND have a page.", []),
        ("Come \U0001f389\U0001f389", ["emoji"]),
        ("Come \U0001f389\nand \U0001f44b\nand be <:tea:123456789012345678>", []),
        ("\n".join("Tea \U0001f375" for _ in range(6)), ["emoji"]),
        ("word " * 26, ["sentences"]),
        ("word " * 20 + "\n" + "word " * 20, []),
        ("See https://example.org/a-very-long-address/with-many-unreadable-particularities", []),
    ],
)
def test_what_may_be_hard_is_named(text: str, found: list[str]) -> None:
    assert list_warnings(text) == found


def test_a_title_is_read_with_its_text() -> None:
    assert list_warnings("COME TODAY", "PLEASE.") == ["capitals"]


@pytest.mark.parametrize("text", [PLAIN, OFFICIAL])
def test_the_grade_is_close_to_that_of_a_library(text: str) -> None:
    assert grade(text) == pytest.approx(textstat.flesch_kincaid_grade(text.replace("\n", " ")), abs=2)


def test_no_words_have_no_grade() -> None:
    assert grade("12 + 12") == 0
