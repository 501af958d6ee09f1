"""One worksheet of Excel's modern format, read in a single pass: every cell with its facts.

The quickest path of the whole project, as every return goes through it whole: handlers keep to
local names, and nothing is built for a cell that holds nothing.
"""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise, product

from sources.workbooks.addresses import position_of
from sources.workbooks.cells import NOT_CALCULATED, CannotRead, Cell, Sheet
from sources.workbooks.formulas import filled_from
from sources.workbooks.limits import (
    DAMAGED,
    MAX_CELLS,
    MAX_COLUMN_STRETCHES,
    MAX_COLUMNS,
    MAX_FORMULAS,
    MAX_MERGED,
    MAX_ROWS,
    MAX_TEXT,
    TOO_LARGE,
)
from sources.workbooks.notation import (
    TRUE,
    area,
    error_code,
    iso_text,
    truth_word,
    unescaped,
    whole_number,
)
from sources.workbooks.number_formats import GENERAL, Shown, number_shown
from sources.workbooks.package import Attributes, Package

_SPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main}",
    "http://purl.oclc.org/ooxml/spreadsheetml/main}",
)
_CELL, _ROW, _VALUE, _FORMULA, _TEXT, _SOUND, _COLUMN, _MERGE, _INLINE = range(9)
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
        "is": _INLINE,
        "r": _INLINE,
    }.items()
}
_ROOTS = tuple(f"{space}worksheet" for space in _SPACES)
_HOLDS_TEXT = (_VALUE, _FORMULA, _TEXT)


@dataclass
class SharedFacts:
    """What cells refer to: texts, number formats by style, and the day that counting starts on.

    It also counts what all sheets hold together: cells, and characters of formulas.
    """

    strings: list[str]
    formats: list[str]
    epoch: datetime
    cells_seen: int = 0
    formulas: int = 0


