"""Comparing series with others of their group for whole blocks: average, rank and quartile.

Ranks and quartiles are decided on whole numbers. Which councils make up a group is not decided
here, and a published national value is never worked out.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from assets.analysis.kernel.block import Block, Codes, Flags, Ints, Numbers, code_of
from sources.framework.measures import Polarity

# With fewer others than these there is no average, rank or quartile.
LEAST_OTHERS = 3

Ranks = npt.NDArray[np.int16]


@dataclass(frozen=True)
class Compared:
    """Each observation among those of its group and period, [series, period].

    `average` is that of the others, NaN for none; `others` how many there are. `rank` is 1 for the
    best, equal values share one and the next is passed over; `quartile` is 1 for the best quarter;
    both count the series itself and are 0 where nothing is compared.
    """

    average: Numbers
    others: Ranks
    rank: Ranks
    quartile: Codes


class _Groups(NamedTuple):
    """Where each group starts, how many series it has, and to which each series belongs."""

    starts: npt.NDArray[np.intp]
    sizes: npt.NDArray[np.intp]
    of: npt.NDArray[np.intp]


def compared(block: Block, least_others: int = LEAST_OTHERS) -> Compared:
    """Compare every observation with its group's. Raises ValueError where series of a group do not
    stand together, or have other decimal places or another polarity than the rest of it."""
    groups = _groups(block)
    shape = {"order": "F", "shape": (block.series, block.periods)}
    average = np.empty(**shape)  # type: ignore[call-overload]
    others = np.empty(dtype=np.int16, **shape)  # type: ignore[call-overload]
    rank = np.empty(dtype=np.int16, **shape)  # type: ignore[call-overload]
    size = np.float64(10) ** block.facts.places
    for period in range(block.periods):
        units = np.ascontiguousarray(block.actual.units[:, period])
        is_known = np.ascontiguousarray(block.actual.is_known[:, period])
        count = np.add.reduceat(is_known.astype(np.int64), groups.starts)
        rest = count[groups.of] - is_known
        others[:, period] = rest
        total = _sums(units, groups)[groups.of] - units
        average[:, period] = total / (np.maximum(rest, 1) * size)
        rank[:, period] = _ranks(units, is_known, block.facts.polarity, groups)
    few = (others < least_others) | ~block.actual.is_known
    average[few] = np.nan
    neither = ~np.isin(block.facts.polarity, [code_of(Polarity.HIGHER), code_of(Polarity.LOWER)])
    rank[few | neither[:, None]] = 0
    quarter = (rank - 1) * np.int32(4) // np.maximum(others.astype(np.int32) + 1, 1) + 1
    quartile = np.where(rank > 0, quarter, 0).astype(np.int8)
    return Compared(average, others, rank, quartile)


def _groups(block: Block) -> _Groups:
    group, facts = block.facts.group, block.facts
    is_first: Flags = np.ones(block.series, bool)
    is_first[1:] = group[1:] != group[:-1]
    starts = np.flatnonzero(is_first)
    if len(np.unique(group)) != len(starts):
        raise ValueError("the series of a group do not stand together: sort the block by group")
    same = ~is_first[1:]
    for name in ("places", "polarity"):
        codes = getattr(facts, name)
        if (codes[1:] != codes[:-1])[same].any():
            raise ValueError(f"the series of a group differ in {name}: they do not compare")
    sizes = np.diff(starts, append=block.series)
    return _Groups(starts, sizes, np.repeat(np.arange(len(starts)), sizes))


def _sums(units: Ints, groups: _Groups) -> Ints:
    """Each group's sum; in numbers of any length where it might not fit."""
    largest = max(int(units.max(initial=0)), -int(units.min(initial=0)))
    if largest * int(groups.sizes.max(initial=0)) < 2**62:
        return np.add.reduceat(units, groups.starts)
    return np.add.reduceat(units.astype(object), groups.starts)


def _ranks(units: Ints, is_known: Flags, polarity: Codes, groups: _Groups) -> Ranks:
    """Competition ranks within each group, for one period; what is not known comes last."""
    better_first = np.where(polarity == code_of(Polarity.LOWER), units, -units)
    low = int(better_first.min(initial=0))
    span = int(better_first.max(initial=0)) - low + 2
    if span * len(groups.starts) < 2**62:
        keys = np.where(is_known, better_first - low, span - 1) + groups.of * span
        order = np.argsort(keys)
        ordered = keys[order]
        is_new = ordered[1:] != ordered[:-1]
    else:
        order = np.lexsort((better_first, ~is_known, groups.of))
        is_new = (better_first[order][1:] != better_first[order][:-1]) | (
            groups.of[order][1:] != groups.of[order][:-1]
        )
    # Of equal values, the place of the first in order; groups keep their places in it.
    place = np.arange(len(units))
    first = np.maximum.accumulate(np.where(np.concatenate(([True], is_new)), place, 0))
    ranks = np.empty(len(units), np.int16)
    ranks[order] = first - groups.starts[groups.of] + 1
    return ranks
