"""Every value of a measure, and how its targets and definitions came to be, for its own page.

The chart of the same values is `chart_part`.
"""

from collections.abc import Iterator

from assets.analysis.series import Observation, discrete, refs_of
from assets.views.context import Context
from assets.views.context_notes import context_note
from assets.views.lines import target_of
from assets.views.moderated import shows_files, value_how
from assets.views.register_changes import annual_value, approved
from assets.views.wording import number_text
from report_templates.measure_chart import (
    BreakLine,
    HistoryPart,
    TargetLine,
    ValueLine,
    ValuesPart,
)
from report_templates.parts import Figure
from sources.framework.day_rules import day_text
from sources.framework.keys import Period
from sources.framework.measures import Measure, Supplied, TargetValue
from sources.framework.targets import Target
from sources.returns.content import TextField
from sources.values import from_units
from warehouse.rows import MeasureRating

_UNSAID = (
    "Commentary and notes on earlier periods stand in those periods' reports, "
    "as they were released there."
)
_PERIOD_ALONE = "what the period alone adds"


def values_part(context: Context, measure: Measure) -> ValuesPart | None:
    """A line for every period that has a value, was rated, or stands between those that have."""
    series, trend = context.series.get(measure.id, {}), context.trends.get(measure.id)
    ends = context.results.close.period.ends
    periods = {p for p in series if p.ends <= ends}
    periods |= set(_worked_out(context, measure))
    if trend is not None:
        periods |= {point.period for point in trend.points}
    if not periods:
        return None
    is_running = measure.supplied is Supplied.YEAR_TO_DATE
    lines = tuple(
        _line(context, measure, one, series.get(one), is_running)
        for one in sorted(periods, reverse=True)
    )
    kind = "year to date" if is_running else "period alone" if measure.is_cumulative else ""
    return ValuesPart("Every value", kind, is_running, lines)


def _line(
    context: Context, measure: Measure, period: Period, seen: Observation | None, is_running: bool
) -> ValueLine:
    row = context.rated.get((measure.id, str(period)))
    value = _value(context, measure, period, seen)
    if seen is None and period in (made := _worked_out(context, measure)):
        value = _made(context, measure, made[period])
    return ValueLine(
        period=period.label,
        value=value,
        nothing=None if value is not None else _why(seen),
        alone=_alone(context, measure, period) if is_running else None,
        target=_target(context, measure, period, target_of(row) if row else None),
        mark=context.measure_mark(row.rating) if row and row.rating else None,
        notes=tuple(_notes(context, measure, period, seen)),
        context_note=context_note(context, measure, period),
    )


def _worked_out(context: Context, measure: Measure) -> dict[Period, MeasureRating]:
    """Ratings of values that nobody sent: a quarter's, made of its months, or a year's."""
    series = context.series.get(measure.id, {})
    return {
        period: row
        for (name, at), row in context.rated.items()
        if name == measure.id and row.rating is not None and row.units is not None
        if (period := Period.parse(at)) not in series
    }


def _made(context: Context, measure: Measure, row: MeasureRating) -> Figure:
    """A value as it was worked out when its period was closed."""
    number, period = from_units(row.units or 0, row.places or 0), row.period or ""
    sent = {file.seq for file in context.results.sent}
    refs = refs_of(row.sources) if shows_files(context, row) else ()
    return context.book.enter(
        number_text(number, measure),
        measure.id,
        "value worked out",
        period=period,
        what=f"{measure.name}, {Period.parse(period).label}",
        group=measure.name,
        how=f"exactly {number}, worked out from shorter periods when that one was closed",
        refs=[ref for ref in refs if ref.submission in sent],
    )


def _why(seen: Observation | None) -> str:
    if seen is None:
        return "none was sent"
    if seen.is_queried:
        return "queried with department"
    return seen.absence.value if seen.absence else "no value"


def _value(
    context: Context, measure: Measure, period: Period, seen: Observation | None
) -> Figure | None:
    if seen is None or seen.actual is None or seen.is_queried:
        return None
    row, ratio, how = context.rated.get((measure.id, str(period))), "", "as it stands now"
    if row is not None:
        how = value_how(context, row, how)
    if seen.numerator is not None and seen.denominator is not None:
        ratio = f"; {seen.numerator} of {seen.denominator}"
    return context.book.enter(
        number_text(seen.actual, measure),
        measure.id,
        "value as sent",
        period=str(period),
        what=f"{measure.name}, {period.label}",
        group=measure.name,
        how=f"exactly {seen.actual}, {how}{ratio}",
        refs=seen.refs,
    )


