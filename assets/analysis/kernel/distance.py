"""How far values are from their targets, for whole blocks: gaps and what they are measured against.

The same questions as `variance` answers for one value, in whole numbers of a series' own decimal
places. What a scheme makes of them is `ratings`.
"""

import numpy as np

from assets.analysis.kernel.block import Block, Flags, Ints, Known, Numbers, code_of
from sources.framework.measures import Polarity

_LOWER = code_of(Polarity.LOWER)
_RANGE = code_of(Polarity.RANGE)


def gap_of(block: Block, values: Ints) -> Ints:
    """How much better than target values are, [series, period]; of any shape that fits a block's.

    A target that is a range is missed by the distance from its nearer end, as is a single value to
    hit.
    """
    sign = np.where(block.facts.polarity == _LOWER, np.int64(-1), np.int64(1))[:, None]
    gap: Ints = values - block.target.units
    gap *= sign
    hit = np.flatnonzero(block.facts.polarity == _RANGE)
    if hit.size:
        gap[hit] = -np.abs(gap[hit])
    if block.high is not None:
        outside = np.maximum(block.target.units - values, values - block.high.units)
        np.copyto(gap, -np.maximum(outside, 0), where=block.high.is_known)
    return gap


def base_of(block: Block) -> Ints:
    """The size of what each gap is measured against: the target, or the nearer end of a range."""
    if block.high is None:
        return np.abs(block.target.units)
    is_beyond = block.high.is_known & (block.actual.units >= block.target.units)
    return np.abs(np.where(is_beyond, block.high.units, block.target.units))


def has_no_variance(block: Block, base: Ints, gap: Ints) -> Flags | None:
    """Where a relative variance is not defined; None if it is everywhere. Within a range it is 0,
    whatever the range ends at."""
    nothing: Flags = base == 0
    if not nothing.any():
        return None
    if block.high is not None:
        nothing &= (gap != 0) | ~block.high.is_known
    return nothing


def variances(block: Block, gap: Ints, base: Ints, is_relative: bool) -> Numbers:
    """Variances as they are shown, positive is better; NaN where there is none.

    In per cent of the target, or in points. They decide nothing.
    """
    is_known = block.actual.is_known & block.target.is_known
    size: Numbers
    if is_relative:
        size = base.astype(np.float64)
        undefined = has_no_variance(block, base, gap)
        if undefined is not None:
            is_known &= ~undefined
            size[size == 0] = 1
        size /= 100
    else:
        size = np.float64(10) ** block.facts.places[:, None]
    found: Numbers = gap / size
    found[~is_known] = np.nan
    return found


def as_known(values: Ints, is_known: Flags) -> Known:
    """Numbers of which those that are not known are 0, as the block wants them."""
    return Known(np.where(is_known, values, 0), is_known)
