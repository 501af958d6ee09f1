"""Rating one actual against one target by a scheme, in exact arithmetic, saying why.

Which actual and which target to compare is `measure_ratings`; showing them is `views`.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Protocol

from assets.analysis.rating_words import band_words, edge_words, size_words
from assets.analysis.variance import gap_of, variance_of
from sources.framework.bands import Band, Interval
from sources.framework.levels import Level
from sources.framework.measures import Polarity, Stretch, TargetValue
from sources.framework.schemes import MeasureScheme, SpecialClause
from sources.values import Unit


class Rateable(Protocol):
    """What the rating of a measure depends on, beside its value and target."""

    @property
    def unit(self) -> Unit: ...
    @property
    def polarity(self) -> Polarity: ...
    @property
    def tolerance(self) -> Decimal | None: ...
    @property
    def zero_tolerance(self) -> Decimal | None: ...
    @property
    def floor(self) -> Decimal | None: ...
    @property
    def levels(self) -> tuple[Level, ...] | None: ...


@dataclass(frozen=True)
class Terms:
    """The same for figures that belong to no measure of a framework."""

    unit: Unit
    polarity: Polarity
    tolerance: Decimal | None = None
    zero_tolerance: Decimal | None = None
    floor: Decimal | None = None
    levels: tuple[Level, ...] | None = None


@dataclass(frozen=True)
class Beside:
    """What some rules look at beside actual and target: the actual of the same period of the year
    before, and the ends of the interval that the actual's own uncertainty gives it.

    `is_strict`: the target is to be bettered, so that reaching it exactly is not on target.
    """

    last_year: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    is_strict: bool = False


class Unrated(StrEnum):
    """Why a measure has no rating; each says its own reason in words beside it."""

    NOT_DUE = "not due"
    NO_TARGET = "no target"
    TARGET_IN_WORDS = "target in words"
    TARGET_TO_BE_SET = "target to be set"
    NO_DIRECTION = "no direction"
    NOT_SUPPLIED = "not supplied"
    RETURN_MISSING = "return missing"
    QUERIED = "queried with department"
    ABSENT = "no value"
    INCOMPLETE = "incomplete"
    TARGET_ZERO = "target zero"
    NO_TOLERANCE = "no tolerance"
    NO_FLOOR = "no floor"
    NO_LEVELS = "no levels"
    NO_LAST_YEAR = "no value of last year"
    NO_INTERVAL = "no interval"
    INFORMATION_ONLY = "information only"


RATED = "rated"
CONTEXT = "context measure: neither higher nor lower is better"


@dataclass(frozen=True)
class Rated:
    """A rating with the rule that decided it, or a status and reason for having none.

    `variance` is exact, in per cent of the target (or in points), positive is better; None where
    it is not defined.
    """

    rating: str | None
    variance: Fraction | None
    rule: str | None
    status: str
    reason: str | None

    @classmethod
    def none(cls, status: Unrated, reason: str, variance: Fraction | None = None) -> "Rated":
        return cls(None, variance, None, status.value, reason)


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
    beside: Beside = Beside(),
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
    for clause in scheme.clauses:
        if _applies(clause, actual, target, variance, measure):
            return Rated(clause.rating, variance, clause.words, RATED, None)
    gap, _ = gap_of(actual, target, measure.polarity)
    case = _Case(actual, target, measure, beside, gap, variance)
    if variance is None and _needs_variance(scheme, measure):
        what = "end of the range" if isinstance(target, Stretch) else "target"
        return _rate_against_zero(actual, what, measure, scheme, is_strict=beside.is_strict)
    try:
        band = next((band for band in scheme.bands if _holds(band, case)), None)
    except _NotKnown as error:
        status, reason = error.args
        return Rated.none(status, reason, variance)
    if band is None:
        reason = "the scheme states no arithmetic for this variance"
        return Rated.none(Unrated.ABSENT, reason, variance)
    rule = band_words(band, scheme) + edge_words(variance, band, scheme)
    rule += size_words(target, scheme)
    if beside.is_strict and not gap:
        rule += "; the same as last year is not on target, which asks for better"
    return Rated(band.rating, variance, rule, RATED, None)


def _by_levels(
    actual: Decimal, target: TargetValue | None, measure: Rateable, scheme: MeasureScheme
) -> Rated:
    variance = (
        None if target is None else variance_of(actual, target, measure.polarity, scheme.variance)
    )
    if measure.levels is None:
        return Rated.none(Unrated.NO_LEVELS, "the measure states no levels", variance)
    level = next(level for level in measure.levels if level.holds(actual))
    return Rated(level.rating, variance, f"the measure's own level: {level.words}", RATED, None)


def _needs_variance(scheme: MeasureScheme, measure: Rateable) -> bool:
    """Whether a target of zero leaves nothing to decide by: a floor decides without variance."""
    if any(band.edge or band.within_tolerance or band.above_tolerance for band in scheme.bands):
        return True
    conditions = {band.condition for band in scheme.bands}
    has_floor = "at_least_floor" in conditions and measure.floor is not None
    return not has_floor and "interval" not in conditions


def _applies(
    clause: SpecialClause,
    actual: Decimal,
    target: TargetValue,
    variance: Fraction | None,
    measure: Rateable,
) -> bool:
    if measure.unit is not clause.unit or measure.polarity is not clause.polarity:
        return False
    if clause.actual_at_least is not None and actual < clause.actual_at_least:
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
        floor = _known(measure.floor, Unrated.NO_FLOOR, "the measure states no floor")
        return case.actual <= floor if measure.polarity is Polarity.LOWER else case.actual >= floor
    if band.as_last_year:
        reason = "the value of the same period of the year before is not known"
        last = _known(case.beside.last_year, Unrated.NO_LAST_YEAR, reason)
        return case.gap >= gap_of(last, case.target, measure.polarity)[0]
    if band.interval is not None:
        return _by_interval(band.interval, case)
    return True


def _known(value: Decimal | None, status: Unrated, reason: str) -> Decimal:
    if value is None:
        raise _NotKnown(status, reason)
    return value


def _against_tolerance(band: Band, case: _Case) -> bool:
    reached = case.gap if case.variance is None else case.variance
    if band.within_tolerance and reached >= 0:
        return True
    if band.above_tolerance and reached <= 0:
        return False
    reason = "the measure states no tolerance"
    tolerance = _known(case.measure.tolerance, Unrated.NO_TOLERANCE, reason)
    if band.above_tolerance:
        return reached > Fraction(tolerance)
    return reached >= -Fraction(tolerance)


def _by_interval(where: Interval, case: _Case) -> bool:
    reason = "the value's interval is not known"
    low = _known(case.beside.low, Unrated.NO_INTERVAL, reason)
    high = _known(case.beside.high, Unrated.NO_INTERVAL, reason)
    ends = [gap_of(end, case.target, case.measure.polarity)[0] for end in (low, high)]
    return min(ends) > 0 if where is Interval.BETTER else max(ends) >= 0


def _rate_against_zero(
    actual: Decimal, what: str, measure: Rateable, scheme: MeasureScheme, *, is_strict: bool = False
) -> Rated:
    """Ruling 19: met is the scheme's word for met; else the declared tolerance; else unrated."""
    met = {Polarity.LOWER: actual <= 0, Polarity.HIGHER: actual >= 0}.get(
        measure.polarity, actual == 0
    )
    if met and not (is_strict and actual == 0):
        return Rated(scheme.target_zero_met, None, "the target of zero is met", RATED, None)
    tolerance = measure.zero_tolerance
    if tolerance is None:
        return Rated.none(
            Unrated.TARGET_ZERO,
            f"the {what} is zero and the measure declares no tolerance",
        )
    if abs(actual) <= tolerance:
        return Rated(
            scheme.target_zero_met,
            None,
            f"within {tolerance} of the target of zero",
            RATED,
            None,
        )
    worst = scheme.bands[-1] if scheme.bands else None
    if worst is None or not worst.is_open:
        return Rated.none(Unrated.TARGET_ZERO, "the scheme states no rating for a missed zero")
    rule = f"more than {tolerance} from the target of zero"
    return Rated(worst.rating, None, rule, RATED, None)
