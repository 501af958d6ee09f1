"""What decides a measure's current rating in a close: its value, its target, or why it has none.

The arithmetic of a rating is `rating`; the row that is stored is made by `closing`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from assets.analysis.held_targets import Held
from assets.analysis.observed import Texts
from assets.analysis.rated import Beside, Rated, Unrated
from assets.analysis.rating import rate
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
    held: Held
    has_come: bool
    texts: Texts
    forecast: Forecast | None
    has_purged: bool = False

    @property
    def target(self) -> TargetValue | None:
        return self.held.value


def no_target(held: Held) -> Rated:
    """Why nothing can be rated against a target that has no value."""
    return Rated.none(held.status or Unrated.NO_TARGET, held.reason or "there is no target")


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
        return no_target(given.held)
    if scheme.rates == "forecast":
        return _by_forecast(given)
    return rate(seen.actual, given.target, given.measure, scheme, beside_of(given))


def rate_year(
    framework: Framework,
    measure: Measure,
    number: Decimal,
    held: Held,
    series: Series,
    year: Period,
) -> Rated:
    """A forecast of the year against the annual target (ruling 20), whoever made it.

    `series` are the measure's values, for rules that look at the year before.
    """
    scheme = framework.measure_scheme
    if measure.influence is Influence.CONTEXT:
        return Rated.none(Unrated.INFORMATION_ONLY, ONLY_CONTEXT)
    if held.value is None and scheme.basis != "levels":
        is_plain = held.status is Unrated.NO_TARGET
        return Rated.none(Unrated.NO_TARGET, "no annual target") if is_plain else no_target(held)
    if scheme.supplied is not None:
        return Rated.none(Unrated.NOT_SUPPLIED, "the scheme states no arithmetic")
    last_year = _year_before(framework, measure, series, year)
    return rate(number, held.value, measure, scheme, Beside(last_year, is_strict=held.is_strict))


def beside_of(given: Given) -> Beside:
    """The value of the year before, where it is comparable, and the interval of a survey's."""
    sample = sample_of(given.measure, given.derived.observation)
    low, high = sample.interval_pct if sample else (None, None)
    last_year = _year_before(given.framework, given.measure, given.series, given.period)
    return Beside(last_year, low, high, given.held.is_strict)


def _year_before(
    framework: Framework, measure: Measure, series: Series, period: Period
) -> Decimal | None:
    """The value of the same period of the year before, if it is known, whole and comparable."""
    before = period.year_before()
    if framework.break_between(measure.id, period, before) is not None:
        return None
    derived = value_for(measure, series, before)
    seen = derived.observation
    is_whole = seen is not None and not (derived.lacking or derived.reason or seen.is_queried)
    return seen.actual if seen is not None and is_whole else None


def beside_of_year(given: Given) -> Beside:
    """The same for a forecast of the year."""
    year = Period(given.close.period.year, "FY")
    last_year = _year_before(given.framework, given.measure, given.series, year)
    return Beside(last_year, is_strict=given.held.is_strict)


def _by_forecast(given: Given) -> Rated:
    """The year's forecast against the year's target, where the scheme rates that."""
    if given.forecast is None:
        reason = "the return gives no usable forecast of the year"
        return Rated.none(Unrated.NOT_SUPPLIED, reason)
    number, scheme = given.forecast.number, given.framework.measure_scheme
    rated = rate(number, given.target, given.measure, scheme, beside_of_year(given))
    if rated.rule is None:
        return rated
    rule = f"forecast of {number} for the year: {rated.rule}"
    return replace(rated, rule=rule)


def _take_as_given(given: Given, actual: Decimal) -> Rated:
    """Ruling 21: a rule that states no arithmetic is a rating supplied by the department."""
    scheme, measure, target = given.framework.measure_scheme, given.measure, given.target
    supplied = scheme.supplied
    assert supplied is not None
    found = given.texts.get((measure.id, str(given.period), TextField.SUPPLIED_RATING.value))
    beside = Beside(is_strict=given.held.is_strict)
    computed = rate(actual, target, measure, scheme, beside) if target is not None else None
    variance = computed.variance if computed else None
    if found is None:
        return Rated.none(Unrated.NOT_SUPPLIED, "the return gives no rating", variance)
    word = found.text.strip()
    ratings = _folded(supplied.ratings)
    reasons = _folded(supplied.unrated)
    if word.casefold() in ratings:
        rule = f"taken as given: {supplied.reason}"
        return Rated.given(ratings[word.casefold()], rule, variance)
    if word.casefold() in reasons:
        return Rated.none(Unrated.INFORMATION_ONLY, reasons[word.casefold()], variance)
    return Rated.none(Unrated.NOT_SUPPLIED, f"'{word}' is not a rating of the scheme", variance)


def _folded(words: Mapping[str, str]) -> dict[str, str]:
    return {word.casefold(): meaning for word, meaning in words.items()}
