"""Timeliness: returns that came late or not at all, as at the close's own day."""

from collections.abc import Iterator

from checks.catalogue.rule import CloseRule, Rule
from checks.finding import Dimension, Finding, Severity
from checks.subject import CheckedClose
from sources.framework.day_rules import day_text


def _return_late(rule: CloseRule, subject: CheckedClose) -> Iterator[Finding]:
    for late in subject.lateness:
        if late.received_at is not None and late.days_late:
            yield rule.about(
                f"{subject.framework.returns[late.slot.return_id].name} came "
                f"{days(late.days_late)} ({days(late.working_days_late, 'working day')}) late.",
                raw=str(late.slot),
            )


def _return_missing(rule: CloseRule, subject: CheckedClose) -> Iterator[Finding]:
    for late in subject.lateness:
        if late.received_at is None and late.is_due:
            yield rule.about(
                f"{subject.framework.returns[late.slot.return_id].name} has not come; it is "
                f"{days(late.days_late)} ({days(late.working_days_late, 'working day')}) overdue.",
                raw=str(late.slot),
            )


def _procedure_overdue(rule: CloseRule, subject: CheckedClose) -> Iterator[Finding]:
    name = subject.framework.council.words.procedure
    for due in subject.procedures:
        if due.days_overdue and due.due is not None and due.approved is not None:
            yield rule.about(
                f"The {name} of this measure, approved on {day_text(due.approved)}, was due for "
                f"review on {day_text(due.due)}: {days(due.days_overdue)} overdue.",
                measure=due.measure,
            )


def days(count: int, unit: str = "day") -> str:
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"


CLOSE_RULES: tuple[CloseRule, ...] = (
    Rule(
        "return-late",
        Dimension.TIMELINESS,
        Severity.WARNING,
        "A return came after its deadline.",
        "Nothing can be mended now; say if something held the return up that may do so again.",
        _return_late,
    ),
    Rule(
        "return-missing",
        Dimension.TIMELINESS,
        Severity.ERROR,
        "A return has not come although its deadline has passed.",
        "Send the return as it stands; values that are not ready can be marked with a reason.",
        _return_missing,
    ),
    Rule(
        "procedure-overdue",
        Dimension.TIMELINESS,
        Severity.WARNING,
        "A measure's written procedure has not been reviewed by the day it was due.",
        "Read it through, mend what has changed, have it approved, and say its new version and "
        "day.",
        _procedure_overdue,
    ),
)
