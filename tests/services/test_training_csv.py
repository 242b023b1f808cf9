"""A table that somebody sends is read however it was saved, row by row; ours runs nothing and comes back the same."""

import csv
import io
import re
from datetime import date
from importlib.resources import files

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.errors import Invalid
from bot.services.attendance import FORMULAS
from bot.services.training_csv import ALIASES, MOST_ROWS, Refusal, Row, read_csv, write_csv
from bot.services.training_starters import list_starters
from bot.services.training_texts import COLUMNS, NATIONS, STAGES, Deadline, Fields
from tests.services.training_rows import CELLS, ENTRIES, PNG, entry

HEAD = "title,provider,link,stages"
ROW = "Peer work,Mind,https://example.org/a,volunteer"
CAFE = "Caf\u00e9 \u2019s peers \u20ac5"


def rows(*lines: str) -> tuple[Row, ...]:
    return read_csv("\n".join(lines).encode()).rows


def told(*lines: str) -> list[Fields | Refusal]:
    return [row.told for row in rows(*lines)]


def only(head: str, cell: str) -> Fields | Refusal:
    """Read one entry that has one more column, with this cell."""
    (row,) = read_csv(table([*HEAD.split(","), head], [*ROW.split(","), cell])).rows
    return row.told


def table(*lines: list[str]) -> bytes:
    page = io.StringIO()
    csv.writer(page).writerows(lines)
    return page.getvalue().encode()


def refused(content: bytes) -> Invalid:
    with pytest.raises(Invalid) as refusal:
        read_csv(content)
    return refusal.value


@given(ENTRIES)
def test_what_is_written_is_read_as_it_was(entries: list[Fields]) -> None:
    sheet = read_csv(write_csv(entries))
    assert [row.told for row in sheet.rows] == entries
    assert sheet.ignored == ()


@given(ENTRIES)
def test_no_cell_that_is_written_begins_as_a_formula(entries: list[Fields]) -> None:
    page = write_csv(entries).decode("utf-8-sig")
    cells = [cell for line in csv.reader(io.StringIO(page, newline="")) for cell in line]
    assert not any(cell.lstrip(" ").startswith(FORMULAS) for cell in cells)


def test_what_is_written_opens_in_every_spreadsheet() -> None:
    content = write_csv([entry(title='=HYPERLINK("https://example.org")', summary="Tea, and talk")])
    assert content.startswith(b"\xef\xbb\xbf" + ",".join(COLUMNS).encode() + b"\r\n")
    assert content.endswith(b"\r\n")
    assert re.search(rb"\"'+=HYPERLINK\(", content)
    assert b'"Tea, and talk"' in content


def test_our_own_list_is_read_as_it_stands_and_as_it_is_written() -> None:
    stands = files("bot").joinpath("data/training_catalogue.csv").read_bytes()
    for content in (stands, write_csv(list_starters())):
        assert tuple(row.told for row in read_csv(content).rows) == list_starters()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_table_is_read_however_it_was_saved(encoding: str, sign: str, end: str) -> None:
    lines = ["title", "provider", "link", "stages"], [CAFE, "Mind", "https://example.org/a", "curious"]
    text = end.join(sign.join(line) for line in lines) + end
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    (row,) = read_csv(mark + text.encode(encoding)).rows
    assert row == Row(2, CAFE, "https://example.org/a", entry(title=CAFE, stages="curious"))


def test_columns_stand_in_any_order_and_case_and_by_other_names() -> None:
    told = {
        "URL": "https://example.org/a", "Title ": "Peer work", " PROVIDER": "Mind", "Stage": "volunteer; curious",
        "Paid": "yes", "Accredited": "No", "Led by lived experience": "YES", "Co-produced": "", "Who may apply": "All",
        "Nation": "Wales", "Region": "Gwent", "Deadline(s)": "2027-01-15 forms", "Critical views": "Long",
        "Owner": "Sam", "Checked on": "2026-05-01",
    }  # fmt: skip
    (row,) = read_csv(table(list(told), list(told.values()))).rows
    assert row.told == Fields(
        title="Peer work", provider="Mind", link="https://example.org/a", stages=STAGES[:2],
        is_paid=True, is_accredited=False, is_led=True, is_coproduced=None, who="All",
        nations=(NATIONS[1],), region="Gwent", deadlines=(Deadline(date(2027, 1, 15), "forms"),),
        critical="Long", keeper="Sam", checked_on=date(2026, 5, 1),
    )  # fmt: skip


