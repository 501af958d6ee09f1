"""Forecasts of a close: every measure in force has a row, rated, and crossings are told."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest

from assets.analysis.forecast.forecasting import forecast_measures, is_worse
from assets.analysis.series import refs_of
from sources.framework.changes import DefinitionChange
from sources.framework.framework import Framework
from sources.framework.keys import Close, Period
from tests.assets.analysis.analysis_builders import (
    DERBYSHIRE,
    HART,
    Periods,
    closed,
    row_of,
    seen,
    with_measure,
)
from warehouse.forecast_rows import MeasureForecast

# A year-to-date count of which a higher one is better, with 480 to be reached.
MEASURE = "asc-06"
COUNTED = with_measure(
    DERBYSHIRE, MEASURE, frequency="quarterly", supplied="year to date", decimal_places=0
)


def years(*given: list[int]) -> Periods:
    """Quarters' totals, years in a row up to 2023-24; each stands in a cell of its own."""
    first = 2023 - len(given) + 1
    return {
        Period.parse(f"{first + n}-{(first + n + 1) % 100:02d}-Q{q}"): seen(
            str(total), cell=f"H{10 * n + q}"
        )
        for n, totals in enumerate(given)
        for q, total in enumerate(totals, 1)
    }


PAST = ([120, 240, 350, 450], [121, 241, 352, 452], [120, 240, 351, 450])


def forecast(
    values: Mapping[str, Periods],
    framework: Framework = COUNTED,
    at: str = "2023-24-Q2",
    measure: str = MEASURE,
) -> MeasureForecast:
    close = Close(framework.council.id, Period.parse(at))
    rows = closed(at, values, framework=framework)
    found = {row.measure: row for row in forecast_measures(framework, close, values, rows)}
    assert set(found) == {m.id for m in framework.measures.values() if m.is_in_force(close.period)}
    return found[measure]


def test_a_forecast_is_rated_against_the_annual_target_and_says_what_it_crosses() -> None:
    row = forecast({MEASURE: years(*PAST, [121, 240])})
    assert (row.units, row.places, row.period, row.known_to) == (450, 0, "2023-24-FY", "2023-24-Q2")
    assert (row.low_units, row.high_units) == (448, 452)
    # 240 of the 235 profiled by September is Good; 450 of 480 is more than 2% worse.
    assert (row.current_rating, row.rating, row.crosses) == ("good", "review", True)
    assert row.rule == "more than 2% and up to 10% worse than target"
    assert [ref.cell for ref in refs_of(row.sources)] == ["H31", "H32"]


def test_a_forecast_for_the_better_crosses_nothing() -> None:
    rising = ([80, 180, 320, 480], [80, 181, 321, 481], [81, 180, 320, 480], [80, 180])
    row = forecast({MEASURE: years(*rising)})
    assert (row.current_rating, row.rating, row.crosses) == ("action", "good", False)


def test_without_history_the_row_says_why() -> None:
    row = forecast({MEASURE: years([120, 240])})
    assert (row.units, row.rating, row.crosses, row.sources) == (None, None, False, "[]")
    assert row.reason == "no earlier year is complete and comparable; to try it on 2 years takes 3"


def test_a_poor_record_is_kept_beside_its_reason() -> None:
    row = forecast({MEASURE: years([1, 2, 3, 900], [1, 2, 3, 20], [9, 9, 9, 500], [120, 240])})
    assert row.units is None and row.reason is not None
    assert row.trials == 2
    assert row.mean_error_pct is not None and Decimal(row.mean_error_pct) > 20


def test_a_change_of_what_is_counted_ends_the_history() -> None:
    change = DefinitionChange.model_validate(
        {
            "measure": MEASURE,
            "from_period": "2022-23-Q1",
            "what": "method",
            "is_comparable": "no",
            "reason": "A new system",
            "approved_by": "Director",
            "approved_on": "2022-03-01",
        }
    )
    framework = replace(COUNTED, definition_changes={MEASURE: (change,)})
    row = forecast({MEASURE: years(*PAST, [121, 240])}, framework)
    assert (
        row.reason == "only 1 earlier year is complete and comparable; to try it on 2 years takes 3"
    )


@pytest.mark.parametrize(
    ("changes", "unrated"),
    [({"influence": "context"}, "shown as context: the council cannot move it by itself")],
)
def test_what_is_not_rated_is_forecast_all_the_same(changes: dict[str, str], unrated: str) -> None:
    framework = with_measure(COUNTED, MEASURE, **changes)
    row = forecast({MEASURE: years(*PAST, [121, 240])}, framework)
    assert (row.units, row.rating, row.unrated) == (450, None, unrated)


def test_a_value_decided_on_review_is_the_one_that_is_carried_on() -> None:
    """The row of the rating holds what was decided."""
    values = {MEASURE: years(*PAST, [121, 240])}
    close = Close("derbyshire", Period.parse("2023-24-Q2"))
    rows = closed("2023-24-Q2", values, framework=COUNTED)
    decided = replace(row_of(rows, MEASURE), units=340, places=0, override=9)
    rows = [decided if row.measure == MEASURE else row for row in rows]
    found = forecast_measures(COUNTED, close, values, rows)
    assert next(row.units for row in found if row.measure == MEASURE) == 550


def test_a_number_beyond_what_is_kept_is_none() -> None:
    huge = 10**17
    framework = with_measure(COUNTED, MEASURE, decimal_places=6)
    row = forecast({MEASURE: years(*([[huge] * 4] * 3), [huge] * 2)}, framework)
    assert row.reason == "it is larger than any number that is kept"
    assert (row.units, row.low_units) == (None, None)


def test_years_that_are_in_are_no_forecast() -> None:
    row = forecast({MEASURE: years(*PAST, [121, 240, 352, 451])}, at="2023-24-FY")
    assert row.reason == "the year's values are all in"


def test_worse_is_further_down_the_scheme() -> None:
    scheme = DERBYSHIRE.measure_scheme
    assert is_worse(scheme, "action", "strong")
    assert not is_worse(scheme, "strong", "action")
    assert not is_worse(scheme, "good", "good")
    assert not is_worse(scheme, None, "good") and not is_worse(scheme, "good", None)


def test_a_scheme_without_arithmetic_has_no_predicted_rating() -> None:
    row = forecast({}, HART, "2014-15-Q1", "cs01")
    assert (row.rating, row.crosses) == (None, False)
