"""Direction of travel: better, worse or the same as a comparable period, or why not known."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from assets.analysis.series import Observation, Series, value_for
from assets.analysis.survey import can_be_told_apart, sample_of
from assets.analysis.variance import variance_of
from sources.framework.changes import DefinitionChange
from sources.framework.keys import Period
from sources.framework.measures import Measure, Polarity, TargetValue


class Direction(StrEnum):
    """In words of better and worse, never up and down (ruling 3).

    Two results of surveys that chance alone may explain are not distinguishable, in either way.
    """

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    UNSURE = "not distinguishable"


@dataclass(frozen=True)
class Travel:
    """A direction with what it was compared with; without one, the reason."""

    direction: Direction | None
    reason: str | None
    period: Period | None = None
    compared: Decimal | None = None


def comparable(measure: Measure, period: Period) -> Period:
    """Cumulative measures compare with the same period last year, others with the one before."""
    return period.year_before() if measure.is_cumulative else period.previous()


def direction(
    measure: Measure,
    series: Series,
    period: Period,
    actual: Decimal | None,
    target: TargetValue | None = None,
    parted: DefinitionChange | None = None,
    seen: Observation | None = None,
) -> Travel:
    """How an actual of a period compares, by the measure's polarity.

    Where the target is a range, nearer to it is better. `parted` is the change because of which the
    two periods do not compare, `seen` what the actual is of, with the answers of a survey.
    """
    if actual is None:
        return Travel(None, "no value in this period")
    against = comparable(measure, period)
    if parted is not None:
        return Travel(None, f"not comparable with {against.short_label}: {parted.words}")
    before = value_for(measure, series, against).observation
    return travel_from(measure, against, before, actual, target, seen)


def travel_from(
    measure: Measure,
    against: Period,
    before: Observation | None,
    actual: Decimal,
    target: TargetValue | None = None,
    seen: Observation | None = None,
) -> Travel:
    """How an actual compares with what was observed in an earlier period that counts the same."""
    if before is None or before.actual is None or before.is_queried:
        return Travel(None, f"no value for {against.short_label}")
    if measure.polarity is Polarity.NONE or (measure.polarity is Polarity.RANGE and target is None):
        return Travel(None, "neither way is better", against, before.actual)
    if actual == before.actual:
        return Travel(Direction.SAME, None, against, before.actual)
    now_of, then_of = sample_of(measure, seen), sample_of(measure, before)
    if now_of is not None and then_of is not None and not can_be_told_apart(now_of, then_of):
        return Travel(Direction.UNSURE, None, against, before.actual)
    if measure.polarity is Polarity.RANGE and target is not None:
        now, then = (
            variance_of(v, target, Polarity.RANGE, "points") for v in (actual, before.actual)
        )
        if now == then:
            return Travel(Direction.SAME, None, against, before.actual)
        is_better = now is not None and then is not None and now > then
    else:
        is_better = (actual > before.actual) is (measure.polarity is Polarity.HIGHER)
    found = Direction.BETTER if is_better else Direction.WORSE
    return Travel(found, None, against, before.actual)
