"""An installation's own words: what it may change, and how a slip is refused."""

import re
from pathlib import Path

import pytest

from bot.wording import Wording
from tests.frame.own_words import refusal, write


def test_any_message_can_be_changed_from_any_file(tmp_path: Path) -> None:
    write(tmp_path, "common-stop = Enough for now")
    write(tmp_path, "common-back = Go back", name="en-GB/another.FTL")
    words = Wording(overrides=tmp_path)
    assert words("common-stop") == "Enough for now"
    assert words("common-back") == "Go back"
    assert words("common-change") == "Change it"


def test_windows_files_are_read_as_they_are(tmp_path: Path) -> None:
    write(tmp_path, "")
    (tmp_path / "en-GB" / "ours.ftl").write_bytes("\ufeffcommon-stop = Enough\r\ncommon-back = Go back\r\n".encode())
    words = Wording(overrides=tmp_path)
    assert (words("common-stop"), words("common-back")) == ("Enough", "Go back")


def test_hidden_files_and_notes_are_left_alone(tmp_path: Path) -> None:
    write(tmp_path, "\0\1", name="en-GB/._ours.ftl")
    write(tmp_path, "These are our words.", name="en-GB/README.txt")
    write(tmp_path, "x = y", name=".git/ours.ftl")
    assert Wording(overrides=tmp_path)("common-stop") == "Stop"


ALL_FORMS = "".join(
    f"|{{ -checkin{form} }}"
    for form in ("", *(f'(form: "{name}")' for name in ("one", "many", "title", "titles", "a", "a-title")))
)


@pytest.mark.parametrize(
    ("noun", "forms"),
    [
        ("-story = story", "|check-in|check-in|check-ins|Check-in|Check-ins|a check-in|A check-in"),
        ("-checkin = pulse", "|pulse|pulse|pulses|Pulse|Pulses|a pulse|A pulse"),
        ("-checkin = update", "|update|update|updates|Update|Updates|an update|An update"),
        ("-checkin = unit", "|unit|unit|units|Unit|Units|a unit|A unit"),
        ("-checkin = hour", "|hour|hour|hours|Hour|Hours|an hour|An hour"),
        ("-checkin = diary", "|diary|diary|diaries|Diary|Diaries|a diary|A diary"),
        ("-checkin = day", "|day|day|days|Day|Days|a day|A day"),
        (
            "-checkin = touch base",
            "|touch base|touch base|touch bases|Touch base|Touch bases|a touch base|A touch base",
        ),
        ("-checkin = catch", "|catch|catch|catches|Catch|Catches|a catch|A catch"),
        ("-checkin = hello\n    .many = hellos", "|hello|hello|hellos|Hello|Hellos|a hello|A hello"),
        ("-checkin = MOT\n    .a = an MOT", "|MOT|MOT|MOTs|MOT|MOTs|an MOT|An MOT"),
        (
            "-checkin =\n    long\n    word",
            "|long word|long word|long words|Long word|Long words|a long word|A long word",
        ),
        (
            "-checkin = { $form ->\n   *[one] life\n    [many] lives\n}",
            "|life|life|lives|Life|Lives|a life|A life",
        ),
        (
            "-checkin = { $form ->\n    [one] life\n   *[many] lives\n}",
            "|life|life|lives|Life|Lives|a life|A life",
        ),
    ],
)
def test_a_noun_is_renamed_by_one_line_in_all_its_forms(tmp_path: Path, noun: str, forms: str) -> None:
    write(tmp_path, f"{noun}\nwording-empty = {ALL_FORMS}\n")
    assert Wording(overrides=tmp_path)("wording-empty") == forms


