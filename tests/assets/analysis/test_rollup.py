"""What parts come to: totals equal their parts, whatever their order and through whatever level."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.analysis.rollup import Outcome, Total, roll_up, through_levels
from assets.analysis.series import Observation
from tests.assets.analysis.analysis_builders import a_measure, period, seen

RATIO: dict[str, Any] = {"aggregation": "weighted ratio"}
COUNT: dict[str, Any] = {"unit": "number", "aggregation": "sum"}
PARTS = [f"p{n}" for n in range(8)]
# One of these districts holds each of the eight wards.
DISTRICTS = ["north", "south", "west"]


def ratio_of(top: int, bottom: int) -> Observation:
    return seen(str(top * 100 // bottom if bottom else 0), (str(top), str(bottom)))


def total_of(figures: dict[str, Observation], **measure: Any) -> Total:
    return roll_up(a_measure(**measure), list(figures), figures)


ratios = st.lists(
    st.integers(0, 50).flatmap(lambda b: st.tuples(st.integers(0, b), st.just(b))),
    min_size=8,
    max_size=8,
)
counts = st.lists(st.decimals(-1000, 1000, places=3), min_size=8, max_size=8)
homes = st.lists(st.sampled_from(DISTRICTS), min_size=8, max_size=8)


def test_percentages_are_put_together_by_numerators_and_denominators() -> None:
    figures = {"a": ratio_of(1, 1), "b": ratio_of(0, 99)}
    total = total_of(figures, **RATIO)
    assert (total.number, total.how) == (Fraction(1), "weighted ratio of 2 parts")


@given(counts)
def test_a_sum_is_what_the_parts_come_to(numbers: list[Decimal]) -> None:
    figures = {part: seen(str(n)) for part, n in zip(PARTS, numbers, strict=True)}
    assert total_of(figures, **COUNT).number == sum(map(Fraction, numbers))


@given(ratios, st.permutations(PARTS), st.sampled_from([RATIO, COUNT]))
def test_the_order_of_the_parts_never_matters(
    pairs: list[tuple[int, int]], order: list[str], kind: dict[str, Any]
) -> None:
    figures = {part: ratio_of(*pair) for part, pair in zip(PARTS, pairs, strict=True)}
    turned = {part: figures[part] for part in order}
    assert total_of(turned, **kind) == total_of(figures, **kind)


@given(ratios, homes, st.sampled_from([RATIO, COUNT, {**COUNT, "over_parts": "mean"}]))
def test_a_county_comes_to_the_same_through_wards_and_districts(
    pairs: list[tuple[int, int]], homes: list[str], kind: dict[str, Any]
) -> None:
    figures = {part: ratio_of(*pair) for part, pair in zip(PARTS, pairs, strict=True)}
    within: dict[str, str | None] = dict(zip(PARTS, homes, strict=True))
    within |= dict.fromkeys(set(homes))
    found = through_levels(a_measure(**kind), within, figures)
    straight = total_of(figures, **kind)
    assert (found[None].outcome, found[None].number) == (straight.outcome, straight.number)
    for district in set(homes):
        own = {part: figures[part] for part, home in within.items() if home == district}
        assert found[district].number == total_of(own, **kind).number


def test_a_total_that_lacks_a_part_is_incomplete_and_names_it() -> None:
    figures = {"a": seen("5"), "b": Observation(), "c": seen("7", queried=True)}
    total = roll_up(a_measure(**COUNT), ["a", "b", "c", "d"], figures)
    assert (total.outcome, total.number) == (Outcome.INCOMPLETE, None)
    assert total.lacking == ("b", "c", "d")


def test_what_a_district_lacks_the_county_lacks() -> None:
    within = {"w1": "north", "w2": "north", "w3": "south", "north": None, "south": None}
    found = through_levels(a_measure(**COUNT), within, {"w1": seen("1"), "w3": seen("2")})
    assert found["south"].number == 2
    assert found["north"].lacking == found[None].lacking == ("w2",)
    assert found[None].how == "1 of 3 parts have no usable figure"


def test_a_ratio_without_its_two_numbers_is_lacking() -> None:
    assert total_of({"a": seen("50"), "b": ratio_of(1, 2)}, **RATIO).lacking == ("a",)
    for half in ("numerator", "denominator"):
        lame = replace(ratio_of(1, 2), **{half: None})
        assert total_of({"a": lame, "b": ratio_of(1, 2)}, **RATIO).lacking == ("a",), half


def test_a_part_without_cases_changes_nothing() -> None:
    assert total_of({"a": ratio_of(0, 0), "b": ratio_of(1, 4)}, **RATIO).number == 25


@pytest.mark.parametrize(
    ("pair", "outcome"),
    [((0, 0), Outcome.NOTHING_TO_DIVIDE_BY), ((3, 0), Outcome.CANNOT_BE)],
    ids=["nothing of nothing", "something of nothing"],
)
def test_denominators_of_zero_have_a_stated_outcome(
    pair: tuple[int, int], outcome: Outcome
) -> None:
    total = total_of({"a": ratio_of(*pair), "b": ratio_of(0, 0)}, **RATIO)
    assert (total.outcome, total.number) == (outcome, None)


def test_a_part_that_cannot_be_is_not_hidden_by_its_district() -> None:
    within = {"w1": "north", "w2": "north", "w3": "south", "north": None, "south": None}
    figures = {"w1": ratio_of(3, 0), "w2": ratio_of(1, 4), "w3": ratio_of(1, 2)}
    found = through_levels(a_measure(**RATIO), within, figures)
    assert found[None].outcome is found["north"].outcome is Outcome.CANNOT_BE
    assert found["south"].number == 50


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        ({}, "percentages and rates without numerator and denominator are never averaged"),
        ({"unit": "number", "aggregation": "latest"}, "does not say that its parts add up"),
        ({**COUNT, "over_parts": "none"}, "does not say that its parts add up"),
    ],
)
def test_what_does_not_add_up_says_so(kind: dict[str, Any], why: str) -> None:
    total = total_of({"a": seen("50"), "b": seen("60")}, **kind)
    assert (total.outcome, total.number) == (Outcome.NOT_AGGREGABLE, None)
    assert why in total.how


def test_a_mean_is_that_of_the_parts() -> None:
    kind = {"unit": "days", "aggregation": "mean", "over_parts": "mean"}
    assert total_of({"a": seen("1"), "b": seen("2"), "c": seen("4")}, **kind).number == Fraction(
        7, 3
    )


def test_the_latest_part_stands_unless_latest_ones_differ() -> None:
    measure = a_measure(unit="number", over_parts="latest")
    figures = {"a": seen("1"), "b": seen("2"), "c": seen("3")}
    early, late = period("Q1"), period("Q2")
    dates = {"a": early, "b": late, "c": early}
    assert roll_up(measure, list(figures), figures, dates).number == 2
    differing = roll_up(measure, list(figures), figures, dates | {"c": late})
    assert differing.outcome is Outcome.NOT_AGGREGABLE


def test_what_a_rate_is_per_is_told_from_its_parts() -> None:
    rate = {"unit": "rate", "unit_words": "per 1,000 people", **RATIO}
    figures = {"a": seen("2.5", ("5", "2000")), "b": seen("1.0", ("1", "1000"))}
    assert total_of(figures, **rate).number == 2
    wrong = figures | {"b": seen("100", ("1", "1000"))}
    assert total_of(wrong, **rate).outcome is Outcome.NOT_AGGREGABLE


def test_the_latest_part_stands_through_levels_too() -> None:
    measure = a_measure(unit="number", over_parts="latest")
    within = {"a": "west", "b": "west", "c": "east", "west": None, "east": None}
    figures = {"a": seen("1"), "b": seen("2"), "c": seen("3")}
    dates = {"a": period("Q1"), "b": period("Q2"), "c": period("Q1")}
    found = through_levels(measure, within, figures, dates)
    assert (found["west"].number, found["east"].number, found[None].number) == (2, 3, 2)
