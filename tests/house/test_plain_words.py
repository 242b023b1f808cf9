"""Plain words: each check tells a bad text from a good one, and every shipped message passes every check."""

import socket
from collections.abc import Callable, Iterator

import pytest

from tests.house import plain_words
from tests.house.plain_words import ALLOWED, CHECKS, GRADED_WORDS, LIMITS, Text, grade, problems, words_in
from tests.house.shipped import sources, texts

EASY = """You can stop at any time. We keep what you said for two weeks. Then it goes for good.
You can ask what we keep. You can take it away. Nobody else sees it."""
HARDER = """People may answer another time. They can also carry on without telling anyone.
Now and then it helps a person to remember an afternoon together. Other members may feel the same, in time."""
HARD = "Confidentiality considerations necessitate organisational authorisation of community participation. " * 4
Check = Callable[[Text], Iterator[str]]


def text(shown: str, kind: str = "message", feature: str = "checkins") -> Text:
    return Text(f"{feature}-sample", kind, shown)


@pytest.mark.parametrize(
    ("check", "bad"),
    [
        (plain_words.reading_grade, text(HARD)),
        (plain_words.reading_grade, text(HARDER, feature="contacts")),
        (plain_words.sentence_length, text("word " * 21)),
        (plain_words.sentence_length, text(f"{'word ' * 15}. {'word ' * 16}.")),
        (plain_words.sentence_length, text("One. Two. Three. Four.")),
        (plain_words.hurtful, text("Somebody who suffers from it.")),
        (plain_words.hurtful, text("A failed attempt.")),
        (plain_words.hurtful, text("They Committed Suicide.")),
        (plain_words.hurtful, text("Part of your journey.")),
        (plain_words.promises, text("This is fully anonymous.")),
        (plain_words.promises, text("Your words are 100 % safe.")),
        (plain_words.promises, text("It is untraceable.")),
        (plain_words.promises, text("We will keep you safe.")),
        (plain_words.promises, text("This channel is monitored.")),
        (plain_words.promises, text("We guarantee it.")),
        (plain_words.promises, text("It assesses how you are.")),
        (plain_words.guilt, text("You are on a 3 day streak.")),
        (plain_words.guilt, text("You have not checked in.")),
        (plain_words.guilt, text("You haven\u2019t checked in.")),
        (plain_words.guilt, text("You missed two days.")),
        (plain_words.guilt, text("Your score went up.")),
        (plain_words.places, text("Press the green button.")),
        (plain_words.places, text("See the list below.")),
        (plain_words.places, text("The menu is on the left.")),
        (plain_words.shorthand, text("Contacts, e.g. a helpline.")),
        (plain_words.shorthand, text("Days, times etc.")),
        (plain_words.shorthand, text("That is, ie, no.")),
        (plain_words.official, text("Please enter a valid date.")),
        (plain_words.jargon, text("In this guild.")),
        (plain_words.length, text("a" * 601)),
        (plain_words.length, text("a" * 26, "button")),
        (plain_words.length, text("a" * 46, "title")),
        (plain_words.length, text("a" * 46, "label")),
        (plain_words.length, text("a" * 101, "placeholder")),
        (plain_words.length, text("a" * 101, "command")),
        (plain_words.length, text("One\nTwo", "button")),
        (plain_words.length, text(" ")),
        (plain_words.emoji, text("\U0001f44b", "button")),
        (plain_words.emoji, text("<:kettle:123456789012345678>")),
        (plain_words.emoji, text("Hello \U0001f44b\U0001f44b")),
        (plain_words.emoji, text("\u2705 Saved")),
        (plain_words.alt, text("A list. It has days. Each has an answer.", "alt")),
        (plain_words.button, text("Submit", "button")),
        (plain_words.button, text("Peers", "button")),
        (plain_words.button, text("Share it.", "button")),
        (plain_words.button, text("Low.", "answer")),
        (plain_words.capitals, text("Set your DND hours.")),
        (plain_words.capitals, text("This is IMPORTANT.")),
        (plain_words.marks, text("Day & time")),
        (plain_words.marks, text("Only *you* see it.")),
        (plain_words.marks, text("Only _you_ see it.")),
        (plain_words.marks, text("Hello \u2068Sam\u2069.")),
        (plain_words.marks, text("It has 1,000 parts.")),
        (plain_words.written_numbers, text("x = Call 999.")),
        (plain_words.written_numbers, text("x = Call 0800 123.")),
        (plain_words.fixed_nouns, text("x = Your check-ins.")),
        (plain_words.fixed_nouns, text("x = A Story { $name }.")),
        (plain_words.guilt, text("You should have answered.")),
        (plain_words.guilt, text("This is your fault.")),
    ],
)
def test_a_check_finds_a_bad_text(check: Check, bad: Text) -> None:
    assert list(check(bad))


