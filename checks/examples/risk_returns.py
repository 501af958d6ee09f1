"""An example risk return: its rows as they stand in a table, beside a register of one risk."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from checks.examples.tables import checked, owing, table_of
from checks.subject import CheckedReturn
from sources.framework.columns import RiskColumns
from sources.framework.framework import Framework
from sources.framework.keys import Slot
from sources.framework.layouts import Layout
from sources.framework.risks import Risk, RiskMatrix
from sources.returns.assessments import read_assessments

_SLOT = Slot.parse("derbyshire.2023-24-Q2.risk")
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
    workbook = table_of("Risks", _HEADINGS, given["risks"])
    rows = read_assessments(workbook, framework, _LAYOUT).rows
    return checked(framework, _SLOT, {"assessments": rows})


def _framework() -> Framework:
    whole = owing(_SLOT, "Risk return", "risk", _LAYOUT)
    where = {"body": next(iter(whole.bodies)), "department": next(iter(whole.departments))}
    risk = Risk.model_validate({**_RISK, **where})
    return replace(whole, risk_matrix=RiskMatrix.model_validate(_MATRIX), risks={risk.id: risk})
