"""Targets that cannot be right, or that tell nothing, beside what their measures have been.

What only the register shows of a target, and last year's outturn, is `target_grounds`.
"""

from collections.abc import Iterator
from decimal import Decimal
from statistics import median

from checks.catalogue.rule import ReturnRule, Rule
from checks.finding import Dimension, Finding, Severity
from checks.past import is_running_total
from checks.subject import CheckedReturn
from sources.framework.keys import Period
from sources.framework.measures import Measure, Polarity, Stretch, Supplied
from sources.values import Unit

_FEWEST_FOR_SIZE = 4
_FEWEST_FOR_HABIT = 8
_FAR = 10


def _target_out_of_scale(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    for measure, period, target in targets_in_force(subject):
        known = _comparable(subject, measure, period)
        if len(known) < _FEWEST_FOR_SIZE or not target:
            continue
        usual = Decimal(median([abs(value) for value in known]))
        if not usual:
            continue
        if abs(target) > _FAR * usual or usual > _FAR * abs(target):
            yield rule.at(
                subject.actuals[measure.id, period],
                f"The target in force is {target:,f}; in {len(known)} earlier periods the measure "
                f"was usually {usual:,f}.",
            )


def _target_at_limit(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    for measure, period, target in targets_in_force(subject):
        is_least = (
            target == 0
            and measure.polarity is Polarity.HIGHER
            and not _goes_below_zero(subject, measure, period)
        )
        is_most = (
            measure.unit is Unit.PERCENT
            and not measure.may_exceed_100
            and target == 100
            and measure.polarity is Polarity.LOWER
        )
        if is_least or is_most:
            yield rule.at(
                subject.actuals[measure.id, period],
                f"The target in force is {target:f}, and {measure.polarity.value} is better: "
                "whatever the value, it is met.",
            )


def _goes_below_zero(subject: CheckedReturn, measure: Measure, period: Period) -> bool:
    """Whether the measure may be, or is known to have been, below 0: days behind, for one."""
    now = (one.item.value.number for one in subject.by_measure[measure.id].values())
    known = [*subject.past(measure.id, period).values(), *(n for n in now if n is not None)]
    return measure.may_be_negative or any(value < 0 for value in known)


def _target_always_met(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    for measure, period, target in targets_in_force(subject):
        met = _last_met(subject, measure, period, target)
        if met is not None and all(met):
            yield rule.at(
                subject.actuals[measure.id, period],
                f"The target in force, {target:,f}, would have been met in each of the last "
                f"{len(met)} periods.",
            )


def _target_never_met(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    for measure, period, target in targets_in_force(subject):
        met = _last_met(subject, measure, period, target)
        if met is not None and not any(met):
            yield rule.at(
                subject.actuals[measure.id, period],
                f"The target in force, {target:,f}, would have been missed in each of the last "
                f"{len(met)} periods.",
            )


def _last_met(
    subject: CheckedReturn, measure: Measure, period: Period, target: Decimal
) -> list[bool] | None:
    """Whether each of the last eight earlier values would have met a target; None with fewer."""
    if measure.polarity not in (Polarity.HIGHER, Polarity.LOWER):
        return None
    known = _comparable(subject, measure, period)[-_FEWEST_FOR_HABIT:]
    if len(known) < _FEWEST_FOR_HABIT:
        return None
    is_higher = measure.polarity is Polarity.HIGHER
    return [value >= target if is_higher else value <= target for value in known]


def targets_in_force(subject: CheckedReturn) -> Iterator[tuple[Measure, Period, Decimal]]:
    """The single target of each measure, at the last of its periods that has a value."""
    if subject.is_history:
        return
    for measure_id, by_period in subject.by_measure.items():
        measure, period = subject.framework.measures[measure_id], max(by_period)
        if measure.supplied is Supplied.PERIOD_ALONE:
            # One month's own figure says nothing about a target for the year to date.
            continue
        target = subject.framework.target_for(measure_id, period)
        if target is not None and not isinstance(target, Stretch):
            yield measure, period, target


def _comparable(subject: CheckedReturn, measure: Measure, period: Period) -> list[Decimal]:
    """Earlier values that the target of a period can be held against, the oldest first."""
    return [
        value
        for p, value in sorted(subject.past(measure.id, period).items())
        if p < period and (not is_running_total(measure) or p.code == period.code)
    ]


RULES: tuple[ReturnRule, ...] = (
    Rule(
        "target-out-of-scale",
        Dimension.CONSISTENCY,
        Severity.WARNING,
        "A target is more than ten times, or less than a tenth of, what its measure usually is.",
        "Ask the performance team to check the target: it may be of another measure or unit.",
        _target_out_of_scale,
    ),
    Rule(
        "target-at-limit",
        Dimension.VALIDITY,
        Severity.WARNING,
        "A target is met by every value that there can be.",
        "Ask the performance team whether a target was meant; leave it empty if there is none.",
        _target_at_limit,
    ),
    Rule(
        "target-always-met",
        Dimension.RELEVANCE,
        Severity.INFORMATION,
        "A target would have been met in every one of the last eight periods.",
        "Think about whether the target still asks for anything.",
        _target_always_met,
    ),
    Rule(
        "target-never-met",
        Dimension.RELEVANCE,
        Severity.INFORMATION,
        "A target would have been missed in every one of the last eight periods.",
        "Think about whether the target can be reached, and by when.",
        _target_never_met,
    ),
)
