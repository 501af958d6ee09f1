"""What a case of the corpus is: a file, how it was made, and what must become of it.

The files themselves are in the modules beside; running them is `trial`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

# Stands in every file that can hold words; no sentence may repeat it.
SECRET = "zebra-4711"

# The parts of refusals by which cases tell them apart.
LARGER = "larger than a return"
DAMAGED = "damaged or incomplete"
NOT_A_WORKBOOK = "not an Excel workbook"
NOT_A_TABLE = "not a delimited text table"
LOCKED = "locked with a password"
NO_SHEET = "no sheet that can be read"
EMPTY = "file is empty"
BAD_LINE = "of this table cannot be read"


@dataclass(frozen=True)
class Refused:
    """The file is refused with a sentence that holds these words."""

    words: str

    def __str__(self) -> str:
        return f"refused: {self.words}"

    def misses(self, workbook: Any, sentence: str | None) -> list[str]:
        """What is not as stated."""
        if sentence is None:
            return [f"was read, with {workbook.cell_count} cells"]
        return [] if self.words in sentence else [f"was refused in other words: {sentence}"]


@dataclass(frozen=True)
class Read:
    """The file is read, and holds this. Cells are named `A1` on the first sheet, or `Two!A1`.

    `at` gives texts, `errors` error codes, `formulas` whether a cell is one, `hidden` likewise.
    """

    cells: int
    at: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    formulas: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    sheets: int = 1

    def __str__(self) -> str:
        said = [f"{self.cells} cell{'' if self.cells == 1 else 's'}"]
        if self.sheets != 1:
            said.append(f"{self.sheets} sheets")
        said += [f"{where} is {_shown(text)}" for where, text in self.at.items()]
        said += [f"{where} is the error {code}" for where, code in self.errors.items()]
        said += [f"{where} is a formula" for where in self.formulas]
        said += [f"{where} is hidden" for where in self.hidden]
        return "read: " + ", ".join(said)

    def misses(self, workbook: Any, sentence: str | None) -> list[str]:
        """What is not as stated."""
        if sentence is not None:
            return [f"was refused: {sentence}"]
        found = []
        if workbook.cell_count != self.cells:
            found.append(f"has {workbook.cell_count} cells, not {self.cells}")
        if len(workbook.sheets) != self.sheets:
            found.append(f"has {len(workbook.sheets)} sheets, not {self.sheets}")
        for where, text in self.at.items():
            found += _differs(where, "text", _cell(workbook, where), text)
        for where, code in self.errors.items():
            found += _differs(where, "error", _cell(workbook, where), code)
        for where in self.formulas:
            found += _differs(where, "is_formula", _cell(workbook, where), True)
        for where in self.hidden:
            found += _differs(where, "is_hidden", _cell(workbook, where), True)
        return found


@dataclass(frozen=True)
class Case:
    """One nasty file. `made` says in one sentence how; `build` gives its bytes, always the same."""

    name: str
    made: str
    build: Callable[[], bytes]
    verdict: Refused | Read


def _cell(workbook: Any, where: str) -> Any:
    sheet, _, address = where.rpartition("!")
    sheets = workbook.sheets
    held = sheets.get(sheet) if sheet else next(iter(sheets.values()), None)
    return held.cells.get(address) if held is not None else None


def _differs(where: str, what: str, cell: Any, wanted: object) -> list[str]:
    got = getattr(cell, what, "nothing")
    return [] if got == wanted else [f"{where} has {what} {got!r:.60}, not {wanted!r:.60}"]


def _shown(text: str) -> str:
    """A text as a reader of the table can see it: long ones cut, odd characters spelt out."""
    spelt = ascii(text)
    return spelt if len(spelt) <= 40 else f"{spelt[:36]}...'"
