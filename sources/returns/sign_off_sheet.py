"""The cover and the sign-off sheet of a form, read: whose name stands beside which step.

What a signature is worth is worked out in `signing`. Councils whose route has one step have no such
sheet: there the cover asks for the name.
"""

from collections.abc import Iterator

from sources.returns import form_layout
from sources.returns.account import Looked
from sources.returns.content import WHOLE_RETURN, SuppliedText, step_subject
from sources.returns.entries import is_dash
from sources.returns.tables import Shape, TableRow, beside, find_table
from sources.words import compact
from sources.workbooks.cells import Sheet, Workbook

_SHAPE = Shape(tuple((name,) for name in (form_layout.STEP_ID, *form_layout.STEP_ENTRIES.values())))


def cover_texts(cover: Sheet) -> Iterator[SuppliedText]:
    """What the cover says of the return as a whole: who completed it, and who signed it off."""
    for what, label in form_layout.COVER_ENTRIES.items():
        cell = beside(cover, label)
        if cell is not None and cell.text.strip():
            yield SuppliedText(WHOLE_RETURN, None, what, cell.text, cover.name, cell.address)


def read_sign_off(workbook: Workbook) -> tuple[Looked, tuple[SuppliedText, ...]]:
    """The sheet's table and its entries. Raises CannotRead if its headings are missing."""
    table = find_table(workbook, [form_layout.SIGN_OFF], _SHAPE)
    texts = tuple(text for row in table.rows for text in _entries(row))
    return Looked.at(table, [form_layout.STEP_ID]), texts


def _entries(row: TableRow) -> Iterator[SuppliedText]:
    step = compact(row.text(form_layout.STEP_ID))
    if not step:
        return
    for what, heading in form_layout.STEP_ENTRIES.items():
        cell = row.cell(heading)
        if cell is not None and not is_dash(cell):
            yield SuppliedText(step_subject(step), None, what, cell.text, row.sheet, cell.address)
