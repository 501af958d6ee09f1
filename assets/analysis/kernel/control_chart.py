"""Control charts: XmR limits and special causes, for a block of series at once.

Pure numpy: numbers in, limits and causes out, no loop over series. A row of the block is one series
between two rebases, its points in order of time and pushed to the left; what is not a number is no
point. So rules never look across a rebase, and a missing point is passed over. Reading files and
wording the outcome are not done here.

The rules are those of the NHS "Making Data Count" charts as the R package NHSRplotthedots 0.2.2
applies them.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Sides = npt.NDArray[np.int8]

# Limits stand at so many mean moving ranges from the mean; 3 divided by d2 of 1.128.
_LIMIT = 2.66
# A moving range at or beyond so many mean moving ranges is left out, once.
_SCREEN = 3.267
_RUN = 7
# With fewer points than these, limits are on trial.
SETTLED_POINTS = 12
# Numbers closer than this, relative to their size, are the same: sums of decimals are not exact.
_SAME = 1e-12


class Cause(IntEnum):
    """What a point shows; above the mean or rising is positive."""

    COMMON = 0
    ONE_SIDE = 1
    TWO_IN_THREE = 2
    TREND = 3
    OUTSIDE = 4


class Better(StrEnum):
    """Which way is better."""

    INCREASE = "increase"
    DECREASE = "decrease"
    NEUTRAL = "neutral"


class Assurance(StrEnum):
    """Whether a process as it runs now will meet its target, by where its limits stand."""

    CONSISTENT_PASS = "consistent_pass"
    CONSISTENT_FAIL = "consistent_fail"
    INCONSISTENT = "inconsistent"


@dataclass(frozen=True)
class Charts:
    """Charts of a block: per row, its mean and limits (NaN where there are too few points) and
    whether they are on trial; per point, its cause and side.

    `causes` holds `Cause` numbers and `sides` 1 for above or rising, -1 for below or falling, both
    [row, point]; where there is no point both are 0.
    """

    mean: Numbers
    lower: Numbers
    upper: Numbers
    is_trial: Flags
    causes: Sides
    sides: Sides


def charts(points: Numbers, *, fix_after: int | None = None, screen: bool = True) -> Charts:
    """The charts of a block of points, [row, point], left-aligned with NaN to their right.

    `fix_after` takes mean and limits from the first so many points of each row; `screen` leaves out
    extreme moving ranges, as the R package does and the NHS workbook does not. Two points give
    limits; where all points are equal, the limits are the mean.
    """
    is_point = ~np.isnan(points)
    basis = points if fix_after is None else points[:, :fix_after]
    mean = _mean(basis)
    moving = np.abs(np.diff(basis, axis=1))
    span = _mean(moving)
    if screen:
        kept = np.where(moving < _SCREEN * span[:, None], moving, np.nan)
        # Where nothing varies nothing is below the bound either, and nothing is to be left out.
        span = np.where(span > 0, _mean(kept), span)
    lower, upper = mean - _LIMIT * span, mean + _LIMIT * span
    sides = _side(points, mean)
    outside = (_side(points, upper) > 0) | (_side(points, lower) < 0)
    near = ~outside & (
        (_side(points, mean + _LIMIT * span * 2 / 3) > 0)
        | (_side(points, mean - _LIMIT * span * 2 / 3) < 0)
    )
    rising, falling = trends(points)
    causes = foremost(outside, rising | falling, two_in_three(near, sides), one_side(sides))
    way = np.where(rising, 1, -1).astype(np.int8)
    return Charts(
        mean=mean,
        lower=lower,
        upper=upper,
        is_trial=is_point.sum(axis=1) < SETTLED_POINTS,
        causes=causes,
        sides=np.where(causes == Cause.TREND, way, sides).astype(np.int8),
    )


def assurance(lower: float, upper: float, target: float, better: Better) -> Assurance | None:
    """Whether limits lie wholly on the target's good side; None if no side is better."""
    if better is Better.NEUTRAL or np.isnan([lower, upper, target]).any():
        return None
    if lower <= target <= upper:
        return Assurance.INCONSISTENT
    is_met = (target < lower) == (better is Better.INCREASE)
    return Assurance.CONSISTENT_PASS if is_met else Assurance.CONSISTENT_FAIL


def foremost(outside: Flags, trend: Flags, near: Flags, one_side: Flags) -> Sides:
    """The cause that each point is named by: the first of these that holds."""
    ranked = [Cause.OUTSIDE, Cause.TREND, Cause.TWO_IN_THREE, Cause.ONE_SIDE]
    return np.select([outside, trend, near, one_side], ranked, Cause.COMMON).astype(np.int8)


def one_side(sides: Sides) -> Flags:
    """Points in a run of seven on one side of the mean; one that lies on it breaks the run."""
    runs = windows_of(sides > 0, _RUN) | windows_of(sides < 0, _RUN)
    return in_windows(runs, _RUN, sides.shape)


def two_in_three(near: Flags, sides: Sides) -> Flags:
    """Points near a limit in a stretch of three on one side of the mean, two of them near it."""
    stretches = windows_of(sides > 0, 3) | windows_of(sides < 0, 3)
    starts = stretches.shape[1]
    close = sum(near[:, offset : offset + starts].astype(np.int8) for offset in range(3))
    return near & in_windows(stretches & (np.asarray(close) >= 2), 3, near.shape)


def trends(points: Numbers) -> tuple[Flags, Flags]:
    """Points in seven that each rise, or each fall; equal neighbours break a trend. A peak or
    trough that ends one trend and starts another belongs to the one it ends."""
    steps = np.diff(points, axis=1)
    size = np.fmax(np.abs(points[:, :-1]), np.abs(points[:, 1:]))
    with np.errstate(invalid="ignore"):
        up, down = steps > _SAME * size, steps < -_SAME * size
    rises, falls = windows_of(up, _RUN - 1), windows_of(down, _RUN - 1)
    rising = in_windows(rises, _RUN, points.shape)
    falling = in_windows(falls, _RUN, points.shape)
    both = rising & falling
    ends_rise = np.zeros_like(rising)
    ends_rise[:, 1:] = up
    return rising & (~both | ends_rise), falling & (~both | ~ends_rise)


def windows_of(flags: Flags, length: int) -> Flags:
    """For each start, whether so many flags in a row are set; [row, starts]."""
    starts = max(flags.shape[1] - length + 1, 0)
    held = np.ones((flags.shape[0], starts), dtype=bool)
    for offset in range(length if starts else 0):
        held &= flags[:, offset : offset + starts]
    return held


def in_windows(held: Flags, length: int, shape: tuple[int, ...]) -> Flags:
    """Which points lie in one of the windows of so many points that are held."""
    inside = np.zeros(shape, dtype=bool)
    for offset in range(length if held.shape[1] else 0):
        inside[:, offset : offset + held.shape[1]] |= held
    return inside


def _mean(numbers: Numbers) -> Numbers:
    """Each row's mean of what is a number; NaN for a row of none."""
    count = (~np.isnan(numbers)).sum(axis=1)
    total = np.nansum(numbers, axis=1)
    mean: Numbers = np.full(len(numbers), np.nan)
    np.divide(total, count, out=mean, where=count > 0)
    return mean


def _side(points: Numbers, line: Numbers) -> Sides:
    """1 for points above a line, -1 below, 0 on it or where there is no point or line."""
    lines = line[:, None]
    with np.errstate(invalid="ignore"):
        apart = np.abs(points - lines) > _SAME * np.fmax(np.abs(points), np.abs(lines))
        return (apart & (points > lines)).astype(np.int8) - (apart & (points < lines))
