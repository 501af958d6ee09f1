"""What comes of figures that nobody wants to get: each has a stated outcome, in one place."""

from decimal import Decimal

import numpy as np
import pytest
from analysis_builders import (
    HART,
    SCHEME,
    a_measure,
    a_stored_value,
    closed,
    row_of,
    seen,
    series,
)
from kernel_builders import known

from assets.analysis import observed
from assets.analysis.kernel.block import Block, Facts
from assets.analysis.kernel.charted import Assured, Variation
from assets.analysis.kernel.outcomes import Why
from assets.analysis.kernel.travel import Way
from assets.analysis.kernel.whole import Star, describe
from assets.analysis.rated import Unrated
from assets.analysis.rating import rate
from sources.values import Absence, Unit, parse_number, parse_text, ratio


def described(*values: int | None, target: int | None = 800) -> Star:
    """A percentage in tenths, one value a quarter; None for a gap."""
    is_known = np.array([[value is not None for value in values]])
    goal = np.full((1, len(values)), target is not None)
    block = Block(
        known([[value or 0 for value in values]], is_known),
        known(np.full((1, len(values)), target or 0), goal),
        Facts.alike(1),
        np.arange(len(values), dtype=np.int8) % 4 + 1,
    )
    return describe(block, [SCHEME])


@pytest.mark.parametrize("text", ["inf", "-inf", "Infinity", "NaN", "∞", "1e400", "1e999"])
def test_what_is_not_finite_is_unreadable_and_never_a_number(text: str) -> None:
    assert parse_text(text, Unit.PERCENT).absence is Absence.UNREADABLE


@pytest.mark.parametrize("number", ["Infinity", "-Infinity", "NaN", "1e30"])
def test_a_cell_that_holds_no_finite_number_is_unreadable(number: str) -> None:
    assert parse_number(Decimal(number), Unit.NUMBER, number).absence is Absence.UNREADABLE


def test_nothing_divided_by_a_population_of_zero_is_a_number() -> None:
    assert ratio(Decimal(3), Decimal(0), Unit.RATE, "3/0").absence is Absence.UNREADABLE


def test_a_missing_value_has_no_rating_no_direction_and_no_point() -> None:
    star = described(800, None, 810)
    assert star.verdicts.outcome[0].tolist() == [1, Why.NO_VALUE, 1]
    assert star.verdicts.direction[0, 1] == Way.NO_VALUE
    # After a gap nothing is compared: the period before has no value.
    assert star.verdicts.direction[0, 2] == Way.NOTHING_BEFORE
    assert star.limits.points[0] == 2


def test_a_negative_value_is_rated_as_the_number_that_it_is() -> None:
    assert described(-5).verdicts.rating[0, 0] == 3
    assert a_measure(unit="days").admits(Decimal(-1)) is False


def test_a_percentage_above_100_is_rated_and_admitted_only_where_that_is_said() -> None:
    assert described(1_035).verdicts.rating[0, 0] == 0
    assert not a_measure().admits(Decimal("103.5"))
    assert a_measure(may_exceed_100=True).admits(Decimal("103.5"))


def test_of_two_values_for_one_period_the_later_submission_stands() -> None:
    rows = [a_stored_value("81", submission=7), a_stored_value("82", submission=9)]
    (found,) = observed.series(rows, ())["asc-08"].values()
    assert found.actual == 82


def test_a_single_point_has_a_mean_no_limits_and_no_assurance() -> None:
    limits = described(None, 812, None).limits
    assert (limits.points[0], limits.mean[0]) == (1, 81.2)
    assert np.isnan([limits.lower[0], limits.upper[0]]).all()
    assert (limits.variation[0], limits.assurance[0]) == (Variation.COMMON, Assured.NONE)


def test_a_series_without_a_point_has_nothing() -> None:
    star = described(None, None)
    assert np.isnan(star.limits.mean[0])
    assert star.limits.variation[0] == Variation.NONE
    assert (star.verdicts.rating == -1).all()


@pytest.mark.parametrize(
    ("target", "assured"), [(800, Assured.INCONSISTENT), (799, Assured.PASS), (801, Assured.FAIL)]
)
def test_points_that_are_all_equal_have_their_mean_as_limits(target: int, assured: Assured) -> None:
    star = described(*[800] * 9, target=target)
    assert (star.limits.lower[0], star.limits.mean[0], star.limits.upper[0]) == (80, 80, 80)
    assert not star.verdicts.cause.any()
    assert (star.verdicts.direction[0, 1:] == Way.SAME).all()
    assert star.limits.assurance[0] == assured


def test_without_a_target_there_is_a_chart_and_a_direction_and_no_rating() -> None:
    star = described(800, 810, target=None)
    assert star.verdicts.outcome[0].tolist() == [Why.NO_TARGET, Why.NO_TARGET]
    assert star.verdicts.direction[0, 1] == Way.BETTER
    assert star.limits.assurance[0] == Assured.NONE


def test_a_scheme_without_bands_says_nothing_of_a_missed_zero() -> None:
    bare = HART.measure_scheme.model_copy(update={"bands": ()})
    measure = a_measure(unit="number", polarity="lower", zero_tolerance="1")
    assert rate(Decimal(3), Decimal(0), measure, bare).status == Unrated.TARGET_ZERO


def test_a_value_of_zero_is_a_number_and_no_absence() -> None:
    row = row_of(closed(values={"asc-08": series(Q2="0")}), "asc-08")
    assert (row.rating, row.units) == ("action", 0)
    absent = series(Q2=seen(absence=Absence.SUPPRESSED))
    row = row_of(closed(values={"asc-08": absent}), "asc-08")
    assert (row.rating, row.units, row.status) == (None, None, Unrated.ABSENT)
