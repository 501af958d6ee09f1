"""Grounds: all that a measure's rating rests on in a close, in parts that can change one by one.

A ground can be rated again with some of its parts put back, by the very code that closes. Which
parts moved a rating is `moves`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from assets.analysis.deciding import Given, beside_of, beside_of_year, decide
from assets.analysis.held_targets import Held, held_target
from assets.analysis.observed import Texts, queried_forecasts, series
from assets.analysis.overrides import BY_REVIEW, overrides_of, with_value
from assets.analysis.rated import RATED, Beside, Rated, Unrated
from assets.analysis.results import CloseResults, Decision
from assets.analysis.said import Forecast, measured_period, officers_forecasts
from assets.analysis.series import Derived, Observation, Series, value_for
from sources.decisions import Override
from sources.framework.changes import DefinitionChange
from sources.framework.framework import Framework
from sources.framework.keys import Close, Period
from sources.framework.measures import Measure, TargetValue
from sources.framework.schemes import MeasureScheme
from sources.returns.content import Quantity, TextField
from warehouse.rows import MeasureRating, SubmittedText

_STATUSES = {RATED, *(status.value for status in Unrated)}
_QUANTITIES = {q.value for q in (Quantity.ACTUAL, Quantity.NUMERATOR, Quantity.DENOMINATOR)}


@dataclass(frozen=True)
class Ground:
    """What a rating follows from. `series` holds no query of the period's own value: that is
    `is_queried`. `waived_until` is the day (ISO) until which something found about it is accepted.

    `is_withheld` says that readers may not see what came of it.
    """

    framework: Framework
    close: Close
    measure: Measure
    changes: tuple[DefinitionChange, ...]
    scheme: MeasureScheme
    held: Held
    series: Series
    is_due: bool
    has_come: bool
    has_purged: bool
    is_queried: bool
    waived_until: str | None
    supplied: SubmittedText | None
    forecast: Forecast | None
    override: Decision | None
    is_withheld: bool

    @property
    def target(self) -> TargetValue | None:
        return self.held.value

    @property
    def period(self) -> Period:
        """What the rating measures."""
        return measured_period(self.measure, self.close.period)

    @property
    def derived(self) -> Derived:
        """The value as it came, whatever was decided over it."""
        return value_for(self.measure, self.series, self.period)

    @property
    def seen(self) -> Observation:
        return self.derived.observation or Observation()


def rated(ground: Ground, actual: Decimal | None = None) -> Rated:
    """The rating that a close makes of a ground, or why none; `actual` stands in for what came."""
    if ground.is_withheld:
        return Rated.none(Unrated.ABSENT, "not shown")
    if not ground.is_due:
        return Rated.none(Unrated.NOT_DUE, "not due")
    given = _given(ground, actual)
    found = decide(given)
    body = ground.override.body if ground.override is not None else None
    if isinstance(body, Override) and body.rating in {one.id for one in ground.scheme.ratings}:
        seen = given.derived.observation
        has_figure = seen is not None and seen.actual is not None
        if has_figure and found.status != Unrated.QUERIED.value:
            return Rated.given(body.rating, BY_REVIEW)
    return found


def beside(ground: Ground) -> Beside:
    """What else the rule may look at, beside value and target."""
    given = _given(ground)
    is_of_year = ground.scheme.rates == "forecast"
    return beside_of_year(given) if is_of_year else beside_of(given)


def _given(ground: Ground, actual: Decimal | None = None) -> Given:
    derived, measure = ground.derived, ground.measure
    if actual is not None and derived.observation is not None:
        derived = replace(derived, observation=replace(derived.observation, actual=actual))
    if ground.is_queried:
        seen = derived.observation or Observation()
        derived = replace(derived, observation=replace(seen, is_queried=True))
    body = ground.override.body if ground.override is not None else None
    if isinstance(body, Override) and body.value is not None:
        derived = with_value(derived, Decimal(body.value))
    own = {measure.id: ground.changes}
    framework = replace(ground.framework, measure_scheme=ground.scheme, definition_changes=own)
    framework = replace(framework, measures={**framework.measures, measure.id: measure})
    key = (measure.id, str(ground.period), TextField.SUPPLIED_RATING.value)
    texts: Texts = {key: ground.supplied} if ground.supplied else {}
    return Given(
        framework,
        ground.close,
        measure,
        ground.period,
        ground.series,
        derived,
        ground.held,
        ground.has_come,
        texts,
        ground.forecast,
        ground.has_purged,
    )


def grounds_of(results: CloseResults) -> dict[str, Ground]:
    """The grounds of a close's current ratings, by measure."""
    framework, close = results.framework, results.close
    known = series(results.values, results.queried)
    forecasts = officers_forecasts(results.values, close)
    no_forecast = queried_forecasts(results.open_findings)
    overrides = overrides_of(close, results.decisions)
    waived = {w.measure: w.until for w in results.waived if w.quantity in _QUANTITIES}
    came = {str(s.slot) for s in results.sent}
    purged = {str(s.slot) for s in results.sent if s.removed}
    rows = {row.measure: row for row in results.ratings if row.basis == "current"}
    return {
        measure.id: _ground(
            framework,
            close,
            measure,
            known.get(measure.id, {}),
            rows[measure.id],
            has_come=rows[measure.id].slot in came,
            has_purged=rows[measure.id].slot in purged,
            waived_until=waived.get(measure.id),
            supplied=_supplied(results, measure),
            forecast=None if measure.id in no_forecast else forecasts.get(measure.id),
            override=overrides.get(measure.id),
        )
        for measure in framework.measures.values()
    }


def _ground(
    framework: Framework,
    close: Close,
    measure: Measure,
    own: Mapping[Period, Observation],
    row: MeasureRating,
    *,
    has_come: bool,
    has_purged: bool,
    waived_until: str | None,
    supplied: SubmittedText | None,
    forecast: Forecast | None,
    override: Decision | None,
) -> Ground:
    period = measured_period(measure, close.period)
    seen = value_for(measure, own, period).observation
    is_asked = close.period.kind == "F" or framework.is_due(measure, close.period)
    return Ground(
        framework=framework,
        close=close,
        measure=measure,
        changes=tuple(framework.definition_changes.get(measure.id, ())),
        scheme=framework.measure_scheme,
        held=held_target(framework, close, measure, own),
        series=_without_queries(measure, own, period),
        is_due=is_asked and measure.is_in_force(close.period),
        has_come=has_come,
        has_purged=has_purged,
        is_queried=seen is not None and seen.is_queried,
        waived_until=waived_until,
        supplied=supplied,
        forecast=forecast,
        override=override,
        is_withheld=row.rating is None and row.status not in _STATUSES,
    )


def _without_queries(measure: Measure, own: Series, period: Period) -> Series:
    """A series in which nothing that the period's own value is made of is queried."""
    begins = Period(period.year, "FY").starts if measure.is_cumulative else period.starts
    return {
        at: replace(seen, is_queried=False)
        if begins <= at.starts and at.ends <= period.ends
        else seen
        for at, seen in own.items()
    }


def _supplied(results: CloseResults, measure: Measure) -> SubmittedText | None:
    period = measured_period(measure, results.close.period)
    return results.texts.get((measure.id, str(period), TextField.SUPPLIED_RATING.value))
