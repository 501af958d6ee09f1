"""Direction of travel and persistence for whole blocks: how values compare with a period before,
and how often of late a rating was an exception.

The same question as `assets/analysis/direction` answers for one value. Loops are over the few ways
of comparing, and over the periods of a window.
"""

from enum import IntEnum

import numpy as np

from assets.analysis.kernel.block import Block, Codes, Flags, Known, code_of, shifted
from assets.analysis.kernel.distance import gap_of
from sources.framework.measures import Polarity
from sources.framework.schemes import MeasureScheme

# Persistence looks at so many periods, the observation's own included.
WINDOW = 4


class Way(IntEnum):
    """Better, the same or worse, or another value that chance may explain; below these, why it is
    not known."""

    UNSURE = 2
    BETTER = 1
    SAME = 0
    WORSE = -1
    NO_VALUE = -2
    NOT_COMPARABLE = -3
    NOTHING_BEFORE = -4
    NEITHER = -5


def directions(block: Block) -> Codes:
    """How each observation compares with the one `lag` periods before, [series, period]."""
    lags = np.unique(block.facts.lag)
    if len(lags) == 1:
        return _against(block, int(lags[0]))
    found = np.full_like(block.actual.units, Way.NO_VALUE, dtype=np.int8)
    for lag in lags:
        rows = np.flatnonzero(block.facts.lag == lag)
        found[rows] = _against(block.rows(rows), int(lag))
    return found


def _against(block: Block, lag: int) -> Codes:
    before, actual = shifted(block.actual, lag), block.actual.units
    polarity = block.facts.polarity
    rises, falls = actual > before.units, actual < before.units
    found: Codes = rises.view(np.int8) - falls.view(np.int8)
    found *= np.where(polarity == code_of(Polarity.LOWER), np.int8(-1), np.int8(1))[:, None]
    hit = np.flatnonzero(polarity == code_of(Polarity.RANGE))
    if hit.size:
        found[hit] = _nearer(block.rows(hit), before.rows(hit))
    if block.unsure is not None:
        np.copyto(found, np.int8(Way.UNSURE), where=block.unsure & (rises | falls))
    if hit.size:
        # Nearer to what, without a target?
        found[hit] = np.where(block.target.is_known[hit], found[hit], np.int8(Way.NEITHER))
    neither = np.flatnonzero(polarity == code_of(Polarity.NONE))
    if neither.size:
        found[neither] = Way.NEITHER
    np.copyto(found, np.int8(Way.NOTHING_BEFORE), where=~before.is_known)
    if block.era is not None:
        np.copyto(found, np.int8(Way.NOT_COMPARABLE), where=_parted(block.era, lag))
    np.copyto(found, np.int8(Way.NO_VALUE), where=~block.actual.is_known)
    return found


def _nearer(block: Block, before: Known) -> Codes:
    """Where the target is a range, nearer to it is better."""
    now, then = gap_of(block, block.actual.units), gap_of(block, before.units)
    found: Codes = (now > then).view(np.int8) - (now < then).view(np.int8)
    return found


def _parted(era: Codes, lag: int) -> Flags:
    parted = np.zeros_like(era, dtype=bool)
    if 0 < lag < era.shape[1]:
        parted[:, lag:] = era[:, lag:] != era[:, :-lag]
    return parted


def persistence(rating: Codes, scheme: MeasureScheme, window: int = WINDOW) -> tuple[Codes, Codes]:
    """Of the last `window` periods, how many were rated an exception, and how many rated at all."""
    exceptions = [place for place, level in enumerate(scheme.ratings) if level.is_exception]
    table = np.zeros(256, bool)
    table[exceptions] = True
    return _of_late(table[rating.view(np.uint8)], window), _of_late(rating >= 0, window)


def _of_late(flags: Flags, window: int) -> Codes:
    ones = flags.view(np.int8)
    count = ones.copy(order="K")
    for back in range(1, min(window, ones.shape[1])):
        count[:, back:] += ones[:, :-back]
    return count
