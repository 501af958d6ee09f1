"""How far an actual is from its target, exactly: the gap and the variance, positive is better.

What a scheme makes of it is `rating`.
"""

from decimal import Decimal
from fractions import Fraction

from sources.framework.measures import Polarity, Stretch, TargetValue


def variance_of(
    actual: Decimal, target: TargetValue, polarity: Polarity, basis: str = "relative"
) -> Fraction | None:
    """Signed variance from target, positive is better (ruling 17); None for a relative one of 0.

    From a target that is a range it is 0 within, and below 0 by the distance from its nearer end.
    """
    gap, end = gap_of(actual, target, polarity)
    if basis == "points":
        return gap
    if not gap and isinstance(target, Stretch):
        return gap
    return gap / abs(end) * 100 if end else None


def gap_of(actual: Decimal, target: TargetValue, polarity: Polarity) -> tuple[Fraction, Fraction]:
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
