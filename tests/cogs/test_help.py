"""Journeys of `/help`: the list fits the person."""

import pytest

from tests.cogs.conftest import World
from tests.cogs.reading import read


@pytest.mark.parametrize(
    ("name", "sees", "never"),
    [
        ("sam", ["/checkin", "/my delete", "/support"], ["/organise", "/moderate", "/setup"]),
        ("orla", ["/checkin", "/organise checkins schedule"], ["/setup", "/moderate"]),
        ("mo", ["/checkin", "/moderate stories", "/moderate holds"], ["/organise", "/setup"]),
        ("ada", ["/checkin", "/setup"], ["/organise", "/moderate"]),
    ],
)
async def test_help_lists_what_this_person_can_use(world: World, name: str, sees: list[str], never: list[str]) -> None:
    shown = await world.slash(getattr(world, name), "help")
    assert shown.private
    assert all(command in shown.text for command in sees)
    assert not any(command in shown.text for command in never)


async def test_help_in_direct_messages_lists_what_members_can_use(world: World) -> None:
    shown = read(await world.sam.user.slash("help"))
    assert "/support" in shown.text
    assert "/organise" not in shown.text
