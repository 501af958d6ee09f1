"""Summaries in plain text of what a run did, for the terminal and for logs."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from assets.steps.filed_once import FiledOnce
from assets.steps.publish import PublishEvidence
from assets.steps.quarter import QuarterEvidence
from assets.steps.receive import Outcome
from assets.views.report import demonstration_notice
from assets.views.wording import counted, finding_order
from checks.finding import Severity
from sources.framework.keys import Slot
from sources.framework.owed import Section
from warehouse.rows import AnyFinding, ReturnStatus

if TYPE_CHECKING:
    from pipelines.demo.play import Played


def close_summary(evidence: QuarterEvidence) -> str:
    """Who is late, what failed, how many measures in each rating, what is not rated and why."""
    return "\n".join(_lines(evidence))


def demo_summary(played: "Sequence[Played]") -> str:
    """Both closes of each council's demonstration, what the second changed, and what to open."""
    return "\n\n".join("\n".join(_played(one, len(played) > 1)) for one in played)


def _played(one: "Played", is_named: bool) -> Iterator[str]:
    if is_named:
        yield one.first.closed.results.framework.council.name
        yield ""
    yield f"First close, {_day(one.first_at)}"
    yield close_summary(one.first)
    yield ""
    yield f"Second close, {_day(one.second_at)}, after the corrected return"
    yield close_summary(one.second)


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"


def _lines(evidence: QuarterEvidence) -> Iterator[str]:
    results = evidence.closed.results
    notice = demonstration_notice(results.sent)
    if notice:
        yield notice
    for one in evidence.taken:
        if one.outcome is not Outcome.RECEIVED:
            yield f"  {one.outcome.value}: {one.filename}: {one.reason}"
    yield "Returns"
    for status in results.statuses:
        name = results.framework.returns[Slot.parse(status.slot).return_id].name
        yield f"  {name:<52} {_standing(status)}"
    checked = [c.slot.return_id for c in evidence.closed.checked if c.is_new]
    kept = len(evidence.closed.checked) - len(checked)
    words = f"checked anew: {', '.join(checked)}" if checked else "none checked anew"
    yield f"  ({words}; {kept} unchanged)"
    yield from _findings(evidence)
    yield from _ratings(evidence)
    for draft in evidence.drafts:
        yield f"{_draft(evidence, draft)}: open {draft.page}"
    waiting = sum(one.outcome is Outcome.WAITING for one in evidence.taken)
    if waiting:
        files = counted(waiting, "file")
        yield f"Not counted above: {files} still arriving. Run 'close' again in a minute."
    if not evidence.drafts:
        yield "No report has a confirmed date for this period; nothing was drawn up."


def _draft(evidence: QuarterEvidence, draft: PublishEvidence) -> str:
    if not draft.is_new:
        return f"Draft {draft.draft} still stands"
    product = evidence.closed.results.framework.products[draft.edition.product]
    # Only a report with that section knows what changed in it.
    if draft.draft == 1 or Section.CHANGES not in product.sections:
        return f"Draft {draft.draft}"
    since = f"since draft {draft.draft - 1}"
    if not draft.changes:
        return f"Draft {draft.draft}, unchanged {since}"
    return f"Draft {draft.draft}, which lists {counted(draft.changes, 'change')} {since}"


def _standing(status: ReturnStatus) -> str:
    words = status.status
    if status.days_late:
        overdue = "overdue" if status.status == "missing" else "late"
        words = f"{status.status}, {counted(status.days_late, 'day')} {overdue}"
    filled = f"{status.accounted_for} of {status.expected} filled"
    signed = "" if status.is_confirmed or not status.submissions else ", not signed off"
    return f"{words}; {filled}{signed}"


def _findings(evidence: QuarterEvidence) -> Iterator[str]:
    results = evidence.closed.results
    found: list[AnyFinding] = [*results.open_findings, *results.council_findings]
    tally = Counter(f.severity for f in found)
    counts = ", ".join(
        [
            counted(tally["error"], "error"),
            counted(tally["warning"], "warning"),
            f"{tally['information']} for information",
        ]
    )
    waived = f"; {len(results.waived)} waived" if results.waived else ""
    yield f"Findings: {counts}{waived}"
    for f in sorted(found, key=finding_order):
        if f.severity == Severity.ERROR.value:
            place = f"{f.sheet}!{f.cell}" if f.cell else "return"
            yield f"  {Slot.parse(f.slot).return_id} {place}: {f.message}"
    yield from filed_once_lines(evidence.filed_once)


def filed_once_lines(filed: Iterable[FiledOnce]) -> Iterator[str]:
    """How much was found in each return that no close owns; its receipts say what."""
    for one in filed:
        words = f"{counted(one.errors, 'error')}, {counted(one.warnings, 'warning')}"
        waived = f"; {one.waived} waived" if one.waived else ""
        yield f"  {one.name}, filed once: {words}, {one.information} for information{waived}"


def _ratings(evidence: QuarterEvidence) -> Iterator[str]:
    results = evidence.closed.results
    rows = [row for row in results.ratings if row.basis == "current"]
    rated = Counter(row.rating for row in rows if row.rating)
    levels = results.framework.measure_scheme.ratings
    counts = ", ".join(f"{level.symbol} {level.word} {rated[level.id]}" for level in levels)
    yield f"Measures: {counts}"
    unrated = Counter(row.status for row in rows if not row.rating)
    if unrated:
        reasons = ", ".join(f"{reason} {count}" for reason, count in sorted(unrated.items()))
        yield f"  not rated {sum(unrated.values())}: {reasons}"
