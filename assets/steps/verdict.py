"""How a verdict on a file is told: as plain text, as data for programs, as a marked copy.

What the verdict is, is `check_file` and `check_only`; what programs get is described in
docs/check-json.md.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from assets.steps.check_file import FileVerdict
from assets.views.annotation import annotation, by_sheet
from assets.views.letters import day_text
from assets.views.wording import counted, one_line
from checks.finding import Finding, Severity
from report_templates.annotated.marks import Annotated
from sources.returns.content import Quantity
from sources.values import Absence

SCHEMA = "quarterday-check-1"
TITLE = "Findings: what the checks found in this workbook"
NEEDS_PAST = (
    "Not checked here, because it needs earlier values: falling totals, figures far from their "
    "own past, and returns copied from the period before."
)
CHECKED_PAST = "Checked against the earlier values in the form, as at {day}."
CHECKED_OWN = "Checked against everything that was sent before."
ONLY_WHEN_SENT = (
    "Not checked here, because it is known only once a file is sent: whether it comes in time, and "
    "whether it agrees with what others send."
)


def file_verdict(name: str, verdict: FileVerdict) -> tuple[str, bool]:
    """The verdict's lines, and whether there are errors."""
    return "\n".join(_lines(name, verdict)), verdict.has_errors


def marked_copy(verdict: FileVerdict, data: bytes) -> Annotated:
    """The file's own workbook with its failing cells marked. Raises CannotRead."""
    from report_templates.annotated.annotate import annotate

    notes = not_checked(verdict)
    told = annotation(verdict.framework, TITLE, verdict.findings, verdict.sheets, notes)
    return annotate(data, told, is_known=True)


def not_checked(verdict: FileVerdict) -> tuple[str, ...]:
    """What the verdict leaves open, a sentence each; and what it was held against."""
    if verdict.knows_all_past:
        past = CHECKED_OWN
    elif verdict.as_at is not None:
        past = CHECKED_PAST.format(day=day_text(verdict.as_at))
    else:
        past = NEEDS_PAST
    facts = ", ".join(fact.value for fact in verdict.unknown)
    unknown = (f"This kind of file does not say: {facts}.",) if facts else ()
    return (past, ONLY_WHEN_SENT, *unknown)


def verdict_data(name: str, verdict: FileVerdict) -> dict[str, Any]:
    """The verdict for programs: texts, numbers and lists alone, under names that stay."""
    number = {s.value: _count(verdict.findings, s) for s in Severity}
    figures, reasons, expected = _filled(verdict)
    in_order = by_sheet(verdict.findings, verdict.sheets)
    open_ended = [said for said in not_checked(verdict) if said.startswith("Not checked")]
    return {
        "schema": SCHEMA,
        "file": name,
        "outcome": "errors" if verdict.has_errors else "no errors",
        "problem": None,
        "slot": str(verdict.slot),
        "council": verdict.slot.council,
        "return": verdict.slot.return_id,
        "period": str(verdict.slot.period),
        "counts": {**number, "figures": figures, "reasons": reasons, "expected": expected},
        "sheets": list(verdict.sheets),
        "findings": [_finding_data(verdict, finding) for finding in in_order],
        "earlier_values_as_at": verdict.as_at.isoformat() if verdict.as_at else None,
        "not_checked": open_ended,
        "unknown": [fact.value for fact in verdict.unknown],
    }


def problem_data(name: str, problem: str) -> dict[str, Any]:
    """The same for a file that cannot be read: a sentence, and nothing else."""
    return {"schema": SCHEMA, "file": name, "outcome": "cannot be read", "problem": problem}


def _finding_data(verdict: FileVerdict, finding: Finding) -> dict[str, Any]:
    plain = finding.plain()
    del plain["submission"]
    measure = verdict.framework.measures.get(finding.measure or "")
    return {**plain, "measure_name": measure.name if measure else None}


def _lines(name: str, verdict: FileVerdict) -> Iterator[str]:
    owed = verdict.framework.returns[verdict.slot.return_id]
    yield f"{one_line(name)}: {owed.name}, {verdict.slot.period.label}"
    figures, reasons, expected = _filled(verdict)
    of = "" if expected is None else f" of {expected}"
    what = "Earlier values" if expected is None else "Values"
    yield f"{what} with a figure: {figures}{of}; with a reason for having none: {reasons}."
    for severity in Severity:
        if number := _count(verdict.findings, severity):
            yield _counted(severity, number)
    sheet: str | None = ""
    for finding in by_sheet(verdict.findings, verdict.sheets):
        own = finding.sheet if finding.sheet and finding.cell else None
        if own != sheet:
            sheet = own
            yield ""
            yield f"On the sheet {one_line(own)}" if own else "About the whole return"
        yield from _finding(verdict, finding)
    if not verdict.findings:
        yield "Nothing was found."
    yield ""
    yield from not_checked(verdict)


def _counted(severity: Severity, number: int) -> str:
    if severity is Severity.INFORMATION:
        return f"For information: {number}"
    return counted(number, severity.value).capitalize()


def _count(findings: Sequence[Finding], severity: Severity) -> int:
    return sum(finding.severity is severity for finding in findings)


def _filled(verdict: FileVerdict) -> tuple[int, int, int | None]:
    """How many values have a figure, how many a reason; of how many, but for a history."""
    framework, slot = verdict.framework, verdict.slot
    measures = framework.measures_of(slot.return_id)
    expected = sum(len(framework.due_in(measure, slot.period)) for measure in measures)
    given = {
        (item.measure, item.period): item.value
        for item in verdict.read.values
        if item.quantity is Quantity.ACTUAL
    }
    figures = sum(value.number is not None for value in given.values())
    reasons = sum(value.absence not in (None, Absence.UNREADABLE) for value in given.values())
    is_history = framework.returns[slot.return_id].once_for is not None
    return figures, reasons, None if is_history else expected


def _finding(verdict: FileVerdict, finding: Finding) -> Iterator[str]:
    measure = verdict.framework.measures.get(finding.measure or "")
    about = f" {measure.name}:" if measure else ""
    found = f" (found: {finding.raw[:60]!r})" if finding.raw else ""
    yield f"  {finding.place} ({finding.severity.value}){about} {finding.message}{found}"
    yield f"      What to do: {finding.mend}"
