"""The open document format (.ods), read in a single pass over its content.

It stores what a cell is (a percentage, a date, a text) beside its value; other number formats are
in styles that are not followed, and so unknown.
"""

import re
from datetime import datetime
from decimal import Decimal

from sources.workbooks.addresses import address_of
from sources.workbooks.cells import (
    NOT_CALCULATED,
    CannotRead,
    Cell,
    Fact,
    Sheet,
    Workbook,
    check_name,
)
from sources.workbooks.formulas import in_excels_words
from sources.workbooks.limits import (
    DAMAGED,
    LOCKED,
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_SHEETS,
    MAX_TEXT,
    NO_SHEETS,
    NOT_A_WORKBOOK,
    TOO_LARGE,
)
from sources.workbooks.notation import whole_number
from sources.workbooks.number_formats import EPOCH_1900, GENERAL, date_text, number_shown
from sources.workbooks.package import Attributes, Package

_SPACE = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0}}"
_OFFICE, _TABLE, _TEXT, _STYLE = (
    _SPACE.format(name) for name in ("office", "table", "text", "style")
)
_DRAWING = (_SPACE.format("drawing"), _SPACE.format("chart"), _SPACE.format("form"))
_MANIFEST = f"{_SPACE.format('manifest')}manifest"
_CALC_TYPE = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
# What LibreOffice and Excel show for an error, where the file does not call it one.
_ERROR = re.compile(r"#[A-Z0-9/?!]+|Err:\d+")
_TIME = re.compile(r"-?PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S")
_PERCENT = "0%"


def open_document(package: Package) -> Workbook:
    """Every cell of an .ods file that holds anything. Raises CannotRead."""
    if "mimetype" in package and b"spreadsheet" not in package.read("mimetype"):
        raise CannotRead(NOT_A_WORKBOOK)
    if "META-INF/manifest.xml" in package:
        package.scan("META-INF/manifest.xml", (_MANIFEST,), _refuse_encryption)
    found = _Pass()
    try:
        package.scan(
            "content.xml", (f"{_OFFICE}document-content",), found.start, found.end, found.characters
        )
    except (ValueError, LookupError):
        raise CannotRead(DAMAGED) from None
    if not found.sheets:
        raise CannotRead(NO_SHEETS)
    return Workbook("ods", found.sheets, (Fact.NUMBER_FORMATS,))


def _refuse_encryption(tag: str, _attributes: Attributes) -> None:
    if tag.endswith("}encryption-data"):
        raise CannotRead(LOCKED)


