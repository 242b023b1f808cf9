"""Other directories read our entries as services and we theirs; what the standard has no place for is not lost."""

import json
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Invalid
from bot.services.training_csv import Refusal
from bot.services.training_hsds import TAXONOMY, read_services, write_services
from bot.services.training_starters import list_starters
from bot.services.training_texts import NATIONS, STAGES, Deadline, Fields
from tests.services.training_rows import ENTRIES, PNG, entry

FULL = entry(
    title="Peer support training", summary="Six days of practice.", cost="free for members", who="Peer workers",
    is_accredited="yes", is_paid="no", checked_on="2026-05-01", stages="curious; lead, trainer or researcher",
    region="South East", nations="England; Wales", starts="each autumn", format="online", length="6 days",
    deadlines="2026-09-01 forms", critical="Costs a lot", keeper="Sam", doubt="old page",
)  # fmt: skip
STAGE = {"value": "volunteer", "taxonomy_term": {"taxonomy": TAXONOMY, "code": "stages"}}
FOREIGN: dict[str, Any] = {
    "id": "ac148810-d857-441c-9679-408f346de14b", "name": "Community training", "url": "https://example.org/a",
    "status": "active", "organization": {"id": "0", "name": "Mind"}, "attributes": [STAGE],
}  # fmt: skip


def page(*entries: Fields) -> dict[str, Any]:
    return dict(json.loads(write_services(entries)))


def read(told: object) -> list[Fields | Refusal]:
    return [row.told for row in read_services(json.dumps(told).encode()).rows]


def taken(**told: Any) -> Fields:
    """Read another directory's service that tells this too."""
    (found,) = read([FOREIGN | told])
    assert isinstance(found, Fields), found
    return found


def refused(content: bytes) -> Invalid:
    with pytest.raises(Invalid) as refusal:
        read_services(content)
    return refusal.value


@given(ENTRIES)
def test_what_is_written_is_read_as_it_was(entries: list[Fields]) -> None:
    assert [row.told for row in read_services(write_services(entries)).rows] == entries


def test_our_own_list_goes_round_without_a_loss() -> None:
    assert tuple(row.told for row in read_services(write_services(list_starters())).rows) == list_starters()


def test_everything_the_standard_has_a_place_for_stands_there() -> None:
    (service,) = page(FULL)["contents"]
    plain = {name: value for name, value in service.items() if isinstance(value, str) and name != "id"}
    assert plain == {
        "name": "Peer support training", "description": "Six days of practice.", "url": "https://example.org/a",
        "status": "active", "fees_description": "free for members", "accreditations": "yes",
        "eligibility_description": "Peer workers", "assured_date": "2026-05-01",
    }  # fmt: skip
    assert (service["organization"]["name"], service["organization"]["description"]) == ("Mind", "Mind")
    (cost,), (schedule,) = service["cost_options"], service["schedules"]
    assert (cost["amount_description"], cost["amount"], cost["currency"]) == ("free for members", 0, "GBP")
    assert (schedule["description"], schedule["attending_type"]) == ("each autumn", "online")
    assert [area["name"] for area in service["service_areas"]] == ["South East", "England", "Wales"]
    assert [area.get("uri", "")[-9:] for area in service["service_areas"]] == ["", "E92000001", "W92000004"]


def test_the_rest_stands_in_attributes_of_our_own() -> None:
    (service,) = page(FULL)["contents"]
    assert {(each["taxonomy_term"]["code"], each["value"]) for each in service["attributes"]} == {
        ("stages", STAGES[0]), ("stages", STAGES[4]), ("length", "6 days"), ("is_paid", "no"), ("keeper", "Sam"),
        ("deadlines", "2026-09-01 forms"), ("critical", "Costs a lot"), ("doubt", "old page"),
    }  # fmt: skip
    assert {each["taxonomy_term"]["taxonomy"] for each in service["attributes"]} == {TAXONOMY}
    assert {each["link_id"] for each in service["attributes"]} == {service["id"]}


def test_what_nobody_told_is_left_out() -> None:
    (service,) = page(entry(cost="£20", starts="May"))["contents"]
    assert "amount" not in service["cost_options"][0]
    assert "attending_type" not in service["schedules"][0]
    (service,) = page(entry())["contents"]
    assert service.keys() == {"id", "name", "url", "status", "organization", "attributes"}


