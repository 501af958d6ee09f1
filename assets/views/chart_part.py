"""The chart of a measure's own page: its trend drawn, described in words, its limits as figures.

What the chart says beside a rating is `trends`; every value as a table is `values_part`.
"""

from collections.abc import Iterator, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import groupby

from assets.analysis.special_causes import point_type, special_cause_type
from assets.analysis.trends.charting import (
    FEWEST_POINTS,
    Trend,
    TrendPoint,
    TrendStretch,
    better_of,
)
from assets.views.context import Context
from assets.views.wording import counted, number_text
from report_templates.measure_chart import Chart, ChartLine, ChartPart, ChartPoint, ChartTick
from report_templates.parts import Figure
from sources.framework.measures import Measure, Stretch

_TICKS = 5
_MOST_PERIODS, _MOST_NARROW = 6, 2
_LISTED = 8
_SHAPES = {
    "common": "a value; the newest is ringed",
    "better": "a special cause, for the better",
    "worse": "a special cause, for the worse",
    "other": "a special cause, neither better nor worse",
}
_KINDS = {
    "target": "the target that is in force now",
    "mean": "the mean of values that compare",
    "limit": "the limits that values stay within if nothing changes",
    "break": "what is counted changed: the two sides do not compare",
}
_NAMES = {
    "special_cause_improvement": "better",
    "special_cause_concern": "worse",
    "special_cause_neutral_high": "other",
    "special_cause_neutral_low": "other",
}
_FEWEST_DRAWN = 2


def chart_part(context: Context, measure: Measure) -> ChartPart | None:
    """The chart of a measure with at least two values."""
    trend = context.trends.get(measure.id)
    if trend is None or sum(p.number is not None for p in trend.points) < _FEWEST_DRAWN:
        return None
    return ChartPart(
        title="Over time",
        chart=_chart(trend),
        limits=tuple(_limits(context, trend)),
        special=() if trend.is_seasonal else _special(trend),
        notes=tuple(_notes(trend)),
    )


def _chart(trend: Trend) -> Chart:
    points = trend.points
    low, high = _span(trend)
    room = high - low

    def y(number: Decimal | float) -> float:
        return float((Decimal(str(number)) - low) / room)

    width = max(len(points) - 1, 1)
    starts = _starts(trend)
    drawn = tuple(
        ChartPoint(
            index / width,
            None if point.number is None else y(point.number),
            point.period.short_label,
            number_text(point.number, trend.measure) if point.number is not None else "no value",
            "common" if trend.is_seasonal else _shape(point, trend.measure),
        )
        for index, point in enumerate(points)
    )
    levels: list[tuple[str, int, int, Decimal | float]] = [
        *_targets(points),
        *_levels(trend, starts),
    ]
    lines = tuple(
        ChartLine(kind, max(first - 0.4, 0) / width, min(last + 0.4, width) / width, y(level))
        for kind, first, last, level in levels
        if low <= Decimal(str(level)) <= high
    )
    kinds = {line.kind for line in lines} | ({"break"} if len(starts) > 1 else set())
    return Chart(
        description=_description(trend),
        points=drawn,
        lines=lines,
        breaks=tuple((start - 0.5) / width for start in starts[1:]),
        values_axis=tuple(
            ChartTick(y(tick), number_text(tick, trend.measure)) for tick in _ticks(trend)
        ),
        periods_axis=tuple(_periods(points, width)),
        shapes=tuple((s, w) for s, w in _SHAPES.items() if s in {p.shape for p in drawn}),
        kinds=tuple((k, w) for k, w in _KINDS.items() if k in kinds),
    )


def _starts(trend: Trend) -> list[int]:
    """At which point each stretch begins."""
    starts = [0]
    for stretch in trend.stretches[:-1]:
        starts.append(starts[-1] + len(stretch.points))
    return starts


def _targets(points: Sequence[TrendPoint]) -> Iterator[tuple[str, int, int, Decimal]]:
    """Steps of the target: each from its first to its last point in a row."""
    for target, run in groupby(enumerate(points), key=lambda pair: pair[1].target):
        if target is not None:
            places = [index for index, _ in run]
            for level in target if isinstance(target, Stretch) else (target,):
                yield "target", places[0], places[-1], level


def _levels(trend: Trend, starts: Sequence[int]) -> Iterator[tuple[str, int, int, float]]:
    if trend.is_seasonal:
        return
    for start, stretch in zip(starts, trend.stretches, strict=True):
        last = start + len(stretch.points) - 1
        if stretch.mean is not None:
            yield "mean", start, last, stretch.mean
            for limit in _within(trend.measure, stretch):
                yield "limit", start, last, limit


def _within(measure: Measure, stretch: TrendStretch) -> list[float]:
    """The limits that the figure can reach at all: a count has none below zero."""
    held = [limit for limit in (stretch.lower, stretch.upper) if limit is not None]
    is_positive = all(p.number >= 0 for p in stretch.known if p.number is not None)
    return [
        limit
        for limit in held
        if (limit >= 0 or not is_positive or measure.may_be_negative)
        and measure.admits(Decimal(str(limit)))
    ]


def _levels_of(trend: Trend) -> list[Decimal]:
    levels = [level for _, _, _, level in _targets(trend.points)]
    levels += [Decimal(str(level)) for _, _, _, level in _levels(trend, _starts(trend))]
    return levels + [p.number for p in trend.points if p.number is not None]


