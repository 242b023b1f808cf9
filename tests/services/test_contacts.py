"""Support contacts come from one file, unchanged, the most urgent first, and never a doubtful one."""

import csv
from importlib.resources import files

import pytest

from bot.services import contacts
from tests.support_digits import strange_digits

HEADER = "name,how,digits,hours,nations,purpose,order,doubt"
ROW = "Made-up Line,Call 01 02,01 02,always,Wales,information,4,"
ALL_FOUR = "England;Wales;Scotland;Northern Ireland"


def rows() -> list[dict[str, str]]:
    text = files("bot").joinpath("data/support_contacts.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def names(nation: str | None) -> list[str]:
    return [one.name for one in contacts.contacts_for(nation)]


@pytest.mark.parametrize("nation", [*contacts.NATIONS, None])
def test_danger_comes_first_then_someone_to_talk_to_then_a_text_line(nation: str | None) -> None:
    assert [one.name for one in contacts.first(nation)] == ["Emergency services", "Samaritans", "Shout"]
    assert {one.hours for one in contacts.first(nation)} == {"always"}


@pytest.mark.parametrize(
    ("nation", "expected"),
    [
        ("England", ["NHS 111", "CALM"]),
        ("Wales", ["NHS 111 Wales", "CALM"]),
        ("Scotland", ["NHS 24 Mental Health Hub", "Breathing Space", "CALM"]),
        ("Northern Ireland", ["Lifeline", "CALM"]),
        (None, ["CALM"]),
        ("Atlantis", ["CALM"]),
    ],
)
def test_more_gives_the_rest_of_a_nation_in_the_files_order(nation: str | None, expected: list[str]) -> None:
    assert [one.name for one in contacts.more(nation)] == expected
    assert contacts.first(nation) + contacts.more(nation) == contacts.contacts_for(nation)


@pytest.mark.parametrize("nation", [*contacts.NATIONS, None])
def test_a_contact_in_doubt_is_never_given_out(nation: str | None) -> None:
    doubtful = {row["name"] for row in rows() if row["doubt"]}
    assert doubtful
    assert not doubtful & set(names(nation))


@pytest.mark.parametrize("nation", contacts.NATIONS)
def test_every_contact_of_a_nation_without_doubt_is_given_out_word_for_word(nation: str) -> None:
    wanted = {
        (row["name"], row["how"], row["hours"])
        for row in rows()
        if nation in row["nations"].split(";") and not row["doubt"]
    }
    assert {(one.name, one.how, one.hours) for one in contacts.contacts_for(nation)} == wanted


def test_with_no_nation_only_contacts_for_all_four_are_given() -> None:
    assert all(set(one.nations) == set(contacts.NATIONS) for one in contacts.contacts_for(None))


def test_a_cell_may_hold_several_values() -> None:
    line = f'Made-up Line,Call 01 or 02,"01; 02","","{ALL_FOUR}",information,4,'
    (contact,) = contacts.read_contacts([HEADER, line])
    assert contact.digits == ("01", "02")
    assert contact.nations == contacts.NATIONS


def test_contacts_are_read_in_the_order_of_their_numbers() -> None:
    later = ROW.replace("Made-up Line", "Later Line").replace(",4,", ",10,")
    assert [one.name for one in contacts.read_contacts([HEADER, later, ROW])] == [
        "Made-up Line",
        "Later Line",
    ]


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ([], "no column name, how, digits"),
        ([HEADER.replace("digits,", "")], "no column digits"),
        ([HEADER, ROW, ROW.replace("Wales", "Wales;Narnia")], "line 3: unknown nation Narnia"),
        ([HEADER, ROW.replace("Wales", ";")], "line 2: unknown nation"),
        ([HEADER, ROW.replace("Made-up Line", " ")], "line 2: nothing in name"),
        ([HEADER, ROW.replace(",4,", ",soon,")], "line 2: order is not a whole number"),
        (
            [HEADER, ROW.replace("Call 01 02", "Call 01 03")],
            "line 2: the digits are not those of the sentence",
        ),
        ([HEADER, "Made-up Line,Call 01 02"], "line 2: the row has too few or too many cells"),
        ([HEADER, ROW + ",more"], "line 2: the row has too few or too many cells"),
        ([HEADER, ROW.replace("Wales", "Narnia") + "to check"], "line 2: unknown nation Narnia"),
    ],
)
def test_a_file_with_a_fault_is_refused_with_the_line_and_the_fault(lines: list[str], problem: str) -> None:
    with pytest.raises(ValueError, match=r"^support contacts") as refused:
        contacts.read_contacts(lines)
    assert problem in str(refused.value)


def test_a_screen_of_contacts_has_no_digits_of_its_own_and_one_wrong_digit_is_found() -> None:
    screen = "\n".join(f"{one.how} ({one.hours}) <t:1767225600:R>" for one in contacts.contacts_for("Scotland"))
    assert strange_digits(screen) == set()
    assert strange_digits(screen.replace("116 123", "116 132")) == {"116 132"}


def test_digits_of_a_contact_in_doubt_are_strange_on_a_screen() -> None:
    doubtful = next(row["digits"] for row in rows() if row["doubt"])
    assert strange_digits(f"Call {doubtful}") == {doubtful}