def _alone(context: Context, measure: Measure, period: Period) -> Figure | None:
    number = discrete(measure, context.series.get(measure.id, {}), period)
    if number is None or period.kind == "F":
        return None
    held = context.series[measure.id]
    before = held.get(period.previous()) if period.number > 1 else None
    return context.book.enter(
        number_text(number, measure),
        measure.id,
        "period alone",
        period=str(period),
        what=f"{measure.name}, {period.label}, {_PERIOD_ALONE}",
        group=measure.name,
        how="the year to date less that of the period before" if before else "the year's first",
        refs=(*held[period].refs, *(before.refs if before else ())),
    )


def _target(
    context: Context, measure: Measure, period: Period, rated_on: TargetValue | None
) -> Figure | None:
    """What the value was held against when its period was closed."""
    if rated_on is None:
        return None
    return context.book.enter(
        number_text(rated_on, measure),
        measure.id,
        "target then",
        period=str(period),
        what=f"Target of {measure.name} for {period.label}",
        group=measure.name,
        how="the target that was in force when that period was closed",
    )


def _notes(
    context: Context, measure: Measure, period: Period, seen: Observation | None
) -> Iterator[str]:
    if seen is not None and seen.actual is not None:
        if context.unsigned & {ref.submission for ref in seen.refs}:
            yield "unconfirmed"
        if seen.is_provisional:
            yield "provisional [p]"
        if period in context.revised.get(measure.id, {}):
            yield "revised"
    for change in context.framework.definition_changes.get(measure.id, ()):
        is_first = period.reaches(change.from_period) and not period.previous().reaches(
            change.from_period
        )
        if is_first:
            yield change.what.words


def history_part(context: Context, measure: Measure) -> HistoryPart:
    """Targets and definitions in force by the close's period, and what was said in each period."""
    return HistoryPart(
        title="Targets, definitions and commentary",
        targets=tuple(_targets(context, measure)),
        breaks=tuple(_breaks(context, measure)),
        said=() if context.is_public else tuple(_said(context, measure)),
        # Whether they were edited or withheld was decided in closes that this one does not know.
        unsaid=_UNSAID if context.is_public else None,
    )


def _targets(context: Context, measure: Measure) -> Iterator[TargetLine]:
    framework, period = context.framework, context.results.close.period
    first = framework.targets[measure.id]
    day = f", {day_text(first.set_on)}" if first.set_on else ""
    yield _target_line(
        context, measure, first, str(framework.year), first.rationale, f"{first.set_by}{day}"
    )
    for place, change in enumerate(framework.target_changes.get(measure.id, ())):
        if period.reaches(change.from_period):
            yield _target_line(
                context,
                measure,
                change.as_target(first.provenance),
                f"from {change.from_period.label}",
                change.reason,
                approved(change),
                place + 1,
            )


def _target_line(
    context: Context,
    measure: Measure,
    target: Target,
    since: str,
    reason: str,
    by: str,
    place: int = 0,
) -> TargetLine:
    value, name = annual_value(target), "targets.csv" if place == 0 else "target_changes.csv"
    figure = None
    if value is not None:
        figure = context.book.enter(
            number_text(value, measure),
            measure.id,
            f"annual target {place}" if place else "annual target at first",
            what=f"Annual target of {measure.name}, {since}",
            group=measure.name,
            how=f"It stands in {name}, row {measure.id}",
        )
    return TargetLine(since, figure, target.words, reason, by)


def _breaks(context: Context, measure: Measure) -> Iterator[BreakLine]:
    period = context.results.close.period
    for change in context.framework.definition_changes.get(measure.id, ()):
        if period.reaches(change.from_period):
            yield BreakLine(
                change.words,
                change.is_comparable,
                change.definition,
                change.reason,
                approved(change),
            )


def _said(context: Context, measure: Measure) -> Iterator[tuple[str, str]]:
    """Commentary of earlier periods, the newest first; that of now stands at the head."""
    now = context.current[measure.id].period
    found = {
        Period.parse(period): text.text.strip()
        for (subject, period, field), text in context.results.texts.items()
        if subject == measure.id and field == TextField.COMMENTARY.value and period
    }
    for period in sorted(found, reverse=True):
        if str(period) != now and period.ends < context.results.close.period.starts:
            yield period.label, found[period]
