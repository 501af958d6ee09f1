"""What an opened file is: sheets of cells, each with every fact the file gives about it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from sources.workbooks.addresses import address_of
from sources.workbooks.limits import DAMAGED, MAX_SHORT_TEXT

# A formula that no program has calculated yet has no value to believe, and is not blank either.
NOT_CALCULATED = "#NOT-CALCULATED"


class CannotRead(Exception):
    """A file that cannot be understood. The message is one sentence for the sender, saying what
    is wrong and what to do, and quotes nothing from inside the file."""


class Fact(StrEnum):
    """What kinds of file cannot all say; in the words that a reader sees."""

    NUMBER_FORMATS = "number formats"
    FORMULAS = "which cells are formulas"
    MERGING = "merged cells"


class Cell(NamedTuple):
    """One cell as its typist left it. `text` is what was typed or, for a number, its plain digits.

    `number` is exact to 15 significant digits; `error` is an error code such as `#DIV/0!`.
    `formula` is the formula's text without its `=`; None for a typed cell.
    """

    sheet: str
    row: int
    column: int
    text: str
    number: Decimal | None = None
    error: str | None = None
    number_format: str = "General"
    formula: str | None = None
    is_hidden: bool = False

    @property
    def address(self) -> str:
        return address_of(self.row, self.column)

    @property
    def is_formula(self) -> bool:
        return self.formula is not None


@dataclass(frozen=True)
class Sheet:
    """A sheet's cells that hold anything, by address, row by row. Numbers count from 1.

    `widths` says, for delimited files, how many fields each row has, empty ones too.
    """

    name: str
    cells: dict[str, Cell]
    is_hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[str, ...] = ()
    widths: Mapping[int, int] = field(default_factory=dict)

    @property
    def row_count(self) -> int:
        """Rows that hold anything."""
        return len({cell.row for cell in self.cells.values()})


def check_name(name: str, taken: Iterable[str]) -> None:
    """Refuse a sheet's name by which its cells could not be told: too long, unprintable, taken."""
    is_usable = 0 < len(name) <= MAX_SHORT_TEXT and name.isprintable()
    if not is_usable or name.casefold() in {other.casefold() for other in taken}:
        raise CannotRead(DAMAGED)


@dataclass(frozen=True)
class Workbook:
    """An opened file: its sheets in order. A delimited file is one sheet named `table`.

    `kind` is the format that its bytes are in; `unknown` lists the facts that this format, or our
    way of reading it, cannot give. `must_recalculate` means that the program which saved it asks
    for its stored results to be worked out again; `shows_precision`, that it calculates with what
    its cells show.
    """

    kind: str
    sheets: dict[str, Sheet]
    unknown: tuple[Fact, ...] = ()
    must_recalculate: bool = False
    shows_precision: bool = False

    @property
    def cell_count(self) -> int:
        return sum(len(sheet.cells) for sheet in self.sheets.values())

    def cells(self) -> Iterator[Cell]:
        for sheet in self.sheets.values():
            yield from sheet.cells.values()
