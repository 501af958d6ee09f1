"""Closing a period for measures: every one's rating and direction, or why it has none.

Pure: series and texts in, rows out. The arithmetic of one rating is `rating`; key actions are
`action_closing`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction

from assets.analysis.direction import Travel, comparable, direction
from assets.analysis.observed import Texts
from assets.analysis.rating import RATED, Rated, Unrated, rate
from assets.analysis.said import Forecast, measured_period
from assets.analysis.series import Derived, Series, refs_text, value_for
from sources.framework.framework import Framework
from sources.framework.keys import Close, Period, Slot
from sources.framework.measures import Influence, Measure, Stretch, TargetValue
from sources.returns.content import TextField
from sources.values import to_units
from warehouse.rows import MeasureRating

_HELD_BACK = "queried with department: its return has an error here"
_CONTEXT = "shown as context: the council cannot move it by itself"


@dataclass(frozen=True)
class SlotFacts:
    """What closing needs to know of a slot: whether it came and is signed off."""

    slot: Slot
    has_come: bool
    is_confirmed: bool


def rate_measures(
    framework: Framework,
    close: Close,
    series: Mapping[str, Series],
    slots: Mapping[str, SlotFacts],
    texts: Texts,
    forecasts: Mapping[str, Forecast],
    queried: Collection[str] = (),
    unproven: Collection[str] = (),
) -> list[MeasureRating]:
    """A `current` row for every measure, and an `outlook` row where an officer forecast one.

    `queried` are the measures whose forecast has an error finding, `unproven` those whose written
    procedure keeps their values from counting as confirmed.
    """
    rows = []
    for measure in framework.measures.values():
        facts = slots[framework.department_return(measure.department).id]
        if measure.id in unproven:
            facts = replace(facts, is_confirmed=False)
        rows.append(_current(framework, close, measure, series.get(measure.id, {}), facts, texts))
        if measure.id in forecasts and measure.is_in_force(close.period):
            is_queried = measure.id in queried
            forecast = forecasts[measure.id]
            rows.append(_outlook(framework, close, measure, forecast, facts, is_queried))
    return rows


def _current(
    framework: Framework,
    close: Close,
    measure: Measure,
    series: Series,
    facts: SlotFacts,
    texts: Texts,
) -> MeasureRating:
    period = measured_period(measure, close.period)
    blank = _blank(close, measure, facts, period)
    # The full year is rated from its parts, also where it collects none of its own.
    is_asked = close.period.kind == "F" or framework.is_due(measure, close.period)
    if not is_asked or not measure.is_in_force(close.period):
        when = framework.next_due(measure, close.period)
        return replace(blank, status=Unrated.NOT_DUE.value, reason=f"not due: {when}")
    target = framework.target_for(measure.id, close.period)
    derived = value_for(measure, series, period)
    seen = derived.observation
    actual = seen.actual if seen is not None else None
    if actual is None and seen is not None and seen.absence is None and not seen.is_queried:
        seen = None
    rated = _decide(framework, close, measure, derived, target, facts, texts, period)
    known = actual if seen and not seen.is_queried else None
    parted = framework.break_between(measure.id, period, comparable(measure, period))
    travel = direction(measure, series, period, known, target, parted)
    return replace(
        _travelled(_with_rating(blank, rated, actual, target), travel),
        computed_rating=_computed(framework, measure, actual, target, rated),
        is_provisional=bool(seen and seen.is_provisional),
        sources=refs_text(seen.refs if seen else ()),
    )


def _decide(
    framework: Framework,
    close: Close,
    measure: Measure,
    derived: Derived,
    target: TargetValue | None,
    facts: SlotFacts,
    texts: Texts,
    period: Period,
) -> Rated:
    seen, scheme = derived.observation, framework.measure_scheme
    if seen is not None and seen.is_queried:
        return Rated.none(Unrated.QUERIED, _HELD_BACK)
    if derived.reason is not None:
        return Rated.none(Unrated.INCOMPLETE, f"incomplete: {derived.reason}")
    if derived.lacking and seen is not None and seen.absence is None:
        names = ", ".join(part.label for part in derived.lacking)
        return Rated.none(Unrated.INCOMPLETE, f"incomplete: no value for {names}")
    if seen is None and not facts.has_come:
        return Rated.none(Unrated.RETURN_MISSING, "the department's return has not come")
    if seen is None:
        parts = [part for part in derived.lacking if part != period]
        names = f" for {', '.join(part.label for part in parts)}" if parts else ""
        status = Unrated.INCOMPLETE if parts else Unrated.NOT_SUPPLIED
        return Rated.none(status, f"no value was supplied{names}")
    if seen.absence is not None or seen.actual is None:
        words = seen.absence.value if seen.absence else "no value"
        return Rated.none(Unrated.ABSENT, f"the department states: {words}")
    if measure.influence is Influence.CONTEXT:
        return Rated.none(Unrated.INFORMATION_ONLY, _CONTEXT)
    if scheme.supplied is not None:
        return _take_as_given(framework, measure, seen.actual, target, texts, period)
    if target is None:
        why = framework.target_in_force(measure.id, close.period).rationale
        return Rated.none(Unrated.NO_TARGET, f"no target: {why}")
    return rate(seen.actual, target, measure, scheme)


def _take_as_given(
    framework: Framework,
    measure: Measure,
    actual: Decimal,
    target: TargetValue | None,
    texts: Texts,
    period: Period,
) -> Rated:
    """Ruling 21: a rule that states no arithmetic is a rating supplied by the department."""
    scheme = framework.measure_scheme
    supplied = scheme.supplied
    assert supplied is not None
    found = texts.get((measure.id, str(period), TextField.SUPPLIED_RATING.value))
    computed = rate(actual, target, measure, scheme) if target is not None else None
    variance = computed.variance if computed else None
    if found is None:
        return Rated.none(Unrated.NOT_SUPPLIED, "the return gives no rating", variance)
    word = found.text.strip()
    ratings = {given.casefold(): rating for given, rating in supplied.ratings.items()}
    reasons = {given.casefold(): why for given, why in supplied.unrated.items()}
    if word.casefold() in ratings:
        rule = f"taken as given: {supplied.reason}"
        return Rated(ratings[word.casefold()], variance, rule, RATED, None)
    if word.casefold() in reasons:
        return Rated.none(Unrated.INFORMATION_ONLY, reasons[word.casefold()], variance)
    return Rated.none(Unrated.NOT_SUPPLIED, f"'{word}' is not a rating of the scheme", variance)


def _computed(
    framework: Framework,
    measure: Measure,
    actual: Decimal | None,
    target: TargetValue | None,
    rated: Rated,
) -> str | None:
    """What value and target alone would give, beside a supplied rating."""
    if framework.measure_scheme.supplied is None or rated.rating is None:
        return None
    if actual is None or target is None:
        return None
    return rate(actual, target, measure, framework.measure_scheme).rating


def _outlook(
    framework: Framework,
    close: Close,
    measure: Measure,
    forecast: Forecast,
    facts: SlotFacts,
    is_queried: bool,
) -> MeasureRating:
    """Ruling 20: the officer's forecast against the annual target, beside the current rating."""
    blank = _blank(close, measure, facts, Period(close.period.year, "FY"))
    year = Period(close.period.year, "FY")
    # The year's target as it stands in this period: one that changes later is not known yet.
    target = framework.target_in_force(measure.id, close.period).for_period(year, measure)
    if is_queried:
        rated = Rated.none(Unrated.QUERIED, _HELD_BACK)
    elif measure.influence is Influence.CONTEXT:
        rated = Rated.none(Unrated.INFORMATION_ONLY, _CONTEXT)
    elif target is None:
        rated = Rated.none(Unrated.NO_TARGET, "no annual target")
    elif framework.measure_scheme.supplied is not None:
        rated = Rated.none(Unrated.NOT_SUPPLIED, "the scheme states no arithmetic")
    else:
        rated = rate(forecast.number, target, measure, framework.measure_scheme)
    row = _with_rating(blank, rated, forecast.number, target)
    return replace(row, basis="outlook", sources=refs_text([forecast.ref]))


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
