"""The words: filled in whole or not at all, in a person's language, with the nouns an installation chose."""

from pathlib import Path

import pytest
from babel import Locale, localedata
from babel.numbers import format_decimal

from bot.errors import Invalid, SettingsProblem
from bot.wording import Wording, WordingError
from bot.wording.languages import Language
from bot.wording.numbers import NEEDED, keep_numbers
from bot.wording.sources import Source
from tests.frame.own_words import refusal, write


def test_a_message_is_filled_in_with_its_variables() -> None:
    assert Wording()("common-list-last", listed="Ann", item="Bo") == "Ann and Bo"


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"listed": "Ann"}, "item"),
        ({"listed": "Ann", "item": "Bo", "colour": "red"}, "colour"),
        ({"listed": "Ann", "item": True}, "bool"),
        ({"listed": "Ann", "item": 1.5}, "float"),
        ({"listed": "Ann", "item": None}, "NoneType"),
    ],
)
def test_a_missing_extra_or_unsuitable_variable_is_an_error_that_names_it(
    variables: dict[str, str], named: str
) -> None:
    with pytest.raises(WordingError, match=named):
        Wording()("common-list-last", **variables)


def test_an_unknown_message_is_an_error_that_names_the_nearest() -> None:
    with pytest.raises(WordingError, match="common-stop"):
        Wording()("common-stp")


def test_the_variables_of_an_unknown_message_are_an_error_too() -> None:
    with pytest.raises(WordingError, match="no-such-message"):
        Wording().variables("no-such-message")


def test_numbers_are_shown_without_commas_and_mentions_without_marks() -> None:
    words = Wording()
    said = words("common-list-last", listed=123456789012345678, item="<@123456789012345678>")
    assert said == "123456789012345678 and <@123456789012345678>"


def test_numbers_choose_a_plural(tmp_path: Path) -> None:
    write(
        tmp_path,
        """
common-list-last = { $listed ->
    [one] one
   *[other] { $listed } and { $item }
}
""",
    )
    words = Wording(overrides=tmp_path)
    assert words("common-list-last", listed=1, item=2) == "one"
    assert words("common-list-last", listed=1000, item=2) == "1000 and 2"


def test_a_value_may_be_as_long_as_a_message_may_be() -> None:
    assert len(Wording()("common-list-last", listed="a" * 4000, item="b")) == 4006


@pytest.mark.parametrize("text", ["x = { y }", "x = { -y }", "x =\n    .a = b"])
def test_a_message_that_cannot_be_filled_in_is_an_error_and_never_half_a_sentence(text: str) -> None:
    language = Language("en-GB", {"x": Source(Path("x.ftl"), 1, "x", text)})
    with pytest.raises(WordingError, match="x "):
        language.render("x", {})


def test_a_message_that_is_not_fluent_is_refused_when_it_is_read() -> None:
    with pytest.raises(Invalid):
        _ = Source(Path("x.ftl"), 1, "x", "x = { y").entry


@pytest.mark.parametrize(
    ("items", "said"),
    [(["Ann"], "Ann"), (["Ann", "Bo"], "Ann and Bo"), (["Ann", "Bo", "Cy", "Di"], "Ann, Bo, Cy and Di")],
)
def test_a_list_reads_as_a_sentence(items: list[str], said: str) -> None:
    assert Wording().join(items) == said


def test_a_translation_says_what_it_has_and_the_rest_in_british_english(tmp_path: Path) -> None:
    write(tmp_path, "common-stop = Stopp\n-checkin = puls\n    .many = pulsar", name="sv-SE/ours.ftl")
    words = Wording(locale="sv-SE", overrides=tmp_path)
    assert words("common-stop") == "Stopp"
    assert words("common-back") == "Back"


def test_a_translation_uses_its_own_nouns_or_else_the_installations(tmp_path: Path) -> None:
    write(tmp_path, 'common-stop = Halt { -checkin } { -story(form: "many") }', name="de/ours.ftl")
    write(tmp_path, "-story = tale")
    words = Wording(locale="de", overrides=tmp_path)
    assert words("common-stop") == "Halt check-in tales"


def test_plurals_follow_the_language_of_the_translation(tmp_path: Path) -> None:
    text = "common-list-last = { $listed ->\n    [few] few\n   *[other] other\n}{ $item }"
    write(tmp_path, text, name="pl/ours.ftl")
    words = Wording(locale="pl", overrides=tmp_path)
    assert [words("common-list-last", listed=count, item="") for count in (1, 2, 5)] == [
        "other",
        "few",
        "other",
    ]


@pytest.mark.parametrize("locale", ["en-GB", "cy", "zh-TW"])
def test_a_language_keeps_what_numbers_need_and_no_more(locale: str) -> None:
    keep_numbers(locale)
    read = Locale.parse(locale, sep="-")
    assert format_decimal(1234.5, locale=read) == "1,234.5"
    assert read.plural_form(0) == ("zero" if locale == "cy" else "other")
    assert set(localedata.load(str(read))) <= NEEDED


def test_a_translation_is_held_to_the_variables_of_the_original(tmp_path: Path) -> None:
    write(tmp_path, "common-list-last = { $listed }", name="de/ours.ftl")
    assert "item" in refusal(tmp_path)


def test_an_unknown_locale_is_refused_with_the_known_ones_and_the_nearest(tmp_path: Path) -> None:
    write(tmp_path, "common-stop = Halt", name="de/ours.ftl")
    with pytest.raises(SettingsProblem) as problem:
        Wording(locale="en_GB", overrides=tmp_path)
    assert str(problem.value) == (
        'locale: there are no words for "en_GB". There are words for de and en-GB. The nearest is "en-GB".'
    )


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("pt-BR", "Pare"),
        ("pt-PT", "Pare"),
        ("en-US", "Stop"),
        ("fr", "Stop"),
        ("en-GB", "Stop"),
        ("", "Stop"),
    ],
)
def test_a_member_reads_their_own_language_where_there_is_one(tmp_path: Path, locale: str, said: str) -> None:
    write(tmp_path, "common-stop = Pare", name="pt-BR/ours.ftl")
    assert Wording(overrides=tmp_path).for_locale(locale)("common-stop") == said


def test_a_member_whose_language_is_missing_reads_the_installations(tmp_path: Path) -> None:
    write(tmp_path, "common-stop = Stopio", name="cy/ours.ftl")
    assert Wording(locale="cy", overrides=tmp_path).for_locale("fr")("common-stop") == "Stopio"


def test_only_a_locale_with_words_of_its_own_is_spoken() -> None:
    assert Wording().speaks("en-GB")
    assert not Wording().speaks("fr")
