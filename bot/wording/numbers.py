"""What Fluent needs of Babel's data to write numbers and choose plurals: a hundredth of a language's megabytes."""

from babel import Locale, localedata
from babel.core import get_global

NEEDED = frozenset(
    {"plural_form", "number_symbols", "decimal_formats", "default_numbering_system", "numbering_systems"}
)
"""What stays of the data of one language."""

UNUSED = (
    *("meta_zones", "windows_zone_mapping", "zone_aliases", "zone_territories", "territory_zones"),
    *("all_currencies", "currency_fractions", "territory_currencies", "territory_languages"),
)
"""What goes of the data of all languages: time zones and money by territory."""


def keep_numbers(locale: str) -> None:
    """Let Babel hold of a locale what numbers need, and forget names of places, units and dates."""
    for name in _inherited(locale):
        data = localedata.load(name)
        for key in data.keys() - NEEDED:
            del data[key]
    for key in UNUSED:
        get_global(key).clear()  # type: ignore[arg-type, attr-defined] # its Mapping is a dict


def _inherited(locale: str) -> list[str]:
    """Give what a locale's data is made of, each after what it builds on, so that little is held at a time."""
    parts = str(Locale.parse(locale, sep="-")).split("_")
    upwards = ["_".join(parts[:length]) for length in range(1, len(parts) + 1)]
    return [name for name in ("root", f"{parts[0]}_001", *upwards) if localedata.exists(name)]
