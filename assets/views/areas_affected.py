"""Which areas a report affects, as its head says: all of them, or those that it has figures of.

Figures of the areas themselves are on the pages of measures, in `breakdowns`.
"""

from assets.analysis.part_series import figures_of, part_series
from assets.views.context import Context
from sources.framework.breakdowns import BreakdownKind, Part
from sources.framework.keys import Period
from sources.framework.measures import Measure

_ALL = "All"


def areas_affected(context: Context) -> str:
    """`All`, or the names of the areas that every measure of the report is confined to.

    A measure without places, or of which no place has a figure, is about the whole council. So is
    what the public sees, to whom figures of parts are not shown.
    """
    known = part_series(context.framework, context.results.parts)
    named: dict[str, str] = {}
    possible: set[str] = set()
    for measure in context.framework.measures.values():
        row = context.current.get(measure.id)
        at = row.period if row else None
        period = Period.parse(at) if at else context.results.close.period
        places = _places(context, measure, period)
        figures = figures_of(measure, places, known.get(measure.id, {}), period)
        given = [name for name, seen in figures.items() if seen.actual is not None]
        if not given:
            return _ALL
        named |= {name: places[name].name for name in given}
        possible |= set(places)
    if set(named) == possible:
        return _ALL
    return ", ".join(sorted(named.values()))


def _places(context: Context, measure: Measure, period: Period) -> dict[str, Part]:
    return {
        part.id: part
        for breakdown, part in context.framework.parts_of(measure, period)
        if breakdown.kind is BreakdownKind.GEOGRAPHY
    }
