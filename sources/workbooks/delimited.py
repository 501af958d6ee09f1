"""Delimited files (CSV): bytes in, one sheet named `table` of text cells out.

Which heading means what is the layout's and `read`'s business; numbers are parsed there too.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from sources.workbooks.cells import CannotRead, Cell, Fact, Sheet, Workbook
from sources.workbooks.limits import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, MAX_TABLE_BYTES

SHEET_NAME = "table"

# Text says nothing of these.
_UNKNOWN = (Fact.NUMBER_FORMATS, Fact.FORMULAS, Fact.MERGING)
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_BINARY_HEADERS = (
    b"PK",
    bytes.fromhex("D0CF11E0"),
    b"%PDF",
    b"\x89PNG",
    b"{\\rtf",
    b"\x1f\x8b",
)
# How much of the text the delimiter is told from.
_LOOKED_AT = 20_000
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1f]")

NOT_A_TABLE = "This file is not a delimited text table: save it as CSV UTF-8 and send that."
EMPTY = "This file is empty: save the table again and check that it has rows before sending it."
TOO_LARGE = (
    f"This table is far larger than a return (over {MAX_ROWS:,} rows, {MAX_COLUMNS} columns, "
    f"{MAX_CELLS:,} cells or {MAX_TABLE_BYTES // 1_000_000} MB): send only the rows that were "
    "asked for."
)


def open_delimited(data: bytes) -> Workbook:
    """Every non-empty cell of a delimited file, addressed as in a spreadsheet. Raises CannotRead.

    A row's number counts records, blank ones included: a quoted text over several lines is one.
    The text may be UTF-8, UTF-16 with a byte order mark, or Windows-1252; the delimiter a comma,
    a semicolon or a tab.
    """
    if len(data) > MAX_TABLE_BYTES:
        raise CannotRead(TOO_LARGE)
    return table_of(records(data))


def table_of(numbered: Iterable[tuple[int, list[str]]]) -> Workbook:
    """A workbook of numbered records. Raises CannotRead where they are more than a return's."""
    cells: dict[str, Cell] = {}
    widths: dict[int, int] = {}
    for row, record in numbered:
        if len(record) > MAX_COLUMNS or (row > MAX_ROWS and any(record)):
            raise CannotRead(TOO_LARGE)
        if any(record):
            widths[row] = len(record)
        for column, typed in enumerate(record, start=1):
            if typed:
                cell = Cell(SHEET_NAME, row, column, typed)
                cells[cell.address] = cell
        if len(cells) > MAX_CELLS:
            raise CannotRead(TOO_LARGE)
    return Workbook("csv", {SHEET_NAME: Sheet(SHEET_NAME, cells, widths=widths)}, _UNKNOWN)


def records(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """The records of a delimited file with their numbers, blank ones included, one by one.

    Raises CannotRead; how many there may be is for whoever asks.
    """
    text = _decoded(data)
    if not text.strip():
        raise CannotRead(EMPTY)
    delimiter, text = _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        yield from enumerate(reader, start=1)
    except csv.Error:
        raise CannotRead(
            f"Line {reader.line_num} of this table cannot be read: check its quotation marks, "
            "or save the table again as CSV UTF-8."
        ) from None


def _decoded(data: bytes) -> str:
    if data.startswith(_BINARY_HEADERS):
        raise CannotRead(NOT_A_TABLE)
    is_utf_16 = data.startswith(_UTF_16)
    text = _decoded_as(data, "utf-16" if is_utf_16 else "utf-8-sig")
    if text is None and not is_utf_16:
        text = _decoded_as(data, "cp1252")
        # Windows-1252 gives almost any bytes a meaning: control characters tell binary files.
        text = None if text is None or _CONTROL.search(text) else text
    if text is None or "\0" in text:
        # Also what UTF-16 without a byte order mark looks like.
        raise CannotRead(NOT_A_TABLE)
    return text


def _decoded_as(data: bytes, encoding: str) -> str | None:
    """The text, or None: the error itself would carry the file along with a refusal."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _delimiter(text: str) -> tuple[str, str]:
    """The delimiter, and the text without the line `sep=;` by which Excel states one.

    Unstated, it is the one that most of the first lines use equally often: a title above the table
    and decimal commas within it do not count for as much.
    """
    stated = re.match(r"sep=([,;\t])\r?\n", text)
    if stated:
        # The line is kept as an empty one, so that rows count as they do in Excel's editor.
        return stated[1], "\n" + text[stated.end() :]
    lines = re.sub(r'"[^"]*"', "", text[:_LOOKED_AT]).splitlines()
    # max() keeps the first of equals: a comma, when there is only one column.
    return max((",", ";", "\t"), key=lambda mark: _regularity(lines, mark)), text


def _regularity(lines: list[str], mark: str) -> tuple[int, int]:
    counts = Counter(count for line in lines if (count := line.count(mark)))
    return max(((times, count) for count, times in counts.items()), default=(0, 0))
