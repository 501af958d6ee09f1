"""The rows in which a close keeps what its control charts say. Pure; the charts are `charting`."""

from collections.abc import Iterable, Iterator, Mapping

from assets.analysis.series import Series
from assets.analysis.trends.charting import trends
from assets.analysis.trends.words import reading_of
from sources.framework.framework import Framework
from sources.framework.keys import Close
from warehouse.rows import MeasureRating
from warehouse.trend_rows import MeasureTrend


def trend_rows(
    framework: Framework,
    close: Close,
    series: Mapping[str, Series],
    ratings: Iterable[MeasureRating],
) -> Iterator[MeasureTrend]:
    """A row for every measure that has values; its reading stands beside its current rating."""
    current = {row.measure: row for row in ratings if row.basis == "current"}
    for name, trend in trends(framework, close.period, series).items():
        last = trend.last
        reading = reading_of(trend, variance_sign(current[name]))
        yield MeasureTrend(
            close=str(close),
            measure=name,
            points=len(last.known),
            mean=_text(last.mean),
            lower=_text(last.lower),
            upper=_text(last.upper),
            is_trial=last.is_trial,
            is_seasonal=trend.is_seasonal,
            variation=trend.variation,
            assurance=trend.assurance,
            met=trend.met,
            judged=trend.judged,
            reading=str(reading) if reading else None,
        )


def variance_sign(row: MeasureRating) -> int | None:
    """On which side of its target a rated value is, below zero for worse; None without either."""
    if row.variance_pct is None:
        return None
    is_on_target = row.variance_pct.strip("-0.") == ""
    return 0 if is_on_target else -1 if row.variance_pct.startswith("-") else 1


def _text(number: float | None) -> str | None:
    return None if number is None else format(number, ".15g")
