"""The moderation workbook of a close: every commentary that is printed, and how it is read back.

No macros, no clock. What is read is hostile until it has passed here; whether it may be recorded is
decided in `assets/steps/moderate`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sources.moderation import Readers
from sources.returns.list_form import Column, ListForm, is_worked_out
from sources.returns.tables import Table, TableRow, beside, find_table
from sources.words import compact, plain
from sources.workbooks.cells import CannotRead, Sheet, Workbook

SHEET = "Moderation"
CLOSE = "Period"
SUBJECT, ORIGINAL, EDITED = "Reference", "Original", "Edited"
WHY, VISIBILITY = "Why", "Visibility"
_SHOWN = {SUBJECT: 16, "Measure or key action": 30, ORIGINAL: 60}
_ASKED = {EDITED: 60, WHY: 36, VISIBILITY: 12}
_FORM = ListForm(SHEET, _SHOWN, _ASKED)
_SHAPE = _FORM.shape(ORIGINAL)
# Not what Python takes for spaces besides: control characters are to be seen as such.
_SPACES = re.compile(r"[ \t\u00a0\u202f]+")
_LONGEST = {EDITED: 5_000, WHY: 1_000}
_HOW = (
    "Type only into the yellow cells. Leave a row blank to print the words as they were sent.",
    "Edited: the whole commentary as it is to read. Blank: the department's own words stand.",
    "Why: a reason for every row that you fill. Names of colleagues belong in none.",
    "Visibility: all, or internal to keep the commentary out of what the public reads. Blank: all.",
    "To let the department's words stand again: empty Edited, choose all, and say why.",
    "Put it back with: quarterday moderate FILE --by WHO",
)


@dataclass(frozen=True)
class CommentaryRow:
    """A commentary as it was sent, and what stands in its place, if something was decided."""

    subject: str
    name: str
    original: str
    edited: str = ""
    why: str = ""
    visibility: str = ""


@dataclass(frozen=True)
class ReadRow:
    """A filled row that is in order by itself; `edited` is None where the own words stand."""

    number: int
    subject: str
    original: str
    edited: str | None
    why: str
    visibility: Readers


@dataclass(frozen=True)
class Refused:
    """A row that is not recorded, and why, in a sentence that quotes nothing of it."""

    number: int
    reason: str

    def __str__(self) -> str:
        return f"Row {self.number}: {self.reason}"


@dataclass(frozen=True)
class ReadModeration:
    """A workbook that came back: the period it says it is of, and its filled rows.

    `entries` holds nothing but what was typed in.
    """

    close: str
    rows: tuple[ReadRow, ...]
    refused: tuple[Refused, ...]
    entries: Workbook


def write_moderation(
    title: str, close: str, rows: Sequence[CommentaryRow], dated: date, mark: str | None = None
) -> bytes:
    """The .xlsx workbook, the same bytes for the same arguments."""
    lines = ((CLOSE, close), *(("How to" if n == 0 else "", line) for n, line in enumerate(_HOW)))
    held = [((r.subject, r.name, r.original), (r.edited, r.why, r.visibility)) for r in rows]
    return _FORM.write(title, lines, held, _ask, dated, mark)


def _ask(columns: Mapping[str, Column]) -> None:
    words = [reader.value for reader in Readers]
    hint = "all, or internal: not in what the public reads. Blank is all."
    columns[VISIBILITY].choice(words, hint)
    columns[EDITED].prompt("The whole commentary as it is to be printed.")
    columns[WHY].prompt("Why it is changed; it is kept, and departments read it.")


def read_moderation(workbook: Workbook) -> ReadModeration:
    """A workbook's filled rows. Raises CannotRead if it is none; what is wrong with a single row is
    in `refused`. Rows are found by their reference, so that sorting them does no harm."""
    table = find_table(workbook, [SHEET], _SHAPE)
    close = beside(table.sheet, CLOSE)
    if close is None or close.is_formula:
        raise CannotRead(
            f"The workbook does not say its '{CLOSE}': use the one that was written for it."
        )
    filled = [r for r in table.rows if any(_holds(r, name) for name in _ASKED)]
    references = [compact(row.text(SUBJECT)) for row in filled]
    rows: list[ReadRow] = []
    refused: list[Refused] = []
    for row, reference in zip(filled, references, strict=True):
        is_twice = references.count(reference) > 1
        found = "its reference stands in another filled row too." if is_twice else _row(row)
        if isinstance(found, str):
            refused.append(Refused(row.number, found))
        else:
            rows.append(found)
    return ReadModeration(
        close.text.strip(), tuple(rows), tuple(refused), _typed_in(workbook, table)
    )


def _holds(row: TableRow, name: str) -> bool:
    cell = row.cell(name)
    return cell is not None and bool(cell.text.strip() or cell.error or cell.is_formula)


def _typed_in(workbook: Workbook, table: Table) -> Workbook:
    found = [c for row in table.rows for n in _ASKED if (c := row.cell(n)) is not None]
    sheet = Sheet(table.sheet.name, {cell.address: cell for cell in found})
    return Workbook(workbook.kind, {sheet.name: sheet}, workbook.unknown)


def _row(row: TableRow) -> ReadRow | str:
    """A row that is in order, or what is wrong with it."""
    for name in (SUBJECT, ORIGINAL, *_ASKED):
        if is_worked_out(row, name):
            return f"'{name}' holds a formula or an error; type what it should say."
    texts = {name: _clean(row.text(name)) for name in _ASKED}
    for name, most in _LONGEST.items():
        if len(texts[name]) > most:
            return f"'{name}' is longer than {most} characters."
        if not all(line.isprintable() for line in texts[name].split("\n")):
            return f"'{name}' holds a character that cannot be printed; type it anew."
    visibility = plain(texts[VISIBILITY]) or Readers.ALL.value
    if visibility not in [reader.value for reader in Readers]:
        return f"'{VISIBILITY}' is not one of {', '.join(reader.value for reader in Readers)}."
    if not texts[WHY]:
        return f"it does not say why: fill in '{WHY}'."
    if not texts[EDITED] and not texts[VISIBILITY]:
        return f"it says why and changes nothing: fill in '{EDITED}' or '{VISIBILITY}'."
    return ReadRow(
        number=row.number,
        subject=compact(row.text(SUBJECT)),
        original=row.text(ORIGINAL),
        edited=texts[EDITED] or None,
        why=" ".join(texts[WHY].split()),
        visibility=Readers(visibility),
    )


def _clean(text: str) -> str:
    """A text line by line, each without spaces at its ends or twice."""
    lines = text.replace("\r\n", "\n").split("\n")
    return "\n".join(" ".join(_SPACES.split(line)).strip() for line in lines).strip()
