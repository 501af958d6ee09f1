"""Letters in words: what a reminder says about a return. Rows in, view model out."""

from collections.abc import Sequence
from datetime import date

from assets.views.wording import DEMONSTRATION, counted, finding_order
from checks.finding import Severity
from report_templates.letters import Reminder
from sources.entries import Extension
from sources.framework.framework import Framework
from sources.framework.keys import Slot
from warehouse.rows import AnyFinding, ReturnStatus

# So many places to mend stand in a reminder; the receipt has all.
_LISTED = 10


def reminder_letter(
    framework: Framework,
    status: ReturnStatus,
    findings: Sequence[AnyFinding],
    rung: str,
    day: date,
    *,
    moved_from: date | None,
    extension: Extension | None,
    is_demonstration: bool,
) -> Reminder:
    """What one department is told on a rung of the ladder; after the deadline its lead is."""
    slot = Slot.parse(status.slot)
    owed = framework.returns[slot.return_id]
    errors = sorted((f for f in findings if f.severity == Severity.ERROR.value), key=finding_order)
    is_escalation = rung.startswith("T+")
    leads = ", ".join(framework.departments[d].lead for d in owed.departments)
    return Reminder(
        council=framework.council.name,
        demonstration=DEMONSTRATION if is_demonstration else None,
        name=owed.name,
        period=slot.period.label,
        to=leads if is_escalation else f"whoever completes {owed.name}",
        due=day_text(day),
        standing=_standing(status, rung),
        moved=f"The deadline was {day_text(moved_from)} when you were last reminded."
        if moved_from
        else None,
        extended=f"An extension was agreed by {extension.agreed_by}: {extension.reason}"
        if extension
        else None,
        outstanding=_outstanding(status),
        mend=tuple(_place(f) for f in errors[:_LISTED]),
        more=max(0, len(errors) - _LISTED),
        where=_where(framework, slot),
        is_escalation=is_escalation,
    )


def _where(framework: Framework, slot: Slot) -> str:
    folder = f"put it into your folder of the inbox ({slot.council}/{slot.return_id})"
    if framework.layouts[framework.returns[slot.return_id].layout].kind == "form":
        return (
            f"fill in the form that was issued for this period and {folder}. If a figure cannot "
            "be had, choose the reason on the form."
        )
    return (
        f"save your file with the headings that were agreed and {folder}. If a figure cannot be "
        "had, say why in its place."
    )


def day_text(day: date) -> str:
    """`Thursday 19 October 2023`."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def _standing(status: ReturnStatus, rung: str) -> str:
    if status.submissions:
        return f"received ({status.status}), and not complete."
    if rung.startswith("T+"):
        return "nothing has come."
    return "nothing has come yet."


def _outstanding(status: ReturnStatus) -> str:
    missing = status.expected - status.accounted_for
    if not missing:
        return f"All {counted(status.expected, 'value')} are there or accounted for."
    return (
        f"{missing} of {counted(status.expected, 'value')} have neither a figure nor a reason for "
        "having none."
    )


def _place(finding: AnyFinding) -> str:
    place = f"{finding.sheet}!{finding.cell}: " if finding.sheet and finding.cell else ""
    return f"{place}{finding.message} {finding.mend}"
