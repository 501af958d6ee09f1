"""A value against the period before it and against the same period of last year, and its course.

Pure. The one comparison that stands in a report's row, and the rule of every comparison, is
`direction`; control charts are `trends`.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from statistics import median

from assets.analysis.direction import Direction, Travel, travel_from
from assets.analysis.series import Observation, Series, discrete, kept, value_for
from assets.analysis.trends.charting import FEWEST_POINTS, Trend
from sources.framework.framework import Framework
from sources.framework.keys import Period
from sources.framework.measures import Measure, Polarity, TargetValue

# So many changes between years must agree on a middle one before it is called a course.
FEWEST_CHANGES = 3
RULES = (
    "a control chart (XmR) of {count} values: a value outside the limits, two of three near one, "
    "seven on one side of the mean, or seven that each rise or each fall"
)
_WAYS = {
    "common_cause": "no change beyond chance",
    "special_cause_improvement": "better",
    "special_cause_concern": "worse",
    "special_cause_neutral_high": "higher",
    "special_cause_neutral_low": "lower",
}


@dataclass(frozen=True)
class Comparison:
    """A value held against an earlier one. Running totals are compared with the period before by
    what each adds: then `is_alone`, and `now` is what this one adds."""

    against: Period
    is_alone: bool
    now: Decimal | None
    travel: Travel


@dataclass(frozen=True)
class Course:
    """Which way a measure goes over several periods, by the method stated; in `reason`, why that
    cannot be said. `change` is the middle change in a year, where that is the method."""

    word: str | None
    method: str = ""
    reason: str | None = None
    change: Decimal | None = None


def comparisons(
    framework: Framework,
    measure: Measure,
    series: Series,
    period: Period,
    seen: Observation | None,
    target: TargetValue | None = None,
) -> tuple[Comparison, ...]:
    """A period's value against the period before, then against the same period of last year.

    For years these are one and the same. `seen` is what the value is of; without a number nothing
    is compared, nor with a period across a change of what is counted.
    """
    found = []
    for against in dict.fromkeys((period.previous(), period.year_before())):
        is_alone = measure.is_cumulative and against != period.year_before()
        now, before = (
            (_alone(measure, series, period), _alone(measure, series, against))
            if is_alone
            else (seen, value_for(measure, series, against).observation)
        )
        number = None if now is None or now.is_queried else now.actual
        parted = framework.break_between(measure.id, period, against)
        if number is None:
            travel = Travel(None, f"no value for {period.short_label}")
        elif parted is not None:
            travel = Travel(
                None, f"not comparable with {against.short_label}: {parted.words}", against
            )
        else:
            travel = travel_from(measure, against, before, number, target, now)
        found.append(Comparison(against, is_alone, number, travel))
    return tuple(found)


def _alone(measure: Measure, series: Series, period: Period) -> Observation | None:
    """What a period by itself adds to a running total; None unless that is known of all of it."""
    parts = period.parts(measure.frequency.period_kind) or (period,)
    numbers = [discrete(measure, series, part) for part in parts]
    known = [number for number in numbers if number is not None]
    return Observation(sum(known, Decimal(0))) if len(known) == len(numbers) else None


def course_of(measure: Measure, trend: Trend | None) -> Course:
    """Which way a measure goes over its latest periods that compare with each other."""
    if trend is None:
        return Course(None, reason="there are no values yet")
    if trend.is_seasonal:
        return _by_years(measure, trend)
    count = len(trend.last.known)
    if trend.variation is None:
        few = f"it takes {FEWEST_POINTS} values that compare, and there are {count}"
        is_few = count < FEWEST_POINTS
        return Course(None, reason=few if is_few else "the newest period has no value")
    return Course(_WAYS[trend.variation], RULES.format(count=count))


def _by_years(measure: Measure, trend: Trend) -> Course:
    """By the middle one of the changes from year to year, which no season sways."""
    known = {p.period: p.number for p in trend.last.known if p.number is not None}
    changes = [
        Fraction(number) - Fraction(known[before])
        for period, number in known.items()
        if (before := period.year_before()) in known
    ]
    if len(changes) < FEWEST_CHANGES:
        return Course(None, reason="the values follow the seasons, of too few years to see beyond")
    middle = median(changes)
    method = (
        f"the middle one of {len(changes)} changes from the same period of the year before, since "
        "the values follow the seasons"
    )
    return Course(_way(measure, middle), method, change=kept(Fraction(middle)))


def _way(measure: Measure, change: Fraction) -> str:
    if not change:
        return Direction.SAME.value
    if measure.polarity in (Polarity.HIGHER, Polarity.LOWER):
        is_better = (change > 0) is (measure.polarity is Polarity.HIGHER)
        return (Direction.BETTER if is_better else Direction.WORSE).value
    return "higher" if change > 0 else "lower"
