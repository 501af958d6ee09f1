"""The ratings of a draft as a table: with the scheme beside it, anybody can work them out again.

Ruling 22: it carries the exact values that were rated. The headings are those that
`quarterday rate` reads; what it adds itself stands here as `published_...`. Every value of every
period is `values_table`.
"""

from collections.abc import Iterator
from decimal import ROUND_HALF_EVEN, Decimal

from assets.analysis.grounds import Ground, beside, grounds_of
from assets.analysis.rated import Unrated
from assets.views.context import Context
from assets.views.context_notes import context_now
from assets.views.lines import target_of
from sources.framework.measures import Measure, Stretch
from sources.values import Unit, from_units
from warehouse.rows import MeasureRating

HEADINGS = (
    "id",
    "measure",
    "period",
    "unit",
    "polarity",
    "actual",
    "target",
    "target_to_be_bettered",
    "tolerance",
    "zero_tolerance",
    "floor",
    "levels",
    "last_year",
    "low",
    "high",
    "forecast",
    "published_rating",
    "published_variance_pct",
    "published_rule",
    "not_rated_because",
    "computed_rating",
    "decided_on_review",
    "unconfirmed",
    "provisional",
    "context_note",
)

# Ends of intervals are roots: they go on for ever, and this many places decide.
_FINE = Decimal("1e-9")


def ratings_table(context: Context) -> list[tuple[str, ...]]:
    """A row for every measure that a report shows, in the order of the framework."""
    grounds = grounds_of(context.results)
    found = []
    for measure in context.framework.measures.values():
        cells = dict(_cells(context, measure, grounds[measure.id]))
        found.append(tuple(cells.get(name, "") for name in HEADINGS))
    return found


def _cells(context: Context, measure: Measure, ground: Ground) -> Iterator[tuple[str, str]]:
    row = context.current[measure.id]
    yield "id", measure.id
    yield "measure", measure.name
    yield "period", row.period or ""
    yield "unit", measure.unit.value
    yield "polarity", measure.polarity.value
    yield "not_rated_because", row.reason or ""
    yield "context_note", context_now(context, measure) or ""
    if row.units is None or row.status == Unrated.QUERIED.value:
        return
    yield "actual", _number(from_units(row.units, row.places or 0), measure)
    yield from _terms(measure, row, ground)
    if row.rating is not None:
        yield "published_rating", context.measure_mark(row.rating).word
        yield "published_rule", row.rule or ""
    yield "published_variance_pct", _short(row.variance_pct or "")
    if row.computed_rating is not None:
        yield "computed_rating", context.measure_mark(row.computed_rating).word
    yield "decided_on_review", _said(row.override is not None)
    yield "unconfirmed", _said(not row.is_confirmed)
    yield "provisional", _said(row.is_provisional)


def _terms(measure: Measure, row: MeasureRating, ground: Ground) -> Iterator[tuple[str, str]]:
    """What else the rules may look at."""
    target = target_of(row)
    if isinstance(target, Stretch):
        ends = (_number(end, measure) for end in (target.low, target.high))
        yield "target", " to ".join(ends)
    elif target is not None:
        yield "target", _number(target, measure)
        yield "target_to_be_bettered", _said(ground.held.is_strict)
    own = {name: getattr(measure, name) for name in ("tolerance", "zero_tolerance", "floor")}
    others = beside(ground)
    own["last_year"] = others.last_year
    for name, end in (("low", others.low), ("high", others.high)):
        own[name] = None if end is None else end.quantize(_FINE, ROUND_HALF_EVEN)
    own["forecast"] = ground.forecast.number if ground.forecast is not None else None
    yield from ((name, f"{number:f}") for name, number in own.items() if number is not None)
    if measure.levels is not None:
        yield "levels", "; ".join(level.text for level in measure.levels)


def _number(number: Decimal, measure: Measure) -> str:
    """As it is; a percentage with its sign, without which 0.9 might be 90%."""
    return f"{number:f}%" if measure.unit is Unit.PERCENT else f"{number:f}"


def _short(number: str) -> str:
    """Without the zeros at the end."""
    short = number.rstrip("0").rstrip(".") if "." in number else number
    return "0" if short == "-0" else short


def _said(is_so: bool) -> str:
    return "yes" if is_so else "no"
