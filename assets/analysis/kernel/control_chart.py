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
    basis, counted = points[:, :fix_after], is_point[:, :fix_after]
    mean = _mean(basis, counted)
    moving = np.abs(basis[:, 1:] - basis[:, :-1])
    moved = counted[:, 1:] & counted[:, :-1]
    span = _mean(moving, moved)
    if screen:
        with np.errstate(invalid="ignore"):
            kept = moved & (moving < _SCREEN * span[:, None])
        # Where nothing varies nothing is below the bound either, and nothing is to be left out.
        span = np.where(span > 0, _mean(moving, kept), span)
    reach = _LIMIT * span
    lower, upper = mean - reach, mean + reach
    size = np.abs(points)
    above, below = _beyond(points, size, mean, 1), _beyond(points, size, mean, -1)
    outside = _beyond(points, size, upper, 1) | _beyond(points, size, lower, -1)
    near = _beyond(points, size, mean + reach * 2 / 3, 1)
    near |= _beyond(points, size, mean - reach * 2 / 3, -1)
    near &= ~outside
    sides: Sides = above.view(np.int8) - below.view(np.int8)
    rising, falling = trends(points, size)
    causes = foremost(outside, rising | falling, two_in_three(near, sides), one_side(sides))
    np.copyto(sides, np.int8(-1), where=(causes == Cause.TREND) & ~rising)
    np.copyto(sides, np.int8(1), where=(causes == Cause.TREND) & rising)
    return Charts(
        mean=mean,
        lower=lower,
        upper=upper,
        is_trial=is_point.sum(axis=1) < SETTLED_POINTS,
        causes=causes,
        sides=sides,
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
    causes = np.zeros_like(outside, dtype=np.int8)
    ranked = ((Cause.ONE_SIDE, one_side), (Cause.TWO_IN_THREE, near), (Cause.TREND, trend))
    for cause, holds in (*ranked, (Cause.OUTSIDE, outside)):
        np.copyto(causes, np.int8(cause), where=holds)
    return causes


def one_side(sides: Sides) -> Flags:
    """Points in a run of seven on one side of the mean; one that lies on it breaks the run."""
    runs = windows_of(sides > 0, _RUN) | windows_of(sides < 0, _RUN)
    return in_windows(runs, _RUN, sides.shape)


def two_in_three(near: Flags, sides: Sides) -> Flags:
    """Points near a limit in a stretch of three on one side of the mean, two of them near it."""
    stretches = windows_of(sides > 0, 3) | windows_of(sides < 0, 3)
    one, two, three = (near[:, at : at + stretches.shape[1]] for at in range(3))
    close = (one & two) | (two & three) | (one & three)
    return near & in_windows(stretches & close, 3, near.shape)


def trends(points: Numbers, size: Numbers | None = None) -> tuple[Flags, Flags]:
    """Points in seven that each rise, or each fall; equal neighbours break a trend. A peak or
    trough that ends one trend and starts another belongs to the one it ends.

    `size` is how large the points are, if that is known already.
    """
    steps = points[:, 1:] - points[:, :-1]
    sizes = np.abs(points) if size is None else size
    hair = _SAME * np.fmax(sizes[:, :-1], sizes[:, 1:])
    with np.errstate(invalid="ignore"):
        up, down = steps > hair, steps < -hair
    rises, falls = windows_of(up, _RUN - 1), windows_of(down, _RUN - 1)
    rising = in_windows(rises, _RUN, points.shape)
    falling = in_windows(falls, _RUN, points.shape)
    both = rising & falling
    if both.any():
        ends_rise = np.zeros_like(rising)
        ends_rise[:, 1:] = up
        rising, falling = rising & (~both | ends_rise), falling & (~both | ~ends_rise)
    return rising, falling


def windows_of(flags: Flags, length: int) -> Flags:
    """For each start, whether so many flags in a row are set; [row, starts]."""
    starts = max(flags.shape[1] - length + 1, 0)
    if not starts:
        return np.zeros((flags.shape[0], 0), dtype=bool)
    held, reach = flags, 1
    # Twice as long each time: two windows side by side, or overlapping, make a longer one.
    while reach < length:
        step = min(reach, length - reach)
        held = held[:, :-step] & held[:, step:]
        reach += step
    return held


def in_windows(held: Flags, length: int, shape: tuple[int, ...]) -> Flags:
    """Which points lie in one of the windows of so many points that are held."""
    inside = np.zeros(shape, dtype=bool, order="F")
    if not held.shape[1]:
        return inside
    inside[:, : held.shape[1]] = held
    reach = 1
    while reach < length:
        step = min(reach, length - reach)
        # A copy, so that what is spread is not spread again.
        inside[:, step:] |= inside[:, :-step].copy(order="K")
        reach += step
    return inside


def _mean(numbers: Numbers, counted: Flags) -> Numbers:
    """Each row's mean of the numbers that count; NaN for a row of none.

    They are added up period by period, so that neither layout nor neighbours change a bit of it.
    """
    count = np.zeros(len(numbers), np.int64)
    total = np.zeros(len(numbers))
    held = np.where(counted, numbers, 0)
    for period in range(numbers.shape[1]):
        total += held[:, period]
        count += counted[:, period]
    mean: Numbers = np.full(len(numbers), np.nan)
    np.divide(total, count, out=mean, where=count > 0)
    return mean


def _beyond(points: Numbers, size: Numbers, line: Numbers, way: int) -> Flags:
    """Points above a line, or below it where `way` is -1; not where there is no point or line."""
    lines = line[:, None]
    apart = points - lines if way > 0 else lines - points
    hair = np.fmax(size, np.abs(lines))
    hair *= _SAME
    with np.errstate(invalid="ignore"):
        return apart > hair
