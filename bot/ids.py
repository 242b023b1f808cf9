"""Ids of buttons, selects and forms: `feature:action[:value...]`, written and read by one template."""

import re
from collections.abc import Mapping
from typing import Any

LONGEST = 100
"""Discord's limit for a component's id, in characters."""

_SHAPES = {int: r"-?\d{1,19}", str: r"[A-Za-z0-9_.-]{1,60}"}
_PLACE = re.compile(r"\{(\w+)\}")


class Id:
    """A template such as `checkins:answer:{prompt_id}:{answer}` with the type of each place."""

    def __init__(self, template: str, types: Mapping[str, type]) -> None:
        self._template = template
        self._types = {name: types[name] for name in _PLACE.findall(template)}
        # Colons and words of ours need no escaping, so only the places are replaced.
        self.pattern = re.compile(_PLACE.sub(self._shape, template))

    def _shape(self, place: re.Match[str]) -> str:
        return f"(?P<{place[1]}>{_SHAPES[self._types[place[1]]]})"

    def write(self, values: Mapping[str, Any]) -> str:
        """Fill the template; ValueError when a value does not fit its place or the whole is too long."""
        custom_id = self._template.format_map(values)
        if len(custom_id) > LONGEST or not self.pattern.fullmatch(custom_id):
            raise ValueError(f"{self._template} cannot hold these values")
        return custom_id

    def read(self, match: re.Match[str]) -> dict[str, Any]:
        """Give the values of a match of `pattern`, each in its type."""
        return {name: self._types[name](text) for name, text in match.groupdict().items()}
