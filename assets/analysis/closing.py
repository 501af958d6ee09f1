"""Closing a period for measures: every one's rating and direction, or why it has none.

Pure: series and texts in, rows out. The arithmetic of one rating is `rating`; key actions are
`action_closing`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction
from functools import partial
from types import MappingProxyType

from assets.analysis.deciding import HELD_BACK, Given, decide, rate_year
from assets.analysis.direction import Travel, comparable, direction
from assets.analysis.held_targets import Held, held_annual, held_target
from assets.analysis.observed import Texts
from assets.analysis.overrides import overridden, with_value
from assets.analysis.rated import Beside, Rated, Unrated
from assets.analysis.rating import rate
from assets.analysis.results import Decision
from assets.analysis.said import Forecast, measured_period
from assets.analysis.series import Ref, Series, refs_text, value_for
from sources.framework.framework import Framework
from sources.framework.keys import Close, Period, Slot
from sources.framework.measures import Measure, Stretch, TargetValue
from sources.values import to_units
from warehouse.rows import MeasureRating


@dataclass(frozen=True)
class SlotFacts:
    """What closing needs to know of a slot: whether it came, is signed off, lost a file since."""

    slot: Slot
    has_come: bool
    is_confirmed: bool
    has_purged: bool = False


def rate_measures(
    framework: Framework,
    close: Close,
    series: Mapping[str, Series],
    slots: Mapping[str, SlotFacts],
    texts: Texts,
    forecasts: Mapping[str, Forecast],
    queried: Collection[str] = (),
    unproven: Collection[str] = (),
    overrides: Mapping[str, Decision] = MappingProxyType({}),
) -> list[MeasureRating]:
    """A `current` row for every measure, and an `outlook` row where an officer forecast one.

    `queried` are the measures whose forecast has an error finding, `unproven` those whose written
    procedure keeps their values from counting as confirmed, `overrides` what was decided on review.
    """
    rows = []
    for measure in framework.measures.values():
        facts = slots[framework.return_of(measure).id]
        if measure.id in unproven:
            facts = replace(facts, is_confirmed=False)
        own, is_queried = series.get(measure.id, {}), measure.id in queried
        forecast = forecasts.get(measure.id)
        usable = forecast if not is_queried else None
        rate_on = partial(_current, framework, close, measure, own, facts, texts, usable)
        row = rate_on()
        if measure.id in overrides:
            levels = framework.measure_scheme.ratings
            row = overridden(row, overrides[measure.id], levels, rate_on)
        rows.append(row)
        if forecast is not None and measure.is_in_force(close.period):
            aim = held_annual(framework, close, measure, own)
            rows.append(_outlook(framework, close, measure, own, forecast, facts, aim, is_queried))
    return rows


def _current(
    framework: Framework,
    close: Close,
    measure: Measure,
    series: Series,
    facts: SlotFacts,
    texts: Texts,
    forecast: Forecast | None,
    decided: Decimal | None = None,
) -> MeasureRating:
    """A measure's row; `decided` is a value that stands in place of what came."""
    period = measured_period(measure, close.period)
    blank = _blank(close, measure, facts, period)
    # The full year is rated from its parts, also where it collects none of its own.
    is_asked = close.period.kind == "F" or framework.is_due(measure, close.period)
    if not is_asked or not measure.is_in_force(close.period):
        when = framework.next_due(measure, close.period)
        return replace(blank, status=Unrated.NOT_DUE.value, reason=f"not due: {when}")
    held = held_target(framework, close, measure, series)
    target = held.value
    derived = value_for(measure, series, period)
    if decided is not None:
        derived = with_value(derived, decided)
    seen = derived.observation
    actual = seen.actual if seen is not None else None
    if actual is None and seen is not None and seen.absence is None and not seen.is_queried:
        seen = None
    given = Given(
        framework,
        close,
        measure,
        period,
        series,
        derived,
        held,
        facts.has_come,
        texts,
        forecast,
        facts.has_purged,
    )
    rated = decide(given)
    known = actual if seen and not seen.is_queried else None
    parted = framework.break_between(measure.id, period, comparable(measure, period))
    travel = direction(measure, series, period, known, target, parted, seen)
    return replace(
        _travelled(_with_rating(blank, rated, actual, target), travel),
        computed_rating=_computed(framework, measure, actual, held, rated),
        is_provisional=bool(seen and seen.is_provisional),
        sources=refs_text(
            (*(seen.refs if seen else ()), *_rated_on(framework, forecast), *held.refs)
        ),
    )


