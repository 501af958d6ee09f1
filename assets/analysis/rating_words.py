"""The rule that decided a rating, in words made from the scheme's own edges.

Which band decides is `rating`.
"""

from decimal import Decimal
from fractions import Fraction

from sources.framework.bands import Band, Interval
from sources.framework.measures import Stretch, TargetValue
from sources.framework.schemes import MeasureScheme, SpecialClause

_INTERVAL_WORDS = {
    Interval.BETTER: "the whole of the value's interval is better than target",
    Interval.INCLUDES: "the target lies within the value's interval",
}


def band_words(number: int, scheme: MeasureScheme) -> str:
    """A band, by its place, in words: `from 2% worse to 5% better than target`."""
    band = scheme.bands[number]
    before = scheme.bands[number - 1] if number else None
    if band.within_tolerance:
        if before is not None and before.above_tolerance:
            return "off target by no more than the measure's tolerance"
        return "worse than target, within the measure's tolerance"
    if band.above_tolerance:
        return "better than target by more than the measure's tolerance"
    if band.at_least_floor:
        return "worse than target, and no worse than the measure's floor"
    if band.as_last_year:
        return f"{_beyond(before)}, and no worse than in the same period of the year before"
    if band.interval is not None:
        return _INTERVAL_WORDS[band.interval]
    if band.is_open and before is not None and before.edge is None:
        return _left_over(scheme.bands[:number])
    unit = "%" if scheme.variance == "relative" else " points"
    lower, upper = band.edge, before.edge if before else None
    if lower is not None and upper is not None and before is not None:
        return _between(band, lower, before, upper, unit)
    if lower is not None:
        return _one_sided(lower, unit, is_better=True, has_edge=band.above is None)
    if upper is not None and before is not None:
        return _one_sided(upper, unit, is_better=False, has_edge=before.above is not None)
    return "any variance"


def edge_words(variance: Fraction | None, number: int, scheme: MeasureScheme) -> str:
    """The choice that decided where a variance lies exactly on an edge that two bands share."""
    if variance is None:
        return ""
    band = scheme.bands[number]
    edges = [band.at_least, scheme.bands[number - 1].above if number else None]
    for edge in edges:
        if edge and variance == Fraction(edge):
            unit = "%" if scheme.variance == "relative" else " points"
            return f"; exactly {_side(edge, unit)} counts as {scheme.level(band.rating).word}"
    return ""


def variance_edge_words(clause: SpecialClause, scheme: MeasureScheme) -> str:
    """The choice that kept a clause from deciding where a variance lies exactly on its edge."""
    unit = "%" if scheme.variance == "relative" else " points"
    side = _side(clause.variance or Decimal(0), unit)
    return f"exactly {side} is not yet {scheme.level(clause.rating).word}, which asks for more"


def target_edge_words(clause: SpecialClause) -> str:
    """The same where a target is exactly the one above which a clause begins."""
    return f"a target of exactly {clause.target_above} is not above {clause.target_above}"


def size_words(target: TargetValue, scheme: MeasureScheme) -> str:
    """The choice that decided where a target below 0 was to be divided by."""
    ends = target if isinstance(target, Stretch) else (target,)
    if scheme.variance != "relative" or all(end >= 0 for end in ends):
        return ""
    return "; a target below 0 counts by its size"


def _beyond(before: Band | None) -> str:
    if before is None or before.edge is None:
        return "worse than target"
    worst = abs(before.edge)
    return "worse than target" + (f" by more than {worst}%" if before.edge < 0 else "")


def _left_over(better: tuple[Band, ...]) -> str:
    """What is left after bands that end elsewhere than at a variance of the scheme's."""
    last = better[-1]
    if last.within_tolerance:
        return "worse than target by more than the measure's tolerance"
    if last.above_tolerance:
        return "not better than target by more than the measure's tolerance"
    if last.at_least_floor:
        return "worse than the measure's floor"
    if last.as_last_year:
        before = better[-2] if len(better) > 1 else None
        return f"{_beyond(before)}, and worse than in the same period of the year before"
    return "the whole of the value's interval is worse than target"


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
