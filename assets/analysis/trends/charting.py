"""Trends: the control chart of every measure of a close, and how often its target is met.

Pure: series in, charts out, all measures in one block. What the rules find is
`kernel/control_chart`; the words for it are `words`. Ratings are `closing`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from assets.analysis.held_targets import held_annual
from assets.analysis.series import Series, discrete
from assets.analysis.trends.seasons import is_seasonal
from sources.framework.changes import DefinitionChange
from sources.framework.framework import Framework
from sources.framework.keys import Close, Period
from sources.framework.measures import (
    Measure,
    Polarity,
    ReferencePeriod,
    Stretch,
    TargetValue,
)
from sources.framework.targets import Target

if TYPE_CHECKING:
    from assets.analysis.kernel.control_chart import Better

# Fewer values than these in a row of comparable ones say nothing of how a measure varies.
FEWEST_POINTS = 5


@dataclass(frozen=True)
class TrendPoint:
    """A period at the measure's own pace and its value alone, None where there is none.

    `target` is what such a period's value is held against now, `is_strict` that the target itself
    does not meet it. `cause` and `side` are the kernel's; both are 0 without a value.
    """

    period: Period
    number: Decimal | None
    target: TargetValue | None
    is_strict: bool = False
    cause: int = 0
    side: int = 0

    def is_met(self, polarity: Polarity) -> bool | None:
        """Whether the value meets its target; None without either, or where no way is better."""
        if self.number is None or self.target is None:
            return None
        if isinstance(self.target, Stretch):
            return self.target.low <= self.number <= self.target.high
        if polarity not in (Polarity.HIGHER, Polarity.LOWER):
            return None
        if self.number == self.target:
            return not self.is_strict
        return (self.number > self.target) is (polarity is Polarity.HIGHER)


@dataclass(frozen=True)
class TrendStretch:
    """Periods that compare with each other: its points and its own limits, in the measure's unit.

    `begins_with` is the change that set it off from what was before. Limits are None where fewer
    values than FEWEST_POINTS stand; `is_trial` says that they may still move.
    """

    points: tuple[TrendPoint, ...]
    begins_with: DefinitionChange | None
    mean: float | None = None
    lower: float | None = None
    upper: float | None = None
    is_trial: bool = True

    @property
    def known(self) -> tuple[TrendPoint, ...]:
        """The points that have a value."""
        return tuple(point for point in self.points if point.number is not None)


@dataclass(frozen=True)
class Trend:
    """A measure's values from its first to the close's own period, in stretches; never empty.

    `met` of `judged` values of the last stretch meet the target that is in force now. `assurance`
    is one of the kernel's, `variation` the kind of the newest value's cause; both are None where
    the last stretch has no limits or ends without a value. Where it `is_seasonal`, its causes tell
    the seasons of the year and not a change.
    """

    measure: Measure
    stretches: tuple[TrendStretch, ...]
    variation: str | None
    assurance: str | None
    met: int
    judged: int
    is_seasonal: bool = False

    @property
    def last(self) -> TrendStretch:
        return self.stretches[-1]

    @cached_property
    def points(self) -> tuple[TrendPoint, ...]:
        return tuple(point for stretch in self.stretches for point in stretch.points)


def trends(framework: Framework, period: Period, series: Mapping[str, Series]) -> dict[str, Trend]:
    """The trend of every measure that has values up to a close's period, by measure."""
    laid = {
        measure.id: _stretches(framework, measure, series.get(measure.id, {}), period)
        for measure in framework.measures.values()
    }
    charted = _charted([stretch for stretches in laid.values() for stretch in stretches])
    done = iter(charted)
    return {
        name: _trend(framework.measures[name], [next(done) for _ in stretches])
        for name, stretches in laid.items()
        if stretches
    }


def _stretches(
    framework: Framework, measure: Measure, series: Series, period: Period
) -> list[TrendStretch]:
    periods = _periods(framework, measure, series, period)
    held = _settled(framework, measure, series, period)
    is_strict = held.of_last_year is not None and held.of_last_year.is_strict
    in_arrears = measure.reference_period is ReferencePeriod.IN_ARREARS
    changes = framework.definition_changes.get(measure.id, ())
    breaks = [change for change in changes if not change.is_comparable]
    found: list[tuple[DefinitionChange | None, list[TrendPoint]]] = []
    for one in periods:
        reached = [change for change in breaks if one.reaches(change.from_period)]
        begins_with = reached[-1] if reached else None
        if not found or found[-1][0] is not begins_with:
            found.append((begins_with, []))
        number = discrete(measure, series, one)
        # A value in arrears is held against the target of the period in which it is due.
        target = target_alone(held, measure, one.following() if in_arrears else one)
        found[-1][1].append(TrendPoint(one, number, target, is_strict))
    first, *rest = found or [(None, [])]
    # What the first stretch begins with lies before every value: nothing is set off by it.
    parts = [(None, first[1]), *rest] if first[1] else []
    return [TrendStretch(tuple(points), change) for change, points in parts]


