"""One worksheet of Excel's modern format, read in a single pass: every cell with its facts.

The quickest path of the whole project, as every return goes through it whole: handlers keep to
local names, and nothing is built for a cell that holds nothing.
"""

import re
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from itertools import pairwise

from sources.workbooks.addresses import position_of
from sources.workbooks.cells import NOT_CALCULATED, CannotRead, Cell, Sheet
from sources.workbooks.formulas import filled_from
from sources.workbooks.limits import (
    DAMAGED,
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_MERGED,
    MAX_ROWS,
    TOO_LARGE,
)
from sources.workbooks.number_formats import GENERAL, date_text, number_shown
from sources.workbooks.package import Attributes, Package

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TRUE = ("1", "true")
_SPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main}",
    "http://purl.oclc.org/ooxml/spreadsheetml/main}",
)
_CELL, _ROW, _VALUE, _FORMULA, _TEXT, _SOUND, _COLUMN, _MERGE = range(8)
_KINDS = {
    space + name: kind
    for space in _SPACES
    for name, kind in {
        "c": _CELL,
        "row": _ROW,
        "v": _VALUE,
        "f": _FORMULA,
        "t": _TEXT,
        "rPh": _SOUND,
        "col": _COLUMN,
        "mergeCell": _MERGE,
    }.items()
}
_HOLDS_TEXT = (_VALUE, _FORMULA, _TEXT)


@dataclass
class SharedFacts:
    """What cells refer to: texts, number formats by style, and the day that counting starts on."""

    strings: list[str]
    formats: list[str]
    epoch: datetime
    cells_seen: int = 0


class _Pass:
    """What one pass over a sheet gathers. Rows and columns count from 1."""

    def __init__(self, sheet: str, is_hidden: bool, facts: SharedFacts) -> None:
        self.sheet, self.is_hidden, self.facts = sheet, is_hidden, facts
        self.cells: dict[tuple[int, int], Cell] = {}
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.merged: list[str] = []
        self.row = self.column = 0
        self.row_is_hidden = is_hidden
        self.is_in_cell = False
        self.kind, self.style = "n", "0"
        self.formula: str | None = None
        self.shared: str | None = None
        # By number: a formula that other cells share, with the cell it is written for.
        self.originals: dict[str, tuple[str, int, int]] = {}
        self.value: list[str] = []
        self.formula_text: list[str] = []
        self.into: list[str] | None = None
        self.sounds = 0

    def start(self, tag: str, attributes: Attributes) -> None:
        kind = _KINDS.get(tag)
        if kind is None:
            return
        if kind == _CELL:
            self._begin_cell(attributes)
        elif kind == _VALUE:
            if self.kind != "inlineStr":
                self.into = self.value
        elif kind == _ROW:
            self.row = int(attributes["r"]) if "r" in attributes else self.row + 1
            self.column = 0
            self.row_is_hidden = self.is_hidden
            if attributes.get("hidden") in _TRUE:
                self.hidden_rows.add(self.row)
                self.row_is_hidden = True
        elif kind == _FORMULA:
            if self.is_in_cell:
                self.formula = ""
                self.into = self.formula_text
                self.shared = attributes.get("si") if attributes.get("t") == "shared" else None
        elif kind == _TEXT:
            if self.kind == "inlineStr" and not self.sounds:
                self.into = self.value
        elif kind == _SOUND:
            self.sounds += 1
        elif kind == _COLUMN:
            if attributes.get("hidden") in _TRUE:
                first, last = int(attributes["min"]), int(attributes["max"])
                self.hidden_columns.update(range(max(first, 1), min(last, MAX_COLUMNS) + 1))
        elif len(self.merged) < MAX_MERGED:
            self.merged.append(attributes.get("ref", ""))
        else:
            raise CannotRead(TOO_LARGE)

    def end(self, tag: str) -> None:
        kind = _KINDS.get(tag)
        if kind == _CELL:
            self._end_cell()
        elif kind == _SOUND:
            self.sounds -= 1
        elif kind in _HOLDS_TEXT:
            self.into = None

    def characters(self, text: str) -> None:
        if self.into is not None:
            self.into.append(text)

    def _begin_cell(self, attributes: Attributes) -> None:
        facts = self.facts
        facts.cells_seen += 1
        if facts.cells_seen > MAX_CELLS:
            raise CannotRead(TOO_LARGE)
        if self.is_in_cell:
            raise CannotRead(DAMAGED)
        self.is_in_cell = True
        address = attributes.get("r")
        if address:
            self.row, self.column = position_of(address)
        else:
            self.column += 1
        self.kind = attributes.get("t", "n")
        self.style = attributes.get("s", "0")

    def _end_cell(self) -> None:
        self.is_in_cell = False
        value, formula = "".join(self.value), self.formula
        if formula is not None:
            formula = self._own_formula("".join(self.formula_text))
        number_format = self._format()
        if value:
            shown = self._shown(value, number_format)
        elif formula is not None and self.kind != "str":
            shown = (NOT_CALCULATED, None, NOT_CALCULATED)
        else:
            shown = ("", None, None)
        self.kind, self.formula = "n", None
        self.value.clear()
        self.formula_text.clear()
        place = (self.row, self.column)
        if not shown[0]:
            # Of a cell that stands twice, the later counts, also when it is empty.
            self.cells.pop(place, None)
            return
        if self.row > MAX_ROWS or self.column > MAX_COLUMNS:
            raise CannotRead(TOO_LARGE)
        is_hidden = self.row_is_hidden or self.column in self.hidden_columns
        self.cells[place] = Cell(
            self.sheet, self.row, self.column, *shown, number_format, formula, is_hidden
        )

    def _own_formula(self, text: str) -> str:
        """A formula's text; where another cell's is shared, as it reads in this one."""
        shared, self.shared = self.shared, None
        if shared is None:
            return text
        if text:
            self.originals[shared] = (text, self.row, self.column)
            return text
        original, row, column = self.originals.get(shared, ("", self.row, self.column))
        return filled_from(original, self.row - row, self.column - column)

    def _format(self) -> str:
        formats, style = self.facts.formats, int(self.style)
        if not formats and not style:
            return GENERAL
        if style < 0:
            raise CannotRead(DAMAGED)
        return formats[style]

    def _shown(self, value: str, number_format: str) -> tuple[str, Decimal | None, str | None]:
        kind = self.kind
        if kind == "s":
            index = int(value)
            if index < 0:
                raise CannotRead(DAMAGED)
            return self.facts.strings[index], None, None
        if kind == "n":
            return number_shown(value.strip(), number_format, self.facts.epoch)
        if kind == "e":
            return value, None, value
        if kind == "b":
            return ("TRUE" if value.strip() in _TRUE else "FALSE"), None, None
        if kind == "d":
            return _iso_text(value), None, None
        return unescaped(value), None, None