@pytest.mark.parametrize(
    "good",
    [
        text(EASY),
        text(EASY, feature="contacts"),
        text(HARDER),
        text("You left this server. Your right to ask stays. The rest is bottomless."),
        text("# Thank you\n- One.\n- Two.\n- Three.\n- Four."),
        text("**Only you** see it \U0001f44b"),
        text("Starts <t:1767225600:R> for <@&123456789012345678> in <#123456789012345678>."),
        text("The file my_own_data.json has it. 2 * 3 * 4 is fine."),
        text("It is not your fault. Ask if you think you should have it."),
        text("Please reach out", "button"),
        text("The NHS has a page. It is OK to send a DM."),
        text("Set `KETTLE_DISCORD` first."),
        text("The database needs an UTF-8 name.", feature="database"),
        text("Share with my peers", "button"),
        text("Up and down", "answer"),
        text("Your last 14 days, newest first. Each day has one word.", "alt"),
        text("What I can do here", "command"),
    ],
)
def test_no_check_finds_anything_in_a_good_text(good: Text) -> None:
    assert problems(good) == []


def test_a_number_of_two_digits_is_no_phone_number() -> None:
    assert not list(plain_words.written_numbers(text("contacts-1234 = Kept for 14 days.")))


def test_a_term_is_no_fixed_noun_and_checking_in_is_a_verb() -> None:
    shown = 'story-kept = { -story(form: "many") } and { -checkin }: check in any time.'
    assert not list(plain_words.fixed_nouns(text(shown)))


def test_an_allowed_sentence_is_allowed_only_word_for_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain_words, "ALLOWED", {"Nobody is monitoring this."})
    assert not list(plain_words.promises(text("Hello. Nobody is monitoring this.")))
    assert list(plain_words.promises(text("Nobody is monitoring this now.")))


def test_the_reading_grade_needs_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "socket", refuse)
    assert grade(EASY) < grade(HARDER) < grade(HARD)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_every_message_passes(check: Check) -> None:
    found = {f"{each.id}: {problem} | {each.shown[:100]!r}" for each in texts() for problem in check(each)}
    assert not sorted(found)


@pytest.mark.parametrize("check", [plain_words.written_numbers, plain_words.fixed_nouns])
def test_every_message_leaves_numbers_to_the_contacts_and_nouns_to_the_terms(check: Check) -> None:
    written = [Text(source.id, "message", source.text) for source in sources() if not source.id.startswith("-")]
    assert not [(each.id, problem) for each in written for problem in check(each)]


@pytest.mark.parametrize("feature", sorted({source.path.stem for source in sources()}))
def test_all_of_a_features_screens_together_read_as_plainly_as_each(feature: str) -> None:
    ids = {source.id for source in sources() if source.path.stem == feature}
    shown = "\n".join(each.shown for each in texts() if each.id in ids and each.kind == "message")
    assert not list(plain_words.reading_grade(Text(f"{feature}-all", "message", shown)))


def test_every_allowed_sentence_is_still_needed() -> None:
    shown = {sentence for each in texts() for sentence in plain_words.sentences(each.shown)}
    assert shown >= ALLOWED


def test_the_checks_look_at_something() -> None:
    assert any(len(words_in(each.shown)) >= GRADED_WORDS for each in texts())
    assert {each.kind for each in texts()} <= LIMITS.keys()