class _Pass:
    """What one pass over a sheet gathers. Rows and columns count from 1."""

    def __init__(self, sheet: str, is_hidden: bool, facts: SharedFacts) -> None:
        self.sheet, self.is_hidden, self.facts = sheet, is_hidden, facts
        self.cells: dict[tuple[int, int], Cell] = {}
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.merged: list[str] = []
        self.row = self.column = self.cell_row = 0
        self.is_in_cell = False
        # Elements inside a cell that are none of its own parts.
        self.strange = 0
        self.kind, self.style = "n", "0"
        self.formula: str | None = None
        self.shared: str | None = None
        # By number: a formula that other cells share, with the cell it is written for.
        self.originals: dict[str, tuple[str, int, int]] = {}
        self.value: list[str] = []
        self.formula_text: list[str] = []
        self.has_value = False
        self.into: list[str] | None = None
        self.sounds = 0
        self.length = self.stretches = 0

    def start(self, tag: str, attributes: Attributes) -> None:
        kind = _KINDS.get(tag)
        if kind is None:
            if self.is_in_cell:
                self.strange += 1
        elif self.is_in_cell:
            self._begin_part(kind, attributes)
        elif kind == _CELL:
            self._begin_cell(attributes)
        elif kind == _ROW:
            self.row = whole_number(attributes["r"]) if "r" in attributes else self.row + 1
            self.column = 0
            if attributes.get("hidden") in TRUE:
                self.hidden_rows.add(self.row)
        elif kind == _COLUMN:
            self.stretches += 1
            if self.stretches > MAX_COLUMN_STRETCHES:
                raise CannotRead(TOO_LARGE)
            if attributes.get("hidden") in TRUE:
                first, last = int(attributes["min"]), int(attributes["max"])
                self.hidden_columns.update(range(max(first, 1), min(last, MAX_COLUMNS) + 1))
        elif kind == _MERGE:
            if len(self.merged) >= MAX_MERGED:
                raise CannotRead(TOO_LARGE)
            self.merged.append(area(attributes.get("ref", "")))

    def _begin_part(self, kind: int, attributes: Attributes) -> None:
        """A part of a cell: of several values or formulas, the first counts."""
        if self.strange or kind in (_CELL, _ROW):
            if kind in (_CELL, _ROW):
                raise CannotRead(DAMAGED)
        elif kind == _VALUE:
            if self.kind != "inlineStr" and not self.has_value:
                self.into, self.has_value = self.value, True
        elif kind == _FORMULA:
            if self.formula is None:
                self.formula, self.into = "", self.formula_text
                self.shared = attributes.get("si") if attributes.get("t") == "shared" else None
        elif kind == _TEXT:
            if self.kind == "inlineStr" and not self.sounds:
                self.into = self.value
        elif kind == _SOUND:
            self.sounds += 1

    def end(self, tag: str) -> None:
        kind = _KINDS.get(tag)
        if kind is None:
            if self.is_in_cell:
                self.strange -= 1
        elif kind == _CELL:
            self._end_cell()
        elif kind == _SOUND:
            self.sounds = max(self.sounds - 1, 0)
        elif kind in _HOLDS_TEXT:
            self.into = None

    def characters(self, text: str) -> None:
        if self.into is not None:
            self.into.append(text)
            self.length += len(text)
            if self.length > MAX_TEXT:
                raise CannotRead(TOO_LARGE)

    def _begin_cell(self, attributes: Attributes) -> None:
        facts = self.facts
        facts.cells_seen += 1
        if facts.cells_seen > MAX_CELLS:
            raise CannotRead(TOO_LARGE)
        self.is_in_cell = True
        self.length = 0
        address = attributes.get("r")
        if address:
            self.cell_row, self.column = position_of(address)
        else:
            self.cell_row, self.column = self.row, self.column + 1
        self.kind = attributes.get("t", "n")
        self.style = attributes.get("s", "0")

    def _end_cell(self) -> None:
        self.is_in_cell = self.has_value = False
        value, formula = "".join(self.value), self.formula
        if formula is not None:
            formula = self._own_formula("".join(self.formula_text))
            self.facts.formulas += len(formula)
            if self.facts.formulas > MAX_FORMULAS:
                raise CannotRead(TOO_LARGE)
        number_format = self._format()
        shown: Shown
        if value:
            shown = self._shown(value, number_format)
        elif formula is not None and self.kind != "str":
            shown = (NOT_CALCULATED, None, NOT_CALCULATED)
        else:
            shown = ("", None, None)
        self.kind, self.formula = "n", None
        self.value.clear()
        self.formula_text.clear()
        place = (self.cell_row, self.column)
        if not shown[0]:
            # Of a cell that stands twice, the later counts, also when it is empty.
            self.cells.pop(place, None)
            return
        if self.cell_row > MAX_ROWS or self.column > MAX_COLUMNS:
            raise CannotRead(TOO_LARGE)
        row, column = place
        text, number, error = shown
        self.cells[place] = Cell(
            self.sheet, row, column, text, number, error, number_format, formula, self.is_hidden
        )

    def _own_formula(self, text: str) -> str:
        """A formula's text; where another cell's is shared, as it reads in this one."""
        shared, self.shared = self.shared, None
        if shared is None:
            return text
        if text:
            self.originals[shared] = (text, self.cell_row, self.column)
            return text
        original, row, column = self.originals.get(shared, ("", self.cell_row, self.column))
        return filled_from(original, self.cell_row - row, self.column - column)

    def _format(self) -> str:
        formats, style = self.facts.formats, int(self.style)
        if not formats and not style:
            return GENERAL
        if style < 0:
            raise CannotRead(DAMAGED)
        return formats[style]

    def _shown(self, value: str, number_format: str) -> Shown:
        kind = self.kind
        if kind == "s":
            index = int(value)
            if index < 0:
                raise CannotRead(DAMAGED)
            return self.facts.strings[index], None, None
        if kind == "n":
            return number_shown(value.strip(), number_format, self.facts.epoch)
        if kind == "e":
            return error_code(value), None, value
        if kind == "b":
            return truth_word(value.strip()), None, None
        if kind == "d":
            return iso_text(value), None, None
        if kind not in ("str", "inlineStr"):
            raise CannotRead(DAMAGED)
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
        package.scan(part, _ROOTS, found.start, found.end, found.characters)
        cells = _out_of_sight(found)
    except (ValueError, LookupError, OverflowError):
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


def _is_unordered(cells: dict[tuple[int, int], Cell]) -> bool:
    return any(left > right for left, right in pairwise(cells))


def _out_of_sight(found: _Pass) -> dict[tuple[int, int], Cell]:
    """The cells, with those marked as hidden that a hidden row or column or a merge keeps away."""
    cells, rows, columns = found.cells, found.hidden_rows, found.hidden_columns
    away = {place for place in cells if place[0] in rows or place[1] in columns}
    looked_at = 0
    for merged in found.merged:
        first, _, last = merged.partition(":")
        (top, left), (bottom, right) = position_of(first), position_of(last or first)
        looked_at += (bottom - top + 1) * (right - left + 1)
        if looked_at > MAX_CELLS:
            raise CannotRead(TOO_LARGE)
        covered = product(range(top, bottom + 1), range(left, right + 1))
        away.update(place for place in covered if place in cells and place != (top, left))
    for place in away:
        cells[place] = cells[place]._replace(is_hidden=True)
    return cells
