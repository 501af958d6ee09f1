"""Surveys: how sure a result is, and which two results may be called different."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from analysis_builders import (
    BY_INTERVAL,
    DERBYSHIRE,
    Periods,
    a_measure,
    closed,
    period,
    row_of,
    seen,
    series,
    with_measure,
    with_target,
)
from hypothesis import given
from hypothesis import strategies as st

from assets.analysis.direction import Direction, direction
from assets.analysis.survey import Sample, can_be_told_apart, sample_of
from sources.framework.measures import Measure
from warehouse.rows import MeasureRating


def a_survey(**changes: object) -> Measure:
    ratio = {"aggregation": "weighted ratio", "is_survey": True, "decimal_places": 0}
    return a_measure(**{**ratio, **changes})


SURVEY = a_survey()
_Z = Fraction(Decimal("1.959964"))


def a_sample(counted: int | str, answers: int | str) -> Sample:
    return Sample(Decimal(counted), Decimal(answers))


# What an interval is


@pytest.mark.parametrize(
    ("counted", "answers", "low", "high"),
    [
        # The score intervals of Newcombe (1998), "Two-sided confidence intervals for the single
        # proportion", table I.
        (81, 263, "25.53", "36.62"),
        (15, 148, "6.24", "16.05"),
        (0, 20, "0.00", "16.11"),
        (1, 29, "0.61", "17.18"),
    ],
)
def test_an_interval_is_the_published_one(counted: int, answers: int, low: str, high: str) -> None:
    ends = a_sample(counted, answers).interval_pct
    assert tuple(str(round(end, 2)) for end in ends) == (low, high)


@pytest.mark.parametrize(
    ("counted", "answers", "low", "high"),
    # Nobody, everybody, one person: the other end is z² / (n + z²), never a point.
    [
        (55, 79, 59, 79),
        (0, 10, 0, 28),
        (10, 10, 72, 100),
        (1, 1, 21, 100),
        (0, 1, 0, 79),
    ],
)
def test_few_answers_and_answers_that_agree_leave_wide_intervals(
    counted: int, answers: int, low: int, high: int
) -> None:
    assert tuple(round(end) for end in a_sample(counted, answers).interval_pct) == (low, high)


shares = st.integers(1, 5000).flatmap(lambda n: st.integers(0, n).map(lambda yes: a_sample(yes, n)))


@given(shares)
def test_each_end_is_a_share_that_the_score_test_just_allows(sample: Sample) -> None:
    for end in sample.interval_pct:
        share, held = Fraction(sample.share), Fraction(end) / 100
        away = (share - held) ** 2 * Fraction(sample.answers)
        assert abs(away - _Z**2 * held * (1 - held)) < Fraction(1, 10**18)


@given(shares)
def test_a_result_lies_within_its_interval_and_the_interval_within_0_to_100(sample: Sample) -> None:
    low, high = sample.interval_pct
    tiny = Decimal("1e-20")
    assert 0 <= low <= sample.share * 100 + tiny
    assert sample.share * 100 - tiny <= high <= 100
    assert low < high


# What has one


def test_a_survey_without_its_answers_or_with_none_has_no_interval() -> None:
    assert sample_of(SURVEY, None) is None
    assert sample_of(SURVEY, seen("70")) is None
    assert sample_of(SURVEY, seen(of=("55", "79"))) is None
    assert sample_of(SURVEY, seen("0", of=("0", "0"))) is None
    assert sample_of(SURVEY, seen("70", of=("80", "79"))) is None
    assert sample_of(SURVEY, seen("70", of=("55", "-79"))) is None


def test_without_a_numerator_the_value_says_how_many() -> None:
    given = replace(seen("70", of=("1", "80")), numerator=None)
    assert sample_of(SURVEY, given) == a_sample(56, 80)


def test_a_share_of_cases_is_no_sample() -> None:
    assert sample_of(a_survey(is_survey=False), seen("70", of=("55", "79"))) is None


# Whether two results differ


@pytest.mark.parametrize(
    ("one", "other", "is_clear"),
    [
        # Newcombe (1998), table II, method 10: 56/70 and 48/80 differ by 0.0524 to 0.3339;
        # 9/10 and 3/10 by 0.1705 to 0.8090; 10/10 and 0/20 by 0.6075 to 1; 6/7 and 2/7 by 0.0582
        # to 0.8062; 5/56 and 0/29 by -0.0381 to 0.1926; 0/10 and 0/20 by -0.1611 to 0.2775.
        ((56, 70), (48, 80), True),
        ((9, 10), (3, 10), True),
        ((10, 10), (0, 20), True),
        ((6, 7), (2, 7), True),
        ((5, 56), (0, 29), False),
        ((0, 10), (0, 20), False),
        # One answer against one: nothing can be said.
        ((1, 1), (0, 1), False),
        ((10, 10), (9, 10), False),
    ],
)
def test_two_results_are_told_apart_as_newcombe_does(
    one: tuple[int, int], other: tuple[int, int], is_clear: bool
) -> None:
    pair = a_sample(*one), a_sample(*other)
    assert can_be_told_apart(*pair) is is_clear
    assert can_be_told_apart(*reversed(pair)) is is_clear


@given(shares, shares)
def test_intervals_that_do_not_touch_are_always_told_apart(one: Sample, other: Sample) -> None:
    (low, high), (other_low, other_high) = one.interval_pct, other.interval_pct
    if high < other_low or other_high < low:
        assert can_be_told_apart(one, other)


@given(shares)
def test_a_result_is_never_told_apart_from_itself(sample: Sample) -> None:
    assert not can_be_told_apart(sample, sample)


# What a close makes of it


def satisfied(values: Periods, target: str, **given: object) -> MeasureRating:
    own = {"aggregation": "weighted ratio", "numerator": "a", "denominator": "b"}
    framework = with_measure(DERBYSHIRE, "asc-08", is_survey=True, **own)
    framework = with_target(
        framework, "asc-08", annual=Decimal(target), q1=None, q2=None, q3=None, q4=None
    )
    rows = closed(values={"asc-08": values}, framework=replace(framework, **given))  # type: ignore[arg-type]  # of a framework
    return row_of(rows, "asc-08")


@pytest.mark.parametrize(
    ("target", "rating"),
    [("58", "good"), ("59", "review"), ("70", "review"), ("78", "review"), ("79", "action")],
)
def test_a_scheme_by_interval_rates_a_survey_by_its_answers(target: str, rating: str) -> None:
    values = series(Q2=seen("70", of=("55", "79")))
    assert satisfied(values, target, measure_scheme=BY_INTERVAL).rating == rating


def test_a_survey_that_does_not_say_who_answered_cannot_be_rated_by_interval() -> None:
    row = satisfied(series(Q2="70"), "58", measure_scheme=BY_INTERVAL)
    assert (row.rating, row.reason) == (None, "the value's interval is not known")


def test_a_change_that_chance_explains_is_not_called_better_or_worse() -> None:
    few = series(Q1=seen("60", of=("48", "80")), Q2=seen("70", of=("56", "80")))
    many = series(Q1=seen("60", of=("480", "800")), Q2=seen("70", of=("560", "800")))
    assert satisfied(few, "70").direction == "not distinguishable"
    assert satisfied(few, "70").compared_units == 60
    assert satisfied(many, "70").direction == "better"


def test_only_where_both_say_who_answered() -> None:
    values = series(Q1="60", Q2=seen("70", of=("56", "80")))
    assert satisfied(values, "70").direction == "better"


def test_the_same_result_is_the_same_however_few_answered() -> None:
    values = series(Q1=seen("70", of=("7", "10")))
    now = seen("70", of=("7", "10"))
    travel = direction(SURVEY, values, period("Q2"), Decimal(70), seen=now)
    assert travel.direction is Direction.SAME
