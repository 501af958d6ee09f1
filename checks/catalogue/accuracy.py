"""Accuracy: figures that contradict their own parts or their own past."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from checks.catalogue.rule import ReturnRule, Rule
from checks.catalogue.units import is_count_for_percentage
from checks.finding import Dimension, Finding, Severity
from checks.percentages import NEARER, hundredfold, is_doubtful, target_sizes
from checks.subject import CheckedReturn, Current
from sources.framework.keys import Period
from sources.framework.measures import Measure, Supplied
from sources.returns.content import Quantity
from sources.values import Unit, places_of


def _ratio_disagrees(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    for (measure_id, period), current in subject.actuals.items():
        measure = subject.framework.measures[measure_id]
        top = _number(subject, measure_id, period, Quantity.NUMERATOR)
        bottom = _number(subject, measure_id, period, Quantity.DENOMINATOR)
        actual = current.item.value.number
        # What a rate is per is said in words only, so its parts cannot be held against it.
        if not measure.has_ratio or measure.unit is Unit.RATE:
            continue
        if actual is None or top is None or not bottom:
            continue
        scale = 100 if measure.unit is Unit.PERCENT else 1
        # The department printed the value with so many places: it may be off by half of the last.
        # So may a part that was printed with decimals; a whole number is a count, and exact.
        off, off_top, off_bottom = _half(actual), _half_of_part(top), _half_of_part(bottom)
        allowance = off * abs(bottom) + off_top * scale + off_bottom * (abs(actual) + off)
        # Multiplied out, so that no division is rounded.
        if abs(top * scale - actual * bottom) > allowance:
            if is_count_for_percentage(subject, measure, period, current):
                continue
            worked = Fraction(top) * scale / Fraction(bottom)
            yield rule.at(
                current,
                f"{actual} does not follow from the numerator {top} and the denominator {bottom}, "
                f"which give "
                f"{_printed(worked, measure.decimal_places)}.",
            )


def _half(number: Decimal) -> Decimal:
    """Half of the last place that a number was given with."""
    return Decimal(5).scaleb(-places_of(number) - 1)


def _half_of_part(number: Decimal) -> Decimal:
    return _half(number) if places_of(number) else Decimal(0)


def _printed(number: Fraction, places: int) -> str:
    return f"{Decimal(round(number * 10**places)).scaleb(-places):,f}"


def _part_exceeds_whole(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    for (measure_id, period, quantity), current in subject.current.items():
        measure = subject.framework.measures[measure_id]
        if quantity is not Quantity.NUMERATOR or measure.unit is not Unit.PERCENT:
            continue
        top = current.item.value.number
        bottom = _number(subject, measure_id, period, Quantity.DENOMINATOR)
        if top is None or bottom is None or measure.may_exceed_100:
            continue
        if top > bottom:
            yield rule.at(current, f"The numerator {top} is more than the denominator {bottom}.")


def _cumulative_falls(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    for (measure_id, period), current in subject.actuals.items():
        measure = subject.framework.measures[measure_id]
        if not _is_running_total(measure):
            continue
        actual = current.item.value.number
        earlier = {
            **subject.history.get(measure_id, {}),
            **{
                p: other.item.value.number
                for p, other in subject.by_measure[measure_id].items()
                if other.item.value.number is not None
            },
        }
        before = [
            p
            for p in earlier
            if (p.year, p.kind) == (period.year, period.kind)
            and p < period
            and subject.framework.break_between(measure_id, period, p) is None
        ]
        if actual is None or not before:
            continue
        last = max(before)
        held = earlier[last]
        if held is not None and actual < held:
            yield rule.at(
                current,
                f"The year-to-date total is {actual}; by {last.label} it was already {held}.",
            )


def _stale_result(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    for current in subject.current.values():
        if current.item.is_stale:
            yield rule.at(
                current,
                f"{current.item.value.raw} is the result that is stored with this formula; worked "
                "out now, it gives another.",
            )


def _fraction_for_percentage(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    for current, known in _ambiguous_percentages(subject):
        number = current.item.value.number
        # 0.9 beside 1.2 is what it looks like; 0.9 beside 85 is nearer to it as 90.
        if number and known and min(known) > NEARER * abs(number):
            yield rule.at(
                current,
                f"{number} could mean {number}% or {hundredfold(number)}%; targets and other "
                f"values of this measure are all above {NEARER * abs(number):f}.",
            )


def _scale_unknown(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    for current, known in _ambiguous_percentages(subject):
        if not known:
            number = current.item.value.number
            assert number is not None
            other = hundredfold(number)
            yield rule.at(current, f"{number} is taken as {number}%; it could also mean {other}%.")


def _ambiguous_percentages(
    subject: CheckedReturn,
) -> Iterator[tuple[Current, list[Decimal]]]:
    """Percentages of 1 or less whose file does not say what they count in, each with the sizes
    that its measure is known to have."""
    for (measure_id, period, quantity), current in subject.current.items():
        measure = subject.framework.measures[measure_id]
        if quantity not in (Quantity.ACTUAL, Quantity.FORECAST) or measure.unit is not Unit.PERCENT:
            continue
        if not _is_ambiguous(current):
            continue
        # Values that are as ambiguous cannot vouch for one another.
        others = [
            other.item.value.number
            for other in subject.by_measure.get(measure_id, {}).values()
            if not _is_ambiguous(other)
        ]
        held = [*target_sizes(subject.framework, measure_id, period), *others]
        held += subject.past(measure_id, period).values()
        yield current, [abs(value) for value in held if value]


def _is_ambiguous(current: Current) -> bool:
    return is_doubtful(current.item.value.number, current.item.states_scale)


def _is_running_total(measure: Measure) -> bool:
    return (
        measure.is_cumulative
        and measure.supplied is Supplied.YEAR_TO_DATE
        and measure.unit is not Unit.PERCENT
    )


def _divided_by_zero(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    for (measure_id, period), current in subject.actuals.items():
        actual = current.item.value.number
        if not subject.framework.measures[measure_id].has_ratio or not actual:
            continue
        if _number(subject, measure_id, period, Quantity.DENOMINATOR) == 0:
            yield rule.at(current, f"{actual} cannot follow from a denominator of 0.")


def _number(
    subject: CheckedReturn, measure: str, period: Period, quantity: Quantity
) -> Decimal | None:
    found: Current | None = subject.current.get((measure, period, quantity))
    return found.item.value.number if found else None


RULES: tuple[ReturnRule, ...] = (
    Rule(
        "ratio-disagrees",
        Dimension.ACCURACY,
        Severity.ERROR,
        "The value does not follow from its numerator and denominator, to the places given.",
        "Check the value, the numerator and the denominator, and correct whichever is wrong.",
        _ratio_disagrees,
    ),
    Rule(
        "part-exceeds-whole",
        Dimension.ACCURACY,
        Severity.ERROR,
        "The numerator of a percentage is larger than its denominator.",
        "Check whether the two were swapped or one has a digit too many.",
        _part_exceeds_whole,
    ),
    Rule(
        "divided-by-zero",
        Dimension.ACCURACY,
        Severity.ERROR,
        "A value was given although its denominator is 0: of nothing there is no share.",
        "Correct the denominator; without any cases, leave the value blank and choose the reason.",
        _divided_by_zero,
    ),
    Rule(
        "cumulative-falls",
        Dimension.ACCURACY,
        Severity.ERROR,
        "A year-to-date total is lower than it was earlier in the same year.",
        "Give the total since 1 April, or correct the earlier period in its own return.",
        _cumulative_falls,
    ),
    Rule(
        "stale-result",
        Dimension.ACCURACY,
        Severity.ERROR,
        "The stored result of a formula is not what the formula gives as its cells are now.",
        "Open the file in Excel, let it calculate (F9), check the figure, save and send it again.",
        _stale_result,
    ),
    Rule(
        "fraction-for-percentage",
        Dimension.ACCURACY,
        Severity.ERROR,
        "A percentage looks as if it was typed as a fraction, such as 0.85 for 85%.",
        "Type 85 or 85% for 85 per cent; if the figure is right, type it with its percent sign.",
        _fraction_for_percentage,
    ),
    Rule(
        "scale-unknown",
        Dimension.ACCURACY,
        Severity.WARNING,
        "A percentage of 1 or less has no percent sign, and nothing to judge its size by.",
        "Type it with its percent sign, so that nobody has to guess.",
        _scale_unknown,
    ),
)
