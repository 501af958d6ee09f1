"""Completeness: reasons for having no value, and zeros that may stand for none (ruling 5)."""

import re
from collections.abc import Iterator
from decimal import Decimal
from statistics import median

from checks.catalogue.rule import ReturnRule, Rule
from checks.finding import Dimension, Finding, Severity
from checks.subject import CheckedReturn
from sources.framework.keys import Period
from sources.framework.measures import Measure, Polarity, Stretch
from sources.returns.content import Quantity, TextField
from sources.values import DECLARED_ABSENCES, Absence, parse_text

_FEWEST_FOR_ZERO = 4
# A target of fewer is not far from none.
_SIZEABLE = 10
# The month, not the verb.
_MAY = "(?-i:May|MAY)"
_MONTH = f"jan|feb|mar|apr|{_MAY}|june?|july?|aug|sept?|oct|nov|dec"
WHEN = re.compile(
    rf"\b(?:\d{{1,2}}[/.]\d{{1,2}}(?:[/.]\d{{2,4}})?|\d{{4}}-\d{{2}}(?:-\d{{2}})?"
    rf"|(?:{_MONTH}|january|february|march|april|august|september|october|november|december)\b"
    r"|(?:quarter|q)\s?[1-4]\b|(?:spring|summer|autumn|winter|christmas|easter)\b"
    r"|(?:within|in|over) (?:the )?(?:next )?(?:\w+ )?(?:days?|weeks?|fortnight|months?)\b"
    r"|(?:next|this|end of (?:the )?|by year) ?(?:week|fortnight|month|quarter|year|end)\b)",
    re.IGNORECASE,
)


def _zero_for_none(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    if subject.is_history:
        return
    for (measure_id, period), current in subject.actuals.items():
        if current.item.value.number != 0:
            continue
        measure = subject.framework.measures[measure_id]
        why = _why_unlikely(subject, measure, period)
        if why is not None:
            yield rule.at(current, f"0 is given as the value; {why}.")


def _why_unlikely(subject: CheckedReturn, measure: Measure, period: Period) -> str | None:
    """Why a zero may stand for no data; None if nothing speaks against it."""
    bottom = subject.current.get((measure.id, period, Quantity.DENOMINATOR))
    if bottom is not None and bottom.item.value.number == 0:
        return "of a denominator of 0 there is no share"
    # A running total begins at 0 every year, so only the same stretch of other years counts.
    known = [
        value
        for p, value in subject.past(measure.id, period).items()
        if p < period and (not measure.is_cumulative or p.code == period.code)
    ]
    if len(known) >= _FEWEST_FOR_ZERO:
        usual = Decimal(median(known))
        spread = median([abs(value - usual) for value in known])
        if all(known) and abs(usual) > 4 * spread and abs(usual) >= 3:
            return f"in {len(known)} earlier periods it was never 0 (usually {usual})"
        return None
    held = subject.framework.target_for(measure.id, period)
    target = held.low if isinstance(held, Stretch) else held
    if measure.polarity is Polarity.LOWER or target is None or target < _SIZEABLE:
        return None
    return f"nothing earlier is known of it, and its target is {target}"


def _no_expected_date(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    if subject.is_history:
        return
    for (measure_id, period), current in subject.actuals.items():
        if current.item.value.absence is not Absence.NOT_YET_AVAILABLE:
            continue
        note = subject.texts.get((measure_id, period, TextField.ABSENCE_NOTE.value))
        said = f"{current.item.value.raw} {note[1].text if note else ''}"
        if not WHEN.search(said):
            yield rule.at(current, "The value is not yet available; nothing says when it will be.")


def _value_and_reason(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    for (measure_id, period), current in subject.actuals.items():
        value = current.item.value
        note = subject.texts.get((measure_id, period, TextField.ABSENCE_NOTE.value))
        if value.number is None or note is None or note[0] != current.submission:
            continue
        absence = parse_text(note[1].text.split(";")[0], value.unit).absence
        if absence in DECLARED_ABSENCES:
            yield rule.at(current, f"{value.number} is given, and '{absence.value}' as well.")


RULES: tuple[ReturnRule, ...] = (
    Rule(
        "zero-for-no-data",
        Dimension.COMPLETENESS,
        Severity.WARNING,
        "A value is 0 where that is unlikely; it may stand for having no data.",
        "Leave the value blank and choose the reason if there is none; confirm the 0 if it is one.",
        _zero_for_none,
    ),
    Rule(
        "no-expected-date",
        Dimension.COMPLETENESS,
        Severity.WARNING,
        "A value is not yet available, and the note does not say when it will be.",
        "Write into the note by which day or month the value is expected.",
        _no_expected_date,
    ),
    Rule(
        "value-and-reason",
        Dimension.CONSISTENCY,
        Severity.WARNING,
        "A value was given together with a reason for having none; the value counts.",
        "Clear the reason if the value is right, or the value if the reason is.",
        _value_and_reason,
    ),
)
