"""Delimited files (CSV): bytes in, one sheet named `table` of text cells out.

Which heading means what is the layout's and `read`'s business; numbers are parsed there too.
"""

import csv
import io
import re

from sources.returns.addresses import address_of
from sources.returns.content import CannotRead, Cell, Sheet, Workbook

SHEET_NAME = "table"
MAX_BYTES = 20_000_000
MAX_COLUMNS = 200
MAX_CELLS = 500_000

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_BINARY_HEADERS = (
    b"PK",
    bytes.fromhex("D0CF11E0"),
    b"%PDF",
    b"\x89PNG",
    b"{\\rtf",
    b"\x1f\x8b",
)
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1f]")

NOT_A_TABLE = "This file is not a delimited text table: save it as CSV UTF-8 and send that."
EMPTY = "This file is empty: save the table again and check that it has rows before sending it."
TOO_LARGE = "This table is far larger than a return: send only the rows that were asked for."


def open_delimited(data: bytes) -> Workbook:
    """Every non-empty cell of a delimited file, addressed as in a spreadsheet. Raises CannotRead.

    A row's number counts records, blank ones included: a quoted text over several lines is one.
    The text may be UTF-8, UTF-16 with a byte order mark, or Windows-1252; the delimiter is the
    one of comma, semicolon and tab that the heading line uses most.
    """
    if len(data) > MAX_BYTES:
        raise CannotRead(TOO_LARGE)
    text = _decoded(data)
    if not text.strip():
        raise CannotRead(EMPTY)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    cells: dict[str, Cell] = {}
    try:
        for row, record in enumerate(reader, start=1):
            if len(record) > MAX_COLUMNS:
                raise CannotRead(TOO_LARGE)
            for column, typed in enumerate(record, start=1):
                if typed:
                    address = address_of(row, column)
                    cells[address] = Cell(SHEET_NAME, address, typed)
            if len(cells) > MAX_CELLS:
                raise CannotRead(TOO_LARGE)
    except csv.Error:
        raise CannotRead(
            f"Line {reader.line_num} of this table cannot be read: check its quotation marks, "
            "or save the table again as CSV UTF-8."
        ) from None
    return Workbook({SHEET_NAME: Sheet(SHEET_NAME, cells)})


def _decoded(data: bytes) -> str:
    if data.startswith(_BINARY_HEADERS):
        raise CannotRead(NOT_A_TABLE)
    try:
        text = data.decode("utf-16" if data.startswith(_UTF_16) else "utf-8-sig")
    except UnicodeDecodeError:
        if data.startswith(_UTF_16):
            raise CannotRead(NOT_A_TABLE) from None
        text = _decoded_windows(data)
    if "\0" in text:
        # Also what UTF-16 without a byte order mark looks like.
        raise CannotRead(NOT_A_TABLE)
    return text


def _decoded_windows(data: bytes) -> str:
    """Windows-1252 gives almost any bytes a meaning, so control characters tell binary files."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        raise CannotRead(NOT_A_TABLE) from None
    if _CONTROL.search(text):
        raise CannotRead(NOT_A_TABLE)
    return text


def _delimiter(text: str) -> str:
    heading = next(line for line in text.splitlines() if line.strip())
    unquoted = re.sub(r'"[^"]*"', "", heading)
    # max() keeps the first of equals: a comma, when the heading line has only one column.
    return max((",", ";", "\t"), key=unquoted.count)
