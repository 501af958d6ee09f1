"""What fits 64 bits: a scheme's edges as whole numbers, and which series' products might not fit.

Nothing is decided here. Asking is dear for each series, so the whole block is asked first.
"""

from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from assets.analysis.kernel.block import Block, Ints, Known
from sources.framework.schemes import MeasureScheme
from sources.values import places_of

# Every product stays below this; differences of two values are at most twice the larger.
_LIMIT = 2**62
_MOST_PLACES = 18


@dataclass(frozen=True)
class Scale:
    """A scheme's edges made whole: all of them times `times`.

    `plain` is what a gap is multiplied by to be a variance of the scheme's (100 for per cent), and
    `reached` the same to be compared with an edge made whole.
    """

    is_relative: bool
    times: int
    edges: tuple[Decimal, ...]

    @classmethod
    def of(cls, scheme: MeasureScheme) -> "Scale":
        edges = [band.edge for band in scheme.bands if band.edge is not None]
        edges += [c.variance for c in scheme.clauses if c.variance is not None]
        places = max((places_of(edge) for edge in edges), default=0)
        return cls(scheme.variance == "relative", 10 ** min(places, 40), tuple(edges))

    @property
    def plain(self) -> int:
        return 100 if self.is_relative else 1

    @property
    def reached(self) -> int:
        """0 where the scheme fits nothing: its rows are rated one by one."""
        return self.plain * self.times if self.fits else 0

    @property
    def fits(self) -> bool:
        return max(self.plain * self.times, self._widest) < _LIMIT

    @property
    def _widest(self) -> int:
        return max((abs(int(edge * self.times)) for edge in self.edges), default=0)

    @property
    def widest(self) -> int:
        """The most that any number is multiplied by to be compared with an edge."""
        return max(self.plain * self.times, self._widest)

    def edge(self, edge: Decimal) -> int:
        return int(edge * self.times) if self.fits else 0


def misfits(block: Block, scheme: MeasureScheme) -> npt.NDArray[np.intp]:
    """The series of which some product might not fit 64 bits; most blocks have none."""
    scale = Scale.of(scheme)
    if not scale.fits:
        return np.arange(block.series)
    parts = [block.actual, block.target, block.high, block.low_end, block.high_end]
    given = [part for part in parts if part is not None]
    has_tolerance = any(b.within_tolerance or b.above_tolerance for b in scheme.bands)
    if not has_tolerance and scale.is_relative:
        largest = max(_largest(part) for part in given)
        if 2 * largest * scale.widest < _LIMIT:
            return np.arange(0)
    size = np.max([np.abs(part.units).max(axis=1, initial=0) for part in given], axis=0)
    return np.flatnonzero(size > _room(block, scale, has_tolerance=has_tolerance))


def _largest(known: Known) -> int:
    return max(int(known.units.max(initial=0)), -int(known.units.min(initial=0)))


def _room(block: Block, scale: Scale, *, has_tolerance: bool) -> Ints:
    """How large each series' numbers may be for every product to fit."""
    facts = block.facts
    room = np.full(block.series, _LIMIT // (2 * scale.widest), np.int64)
    if has_tolerance:
        powers = _powers(facts.tolerance_places, scale.plain * 2)
        room = np.minimum(room, powers)
        reach = np.abs(facts.tolerance.units)
        room = np.minimum(room, _LIMIT // np.maximum(reach, 1))
    if not scale.is_relative:
        # A point is so many units: it must fit with every edge and tolerance too.
        points = _powers(facts.places, scale.widest)
        if has_tolerance:
            reach = np.maximum(np.abs(facts.tolerance.units), 1)
            points = np.minimum(points, _powers(facts.places, 1) // reach)
        room[points < 1] = -1
    return room


def _powers(places: npt.NDArray[np.int8], times: int) -> Ints:
    """What is left of the room when multiplied by a power of ten and so many times."""
    left = [_LIMIT // (times * 10**place) for place in range(_MOST_PLACES + 1)]
    return np.array(left, np.int64)[np.minimum(places, _MOST_PLACES)]
