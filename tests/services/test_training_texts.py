"""What is told about a training entry is read the same from a form, a row or another catalogue, or refused by name."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Invalid
from bot.services import training_texts
from bot.services.attendance import FORMULAS
from bot.services.training_texts import (
    COLUMNS,
    LONGEST,
    MOST_DEADLINES,
    NATIONS,
    NEEDED,
    STAGES,
    Deadline,
    Fields,
    clean,
    key_of,
    price_of,
    read_deadlines,
    read_fields,
    read_link,
    read_nations,
    read_stages,
    way_of,
    write_fields,
    write_nations,
)

CELLS = {"title": "Peer work", "provider": "Mind", "link": "https://example.org/a", "stages": "volunteer"}
"""The least that is told about an entry."""

SAID = st.text(max_size=60) | st.text("ab<>/!='+-@;, \t\u00a0\u200b\u200d\u202e\ufeff\U0001f3f3", max_size=20)
WAYWARD = st.sampled_from(
    ["", "yes", "No", "UK", "England; Wales", "Scotland", "2027-01-15", "2027-01-15 apply; 2026-12-01", "=1+1", "'=1+1"]
)


def refused(**cells: str) -> Invalid:
    with pytest.raises(Invalid) as refusal:
        read_fields(CELLS | cells)
    return refusal.value


@given(st.dictionaries(st.sampled_from(COLUMNS), SAID | WAYWARD), st.sets(st.sampled_from(STAGES), min_size=1))
def test_what_is_read_is_written_and_read_again_as_it_was(typed: dict[str, str], stages: set[str]) -> None:
    try:
        read = read_fields(CELLS | {"stages": "; ".join(stages)} | typed)
    except Invalid:
        return
    cells = write_fields(read)
    assert tuple(cells) == COLUMNS
    assert read_fields(cells) == read
    assert write_fields(read_fields(cells)) == cells
    assert not any(cell.startswith(FORMULAS) for cell in cells.values())


DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))
LINES = SAID.map(clean).filter(lambda text: ";" not in text)


@given(
    known=st.fixed_dictionaries({name: st.sampled_from([True, False, None]) for name in training_texts.KNOWN}),
    texts=st.fixed_dictionaries({name: LINES for name in LONGEST if name not in {*NEEDED, "region"}}),
    nations=st.sets(st.sampled_from(NATIONS)),
    deadlines=st.sets(st.builds(Deadline, DAYS, LINES), max_size=MOST_DEADLINES),
    checked_on=st.none() | DAYS,
)
def test_all_that_can_be_told_comes_back(
    known: dict[str, Any],
    texts: dict[str, str],
    nations: set[str],
    deadlines: set[Deadline],
    checked_on: date | None,
) -> None:
    told = Fields(
        title="Peer work",
        provider="Mind",
        link="https://example.org",
        stages=STAGES[1:3],
        **known,
        **texts,
        nations=tuple(nation for nation in NATIONS if nation in nations),
        deadlines=tuple(sorted(deadlines, key=lambda each: (each.due_on, each.label))),
        checked_on=checked_on,
    )
    assert read_fields(write_fields(told)) == told


@given(SAID)
def test_a_clean_text_is_one_line_and_stays_as_it_is(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert cleaned.splitlines() in ([], [cleaned])
    assert not cleaned.startswith((" ", "\u200d"))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("<b>Peer</b> work<br/>for <!-- all -->", "Peer work for"),
        ("<script>alert(1)</script>", "alert(1)"),
        ("<scr\u200bipt>alert(1)</script>", "alert(1)"),
        ("<<b>i>x", "< i>x"),
        ("5 < 6 > 4 and <3", "5 < 6 > 4 and <3"),
        ("Peer\x00 work\r\n\tcourse\x07", "Peer work course"),
        ("co\u00adproduced \u202eevil\u202c", "coproduced evil"),
        ("\ufeffPeer\u200b", "Peer"),
        ("\ud800Peer", "Peer"),
        ("Rainbow \U0001f3f3\ufe0f\u200d\U0001f308 group", "Rainbow \U0001f3f3\ufe0f\u200d\U0001f308 group"),
        ("\u200d", ""),
        ("Dŵr & tea", "Dŵr & tea"),
    ],
)
def test_what_nobody_sees_and_html_go_and_words_and_emoji_stay(typed: str, kept: str) -> None:
    assert clean(typed) == kept


@pytest.mark.parametrize("begins", [*"=+-@", "\uff1d", "\uff20"])
def test_a_formula_stays_a_text_and_no_spreadsheet_runs_it(begins: str) -> None:
    read = read_fields(CELLS | {"summary": f"{begins}HYPERLINK(1)"})
    assert read.summary == f"{begins}HYPERLINK(1)"
    assert write_fields(read)["summary"] == f"'{begins}HYPERLINK(1)"
    assert read_fields(CELLS | {"summary": "'tis"}).summary == "'tis"
    assert read_fields(write_fields(read)) == read


@pytest.mark.parametrize("name", NEEDED)
def test_without_a_title_a_provider_a_link_or_a_stage_there_is_no_entry(name: str) -> None:
    for empty in ("", " \t", "<b></b>", "\u200b"):
        refusal = refused(**{name: empty})
        assert (refusal.message_id, refusal.variables) == ("training-needed", {"name": name})
    with pytest.raises(Invalid):
        read_fields({})


@pytest.mark.parametrize(("name", "longest"), LONGEST.items())
def test_a_text_has_its_most_characters_and_not_one_more(name: str, longest: int) -> None:
    begins = "https://example.org/" if name == "link" else ""
    fits = begins + "x" * (longest - len(begins))
    assert getattr(read_fields(CELLS | {name: fits}), name) == fits
    for much in (fits + "x", fits + "y" * 4_000):
        refusal = refused(**{name: much})
        assert (refusal.message_id, refusal.variables) == ("training-too-long", {"name": name, "longest": longest})


@pytest.mark.parametrize(
    "link",
    [
        "https://example.org",
        "HTTPS://Example.org:8443/a?b=c#d",
        "https://www.kettle.example/t%C3%A9",
        "https://bwrdd.cymru/dŵr",
        "https://a-b.example/x_y",
        "https://x.xn--p1ai/",
    ],
)
def test_an_https_address_of_a_named_host_is_kept_as_it_is(link: str) -> None:
    assert read_link(link) == link


@pytest.mark.parametrize(
    "link",
    [
        "http://example.org",
        "ftp://example.org",
        "javascript:alert(1)",
        "data:text/html,x",
        "//example.org",
        "example.org",
        "https://",
        "https:///a",
        "https://localhost/",
        "https://intranet/a",
        "https://user@example.org/",
        "https://user:password@example.org/",
        "https://:password@example.org/",
        "https://@example.org/",
        "https://good.example\\@evil.example/",
        "https://good.example\\.evil.example/",
        "https://127.0.0.1/",
        "https://0x7f.1/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[/",
        "https://./",
        "https://a..b/",
        "https://-a.example/",
        "https://example.org:99999/",
        "https://example.org:port/",
        "https://example.org/a b",
        'https://example.org/"onload="x',
        "https://example.org/`x`",
        "https://example.org/<b",
    ],
)
def test_any_other_address_is_refused(link: str) -> None:
    with pytest.raises(Invalid):
        read_link(link)
    assert refused(link=link).message_id == "training-link-unclear"


@pytest.mark.parametrize(
    "same",
    [
        "https://www.example.org/a/",
        "https://EXAMPLE.org/a",
        "https://example.org:443/a#part",
        "https://example.org/a?utm_source=x&fbclid=y",
    ],
)
def test_two_spellings_of_one_address_have_one_key(same: str) -> None:
    assert key_of(same) == key_of("https://example.org/a")


def test_other_addresses_have_other_keys() -> None:
    asked = ["", "?a=1", "?a=2", "?a", "?b", "?a=1&b=2"]
    links = ["https://example.org", "https://example.org/A", "https://example.org:8443/a", "https://w.example.org/a"]
    links += [f"https://example.org/a{each}" for each in asked]
    assert len({key_of(link) for link in links}) == len(links)
    assert key_of("https://example.org/a?b=2&a=1") == key_of("https://example.org/a?a=1&b=2")


def test_stages_are_read_in_the_order_of_the_way_each_once() -> None:
    assert read_stages("Volunteer; curious ;;volunteer") == ("curious", "volunteer")
    for unclear in ("boss", "volunteer; boss", "volunteer, curious", ";"):
        with pytest.raises(Invalid) as refusal:
            read_stages(unclear)
        assert refusal.value.message_id == "training-stages-unclear"


@given(st.sets(st.sampled_from(NATIONS)))
def test_nations_are_written_and_read_again(chosen: set[str]) -> None:
    nations = tuple(nation for nation in NATIONS if nation in chosen)
    assert read_nations(write_nations(nations)) == nations


def test_the_uk_is_all_nations_and_a_region_tells_only_those_it_names() -> None:
    assert write_nations(NATIONS) == "UK"
    for everywhere in ("UK", "uk", "UK, wider", "UK online", "Scotland; UK"):
        assert read_nations(everywhere) == NATIONS
    assert read_nations("N Ireland, england") == ("England", "Northern Ireland")
    assert read_nations("South West; Wales", is_told=False) == ("Wales",)
    assert read_nations("Highland", is_told=False) == ()
    assert read_fields(CELLS | {"region": "Scotland"}).nations == ("Scotland",)
    assert refused(nations="Highland").message_id == "training-nations-unclear"


def test_deadlines_are_read_the_earliest_first_each_once() -> None:
    read = read_deadlines("2027-01-15  applications; 2026-12-01;; 2027-01-15 applications; 2026-12-01 forms")
    assert [(each.due_on.isoformat(), each.label) for each in read] == [
        ("2026-12-01", ""),
        ("2026-12-01", "forms"),
        ("2027-01-15", "applications"),
    ]


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("soon", "training-deadline-unclear"),
        ("15/01/27", "training-deadline-unclear"),
        ("31/02/2027", "training-day-unclear"),
        ("2027-01-15applications", "training-deadline-unclear"),
        ("2027-01-15 " + "x" * 101, "training-deadline-unclear"),
        ("2027-02-29 forms", "training-day-unclear"),
        ("0000-01-01", "training-day-unclear"),
        ("\u0662\u0660\u0662\u0667-01-15", "training-day-unclear"),
    ],
)
def test_a_deadline_that_is_no_day_is_refused(cell: str, message: str) -> None:
    assert refused(deadlines=cell).message_id == message


def test_a_day_is_read_as_people_write_it_too() -> None:
    told = read_fields({**CELLS, "deadlines": "5/1/2027 apply; 2027-01-04", "checked_on": "01/02/2026"})
    assert told.deadlines == (Deadline(date(2027, 1, 4)), Deadline(date(2027, 1, 5), "apply"))
    assert told.checked_on == date(2026, 2, 1)


def test_an_entry_has_up_to_eight_deadlines() -> None:
    days = [date(2027, 1, 1) + timedelta(days=each) for each in range(MOST_DEADLINES + 1)]
    assert len(read_deadlines("; ".join(map(str, days[:-1])))) == MOST_DEADLINES
    assert refused(deadlines="; ".join(map(str, days))).message_id == "training-deadlines-many"


def test_yes_no_and_days_are_read_or_refused() -> None:
    read = read_fields(CELLS | {"is_paid": "YES", "is_led": "no", "checked_on": "2026-06-03"})
    assert (read.is_paid, read.is_led, read.is_accredited, read.checked_on) == (True, False, None, date(2026, 6, 3))
    assert refused(is_paid="perhaps").variables == {"name": "is_paid"}
    for wrong in ("2026-06-31", "June", "2026-6-3", "3 June 2026"):
        assert refused(checked_on=wrong).message_id == "training-day-unclear"


@pytest.mark.parametrize(
    ("told", "way"),
    [
        ("apprenticeship", "work"),
        ("online and placement", "online"),
        ("Webinar", "online"),
        ("Live video, in person", "online"),
        ("in person", "place"),
        ("course; supervisor modules", "place"),
        ("network, sign up for updates", "group"),
        ("web page", "reading"),
        ("PDFs", "reading"),
        ("volunteering, groups", "work"),
        ("a walk", ""),
        ("", ""),
    ],
)
def test_the_words_of_a_format_tell_the_way(told: str, way: str) -> None:
    assert way_of(told) == way


@pytest.mark.parametrize(
    ("cost", "price"),
    [
        ("Free for 28 days", "free"),
        ("no cost", "free"),
        ("£0", "free"),
        ("£0.00", "free"),
        ("£0.50", "costs"),
        ("employer funded", "funded"),
        ("self-funded, £900", "costs"),
        ("self funded", "costs"),
        ("NHS staff may have a free option", "funded"),
        ("£50, bursaries", "funded"),
        ("freely given", "costs"),
        ("£300", "costs"),
        ("", ""),
    ],
)
def test_the_words_of_a_cost_tell_the_price(cost: str, price: str) -> None:
    assert price_of(cost) == price


def test_an_address_cannot_say_something_else_in_a_message_and_leads_to_the_same_page() -> None:
    link = read_link("https://example.org/)[Log.in](https://evil.example/*a|b*")
    assert link == "https://example.org/%29%5BLog.in%5D%28https://evil.example/%2Aa%7Cb%2A"
    assert read_link(link) == link
