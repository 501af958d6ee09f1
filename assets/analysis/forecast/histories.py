"""The history that a measure's projection rests on, out of its series; or why there is none.

Pure. Values of periods alone (ruling 3), of years that are complete and comparable with this one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assets.analysis.forecast.projections import History
from assets.analysis.series import Observation, Series, discrete
from sources.framework.keys import FinancialYear, Period
from sources.framework.measures import Aggregation, Frequency, Measure, ReferencePeriod, Supplied
from sources.values import Unit

# Older years say little about this one.
_YEARS = 10
_PER_YEAR = {"M": 12, "Q": 4, "H": 2, "F": 1}


@dataclass(frozen=True)
class NoHistory:
    """Why a measure cannot be projected at all."""

    reason: str


def history_of(
    measure: Measure,
    series: Series,
    until: Period,
    compares: Callable[[Period, Period], bool] | None = None,
    aimed: Callable[[Period], Decimal | None] | None = None,
) -> History | NoHistory:
    """A measure's history as at the end of a reporting period.

    `compares` says whether what is counted in an earlier period is what is counted now, `aimed`
    what the total of this year was to have reached by the end of a period.
    """
    is_annual = measure.frequency is Frequency.ANNUAL
    if measure.aggregation is Aggregation.SUPPLIED_AGAIN and not is_annual:
        return NoHistory("its year-end figure is supplied by itself, and follows from no other")
    if _is_late(measure) and measure.is_cumulative:
        return NoHistory("it is a running total in arrears: the year's own comes after the year")
    year = year_of(measure, until.year)
    periods = len(year)
    begun = [period for period in year if _is_due(measure, period, until)]
    while begun and _usable(series, begun[-1]) is None:
        begun.pop()
    known = [_value(measure, series, period) for period in begun]
    if len(known) == periods:
        return NoHistory("the year's values are all in")
    now = tuple(value for value in known if value is not None)
    if len(now) < len(known):
        gap = begun[known.index(None)]
        return NoHistory(f"there is no value for {gap.short_label}")
    if periods > 1 and not now:
        return NoHistory("there is no value of this year yet")
    latest = year[max(len(now) - 1, 0)]
    holds = compares or (lambda *_: True)
    past: list[tuple[float, ...]] = []
    weights: list[tuple[float, ...]] = []
    for start in range(until.year.start_year - 1, until.year.start_year - 1 - _YEARS, -1):
        own = year_of(measure, FinancialYear(start))
        values = [_value(measure, series, period) for period in own]
        if any(value is None for value in values) or not all(holds(latest, p) for p in own):
            break
        past.insert(0, tuple(value for value in values if value is not None))
        weights.insert(0, _weights(measure, series, own, periods))
    return History(
        key=measure.id,
        past=tuple(past),
        now=now,
        past_weights=tuple(weights),
        now_weights=_weights(measure, series, year, len(now)),
        periods=periods,
        is_mean=not _adds_up(measure),
        places=measure.decimal_places,
        profile=_profile(measure, year, aimed) if aimed is not None else None,
        **_bounds(measure, [*now, *(value for own in past for value in own)], now),
    )


def _profile(
    measure: Measure, year: Sequence[Period], aimed: Callable[[Period], Decimal | None]
) -> tuple[float, ...] | None:
    """What each period was to add to the year's total; None unless that is known of all."""
    if not _adds_up(measure):
        return None
    reached = [aimed(period) for period in year]
    totals = [float(total) for total in reached if total is not None]
    if len(totals) < len(year):
        return None
    return tuple(b - a for a, b in zip([0.0, *totals], totals, strict=False))


def year_of(measure: Measure, year: FinancialYear) -> tuple[Period, ...]:
    """The periods that make up a year: those whose figures are due in it. For a measure in arrears
    they begin with the last period of the year before."""
    kind = measure.frequency.period_kind
    periods = [Period.of(year, kind, number) for number in range(1, _PER_YEAR[kind] + 1)]
    return tuple(period.previous() if _is_late(measure) else period for period in periods)


def known_in(measure: Measure, series: Series, until: Period) -> list[tuple[Period, Observation]]:
    """The usable values of a year at the end of a reporting period, oldest first."""
    return [
        (period, series[period])
        for period in year_of(measure, until.year)
        if _is_due(measure, period, until) and _usable(series, period) is not None
    ]


def _is_late(measure: Measure) -> bool:
    return measure.reference_period is ReferencePeriod.IN_ARREARS


def _is_due(measure: Measure, period: Period, until: Period) -> bool:
    due = period.following() if _is_late(measure) else period
    return due.ends <= until.ends


def _adds_up(measure: Measure) -> bool:
    return measure.aggregation is Aggregation.SUM


def _runs_on(measure: Measure) -> bool:
    """Whether a value tells of the whole year so far, and no sum gives the year: the last does."""
    return measure.supplied is Supplied.YEAR_TO_DATE and not _adds_up(measure)


def _usable(series: Series, period: Period) -> Decimal | None:
    seen = series.get(period)
    return None if seen is None or seen.is_queried else seen.actual


def _value(measure: Measure, series: Series, period: Period) -> float | None:
    if _runs_on(measure):
        found = _usable(series, period)
        return None if found is None else float(found)
    found = discrete(measure, series, period)
    if found is None or measure.aggregation is not Aggregation.WEIGHTED_RATIO:
        return None if found is None else float(found)
    seen = series[period]
    if not seen.denominator or seen.numerator is None:
        return None
    scale = 100 if measure.unit is Unit.PERCENT else 1
    return float(scale * seen.numerator / seen.denominator)


def _weights(
    measure: Measure, series: Series, year: Sequence[Period], known: int
) -> tuple[float, ...]:
    """What each of a year's first periods counts for in its outturn."""
    if measure.frequency is Frequency.ANNUAL:
        return (1.0,) * known
    if measure.aggregation is Aggregation.LATEST or _runs_on(measure):
        return tuple(float(period == year[-1]) for period in year[:known])
    if measure.aggregation is Aggregation.WEIGHTED_RATIO:
        return tuple(float(series[period].denominator or 0) for period in year[:known])
    return (1.0,) * known


def _bounds(measure: Measure, values: list[float], now: tuple[float, ...]) -> dict[str, float]:
    """What no outturn can go beyond: nothing below zero where nothing ever was, no running total
    below what it has reached, no more than all."""
    found: dict[str, float] = {}
    if not measure.may_be_negative and all(value >= 0 for value in values):
        found["least"] = sum(now) if _adds_up(measure) else 0.0
    if measure.unit is Unit.PERCENT and not measure.may_exceed_100:
        found["most"] = 100.0
    return found
