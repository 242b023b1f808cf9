"""Journeys of thanking a peer."""

from tests.cogs.conftest import World


async def test_a_member_thanks_a_peer_and_finds_it_in_their_data(world: World) -> None:
    shown = await world.slash(world.sam, "thanks", member=world.jo)
    assert shown.private
    assert f"you thanked <@{world.jo.id}>" in shown.text
    assert "Kettle keeps 1 thing about you here" in (await world.slash(world.jo, "my data")).text


async def test_thanking_oneself_is_refused_kindly(world: World) -> None:
    shown = await world.slash(world.sam, "thanks", member=world.sam)
    assert "Choose somebody else to thank." in shown.text
    assert world.refusal() == "thanks-not-yourself"


async def test_help_lists_it(world: World) -> None:
    assert "/thanks**: Thank a peer." in (await world.slash(world.sam, "help")).text