def parts(told: Any) -> list[dict[str, Any]]:
    inside = told.values() if isinstance(told, dict) else told if isinstance(told, list) else []
    found = [part for each in inside for part in parts(each)]
    return [told, *found] if isinstance(told, dict) else found


def test_every_part_has_an_id_of_its_own_that_stays_the_same_however_the_link_is_spelled() -> None:
    told = page(FULL)["contents"]
    ids = [part["id"] for part in parts(told)]
    terms = [part["taxonomy_term"]["id"] for part in told[0]["attributes"]]
    assert len({UUID(each) for each in ids}) == len(ids) - len(terms) + len(set(terms))
    other = page(entry(link="https://www.example.org/a/?utm_source=b"), entry(link="https://example.org/b"))["contents"]
    assert [each["id"] == told[0]["id"] for each in other] == [True, False]
    assert {each["organization"]["id"] for each in other} == {told[0]["organization"]["id"]}


@pytest.mark.parametrize("entries", [(), (FULL,)])
def test_the_file_is_one_page_of_an_api(entries: tuple[Fields, ...]) -> None:
    whole, many = page(*entries), len(entries)
    contents = whole.pop("contents")
    assert len(contents) == many
    assert whole == {
        "total_items": many, "total_pages": 1, "page_number": 1, "size": many, "first_page": True, "last_page": True,
        "empty": not many,
    }  # fmt: skip


@pytest.mark.parametrize(
    "told",
    [
        [FOREIGN],
        FOREIGN,
        {"total_items": 1, "contents": [FOREIGN]},
        {"totalElements": 1, "content": [FOREIGN]},
        {"id": "0", "name": "Mind", "url": "https://example.org", "services": [FOREIGN]},
    ],
)
def test_services_are_found_in_a_list_a_page_an_organisation_or_alone(told: object) -> None:
    assert read(told) == [entry(title="Community training")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_file_is_read_however_it_was_saved(encoding: str) -> None:
    (row,) = read_services(json.dumps([FOREIGN | {"name": "Café"}], ensure_ascii=False).encode(encoding)).rows
    assert row.told == entry(title="Café")


def test_without_what_an_entry_needs_a_service_is_refused_by_its_place_and_the_others_are_taken() -> None:
    found = read_services(
        json.dumps(
            [FOREIGN | {"attributes": []}, FOREIGN, "service", FOREIGN | {"organization": "Mind"}, FOREIGN]
        ).encode()
    ).rows
    assert [(row.line, row.title, row.told) for row in found if isinstance(row.told, Refusal)] == [
        (1, "Community training", Refusal("training-needed", {"name": "stages"})),
        (3, "", Refusal("training_imports-no-service")),
        (4, "Community training", Refusal("training-needed", {"name": "provider"})),
        (5, "Community training", Refusal("training_imports-row-twice", {"line": 2})),
    ]


@pytest.mark.parametrize(
    "attributes",
    [
        None,
        "volunteer",
        [None, "volunteer"],
        [{"value": "volunteer"}],
        [{"value": "volunteer", "taxonomy_term": "stages"}],
        [{"value": "volunteer", "taxonomy_term": {"taxonomy": "other", "code": "stages"}}],
        [{"value": "volunteer", "taxonomy_term": {"taxonomy": TAXONOMY, "code": "title"}}],
    ],
)
def test_attributes_of_others_are_no_stages(attributes: object) -> None:
    assert read([FOREIGN | {"attributes": attributes}]) == [Refusal("training-needed", {"name": "stages"})]


@pytest.mark.parametrize(
    ("said", "known"),
    [("", None), (" ", None), ("None", False), ("no", False), ("N/A", False), ("By the Peer Board", True)],
)
def test_whether_a_service_is_accredited_follows_from_what_it_says(said: str, known: bool | None) -> None:  # noqa: FBT001 a case
    assert taken(accreditations=said).is_accredited is known


@pytest.mark.parametrize(
    ("told", "cost"),
    [
        ({"fees_description": "Ask us", "fees": "old", "cost_options": [{"amount": 3}]}, "Ask us"),
        ({"fees": "£5", "cost_options": [{"amount": 3}]}, "£5"),
        (
            {"cost_options": [{"amount": 0.0, "currency": "gbp"}, {"amount": 35, "option": "others"}]},
            "free, £35 others",
        ),
        ({"cost_options": [{"amount": "7.50", "currency": "eur", "amount_description": "a day"}]}, "7.50 EUR a day"),
        ({"cost_options": [{"amount": True, "option": "members"}, {}, 5]}, "members"),
        ({"cost_options": {"amount": 3}}, ""),
    ],
)
def test_what_it_costs_is_read_from_wherever_it_is_told(told: dict[str, Any], cost: str) -> None:
    assert taken(**told).cost == cost


def test_the_rest_is_read_as_far_as_it_goes() -> None:
    found = taken(
        description="<p>Tea &amp; talk</p>\u0000", assured_date="2026-05-01T10:00:00Z", status="temporarily closed",
        schedules=[{"description": "Mondays"}, {"description": "Mondays"}, {"freq": "WEEKLY"}],
        eligibility_description=5,
        service_areas=[{"name": "Fife"}, {"name": "All", "uri": "https://example.org/S92000003"}, {"name": "Wales"}],
        email="somebody@example.org", unknown={"deep": [1]},
    )  # fmt: skip
    assert (found.summary, found.checked_on, found.doubt) == (
        "Tea &amp; talk", date(2026, 5, 1), "temporarily closed",
    )  # fmt: skip
    assert (found.who, found.starts, found.region, found.nations) == ("5", "Mondays", "Fife, Wales", (NATIONS[2],))


def test_a_region_tells_the_nations_where_no_code_does() -> None:
    assert taken(service_areas=[{"name": "Wales"}, {"name": "Scotland"}]).nations == NATIONS[1:3]


def test_a_text_that_is_too_long_is_cut_and_shows_that_it_goes_on_but_a_link_is_not() -> None:
    assert taken(description="word " * 200).summary == "word " * 119 + "word…"
    assert taken(name="n" * 151).title == "n" * 149 + "…"
    assert taken(name="n" * 150).title == "n" * 150
    (found,) = read([FOREIGN | {"url": f"https://example.org/{'a' * 500}"}])
    assert found == Refusal("training-too-long", {"name": "link", "longest": 500})


def test_half_a_sign_breaks_nothing() -> None:
    assert read_services(json.dumps([FOREIGN | {"name": "Tea \ud83d"}]).encode()).rows[0].told == entry(title="Tea ?")


@pytest.mark.parametrize(
    ("content", "message_id"),
    [
        (b"", "empty"),
        (b"[]", "empty"),
        (b'{"contents": []}', "empty"),
        (PNG, "not-text"),
        (b"title,provider,link,stages\n", "not-json"),
        (b'[{"name": "Peer', "not-json"),
        (b"[" * 200_000 + b"]" * 200_000, "not-json"),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "not-json"),
        (b"9" * 5_000, "not-json"),
        (b"{}", "no-services"),
        (b'{"name": "Peer work"}', "no-services"),
        (b'{"contents": {"name": "Peer work"}}', "no-services"),
        (b'"services"', "no-services"),
        (b"null", "no-services"),
    ],
)
def test_a_file_without_services_is_refused_with_the_reason(content: bytes, message_id: str) -> None:
    assert refused(content).message_id == f"training_imports-{message_id}"