def _step(trend: Trend) -> Decimal:
    """How far apart the marks of the axis of values stand: 1, 2 or 5 of some power of ten."""
    levels = _levels_of(trend)
    smallest = Decimal(1).scaleb(-trend.measure.decimal_places)
    rough = max((max(levels) - min(levels)) / _TICKS, smallest)
    power = Decimal(1).scaleb(rough.adjusted())
    return next(n * power for n in (1, 2, 5, 10) if n * power >= rough)


def _span(trend: Trend) -> tuple[Decimal, Decimal]:
    levels, step = _levels_of(trend), _step(trend)
    low = (min(levels) / step).to_integral_value(ROUND_FLOOR) * step
    high = (max(levels) / step).to_integral_value(ROUND_CEILING) * step
    return (low, high) if high > low else (low - step, high + step)


def _ticks(trend: Trend) -> Iterator[Decimal]:
    (low, high), step = _span(trend), _step(trend)
    while low <= high:
        yield low
        low += step


def _periods(points: Sequence[TrendPoint], width: int) -> Iterator[ChartTick]:
    """Some of the periods, counted back from the newest."""
    last = len(points) - 1
    step = -(-len(points) // _MOST_PERIODS)
    kept = [index for index in range(len(points)) if (last - index) % step == 0]
    every = -(-len(kept) // _MOST_NARROW)
    for place, index in enumerate(reversed(kept)):
        period = points[index].period
        label = f"{period.starts:%b %Y}" if period.kind == "M" else period.short_label
        yield ChartTick(index / width, label, place % every == 0)


def _shape(point: TrendPoint, measure: Measure) -> str:
    """By what a special cause is for; common where there is none."""
    return _NAMES.get(point_type(point.cause, point.side, better_of(measure)), "common")


def _description(trend: Trend) -> str:
    measure, known = trend.measure, [p for p in trend.points if p.number is not None]
    numbers = [(p.number or Decimal(0), p) for p in known]
    low, high = min(numbers, key=lambda n: n[0]), max(numbers, key=lambda n: n[0])
    kind = "values of each period alone" if measure.is_cumulative else "values"

    text = (
        f"{len(known)} {kind} from {known[0].period.short_label} "
        f"({number_text(numbers[0][0], measure)}) to {known[-1].period.short_label} "
        f"({number_text(numbers[-1][0], measure)}); lowest {number_text(low[0], measure)} in "
        f"{low[1].period.short_label}, highest {number_text(high[0], measure)} in "
        f"{high[1].period.short_label}."
    )
    gaps = len(trend.points) - len(known)
    if gaps:
        text += f" {counted(gaps, 'period')} without a value left open."
    return text + " Every value stands in the table below."


def _limits(context: Context, trend: Trend) -> Iterator[tuple[str, Figure]]:
    """Mean and limits of the last stretch, each entered with how it is worked out."""
    last, measure = trend.last, trend.measure
    if trend.is_seasonal:
        return
    within = _within(measure, last)
    named = (("Mean", last.mean), ("Lower limit", last.lower), ("Upper limit", last.upper))
    known = last.known
    for name, level in named:
        if level is None or (name != "Mean" and level not in within):
            continue
        how = (
            f"the mean of {len(known)} values from {known[0].period.short_label} to "
            f"{known[-1].period.short_label}"
            if name == "Mean"
            else "the mean and 2.66 times the mean difference between neighbouring values, without "
            f"extreme differences (an XmR chart), from {len(known)} values"
        )
        yield (
            name,
            context.book.enter(
                number_text(Decimal(format(level, ".15g")), measure),
                measure.id,
                name.lower(),
                what=f"{name} of {measure.name}",
                group=measure.name,
                how=f"{how}: exactly {level:.15g}",
            ),
        )


def _special(trend: Trend) -> tuple[str, ...]:
    """The special causes of the chart, the newest first; of many, the newest alone."""
    measure, said = trend.measure, []
    for point in reversed(trend.points):
        if point.cause and point.number is not None:
            kind = _SHAPES[_shape(point, measure)].partition(", ")[2]
            cause = special_cause_type(point.cause, point.side)
            text = number_text(point.number, measure)
            said.append(f"{point.period.short_label}: {text}, {cause}, {kind}")
    if len(said) <= _LISTED:
        return tuple(said)
    return (*said[:_LISTED], f"{len(said) - _LISTED} earlier ones")


def _notes(trend: Trend) -> Iterator[str]:
    last, measure = trend.last, trend.measure
    if measure.is_cumulative:
        yield "The chart shows each period alone; the report rates the year to date."
    if trend.is_seasonal:
        yield (
            "The values follow the seasons: what differs most is the time of the year. Limits and "
            "special causes would take that for change, so they are not drawn."
        )
        return
    if last.mean is None:
        fewest = counted(FEWEST_POINTS, "value")
        yield f"There are no limits: {fewest} that compare are needed, and {len(last.known)} stand."
    elif last.is_trial:
        yield f"The limits are on trial: they rest on {counted(len(last.known), 'value')}."
    if last.lower is not None and last.lower not in _within(measure, last):
        yield "There is no lower limit: it would lie below what the figure can be."
    if last.upper is not None and last.upper not in _within(measure, last):
        yield "There is no upper limit: it would lie above what the figure can be."
