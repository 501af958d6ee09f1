"""Returns as readers see them: when they came, how full they are, what was found in them."""

from collections.abc import Iterable
from datetime import date, datetime

from assets.views.context import Context
from assets.views.wording import counted, moment_text, one_line
from checks.finding import Severity
from report_templates.pages import StateLine
from report_templates.parts import Figure
from report_templates.sections import ReturnLine
from sources.framework.day_rules import day_text
from sources.framework.keys import Slot
from warehouse.rows import AnyFinding, ReturnStatus


def return_line(context: Context, status: ReturnStatus) -> ReturnLine:
    """One slot's standing as at the close."""
    slot, book = Slot.parse(status.slot), context.book
    findings = findings_of(context, status.slot)
    name = context.framework.returns[slot.return_id].name

    def count(number: int, quantity: str, what: str) -> Figure:
        return book.count(number, slot.return_id, quantity, f"{name}: {what}", name)

    return ReturnLine(
        name=name,
        department_page=f"quality-{slot.return_id}.html",
        status=status.status,
        due=_moment(status.due_at) or "no confirmed date",
        received=_received(status),
        lateness=_lateness(context, status, name),
        supplied=count(status.supplied, "values-supplied", "values supplied"),
        accounted_for=count(
            status.accounted_for,
            "values-accounted-for",
            "values supplied or absent with a reason",
        ),
        expected=count(status.expected, "values-expected", "values expected"),
        errors=count(_tally(findings, Severity.ERROR), "errors", "errors found"),
        warnings=count(_tally(findings, Severity.WARNING), "warnings", "warnings found"),
        sign_off=_sign_off(context, status),
    )


def findings_of(context: Context, slot: str) -> list[AnyFinding]:
    """Every finding about a slot, its own and the council's, but for those that are waived."""
    own: list[AnyFinding] = [f for f in context.results.open_findings if f.slot == slot]
    return [*own, *(f for f in context.results.council_findings if f.slot == slot)]


def _tally(findings: Iterable[AnyFinding], severity: Severity) -> int:
    return sum(f.severity == severity.value for f in findings)


def _moment(text: str | None) -> str | None:
    return moment_text(datetime.fromisoformat(text)) if text else None


def _moment_of(text: str | None) -> datetime:
    if text is None:
        raise ValueError("a late return was received")
    return datetime.fromisoformat(text)


def _received(status: ReturnStatus) -> str:
    first, latest = _moment(status.received_at), _moment(status.latest_at)
    if first is None:
        return "not received"
    return first if latest == first else f"{first}; last corrected {latest}"


def _lateness(context: Context, status: ReturnStatus, name: str) -> Figure | None:
    if not status.days_late:
        return None
    days = (
        f"{counted(status.days_late, 'day')} ({counted(status.working_days_late, 'working day')})"
    )
    is_missing = status.status == "missing"
    reached = context.results.point.at if is_missing else _moment_of(status.received_at)
    return context.book.enter(
        f"{days} {'overdue' if is_missing else 'late'}",
        Slot.parse(status.slot).return_id,
        "lateness",
        what=f"{name}: how late",
        how=f"from the deadline, {_moment(status.due_at)}, to {moment_text(reached)}; working days "
        "leave out weekends, bank holidays in England and days on which the council is closed",
        group=name,
    )


def state_lines(context: Context, status: ReturnStatus) -> tuple[StateLine, ...]:
    """The states that a return reached; who signed is told to members, which role to anybody."""
    return tuple(
        StateLine(
            state=row.state,
            by="" if context.is_public and row.identity else one_line(row.by),
            role=one_line(row.role),
            on=day_text(date.fromisoformat(row.day)) if row.day else "no day given",
            known=row.identity or "",
        )
        for row in context.results.states
        if row.slot == status.slot
    )


def _sign_off(context: Context, status: ReturnStatus) -> str:
    if not context.framework.council.sign_off:
        return "not required"
    signed = [r for r in context.results.states if r.slot == status.slot and r.identity]
    if status.state is None:
        return "not received" if not status.submissions else "not signed off"
    if status.is_confirmed and signed:
        who = signed[-1].role if context.is_public else signed[-1].by
        return f"{signed[-1].identity} by {who}"
    if not signed or status.waits_for is None:
        return "not signed off: figures are unconfirmed"
    return f"{status.state}, waits for {status.waits_for}: figures are unconfirmed"
