"""Spot checks: which measures are drawn, and what a number of results can say. Pure and exact.

The same seed draws the same measures on every machine: places in the list are decided by sha256,
not by a random generator.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction

from assets.analysis.series import refs_of
from checks.finding import Severity
from sources.spot_checks import Method
from sources.values import from_units
from warehouse.rows import AnyFinding, MeasureRating

# How many tickets a measure has in a risk-weighted draw; in a random one each has one.
EVERYONE, WITH_FINDINGS, EXCEPTION, JUMPED = 1, 3, 2, 2
WEIGHTS = (
    f"every measure {EVERYONE}; {WITH_FINDINGS} more with an error or a warning about it; "
    f"{EXCEPTION} more with a rating that needs attention; {JUMPED} more if its value is half as "
    "large again as the one it is compared with, or half of it"
)
# The interval is one that covers the truth in 95 of 100 samples.
_EACH_TAIL = Fraction(25, 1000)


def eligible(ratings: Iterable[MeasureRating]) -> list[MeasureRating]:
    """The measures of a close whose value came in, so that it can be looked into."""
    return [
        row
        for row in ratings
        if row.basis == "current" and row.units is not None and refs_of(row.sources)
    ]


def weights(
    rows: Iterable[MeasureRating],
    findings: Iterable[AnyFinding],
    exceptions: Collection[str],
    method: Method,
) -> dict[str, int]:
    """Each measure's tickets. `exceptions` are the ratings that need attention."""
    if method is Method.RANDOM:
        return {row.measure: EVERYONE for row in rows}
    found = {f.measure for f in findings if f.severity != Severity.INFORMATION.value}
    return {
        row.measure: EVERYONE
        + WITH_FINDINGS * (row.measure in found)
        + EXCEPTION * (row.rating in exceptions)
        + JUMPED * _has_jumped(row)
        for row in rows
    }


def _ways(of: int, taken: int) -> int:
    """In how many ways so many can be taken of so many."""
    ways = 1
    for k in range(taken):
        ways = ways * (of - k) // (k + 1)
    return ways


def _has_jumped(row: MeasureRating) -> bool:
    if row.units is None or row.places is None:
        return False
    if row.compared_units is None or row.compared_places is None:
        return False
    now = abs(from_units(row.units, row.places))
    then = abs(from_units(row.compared_units, row.compared_places))
    return 2 * now >= 3 * then or 2 * now <= then if then else bool(now)


def draw(seed: str, close: str, tickets: Mapping[str, int], asked: int) -> tuple[str, ...]:
    """So many measures, or all there are, in the order drawn.

    Each ticket has a place of its own, the sha256 of seed, close, measure and its number; a measure
    is drawn by its first ticket, so that n tickets make it n times as likely to come first.
    """

    def first(measure: str) -> tuple[str, str]:
        places = (
            hashlib.sha256(f"{seed}|{close}|{measure}|{ticket}".encode()).hexdigest()
            for ticket in range(1, tickets[measure] + 1)
        )
        return min(places), measure

    return tuple(sorted(tickets, key=first)[:asked])


def interval_pct(wrong: int, checked: int) -> tuple[int, int]:
    """Between which whole per cents the true share of errors may lie, after Clopper and Pearson.

    Widened to whole per cents, so that it never promises too much.
    """
    shares = [Fraction(pct, 100) for pct in range(101)]
    # Of the whole per cents, the last that is surely too low and the first that is surely too high.
    low = max(
        (p for p in shares if wrong and 1 - _at_most(wrong - 1, checked, p) <= _EACH_TAIL),
        default=shares[0],
    )
    high = min(
        (p for p in shares if wrong < checked and _at_most(wrong, checked, p) <= _EACH_TAIL),
        default=shares[-1],
    )
    return int(low * 100), int(high * 100)


def _at_most(wrong: int, checked: int, p: Fraction) -> Fraction:
    return sum(
        (_ways(checked, k) * p**k * (1 - p) ** (checked - k) for k in range(wrong + 1)), Fraction(0)
    )
