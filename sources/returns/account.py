"""The account of a file: what became of every cell that holds anything.

Nothing in a file is lost without a word: a cell is a value, a text, part of what the layout or the
form is made of, or listed as not read. Saying it to the sender is for `checks`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sources.returns import form_layout
from sources.returns.budget_lines import SuppliedAmount
from sources.returns.content import SheetAccount, SuppliedText, SuppliedValue, Unread, Use
from sources.returns.tables import Table
from sources.values import Absence, Unit, parse_text
from sources.words import plain, sheet_name
from sources.workbooks.cells import Cell, Workbook

_FORM_SHEETS = (
    form_layout.COVER,
    form_layout.MEASURES,
    form_layout.KEY_ACTIONS,
    form_layout.INSTRUCTIONS,
    form_layout.EARLIER,
    *form_layout.OPTIONAL,
    form_layout.SIGN_OFF,
    form_layout.SIGNERS,
)


@dataclass(frozen=True)
class Looked:
    """A table that was read, and the columns that say what its rows are about.

    `explained` are the columns whose cell may stand beside a stated reason for having no value.
    """

    table: Table
    keys: frozenset[int]
    explained: frozenset[int] = frozenset()

    @classmethod
    def at(cls, table: Table, keys: Iterable[str], explained: Iterable[str] = ()) -> "Looked":
        def columns(headings: Iterable[str]) -> frozenset[int]:
            return frozenset(table.columns[plain(heading)] for heading in headings)

        return cls(table, columns(keys), columns(explained))


def account(
    workbook: Workbook,
    tables: Sequence[Looked],
    values: Iterable[SuppliedValue | SuppliedAmount],
    texts: Iterable[SuppliedText],
    passed_over: Iterable[str],
    is_form: bool,
    others: Mapping[tuple[str, str], Use] | None = None,
) -> tuple[tuple[SheetAccount, ...], tuple[Unread, ...]]:
    """Every sheet's cells by what became of them, and the columns that nothing was read from.

    `others` are cells that are neither values nor texts of these, with what became of them.
    """
    used: dict[tuple[str, str], Use] = dict(others or {})
    used |= {(text.sheet, text.cell): Use.TEXT for text in texts}
    used |= {(value.sheet, value.cell): _use_of(value) for value in values}
    by_sheet = {looked.table.sheet.name: looked for looked in tables}
    own = {sheet_name(name) for name in _FORM_SHEETS} if is_form else set()
    known = {plain(heading) for heading in passed_over}
    accounts, unread = [], []
    for sheet in workbook.sheets.values():
        looked = by_sheet.get(sheet.name)
        uses: Counter[Use] = Counter()
        left: dict[str | None, list[Cell]] = {}
        rows = {cell.row for cell in sheet.cells.values() if (sheet.name, cell.address) in used}
        for cell in sheet.cells.values():
            use = used.get((sheet.name, cell.address)) or _rest(
                cell, looked, known, rows, is_form, sheet_name(sheet.name) in own
            )
            uses[use] += 1
            if use is Use.UNREAD:
                left.setdefault(_heading(cell, looked), []).append(cell)
        accounts.append(
            SheetAccount(sheet.name, sheet.is_hidden, sheet.row_count, len(sheet.cells), dict(uses))
        )
        unread += [
            Unread(sheet.name, heading, cells[0].address, len(cells))
            for heading, cells in left.items()
        ]
    return tuple(accounts), tuple(unread)


def _use_of(value: SuppliedValue | SuppliedAmount) -> Use:
    if value.value.absence is None:
        return Use.VALUE
    return Use.UNREADABLE if value.value.absence is Absence.UNREADABLE else Use.ABSENCE


def _rest(
    cell: Cell,
    looked: Looked | None,
    passed_over: set[str],
    used_rows: set[int],
    is_form: bool,
    is_own: bool,
) -> Use:
    """What became of a cell that is no value or text of the return."""
    if looked is None:
        return Use.FORM if is_own else Use.UNREAD
    table = looked.table
    if cell.row < table.first_line:
        return Use.FORM if is_form else Use.PASSED_OVER
    if cell.row <= table.last_line:
        return Use.HEADING
    if cell.row in table.notes or (table.after and cell.row >= table.after):
        return Use.PASSED_OVER
    if cell.column in looked.keys:
        return Use.KEY
    if cell.column in table.columns.values():
        if parse_text(cell.text, Unit.NUMBER).absence is Absence.BLANK:
            return Use.BLANK
        # What stands in the value's own cell is kept with the reason.
        is_kept = cell.row in used_rows and cell.column in looked.explained
        return Use.TEXT if is_kept else Use.NOT_USED
    heading = plain(table.headings.get(cell.column, ""))
    if heading in passed_over:
        return Use.PASSED_OVER
    return Use.FORM if is_form and heading in _SHOWN else Use.UNREAD


_SHOWN = {plain(heading) for heading in form_layout.SHOWN}


def _heading(cell: Cell, looked: Looked | None) -> str | None:
    return looked.table.headings.get(cell.column) if looked else None
