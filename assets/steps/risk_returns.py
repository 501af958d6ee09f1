"""Assessments of risk returns: as rows to be stored, and those that count in a close.

Reads only. What they do to the register is `assets/analysis/risk_updates`.
"""

from collections.abc import Callable, Iterable

from assets.analysis.results import SentFile
from assets.steps import gather
from assets.steps.benchmark_returns import standing_of_others
from assets.steps.house import House
from checks.other_returns import OtherContent
from checks.risk_register import Filed, StandingAssessment, standing_assessments
from sources.framework.framework import Framework
from sources.framework.keys import Slot
from sources.framework.owed import ReturnType
from sources.returns.assessment_rows import Part
from warehouse.other_rows import RiskAssessment
from warehouse.rows import ReturnFinding


def assessment_rows(
    house: House, framework: Framework, own: Iterable[SentFile]
) -> list[RiskAssessment]:
    """Every row of files of a risk return, read by a framework. Other returns have none."""
    return [
        RiskAssessment(
            slot=str(one.slot),
            council=one.slot.council,
            submission=one.seq,
            row=item.number,
            risk=item.risk,
            assessed_on=item.assessed_on.isoformat() if item.assessed_on else None,
            likelihood=item.likelihood,
            impact=item.impact,
            mitigation=item.mitigation,
            done_on=item.done_on.isoformat() if item.done_on else None,
            note=item.said.get(Part.NOTE, ""),
            raw=" | ".join(text for part, text in item.said.items() if part is not Part.NOTE),
            sheet=item.sheet,
            cell=item.cells[Part.RISK],
        )
        for one in own
        for item in gather.read_file(house, framework, one).assessments
    ]


def other_content(house: House, framework: Framework, sent: Iterable[SentFile]) -> OtherContent:
    """What stands of files that hold no measures, each return by itself."""
    files = list(sent)
    filed: dict[Slot, list[Filed]] = {}
    for one in files:
        owed = framework.returns.get(one.slot.return_id)
        if owed is not None and owed.return_type is ReturnType.RISK:
            rows = gather.read_file(house, framework, one).assessments
            filed.setdefault(one.slot, []).append((one.seq, rows))
    return OtherContent(
        gather.budget_of(house, framework, files),
        tuple(
            row
            for slot, given in filed.items()
            for row in standing_assessments(given, framework, slot.period)
        ),
        standing_of_others(house, framework, files),
    )


def counting_assessments(
    house: House,
    framework: Framework,
    sent: Iterable[SentFile],
    errors_of: Callable[[Slot], Iterable[ReturnFinding]],
) -> tuple[StandingAssessment, ...]:
    """The rows that count in the register, oldest first: those in which no error stands.

    Assessments of earlier years are in the register itself by now. `errors_of` gives what holds a
    return's rows back.
    """
    own = [s for s in sent if s.slot.period.year == framework.year]
    rows = []
    for slot in sorted({s.slot for s in own}):
        found = other_content(house, framework, [s for s in own if s.slot == slot]).assessments
        if not found:
            continue
        queried = {(f.submission, f.sheet, f.cell) for f in errors_of(slot)}
        rows += [one for one in found if not one.places & queried]
    return tuple(sorted(rows, key=lambda one: one.submission))