def _rated_on(framework: Framework, forecast: Forecast | None) -> tuple[Ref, ...]:
    """What else the rating rests on: the forecast, where the scheme rates forecasts."""
    is_on_forecast = framework.measure_scheme.rates == "forecast"
    return (forecast.ref,) if forecast is not None and is_on_forecast else ()


def _computed(
    framework: Framework,
    measure: Measure,
    actual: Decimal | None,
    held: Held,
    rated: Rated,
) -> str | None:
    """What value and target alone would give, beside a supplied rating."""
    if framework.measure_scheme.supplied is None or rated.rating is None:
        return None
    if actual is None or held.value is None:
        return None
    beside = Beside(is_strict=held.is_strict)
    return rate(actual, held.value, measure, framework.measure_scheme, beside).rating


def _outlook(
    framework: Framework,
    close: Close,
    measure: Measure,
    series: Series,
    forecast: Forecast,
    facts: SlotFacts,
    held: Held,
    is_queried: bool,
) -> MeasureRating:
    """Ruling 20: the officer's forecast against the annual target, beside the current rating."""
    year = Period(close.period.year, "FY")
    blank = _blank(close, measure, facts, year)
    rated = rate_year(framework, measure, forecast.number, held, series, year)
    if is_queried:
        rated = Rated.none(Unrated.QUERIED, HELD_BACK)
    row = _with_rating(blank, rated, forecast.number, held.value)
    return replace(row, basis="outlook", sources=refs_text([forecast.ref, *held.refs]))


def _blank(close: Close, measure: Measure, facts: SlotFacts, period: Period) -> MeasureRating:
    return MeasureRating(
        close=str(close),
        measure=measure.id,
        basis="current",
        period=str(period),
        units=None,
        places=None,
        target_units=None,
        target_places=None,
        target_high_units=None,
        target_high_places=None,
        variance_pct=None,
        rating=None,
        rule=None,
        status=Unrated.NOT_SUPPLIED.value,
        reason=None,
        computed_rating=None,
        direction=None,
        direction_reason=None,
        compared_period=None,
        compared_units=None,
        compared_places=None,
        slot=str(facts.slot),
        is_confirmed=facts.is_confirmed,
        is_provisional=False,
        sources=refs_text(()),
    )


def _with_rating(
    row: MeasureRating, rated: Rated, actual: Decimal | None, target: TargetValue | None
) -> MeasureRating:
    units, places = to_units(actual) if actual is not None else (None, None)
    low, high = target if isinstance(target, Stretch) else (target, None)
    target_units, target_places = to_units(low) if low is not None else (None, None)
    high_units, high_places = to_units(high) if high is not None else (None, None)
    return replace(
        row,
        units=units,
        places=places,
        target_units=target_units,
        target_places=target_places,
        target_high_units=high_units,
        target_high_places=high_places,
        variance_pct=six_places(rated.variance) if rated.variance is not None else None,
        rating=rated.rating,
        rule=rated.rule,
        status=rated.status,
        reason=rated.reason,
    )


def six_places(variance: Fraction) -> str:
    """An exact variance as a decimal text of six places; ratings are decided before this."""
    with localcontext(prec=60):
        exact = Decimal(variance.numerator) / Decimal(variance.denominator)
        return str(exact.quantize(Decimal("0.000001"), ROUND_HALF_EVEN))


def _travelled(row: MeasureRating, travel: Travel) -> MeasureRating:
    units, places = to_units(travel.compared) if travel.compared is not None else (None, None)
    return replace(
        row,
        direction=travel.direction.value if travel.direction else None,
        direction_reason=travel.reason,
        compared_period=str(travel.period) if travel.period else None,
        compared_units=units,
        compared_places=places,
    )
