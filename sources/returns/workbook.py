"""The one reading door for Excel workbooks: bytes in, every non-empty cell as a fact out.

Nothing here knows forms or measures. openpyxl is known here and in `forms`, nowhere else, and is
imported only when a workbook is opened (it is slow to import).
"""

import math
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from io import BytesIO
from typing import TYPE_CHECKING, Any

from sources.returns.addresses import address_of
from sources.returns.content import CannotRead, Cell, Sheet, Workbook
from sources.returns.package import DAMAGED, MAX_CELLS, SAVE_AGAIN, TOO_LARGE, look_over
from sources.values import spreadsheet_number

if TYPE_CHECKING:
    from openpyxl import Workbook as ExcelWorkbook
    from openpyxl.worksheet.worksheet import Worksheet

MAX_ROWS = 20_000
MAX_COLUMNS = 200

# A formula that no program has calculated yet has no value to believe, and is not blank either.
NOT_CALCULATED = "#NOT-CALCULATED"
# A number outside what a spreadsheet can show.
NOT_A_NUMBER = "#NUM!"

NO_SHEETS = f"This workbook has no sheet that can be read: {SAVE_AGAIN}."


def open_workbook(data: bytes) -> Workbook:
    """Every non-empty cell of an .xlsx or .xlsm file. Raises CannotRead.

    Booleans become the texts TRUE and FALSE, dates ISO texts. An error cell keeps its code as
    `error` and `text`; so does a formula without a stored result, as `#NOT-CALCULATED`. A formula
    whose result is an empty text shows nothing and counts as an empty cell.
    """
    look_over(data)
    formulas, results = _load(data, results=False), _load(data, results=True)
    sheets = {}
    for sheet in formulas.worksheets:
        sheets[sheet.title] = _read_sheet(sheet, results[sheet.title])
    if not sheets:
        raise CannotRead(NO_SHEETS)
    workbook = Workbook(sheets)
    if workbook.cell_count > MAX_CELLS:
        raise CannotRead(TOO_LARGE)
    return workbook


def _load(data: bytes, *, results: bool) -> "ExcelWorkbook":
    import openpyxl

    if not openpyxl.DEFUSEDXML:
        raise RuntimeError("defusedxml must be installed to open workbooks from outside")
    try:
        with warnings.catch_warnings():
            # openpyxl warns of what it would lose on saving; nothing is saved here.
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(BytesIO(data), data_only=results, keep_links=False)
    except Exception:
        # openpyxl has no exception of its own for bad input: anything may come out of it, and
        # whatever it is, the sender's file is at fault.
        raise CannotRead(DAMAGED) from None


def _read_sheet(formulas: "Worksheet", results: "Worksheet") -> Sheet:
    is_hidden = formulas.sheet_state != "visible"
    hidden_rows = {row for row, dimension in formulas.row_dimensions.items() if dimension.hidden}
    hidden_columns = _hidden_columns(formulas)
    found = _stored_cells(results)
    cells: dict[str, Cell] = {}
    for (row, column), source in sorted(_stored_cells(formulas).items()):
        is_formula = source.data_type == "f"
        shown = found.get((row, column), source) if is_formula else source
        fact = _fact(shown.value, shown.data_type, is_formula)
        if fact is None:
            continue
        if row > MAX_ROWS or column > MAX_COLUMNS:
            raise CannotRead(TOO_LARGE)
        text, number, error = fact
        address = address_of(row, column)
        cells[address] = Cell(
            sheet=formulas.title,
            address=address,
            text=text,
            number=number,
            error=error,
            number_format=source.number_format,
            is_formula=is_formula,
            is_hidden=is_hidden or row in hidden_rows or column in hidden_columns,
        )
    return Sheet(formulas.title, cells, is_hidden)


def _stored_cells(sheet: "Worksheet") -> dict[tuple[int, int], Any]:
    # The public iterators would make an object for every cell between A1 and the farthest one:
    # a single cell at XFD1048576 would be enough to run out of memory.
    stored: dict[tuple[int, int], Any] = sheet._cells
    return stored


def _hidden_columns(sheet: "Worksheet") -> frozenset[int]:
    """Columns are hidden in stretches, and openpyxl lists a stretch under its first column."""
    return frozenset(_stretches(sheet))


def _stretches(sheet: "Worksheet") -> Iterator[int]:
    for dimension in sheet.column_dimensions.values():
        if dimension.hidden and dimension.min and dimension.max:
            yield from range(dimension.min, min(dimension.max, MAX_COLUMNS) + 1)


def _fact(
    value: Any, data_type: str, is_formula: bool
) -> tuple[str, Decimal | None, str | None] | None:
    """A stored value as text, number and error code; None for an empty cell."""
    if value is None or value == "":
        # A calculated empty text keeps its type; a formula never calculated has none.
        is_calculated = data_type in ("s", "str")
        return (NOT_CALCULATED, None, NOT_CALCULATED) if is_formula and not is_calculated else None
    if data_type == "e":
        return str(value), None, str(value)
    if isinstance(value, bool):
        return str(value).upper(), None, None
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, datetime | date | time | timedelta):
        return _date_text(value), None, None
    return _typed(str(value)), None, None


def _number(value: float) -> tuple[str, Decimal | None, str | None]:
    if not math.isfinite(value):
        return NOT_A_NUMBER, None, NOT_A_NUMBER
    try:
        number = spreadsheet_number(value)
    except InvalidOperation:
        # Too many digits to write out; the number is kept and judged later.
        number = Decimal(format(float(value), ".15g"))
        return str(number), number, None
    return format(number, "f"), number, None


def _date_text(value: datetime | date | time | timedelta) -> str:
    """`2023-10-24`; with its time only if it has one."""
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return value.isoformat()


def _typed(text: str) -> str:
    """Text as typed: workbooks write control characters such as carriage return as `_x000D_`."""
    from openpyxl.utils.escape import unescape

    unescaped: str = unescape(text)
    return unescaped
