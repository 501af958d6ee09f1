"""The figures of parts over time, and parts held against those of the period before. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from assets.analysis.direction import comparable
from assets.analysis.observed import series
from assets.analysis.reversals import reversal
from assets.analysis.rollup import roll_up
from assets.analysis.said import measured_period
from assets.analysis.series import Observation, Series, value_for
from checks.hidden_parts import ComparedParts
from sources.framework.breakdowns import Breakdown, over_parts
from sources.framework.framework import Framework
from sources.framework.keys import Close, Period, Slot
from sources.framework.measures import Measure
from sources.framework.over_parts import OverParts
from warehouse.rows import SubmittedValue

SeriesOfParts = Mapping[str, Mapping[str, Series]]


def part_series(framework: Framework, values: Iterable[SubmittedValue]) -> SeriesOfParts:
    """By measure and part; values are given oldest submission first.

    A figure that its unit does not allow is held back, as it is with wholes.
    """
    by_part: dict[str, list[SubmittedValue]] = defaultdict(list)
    for value in values:
        if value.measure in framework.measures:
            by_part[value.breakdown].append(value)
    found: dict[str, dict[str, Series]] = defaultdict(dict)
    for part, own in by_part.items():
        for name, known in series(own).items():
            measure = framework.measures[name]
            found[name][part] = {at: _held_back(measure, seen) for at, seen in known.items()}
    return found


def _held_back(measure: Measure, seen: Observation) -> Observation:
    is_impossible = seen.actual is not None and not measure.admits(seen.actual)
    return replace(seen, is_queried=True) if is_impossible else seen


def figures_of(
    measure: Measure, parts: Iterable[str], known: Mapping[str, Series], period: Period
) -> dict[str, Observation]:
    """What each part has for a period, supplied or derived from shorter ones."""
    found = {}
    for part in parts:
        seen = value_for(measure, known.get(part, {}), period).observation
        if seen is not None:
            found[part] = seen
    return found


def newest_of(
    measure: Measure, parts: Iterable[str], known: Mapping[str, Series], period: Period
) -> tuple[dict[str, Observation], dict[str, Period]]:
    """What each part has for a period, and of which period that is.

    Where the latest part stands for the whole, a part without a figure has its newest usable one of
    an earlier period that is as long.
    """
    names = list(parts)
    found = figures_of(measure, names, known, period)
    dates = dict.fromkeys(found, period)
    for name in names if over_parts(measure) is OverParts.LATEST else ():
        own = known.get(name, {})
        usable = [
            at
            for at, seen in own.items()
            if at < period
            and at.kind == period.kind
            and seen.actual is not None
            and not seen.is_queried
        ]
        if usable and (name not in found or found[name].actual is None):
            dates[name] = max(usable)
            found[name] = own[dates[name]]
    return found, dates


def compared_parts(framework: Framework, close: Close, known: SeriesOfParts) -> list[ComparedParts]:
    """Every measure whose parts have figures for the close's period and the comparable one before,
    each of its breakdowns by itself."""
    return [
        one
        for measure in framework.measures.values()
        for one in compared_of(framework, close, measure, known.get(measure.id, {}))
    ]


def compared_of(
    framework: Framework, close: Close, measure: Measure, known: Mapping[str, Series]
) -> Iterator[ComparedParts]:
    """The same for one measure, by the series of its parts."""
    period = measured_period(measure, close.period)
    earlier = comparable(measure, period)
    if not known or framework.break_between(measure.id, period, earlier):
        return
    slot = Slot(close.council, close.period, framework.return_of(measure).id)
    for name in measure.breakdowns:
        one = _compared(measure, framework.breakdowns[name], slot, known, period, earlier)
        if one is not None:
            yield one


def _compared(
    measure: Measure,
    breakdown: Breakdown,
    slot: Slot,
    known: Mapping[str, Series],
    period: Period,
    earlier: Period,
) -> ComparedParts | None:
    now, then = (
        figures_of(measure, (part.id for part in breakdown.parts_in(at)), known, at)
        for at in (period, earlier)
    )
    before, after = (roll_up(measure, list(held), held).value for held in (then, now))
    if before is None or after is None or set(now) != set(then):
        return None
    turned = reversal(measure, then, now)
    return ComparedParts(
        measure.id,
        slot,
        breakdown.name,
        period,
        earlier,
        before,
        after,
        turned.is_worse if turned else None,
    )
