"""Journeys of `/support`: three contacts at once, the rest behind a button, by nation, in direct messages too."""

import pytest

from bot.services import contacts
from tests.cogs.conftest import World
from tests.cogs.reading import read


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


async def test_every_number_on_the_screen_is_in_the_file(world: World) -> None:
    first = await world.slash(world.sam, "support")
    known = {digits for contact in contacts.contacts_for(None) for digits in contact.digits}
    assert all(digits in first.text for contact in contacts.first(None) for digits in contact.digits)
    assert known


async def test_it_works_in_direct_messages_and_before_set_up(bare: World) -> None:
    private = read(await bare.sam.user.slash("support"))
    assert "116 123" in private.text
    assert "Ask for a contact" not in private.labels
    assert "116 123" in (await bare.slash(bare.sam, "support")).text
