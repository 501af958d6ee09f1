"""The checklist of a draw of spot checks: an Excel form, and how it is read back.

No macros, no clock. What is read is hostile until it has passed here; what to do with it is
`assets/steps/spot_checks`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sources.returns.actions import a_day
from sources.returns.list_form import Column, ListForm, is_worked_out
from sources.returns.tables import TableRow, beside, find_table
from sources.spot_checks import Outcome, SpotCheckResult
from sources.words import compact, plain
from sources.workbooks.cells import CannotRead, Workbook

SHEET = "Spot checks"
_CLOSE, _DRAW = "Period", "Draw (ledger entry)"
_MEASURE = "Measure reference"
_SHOWN = {
    _MEASURE: 14,
    "Measure": 30,
    "What it counts": 42,
    "Value in the return": 14,
    "Made from": 22,
    "Where it stands": 30,
}
_FOLLOWED, _EVIDENCE, _RECALCULATED = "Definition followed?", "Evidence seen where?", "Recalculated"
_RESULT, _NOTES, _BY, _ON = "Result", "Notes", "Checked by", "Checked on"
_ASKED = {
    _FOLLOWED: 14,
    _EVIDENCE: 30,
    _RECALCULATED: 14,
    _RESULT: 16,
    _NOTES: 36,
    _BY: 20,
    _ON: 14,
}
_FORM = ListForm(SHEET, _SHOWN, _ASKED)
_SHAPE = _FORM.shape()
_FOLLOWED_WORDS = ("yes", "no", "cannot be told")
_LONGEST = 1_000


@dataclass(frozen=True)
class ChecklistRow:
    """What a checklist shows of one measure: what to look into, and where it came from."""

    measure: str
    name: str
    definition: str
    value: str
    made_from: str
    place: str


@dataclass(frozen=True)
class ReadChecklist:
    """A checklist as it came back: which draw it says it is of, and the lines that are filled."""

    close: str
    drawn: str
    results: Mapping[str, SpotCheckResult]


def write_checklist(
    title: str,
    close: str,
    drawn: int,
    how: str,
    rows: Sequence[ChecklistRow],
    dated: date,
    mark: str | None = None,
) -> bytes:
    """The .xlsx checklist of a draw, the same bytes for the same arguments."""
    lines = ((_CLOSE, close), (_DRAW, str(drawn)), ("How it was drawn", how))
    blank = ("",) * len(_ASKED)
    shown = [(r.measure, r.name, r.definition, r.value, r.made_from, r.place) for r in rows]
    return _FORM.write(title, lines, [(row, blank) for row in shown], _ask, dated, mark)


def _ask(columns: Mapping[str, Column]) -> None:
    columns[_FOLLOWED].choice(_FOLLOWED_WORDS, "Was it counted as the definition says?")
    results = [outcome.value for outcome in Outcome]
    columns[_RESULT].choice(results, "Agrees, differs, or cannot be shown from the evidence.")
    columns[_EVIDENCE].prompt("The system, report or file that you looked at.")
    columns[_RECALCULATED].prompt("The value that you get from the evidence.")
    columns[_NOTES].prompt("What differs and why; no names of clients.")
    columns[_ON].day("The day on which you looked, such as 31/12/2023.")


def read_checklist(workbook: Workbook) -> ReadChecklist:
    """A checklist's filled lines, each in order by itself. Raises CannotRead, naming the row.

    Lines without a result are still to be done and are passed over.
    """
    table = find_table(workbook, [SHEET], _SHAPE)
    said = {}
    for label in (_CLOSE, _DRAW):
        cell = beside(table.sheet, label)
        if cell is None:
            raise CannotRead(
                f"The checklist does not say its '{label}': use the one that was drawn."
            )
        said[label] = cell.text.strip()
    results: dict[str, SpotCheckResult] = {}
    for row in table.rows:
        measure = compact(row.text(_MEASURE))
        if not any(row.text(name).strip() for name in _ASKED):
            continue
        if measure in results:
            raise CannotRead(f"Row {row.number} is about a measure that stands there twice.")
        if row.text(_RESULT).strip():
            results[measure] = _result(row)
    return ReadChecklist(said[_CLOSE], said[_DRAW], results)


def _result(row: TableRow) -> SpotCheckResult:
    texts = {name: " ".join(row.text(name).split()) for name in _ASKED}
    for name, text in texts.items():
        cell = row.cell(name)
        # A value may well have been recalculated by the sheet itself.
        is_allowed = name == _RECALCULATED and cell is not None and cell.error is None
        if is_worked_out(row, name) and not is_allowed:
            raise CannotRead(
                f"Row {row.number}: '{name}' holds a formula or an error; type what it should say."
            )
        if len(text) > _LONGEST:
            raise CannotRead(f"Row {row.number}: '{name}' is longer than {_LONGEST} characters.")
    result, followed = plain(texts[_RESULT]), plain(texts[_FOLLOWED])
    known = [outcome.value for outcome in Outcome]
    if result not in known:
        raise CannotRead(f"Row {row.number}: the result is not one of {', '.join(known)}.")
    if followed not in _FOLLOWED_WORDS:
        wanted = ", ".join(_FOLLOWED_WORDS)
        raise CannotRead(f"Row {row.number}: '{_FOLLOWED}' is not one of {wanted}.")
    if not texts[_BY]:
        raise CannotRead(f"Row {row.number} does not say who checked it.")
    day = a_day(texts[_ON])
    if day is None:
        raise CannotRead(f"Row {row.number}: '{_ON}' is not a day such as 31/12/2023.")
    if result == Outcome.DIFFERS.value and not (texts[_RECALCULATED] or texts[_NOTES]):
        raise CannotRead(f"Row {row.number} differs: say the recalculated value, or what differs.")
    return SpotCheckResult(
        result=result,
        definition_followed=followed,
        evidence=texts[_EVIDENCE],
        recalculated=texts[_RECALCULATED],
        notes=texts[_NOTES],
        checked_by=texts[_BY],
        checked_on=day.isoformat(),
    )
