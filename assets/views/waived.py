"""Waived findings as readers see them: what was accepted, by whom, until when and why."""

from collections.abc import Iterable
from datetime import date

from assets.views.context import Context
from assets.views.wording import finding_order
from report_templates.waived import WaivedLine, WaivedPart
from sources.framework.day_rules import day_text
from sources.framework.framework import Framework
from sources.framework.keys import Slot
from warehouse.rows import WaivedFinding


def waived_lines(framework: Framework, rows: Iterable[WaivedFinding]) -> tuple[WaivedLine, ...]:
    """Waived findings in words, return by return, the worst first."""
    measures = framework.measures
    return tuple(
        WaivedLine(
            return_name=framework.returns[Slot.parse(row.slot).return_id].name,
            measure=measures[row.measure].name if row.measure and row.measure in measures else None,
            severity=row.severity,
            place=f"{row.sheet}!{row.cell}" if row.sheet and row.cell else "the whole return",
            message=row.message,
            until=day_text(date.fromisoformat(row.until)),
            by=row.authorised_by,
            reason=row.reason,
        )
        for row in sorted(rows, key=lambda row: (row.slot, finding_order(row.finding)))
    )


def waived_part(context: Context) -> WaivedPart | None:
    """What a report says of waivers; None if nothing is waived.

    Who accepted what, and why, is the council's own business: the public reads how many.
    """
    rows = context.results.waived
    if not rows:
        return None
    count = context.book.count(
        len(rows), "quality", "waived", "Findings that are waived", "Data quality"
    )
    return WaivedPart(count, () if context.is_public else waived_lines(context.framework, rows))
