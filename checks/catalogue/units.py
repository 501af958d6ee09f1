"""Validity: values that their unit makes impossible, or hard to believe."""

from collections.abc import Iterator
from decimal import Decimal

from checks.catalogue.rule import ReturnRule, Rule
from checks.finding import Dimension, Finding, Severity
from checks.subject import CheckedReturn, Current
from sources.framework.keys import Period
from sources.framework.measures import Measure, ReferencePeriod, Stretch
from sources.returns.content import Quantity
from sources.values import Unit

_WORTH = (Quantity.ACTUAL, Quantity.FORECAST)
_PARTS = (Quantity.NUMERATOR, Quantity.DENOMINATOR)
_LONGER = (ReferencePeriod.ROLLING_12_MONTHS, ReferencePeriod.SURVEY_WAVE)


def _below_zero(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    for (measure_id, period, quantity), current in subject.current.items():
        measure, number = subject.framework.measures[measure_id], current.item.value.number
        if number is None or number >= 0 or quantity is Quantity.TARGET:
            continue
        if quantity in _PARTS:
            if not measure.may_be_negative:
                yield rule.at(current, f"The {quantity.value} is {number}; it counts from 0 up.")
        elif measure.unit not in (Unit.PERCENT, Unit.DAYS) and not _has_been_below(
            subject, measure, period
        ):
            what = "an amount of money" if measure.unit is Unit.MONEY else "a count"
            yield rule.at(current, f"{number} is below 0, and the measure is {what}.")


def _has_been_below(subject: CheckedReturn, measure: Measure, period: Period) -> bool:
    """Whether the measure may be, was, or is meant to be below 0."""
    if measure.may_be_negative or any(v < 0 for v in subject.past(measure.id, period).values()):
        return True
    target = subject.framework.target_in_force(measure.id, period)
    return any(t is not None and t < 0 for t in (target.annual, *target.profile))


def _part_of_one(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    for (measure_id, _, quantity), current in subject.current.items():
        measure, number = subject.framework.measures[measure_id], current.item.value.number
        if number is None or quantity not in _WORTH:
            continue
        if measure.unit is Unit.NUMBER and not measure.decimal_places and number % 1:
            yield rule.at(current, f"{number} is not a whole number, and the measure counts whole.")


def _days_beyond(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    for (measure_id, period), current in subject.actuals.items():
        measure, number = subject.framework.measures[measure_id], current.item.value.number
        if measure.unit is not Unit.DAYS or number is None:
            continue
        if measure.reference_period in _LONGER:
            longest, span = 366, "12 months"
        else:
            longest, span = (period.ends - period.starts).days + 1, period.label
        known = [*subject.past(measure_id, period).values(), *_targets(subject, measure, period)]
        if number > longest and not any(value > longest for value in known):
            yield rule.at(
                current,
                f"{number} days are more than the {longest} days of {span}; neither the target nor "
                "an earlier value is.",
            )


def _targets(subject: CheckedReturn, measure: Measure, period: Period) -> list[Decimal]:
    held = subject.framework.target_for(measure.id, period)
    ends = held if isinstance(held, Stretch) else (held,)
    return [end for end in ends if end is not None]


def _count_for_percentage(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    for (measure_id, period), current in subject.actuals.items():
        measure = subject.framework.measures[measure_id]
        if is_count_for_percentage(subject, measure, period, current):
            yield rule.at(
                current,
                f"{current.item.value.number} is the numerator itself, not its share of the "
                "denominator in per cent.",
            )


def is_count_for_percentage(
    subject: CheckedReturn, measure: Measure, period: Period, current: Current
) -> bool:
    """Whether a percentage's cell repeats the numerator, which is not its value."""
    if measure.unit is not Unit.PERCENT or not measure.has_ratio:
        return False
    parts = [subject.current.get((measure.id, period, quantity)) for quantity in _PARTS]
    top, bottom = (part.item.value.number if part else None for part in parts)
    actual = current.item.value.number
    if not top or not bottom or actual != top:
        return False
    # Of a hundred, or nearly, the count and the percentage are the same.
    return abs(100 - bottom) > 2


RULES: tuple[ReturnRule, ...] = (
    Rule(
        "below-zero",
        Dimension.VALIDITY,
        Severity.WARNING,
        "A count, a rate or a sum of money is below 0, which its measure never was or aims to be.",
        "Check the sign; if it is meant, ask for the measure to say that it may be negative.",
        _below_zero,
    ),
    Rule(
        "not-whole",
        Dimension.VALIDITY,
        Severity.WARNING,
        "A count that is kept without decimals was given with some.",
        "Give the whole number; a percentage or an average may stand in the wrong row.",
        _part_of_one,
    ),
    Rule(
        "days-beyond-period",
        Dimension.VALIDITY,
        Severity.WARNING,
        "A number of days is longer than the period that it was measured over.",
        "Check the unit (hours, working days) and whether days of several people were added up.",
        _days_beyond,
    ),
    Rule(
        "count-for-percentage",
        Dimension.VALIDITY,
        Severity.ERROR,
        "A percentage's cell holds its numerator, so a count stands where a share belongs.",
        "Divide the numerator by the denominator and type the result in per cent.",
        _count_for_percentage,
    ),
)
