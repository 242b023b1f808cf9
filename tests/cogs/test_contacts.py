"""Journeys of `/support`: three contacts at once, the rest behind a button, by nation, in direct messages too."""

import pytest

from bot.services import contacts
from tests.cogs.conftest import World
from tests.cogs.reading import read
from tests.support_digits import strange_digits


async def test_three_contacts_are_shown_and_the_rest_behind_a_button(world: World) -> None:
    first = await world.slash(world.sam, "support")
    assert [name in first.text for name in ("Emergency services", "Samaritans", "Shout", "CALM")] == [True] * 3 + [
        False
    ]
    more = await world.press(world.sam, first, "See more")
    assert "CALM" in more.text
    assert "Samaritans" not in more.text
    back = await world.press(world.sam, more, "Back")
    assert back.text == first.text


@pytest.mark.parametrize("nation", contacts.NATIONS)
async def test_a_members_own_nation_decides(world: World, nation: str) -> None:
    settings = await world.slash(world.sam, "my settings")
    await world.sam.select(settings.message, [nation], custom_id="members:nation")
    more = await world.press(world.sam, await world.slash(world.sam, "support"), "See more")
    assert all(contact.how in more.text for contact in contacts.more(nation))


async def test_every_number_on_the_screens_is_in_the_file_and_none_is_missing(world: World) -> None:
    shown = await world.slash(world.sam, "support")
    text = shown.text
    text += (await world.press(world.sam, shown, "See more")).text
    assert strange_digits(text) == set()
    for contact in contacts.contacts_for(None):
        assert all(digits in text for digits in contact.digits), contact.name


async def test_it_works_in_direct_messages_and_before_set_up(bare: World) -> None:
    private = read(await bare.sam.user.slash("support"))
    assert "116 123" in private.text
    assert "Ask for a contact" not in private.labels
    assert "116 123" in (await bare.slash(bare.sam, "support")).text
