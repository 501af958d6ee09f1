"""Control charts of a block: which points are charted, and what a chart says once per series.

The rules of the charts are `control_chart`; here numbers of a block become its points and find
their way back.
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from assets.analysis.kernel.block import Block, Codes, Flags, Ints, Known, Numbers, code_of, shifted
from assets.analysis.kernel.control_chart import Cause, charts
from sources.framework.measures import Polarity


class Variation(IntEnum):
    """What the last point of a chart shows; RISE and FALL where neither way is better."""

    NONE = -1
    COMMON = 0
    IMPROVEMENT = 1
    CONCERN = 2
    RISE = 3
    FALL = 4


class Assured(IntEnum):
    """Where a chart's limits stand to the last target; NONE without limits, target or polarity."""

    NONE = -1
    INCONSISTENT = 0
    PASS = 1
    FAIL = 2


@dataclass(frozen=True)
class Charted:
    """`causes` and `sides` are per point, [series, period], as `control_chart` says them; the rest
    stands once per series. `points` is how many points the chart has."""

    causes: Codes
    sides: Codes
    mean: Numbers
    lower: Numbers
    upper: Numbers
    points: npt.NDArray[np.int16]
    is_trial: Flags
    variation: Codes
    assurance: Codes


def charted(block: Block) -> Charted:
    """The chart of every series, of the points since the last that does not compare with them."""
    points = charted_points(block)
    values = points.units / np.float64(10) ** block.facts.places[:, None]
    gaps = np.flatnonzero(~points.is_known.all(axis=1))
    values[~points.is_known] = np.nan
    places = np.argsort(~points.is_known[gaps], axis=1, kind="stable")
    values[gaps] = np.take_along_axis(values[gaps], places, axis=1)
    done = charts(values)
    causes, sides = np.asfortranarray(done.causes), np.asfortranarray(done.sides)
    for marks in (causes, sides):
        spread = np.zeros((len(gaps), block.periods), np.int8)
        np.put_along_axis(spread, places, marks[gaps], axis=1)
        marks[gaps] = spread
    return Charted(
        causes=causes,
        sides=sides,
        mean=done.mean,
        lower=done.lower,
        upper=done.upper,
        points=points.is_known.sum(axis=1, dtype=np.int16),
        is_trial=done.is_trial,
        variation=_variation(block, points.is_known, causes, sides),
        assurance=_assurance(block, done.lower, done.upper),
    )


def charted_points(block: Block) -> Known:
    """Each period's own value: a running total less the one before it, but for a year's first.

    Only points of a series' last era.
    """
    points = block.actual
    running = np.flatnonzero(block.facts.is_running)
    if running.size:
        points = _discrete(points, running, block.number)
    if block.era is None:
        return points
    return Known(points.units, points.is_known & (block.era == block.era[:, -1:]))


def _discrete(points: Known, running: npt.NDArray[np.intp], number: Codes) -> Known:
    own, before = points.rows(running), shifted(points.rows(running), 1)
    goes_on = np.broadcast_to(number > 1, own.units.shape)
    is_known = own.is_known & (before.is_known | ~goes_on)
    units, known = points.units.copy(order="K"), points.is_known.copy(order="K")
    units[running] = np.where(is_known, own.units - np.where(goes_on, before.units, 0), 0)
    known[running] = is_known
    return Known(units, known)


def _last(is_known: Flags) -> Ints:
    """The last period that is known of each series; the last of all where none is."""
    last: Ints = is_known.shape[1] - 1 - np.argmax(is_known[:, ::-1], axis=1)
    return last


def _variation(block: Block, is_known: Flags, causes: Codes, sides: Codes) -> Codes:
    rows, last = np.arange(block.series), _last(is_known)
    cause, side = causes[rows, last], sides[rows, last]
    polarity = block.facts.polarity
    better = np.where(polarity == code_of(Polarity.LOWER), -1, 1)
    is_neutral = (polarity == code_of(Polarity.NONE)) | (polarity == code_of(Polarity.RANGE))
    directed = np.where(side == better, Variation.IMPROVEMENT, Variation.CONCERN)
    sided = np.where(side > 0, Variation.RISE, Variation.FALL)
    found = np.where(is_neutral, sided, directed)
    found = np.where(cause == Cause.COMMON, Variation.COMMON, found)
    return np.where(is_known.any(axis=1), found, Variation.NONE).astype(np.int8)


def _assurance(block: Block, lower: Numbers, upper: Numbers) -> Codes:
    """By the last target that is known; a range has no side on which it is met."""
    rows, last = np.arange(block.series), _last(block.target.is_known)
    target = block.target.units[rows, last] / np.float64(10) ** block.facts.places
    polarity = block.facts.polarity
    is_higher, is_lower = (polarity == code_of(p) for p in (Polarity.HIGHER, Polarity.LOWER))
    met = np.where(is_higher, target < lower, target > upper)
    found = np.where(met, Assured.PASS, Assured.FAIL)
    found = np.where((lower <= target) & (target <= upper), Assured.INCONSISTENT, found)
    is_told = block.target.is_known[rows, last] & ~np.isnan(lower) & (is_higher | is_lower)
    return np.where(is_told, found, Assured.NONE).astype(np.int8)
