"""What a chart's points are called, in the names of the NHS charts and in plain words.

The rules that find causes are `control_chart`.
"""

from assets.analysis.kernel.control_chart import Assurance, Better, Cause

_NAMES = {
    Cause.OUTSIDE: ("Above UCL", "Below LCL"),
    Cause.TREND: ("7 Point Trend (Increasing)", "7 Point Trend (Decreasing)"),
    Cause.TWO_IN_THREE: ("2 in 3 Above CL", "2 in 3 Below CL"),
    Cause.ONE_SIDE: ("7 Points Above CL", "7 Points Below CL"),
}
COMMON = "common_cause"
IMPROVEMENT = "special_cause_improvement"
CONCERN = "special_cause_concern"
NEUTRAL_HIGH = "special_cause_neutral_high"
NEUTRAL_LOW = "special_cause_neutral_low"

VARIATION_WORDS = {
    COMMON: "common-cause variation",
    IMPROVEMENT: "special-cause improvement",
    CONCERN: "special-cause deterioration",
    NEUTRAL_HIGH: "special-cause rise",
    NEUTRAL_LOW: "special-cause fall",
}
_ASSURANCE_WORDS = {
    Assurance.CONSISTENT_PASS: "as it runs now, the target will be met every time",
    Assurance.CONSISTENT_FAIL: "as it runs now, the target will be missed every time",
}


def special_cause_type(cause: int, side: int) -> str:
    """`7 Points Above CL`, or `Common Cause`."""
    if cause == Cause.COMMON:
        return "Common Cause"
    above, below = _NAMES[Cause(cause)]
    return above if side > 0 else below


def point_type(cause: int, side: int, better: Better) -> str:
    """Whether a special cause is for the better; where no side is better, which side it is."""
    if cause == Cause.COMMON:
        return COMMON
    if better is Better.NEUTRAL:
        return NEUTRAL_HIGH if side > 0 else NEUTRAL_LOW
    return IMPROVEMENT if (side > 0) == (better is Better.INCREASE) else CONCERN


def reading(
    variation: str, assured: Assurance | None, met: int, points: int, *, is_trial: bool
) -> str:
    """A chart in one sentence: how it varies, and how often its target was met since the last
    rebase. `met` of `points`; without a target, `assured` is None."""
    words = VARIATION_WORDS[variation]
    if assured is not None:
        how = _ASSURANCE_WORDS.get(assured, "chance alone may meet or miss the target")
        words += f"; {how} (met in {met} of {points})"
    if not is_trial:
        return words
    return f"{words}; limits are on trial, with {points} point{'s' if points != 1 else ''}"
