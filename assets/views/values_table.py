"""Every value of a draft's measures as a table: what stands on the measures' own pages.

The ratings of the draft, with all that they rest on, are `ratings_table`.
"""

from collections.abc import Iterator

from assets.analysis.series import Observation
from assets.views.context import Context
from assets.views.context_notes import context_note
from assets.views.lines import target_of
from sources.framework.keys import Period
from sources.framework.measures import Measure, Stretch, Supplied

HEADINGS = (
    "id",
    "measure",
    "period",
    "period_ends",
    "unit",
    "value",
    "numerator",
    "denominator",
    "running_total",
    "no_value_because",
    "target_then",
    "rating_then",
    "unconfirmed",
    "provisional",
    "revised",
    "context_note",
)


def values_table(context: Context) -> list[tuple[str, ...]]:
    """A row for every measure and period of which anything came, by the measure, oldest first."""
    ends = context.results.close.period.ends
    return [
        _row(context, measure, period, seen)
        for measure in context.framework.measures.values()
        for period, seen in sorted(context.series.get(measure.id, {}).items())
        if period.ends <= ends
    ]


def _row(context: Context, measure: Measure, period: Period, seen: Observation) -> tuple[str, ...]:
    cells = dict(_cells(context, measure, period, seen))
    return tuple(cells.get(name, "") for name in HEADINGS)


def _cells(
    context: Context, measure: Measure, period: Period, seen: Observation
) -> Iterator[tuple[str, str]]:
    yield "id", measure.id
    yield "measure", measure.name
    yield "period", str(period)
    yield "period_ends", period.ends.isoformat()
    yield "unit", measure.unit.value
    yield "running_total", "yes" if measure.supplied is Supplied.YEAR_TO_DATE else "no"
    yield "context_note", context_note(context, measure, period) or ""
    if seen.is_queried:
        yield "no_value_because", "queried with department"
    elif seen.actual is None:
        yield "no_value_because", seen.absence.value if seen.absence else "no value"
    else:
        yield "value", f"{seen.actual:f}"
        yield "numerator", "" if seen.numerator is None else f"{seen.numerator:f}"
        yield "denominator", "" if seen.denominator is None else f"{seen.denominator:f}"
        unsigned = context.unsigned & {ref.submission for ref in seen.refs}
        yield "unconfirmed", "yes" if unsigned else "no"
        yield "provisional", "yes" if seen.is_provisional else "no"
        yield "revised", "yes" if period in context.revised.get(measure.id, {}) else "no"
    row = context.rated.get((measure.id, str(period)))
    if row is not None and row.rating is not None:
        target = target_of(row)
        ends = (target.low, target.high) if isinstance(target, Stretch) else (target,)
        yield "target_then", " to ".join(f"{end:f}" for end in ends if end is not None)
        yield "rating_then", context.measure_mark(row.rating).word
