"""Long tables of series: a delimited file's rows one by one, far more of them than a return has.

Only for tables that belong to no return: nothing of them is kept or accounted for. Returns are read
by `tables`, and so is a workbook.
"""

from collections.abc import Iterator
from itertools import chain, islice

from sources.returns.tables import Shape, Table, TableRow, find_table
from sources.workbooks import limits
from sources.workbooks.cells import CannotRead, Cell
from sources.workbooks.delimited import SHEET_NAME, records, table_of
from sources.workbooks.door import open_file

MAX_ROWS = 1_000_000
MAX_BYTES = 100_000_000
TOO_LONG = (
    f"This table is longer than {MAX_ROWS:,} rows or {MAX_BYTES // 1_000_000} MB: "
    "give its series in several files."
)
WORKBOOK_TOO_LARGE = (
    f"This workbook is larger than {limits.MAX_ROWS:,} rows, {limits.MAX_COLUMNS} columns or "
    f"{limits.MAX_CELLS:,} cells: save the table as CSV, which may have {MAX_ROWS:,} rows."
)
# Headings stand among the first rows, as in any table.
_HEAD = 100
_ZIP, _OLE = b"PK", bytes.fromhex("D0CF11E0")


def series_rows(data: bytes, shape: Shape) -> Iterator[TableRow]:
    """The rows of a table of a shape, in their order. Raises CannotRead for a file without one."""
    if data.startswith((_ZIP, _OLE)):
        try:
            yield from find_table(open_file(data), (), shape).rows
        except CannotRead as error:
            if str(error) != limits.TOO_LARGE:
                raise
            raise CannotRead(WORKBOOK_TOO_LARGE) from None
        return
    is_short = len(data) <= limits.MAX_TABLE_BYTES and data.count(b"\n") < limits.MAX_ROWS
    if is_short:
        yield from find_table(open_file(data), (), shape).rows
        return
    if len(data) > MAX_BYTES:
        raise CannotRead(TOO_LONG)
    numbered = records(data)
    head = list(islice(numbered, _HEAD))
    table = find_table(table_of(head), (), shape)
    yield from _rows(table, chain(head, numbered))


def _rows(table: Table, numbered: Iterator[tuple[int, list[str]]]) -> Iterator[TableRow]:
    width = table.sheet.widths[table.last_line]
    # Where every row is longer, a program only ends its lines with a delimiter.
    first = table.rows[0].number if table.rows else 0
    width = max(width, table.sheet.widths.get(first, 0))
    count = 0
    for number, record in numbered:
        if number <= table.last_line or not any(record):
            continue
        count += 1
        if count > MAX_ROWS:
            raise CannotRead(TOO_LONG)
        if len(record) > width:
            raise CannotRead(
                f"Row {number} of this table has more fields than there are headings: write "
                "numbers without commas, or put them in quotation marks."
            )
        cells = {
            name: Cell(SHEET_NAME, number, column, record[column - 1])
            for name, column in table.columns.items()
            if column <= len(record) and record[column - 1].strip()
        }
        if cells:
            yield TableRow(SHEET_NAME, number, cells, table.columns)
