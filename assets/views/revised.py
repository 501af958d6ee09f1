"""Notes on figures that were revised after they were first sent: what they were, and why."""

from collections.abc import Iterator

from assets.views.context import Context
from assets.views.wording import number_text
from sources.framework.keys import Period
from sources.framework.measures import Measure
from warehouse.rows import MeasureRating


def revision_notes(context: Context, row: MeasureRating) -> Iterator[str]:
    """A note for each revision that a measure's value, or what it is compared with, rests on.

    The figure of before is entered in the figure book, with its place.
    """
    measure = context.framework.measures[row.measure]
    shown = [Period.parse(text) for text in (row.period, row.compared_period) if text]
    for period, revised in sorted(context.revised.get(measure.id, {}).items()):
        if not any(one.starts <= period.starts and period.ends <= one.ends for one in shown):
            continue
        about = "" if row.period == str(period) else f"{period.short_label} "
        was = _before(context, measure, period)
        yield f"{about}revised, before {was}: {revised.reason}"


def _before(context: Context, measure: Measure, period: Period) -> str:
    revised = context.revised[measure.id][period]
    if revised.before is None:
        return "there was no figure"
    figure = context.book.enter(
        number_text(revised.before, measure),
        measure.id,
        "before revision",
        period=str(period),
        what=f"{measure.name}, before it was revised",
        group=measure.name,
        how=f"exactly {revised.before}, as first supplied; revised because: {revised.reason}",
        refs=[revised.ref] if revised.ref else [],
    )
    return f"it was {figure.text}"
