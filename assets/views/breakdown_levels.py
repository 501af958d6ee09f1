"""What the parts of a measure come to, as its page shows it: together, and at coarser levels."""

from collections.abc import Mapping

from assets.analysis.part_series import newest_of
from assets.analysis.rollup import Total, through_levels
from assets.analysis.series import Series, kept
from assets.views.context import Context
from assets.views.part_map import part_map
from assets.views.wording import named, number_text, plain
from report_templates.measure_breakdowns import PartLine, PartTable
from report_templates.parts import Figure
from sources.framework.breakdowns import Breakdown, Part, over_parts
from sources.framework.keys import Period
from sources.framework.measures import Measure
from sources.framework.over_parts import OverParts


def total_line(
    context: Context,
    measure: Measure,
    key: str,
    name: str,
    total: Total,
    period: Period,
    parts: tuple[Part, ...],
) -> PartLine:
    """What parts come to, worked out anew: it may differ from what was sent as the whole."""
    value = total.value
    if value is None:
        lacking = named([part.name for part in parts if part.id in total.lacking])
        return PartLine(name, None, f"{total.outcome.value}: {lacking or total.how}")
    figure = context.book.enter(
        number_text(value, measure),
        measure.id,
        "parts together",
        period=str(period),
        breakdown=key,
        what=f"What the parts of {measure.name} come to: {name}",
        group=measure.name,
        how=f"exactly {plain(str(value))}, {total.how}",
        refs=total.refs,
    )
    top, bottom = (
        _added(context, measure, key, quantity, total, period)
        for quantity in ("numerator", "denominator")
    )
    latest = total.amount.at if total.amount else None
    of = latest.short_label if latest else None
    return PartLine(name, figure, numerator=top, denominator=bottom, of=of)


def _added(
    context: Context, measure: Measure, key: str, quantity: str, total: Total, period: Period
) -> Figure | None:
    """What numerators, or denominators, add up to; None where nothing is divided."""
    if over_parts(measure) is not OverParts.WEIGHTED_RATIO or total.amount is None:
        return None
    exact = kept(total.amount.top if quantity == "numerator" else total.amount.bottom)
    if exact is None:
        return None
    return context.book.enter(
        f"{exact:,f}",
        measure.id,
        f"{quantity}s together",
        period=str(period),
        breakdown=key,
        what=f"{quantity.capitalize()}s of the parts of {measure.name}, added up",
        group=measure.name,
        how=f"sum of {total.parts} parts",
        refs=[ref for ref in total.refs if ref.quantity == quantity],
    )


def levels(
    context: Context,
    measure: Measure,
    breakdown: Breakdown,
    known: Mapping[str, Series],
    period: Period,
) -> list[PartTable]:
    """The coarser levels that a measure's parts come to, of which it has no figures itself."""
    framework = context.framework
    within: dict[str, str | None] = {}
    coarser: list[Breakdown] = []
    at: Breakdown | None = breakdown
    while at is not None:
        outer = framework.breakdowns[at.within] if at.within else None
        within |= {part.id: part.within if outer else None for part in at.parts_in(period)}
        coarser += [outer] if outer is not None else []
        at = outer
    leaves = [part.id for part in breakdown.parts_in(period)]
    figures, dates = newest_of(measure, leaves, known, period)
    totals = through_levels(measure, within, figures, dates)
    tables = []
    for level in coarser:
        if level.id in measure.breakdowns:
            continue
        parts = level.parts_in(period)
        finest = breakdown.parts
        lines = [
            (part, total_line(context, measure, part.id, part.name, total, period, finest))
            for part in parts
            if (total := totals.get(part.id)) is not None
        ]
        whole = totals[None]
        caption = f"By {level.name.lower()}, {period.label}"
        tables.append(
            PartTable(
                column=level.name,
                caption=caption,
                covered=f"Worked out from the figures by {breakdown.name.lower()}.",
                lines=tuple(line for _, line in lines),
                total=total_line(context, measure, level.id, "Together", whole, period, finest),
                map=part_map(framework, measure.name, caption, level, lines),
            )
        )
    return tables
