"""Numbers beside those of others: rank, quartile, mean and median. Pure and exact.

Which figures are set beside each other is `comparing`; how that reads is `assets/views`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from statistics import median

from sources.framework.measures import Polarity
from sources.values import MAX_DIGITS, places_of

_PLACES = 6
_FEWEST_PARTED = 3


@dataclass(frozen=True)
class Place:
    """Where a number stands among others: `rank` of `ranked`, `quartile` 1 the best."""

    rank: int
    ranked: int
    quartile: int | None


def place_among(own: Decimal, others: Sequence[Decimal], polarity: Polarity) -> Place | None:
    """The rank and quartile of a number among others; None where neither way is better.

    Competition ranking: equal numbers share the better rank. The quartile is that of the rank, so
    that a shared rank shares the better quartile; if all numbers are equal there is none.
    """
    if polarity not in (Polarity.HIGHER, Polarity.LOWER):
        return None
    is_higher = polarity is Polarity.HIGHER
    rank = 1 + sum(other > own if is_higher else other < own for other in others)
    ranked = len(others) + 1
    is_level = all(other == own for other in others)
    return Place(rank, ranked, None if is_level else -(-4 * rank // ranked))


@dataclass(frozen=True)
class Quartiles:
    """Where quartiles begin, as figures of others: `first` is reached by whoever is in the first;
    whoever is worse than `last` is in the last."""

    first: Decimal
    last: Decimal


def quartiles_among(others: Sequence[Decimal], polarity: Polarity) -> Quartiles | None:
    """The figures that part the quartiles of `place_among`, whatever the own number is.

    Nothing is interpolated: of n others the first quartile begins at the figure of the better
    (n + 1) / 4, rounded down, and the last behind that of the better 3 (n + 1) / 4. None where
    neither way is better, and for fewer than three others.
    """
    if polarity not in (Polarity.HIGHER, Polarity.LOWER) or len(others) < _FEWEST_PARTED:
        return None
    best_first = sorted(others, reverse=polarity is Polarity.HIGHER)
    ranked = len(others) + 1
    return Quartiles(best_first[ranked // 4 - 1], best_first[3 * ranked // 4 - 1])


def middle(numbers: Sequence[Decimal]) -> Decimal:
    """The median of one or more numbers, kept as their mean is."""
    return _kept(median([Fraction(number) for number in numbers]))


def as_published(own: Decimal, others: Sequence[Decimal]) -> Decimal:
    """The council's own number with no more places than the others are published with.

    Otherwise 41.66 would rank behind a neighbour's 41.7, which may have been 41.66 as well.
    """
    places = max((places_of(other) for other in others), default=0)
    if places_of(own) <= places:
        return own
    return own.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def mean(numbers: Sequence[Decimal]) -> Decimal:
    """The plain mean of one or more numbers: each authority counts once, whatever its size.

    Kept to six places, or as many as can be stored of a very large one.
    """
    return _kept(sum(map(Fraction, numbers), Fraction(0)) / len(numbers))


def _kept(exact: Fraction) -> Decimal:
    with localcontext(prec=80):
        number = Decimal(exact.numerator) / Decimal(exact.denominator)
        places = max(0, min(_PLACES, MAX_DIGITS - 1 - number.adjusted()))
        kept = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN).normalize()
        return kept.quantize(Decimal(1)) if kept == kept.to_integral_value() else kept
