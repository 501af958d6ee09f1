"""The cover and the sign-off sheet of a form, and the names above tables, read: who signed what.

What a signature is worth is worked out in `signing`. Councils whose route has one step have no such
sheet: there the cover asks for the name.
"""

from collections.abc import Iterator

from sources.framework.layouts import Layout
from sources.returns import form_layout
from sources.returns.account import Looked
from sources.returns.content import WHOLE_RETURN, SuppliedText, TextField, step_subject
from sources.returns.entries import is_dash
from sources.returns.tables import Shape, Table, TableRow, beside, find_table
from sources.words import compact
from sources.workbooks.cells import Sheet, Workbook

_SHAPE = Shape(tuple((name,) for name in (form_layout.STEP_ID, *form_layout.STEP_ENTRIES.values())))


def cover_texts(cover: Sheet) -> Iterator[SuppliedText]:
    """What the cover says of the return as a whole: who completed it, and who signed it off."""
    for what, label in form_layout.COVER_ENTRIES.items():
        cell = beside(cover, label)
        if cell is not None and cell.text.strip():
            yield SuppliedText(WHOLE_RETURN, None, what, cell.text, cover.name, cell.address)


def table_sign_off(table: Table, layout: Layout) -> Iterator[SuppliedText]:
    """Who signed a table off, where its layout says beside which words that stands."""
    label = layout.signed_off_label
    signed = beside(table.sheet, label) if label is not None else None
    if signed is not None:
        what, sheet = TextField.SIGNED_OFF_BY, table.sheet.name
        yield SuppliedText(WHOLE_RETURN, None, what, signed.text, sheet, signed.address)


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
