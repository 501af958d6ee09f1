"""Forecasting a close: what each measure's year comes to if nothing changes, rated, as rows.

Pure: series and ratings in, rows out. The officer's own forecast is an `outlook` row of `closing`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from assets.analysis.deciding import rate_year
from assets.analysis.forecast.histories import NoHistory, history_of, known_in
from assets.analysis.forecast.projections import History, Projection, project
from assets.analysis.held_targets import held_annual
from assets.analysis.series import Observation, Series, refs_text
from sources.framework.framework import Framework
from sources.framework.keys import Close, Period
from sources.framework.measures import Measure
from sources.framework.schemes import MeasureScheme
from sources.values import from_units
from warehouse.forecast_rows import MeasureForecast
from warehouse.rows import MeasureRating

# What a database keeps as an integer.
_MOST_UNITS = 2**63 - 1


def forecast_measures(
    framework: Framework,
    close: Close,
    series: Mapping[str, Series],
    ratings: Iterable[MeasureRating],
) -> list[MeasureForecast]:
    """A row for every measure in force: its year if nothing changes, or why that is not told.

    A value that was decided on review stands in place of the one that came, as in its rating.
    """
    current = {row.measure: row for row in ratings if row.basis == "current"}
    known = {
        measure.id: _decided(measure, series.get(measure.id, {}), current[measure.id])
        for measure in framework.measures.values()
        if measure.is_in_force(close.period)
    }
    found = {
        name: _history(framework, framework.measures[name], own, close.period)
        for name, own in known.items()
    }
    histories = [one for one in found.values() if not isinstance(one, NoHistory)]
    projections = project(histories, framework.forecasting)
    projections |= {
        name: Projection(name, reason=one.reason)
        for name, one in found.items()
        if isinstance(one, NoHistory)
    }
    return [
        _row(framework, close, framework.measures[name], own, projections[name], current[name])
        for name, own in known.items()
    ]


def _history(
    framework: Framework, measure: Measure, series: Series, until: Period
) -> History | NoHistory:
    def compares(now: Period, then: Period) -> bool:
        return framework.break_between(measure.id, now, then) is None

    target = framework.target_in_force(measure.id, until)

    def aimed(period: Period) -> Decimal | None:
        value = target.for_period(period, measure)
        return value if isinstance(value, Decimal) else None

    # Targets of the quarters of anything else are levels of their own, and add up to nothing.
    return history_of(measure, series, until, compares, aimed if measure.is_cumulative else None)


def _decided(measure: Measure, series: Series, row: MeasureRating) -> Series:
    if row.override is None or row.units is None or row.period is None:
        return series
    period = Period.parse(row.period)
    if period.kind != measure.frequency.period_kind:
        return series
    held = series.get(period, Observation())
    value = from_units(row.units, row.places or 0)
    if value == held.actual:
        return series
    decided = replace(held, actual=value, numerator=None, denominator=None, is_queried=False)
    return {**series, period: decided}


def _row(
    framework: Framework,
    close: Close,
    measure: Measure,
    series: Series,
    found: Projection,
    current: MeasureRating,
) -> MeasureForecast:
    ends = (found.low, found.high)
    if any(end is not None and _units(end, measure) is None for end in ends):
        found = Projection(measure.id, reason="it is larger than any number that is kept")
    known = known_in(measure, series, close.period) if found.trials else []
    rating = rule = unrated = None
    if found.value is not None:
        held = held_annual(framework, close, measure, series)
        year = Period(close.period.year, "FY")
        rated = rate_year(framework, measure, found.value, held, series, year)
        rating, rule, unrated = rated.rating, rated.rule, rated.reason
    return MeasureForecast(
        close=str(close),
        measure=measure.id,
        period=str(Period(close.period.year, "FY")),
        known_to=str(known[-1][0]) if known else None,
        units=_units(found.value, measure),
        low_units=_units(found.low, measure),
        high_units=_units(found.high, measure),
        places=None if found.value is None else measure.decimal_places,
        rating=rating,
        rule=rule,
        unrated=unrated,
        current_rating=current.rating,
        crosses=is_worse(framework.measure_scheme, rating, current.rating),
        method=found.method,
        trials=found.trials,
        mean_error=_text(found.error),
        mean_error_pct=_text(found.error_pct),
        floor_error=_text(found.floor_error),
        covered=found.covered,
        held=found.held,
        reason=found.reason,
        sources=refs_text(ref for _, seen in known for ref in seen.refs),
    )


def is_worse(scheme: MeasureScheme, rating: str | None, than: str | None) -> bool:
    """Whether a rating stands below another one in the scheme's list; neither may be missing."""
    order = [level.id for level in scheme.ratings]
    if rating not in order or than not in order:
        return False
    return order.index(rating) > order.index(than)


def _units(number: Decimal | None, measure: Measure) -> int | None:
    if number is None:
        return None
    units = int(number.scaleb(measure.decimal_places))
    return units if abs(units) <= _MOST_UNITS else None


def _text(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:f}"
