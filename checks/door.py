"""The door: the keys of a return's rows, held against what the slot should hold.

pandera decides here, and only here; the quality of the values is the catalogue's business.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from checks.subject import CheckedReturn
from sources.framework.keys import Period
from sources.returns.content import Row
from sources.words import compact

if TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pa

# The schema's columns, with the heading of the cell that shows a fault and what it means.
_FAULTS = {
    "reference": ("measure", "This reference is not one of this return's."),
    "has_period": ("period", "The period cannot be read: periods are written like {example}."),
    "due": ("period", "This measure is not due for that period in this return."),
}


@dataclass(frozen=True)
class Fault:
    """A row that the slot's schema does not admit, and the cell that shows it."""

    submission: int
    sheet: str
    cell: str | None
    raw: str
    message: str


def strangers(subject: CheckedReturn) -> Iterator[Fault]:
    """Rows with entries whose measure or period this return does not hold, in file order."""
    own_actions = _own_actions(subject)
    if all(_is_as_asked(subject, row, own_actions) for file in subject.files for row in file.rows):
        # Rows that are exactly what the slot expects break no schema, and pandera takes long to
        # import.
        return
    import pandera.errors

    frame = _rows(subject)
    if frame.empty:
        return
    try:
        _schema(subject).validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as error:
        cases = error.failure_cases
        told = set()
        for index, column in sorted(zip(cases["index"], cases["column"], strict=True)):
            row = frame.loc[index]
            where = (row["submission"], row["sheet"], row["measure_cell"])
            if column == "reference" and where in told:
                # A row of many periods has one reference.
                continue
            told.add(where)
            shown, message = _FAULTS[column]
            yield Fault(
                int(row["submission"]),
                row["sheet"],
                row[f"{shown}_cell"] or row["measure_cell"],
                row[shown],
                message.format(example=subject.layout.period_style.value),
            )


def _is_as_asked(subject: CheckedReturn, row: Row, own_actions: set[str]) -> bool:
    if not row.has_entries or row.subject in own_actions:
        return True
    return row.subject is not None and (row.subject, row.stated) in subject.expected


def _own_actions(subject: CheckedReturn) -> set[str]:
    return {action.id for action in subject.framework.actions_of(subject.slot.return_id)}


def _schema(subject: CheckedReturn) -> "pa.DataFrameSchema":
    """References must be the return's own, and each period one that its measure is due for."""
    import pandera.pandas as pa

    own = _own(subject)
    due = {f"{measure} {period}" for measure, period in subject.expected} | {""}
    return pa.DataFrameSchema(
        {
            "submission": pa.Column(int),
            "sheet": pa.Column(str),
            "reference": pa.Column(str, pa.Check.isin(sorted(own))),
            "has_period": pa.Column(bool, pa.Check.eq(True)),
            "due": pa.Column(str, pa.Check.isin(sorted(due))),
        }
    )


def _rows(subject: CheckedReturn) -> "pd.DataFrame":
    """All rows with entries of all the slot's files, one line each.

    `due` is empty where nothing speaks against the period: in the past of a history, or in a row
    that is a stranger already.
    """
    import pandas as pd

    measures = {measure.id for measure in subject.framework.measures_of(subject.slot.return_id)}
    lines = []
    for file in subject.files:
        for row in file.rows:
            if not row.has_entries:
                continue
            reference = row.subject or compact(row.measure)
            period = row.stated
            asked = reference in measures and (period is not None or row.period_cell is not None)
            lines.append(
                {
                    "submission": file.seq,
                    "sheet": row.sheet,
                    "reference": reference,
                    "has_period": not asked or period is not None,
                    "due": f"{reference} {period}"
                    if asked and period is not None and not _is_past(subject, period)
                    else "",
                    "measure": row.measure,
                    "measure_cell": row.measure_cell,
                    "period": row.period,
                    "period_cell": row.period_cell,
                }
            )
    return pd.DataFrame(lines)


def _is_past(subject: CheckedReturn, period: Period) -> bool:
    """A history may speak of any period up to its own."""
    return subject.is_history and period <= subject.slot.period


def _own(subject: CheckedReturn) -> set[str]:
    return_id, framework = subject.slot.return_id, subject.framework
    return {record.id for record in framework.measures_of(return_id)} | _own_actions(subject)
