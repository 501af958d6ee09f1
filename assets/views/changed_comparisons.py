"""Comparisons that read otherwise than in the draft before: figures of others that came since.

What a comparison shows is `comparison`; what else changed is `changes`.
"""

from collections.abc import Iterator
from dataclasses import replace

from assets.analysis.comparing import SENT
from assets.analysis.results import CloseResults
from assets.views.comparison import rows_of
from assets.views.context import Context
from assets.views.wording import number_text
from report_templates.parts import Figure
from report_templates.sections import ChangeLine
from sources.framework.measures import Measure
from sources.values import from_units
from warehouse.benchmark_rows import MeasureBenchmark

_QUARTILES = ("first", "second", "third", "fourth")


def changed_comparisons(context: Context, before: CloseResults) -> Iterator[ChangeLine]:
    """A line for every comparison that appeared, went or shows something else."""
    then = replace(context, results=before)
    for measure in context.framework.measures.values():
        if measure.id not in before.framework.measures:
            continue
        now, held = _by_key(context, measure), _by_key(then, measure)
        for number, key in enumerate({**held, **now}):
            old, new = held.get(key), now.get(key)
            if _shown(old) == _shown(new):
                continue
            known = new or old
            assert known is not None
            yield ChangeLine(
                f"{measure.name}, beside {known.name}",
                _said(old),
                _said(new),
                _because(old, new),
                was=_figure(context, measure, old, f"others {number} before"),
                now=_figure(context, measure, new, f"others {number} now"),
            )


def _by_key(context: Context, measure: Measure) -> dict[tuple[str, ...], MeasureBenchmark]:
    return {
        (row.kind, row.comparator, row.period if row.kind == SENT else ""): row
        for row in rows_of(context, measure)
    }


def _shown(row: MeasureBenchmark | None) -> tuple[object, ...]:
    if row is None:
        return ()
    others = (row.units, row.places, row.comparators, row.members, row.period)
    place = (row.rank, row.ranked, row.quartile, row.reason)
    return (row.own_units, row.own_places, *others, *place)


def _said(row: MeasureBenchmark | None) -> str:
    if row is None:
        return "not compared"
    if row.reason is not None:
        return row.reason
    return f"{_QUARTILES[row.quartile - 1]} quartile" if row.quartile else "compared"


def _because(old: MeasureBenchmark | None, new: MeasureBenchmark | None) -> str:
    """Whose figure is another one, as far as one is enough to tell."""
    if old is not None and new is not None:
        own = [(row.own_units, row.own_places) for row in (old, new)]
        if own[0] != own[1]:
            return "the council's own figure to compare is another one"
    return "figures of others came, or are others than before"


def _figure(
    context: Context, measure: Measure, row: MeasureBenchmark | None, quantity: str
) -> Figure | None:
    if row is None or row.units is None or row.places is None:
        return None
    return context.book.enter(
        number_text(from_units(row.units, row.places), measure),
        measure.id,
        quantity,
        what=f"{measure.name}, {row.name}",
        group=measure.name,
        how=row.origin,
    )
