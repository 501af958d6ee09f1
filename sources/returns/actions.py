"""Key actions in a form: their rows and texts, and what their entries mean.

Their ratings are words of the council's own scheme, and are told apart where ratings are.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sources.framework.framework import Framework
from sources.framework.keys import Slot
from sources.returns import form_layout
from sources.returns.account import Looked
from sources.returns.content import Row, SuppliedText, TextField
from sources.returns.entries import value_of
from sources.returns.tables import Shape, find_table
from sources.values import Unit, parse_text
from sources.words import compact
from sources.workbooks.cells import Cell, Workbook

_ENTRIES = form_layout.ACTION_ENTRIES
_SHAPE = Shape(tuple((name,) for name in (form_layout.ACTION_ID, *_ENTRIES.values())))
_DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y", "%d.%m.%Y", "%B %Y", "%b %Y")


@dataclass(frozen=True)
class ReadActions:
    """The table of key actions as read: all its rows, and the texts of the return's own."""

    looked: Looked
    rows: tuple[Row, ...]
    texts: tuple[SuppliedText, ...]


def read_actions(workbook: Workbook, slot: Slot, framework: Framework) -> ReadActions:
    """Read the sheet of key actions. Raises CannotRead if its headings are missing."""
    own = framework.returns[slot.return_id].departments
    known = {compact(name): action for name, action in framework.actions.items()}
    table = find_table(workbook, [form_layout.KEY_ACTIONS], _SHAPE)
    rows, texts = [], []
    for row in table.rows:
        filled = {w: cell for w, h in _ENTRIES.items() if (cell := row.cell(h)) is not None}
        name = row.text(form_layout.ACTION_ID)
        action = known.get(compact(name))
        rows.append(
            Row(
                sheet=row.sheet,
                number=row.number,
                measure=name,
                period="",
                measure_cell=row.address(form_layout.ACTION_ID) or "",
                period_cell=None,
                has_entries=bool(filled),
                subject=action.id if action else None,
                stated=slot.period,
                value_cell=row.address(_ENTRIES[TextField.SUPPLIED_RATING]),
            )
        )
        if action is None or action.department not in own:
            continue
        for what, cell in filled.items():
            text = _percent_text(cell) if what is TextField.PERCENT_COMPLETE else cell.text
            texts.append(SuppliedText(action.id, slot.period, what, text, row.sheet, cell.address))
    return ReadActions(Looked.at(table, [form_layout.ACTION_ID]), tuple(rows), tuple(texts))


def percent_complete(text: str) -> Decimal | None:
    """From 0 to 100; None for anything else."""
    number = parse_text(text, Unit.PERCENT).number
    return number if number is not None and 0 <= number <= 100 else None


def a_day(text: str) -> date | None:
    """A day of the calendar, as a spreadsheet or a person writes it; of a month, its first."""
    for pattern in _DAYS:
        try:
            return datetime.strptime(text.strip().removesuffix("T00:00:00"), pattern).date()
        except ValueError:
            continue
    return None


def _percent_text(cell: Cell) -> str:
    """Percent complete as its typist saw it: a cell showing 45% holds 0.45."""
    number = None if cell.number is None else value_of(cell, Unit.PERCENT).number
    return cell.text if number is None else format(number, "f")
