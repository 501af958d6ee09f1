"""Sparklines: a measure's recent values as points, and the sentence that says the same."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from assets.analysis.series import discrete, value_for
from assets.views.context import Context
from assets.views.wording import number_text
from report_templates.parts import Spark, SparkPoint
from sources.framework.changes import DefinitionChange
from sources.framework.keys import Period
from sources.framework.measures import Measure

_SPARK_PERIODS = 13
_FEWEST_SPARK_POINTS = 3


def spark_of(context: Context, measure: Measure, target: Decimal | None) -> Spark | None:
    """The last thirteen periods at the measure's own pace; running totals period by period."""
    series = context.series.get(measure.id, {})
    row = context.current[measure.id]
    if row.period is None:
        return None
    period = Period.parse(row.period)
    step = period
    if measure.is_cumulative or period.kind == "F":
        parts = period.parts(measure.frequency.period_kind)
        step = parts[-1] if parts else period
    points: list[tuple[Period, Decimal | None]] = []
    for _ in range(_SPARK_PERIODS):
        if measure.is_cumulative:
            number = discrete(measure, series, step)
        else:
            seen = value_for(measure, series, step).observation
            number = seen.actual if seen and not seen.is_queried else None
        points.append((step, number))
        step = step.previous()
    points.reverse()
    while points and points[0][1] is None:
        points.pop(0)
    known = [(p, n) for p, n in points if n is not None]
    if len(known) < _FEWEST_SPARK_POINTS:
        return None
    changes = context.framework.definition_changes.get(measure.id, ())
    breaks = [change for change in changes if not change.is_comparable]
    return _drawn(measure, breaks, points, known, None if measure.is_cumulative else target)


def _breaks(
    breaks: Sequence[DefinitionChange], points: list[tuple[Period, Decimal | None]]
) -> Iterator[tuple[int, DefinitionChange]]:
    """The point before which each break falls; none where the chart shows one side only."""
    for change in breaks:
        for index in range(1, len(points)):
            is_here = points[index][0].reaches(change.from_period)
            if is_here and not points[index - 1][0].reaches(change.from_period):
                yield index, change


def _drawn(
    measure: Measure,
    breaks: Sequence[DefinitionChange],
    points: list[tuple[Period, Decimal | None]],
    known: list[tuple[Period, Decimal]],
    target: Decimal | None,
) -> Spark:
    numbers = [n for _, n in known] + ([target] if target is not None else [])
    low, high = min(numbers), max(numbers)
    span = (high - low) or Decimal(1)

    def y(number: Decimal) -> float:
        return float((number - low) / span) if high != low else 0.5

    first, last = known[0], known[-1]
    lowest, highest = min(known, key=lambda k: k[1]), max(known, key=lambda k: k[1])
    kind = "values of each period alone" if measure.is_cumulative else "values"
    text = (
        f"{measure.name}: {kind} from {first[0].short_label} ({number_text(first[1], measure)}) to "
        f"{last[0].short_label} ({number_text(last[1], measure)}); lowest "
        f"{number_text(lowest[1], measure)} in {lowest[0].short_label}, highest "
        f"{number_text(highest[1], measure)} in {highest[0].short_label}."
    )
    parted = list(_breaks(breaks, points))
    for _, change in parted:
        text += f" The line is broken: {change.words}, and values before are not comparable."
    width = max(len(points) - 1, 1)
    return Spark(
        points=tuple(
            SparkPoint(
                label=period.short_label,
                text=number_text(number, measure) if number is not None else "no value",
                x=index / width,
                y=y(number) if number is not None else None,
            )
            for index, (period, number) in enumerate(points)
        ),
        description=text,
        target_y=y(target) if target is not None else None,
        breaks=tuple((index - 0.5) / width for index, _ in parted),
    )
