"""What an interval runs into: the least and the most that an outturn can be, and words for it.

Pure. Working the interval out, and cutting it, is `projections`.
"""

from decimal import Decimal

from assets.analysis.forecast.histories import known_in
from assets.analysis.series import Series, discrete
from sources.framework.keys import Period
from sources.framework.measures import Aggregation, Measure, Stretch, TargetValue
from sources.values import Unit

_ALL = Decimal(100)


def cut_words(measure: Measure, low: Decimal, high: Decimal, reached: Decimal) -> tuple[str, ...]:
    """Where an interval ends because an outturn cannot lie beyond, in words.

    `reached` is what the year has come to so far, where periods add up to it; else 0.
    """
    said = []
    if not measure.may_be_negative and low == reached:
        least = "what has been reached already" if reached else "nothing"
        said.append(f"the interval begins at {least}: less is not possible")
    if measure.unit is Unit.PERCENT and not measure.may_exceed_100 and high == _ALL:
        said.append("the interval ends where all is reached: more is not possible")
    return tuple(said)


def reached_by(measure: Measure, series: Series, until: Period) -> Decimal:
    """What the periods of a year have added up to by the end of a reporting period; 0 where they do
    not add up."""
    if measure.aggregation is not Aggregation.SUM:
        return Decimal(0)
    known = (discrete(measure, series, period) for period, _ in known_in(measure, series, until))
    return sum((number for number in known if number is not None), Decimal(0))


def may_be_either_side(low: Decimal, high: Decimal, target: TargetValue | None) -> bool:
    """Whether outturns on both sides of a target, or of an end of its range, lie in an interval."""
    if target is None:
        return False
    ends = (target.low, target.high) if isinstance(target, Stretch) else (target,)
    return any(low <= end <= high and low != high for end in ends)
