"""Revisions: figures of earlier periods that are said to be otherwise now (ruling 8)."""

from collections.abc import Iterator

from checks.catalogue.rule import ReturnRule, Rule
from checks.finding import Dimension, Finding, Severity
from checks.subject import CheckedReturn
from sources.returns.content import Quantity, Revision
from sources.values import Value


def _no_reason(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    for seq, one in _revisions(subject):
        if one.slot is not None and one.reason is None:
            message = "This revision gives no reason; the earlier figure stands."
            yield _at(rule, seq, one, message, one.row.value_cell)


def _unknown_period(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    for seq, one in _revisions(subject):
        if one.slot is not None:
            continue
        if one.row.subject is None:
            message, cell = (
                "This reference is not one of this return's measures",
                one.row.measure_cell,
            )
        elif one.row.stated is None:
            message = "The period cannot be read: periods are written like 2023-24-Q1"
            cell = one.row.period_cell or one.row.measure_cell
        else:
            message = f"No earlier return collected this measure for {one.row.stated.label}"
            cell = one.row.period_cell or one.row.measure_cell
        yield _at(rule, seq, one, f"{message}; the revision is not used.", cell)


def _no_figure(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    for seq, one in _revisions(subject):
        value = _actual(one)
        if one.slot is None or (value is not None and value.number is not None and one.is_possible):
            continue
        if value is None:
            message = "This revision gives no figure"
        elif value.number is None:
            message = "The revised figure cannot be read as a number"
        else:
            message = f"{value.number} is not possible in this unit"
        message += "; the earlier figure stands."
        yield _at(rule, seq, one, message, one.row.value_cell)


def _never_given(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    for seq, one in _revisions(subject):
        measure, period = one.row.subject, one.row.stated
        if not one.counts or measure is None or period is None or subject.given_before is None:
            continue
        if (measure, period) not in subject.given_before:
            message = f"No figure was given before for {period.label}; this one is taken for it."
            yield _at(rule, seq, one, message, one.row.value_cell)


def _twice(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    for file in subject.files:
        seen: dict[tuple[str | None, object], str | None] = {}
        for one in file.revisions:
            key = (one.row.subject, one.row.stated)
            if one.slot is None:
                continue
            if key in seen:
                message = f"The same figure is revised in {seen[key]} as well; the last one counts."
                yield _at(rule, file.seq, one, message, one.row.value_cell)
            seen[key] = one.row.value_cell


def _revisions(subject: CheckedReturn) -> Iterator[tuple[int, Revision]]:
    for file in subject.files:
        for one in file.revisions:
            yield file.seq, one


def _actual(one: Revision) -> Value | None:
    found = [v.value for v in one.values if v.quantity is Quantity.ACTUAL]
    return found[0] if found else None


def _at(rule: ReturnRule, seq: int, one: Revision, message: str, cell: str | None) -> Finding:
    """About a revision. It names no quantity: the figure that stands is not in question."""
    value = _actual(one)
    return rule.about(
        message,
        submission=seq,
        measure=one.row.subject,
        period=str(one.row.stated) if one.row.stated else None,
        sheet=one.row.sheet,
        cell=cell,
        raw=value.raw if value else one.row.measure,
    )


RULES: tuple[ReturnRule, ...] = (
    Rule(
        "revision-without-reason",
        Dimension.COMPLETENESS,
        Severity.ERROR,
        "A figure of an earlier period is revised without a reason; the revision does not count.",
        "Say why the figure changed, and send the row again.",
        _no_reason,
    ),
    Rule(
        "revision-without-figure",
        Dimension.VALIDITY,
        Severity.ERROR,
        "A revision has no figure that can be used.",
        "Give the figure as it is known now, or clear the row.",
        _no_figure,
    ),
    Rule(
        "revision-of-nothing-known",
        Dimension.RELEVANCE,
        Severity.ERROR,
        "A revision is for a measure or period that no earlier return of the department held.",
        "Choose the measure and the earlier period from the lists in the cells.",
        _unknown_period,
    ),
    Rule(
        "revision-of-no-value",
        Dimension.CONSISTENCY,
        Severity.WARNING,
        "A revision is for a figure that was never given.",
        "Check the measure and the period; if they are right, the figure counts as a late one.",
        _never_given,
    ),
    Rule(
        "revised-twice",
        Dimension.UNIQUENESS,
        Severity.WARNING,
        "One file revises the same figure more than once.",
        "Keep the right row and clear the other.",
        _twice,
    ),
)