def _settled(framework: Framework, measure: Measure, series: Series, period: Period) -> Target:
    """The target in force, with the number that it comes to if it is one on last year's outturn."""
    target = framework.target_in_force(measure.id, period)
    if target.of_last_year is None or not (target.has_profile or not measure.is_cumulative):
        return target
    value = held_annual(framework, Close(framework.council.id, period), measure, series).value
    return target.amounting_to(value) if isinstance(value, Decimal) else target


def _periods(
    framework: Framework, measure: Measure, series: Series, period: Period
) -> list[Period]:
    """Every period at the measure's own pace, from its first value to the last that is due."""
    kind = measure.frequency.period_kind
    known = [p for p in series if p.kind == kind and p.ends <= period.ends]
    values = [p for p in known if series[p].actual is not None]
    if not values:
        return []
    due = [p for p in framework.due_in(measure, period) if p.kind == kind]
    last, first = max([*values, *due]), min(values)
    periods = [last]
    while periods[-1] != first:
        periods.append(periods[-1].previous())
    return periods[::-1]


def target_alone(target: Target, measure: Measure, period: Period) -> TargetValue | None:
    """What the value of a period alone is held against, by a target and its profile.

    Of a running total, what its profile adds in the period; None where the profile has no step of
    that length.
    """
    whole = target.for_period(period, measure)
    if not measure.is_cumulative or whole is None or period.kind == "F" or period.number == 1:
        return whole
    before = target.for_period(period.previous(), measure)
    if isinstance(whole, Stretch) or isinstance(before, Stretch) or before is None:
        return None
    return whole - before


def _charted(stretches: Sequence[TrendStretch]) -> list[TrendStretch]:
    """The stretches with their limits and causes; one call of the kernel for all."""
    import numpy as np

    from assets.analysis.kernel.control_chart import charts

    width = max((len(stretch.known) for stretch in stretches), default=0)
    block = np.full((len(stretches), width), np.nan)
    for row, stretch in enumerate(stretches):
        block[row, : len(stretch.known)] = [float(p.number or 0) for p in stretch.known]
    done = charts(block)
    found = []
    for row, stretch in enumerate(stretches):
        if len(stretch.known) < FEWEST_POINTS:
            found.append(stretch)
            continue
        place, points = 0, []
        for point in stretch.points:
            if point.number is None:
                points.append(point)
                continue
            cause, side = int(done.causes[row, place]), int(done.sides[row, place])
            points.append(replace(point, cause=cause, side=side))
            place += 1
        found.append(
            TrendStretch(
                tuple(points),
                stretch.begins_with,
                float(done.mean[row]),
                float(done.lower[row]),
                float(done.upper[row]),
                bool(done.is_trial[row]),
            )
        )
    return found


def _trend(measure: Measure, stretches: list[TrendStretch]) -> Trend:
    from assets.analysis.special_causes import point_type

    last = stretches[-1]
    held = [met for p in last.known if (met := p.is_met(measure.polarity)) is not None]
    newest = last.points[-1]
    has_reading = last.mean is not None and newest.number is not None
    return Trend(
        measure=measure,
        stretches=tuple(stretches),
        variation=point_type(newest.cause, newest.side, better_of(measure))
        if has_reading
        else None,
        assurance=_assurance(measure, last) if has_reading else None,
        met=sum(held),
        judged=len(held),
        is_seasonal=is_seasonal(
            [(p.period, float(p.number)) for p in last.known if p.number is not None]
        ),
    )


def better_of(measure: Measure) -> "Better":
    """Which way is better, in the kernel's words."""
    from assets.analysis.kernel.control_chart import Better

    better = {Polarity.HIGHER: Better.INCREASE, Polarity.LOWER: Better.DECREASE}
    return better.get(measure.polarity, Better.NEUTRAL)


def _assurance(measure: Measure, stretch: TrendStretch) -> str | None:
    """On which side of the target the limits lie; None if it differs from period to period."""
    from assets.analysis.kernel.control_chart import Assurance, assurance

    targets = {point.target for point in stretch.points}
    target = targets.pop()
    if targets or target is None or stretch.lower is None or stretch.upper is None:
        return None
    if not isinstance(target, Stretch):
        found = assurance(stretch.lower, stretch.upper, float(target), better_of(measure))
        return found.value if found else None
    low, high = float(target.low), float(target.high)
    if low <= stretch.lower and stretch.upper <= high:
        return Assurance.CONSISTENT_PASS.value
    is_outside = stretch.upper < low or stretch.lower > high
    return (Assurance.CONSISTENT_FAIL if is_outside else Assurance.INCONSISTENT).value