def test_every_other_name_is_one_of_a_column() -> None:
    assert set(ALIASES.values()) <= set(COLUMNS)
    assert not set(ALIASES) & set(COLUMNS)


def test_columns_that_say_nothing_here_are_named_and_left_out() -> None:
    sheet = read_csv(f"{HEAD},Colour,<b>Colour</b>,Rating,,\n{ROW},red,blue,5,,\n".encode())
    assert sheet.ignored == ("Colour", "Rating")
    assert [row.told for row in sheet.rows] == [entry()]


@pytest.mark.parametrize("name", ["title", "provider", "link", "stages"])
def test_a_column_that_is_needed_and_missing_is_named(name: str) -> None:
    problem = refused(f"{HEAD}\n{ROW}".replace(name, "other", 1).encode())
    assert (problem.message_id, problem.variables) == ("training_imports-column-missing", {"name": name})


def test_all_columns_that_are_missing_are_named_at_once() -> None:
    assert refused(b"title,cost\nPeer work,free").variables == {"name": "provider, link, stages"}


def test_two_columns_that_mean_the_same_are_refused() -> None:
    problem = refused(f"{HEAD},URL\n{ROW},https://example.org/b".encode())
    assert (problem.message_id, problem.variables) == ("training_imports-column-twice", {"name": "link"})


def test_each_row_that_cannot_be_used_says_why_and_where_and_the_others_are_taken() -> None:
    found = rows(
        HEAD,
        "",
        'Peer work,Mind,https://example.org/a,"volunteer;\ncurious"',
        "  ,,,",
        "Not safe,Mind,http://example.org/b,volunteer",
        "No stage,Mind,https://example.org/c,",
        "Short,Mind",
        "Last,Mind,https://example.org/d,curious",
    )
    assert [(row.line, row.title, row.told.message_id) for row in found if isinstance(row.told, Refusal)] == [
        (6, "Not safe", "training-link-unclear"),
        (7, "No stage", "training-needed"),
        (8, "Short", "training-needed"),
    ]
    assert [(row.line, row.title) for row in found if isinstance(row.told, Fields)] == [(3, "Peer work"), (9, "Last")]
    assert found[2].told == Refusal("training-needed", {"name": "stages"})


def test_a_row_with_more_cells_than_columns_is_refused_before_anything_slips() -> None:
    assert told(HEAD, f"Peer work, for all,{ROW}", f"{ROW},,") == [Refusal("training_imports-cells-many"), entry()]
    assert told(f"{HEAD},", f"{ROW},more") == [Refusal("training_imports-cells-many")]


def test_of_two_rows_with_one_link_the_second_is_refused_and_names_the_first() -> None:
    other = ROW.replace("https://example.org/a", "https://www.Example.org/a/?utm_source=x#top")
    assert told(HEAD, ROW, ROW.replace("/a", "/b"), other) == [
        entry(),
        entry(link="https://example.org/b"),
        Refusal("training_imports-row-twice", {"line": 2}),
    ]


def test_a_row_that_is_not_taken_keeps_no_later_one_out() -> None:
    assert told(HEAD, ROW.replace("volunteer", "none"), ROW)[1] == entry()


@pytest.mark.parametrize(
    ("typed", "day"),
    [("01/02/2027", date(2027, 2, 1)), (" 3/4/2027", date(2027, 4, 3)), ("2027-02-01", date(2027, 2, 1))],
)
def test_a_day_may_be_written_with_the_day_first(typed: str, day: date) -> None:
    found = only("checked on", typed)
    assert isinstance(found, Fields)
    assert found.checked_on == day
    found = only("deadlines", f"{typed} forms due 05/06/2027;{typed}")
    assert isinstance(found, Fields)
    assert found.deadlines == (Deadline(day), Deadline(day, "forms due 05/06/2027"))


