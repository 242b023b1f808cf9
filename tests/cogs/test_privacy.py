"""Journeys of `/my data`, `/my delete` and `/privacy`."""

import json
from typing import Any

from tests.cogs import announcing
from tests.cogs.conftest import World
from tests.cogs.reading import read
from tests.cogs.sharing import agree, share


async def data(world: World) -> dict[str, Any]:
    shown = await world.slash(world.sam, "my data")
    assert shown.private
    return dict(json.loads(await shown.message.attachments[0].read()))


async def reach_out(world: World) -> None:
    saved = await world.press(world.sam, await world.slash(world.sam, "checkin"), "Low")
    consent = await world.press(world.sam, saved, "Please reach out")
    await world.press(world.sam, consent, "Ask them")


async def test_my_data_has_every_row_with_why_and_until_when(world: World) -> None:
    await agree(world, world.sam, world.jo)
    await reach_out(world)
    await share(world, world.sam)
    await announcing.schedule(world, contact=world.sam)
    kept = await data(world)
    assert set(kept) == {
        "announcements", "checkins", "deliveries", "directs", "event_notices", "event_reminders", "events", "feedback",
        "feeds", "members", "pathway_routes", "pathways", "peers", "reachouts", "shares", "signups", "story_filters",
        "signposts",
        "training_entries", "training_imports", "training_news", "training_saves", "training_suggestions",
    }  # fmt: skip
    assert all(part["why_and_until_when"] for part in kept.values())
    assert {name: len(part["rows"]) for name, part in kept.items() if part["rows"]} == {
        "announcements": 1,
        "checkins": 1,
        "members": 1,
        "peers": 1,
        "reachouts": 1,
        "shares": 1,
    }


async def test_my_data_says_who_is_responsible(world: World) -> None:
    shown = await world.slash(world.sam, "my data")
    assert "Ada, ada@example.org" in shown.text


async def test_my_delete_asks_once_erases_at_once_and_confirms_by_counts(world: World) -> None:
    await agree(world, world.sam, world.jo)
    await reach_out(world)
    await share(world, world.sam)
    asked = await world.slash(world.sam, "my delete")
    assert asked.labels == ["Delete it all", "Stop"]
    assert (await data(world))["checkins"]["rows"]
    done = await world.press(world.sam, asked, "Delete it all")
    assert "Deleted: " in done.text
    assert all(part["rows"] == [] for part in (await data(world)).values())


async def test_my_delete_takes_away_the_messages_that_name_me(world: World) -> None:
    await agree(world, world.sam, world.jo)
    await reach_out(world)
    await share(world, world.sam)
    assert world.moderators.history()
    assert world.inbox(world.jo)
    await world.press(world.sam, await world.slash(world.sam, "my delete"), "Delete it all")
    await world.run_due()
    assert world.moderators.history() == []
    assert world.inbox(world.jo) == []


async def test_stop_deletes_nothing(world: World) -> None:
    await reach_out(world)
    await world.press(world.sam, await world.slash(world.sam, "my delete"), "Stop")
    assert (await data(world))["checkins"]["rows"]


async def test_in_direct_messages_every_community_is_meant(world: World) -> None:
    await reach_out(world)
    asked = read(await world.sam.user.slash("my delete"))
    assert "in every community" in asked.text
    done = read(await world.sam.user.click(asked.message, label="Delete it all"))
    assert "Deleted: 3 things" in done.text
    nothing = read(await world.sam.user.slash("my data"))
    assert "keeps nothing about you" in nothing.text


async def test_privacy_says_what_is_kept_who_sees_it_and_who_is_responsible(world: World) -> None:
    note = await world.slash(world.sam, "privacy")
    for part in ("What Kettle keeps", "Discord sees which buttons you press", "/my delete", "Ada, ada@example.org"):
        assert part in note.text


async def test_privacy_is_there_before_set_up_and_in_direct_messages(bare: World) -> None:
    assert "has not said yet who is responsible" in (await bare.slash(bare.sam, "privacy")).text
    assert "in your community's server" in read(await bare.sam.user.slash("privacy")).text
