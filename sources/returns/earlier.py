"""Earlier values that a form carries, so that it can be checked where no history is at hand.

What stands in the sheet of earlier values and how it is read back. It serves a verdict given before
a return is sent, and nothing else: what was really sent before is the ledger's to say. Writing the
sheet is `form_earlier`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sources.framework.keys import KeyProblem, Period
from sources.returns import form_layout
from sources.returns.tables import Shape, TableRow, beside, find_sheet, find_table
from sources.values import Unit, parse_number, parse_text
from sources.words import compact
from sources.workbooks.cells import CannotRead, Workbook

_SHAPE = Shape(
    tuple(
        (name,)
        for name in (
            form_layout.MEASURE_ID,
            form_layout.PERIOD_KEY,
            form_layout.EARLIER_VALUE,
            form_layout.EARLIER_COMMENTARY,
        )
    )
)


@dataclass(frozen=True)
class Earlier:
    """What was known of a return's measures on a day: actuals as supplied, and commentary.

    Both by measure and measurement period. Values that an error holds back are not among them.
    """

    as_at: date
    actuals: Mapping[str, Mapping[Period, Decimal]] = field(default_factory=dict)
    said: Mapping[str, Mapping[Period, str]] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not any(self.actuals.values()) and not any(self.said.values())

    def pairs(self) -> list[tuple[str, Period]]:
        """Every measure and period of which anything is known, in order."""
        held = [(name, own) for one in (self.actuals, self.said) for name, own in one.items()]
        return sorted({(name, period) for name, own in held for period in own})


def earlier_in(workbook: Workbook, measures: Iterable[str]) -> Earlier | None:
    """The earlier values that a form carries of these measures; None if it carries none.

    A sheet that was changed gives what can still be read of it: nothing but a verdict rests on it.
    """
    sheet = find_sheet(workbook, form_layout.EARLIER)
    if sheet is None:
        return None
    told = beside(sheet, form_layout.EARLIER_AS_AT)
    try:
        as_at = date.fromisoformat((told.text if told else "").strip()[:10])
        only = Workbook(workbook.kind, {sheet.name: sheet}, workbook.unknown)
        rows = find_table(only, [form_layout.EARLIER], _SHAPE).rows
    except (ValueError, CannotRead):
        return None
    known = {compact(name): name for name in measures}
    actuals: dict[str, dict[Period, Decimal]] = {}
    said: dict[str, dict[Period, str]] = {}
    for row in rows:
        measure, period = known.get(compact(row.text(form_layout.MEASURE_ID))), _period(row)
        if measure is None or period is None:
            continue
        number, words = _number(row), row.text(form_layout.EARLIER_COMMENTARY).strip()
        if number is not None:
            actuals.setdefault(measure, {})[period] = number
        if words:
            said.setdefault(measure, {})[period] = words
    found = Earlier(as_at, actuals, said)
    return None if found.is_empty else found


def _period(row: TableRow) -> Period | None:
    try:
        return Period.parse(row.text(form_layout.PERIOD_KEY).strip())
    except KeyProblem:
        return None


def _number(row: TableRow) -> Decimal | None:
    cell = row.cell(form_layout.EARLIER_VALUE)
    if cell is None:
        return None
    if cell.number is None:
        return parse_text(cell.text, Unit.NUMBER).number
    return parse_number(cell.number, Unit.NUMBER, cell.text).number
