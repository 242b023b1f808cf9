"""Reading a screen as a person does: its texts, its buttons, its form."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import discord
from simcord import InteractionResult


@dataclass
class Shown:
    """What came back for a gesture."""

    result: InteractionResult

    @property
    def message(self) -> Any:
        response = self.result.followups[-1] if self.result.followups else self.result.response
        assert response is not None, "nothing came back"
        return response

    @property
    def parts(self) -> list[dict[str, Any]]:
        form = self.result.modal
        return list(_walk(form["components"] if form else self.message.components))

    @property
    def text(self) -> str:
        return "\n".join(
            part["content"] for part in self.parts if part["type"] == discord.ComponentType.text_display.value
        )

    @property
    def labels(self) -> list[str]:
        return [part["label"] for part in self.parts if part["type"] == discord.ComponentType.button.value]

    @property
    def ids(self) -> list[str]:
        return [part["custom_id"] for part in self.parts if "custom_id" in part]

    @property
    def fields(self) -> dict[str, str]:
        """The fields of the form, each with what stands in it."""
        boxes = [part for part in self.parts if part["type"] == discord.ComponentType.text_input.value]
        return {box["custom_id"]: box.get("value") or "" for box in boxes}

    @property
    def private(self) -> bool:
        return bool(self.message.ephemeral)


def read(result: InteractionResult) -> Shown:
    return Shown(result)


def text_of(message: discord.Message) -> str:
    """Give the texts of a message that Kettle posted."""
    return "\n".join(part["content"] for part in _walk(raw(message)) if "content" in part)


def raw(message: discord.Message) -> list[dict[str, Any]]:
    return [part.to_dict() for part in message.components]  # type: ignore[misc] # every component has it


def _walk(parts: list[Any]) -> Iterator[dict[str, Any]]:
    for part in parts:
        yield part
        inner = part.get("components", []) + [part[key] for key in ("accessory", "component") if part.get(key)]
        yield from _walk(inner)
