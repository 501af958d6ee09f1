"""An example risk return: its rows as they stand in a table, beside a register of one risk."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from checks.examples.frameworks import base
from checks.subject import CheckedReturn, SubmittedFile
from sources.framework.columns import RiskColumns
from sources.framework.framework import Framework
from sources.framework.keys import Slot
from sources.framework.layouts import Layout
from sources.framework.owed import OwedReturn
from sources.framework.risks import Risk, RiskMatrix
from sources.returns.assessments import read_assessments
from sources.workbooks.cells import Cell, Sheet, Workbook

_SLOT = Slot.parse("derbyshire.2023-24-Q2.risk")
_SEQ = 5
_HEADINGS = {
    "risk": "Risk",
    "assessed_on": "Assessed on",
    "likelihood": "Likelihood",
    "impact": "Impact",
    "mitigation": "Mitigation",
    "done_on": "Done on",
    "note": "Note",
}
_LAYOUT = Layout(
    id="risks",
    kind="risks",
    period_label="Period",
    risks=RiskColumns.model_validate(_HEADINGS),
)
_MATRIX = {
    "likelihood": ["Rare", "Unlikely", "Possible", "Likely", "Almost certain"],
    "impact": ["Negligible", "Minor", "Moderate", "Major", "Severe"],
    "levels": [
        {
            "id": "low",
            "word": "Low",
            "symbol": "o",
            "colour": "#00703c",
            "score_at_least": "1",
            "meaning": "Accepted.",
        }
    ],
}
_RISK = {
    "id": "flood",
    "name": "A road floods",
    "description": "A road that many use is closed by water.",
    "owner": "Head of Highways",
    "kind": "operational",
    "mitigations": [{"name": "Gullies cleared", "due": "2023-08-31"}],
    "assessments": [{"on": "2023-04-03", "likelihood": "3", "impact": "3"}],
    "provenance": "ours",
}


def risk_return(given: Mapping[str, Any]) -> CheckedReturn:
    """The risk return that an example describes."""
    if unknown := set(given) - {"risks"}:
        raise ValueError(f"{sorted(unknown)} is not known beside risks")
    framework = _framework()
    file = SubmittedFile(
        seq=_SEQ,
        sender=_SLOT.return_id,
        framework_digest=None,
        rows=(),
        values=(),
        texts=(),
        assessments=read_assessments(_workbook(given["risks"]), framework, _LAYOUT).rows,
    )
    return CheckedReturn(framework, _SLOT, (file,), {})


def _framework() -> Framework:
    whole = base()
    department = next(iter(whole.departments))
    owed = OwedReturn.model_validate(
        {
            "id": _SLOT.return_id,
            "name": "Risk return",
            "return_type": "risk",
            "layout": _LAYOUT.id,
            "due_stage": "returns",
        }
    )
    where = {"body": next(iter(whole.bodies)), "department": department}
    risk = Risk.model_validate({**_RISK, **where})
    return replace(
        whole,
        council=whole.council.model_copy(update={"sign_off": ()}),
        returns={**whole.returns, owed.id: owed},
        layouts={**whole.layouts, _LAYOUT.id: _LAYOUT},
        risk_matrix=RiskMatrix.model_validate(_MATRIX),
        risks={risk.id: risk},
    )


def _workbook(rows: list[Mapping[str, str]]) -> Workbook:
    cells = [
        Cell("Risks", 1, column, heading)
        for column, heading in enumerate(_HEADINGS.values(), start=1)
    ]
    for number, row in enumerate(rows, start=2):
        if unknown := set(row) - set(_HEADINGS):
            raise ValueError(f"{sorted(unknown)} is no part of a row of a risk return")
        cells += [
            Cell("Risks", number, column, row[name])
            for column, name in enumerate(_HEADINGS, start=1)
            if name in row
        ]
    return Workbook("csv", {"Risks": Sheet("Risks", {cell.address: cell for cell in cells})})