class _Pass:
    """What one pass over the content gathers."""

    def __init__(self) -> None:
        self.sheets: dict[str, Sheet] = {}
        self.hidden_styles: set[str] = set()
        self.style = self.name = ""
        self.is_hidden = False
        self.cells: dict[str, Cell] = {}
        self.cell_count = self.covered = 0
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.merged: list[str] = []
        self.row = self.column = 0
        self.rows = 1
        self.in_row: list[Cell] = []
        self.cell: Attributes | None = None
        self.is_covered = False
        self.pieces: list[str] = []
        self.length = 0
        self.is_in_row = False
        self.is_paragraph, self.paragraphs, self.notes = False, 0, 0

    def start(self, tag: str, attributes: Attributes) -> None:
        if tag in _CELLS:
            if self.cell is not None or not self.is_in_row:
                raise CannotRead(DAMAGED)
            self.cell, self.is_covered = attributes, tag == _CELLS[1]
            self.pieces, self.paragraphs, self.length = [], 0, 0
        elif tag == f"{_TABLE}table-row":
            self._begin_row(attributes)
        elif tag == f"{_TABLE}table-column":
            self._columns(attributes)
        elif tag == f"{_TABLE}table":
            if self.cell is not None:
                raise CannotRead(DAMAGED)
            self._begin_sheet(attributes)
        elif self._is_apart(tag):
            self.notes += 1
        elif tag == f"{_STYLE}style":
            self.style = attributes.get(f"{_STYLE}name", "")
        elif tag == f"{_STYLE}table-properties":
            if attributes.get(f"{_TABLE}display") == "false":
                self.hidden_styles.add(self.style)
        elif self.cell is not None and not self.notes:
            self._text(tag, attributes)

    def _is_apart(self, tag: str) -> bool:
        """Whether an element's text is not the cell's own: a comment, or a box drawn over it."""
        return tag == f"{_OFFICE}annotation" or (self.cell is not None and tag.startswith(_DRAWING))

    def _text(self, tag: str, attributes: Attributes) -> None:
        if tag == f"{_TEXT}p":
            if self.paragraphs:
                self.pieces.append("\n")
            self.paragraphs += 1
            self.is_paragraph = True
        elif tag == f"{_TEXT}s":
            blanks = whole_number(attributes.get(f"{_TEXT}c", "1"))
            self._add(" " * min(blanks, MAX_TEXT + 1))
        elif tag in (f"{_TEXT}tab", f"{_TEXT}line-break"):
            self._add("\t" if tag.endswith("tab") else "\n")

    def end(self, tag: str) -> None:
        if tag in _CELLS:
            self._end_cell()
        elif tag == f"{_TEXT}p":
            self.is_paragraph = False
        elif self._is_apart(tag):
            self.notes -= 1
        elif tag == f"{_TABLE}table-row":
            self._end_row()
        elif tag == f"{_TABLE}table":
            self._end_sheet()

    def characters(self, text: str) -> None:
        if self.is_paragraph and not self.notes:
            self._add(text)

    def _add(self, text: str) -> None:
        self.pieces.append(text)
        self.length += len(text)
        if self.length > MAX_TEXT:
            raise CannotRead(TOO_LARGE)

    def _begin_sheet(self, attributes: Attributes) -> None:
        self.name = attributes.get(f"{_TABLE}name", "")
        check_name(self.name, self.sheets)
        if len(self.sheets) >= MAX_SHEETS:
            raise CannotRead(TOO_LARGE)
        self.is_hidden = attributes.get(f"{_TABLE}style-name") in self.hidden_styles
        self.cells, self.merged = {}, []
        self.hidden_rows, self.hidden_columns = set(), set()
        self.row = self.column = 0

    def _columns(self, attributes: Attributes) -> None:
        count = _repeats(attributes, "columns")
        if attributes.get(f"{_TABLE}visibility", "visible") != "visible":
            last = min(self.column + count, MAX_COLUMNS)
            self.hidden_columns.update(range(self.column + 1, last + 1))
        self.column += count

    def _begin_row(self, attributes: Attributes) -> None:
        self.is_in_row = True
        self.rows = _repeats(attributes, "rows")
        self.row, self.column, self.in_row = self.row + 1, 0, []
        if attributes.get(f"{_TABLE}visibility", "visible") != "visible":
            last = min(self.row + self.rows - 1, MAX_ROWS)
            self.hidden_rows.update(range(self.row, last + 1))

    def _end_cell(self) -> None:
        attributes, self.cell = self.cell or {}, None
        count = _repeats(attributes, "columns")
        first, self.column = self.column + 1, self.column + count
        formula = attributes.get(f"{_TABLE}formula")
        spans = [
            whole_number(attributes.get(f"{_TABLE}number-{way}-spanned", "1"))
            for way in ("rows", "columns")
        ]
        if spans != [1, 1] and first <= MAX_COLUMNS and self.row <= MAX_ROWS:
            # A whole column may be merged; what matters is where anything can stand.
            bottom = min(self.row + spans[0] - 1, MAX_ROWS)
            right = min(first + spans[1] - 1, MAX_COLUMNS)
            self.covered += bottom - self.row + 1
            if self.covered > MAX_CELLS:
                raise CannotRead(TOO_LARGE)
            self.merged.append(f"{address_of(self.row, first)}:{address_of(bottom, right)}")
        text, number, error = self._shown(attributes, formula)
        if not text:
            return
        if self.column > MAX_COLUMNS:
            raise CannotRead(TOO_LARGE)
        is_percent = attributes.get(f"{_OFFICE}value-type") == "percentage"
        for column in range(first, self.column + 1):
            hides = self.is_covered or self.row in self.hidden_rows or column in self.hidden_columns
            self.in_row.append(
                Cell(
                    self.name,
                    self.row,
                    column,
                    text,
                    number,
                    error,
                    _PERCENT if is_percent else GENERAL,
                    None if formula is None else in_excels_words(formula),
                    self.is_hidden or hides,
                )
            )

    def _shown(
        self, attributes: Attributes, formula: str | None
    ) -> tuple[str, Decimal | None, str | None]:
        typed = "".join(self.pieces)
        kind = attributes.get(f"{_OFFICE}value-type")
        is_error = attributes.get(_CALC_TYPE) == "error"
        if is_error or (formula is not None and _ERROR.fullmatch(typed)):
            return typed, None, typed
        if kind in ("float", "percentage", "currency"):
            return number_shown(attributes[f"{_OFFICE}value"], GENERAL, EPOCH_1900)
        if kind == "boolean":
            return attributes[f"{_OFFICE}boolean-value"].upper(), None, None
        if kind == "date":
            moment = datetime.fromisoformat(attributes[f"{_OFFICE}date-value"].removesuffix("Z"))
            return date_text(moment), None, None
        if kind == "time":
            parts = _TIME.fullmatch(attributes[f"{_OFFICE}time-value"])
            return (":".join(parts.groups()) if parts else typed), None, None
        if formula is not None and kind is None:
            return NOT_CALCULATED, None, NOT_CALCULATED
        return typed or attributes.get(f"{_OFFICE}string-value", ""), None, None

    def _end_row(self) -> None:
        self.is_in_row = False
        last = self.row + self.rows - 1
        if self.in_row:
            self.cell_count += len(self.in_row) * self.rows
            if last > MAX_ROWS or self.cell_count > MAX_CELLS:
                raise CannotRead(TOO_LARGE)
        for row in range(self.row, last + 1) if self.in_row else ():
            for cell in self.in_row:
                self.cells[address_of(row, cell.column)] = cell._replace(row=row)
        self.row = last

    def _end_sheet(self) -> None:
        self.sheets[self.name] = Sheet(
            self.name,
            self.cells,
            self.is_hidden,
            frozenset(self.hidden_rows),
            frozenset(self.hidden_columns),
            tuple(self.merged),
        )


def _repeats(attributes: Attributes, what: str) -> int:
    return whole_number(attributes.get(f"{_TABLE}number-{what}-repeated", "1"))
