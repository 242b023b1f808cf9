"""Nobody's answer can be worked out from what is published, by search over small worlds and all their neighbours.

The attacker knows every answer but one. The plain way, rounding and hiding with no nudge, is shown to lose first.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import product
from random import Random

import pytest

from bot.services.checkins import ANSWERS
from bot.services.disclosure import FEWEST, SMALLEST, STEP, Nudges, Published, draw_nudges, publish, toss

Counts = dict[str, int]
THREE = ANSWERS[:3]
NONE = Nudges(0, dict.fromkeys(ANSWERS, 0))
BOUND = 4
"""The most times likelier that anything published may make one answer than another."""


def tables(people: int, answers: tuple[str, ...]) -> Iterator[Counts]:
    """Give every table of this many people."""
    if len(answers) == 1:
        yield {answers[0]: people}
        return
    for count in range(people + 1):
        for rest in tables(people - count, answers[1:]):
            yield {answers[0]: count, **rest}


def ends(others: Counts) -> dict[str, Counts]:
    """Give the table for each answer that the last person may have given."""
    return {answer: {**others, answer: others[answer] + 1} for answer in others}


def plainly(counts: Mapping[str, int]) -> object:
    """The plain way: ten people or more, 1 to 7 hidden, a second one where it could be solved, the rest rounded."""
    if sum(counts.values()) < FEWEST:
        return None
    shown = {answer: round(count / STEP) * STEP for answer, count in counts.items() if count > 7}
    if len(shown) == len(counts) - 1:
        del shown[min(shown, key=lambda answer: shown[answer])]
    return frozenset(shown.items())


def learnt(tell: Callable[[Counts], object], people: int, answers: tuple[str, ...]) -> Iterator[tuple[Counts, str]]:
    """Give each case in which what is told leaves the last person one possible answer."""
    for others in tables(people - 1, answers):
        told = {answer: tell(counts) for answer, counts in ends(others).items()}
        times = Counter(told.values())
        yield from ((others, answer) for answer, seen in told.items() if times[seen] == 1)


def test_the_plain_way_gives_answers_away() -> None:
    found = list(learnt(plainly, 16, THREE))
    assert ({"good": 12, "ok": 2, "mixed": 1}, "good") in found, "10 becomes 15"
    assert ({"good": 7, "ok": 6, "mixed": 2}, "good") in found, "nothing becomes 10"


def test_no_way_that_always_hides_up_to_7_and_ever_shows_more_keeps_answers() -> None:
    """Between the last count that is hidden and the first that may be shown stands one person."""
    for first_shown in range(8, 15):

        def told(counts: Counts, first: int = first_shown) -> object:
            return frozenset(answer for answer, count in counts.items() if count >= first)

        assert list(learnt(told, 16, THREE))


def moved(before: Counts, nudges: Nudges, after: Counts) -> Nudges:
    """Give the nudges with which another table is published as this one is."""
    people = nudges.people + sum(before.values()) - sum(after.values())
    return Nudges(people, {name: nudges.answers[name] + before[name] - after[name] for name in before})


def likelihood(nudge: int) -> Fraction:
    """Tails before the first head, less the same again: each further step is half as likely."""
    return Fraction(1, 3) / 2 ** abs(nudge)


def halvings(nudges: Nudges) -> int:
    """Say how many times one half is in the likelihood of these nudges."""
    return abs(nudges.people) + sum(map(abs, nudges.answers.values()))


def neighbours(counts: Counts) -> Iterator[Counts]:
    """Give every table in which one person gave another answer, came to it, or left it."""
    for answer in counts:
        fewer = {**counts, answer: counts[answer] - 1}
        yield {**counts, answer: counts[answer] + 1}
        if counts[answer]:
            yield fewer
            yield from (end for other, end in ends(fewer).items() if other != answer)


def worlds() -> Iterator[tuple[Counts, Nudges]]:
    """Give small worlds: every table, with nudges at every edge for two and three answers, and drawn ones for all."""
    for people in range(FEWEST, 18):
        for counts in tables(people, ("low", "good")):
            for total, low, good in product((-6, -1, 0, 2), range(-9, 10), (-4, 0, 1, 7)):
                yield counts, Nudges(total, {"low": low, "good": good})
    for counts in tables(12, THREE):  # two shown side by side, and the third hidden
        for good, ok in product(range(8, 14), repeat=2):
            yield counts, Nudges(0, {"good": good, "ok": ok, "mixed": -9})
    chance = Random(9)  # noqa: S311 the same worlds each time
    for people in (FEWEST, FEWEST + 1, 16):
        for counts in tables(people, ANSWERS[: 6 if people < 16 else 4]):
            yield counts, draw_nudges(counts, lambda: chance.random() < 0.5)


def test_whatever_is_published_every_answer_stays_possible_and_none_becomes_four_times_likelier() -> None:
    """For each neighbour there are nudges that publish the very same, at most four times more or less likely."""
    seen = 0
    for counts, nudges in worlds():
        told = publish(counts, nudges)
        for other in neighbours(counts):
            if sum(other.values()) >= FEWEST:
                same = moved(counts, nudges, other)
                assert publish(other, same) == told
                assert 2 ** abs(halvings(nudges) - halvings(same)) <= BOUND
                seen += 1
    assert seen > 400_000


def chances(counts: Counts, widest: int) -> Counter[object]:
    """Give how likely each publication is, by trying every nudge of each answer up to the widest."""
    found: Counter[object] = Counter()
    for each in product(range(-widest, widest + 1), repeat=len(counts)):
        told = publish(counts, Nudges(0, dict(zip(counts, each, strict=True))))
        weight = Fraction(1)
        for nudge in each:
            weight *= likelihood(nudge)
        found[told and frozenset(told.figures.items())] += weight  # type: ignore[assignment] # counted in fractions
    return found


@pytest.mark.parametrize("others", [{"good": 12, "low": 7}, {"good": 14, "low": 12}, {"good": 9, "low": 0}])
def test_the_odds_between_two_answers_are_at_most_four_by_counting_every_nudge(others: Counts) -> None:
    widest = 24
    good, low = (chances(counts, widest) for counts in ends(others).values())
    cut_off = Fraction(8, 2**widest)
    assert set(good) == set(low)
    for told in good:
        assert good[told] <= BOUND * low[told] + cut_off
        assert low[told] <= BOUND * good[told] + cut_off


def test_a_figure_moves_by_at_most_one_step_with_one_person() -> None:
    for counts, nudges in worlds():
        told = publish(counts, nudges)
        assert told is not None
        for other in neighbours(counts):
            beside = publish(other, nudges)
            if beside is not None:
                assert abs(beside.people - told.people) <= STEP
                both = told.figures.keys() & beside.figures.keys()
                assert all(abs(beside.figures[answer] - told.figures[answer]) <= STEP for answer in both)


def test_fewer_than_ten_people_are_never_told_of() -> None:
    lucky = Nudges(99, dict.fromkeys(THREE, 99))
    for people in range(FEWEST):
        assert all(publish(counts, lucky) is None for counts in tables(people, THREE))


def test_figures_are_steps_and_small_ones_are_hidden_and_never_exactly_one() -> None:
    for counts, nudges in worlds():
        told = publish(counts, nudges)
        assert told is not None
        assert told.people >= FEWEST
        assert all(figure >= SMALLEST for figure in told.figures.values())
        assert all(figure % STEP == 0 for figure in (told.people, *told.figures.values()))
        assert len(counts) - len(told.figures) != 1


def test_a_second_answer_is_hidden_where_the_first_could_be_solved() -> None:
    counts = {"good": 40, "ok": 20, "mixed": 3}
    assert publish(counts, NONE) == Published(65, {"good": 40})
    assert publish({**counts, "mixed": 30}, NONE) == Published(90, {"good": 40, "ok": 20, "mixed": 30})
    assert publish({"good": 12}, NONE) == Published(10, {})


def test_a_count_of_up_to_7_is_shown_about_once_in_a_hundred_at_most() -> None:
    """The price of never being sure, as the decision record says it: the figure is then one that was nudged far."""
    shown = {count: sum(map(likelihood, range(SMALLEST - 2 - count, 99))) for count in (1, 7, 12, 13, 18)}
    assert shown[7] <= Fraction(11, 1000)
    assert shown[1] <= Fraction(2, 10_000)
    assert [round(float(shown[count]), 2) for count in (12, 13, 18)] == [0.33, 0.67, 0.99]


def test_a_nudge_is_tails_less_tails_each_step_half_as_likely() -> None:
    law: Counter[int] = Counter()
    tosses = 16
    for number in range(2**tosses):
        coins = iter(f"{number:0{tosses}b}00")
        law[draw_nudges((), lambda coins=coins: next(coins) == "1").people] += 1
    for nudge in range(-6, 7):
        assert float(Fraction(law[nudge], 2**tosses) / likelihood(nudge)) == pytest.approx(1, abs=0.02)


def test_each_answer_has_a_nudge_of_its_own() -> None:
    coins = iter([False, True, False, True, True, False, False, False, True, True, False])
    assert draw_nudges(("good", "low"), lambda: next(coins)) == Nudges(-1, {"good": 2, "low": -2})


def test_a_coin_falls_both_ways() -> None:
    assert {toss() for _ in range(200)} == {True, False}
