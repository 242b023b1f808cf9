"""What members choose for themselves: their own where they chose, the community's where they did not."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Invalid
from bot.services import contacts, members
from db.models.members import Member
from db.session import Database
from tests.services.people import DAY, ELSEWHERE, GUILD, JO, NOW, SAM, Do, examples, set_up, undone

HERE = {"guild_id": GUILD, "member_id": SAM}
NOW_HERE = {**HERE, "now": NOW}


async def test_somebody_who_never_chose_has_what_everybody_starts_with_and_nothing_is_saved(do: Do) -> None:
    assert await do(members.find_member, **HERE) is None
    chosen = await do(members.get_choices, **HERE)
    assert [getattr(chosen, name) for name in members.SWITCHES] == [True, True, True, False]
    assert (chosen.zone, chosen.nation, chosen.quiet_from, chosen.quiet_until) == (None, None, None, None)
    assert await do.rows(Member) == []


async def test_a_row_that_is_made_has_the_same_beginnings(do: Do) -> None:
    unsaved = await do(members.get_choices, **HERE)
    await do(members.record_choice, **NOW_HERE)
    saved = await do(members.get_choices, **HERE)
    for name in (*members.SWITCHES, "zone", "nation", "quiet_from", "quiet_until"):
        assert getattr(saved, name) == getattr(unsaved, name), name


async def test_a_choice_leaves_the_others_and_everybody_elses_alone(do: Do) -> None:
    jo = await do(members.record_choice, guild_id=GUILD, member_id=JO, now=NOW)
    await do(members.record_choice, **NOW_HERE, nation="Wales")
    kept = await do(members.record_choice, **NOW_HERE, zone="UTC")
    assert (kept.nation, kept.zone) == ("Wales", "UTC")
    assert (await do(members.find_member, guild_id=GUILD, member_id=JO)).nation is jo.nation is None


@pytest.mark.parametrize(
    ("now", "month"),
    [
        (datetime(2026, 6, 1, tzinfo=UTC), date(2026, 6, 1)),
        (datetime(2026, 6, 30, 23, 59, tzinfo=UTC), date(2026, 6, 1)),
        (datetime(2024, 2, 29, 12, tzinfo=UTC), date(2024, 2, 1)),
    ],
)
async def test_of_the_time_of_use_only_the_month_is_kept(do: Do, now: datetime, month: date) -> None:
    assert (await do(members.record_choice, **HERE, now=now)).used_on == month


async def test_every_choice_counts_as_use(do: Do) -> None:
    later = {**HERE, "now": NOW + 70 * DAY}
    rules: list[tuple[Any, dict[str, Any]]] = [
        (members.record_zone, {"typed": "Paris"}),
        (members.record_switch, {"name": "accepts_shares", "on": False}),
        (members.record_nation, {"nation": "Wales"}),
        (members.record_quiet_hours, {"start": "9pm", "end": "8am"}),
    ]
    for rule, told in rules:
        await do(members.record_choice, **NOW_HERE)
        assert (await do(rule, **later, **told)).used_on == date(2026, 8, 1)


async def test_the_communities_that_know_a_member_are_those_with_choices_of_theirs(do: Do) -> None:
    assert await do(members.list_guild_ids, member_id=SAM) == []
    for guild_id, member_id in ((GUILD, SAM), (ELSEWHERE, SAM), (ELSEWHERE, JO)):
        await do(members.record_choice, guild_id=guild_id, member_id=member_id, now=NOW)
    assert sorted(await do(members.list_guild_ids, member_id=SAM)) == [GUILD, ELSEWHERE]
    assert await do(members.list_guild_ids, member_id=JO) == [ELSEWHERE]


async def test_the_zone_is_the_members_else_the_communitys_else_londons(do: Do) -> None:
    assert await do(members.get_zone, **HERE) == "Europe/London"
    await set_up(do, zone="Europe/Paris")
    assert await do(members.get_zone, **HERE) == "Europe/Paris"
    await do(members.record_choice, **NOW_HERE)
    assert await do(members.get_zone, **HERE) == "Europe/Paris"
    assert (await do(members.record_zone, **NOW_HERE, typed="tokyo")).zone == "Asia/Tokyo"
    assert await do(members.get_zone, **HERE) == "Asia/Tokyo"
    assert await do(members.get_zone, guild_id=ELSEWHERE, member_id=SAM) == "Europe/London"
    assert (await do(members.record_zone, **NOW_HERE, typed="")).zone is None
    assert await do(members.get_zone, **HERE) == "Europe/Paris"


async def test_a_zone_typed_wrongly_saves_nothing_and_offers_the_nearest(do: Do) -> None:
    refusal = await do.refused(members.record_zone, **NOW_HERE, typed="Lndon")
    assert (refusal.message_id, refusal.variables) == (
        "zones-unknown-near",
        {"nearest": "Europe/London", "city": "London"},
    )
    assert await do.rows(Member) == []


async def test_the_nation_is_the_members_else_the_communitys_else_unknown(do: Do) -> None:
    assert await do(members.find_nation, **HERE) is None
    await set_up(do, nation="England")
    assert await do(members.find_nation, **HERE) == "England"
    for nation in contacts.NATIONS:
        await do(members.record_nation, **NOW_HERE, nation=nation)
        assert await do(members.find_nation, **HERE) == nation
    assert await do(members.find_nation, guild_id=GUILD, member_id=JO) == "England"
    assert (await do(members.record_nation, **NOW_HERE, nation=members.NO_NATION)).nation is None
    assert await do(members.find_nation, **HERE) == "England"


async def test_in_a_direct_message_the_nation_is_the_one_chosen_where_the_member_was_last(do: Do) -> None:
    anywhere = {"guild_id": None, "member_id": SAM}
    await set_up(do, nation="England")
    assert await do(members.find_nation, **anywhere) is None
    await do(members.record_nation, guild_id=ELSEWHERE, member_id=SAM, now=NOW, nation="Wales")
    await do(members.record_nation, guild_id=GUILD, member_id=SAM, now=NOW - 60 * DAY, nation="Scotland")
    assert await do(members.find_nation, **anywhere) == "Wales"
    assert await do(members.find_nation, guild_id=GUILD, member_id=SAM) == "Scotland"
    assert await do(members.find_nation, guild_id=None, member_id=JO) is None


@pytest.mark.parametrize("nation", ["", "wales", "Atlantis"])
async def test_a_nation_without_contacts_is_refused(do: Do, nation: str) -> None:
    refusal = await do.refused(members.record_nation, **NOW_HERE, nation=nation)
    assert isinstance(refusal, Invalid)
    assert refusal.message_id == "members-nation-unknown"


@pytest.mark.parametrize("name", members.SWITCHES)
async def test_a_switch_turns_off_and_on_and_no_other_with_it(do: Do, name: str) -> None:
    for on in (False, True, False):
        kept = await do(members.record_switch, **NOW_HERE, name=name, on=on)
        others = {**dict.fromkeys(members.SWITCHES, True), "forget_at_midnight": False, name: on}
        assert {other: getattr(kept, other) for other in members.SWITCHES} == others


@pytest.mark.parametrize("name", ["member_id", "used_on", "zone", ""])
async def test_only_a_switch_can_be_turned(do: Do, name: str) -> None:
    refusal = await do.refused(members.record_switch, **NOW_HERE, name=name, on=True)
    assert isinstance(refusal, Invalid)
    assert refusal.message_id == "members-switch-unknown"


async def test_quiet_hours_are_kept_as_times_of_day_and_go_when_both_are_empty(do: Do) -> None:
    kept = await do(members.record_quiet_hours, **NOW_HERE, start="9.30 pm", end="08:00")
    assert (kept.quiet_from, kept.quiet_until) == (time(21, 30), time(8))
    kept = await do(members.record_quiet_hours, **NOW_HERE, start="", end="")
    assert (kept.quiet_from, kept.quiet_until) == (None, None)


@pytest.mark.parametrize(
    ("start", "end", "reason"),
    [
        ("9pm", "", "members-quiet-both"),
        ("", "9pm", "members-quiet-both"),
        ("9pm", "21:00", "members-quiet-same"),
        ("9pm", "soon", "times-time-unclear"),
        ("late", "8am", "times-time-unclear"),
    ],
)
async def test_quiet_hours_that_are_unclear_save_nothing(do: Do, start: str, end: str, reason: str) -> None:
    refusal = await do.refused(members.record_quiet_hours, **NOW_HERE, start=start, end=end)
    assert isinstance(refusal, Invalid)
    assert refusal.message_id == reason
    assert await do.rows(Member) == []


async def test_a_message_may_come_now_outside_quiet_hours_and_at_their_end_inside(do: Do) -> None:
    assert await do(members.quiet_end, **NOW_HERE) == NOW
    await do(members.record_choice, **NOW_HERE, quiet_from=time(9))
    assert await do(members.quiet_end, **NOW_HERE) == NOW
    await do(members.record_quiet_hours, **NOW_HERE, start="9pm", end="8am")
    assert await do(members.quiet_end, **NOW_HERE) == NOW
    night = datetime(2026, 6, 3, 22, tzinfo=UTC)
    assert await do(members.quiet_end, **HERE, now=night) == datetime(2026, 6, 4, 7, tzinfo=UTC)
    assert await do(members.quiet_end, guild_id=ELSEWHERE, member_id=SAM, now=night) == night


async def test_quiet_hours_are_in_the_zone_the_member_lives_by(do: Do) -> None:
    await do(members.record_quiet_hours, **NOW_HERE, start="9pm", end="8am")
    await do(members.record_zone, **NOW_HERE, typed="tokyo")
    assert await do(members.quiet_end, **HERE, now=NOW + timedelta(hours=2)) == datetime(2026, 6, 3, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("off", "takes"),
    [((), True), (("direct_messages",), False), (("accepts_shares",), False), (members.SWITCHES, False)],
)
async def test_shares_are_taken_unless_they_or_all_messages_are_off(
    do: Do, off: tuple[str, ...], *, takes: bool
) -> None:
    assert await do(members.takes_shares, **HERE) is True
    for name in off:
        await do(members.record_switch, **NOW_HERE, name=name, on=False)
    assert await do(members.takes_shares, **HERE) is takes
    assert await do(members.takes_shares, guild_id=ELSEWHERE, member_id=SAM) is True


@pytest.mark.parametrize(
    ("off", "takes"),
    [((), True), (("direct_messages",), False), (("accepts_signposts",), False), (("accepts_shares",), True)],
)
async def test_signposts_are_taken_unless_they_or_all_messages_are_off(
    do: Do, off: tuple[str, ...], *, takes: bool
) -> None:
    assert await do(members.takes_signposts, **HERE) is True
    for name in off:
        await do(members.record_switch, **NOW_HERE, name=name, on=False)
    assert await do(members.takes_signposts, **HERE) is takes
    assert await do(members.takes_signposts, guild_id=ELSEWHERE, member_id=SAM) is True


async def test_the_export_of_choices_holds_each_of_them(do: Do) -> None:
    chosen = {"zone": "UTC", "nation": "Wales", "quiet_from": time(21), "quiet_until": time(7, 30)}
    await do(members.record_choice, **NOW_HERE, **chosen, accepts_shares=False)
    assert await do(members.export_member, guild_id=GUILD, member_id=SAM) == [
        {
            "kind": "choices",
            "community": str(GUILD),
            "zone": "UTC",
            "nation": "Wales",
            "direct_messages": True,
            "quiet_from": "21:00",
            "quiet_until": "07:30",
            "accepts_shares": False,
            "accepts_signposts": True,
            "forget_at_midnight": False,
            "asked_on": None,
            "asked_at": None,
            "last_used_month": "2026-06-01",
            "left_on": None,
        }
    ]
    await do(members.record_choice, **NOW_HERE, quiet_from=None, quiet_until=None)
    (shown,) = await do(members.export_member, guild_id=GUILD, member_id=SAM)
    assert (shown["quiet_from"], shown["quiet_until"]) == (None, None)


@pytest.mark.parametrize(
    ("used", "now", "kept"),
    [
        (datetime(2025, 6, 30, 23, 59, tzinfo=UTC), datetime(2026, 6, 30, 23, 59, tzinfo=UTC), True),
        (datetime(2025, 6, 30, 23, 59, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC), False),
        (datetime(2024, 2, 29, tzinfo=UTC), datetime(2025, 2, 28, tzinfo=UTC), True),
        (datetime(2024, 2, 29, tzinfo=UTC), datetime(2025, 3, 1, tzinfo=UTC), False),
    ],
)
async def test_choices_go_after_twelve_whole_months_without_use(
    do: Do, used: datetime, now: datetime, *, kept: bool
) -> None:
    await do(members.record_choice, **HERE, now=used)
    assert await do(members.purge, now=now) == (0 if kept else 1)
    assert bool(await do.rows(Member)) is kept


@examples(15)
@given(days=st.integers(0, 800))
async def test_no_choice_goes_within_a_year_of_use_and_none_stays_for_thirteen_months(
    database: Database, days: int
) -> None:
    async with undone(database) as do:
        await do(members.record_choice, **NOW_HERE)
        gone = await do(members.purge, now=NOW + timedelta(days=days))
        assert gone == 0 or days >= 365
        assert gone == 1 or days < 397