@pytest.mark.parametrize("typed", ["31/02/2027", "13/13/2027", "1/2/27", "1/2/20277", "soon"])
def test_a_day_that_is_none_is_refused(typed: str) -> None:
    found = only("checked on", typed)
    assert isinstance(found, Refusal)
    assert found.message_id == "training-day-unclear"


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("'=1+1", "=1+1"), ("=1+1", "=1+1"), ("'+44", "+44"), ("'@sum", "@sum"), ("'-1", "-1"),
        ("'tis free", "'tis free"), ("'", "'"), ("<b>Tea</b> and<br/>talk<script>", "Tea and talk"),
    ],
)  # fmt: skip
def test_the_stroke_before_a_formula_is_no_part_of_the_text_and_html_is_none(cell: str, read: str) -> None:
    assert only("summary", cell) == entry(summary=read)


def test_ten_thousand_rows_are_read_and_not_one_more() -> None:
    lines = [f"Peer work,Mind,https://example.org/{number},volunteer" for number in range(MOST_ROWS + 1)]
    assert sum(isinstance(row.told, Fields) for row in rows(HEAD, *lines[:-1])) == MOST_ROWS
    problem = refused("\n".join([HEAD, *lines]).encode())
    assert (problem.message_id, problem.variables) == ("training_imports-rows-many", {"most": "10000"})


def test_five_megabytes_are_read_and_not_one_byte_more() -> None:
    content = f"{HEAD}\n{ROW}\n".encode()
    content += b"\n" * (5_000_000 - len(content))
    assert len(read_csv(content).rows) == 1
    problem = refused(content + b"\n")
    assert (problem.message_id, problem.variables) == ("training_imports-file-large", {"most": 5})


@pytest.mark.parametrize(
    ("content", "message_id"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b" \r\n\t\n", "empty"),
        (b'""', "empty"),
        (b",,,", "empty"),
        (HEAD.encode(), "empty"),
        (f"{HEAD}\n,,,\n".encode(), "empty"),
        (PNG, "not-text"),
        (b"PK\x03\x04\x14\x00\x06\x00\x08\x00", "not-text"),
        (f"{HEAD}\n{ROW}\0".encode(), "not-text"),
        (HEAD.encode("utf-32"), "not-text"),
        (b"\xff\xfea", "not-text"),
        (b"title\x81", "not-text"),
        (f'{HEAD}\n{ROW}\n"{"a," * 70_000}'.encode(), "table-broken"),
        (f'"{"a" * 140_000}'.encode(), "table-broken"),
        (b'{"contents": []}', "column-missing"),
        (b"<html><body>Sign in</body></html>", "column-missing"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_the_reason(content: bytes, message_id: str) -> None:
    assert refused(content).message_id == f"training_imports-{message_id}"


def test_a_table_that_breaks_off_says_after_which_line() -> None:
    assert refused(f'{HEAD}\n{ROW}\n"{"a" * 140_000}'.encode()).variables == {"line": 3}


def test_the_least_that_is_told_is_enough() -> None:
    assert told(",".join(CELLS), ",".join(CELLS.values())) == [entry()]


@given(st.binary() | st.text().map(str.encode) | st.text("tilepovdrnksag,;\t\"'\n=\0", min_size=1).map(str.encode))
@example(b'title;provider\tlink,stages\n"')
def test_whatever_a_file_holds_it_is_read_or_refused_in_words(content: bytes) -> None:
    for whole in (content, f"{HEAD}\n{ROW}\n".encode() + content):
        try:
            assert read_csv(whole).rows
        except Invalid as problem:
            assert problem.message_id.startswith("training_imports-")  # noqa: PT017 a refusal is as good here


def test_a_table_of_very_many_columns_is_refused_at_once() -> None:
    content = f"{HEAD}{',' * 100_000}\n" + "\n".join(f"a,b,https://example.org/{each},volunteer" for each in range(50))
    with pytest.raises(Invalid) as found:
        read_csv(content.encode())
    assert found.value.message_id == "training_imports-columns-many"
