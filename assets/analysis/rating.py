"""Rating one actual against one target by a scheme, in exact arithmetic, saying why.

Which actual and which target to compare is `measure_ratings`; showing them is `views`.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Protocol

from sources.framework.measures import Polarity, Stretch, TargetValue
from sources.framework.schemes import Band, MeasureScheme, SpecialClause
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


@dataclass(frozen=True)
class Terms:
    """The same for figures that belong to no measure of a framework."""

    unit: Unit
    polarity: Polarity
    tolerance: Decimal | None = None
    zero_tolerance: Decimal | None = None


class Unrated(StrEnum):
    """Why a measure has no rating; each says its own reason in words beside it."""

    NOT_DUE = "not due"
    NO_TARGET = "no target"
    NO_DIRECTION = "no direction"
    NOT_SUPPLIED = "not supplied"
    RETURN_MISSING = "return missing"
    QUERIED = "queried with department"
    ABSENT = "no value"
    INCOMPLETE = "incomplete"
    TARGET_ZERO = "target zero"
    NO_TOLERANCE = "no tolerance"
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


def variance_of(
    actual: Decimal, target: TargetValue, polarity: Polarity, basis: str = "relative"
) -> Fraction | None:
    """Signed variance from target, positive is better (ruling 17); None for a relative one of 0.

    From a target that is a range it is 0 within, and below 0 by the distance from its nearer end.
    """
    gap, end = _gap(actual, target, polarity)
    if basis == "points":
        return gap
    if not gap and isinstance(target, Stretch):
        return gap
    return gap / abs(end) * 100 if end else None


def _gap(actual: Decimal, target: TargetValue, polarity: Polarity) -> tuple[Fraction, Fraction]:
    """How much better than target, and the value that it is measured from."""
    if isinstance(target, Stretch):
        end = target.low if actual < target.low else target.high
        inside = target.low <= actual <= target.high
        away = Fraction(0) if inside else abs(Fraction(actual) - Fraction(end))
        return -away, Fraction(end)
    gap = Fraction(actual) - Fraction(target)
    if polarity is Polarity.RANGE:
        # One value to hit: a range of no length.
        return -abs(gap), Fraction(target)
    return -gap if polarity is Polarity.LOWER else gap, Fraction(target)


def rate(actual: Decimal, target: TargetValue, measure: Rateable, scheme: MeasureScheme) -> Rated:
    """Rate an actual as submitted, unrounded (Derbyshire: performance ratings table)."""
    if measure.polarity is Polarity.NONE:
        return Rated.none(Unrated.NO_DIRECTION, CONTEXT)
    variance = variance_of(actual, target, measure.polarity, scheme.variance)
    for clause in scheme.clauses:
        if _applies(clause, actual, target, variance, measure):
            return Rated(clause.rating, variance, clause.words, RATED, None)
    if variance is None:
        what = "end of the range" if isinstance(target, Stretch) else "target"
        return _rate_against_zero(actual, what, measure, scheme)
    for band in scheme.bands:
        if band.within_tolerance and measure.tolerance is None and variance < 0:
            return Rated.none(Unrated.NO_TOLERANCE, "the measure states no tolerance", variance)
        if _falls_in(variance, band, measure):
            return Rated(band.rating, variance, band_words(band, scheme), RATED, None)
    return Rated.none(Unrated.ABSENT, "the scheme states no arithmetic for this variance", variance)


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
    if clause.variance_above is not None:
        return variance is not None and variance > Fraction(clause.variance_above)
    return True


def _falls_in(variance: Fraction, band: Band, measure: Rateable) -> bool:
    if band.within_tolerance:
        return variance >= -Fraction(measure.tolerance or 0)
    if band.above is not None:
        return variance > Fraction(band.above)
    return band.at_least is None or variance >= Fraction(band.at_least)


def _rate_against_zero(
    actual: Decimal, what: str, measure: Rateable, scheme: MeasureScheme
) -> Rated:
    """Ruling 19: met is the scheme's word for met; else the declared tolerance; else unrated."""
    met = {Polarity.LOWER: actual <= 0, Polarity.HIGHER: actual >= 0}.get(
        measure.polarity, actual == 0
    )
    if met:
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
    worst = scheme.bands[-1]
    if not worst.is_open:
        return Rated.none(Unrated.TARGET_ZERO, "the scheme states no rating for a missed zero")
    rule = f"more than {tolerance} from the target of zero"
    return Rated(worst.rating, None, rule, RATED, None)


def band_words(band: Band, scheme: MeasureScheme) -> str:
    """A band in words, from the scheme's own edges: `from 2% worse to 5% better than target`."""
    if band.within_tolerance:
        return "worse than target, within the measure's tolerance"
    index = scheme.bands.index(band)
    if index and scheme.bands[index - 1].within_tolerance:
        return "worse than target by more than the measure's tolerance"
    better = scheme.bands[index - 1] if index else None
    unit = "%" if scheme.variance == "relative" else " points"
    lower, upper = _edge(band), _edge(better) if better else None
    if lower is not None and upper is not None and better is not None:
        return _between(band, lower, better, upper, unit)
    if lower is not None:
        return _one_sided(lower, unit, is_better=True, has_edge=band.above is None)
    if upper is not None and better is not None:
        return _one_sided(upper, unit, is_better=False, has_edge=better.above is not None)
    return "any variance"


def _between(band: Band, lower: Decimal, better: Band, upper: Decimal, unit: str) -> str:
    """A band between two edges, saying which of them are its own."""
    has_upper, has_lower = better.above is not None, band.above is None
    if lower < 0 < upper:
        return f"from {_side(lower, unit)} to {_side(upper, unit)} than target"
    near, far = (upper, lower) if upper <= 0 else (lower, upper)
    has_near, has_far = (has_upper, has_lower) if upper <= 0 else (has_lower, has_upper)
    way = "worse" if upper <= 0 else "better"
    reach = f"up to {abs(far)}{unit}" if has_far else f"less than {abs(far)}{unit}"
    if not near:
        on = "on target or " if has_near else ""
        return f"{on}{way} than target by {reach}"
    start = f"{abs(near)}{unit} or more" if has_near else f"more than {abs(near)}{unit}"
    return f"{start} and {reach} {way} than target"


def _edge(band: Band) -> Decimal | None:
    return band.above if band.above is not None else band.at_least


def _side(edge: Decimal, unit: str) -> str:
    return f"{abs(edge)}{unit} {'worse' if edge < 0 else 'better'}"


def _one_sided(edge: Decimal, unit: str, *, is_better: bool, has_edge: bool) -> str:
    """All variances on one side of an edge, in words that point the same way as the side."""
    if not edge:
        return {
            (True, True): "on target or better",
            (True, False): "better than target",
            (False, True): "on target or worse",
            (False, False): "worse than target",
        }[is_better, has_edge]
    points_outwards = (edge > 0) is is_better
    if points_outwards:
        bound = "at least" if has_edge else "more than"
    else:
        bound = "at most" if has_edge else "less than"
    return f"{bound} {_side(edge, unit)} than target"
