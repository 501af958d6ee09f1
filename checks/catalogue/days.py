"""Timeliness of what a figure speaks of, and days that cannot be: of data and of sign-off."""

from collections.abc import Iterator

from checks.catalogue.rule import CloseRule, ReturnRule, Rule
from checks.finding import Dimension, Finding, Severity
from checks.subject import CheckedClose, CheckedReturn
from sources.framework.day_rules import day_text
from sources.framework.measures import ReferencePeriod
from sources.returns.actions import a_day
from sources.returns.content import WHOLE_RETURN, TextField


def _before_usual(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    if subject.is_history:
        return
    came = {file.seq: file.came_on for file in subject.files}
    for (measure_id, period), current in subject.actuals.items():
        measure, value = subject.framework.measures[measure_id], current.item.value
        day = came.get(current.submission)
        if day is None or value.number is None or value.is_provisional:
            continue
        waited = (day - period.ends).days
        if waited < measure.lag_days:
            yield rule.at(
                current,
                f"The figure came {waited} days after the end of {period.label}; by the register "
                f"it is usually known after {measure.lag_days}."
                if waited >= 0
                else f"The figure came on {day_text(day)}, before the end of {period.label}.",
            )


def _sign_off_day(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    if subject.is_history:
        return
    said = subject.texts.get((WHOLE_RETURN, None, TextField.SIGNED_OFF_ON.value))
    if said is None:
        return
    seq, text = said
    day = a_day(text.text)
    came = next((file.came_on for file in subject.files if file.seq == seq), None)
    if day is None:
        yield rule.of_text(seq, text, "The day of sign-off cannot be read as a day.")
    elif came is not None and day > came:
        message = (
            f"The day of sign-off, {day_text(day)}, is after the file came ({day_text(came)})."
        )
        yield rule.of_text(seq, text, message)


def _older_than_need_be(rule: CloseRule, subject: CheckedClose) -> Iterator[Finding]:
    if subject.reported_on is None:
        return
    for value in subject.rated:
        measure = subject.framework.measures[value.measure]
        if value.period is None or measure.reference_period is not ReferencePeriod.IN_ARREARS:
            continue
        newer = value.period.following()
        known_after = (subject.reported_on - newer.ends).days
        if known_after >= measure.lag_days:
            yield rule.about(
                f"The figure is of {value.period.label} and is reported on "
                f"{day_text(subject.reported_on)}; by the register that of {newer.label} is known "
                f"{measure.lag_days} days after its end, which is earlier.",
                measure=value.measure,
                submission=value.submission,
                sheet=value.sheet,
                cell=value.cell,
                raw=value.raw,
            )


RULES: tuple[ReturnRule, ...] = (
    Rule(
        "before-usual",
        Dimension.TIMELINESS,
        Severity.INFORMATION,
        "A figure came sooner after its period's end than the register says it can be known.",
        "Mark it as provisional with [p] behind the number, or have the register's lag corrected.",
        _before_usual,
    ),
    Rule(
        "sign-off-day",
        Dimension.VALIDITY,
        Severity.WARNING,
        "The day of sign-off is no day, or lies after the file came.",
        "Enter the day on which the figures were approved, such as 18/10/2023.",
        _sign_off_day,
    ),
)

CLOSE_RULES: tuple[CloseRule, ...] = (
    Rule(
        "older-than-need-be",
        Dimension.TIMELINESS,
        Severity.INFORMATION,
        "A measure is reported one period late although its newer figure would be known by then.",
        "Ask the performance team whether the measure still has to be reported in arrears.",
        _older_than_need_be,
    ),
)
