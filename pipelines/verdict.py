"""What a data owner is told about a file before it is sent, in plain text."""

from collections.abc import Iterator

from assets.steps.check_file import FileVerdict
from assets.views.wording import counted
from checks.finding import Finding, Severity
from sources.returns.content import Quantity
from sources.values import Absence

_WORST_FIRST = (Severity.ERROR, Severity.WARNING, Severity.INFORMATION)
NEEDS_PAST = (
    "Not checked here, because it needs earlier values: falling totals, figures far from their "
    "own past, and returns copied from the period before."
)


def file_verdict(name: str, verdict: FileVerdict) -> tuple[str, bool]:
    """The verdict's lines, and whether there are errors."""
    has_errors = any(finding.severity is Severity.ERROR for finding in verdict.findings)
    return "\n".join(_lines(name, verdict)), has_errors


def _lines(name: str, verdict: FileVerdict) -> Iterator[str]:
    owed = verdict.framework.returns[verdict.slot.return_id]
    yield f"{name}: {owed.name}, {verdict.slot.period.label}"
    yield _filled(verdict)
    for severity in _WORST_FIRST:
        found = [finding for finding in verdict.findings if finding.severity is severity]
        if found:
            yield ""
            yield _heading(severity, len(found))
            for finding in sorted(found, key=_place):
                yield from _finding(verdict, finding)
    if not verdict.findings:
        yield "Nothing was found."
    yield ""
    yield NEEDS_PAST
    if verdict.unknown:
        facts = ", ".join(fact.value for fact in verdict.unknown)
        yield f"This kind of file does not say: {facts}."


def _filled(verdict: FileVerdict) -> str:
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
    of = "" if is_history else f" of {expected}"
    what = "Earlier values" if is_history else "Values"
    return f"{what} with a figure: {figures}{of}; with a reason for having none: {reasons}."


def _heading(severity: Severity, count: int) -> str:
    if severity is Severity.INFORMATION:
        return f"For information: {count}"
    return counted(count, severity.value).capitalize()


def _place(finding: Finding) -> tuple[str, int, str, str]:
    cell = finding.cell or ""
    return finding.sheet or "", len(cell), cell, finding.rule


def _finding(verdict: FileVerdict, finding: Finding) -> Iterator[str]:
    measure = verdict.framework.measures.get(finding.measure or "")
    about = f" {measure.name}:" if measure else ""
    found = f" (found: {finding.raw[:60]!r})" if finding.raw else ""
    yield f"  {finding.place}{about} {finding.message}{found}"
    yield f"      What to do: {finding.mend}"
