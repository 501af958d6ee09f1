"""Invented returns of measures that come as a table in a declared layout, as HR sends them.

Who sends it when is `play`; the form is `filling`.
"""

import csv
import io

from pipelines.demo.figures import invent
from pipelines.demo.filling import commentary_on
from sources.framework.framework import Framework
from sources.framework.keys import Close, Slot

_SIGNED_BY = "Head of the team"


def table_slots(framework: Framework, close: Close) -> list[Slot]:
    """The recurring returns of a close that are tables of measures, and collect something."""
    return [
        slot
        for slot in framework.slots_of(close)
        if framework.layouts[framework.returns[slot.return_id].layout].kind == "table"
        and framework.collects(slot)
    ]


def table_csv(framework: Framework, slot: Slot) -> bytes:
    """A return of measures as a CSV file in its layout, with a sign-off where it asks for one."""
    layout = framework.layouts[framework.returns[slot.return_id].layout]
    given = {
        "measure": layout.measure,
        "period": layout.period,
        "actual": layout.actual,
        "numerator": layout.numerator,
        "denominator": layout.denominator,
        "reason": layout.reason,
        "commentary": layout.commentary,
    }
    asked = {name: heading[0] for name, heading in given.items() if heading}
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    if layout.period_label:
        writer.writerow([layout.period_label, str(slot.period)])
    if layout.signed_off_label:
        writer.writerow([layout.signed_off_label, _SIGNED_BY])
    writer.writerow(asked.values())
    for measure in framework.measures_of(slot.return_id):
        for period in framework.due_in(measure, slot.period):
            figure = invent(framework, measure, period)
            cells = {
                "measure": measure.name if layout.measure_by == "name" else measure.id,
                "period": str(period),
                "actual": figure.actual,
                "numerator": figure.numerator,
                "denominator": figure.denominator,
                "commentary": commentary_on(framework, measure, slot, figure),
            }
            shown = [cells.get(name) for name in asked]
            writer.writerow(["" if one is None else str(one) for one in shown])
    return text.getvalue().encode()
