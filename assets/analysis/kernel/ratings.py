"""Rating a block by one scheme: for every observation the band or clause that decides, exactly.

The same rule as `assets/analysis/rating` states for one value, in whole numbers, over all series at
once; the loops are over bands and clauses. What might not fit 64 bits goes row by row through that
rule itself (`rowwise`). Words are not made here.
"""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

import numpy as np

from assets.analysis.kernel.block import (
    UNITS,
    Block,
    Codes,
    Flags,
    Ints,
    Known,
    Levels,
    Numbers,
    code_of,
    shifted,
)
from assets.analysis.kernel.distance import base_of, gap_of, has_no_variance, variances
from assets.analysis.kernel.fitting import Scale, misfits
from assets.analysis.kernel.outcomes import (
    FIRST_CLAUSE,
    ZERO_BEYOND,
    ZERO_MET,
    ZERO_WITHIN,
    Why,
    rating_table,
)
from assets.analysis.kernel.rowwise import rate_rows
from assets.analysis.rated import By, Decided, ratings_by
from assets.analysis.rating import LACKING, without_variance
from sources.framework.bands import Band, Interval
from sources.framework.measures import Polarity
from sources.framework.schemes import MeasureScheme, SpecialClause

_MOST = 2**63 - 1


def rate_block(block: Block, scheme: MeasureScheme) -> tuple[Codes, Codes, Numbers]:
    """The rating of every observation, what decided it, and its variance; [series, period] each.

    A rating is its place in the scheme's list, -1 for none; `outcomes` says what the second means.
    All series are rated by this scheme, whatever theirs is.
    """
    gap, base = gap_of(block, block.actual.units), base_of(block)
    variance = variances(block, gap, base, scheme.variance == "relative")
    if scheme.basis == "levels":
        rating, outcome = _by_levels(block, block.levels)
        return rating, outcome, variance
    outcome = _Rating(block, scheme, gap, base).outcomes()
    slow = misfits(block, scheme)
    if slow.size:
        outcome[slow] = rate_rows(block.rows(slow), scheme)
    _without_either(outcome, block, wants_target=True)
    return rating_table(scheme)[outcome.view(np.uint8)], outcome, variance


class _Rating:
    """One rating of a block in the making: what several conditions look at is worked out once."""

    def __init__(self, block: Block, scheme: MeasureScheme, gap: Ints, base: Ints) -> None:
        self.block, self.scheme, self.gap = block, scheme, gap
        self.scale = Scale.of(scheme)
        # Variance is `reached` against `size`: an edge e is met if reached >= e * size.
        places = block.facts.places[:, None].astype(np.int64)
        self.reached = gap * self.scale.reached
        self.size = base if self.scale.is_relative else np.int64(10) ** np.minimum(places, 18)
        self.undefined = has_no_variance(block, base, gap) if self.scale.is_relative else None
        if self.scale.is_relative and block.high is not None:
            # Within a range the variance is 0 of anything, also where the range ends at 0.
            is_within = block.high.is_known & (gap == 0)
            self.size = np.where(is_within, np.int64(1), base)

    def outcomes(self) -> Codes:
        """The first band whose condition holds or cannot be told; then zeros, then clauses."""
        found = np.full_like(self.gap, Why.NO_ARITHMETIC, dtype=np.int8)
        for number, band in reversed(tuple(enumerate(self.scheme.bands))):
            if band.is_open:
                found[...] = number
                continue
            holds, unknown = self._holds(band)
            np.copyto(found, np.int8(number), where=holds)
            if unknown is not None:
                why, where = unknown
                np.copyto(found, np.int8(why), where=where)
        if self.undefined is not None:
            self._against_zero(found, self.undefined)
        for number, clause in reversed(tuple(enumerate(self.scheme.clauses))):
            self._clause(found, number, clause)
        return found

    def _holds(self, band: Band) -> tuple[Flags, tuple[Why, Flags] | None]:
        """Where a band's condition holds, and where and why that cannot be told."""
        block = self.block
        if band.edge is not None:
            edge = self.size * np.int64(self.scale.edge(band.edge))
            reaches = self.reached > edge if band.at_least is None else self.reached >= edge
            if band.at_least is not None and not band.edge and block.facts.is_strict.any():
                reaches &= (self.gap != 0) | ~block.facts.is_strict[:, None]
            return reaches, None
        if band.above_tolerance or band.within_tolerance:
            return self._by_tolerance(band)
        if band.at_least_floor:
            floor = block.facts.floor
            lower = block.facts.polarity == code_of(Polarity.LOWER)
            limit, actual = floor.units[:, None], block.actual.units
            holds = np.where(lower[:, None], actual <= limit, actual >= limit)
            return _where_known(holds, floor.is_known[:, None], band)
        if band.as_last_year:
            last = shifted(block.actual, block.season, block.era)
            holds = self.gap >= gap_of(block, last.units)
            return _where_known(holds, last.is_known, band)
        return self._by_interval(band)

    def _by_tolerance(self, band: Band) -> tuple[Flags, tuple[Why, Flags]]:
        tolerance = self.block.facts.tolerance
        own_places = np.minimum(self.block.facts.tolerance_places, 18).astype(np.int64)
        reached = self.gap * (self.scale.plain * np.int64(10) ** own_places[:, None])
        reach, is_stated = tolerance.units[:, None] * self.size, tolerance.is_known[:, None]
        if band.above_tolerance:
            beyond, (why, unknown) = _where_known(
                reached > reach, tolerance.is_known[:, None], band
            )
            return beyond, (why, unknown & (self.gap > 0))
        within, (why, unknown) = _where_known(reached >= -reach, is_stated, band)
        is_met = self.gap >= 0
        return within | is_met, (why, unknown & ~is_met)

    def _by_interval(self, band: Band) -> tuple[Flags, tuple[Why, Flags]]:
        nothing = Known.nothing(*self.gap.shape)
        low, high = self.block.low_end or nothing, self.block.high_end or nothing
        ends = gap_of(self.block, low.units), gap_of(self.block, high.units)
        holds = (
            np.minimum(*ends) > 0 if band.interval is Interval.BETTER else np.maximum(*ends) >= 0
        )
        return _where_known(holds, low.is_known & high.is_known, band)

    def _against_zero(self, found: Codes, undefined: Flags) -> None:
        """Ruling 19, where nothing but a variance decides and there is none."""
        facts, condition = self.block.facts, without_variance(self.scheme)
        if condition == "interval":
            return
        if condition == "at_least_floor":
            undefined = undefined & ~facts.floor.is_known[:, None]
        polarity, actual = facts.polarity[:, None], self.block.actual.units
        met = np.where(polarity == code_of(Polarity.LOWER), actual <= 0, actual >= 0)
        met = np.where(polarity == code_of(Polarity.RANGE), actual == 0, met)
        if facts.is_strict.any():
            met &= (actual != 0) | ~facts.is_strict[:, None]
        tolerance = facts.zero_tolerance
        within = np.abs(actual) <= tolerance.units[:, None]
        is_stated = Decided(By.ZERO_BEYOND) in ratings_by(self.scheme)
        missed = np.int8(ZERO_BEYOND if is_stated else Why.TARGET_ZERO)
        code = np.where(within, np.int8(ZERO_WITHIN), missed)
        code = np.where(tolerance.is_known[:, None], code, np.int8(Why.TARGET_ZERO))
        np.copyto(found, np.where(met, np.int8(ZERO_MET), code), where=undefined)

    def _clause(self, found: Codes, number: int, clause: SpecialClause) -> None:
        facts, block = self.block.facts, self.block
        own = np.flatnonzero(
            (facts.unit == UNITS.index(clause.unit)) & (facts.polarity == code_of(clause.polarity))
        )
        if not own.size:
            return
        # Most blocks are of one kind: then nothing is copied.
        rows: slice | np.ndarray = slice(None) if own.size == block.series else own
        places = facts.places[rows]
        holds = np.ones_like(block.actual.is_known[rows])
        if block.high is not None:
            holds &= ~block.high.is_known[rows]
        if clause.actual_at_least is not None:
            least = _units(clause.actual_at_least, places, ROUND_CEILING)
            holds &= block.actual.units[rows] >= least
        if clause.target_above is not None:
            holds &= block.target.units[rows] > _units(clause.target_above, places, ROUND_FLOOR)
        if clause.variance is not None:
            size = self.size[rows] if self.size.ndim else self.size
            edge = size * np.int64(self.scale.edge(clause.variance))
            reached = self.reached[rows]
            holds &= reached >= edge if clause.has_edge else reached > edge
            if self.undefined is not None:
                holds &= ~self.undefined[rows]
        if isinstance(rows, slice):
            np.copyto(found, np.int8(FIRST_CLAUSE + number), where=holds)
        else:
            found[rows] = np.where(holds, np.int8(FIRST_CLAUSE + number), found[rows])


