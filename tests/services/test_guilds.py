"""What a community chose, and who may do what in it: by Discord's permission or by its own chosen role."""

from itertools import product
from typing import Any

import pytest

from bot.errors import Invalid, NotAllowed, NotSetUp
from bot.services import guilds
from bot.services.guilds import Person, Power
from db.models.guilds import Guild
from tests.services.people import ADA, CHECKINS, DAY, ELSEWHERE, GUILD, MODERATORS, NOW, Do, person, set_up

ORGANISERS, WARDENS, STRANGERS = 610000000000000043, 620000000000000047, 630000000000000053
EVERY_POWER: tuple[Power, ...] = ("organiser", "moderator", "admin")


def community(**choices: Any) -> Guild:
    return Guild(guild_id=GUILD, created_at=NOW, **choices)


async def test_a_community_that_nobody_set_up_is_told_so(do: Do) -> None:
    assert await do(guilds.find_guild, guild_id=GUILD) is None
    refusal = await do.refused(guilds.get_guild, guild_id=GUILD)
    assert isinstance(refusal, NotSetUp)
    assert (refusal.message_id, refusal.admin_id) == ("guilds-not-set-up", "guilds-not-set-up-admin")


async def test_the_first_choice_makes_the_community_and_later_ones_change_only_what_was_chosen(do: Do) -> None:
    await set_up(do)
    later = {"person": person("admin"), "now": NOW + DAY}
    await do(guilds.record_choices, **later, checkins_channel_id=CHECKINS)
    guild = await do(guilds.get_guild, guild_id=GUILD)
    assert (guild.moderators_channel_id, guild.checkins_channel_id) == (MODERATORS, CHECKINS)
    assert (guild.created_at, guild.zone) == (NOW, "Europe/London")


async def test_a_choice_can_be_taken_out_again(do: Do) -> None:
    await set_up(do, nation="Wales")
    await set_up(do, nation=None)
    assert (await do(guilds.get_guild, guild_id=GUILD)).nation is None


@pytest.mark.parametrize("powers", [(), ("organiser", "moderator")])
async def test_only_an_admin_chooses_for_a_community(do: Do, powers: tuple[Power, ...]) -> None:
    refusal = await do.refused(guilds.record_choices, person=person(*powers), now=NOW, nation="Wales")
    assert isinstance(refusal, NotAllowed)
    assert refusal.message_id == "guilds-only-admin"
    assert await do.rows(Guild) == []


async def test_one_communitys_choices_are_not_anothers(do: Do) -> None:
    await set_up(do, nation="Wales")
    await set_up(do, ELSEWHERE, nation="Scotland", moderators_channel_id=None)
    first, second = await do.rows(Guild)
    assert (first.guild_id, first.nation, first.moderators_channel_id) == (GUILD, "Wales", MODERATORS)
    assert (second.guild_id, second.nation, second.moderators_channel_id) == (ELSEWHERE, "Scotland", None)


async def test_a_place_is_kept_by_its_key_and_nobody_responsible_is_nothing(do: Do) -> None:
    told = {"person": person("admin"), "now": NOW}
    kept = await do(guilds.record_place, **told, zone="belfast", responsible="The made-up trust")
    assert (kept.zone, kept.responsible) == ("Europe/London", "The made-up trust")
    kept = await do(guilds.record_place, **told, zone="Paris", responsible="")
    assert (kept.zone, kept.responsible) == ("Europe/Paris", None)


async def test_a_zone_typed_wrongly_saves_nothing_and_offers_the_nearest(do: Do) -> None:
    told = {"person": person("admin"), "now": NOW, "responsible": "The made-up trust"}
    refusal = await do.refused(guilds.record_place, **told, zone="Lndon")
    assert isinstance(refusal, Invalid)
    assert (refusal.message_id, refusal.variables) == (
        "zones-unknown-near",
        {"nearest": "Europe/London", "city": "London"},
    )
    assert await do.rows(Guild) == []


async def test_a_place_too_is_only_an_admins_to_choose(do: Do) -> None:
    told = {"person": person("organiser"), "now": NOW, "zone": "Paris", "responsible": ""}
    assert (await do.refused(guilds.record_place, **told)).message_id == "guilds-only-admin"


@pytest.mark.parametrize(("power", "held"), list(product(EVERY_POWER, EVERY_POWER)))
def test_a_permission_gives_its_own_power_and_no_other(power: Power, held: Power) -> None:
    assert (power in guilds.powers_of(None, person(held))) is (power == held)


@pytest.mark.parametrize(
    ("roles", "powers"),
    [
        ((), set()),
        ((STRANGERS,), set()),
        ((ORGANISERS,), {"organiser"}),
        ((WARDENS, STRANGERS), {"moderator"}),
        ((ORGANISERS, WARDENS), {"organiser", "moderator"}),
    ],
)
def test_a_chosen_role_gives_its_power(roles: tuple[int, ...], powers: set[Power]) -> None:
    chosen = community(organiser_role_id=ORGANISERS, moderator_role_id=WARDENS)
    assert guilds.powers_of(chosen, person(roles=roles)) == powers
    assert guilds.powers_of(chosen, person("admin", roles=roles)) == powers | {"admin"}


def test_a_role_that_was_not_chosen_gives_nothing() -> None:
    assert guilds.powers_of(community(), person(roles=(ORGANISERS, WARDENS))) == set()
    assert guilds.powers_of(None, person(roles=(ORGANISERS, WARDENS))) == set()


def test_a_role_of_one_community_gives_nothing_in_another() -> None:
    chosen = community(organiser_role_id=ORGANISERS, moderator_role_id=WARDENS)
    visitor = person(guild_id=ELSEWHERE, roles=(ORGANISERS, WARDENS))
    assert guilds.powers_of(chosen, visitor) == set()
    with pytest.raises(NotAllowed):
        guilds.require(chosen, visitor, "moderator")


@pytest.mark.parametrize("power", EVERY_POWER)
def test_who_lacks_a_power_is_told_whose_it_is_and_who_has_it_is_let_in(power: Power) -> None:
    nobody = Person(guild_id=GUILD, member_id=ADA, roles=frozenset(), powers=frozenset())
    with pytest.raises(NotAllowed) as refusal:
        guilds.require(None, nobody, power)
    assert refusal.value.message_id == f"guilds-only-{power}"
    guilds.require(None, person(power), power)
