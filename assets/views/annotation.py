"""What an annotated workbook says: findings worded for its notes and its Findings sheet.

How they are put into a workbook is `report_templates/annotated`.
"""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from assets.views.wording import counted, finding_order, shortened
from checks.finding import Finding, Severity
from report_templates.annotated.marks import Annotation, Line
from sources.framework.framework import Framework
from sources.framework.keys import KeyProblem, Period
from warehouse.rows import ReturnFinding

AnyReturnFinding = Finding | ReturnFinding
_F = TypeVar("_F", bound=AnyReturnFinding)


def annotation(
    framework: Framework,
    title: str,
    findings: Iterable[AnyReturnFinding],
    sheets: Sequence[str],
    notes: Iterable[str] = (),
) -> Annotation:
    """Findings in the order of the workbook's sheets, those about the whole return first."""
    in_order = by_sheet(findings, sheets)
    lines = tuple(_line(framework, finding) for finding in in_order)
    return Annotation(title, (counts(in_order), *notes), lines)


def by_sheet(findings: Iterable[_F], sheets: Sequence[str]) -> list[_F]:
    """By sheet as the file has them, the whole return first; on a sheet from top to bottom."""
    place = {name: number for number, name in enumerate(sheets)}

    def key(finding: _F) -> tuple[int, int, int, str, int]:
        severity, _, row, cell = finding_order(finding)
        at = place.get(finding.sheet or "", len(place)) if finding.cell else -1
        return at, row, len(cell), cell, severity

    return sorted(findings, key=key)


def counts(findings: Sequence[AnyReturnFinding]) -> str:
    """`2 errors, 1 warning, 3 for information`; a count of none is left out."""
    number = {s: sum(f.severity == s.value for f in findings) for s in Severity}
    said = [counted(number[s], s.value) for s in (Severity.ERROR, Severity.WARNING) if number[s]]
    if number[Severity.INFORMATION]:
        said.append(f"{number[Severity.INFORMATION]} for information")
    return ", ".join(said) or "Nothing was found"


def about(framework: Framework, finding: AnyReturnFinding) -> str:
    """What a finding is about: `Care reviews in time, Quarter 2 2023-24`."""
    measure = framework.measures.get(finding.measure or "")
    told = [measure.name if measure else finding.measure or ""]
    if finding.period:
        try:
            told.append(Period.parse(finding.period).label)
        except KeyProblem:
            told.append(finding.period)
    return ", ".join(part for part in told if part)


def _line(framework: Framework, finding: AnyReturnFinding) -> Line:
    has_place = finding.sheet is not None and finding.cell is not None
    return Line(
        severity=Severity(finding.severity).value,
        sheet=finding.sheet if has_place else None,
        cell=finding.cell if has_place else None,
        about=about(framework, finding),
        found=shortened(finding.raw),
        wrong=finding.message,
        mend=finding.mend,
    )
