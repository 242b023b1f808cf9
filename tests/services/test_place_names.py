"""A place has a name of its own; the kind of place alone, or a word that opens a sentence, is none."""

import pytest

from bot.services.place_names import find_spans


def names(text: str) -> list[str]:
    return [text[start:end] for start, end in find_spans(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the Royal Hospital for Children", []),
        ("the Bristol Royal Hospital", ["Bristol Royal Hospital"]),
        ("Leeds. Hospital was hard", []),
        ("we left (Maudsley hospital)", ["Maudsley hospital"]),
        ("I left \u2013 Maudsley hospital", []),
        ("we left. It was big (the Maudsley hospital)", ["Maudsley hospital"]),
        ("Big, so Maudsley hospital", ["Maudsley hospital"]),
        ("Ash Bay Cob Dun Elm Fox Gum Hospital", ["Bay Cob Dun Elm Fox Gum Hospital"]),
        ("a" * 200 + " Oak Ward", ["Oak Ward"]),
        ("Oak and Elm Ward", ["Elm Ward"]),
        ("of and the Hospital", []),
        ("on children's ward, on the ward, on rowan ward", ["rowan ward"]),
        ("on oak ward round", []),
        ("ward 3 weeks, ward 3pm, ward 3 of them, ward 3.5", []),
        ("Ward No. 12 and ward 12", ["Ward No. 12", "ward 12"]),
        ("swansea bay health board", ["swansea bay health board"]),
        ("to st thomas' hospital", ["st thomas' hospital"]),
        ("it is in devon , nhs trust", []),
        ("i care trust me, good health trust me", []),
    ],
)
def test_names_of_places(text: str, found: list[str]) -> None:
    assert names(text) == found