def read_sheet(
    package: Package, part: str, name: str, is_hidden: bool, facts: SharedFacts
) -> Sheet:
    """Every cell of a sheet that holds anything. Raises CannotRead.

    Booleans become the texts TRUE and FALSE, dates ISO texts. An error cell keeps its code; so does
    a formula without a stored result, as `#NOT-CALCULATED`. A formula whose result is an empty text
    shows nothing and counts as an empty cell. What lies under a merged cell is kept, as hidden.
    """
    found = _Pass(name, is_hidden, facts)
    try:
        package.scan(part, found.start, found.end, found.characters)
        cells = _covered(found.cells, found.merged)
    except (ValueError, LookupError):
        # Addresses, styles or text numbers that are none or lead nowhere.
        raise CannotRead(DAMAGED) from None
    in_order = sorted(cells) if _is_unordered(cells) else cells
    return Sheet(
        name,
        {cells[place].address: cells[place] for place in in_order},
        is_hidden,
        frozenset(found.hidden_rows),
        frozenset(found.hidden_columns),
        tuple(found.merged),
    )


def unescaped(text: str) -> str:
    """Text as typed: control characters such as carriage return are stored as `_x000D_`."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def _is_unordered(cells: dict[tuple[int, int], Cell]) -> bool:
    return any(left > right for left, right in pairwise(cells))


def _covered(cells: dict[tuple[int, int], Cell], merged: list[str]) -> dict[tuple[int, int], Cell]:
    """The cells, with those that a merged cell covers marked as hidden."""
    looked_at = 0
    for area in merged:
        first, _, last = area.replace("$", "").partition(":")
        (top, left), (bottom, right) = position_of(first), position_of(last or first)
        looked_at += (abs(bottom - top) + 1) * (abs(right - left) + 1)
        if looked_at > MAX_CELLS:
            raise CannotRead(TOO_LARGE)
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                cell = cells.get((row, column))
                if cell is not None and (row, column) != (top, left):
                    cells[row, column] = cell._replace(is_hidden=True)
    return cells


def _iso_text(value: str) -> str:
    """A date that is stored as text, in the way dates are shown; other text as it stands."""
    for read in (datetime.fromisoformat, time.fromisoformat):
        try:
            return date_text(read(value.strip().removesuffix("Z")))
        except ValueError:
            continue
    return value