def test_a_file_that_is_too_large_is_not_read() -> None:
    assert refused(b"[" + b" " * 5_000_000).message_id == "training_imports-file-large"


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.sampled_from(
        ["name", "url", "organization", "attributes", "taxonomy_term", "taxonomy", "code", "value", "cost_options",
         "amount", "service_areas", "uri", "schedules", "status"]), inside, max_size=5),
)  # fmt: skip


@given(st.dictionaries(st.sampled_from([*FOREIGN, "cost_options", "schedules", "service_areas"]), JSON))
def test_no_service_breaks_the_others_whatever_it_says(told: dict[str, Any]) -> None:
    found = read([told, FOREIGN | {"url": "https://example.org/b"}])
    assert found[1] == entry(title="Community training", link="https://example.org/b")


def test_a_day_and_its_word_come_back() -> None:
    (found,) = read_services(write_services([FULL])).rows
    assert isinstance(found.told, Fields)
    assert found.told.deadlines == (Deadline(date(2026, 9, 1), "forms"),)


@given(st.binary() | JSON.map(json.dumps).map(str.encode))
def test_whatever_a_file_holds_it_is_read_or_refused_in_words(content: bytes) -> None:
    try:
        assert read_services(content).rows
    except Invalid as problem:
        assert problem.message_id.startswith("training_imports-")  # noqa: PT017 a refusal is as good here
