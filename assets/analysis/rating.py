"""Rating one actual against one target by a scheme, in exact arithmetic, saying why.

Which actual and which target to compare is `measure_ratings`; showing them is `views`. Its types
are `rated`'s; `kernel/ratings` is the same rule for whole blocks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from assets.analysis.rated import (
    Beside,
    By,
    Decided,
    Rateable,
    Rated,
    Unrated,
    ratings_by,
)
from assets.analysis.rating_words import (
    band_words,
    edge_words,
    size_words,
    target_edge_words,
    variance_edge_words,
)
from assets.analysis.variance import gap_of, variance_of
from sources.framework.bands import Band, Interval
from sources.framework.measures import Polarity, Stretch, TargetValue
from sources.framework.schemes import MeasureScheme, SpecialClause

CONTEXT = "context measure: neither higher nor lower is better"

# What each condition of a band looks at beside the variance, and what is said where it is missing.
LACKING: Mapping[str | None, tuple[Unrated, str]] = MappingProxyType(
    {
        "above_tolerance": (Unrated.NO_TOLERANCE, "the measure states no tolerance"),
        "within_tolerance": (Unrated.NO_TOLERANCE, "the measure states no tolerance"),
        "at_least_floor": (Unrated.NO_FLOOR, "the measure states no floor"),
        "as_last_year": (
            Unrated.NO_LAST_YEAR,
            "the value of the same period of the year before is not known",
        ),
        "interval": (Unrated.NO_INTERVAL, "the value's interval is not known"),
    }
)


_NOTHING = Beside()


@dataclass(frozen=True)
class _Case:
    """One value to be rated: all that a band's condition may look at."""

    actual: Decimal
    target: TargetValue
    measure: Rateable
    beside: Beside
    gap: Fraction
    variance: Fraction | None


class _NotKnown(Exception):
    """A condition that cannot be told for want of something: the status and the reason."""


def rate(
    actual: Decimal,
    target: TargetValue | None,
    measure: Rateable,
    scheme: MeasureScheme,
    beside: Beside = _NOTHING,
) -> Rated:
    """Rate an actual as submitted, unrounded (Derbyshire: performance ratings table).

    The target may be None only where the measures state levels.
    """
    if measure.polarity is Polarity.NONE:
        return Rated.none(Unrated.NO_DIRECTION, CONTEXT)
    if scheme.basis == "levels":
        return _by_levels(actual, target, measure, scheme)
    if target is None:
        return Rated.none(Unrated.NO_TARGET, "there is no target")
    variance = variance_of(actual, target, measure.polarity, scheme.variance)
    gap, _ = gap_of(actual, target, measure.polarity)
    case = _Case(actual, target, measure, beside, gap, variance)
    try:
        decided = _decide(case, scheme)
    except _NotKnown as error:
        status, reason = error.args
        return Rated.none(status, reason, variance)
    rating = ratings_by(scheme)[decided]
    return Rated(rating, variance, _words(decided, case, scheme), decided, None)


def _by_levels(
    actual: Decimal, target: TargetValue | None, measure: Rateable, scheme: MeasureScheme
) -> Rated:
    variance = (
        None if target is None else variance_of(actual, target, measure.polarity, scheme.variance)
    )
    if measure.levels is None:
        return Rated.none(Unrated.NO_LEVELS, "the measure states no levels", variance)
    number, level = next((n, one) for n, one in enumerate(measure.levels) if one.holds(actual))
    rule = f"the measure's own level: {level.words}"
    return Rated(level.rating, variance, rule, Decided(By.LEVEL, number), None)


def _decide(case: _Case, scheme: MeasureScheme) -> Decided:
    """The clause, band or rule for a target of zero that decides. Raises _NotKnown if none can."""
    for number, clause in enumerate(scheme.clauses):
        if _applies(clause, case):
            return Decided(By.CLAUSE, number)
    if case.variance is None and _needs_variance(scheme, case.measure):
        return _against_zero(case, scheme)
    for number, band in enumerate(scheme.bands):
        if _holds(band, case):
            return Decided(By.BAND, number)
    why = f": {scheme.supplied.reason}" if scheme.supplied is not None else ""
    raise _NotKnown(Unrated.ABSENT, f"the scheme states no arithmetic for this variance{why}")


def _words(decided: Decided, case: _Case, scheme: MeasureScheme) -> str:
    """What decided, in words, with every choice of the scheme's that it rests on."""
    tolerance = case.measure.zero_tolerance
    match decided.by:
        case By.CLAUSE:
            return scheme.clauses[decided.number].words
        case By.ZERO_MET:
            return "the target of zero is met"
        case By.ZERO_WITHIN:
            return f"within {tolerance} of the target of zero"
        case By.ZERO_BEYOND:
            return f"more than {tolerance} from the target of zero"
    rule = band_words(decided.number, scheme) + edge_words(case.variance, decided.number, scheme)
    rule += size_words(case.target, scheme)
    rule += "".join(
        f"; {words}"
        for clause in scheme.clauses
        if clause.rating != scheme.bands[decided.number].rating
        and (words := _missed_by_an_edge(clause, case, scheme))
    )
    if case.beside.is_strict and not case.gap:
        rule += "; the same as last year is not on target, which asks for better"
    return rule


