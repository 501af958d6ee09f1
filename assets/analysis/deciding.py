"""What decides a measure's current rating in a close: its value, its target, or why it has none.

The arithmetic of a rating is `rating`; the row that is stored is made by `closing`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from assets.analysis.observed import Texts
from assets.analysis.rating import RATED, Beside, Rated, Unrated, rate
from assets.analysis.said import Forecast
from assets.analysis.series import Derived, Series, value_for
from assets.analysis.survey import sample_of
from sources.framework.framework import Framework
from sources.framework.keys import Close, Period
from sources.framework.measures import Influence, Measure, TargetValue
from sources.returns.content import TextField

HELD_BACK = "queried with department: its return has an error here"
PURGED = "no figure is left: a file of the department's return was purged"
ONLY_CONTEXT = "shown as context: the council cannot move it by itself"


@dataclass(frozen=True)
class Given:
    """What a measure's rating may rest on. `period` is what it measures, `derived` its value then,
    `forecast` the officer's usable forecast of the year; `has_purged`, that a file of the
    return was removed for good."""

    framework: Framework
    close: Close
    measure: Measure
    period: Period
    series: Series
    derived: Derived
    target: TargetValue | None
    has_come: bool
    texts: Texts
    forecast: Forecast | None
    has_purged: bool = False


def target_of(framework: Framework, close: Close, measure: Measure) -> TargetValue | None:
    """What the current rating compares with: the profiled target of the period (ruling 20), or the
    year's where the scheme rates forecasts."""
    if framework.measure_scheme.rates == "forecast":
        return annual_target(framework, close, measure)
    return framework.target_for(measure.id, close.period)


def annual_target(framework: Framework, close: Close, measure: Measure) -> TargetValue | None:
    """The year's target as it stands in a close's period: one that changes later is not known."""
    year = Period(close.period.year, "FY")
    return framework.target_in_force(measure.id, close.period).for_period(year, measure)


def decide(given: Given) -> Rated:
    """The rating of a measure in a close, or the first reason that stands against one."""
    seen, scheme, derived = given.derived.observation, given.framework.measure_scheme, given.derived
    if seen is not None and seen.is_queried:
        return Rated.none(Unrated.QUERIED, HELD_BACK)
    if derived.reason is not None:
        return Rated.none(Unrated.INCOMPLETE, f"incomplete: {derived.reason}")
    if derived.lacking and seen is not None and seen.absence is None:
        names = ", ".join(part.label for part in derived.lacking)
        return Rated.none(Unrated.INCOMPLETE, f"incomplete: no value for {names}")
    if seen is None and not given.has_come:
        return Rated.none(Unrated.RETURN_MISSING, "the department's return has not come")
    if seen is None:
        parts = [part for part in derived.lacking if part != given.period]
        names = f" for {', '.join(part.label for part in parts)}" if parts else ""
        if given.has_purged and not parts:
            return Rated.none(Unrated.NOT_SUPPLIED, PURGED)
        status = Unrated.INCOMPLETE if parts else Unrated.NOT_SUPPLIED
        return Rated.none(status, f"no value was supplied{names}")
    if seen.absence is not None or seen.actual is None:
        words = seen.absence.value if seen.absence else "no value"
        return Rated.none(Unrated.ABSENT, f"the department states: {words}")
    if given.measure.influence is Influence.CONTEXT:
        return Rated.none(Unrated.INFORMATION_ONLY, ONLY_CONTEXT)
    if scheme.supplied is not None:
        return _take_as_given(given, seen.actual)
    if given.target is None and scheme.basis != "levels":
        why = given.framework.target_in_force(given.measure.id, given.close.period).rationale
        return Rated.none(Unrated.NO_TARGET, f"no target: {why}")
    if scheme.rates == "forecast":
        return _by_forecast(given)
    return rate(seen.actual, given.target, given.measure, scheme, _beside(given))


def rate_year(
    framework: Framework, close: Close, measure: Measure, number: Decimal
) -> tuple[Rated, TargetValue | None]:
    """A forecast of the year against the annual target (ruling 20), whoever made it; the target."""
    scheme, target = framework.measure_scheme, annual_target(framework, close, measure)
    if measure.influence is Influence.CONTEXT:
        return Rated.none(Unrated.INFORMATION_ONLY, ONLY_CONTEXT), target
    if target is None and scheme.basis != "levels":
        return Rated.none(Unrated.NO_TARGET, "no annual target"), target
    if scheme.supplied is not None:
        return Rated.none(Unrated.NOT_SUPPLIED, "the scheme states no arithmetic"), target
    return rate(number, target, measure, scheme), target


def _beside(given: Given) -> Beside:
    """The value of the year before, where it is comparable, and the interval of a survey's."""
    measure, before = given.measure, given.period.year_before()
    sample = sample_of(measure, given.derived.observation)
    low, high = sample.interval_pct if sample else (None, None)
    if given.framework.break_between(measure.id, given.period, before) is not None:
        return Beside(low=low, high=high)
    derived = value_for(measure, given.series, before)
    seen = derived.observation
    is_whole = seen is not None and not (derived.lacking or derived.reason or seen.is_queried)
    return Beside(seen.actual if seen is not None and is_whole else None, low, high)


def _by_forecast(given: Given) -> Rated:
    """The year's forecast against the year's target, where the scheme rates that."""
    if given.forecast is None:
        reason = "the return gives no usable forecast of the year"
        return Rated.none(Unrated.NOT_SUPPLIED, reason)
    number, scheme = given.forecast.number, given.framework.measure_scheme
    rated = rate(number, given.target, given.measure, scheme)
    if rated.rule is None:
        return rated
    rule = f"forecast of {number} for the year: {rated.rule}"
    return Rated(rated.rating, rated.variance, rule, rated.status, None)


def _take_as_given(given: Given, actual: Decimal) -> Rated:
    """Ruling 21: a rule that states no arithmetic is a rating supplied by the department."""
    scheme, measure, target = given.framework.measure_scheme, given.measure, given.target
    supplied = scheme.supplied
    assert supplied is not None
    found = given.texts.get((measure.id, str(given.period), TextField.SUPPLIED_RATING.value))
    computed = rate(actual, target, measure, scheme) if target is not None else None
    variance = computed.variance if computed else None
    if found is None:
        return Rated.none(Unrated.NOT_SUPPLIED, "the return gives no rating", variance)
    word = found.text.strip()
    ratings = _folded(supplied.ratings)
    reasons = _folded(supplied.unrated)
    if word.casefold() in ratings:
        rule = f"taken as given: {supplied.reason}"
        return Rated(ratings[word.casefold()], variance, rule, RATED, None)
    if word.casefold() in reasons:
        return Rated.none(Unrated.INFORMATION_ONLY, reasons[word.casefold()], variance)
    return Rated.none(Unrated.NOT_SUPPLIED, f"'{word}' is not a rating of the scheme", variance)


def _folded(words: Mapping[str, str]) -> dict[str, str]:
    return {word.casefold(): meaning for word, meaning in words.items()}