def _where_known(holds: Flags, known: Flags, band: Band) -> tuple[Flags, tuple[Why, Flags]]:
    """Where a condition holds; where what it looks at is missing, and what is said there."""
    is_known = np.broadcast_to(known, holds.shape)
    status, _ = LACKING[band.condition]
    return holds & is_known, (Why.of(status), ~is_known)


def _units(number: Decimal, places: Codes, rounding: str) -> Ints:
    """A number of a scheme in each series' own units, [series, 1], rounded to a whole one: values
    are whole, so that nothing lies between."""
    by_place = [
        max(-_MOST, min(_MOST, int(number.scaleb(p).to_integral_value(rounding))))
        for p in range(19)
    ]
    return np.array(by_place, np.int64)[places][:, None]


def _by_levels(block: Block, levels: Levels | None) -> tuple[Codes, Codes]:
    """The first of each series' own levels that holds its values."""
    outcome = np.full_like(block.actual.units, Why.NO_LEVELS, dtype=np.int8)
    rating = np.full_like(outcome, -1)
    if levels is not None:
        actual = block.actual.units
        for number in reversed(range(levels.limits.shape[1])):
            limit, sign = levels.limits[:, number, None], levels.signs[:, number, None]
            holds = (sign == Levels.SIGNS.index("rest")) | (
                ((sign == 1) & (actual >= limit)) | ((sign == 2) & (actual > limit))
            )
            holds |= ((sign == 3) & (actual <= limit)) | ((sign == 4) & (actual < limit))
            np.copyto(outcome, np.int8(number), where=holds)
            np.copyto(rating, levels.ratings[:, number, None], where=holds)
    _without_either(outcome, block, wants_target=False)
    rating[outcome < 0] = -1
    return rating, outcome


def _without_either(outcome: Codes, block: Block, *, wants_target: bool) -> None:
    """What is said before anything is compared: no value, neither way better, no target."""
    if wants_target:
        np.copyto(outcome, np.int8(Why.NO_TARGET), where=~block.target.is_known)
    neither = np.flatnonzero(block.facts.polarity == code_of(Polarity.NONE))
    if neither.size:
        outcome[neither] = Why.NO_DIRECTION
    np.copyto(outcome, np.int8(Why.NO_VALUE), where=~block.actual.is_known)