def _missed_by_an_edge(clause: SpecialClause, case: _Case, scheme: MeasureScheme) -> str | None:
    """Which edge of a clause, exactly reached, kept it from deciding; None if anything else did."""
    without_edge = clause.model_copy(update={"target_above": None})
    if clause.target_above == case.target and _applies(without_edge, case):
        return target_edge_words(clause)
    if clause.variance is None or clause.has_edge or case.variance != Fraction(clause.variance):
        return None
    taken_in = {"variance_above": None, "variance_at_least": clause.variance}
    if _applies(clause.model_copy(update=taken_in), case):
        return variance_edge_words(clause, scheme)
    return None


def without_variance(scheme: MeasureScheme) -> str | None:
    """The condition by which a scheme decides where a target of zero leaves no variance, if any:
    `interval`, or `at_least_floor` for the measures that state a floor."""
    conditions = {band.condition for band in scheme.bands}
    by_distance = any(band.edge for band in scheme.bands)
    if by_distance or conditions & {"within_tolerance", "above_tolerance"}:
        return None
    return next((one for one in ("interval", "at_least_floor") if one in conditions), None)


def _needs_variance(scheme: MeasureScheme, measure: Rateable) -> bool:
    """Whether a target of zero leaves nothing to decide by."""
    condition = without_variance(scheme)
    return condition is None or (condition == "at_least_floor" and measure.floor is None)


def _applies(clause: SpecialClause, case: _Case) -> bool:
    measure, target, variance = case.measure, case.target, case.variance
    if measure.unit is not clause.unit or measure.polarity is not clause.polarity:
        return False
    if clause.actual_at_least is not None and case.actual < clause.actual_at_least:
        return False
    if isinstance(target, Stretch):
        return False
    if clause.target_above is not None and target <= clause.target_above:
        return False
    if clause.variance is None:
        return True
    if variance is None:
        return False
    edge = Fraction(clause.variance)
    return variance >= edge if clause.has_edge else variance > edge


def _holds(band: Band, case: _Case) -> bool:
    """Whether a band's condition holds. Raises _NotKnown if it cannot be told."""
    measure = case.measure
    if band.edge is not None:
        # The side of the target is known also where the target is zero.
        reached = case.gap if case.variance is None else case.variance
        is_beyond = band.at_least is None or (case.beside.is_strict and not band.edge)
        return reached > band.edge if is_beyond else reached >= band.edge
    if band.above_tolerance or band.within_tolerance:
        return _against_tolerance(band, case)
    if band.at_least_floor:
        floor = _known(measure.floor, band)
        return case.actual <= floor if measure.polarity is Polarity.LOWER else case.actual >= floor
    if band.as_last_year:
        last = _known(case.beside.last_year, band)
        return case.gap >= gap_of(last, case.target, measure.polarity)[0]
    if band.interval is not None:
        return _by_interval(band, case)
    return True


def _known(value: Decimal | None, band: Band) -> Decimal:
    """What a band's condition looks at. Raises _NotKnown with what is said where it is missing."""
    if value is None:
        raise _NotKnown(*LACKING[band.condition])
    return value


def _against_tolerance(band: Band, case: _Case) -> bool:
    reached = case.gap if case.variance is None else case.variance
    if band.within_tolerance and reached >= 0:
        return True
    if band.above_tolerance and reached <= 0:
        return False
    tolerance = _known(case.measure.tolerance, band)
    if band.above_tolerance:
        return reached > Fraction(tolerance)
    return reached >= -Fraction(tolerance)


def _by_interval(band: Band, case: _Case) -> bool:
    low, high = _known(case.beside.low, band), _known(case.beside.high, band)
    ends = [gap_of(end, case.target, case.measure.polarity)[0] for end in (low, high)]
    return min(ends) > 0 if band.interval is Interval.BETTER else max(ends) >= 0


def _against_zero(case: _Case, scheme: MeasureScheme) -> Decided:
    """Ruling 19: met is the scheme's word for met; else the declared tolerance; else unrated."""
    actual, measure = case.actual, case.measure
    met = {Polarity.LOWER: actual <= 0, Polarity.HIGHER: actual >= 0}.get(
        measure.polarity, actual == 0
    )
    if met and not (case.beside.is_strict and actual == 0):
        return Decided(By.ZERO_MET)
    tolerance = measure.zero_tolerance
    if tolerance is None:
        what = "end of the range" if isinstance(case.target, Stretch) else "target"
        reason = f"the {what} is zero and the measure declares no tolerance"
        raise _NotKnown(Unrated.TARGET_ZERO, reason)
    if abs(actual) <= tolerance:
        return Decided(By.ZERO_WITHIN)
    beyond = Decided(By.ZERO_BEYOND)
    if beyond not in ratings_by(scheme):
        raise _NotKnown(Unrated.TARGET_ZERO, "the scheme states no rating for a missed zero")
    return beyond
