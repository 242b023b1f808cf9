"""Made-up entries of the catalogue, with whatever people write in their cells."""

from typing import Any

from hypothesis import assume, reject
from hypothesis import strategies as st

from bot.errors import Invalid
from bot.services.training_texts import KNOWN, LONGEST, NATIONS, STAGES, Fields, key_of, read_fields, write_fields

CELLS = {"title": "Peer work", "provider": "Mind", "link": "https://example.org/a", "stages": "volunteer"}
"""The least that is told about an entry."""

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
"""How a picture begins."""

SAID = st.text(max_size=30) | st.text("ab<>/!='+-@;,\"\n\t ;é漢\U0001f3f3\u200b\u202e\0\uff1d", max_size=20)
PATHS = st.text(st.characters(codec="utf-8", exclude_characters=' <>"`#'), max_size=12)
DEADLINES = st.lists(st.tuples(st.dates(), SAID), max_size=3)


def entry(**cells: str) -> Fields:
    """Give an entry that tells the least, and these cells."""
    return read_fields(CELLS | cells)


@st.composite
def written(draw: st.DrawFn) -> Fields:
    """Write anything into the cells of an entry; give what was read."""
    cells: dict[str, Any] = {name: draw(SAID) for name in LONGEST if name != "link"}
    cells |= {name: draw(st.sampled_from(["yes", "No", ""])) for name in KNOWN}
    cells["link"] = f"https://{draw(st.sampled_from(['example.org', 'www.Mind.org.uk']))}/{draw(PATHS)}"
    cells["stages"] = "; ".join(draw(st.lists(st.sampled_from(STAGES), min_size=1)))
    cells["nations"] = draw(st.sampled_from(["", "UK", *NATIONS, "; ".join(NATIONS[1:3])]))
    cells["deadlines"] = ";".join(f"{day} {label}" for day, label in draw(DEADLINES))
    cells["checked_on"] = draw(st.just("") | st.dates().map(str))
    try:
        read = read_fields(cells)
    except Invalid:
        reject()
    assume(read_fields(write_fields(read)) == read)  # two labels may make a tag of what stands between them
    return read


ENTRIES = st.lists(written(), min_size=1, max_size=4, unique_by=lambda told: key_of(told.link))
