"""Excel's old binary format (.xls), read by xlrd: values, formats, errors, what is hidden.

That format stores a formula's result like a typed value as far as xlrd tells; so that is unknown.
"""

import io
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sources.workbooks.addresses import address_of
from sources.workbooks.cells import CannotRead, Cell, Fact, Sheet, Workbook, check_name
from sources.workbooks.limits import (
    DAMAGED,
    LOCKED,
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_OLD_BYTES,
    MAX_ROWS,
    MAX_SHEETS,
    MAX_SHORT_TEXT,
    NO_SHEETS,
    NOT_A_WORKBOOK,
    TOO_LARGE,
)
from sources.workbooks.number_formats import (
    EPOCH_1900,
    EPOCH_1904,
    GENERAL,
    date_shown,
    is_date,
    is_elapsed,
    plain_number,
)

if TYPE_CHECKING:
    import xlrd

# A modern workbook with a password is put into the old container, under this name.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PARTS_OF_OLD_EXCEL = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book"))


def open_old(data: bytes) -> Workbook:
    """Every cell of an .xls file that holds anything. Raises CannotRead."""
    if len(data) > MAX_OLD_BYTES:
        raise CannotRead(TOO_LARGE)
    if _ENCRYPTED in data:
        raise CannotRead(LOCKED)
    if not any(name in data for name in _PARTS_OF_OLD_EXCEL):
        # An old Word or mail file comes in the same container.
        raise CannotRead(NOT_A_WORKBOOK)
    try:
        return _workbook(_opened(data))
    except CannotRead:
        raise
    except MemoryError:
        raise
    except Exception:
        # A damaged file runs xlrd into whatever its bytes lead to: its own error, and those of
        # struct, index, assertion and decoding among them.
        pass
    raise CannotRead(DAMAGED)


def _opened(data: bytes) -> "xlrd.book.Book":
    import xlrd

    # Names are worked out on opening, for nobody's use here; a few that refer to one another can
    # be made to fill all memory.
    xlrd.book.Book.names_epilogue = lambda _book: None
    is_locked = False
    try:
        return xlrd.open_workbook(
            file_contents=data,
            formatting_info=True,
            ragged_rows=True,
            on_demand=True,
            logfile=io.StringIO(),
        )
    except xlrd.XLRDError as error:
        is_locked = "encrypted" in str(error)
    raise CannotRead(LOCKED if is_locked else DAMAGED)


def _workbook(book: "xlrd.book.Book") -> Workbook:
    epoch = EPOCH_1904 if book.datemode else EPOCH_1900
    workbook = Workbook("xls", {}, (Fact.FORMULAS,))
    if book.nsheets > MAX_SHEETS:
        raise CannotRead(TOO_LARGE)
    places = [place for place in book._sh_abs_posn if place is not None]
    if len(set(places)) < len(places):
        # One sheet under many names would be read as often.
        raise CannotRead(DAMAGED)
    for number, name in enumerate(book.sheet_names()):
        check_name(name, workbook.sheets)
        workbook.sheets[name] = _sheet(book, book.sheet_by_index(number), epoch)
        book.unload_sheet(number)
        if workbook.cell_count > MAX_CELLS:
            raise CannotRead(TOO_LARGE)
    if not workbook.sheets:
        raise CannotRead(NO_SHEETS)
    return workbook


def _sheet(book: "xlrd.book.Book", sheet: "xlrd.sheet.Sheet", epoch: datetime) -> Sheet:
    is_hidden = sheet.visibility != 0
    hidden_rows = frozenset(row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden)
    hidden_columns = frozenset(
        column + 1 for column, info in sheet.colinfo_map.items() if info.hidden
    )
    covered: set[tuple[int, int]] = set()
    areas = 0
    for top, bottom, left, right in sheet.merged_cells:
        areas += (bottom - top) * (right - left)
        if areas > MAX_CELLS:
            raise CannotRead(TOO_LARGE)
        covered |= {(r, c) for r in range(top, bottom) for c in range(left, right)} - {(top, left)}
    cells = {}
    for row in range(sheet.nrows):
        for column, found in enumerate(sheet.row(row)):
            number_format = _format(book, found)
            shown = _shown(found.ctype, found.value, number_format, epoch)
            if not shown[0]:
                continue
            if row >= MAX_ROWS or column >= MAX_COLUMNS:
                raise CannotRead(TOO_LARGE)
            hides = row + 1 in hidden_rows or column + 1 in hidden_columns
            cell = Cell(
                sheet.name,
                row + 1,
                column + 1,
                *shown,
                number_format,
                is_hidden=is_hidden or hides or (row, column) in covered,
            )
            cells[cell.address] = cell
    merged = tuple(
        f"{address_of(top + 1, left + 1)}:{address_of(bottom, right)}"
        for top, bottom, left, right in sheet.merged_cells
    )
    return Sheet(sheet.name, cells, is_hidden, hidden_rows, hidden_columns, merged)


def _format(book: "xlrd.book.Book", cell: Any) -> str:
    if cell.xf_index is None:
        return GENERAL
    found = book.format_map.get(book.xf_list[cell.xf_index].format_key)
    return _storable(str(found.format_str)[:MAX_SHORT_TEXT]) if found else GENERAL


def _shown(
    kind: int, value: Any, number_format: str, epoch: datetime
) -> tuple[str, Decimal | None, str | None]:
    import xlrd

    if kind == xlrd.XL_CELL_TEXT:
        return _storable(str(value)), None, None
    if kind == xlrd.XL_CELL_BOOLEAN:
        return ("TRUE" if value else "FALSE"), None, None
    if kind == xlrd.XL_CELL_ERROR:
        code = xlrd.error_text_from_code.get(value, "#VALUE!")
        return code, None, code
    if kind not in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        return "", None, None
    if is_date(number_format):
        return date_shown(value, is_elapsed(number_format), epoch)
    return plain_number(value)


def _storable(text: str) -> str:
    """A text without what no text can hold: zero characters, and halves of a character."""
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return whole.replace("\0", "\ufffd")
