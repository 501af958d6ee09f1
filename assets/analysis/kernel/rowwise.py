"""Rows of a block through the exact rule, one value after the other: what might not fit 64 bits.

Also how a row is told in the words of that rule, which the tests hold the whole kernel against.
"""

from decimal import Decimal

import numpy as np

from assets.analysis.kernel.block import POLARITIES, UNITS, Block, Codes, Facts, Known
from assets.analysis.kernel.outcomes import Why, outcome_of
from assets.analysis.rated import Beside, Rated, Terms
from assets.analysis.rating import rate
from sources.framework.measures import Polarity, Stretch, TargetValue
from sources.framework.schemes import MeasureScheme
from sources.values import from_units


def rate_rows(block: Block, scheme: MeasureScheme) -> Codes:
    """The outcome of every observation by the exact rule; by bands, not by levels."""
    found = np.full((block.series, block.periods), Why.NO_VALUE, np.int8)
    for series, period in zip(*np.nonzero(block.actual.is_known), strict=True):
        found[series, period] = outcome_of(rate_one(block, series, period, scheme))
    return found


def rate_one(block: Block, series: int, period: int, scheme: MeasureScheme) -> Rated:
    """One known value of a block by the exact rule."""
    actual, target, terms, beside = case_of(block, series, period)
    return rate(actual, target, terms, scheme, beside)


def case_of(
    block: Block, series: int, period: int
) -> tuple[Decimal, TargetValue | None, Terms, Beside]:
    """One known value of a block with all that the rule may look at."""
    actual = _number(block, block.actual, series, period)
    assert actual is not None
    beside = Beside(
        last_year=_last_year(block, series, period),
        low=_number(block, block.low_end, series, period),
        high=_number(block, block.high_end, series, period),
        is_strict=bool(block.facts.is_strict[series]),
    )
    return actual, _target(block, series, period), terms_of(block.facts, series), beside


def terms_of(facts: Facts, series: int) -> Terms:
    """What is declared of one series, in the words of the rule."""
    places = int(facts.places[series])
    return Terms(
        unit=UNITS[facts.unit[series]],
        polarity=Polarity(POLARITIES[facts.polarity[series]]),
        tolerance=_declared(facts.tolerance, series, int(facts.tolerance_places[series])),
        zero_tolerance=_declared(facts.zero_tolerance, series, places),
        floor=_declared(facts.floor, series, places),
    )


def _declared(known: Known, series: int, places: int) -> Decimal | None:
    return from_units(int(known.units[series]), places) if known.is_known[series] else None


def _number(block: Block, known: Known | None, series: int, period: int) -> Decimal | None:
    if known is None or not known.is_known[series, period]:
        return None
    return from_units(int(known.units[series, period]), int(block.facts.places[series]))


def _target(block: Block, series: int, period: int) -> TargetValue | None:
    low = _number(block, block.target, series, period)
    high = _number(block, block.high, series, period)
    return Stretch(low, high) if low is not None and high is not None else low


def _last_year(block: Block, series: int, period: int) -> Decimal | None:
    before = period - block.season
    if before < 0:
        return None
    if block.era is not None and block.era[series, period] != block.era[series, before]:
        return None
    return _number(block, block.actual, series, before)