@pytest.mark.parametrize(
    ("slip", "line", "says"),
    [
        ("common-stop: Enough", 1, "common-stop: Enough"),
        ("common-stop = Enough\nfor now", 2, "for now"),
        ("common-stop = Enough { for", 1, "common-stop"),
        ("common-stop = Enough {", 1, "common-stop"),
        ("common-stop =\n    **Enough** for now", 2, '{ "" }'),
        ("common-stop = { $x ->\n    [one] x\n    **[other] y\n}", 3, "star"),
        ("common-stop = { $x ->\n    [one] x\n   *[other] y", 1, "common-stop"),
        ("Some notes\n\ncommon-stop = Enough", 1, "Some notes"),
        ("\n\ncommon-stopp = Enough", 3, "common-stop"),
        ("-chekin = pulse", 1, "-checkin"),
        ("common-stop = One\ncommon-stop = Two", 2, "line 1"),
        ("common-list-last = { $listed } and more", 1, "item"),
        ("common-list-last = { $listed } and { $itme }", 1, "item"),
        ("common-stop = Stop { $now }", 1, "now"),
        ("common-stop = { -chekin }", 1, "-checkin"),
        ('common-stop = { -checkin(form: "titel") }', 1, '"title"'),
        ('common-stop = { -checkin(case: "one") }', 1, "case"),
        ("common-stop = { common-back }", 1, "common-back"),
        ("common-list-last = { DATETIME($listed) } { $item }", 1, "DATETIME"),
        ("common-stop = Stop\n    .hint = Now", 1, ".hint"),
        ("common-stop =\n    .hint = Now", 1, "no text"),
        ('common-stop = { "" }', 1, "no text"),
        (f"common-stop = {'a' * 81}", 1, "80"),
        (f"command-checkin = {'a' * 101}", 1, "100"),
        ("-checkin = { $count }", 1, "plain text"),
        ("-checkin = { $count ->\n   *[one] x\n}", 1, "plain text"),
        ("-checkin = { -story }", 1, "plain text"),
        ("-checkin = { $form ->\n   *[one] x\n    [mny] y\n}", 1, '"many"'),
        ("-checkin = { $form ->\n   *[one] x\n    [2] y\n}", 1, '"2"'),
        ("-checkin = x\n    .mny = y", 1, '"many"'),
        ('-checkin = { "" }', 1, "no text"),
        ("-checkin = a very long name for it", 1, "20"),
    ],
)
def test_a_slip_is_refused_with_its_file_its_line_and_what_to_do(
    tmp_path: Path, slip: str, line: int, says: str
) -> None:
    file = write(tmp_path, slip)
    said = refusal(tmp_path)
    assert said.startswith(f"{file}, line {line}")
    assert says in said.removeprefix(str(file))


def test_a_slip_in_a_message_names_the_message(tmp_path: Path) -> None:
    write(tmp_path, "common-list-last = { $listed }")
    assert "common-list-last" in refusal(tmp_path)


def test_the_same_message_in_two_files_is_refused_with_both(tmp_path: Path) -> None:
    first = write(tmp_path, "common-stop = Enough", name="en-GB/a.ftl")
    second = write(tmp_path, "common-stop = Enough", name="en-GB/b.ftl")
    said = refusal(tmp_path)
    assert str(first) in said
    assert str(second) in said


@pytest.mark.parametrize(
    "junk", ["common-stop = Genug für heute".encode("latin-1"), "common-stop = x".encode("utf-16")]
)
def test_a_file_that_is_not_utf8_is_refused_by_name(tmp_path: Path, junk: bytes) -> None:
    file = write(tmp_path, "")
    file.write_bytes(junk)
    said = refusal(tmp_path)
    assert said.startswith(str(file))
    assert "UTF-8" in said


def test_a_folder_that_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    said = refusal(tmp_path / "words")
    assert said.startswith("wording_dir")
    assert str(tmp_path / "words") in said


def test_a_file_outside_a_language_folder_is_refused_with_the_place_it_belongs(tmp_path: Path) -> None:
    write(tmp_path, "common-stop = Enough", name="ours.ftl")
    assert str(tmp_path / "en-GB" / "ours.ftl") in refusal(tmp_path)


@pytest.mark.parametrize("name", ["en_GB", "en-gb", "english", "words"])
def test_a_folder_with_another_name_than_a_language_is_refused_with_the_nearest(tmp_path: Path, name: str) -> None:
    write(tmp_path, "common-stop = Enough", name=f"{name}/ours.ftl")
    said = refusal(tmp_path)
    assert str(tmp_path / name) in said
    assert '"en-GB"' in said


def test_a_file_that_an_editor_named_twice_is_refused_with_its_right_name(tmp_path: Path) -> None:
    write(tmp_path, "common-stop = Enough", name="en-GB/ours.ftl.txt")
    assert refusal(tmp_path).endswith("Rename the file to ours.ftl.")


def test_a_number_to_call_is_never_written_in_the_wording_of_contacts(tmp_path: Path) -> None:
    write(tmp_path, "contacts-intro = Call 0800 123")
    assert "list of contacts" in refusal(tmp_path)


GUIDE = (Path(__file__).parents[2] / "docs" / "wording.md").read_text(encoding="utf-8")
BLOCKS = [block.strip() for block in re.findall(r"^```\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)]


@pytest.mark.parametrize("example", [block for block in BLOCKS if " = " in block])
def test_every_example_of_the_guide_can_be_used(tmp_path: Path, example: str) -> None:
    write(tmp_path, example)
    assert Wording(overrides=tmp_path).ids() == Wording().ids()


def test_the_refusal_that_the_guide_shows_is_what_is_said(tmp_path: Path) -> None:
    (shown,) = [block for block in BLOCKS if " = " not in block]
    file = write(tmp_path, "\n\ncheckins-qestion = Hello!")
    assert refusal(tmp_path).replace(str(file), "wording/en-GB/ours.ftl") == shown
