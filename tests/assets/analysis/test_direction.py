"""Direction of travel: better, worse or the same, and against which period."""

from decimal import Decimal

import pytest
from analysis_builders import Periods, a_measure, period, seen, series

from assets.analysis.direction import Direction, Travel, direction
from sources.framework.measures import Measure
from sources.values import Absence

Q1, Q2 = period("Q1"), period("Q2")


def travel(measure: Measure, values: Periods, actual: str | None = "50", at: str = "Q2") -> Travel:
    number = Decimal(actual) if actual is not None else None
    return direction(measure, values, period(at), number)


@pytest.mark.parametrize(
    ("polarity", "before", "found"),
    [
        ("higher", "49.9", Direction.BETTER),
        ("higher", "50.1", Direction.WORSE),
        ("lower", "49.9", Direction.WORSE),
        ("lower", "50.1", Direction.BETTER),
        ("higher", "50.0", Direction.SAME),
        ("lower", "50.00", Direction.SAME),
    ],
)
def test_better_and_worse_follow_the_polarity(polarity: str, before: str, found: Direction) -> None:
    measure = a_measure(polarity=polarity)
    assert travel(measure, series(Q1=before)) == Travel(found, None, Q1, Decimal(before))


def test_the_slightest_difference_is_a_difference() -> None:
    values = series(Q1="49.99999999999999999")
    assert travel(a_measure(), values).direction is Direction.BETTER


def test_an_ordinary_measure_compares_with_the_period_before_even_across_the_year() -> None:
    last = period("2022-23-Q4")
    found = travel(a_measure(), {last: seen("60")}, at="Q1")
    assert (found.direction, found.period) == (Direction.WORSE, last)


def test_a_running_total_compares_with_the_same_period_last_year() -> None:
    measure = a_measure(
        unit="number", is_cumulative=True, supplied="year to date", aggregation="sum"
    )
    last = period("2022-23-Q2")
    found = travel(measure, {last: seen("60"), Q1: seen("20")})
    assert found == Travel(Direction.WORSE, None, last, Decimal(60))


def test_a_running_total_compares_with_last_years_total_to_the_same_day() -> None:
    measure = a_measure(
        unit="number", is_cumulative=True, supplied="period alone", aggregation="sum"
    )
    values = {period("2022-23-Q1"): seen("30"), period("2022-23-Q2"): seen("15")}
    assert travel(measure, values).compared == 45
    assert travel(measure, {period("2022-23-Q2"): seen("15")}).direction is None


def test_a_year_compares_with_the_year_before() -> None:
    last = period("2022-23-FY")
    found = travel(a_measure(frequency="annual"), {last: seen("40")}, at="FY")
    assert (found.direction, found.period) == (Direction.BETTER, last)


def test_without_polarity_the_earlier_value_is_shown_and_nothing_is_said_of_it() -> None:
    found = travel(a_measure(polarity="none"), series(Q1="40"))
    assert found == Travel(None, "neither way is better", Q1, Decimal(40))


@pytest.mark.parametrize(
    "values",
    [
        {},
        series(Q1=seen("40", queried=True)),
        series(Q1=seen(absence=Absence.SUPPRESSED)),
    ],
)
def test_without_a_sound_earlier_value_the_direction_is_not_known(values: Periods) -> None:
    assert travel(a_measure(), values) == Travel(None, "no value for Q1 2023-24")


def test_without_a_value_there_is_no_direction() -> None:
    found = travel(a_measure(), series(Q1="40"), actual=None)
    assert found == Travel(None, "no value in this period")
