"""Invented risk returns: assessments of some risks, in the declared layout, the same on every run.

Who sends it when is `play`.
"""

import csv
import io
import random
from collections.abc import Iterator
from datetime import date

from sources.framework.framework import Framework
from sources.framework.keys import Close, Slot
from sources.framework.owed import ReturnType
from sources.framework.risks import Risk, RiskMatrix
from sources.framework.working_days import nearest_working_day

_SIGNED_BY = "Risk and Insurance Officer"
# A step up or down, or none; most risks stay as they are.
_MOVES = (-1, 0, 0, 1)


def risk_slots(framework: Framework, close: Close) -> list[Slot]:
    """The risk returns of a close."""
    return [
        slot
        for slot in framework.slots_of(close)
        if framework.returns[slot.return_id].return_type is ReturnType.RISK
    ]


def risk_csv(framework: Framework, slot: Slot) -> bytes:
    """A risk return as a CSV file in its layout, with a sign-off where it asks for one."""
    layout = framework.layouts[framework.returns[slot.return_id].layout]
    columns, matrix = layout.risks, framework.risk_matrix
    assert columns is not None
    assert matrix is not None
    given = {
        "risk": columns.risk,
        "period": layout.period,
        "assessed_on": columns.assessed_on,
        "likelihood": columns.likelihood,
        "impact": columns.impact,
        "mitigation": columns.mitigation,
        "done_on": columns.done_on,
        "note": columns.note,
    }
    asked = {name: heading[0] for name, heading in given.items() if heading}
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    if layout.period_label:
        writer.writerow([layout.period_label, str(slot.period)])
    if layout.signed_off_label:
        writer.writerow([layout.signed_off_label, _SIGNED_BY])
    writer.writerow(asked.values())
    for row in _rows(framework, slot, matrix):
        writer.writerow([row.get(name, "") for name in asked])
    return text.getvalue().encode()


def _rows(framework: Framework, slot: Slot, matrix: RiskMatrix) -> Iterator[dict[str, str]]:
    day = nearest_working_day(slot.period.ends, -1, framework.council.closure_days)
    for risk in framework.risks.values():
        if risk.closed_on is None and risk.assessments[0].on < day:
            said = _assessed(risk, slot, day, matrix) | _done(risk, day)
            if said:
                yield {"risk": risk.id, "period": str(slot.period), **said}


def _assessed(risk: Risk, slot: Slot, day: date, matrix: RiskMatrix) -> dict[str, str]:
    """A new look at a risk, unless it has been looked at on that day or nobody cared to."""
    last, draw = risk.assessed(day), random.Random(f"{risk.id} {slot.period} assessed")
    if last is None or last.on == day or draw.random() < 0.5:
        return {}
    likelihood = last.likelihood + draw.choice(_MOVES)
    return {
        "assessed_on": day.isoformat(),
        "likelihood": str(min(max(likelihood, 1), len(matrix.likelihood))),
        "impact": str(last.impact),
        "note": "Reviewed with the owner at the end of the period.",
    }


def _done(risk: Risk, day: date) -> dict[str, str]:
    """What was due by a day and is not said to be done in the register was done when due."""
    ahead = [m for m in risk.mitigations if m.done_on is None and m.due <= day]
    return {"mitigation": ahead[0].name, "done_on": ahead[0].due.isoformat()} if ahead else {}
