"""Everything that the kernel says of a block, in the shape of a star: verdicts and limits.

A verdict for every observation, limits once per series. The work goes tile by tile, some hundred
series at a time, so that what is in hand stays in the processor's cache: that changes its speed and
nothing else.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from assets.analysis.kernel.block import Block, Codes, Flags, Numbers
from assets.analysis.kernel.charted import charted
from assets.analysis.kernel.comparing import compared
from assets.analysis.kernel.ratings import rate_block
from assets.analysis.kernel.travel import directions, persistence
from sources.framework.schemes import MeasureScheme

# Observations of a tile: a dozen columns of so many numbers fit a processor's own cache.
TILE = 40_000

Small = npt.NDArray[np.int16]


@dataclass(frozen=True)
class Verdicts:
    """What is said of each observation, [series, period]; docs/block-contract.md says how.

    `exceptions` of the last `rated` ratings were one; `average` to `quartile` are of the group.
    """

    rating: Codes
    outcome: Codes
    variance: Numbers
    direction: Codes
    exceptions: Codes
    rated: Codes
    average: Numbers
    others: Small
    rank: Small
    quartile: Codes
    cause: Codes
    side: Codes


@dataclass(frozen=True)
class Limits:
    """What is said of each series once, [series]: its control chart."""

    mean: Numbers
    lower: Numbers
    upper: Numbers
    points: Small
    is_trial: Flags
    variation: Codes
    assurance: Codes


@dataclass(frozen=True)
class Star:
    """Verdicts for observations, limits for series, in the order of the block."""

    verdicts: Verdicts
    limits: Limits


def describe(block: Block, schemes: Sequence[MeasureScheme], *, tile: int = TILE) -> Star:
    """All that the kernel says of a block; `schemes` are those that its facts name by their place.

    Raises ValueError for a block whose groups do not stand together or do not compare.
    """
    star = _empty(block)
    for rows in tiles(block, tile):
        part = _of_tile(block.rows(rows), schemes)
        for whole, piece in ((star.verdicts, part.verdicts), (star.limits, part.limits)):
            for field in fields(whole):
                getattr(whole, field.name)[rows] = getattr(piece, field.name)
    return star


def tiles(block: Block, observations: int = TILE) -> Iterator[slice]:
    """Rows of a block in stretches of about so many observations; groups stay whole."""
    group, most = block.facts.group, max(1, observations // max(1, block.periods))
    ends = np.append(np.flatnonzero(group[1:] != group[:-1]) + 1, block.series)
    begin = 0
    while begin < block.series:
        fitting = int(np.searchsorted(ends, begin + most, side="right")) - 1
        end = int(ends[max(fitting, int(np.searchsorted(ends, begin, side="right")))])
        yield slice(begin, end)
        begin = end


def _of_tile(block: Block, schemes: Sequence[MeasureScheme]) -> Star:
    rating, outcome, variance, exceptions, rated = _rated(block, schemes)
    peers, chart = compared(block), charted(block)
    verdicts = Verdicts(
        rating=rating,
        outcome=outcome,
        variance=variance,
        direction=directions(block),
        exceptions=exceptions,
        rated=rated,
        average=peers.average,
        others=peers.others,
        rank=peers.rank,
        quartile=peers.quartile,
        cause=chart.causes,
        side=chart.sides,
    )
    limits = Limits(
        mean=chart.mean,
        lower=chart.lower,
        upper=chart.upper,
        points=chart.points,
        is_trial=chart.is_trial,
        variation=chart.variation,
        assurance=chart.assurance,
    )
    return Star(verdicts, limits)


def _rated(
    block: Block, schemes: Sequence[MeasureScheme]
) -> tuple[Codes, Codes, Numbers, Codes, Codes]:
    """Ratings by each series' own scheme, and how they persist."""
    used = np.unique(block.facts.scheme)
    if len(used) == 1:
        return _by_scheme(block, schemes[int(used[0])])
    codes = [np.zeros_like(block.actual.units, np.int8) for _ in range(4)]
    variance = np.zeros_like(block.actual.units, np.float64)
    for number in used:
        rows = np.flatnonzero(block.facts.scheme == number)
        rating, outcome, found, *late = _by_scheme(block.rows(rows), schemes[int(number)])
        variance[rows] = found
        for whole, piece in zip(codes, (rating, outcome, *late), strict=True):
            whole[rows] = piece
    return codes[0], codes[1], variance, codes[2], codes[3]


def _by_scheme(block: Block, scheme: MeasureScheme) -> tuple[Codes, Codes, Numbers, Codes, Codes]:
    rating, outcome, variance = rate_block(block, scheme)
    return rating, outcome, variance, *persistence(rating, scheme)


def _empty(block: Block) -> Star:
    shape = (block.series, block.periods)
    kinds = {"variance": np.float64, "average": np.float64, "others": np.int16, "rank": np.int16}
    verdicts = Verdicts(
        **{
            field.name: np.empty(shape, kinds.get(field.name, np.int8), order="F")
            for field in fields(Verdicts)
        }
    )
    of_series = {"points": np.int16, "is_trial": np.bool_, "variation": np.int8}
    of_series["assurance"] = np.int8
    limits = Limits(
        **{
            field.name: np.empty(block.series, of_series.get(field.name, np.float64))
            for field in fields(Limits)
        }
    )
    return Star(verdicts, limits)
