"""What a value is held against: its measure's own discrete past, and how far off is unusual.

Pure arithmetic for the rules; no distribution is assumed. Which finding follows is `catalogue`'s.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from sources.framework.keys import Period
from sources.framework.measures import Measure, Supplied
from sources.values import Unit

Past = Mapping[Period, Decimal]

# Periods of one kind in a year, and how many years back a value is held against.
PER_YEAR = {"M": 12, "Q": 4, "H": 2, "F": 1}
_YEARS_BACK = 5
# A value is further off than ever before only if it is so by half as much again.
_BEYOND = Decimal("1.5")


def is_running_total(measure: Measure) -> bool:
    """Whether values come as the total since 1 April."""
    return measure.is_cumulative and measure.supplied is Supplied.YEAR_TO_DATE


def discrete(measure: Measure, known: Past) -> dict[Period, Decimal]:
    """Values of periods alone: a running total less the one before; as they are otherwise.

    Totals of a percentage are a level and not a sum; a total whose predecessor is not known is
    left out.
    """
    if not is_running_total(measure) or measure.unit is Unit.PERCENT:
        return dict(known)
    alone: dict[Period, Decimal] = {}
    for period, total in known.items():
        if period.number == 1:
            alone[period] = total
        elif (before := known.get(period.previous())) is not None:
            alone[period] = total - before
    return alone


@dataclass(frozen=True)
class Expected:
    """What a value was to be expected to be, from what, and how far off past ones were.

    `usual_miss` is the middle of the past distances, never below what printing or chance of small
    counts explains; `worst_miss` the largest.
    """

    number: Decimal
    basis: str
    periods: int
    usual_miss: Decimal
    worst_miss: Decimal

    def is_jump(self, actual: Decimal, factor: Decimal) -> bool:
        """Whether a value is further off than any before it, and that by far."""
        miss = abs(actual - self.number)
        return miss > factor * self.usual_miss and miss > _BEYOND * self.worst_miss


def expected(measure: Measure, past: Past, period: Period, fewest: int) -> Expected | None:
    """What a discrete value was to be expected to be; None with fewer than `fewest` past periods.

    Three ways of guessing are tried on the past itself: the value before, the value a year before
    (what has seasons is then held against its own season), and the middle of the last year. The
    one that would have missed least, in the middle, is taken.
    """
    a_year, here = PER_YEAR[period.kind], _place(period)
    since = here - _YEARS_BACK * a_year
    placed = {_place(p): value for p, value in past.items() if p.kind == period.kind}
    known = {at: placed[at] for at in sorted(placed) if since <= at < here}
    if len(known) < fewest:
        return None
    found: Expected | None = None
    floor = _floor(measure, list(known.values()))
    for basis in _BASES:
        guess = _guess(basis, known, here, a_year)
        misses = [
            abs(value - guessed)
            for at, value in known.items()
            if (guessed := _guess(basis, known, at, a_year)) is not None
        ]
        if guess is None or len(misses) < fewest - 1:
            continue
        usual = max(median(misses), floor)
        if found is None or usual < found.usual_miss:
            found = Expected(guess, basis, len(known), usual, max(misses))
    return found


_BEFORE, _YEAR, _MIDDLE = "the period before", "the same period a year before", "the last year"
_BASES = (_BEFORE, _YEAR, _MIDDLE)


def _place(period: Period) -> int:
    """A period's place among those of its kind: neighbours differ by 1."""
    return period.year.start_year * PER_YEAR[period.kind] + period.number


def _guess(basis: str, known: Mapping[int, Decimal], at: int, a_year: int) -> Decimal | None:
    """What one way of guessing would have said of a period, from the periods before it alone."""
    if basis == _BEFORE:
        return known.get(at - 1)
    if basis == _YEAR:
        return known.get(at - a_year) if a_year > 1 else None
    window = [known[place] for place in range(at - max(4, a_year), at) if place in known]
    return Decimal(median(window)) if len(window) >= 4 else None


def _floor(measure: Measure, values: Sequence[Decimal]) -> Decimal:
    """The least distance that means anything: the last printed place, a hundredth of the usual
    size, and for counts what chance alone does to so many."""
    size = abs(Decimal(median(values)))
    least = max(Decimal(1).scaleb(-measure.decimal_places), size / 100)
    if measure.unit is Unit.NUMBER and measure.decimal_places == 0:
        least = max(least, size.sqrt())
    return least
