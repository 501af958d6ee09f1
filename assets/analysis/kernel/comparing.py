"""Comparing series with others of their group for whole blocks: average, rank and quartile.

Ranks and quartiles are decided on whole numbers. Which councils make up a group is not decided
here, and a published national value is never worked out.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from assets.analysis.kernel.block import Block, Codes, Flags, Ints, Numbers, code_of
from sources.framework.comparators import FEWEST
from sources.framework.measures import Polarity

# With fewer others than these there is no average, rank or quartile.
LEAST_OTHERS = FEWEST

Ranks = npt.NDArray[np.int16]


@dataclass(frozen=True)
class Compared:
    """Each observation among those of its group and period, [series, period].

    `average` is that of the others, NaN for none; `others` how many there are. `rank` is 1 for the
    best, equal values share one and the next is passed over; `quartile` is that of the rank, 1 for
    the best quarter; both count the series itself and are 0 where nothing is compared. Where all
    are equal there is no quartile.
    """

    average: Numbers
    others: Ranks
    rank: Ranks
    quartile: Codes


class _Groups(NamedTuple):
    """Each group in each period, period after period: where it starts, and to which each
    observation belongs; `largest` is how many series the largest has."""

    starts: npt.NDArray[np.intp]
    of: npt.NDArray[np.intp]
    largest: int


def compared(block: Block, least_others: int = LEAST_OTHERS) -> Compared:
    """Compare every observation with its group's. Raises ValueError where series of a group do not
    stand together, or have other decimal places or another polarity than the rest of it."""
    groups = _groups(block)
    # Period after period: of a block that is stored so, nothing is copied.
    units, is_known = block.actual.units.ravel("F"), block.actual.is_known.ravel("F")
    others = np.add.reduceat(is_known, groups.starts, dtype=np.int64)[groups.of]
    others -= is_known
    few = (others < least_others) | ~is_known
    rest = _sums(units, groups)[groups.of] - units
    shape = (block.periods, block.series)
    average = rest.astype(np.float64).reshape(shape)
    average /= np.maximum(others, 1).reshape(shape) * np.float64(10) ** block.facts.places
    average[few.reshape(shape)] = np.nan
    rank = _ranks(units.reshape(shape), is_known, block.facts.polarity, groups)
    rank[few] = 0
    rank.reshape(shape)[:, _neither(block.facts.polarity)] = 0
    first = np.add.reduceat(rank == 1, groups.starts, dtype=np.int64)
    quartile = _quartiles(rank, others)
    # Where all are equal nobody is in a better quarter than anybody else.
    quartile[first[groups.of] == others + 1] = 0
    return Compared(
        average.T,
        others.astype(np.int16).reshape(shape).T,
        rank.astype(np.int16).reshape(shape).T,
        quartile.reshape(shape).T,
    )


def _neither(polarity: Codes) -> Flags:
    neither: Flags = ~np.isin(polarity, [code_of(Polarity.HIGHER), code_of(Polarity.LOWER)])
    return neither


def _quartiles(rank: Ints, others: Ints) -> Codes:
    """That of the rank, 1 for the best quarter; 0 without a rank."""
    return np.where(rank > 0, (4 * rank + others) // (others + 1), 0).astype(np.int8)


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
    periods = np.arange(block.periods)[:, None]
    every = (starts + periods * block.series).ravel()
    of = np.repeat(np.arange(len(every)), np.tile(sizes, block.periods))
    return _Groups(every, of, int(sizes.max(initial=0)))


def _sums(units: Ints, groups: _Groups) -> Ints:
    """Each group's sum; in numbers of any length where it might not fit."""
    largest = max(int(units.max(initial=0)), -int(units.min(initial=0)))
    if largest * groups.largest < 2**62:
        return np.add.reduceat(units, groups.starts)
    return np.add.reduceat(units.astype(object), groups.starts)


def _ranks(units: Ints, is_known: Flags, polarity: Codes, groups: _Groups) -> Ints:
    """Competition ranks within each group and period; what is not known comes last."""
    sign = np.where(polarity == code_of(Polarity.LOWER), np.int64(1), np.int64(-1))
    better_first = (units * sign).ravel()
    low, count = int(better_first.min(initial=0)), better_first.size
    span, bits = int(better_first.max(initial=0)) - low + 2, count.bit_length()
    if span * len(groups.starts) < 2 ** (62 - bits):
        # Group, value and place in one number: sorting such is several times quicker.
        keys = better_first - low
        keys[~is_known] = span - 1
        keys += groups.of * span
        keys <<= bits
        keys |= np.arange(count)
        keys.sort()
        order = keys & ((1 << bits) - 1)
        keys >>= bits
        is_new = keys[1:] != keys[:-1]
    else:
        order = np.lexsort((better_first, ~is_known, groups.of))
        is_new = (better_first[order][1:] != better_first[order][:-1]) | (
            groups.of[order][1:] != groups.of[order][:-1]
        )
    # Of equal values, the place of the first in order; groups keep their places in it.
    first = np.arange(count)
    first[1:][~is_new] = 0
    np.maximum.accumulate(first, out=first)
    first -= groups.starts[groups.of]
    first += 1
    ranks = np.empty(count, np.int64)
    ranks[order] = first
    return ranks
