"""Targets without grounds: none set, 0 or 100 for no reason, another unit's, worse than last year.

They are for whoever keeps the register. What shows against a longer past is `targets`.
"""

from collections.abc import Iterator
from decimal import Decimal

from checks.catalogue.rule import CloseRule, ReturnRule, Rule
from checks.catalogue.targets import targets_in_force
from checks.finding import Dimension, Finding, Severity
from checks.past import Past, is_running_total
from checks.subject import CheckedClose, CheckedReturn
from sources.framework.keys import Period
from sources.framework.measures import Aggregation, Influence, Measure, Polarity
from sources.framework.smart import gives_reason
from sources.values import Unit

# What looks like a fraction is told only where the value itself is far from being one.
_SURELY_PERCENT = 10


def _target_missing(rule: CloseRule, subject: CheckedClose) -> Iterator[Finding]:
    """Of the close and of no cell: whoever sends a figure can do nothing about it."""
    if subject.framework.measure_scheme.basis != "computed":
        return
    for value in subject.rated:
        measure, period = subject.framework.measures[value.measure], value.period or subject.period
        is_context = measure.polarity is Polarity.NONE or measure.influence is Influence.CONTEXT
        if value.submission is None or period is None or is_context:
            continue
        target = subject.framework.target_in_force(measure.id, period)
        if not target.is_stated and target.to_be_set_by is None:
            yield rule.about(
                f"The measure has no target, and no day by which one is to be set: "
                f"{target.rationale}",
                measure=measure.id,
            )


def _target_without_grounds(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    for measure, period, _ in targets_in_force(subject):
        target = subject.framework.target_in_force(measure.id, period)
        is_full = target.annual == 100 and measure.unit is Unit.PERCENT
        if target.annual != 0 and not is_full:
            continue
        if not gives_reason(target.rationale) and target.evidence is None:
            yield rule.at(
                subject.actuals[measure.id, period],
                f"The target is {target.annual:f}, and the register gives no reason: "
                f"'{target.rationale}'.",
            )


def _target_of_other_unit(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    for measure, period, target in targets_in_force(subject):
        why = _misfit(subject, measure, period, target)
        if why is not None:
            yield rule.at(subject.actuals[measure.id, period], f"The target is {target:f}; {why}.")


def _misfit(
    subject: CheckedReturn, measure: Measure, period: Period, target: Decimal
) -> str | None:
    actual = subject.actuals[measure.id, period].item.value.number
    if measure.unit is Unit.NUMBER and not measure.decimal_places and target % 1:
        return "the measure counts whole things"
    is_fraction = measure.unit is Unit.PERCENT and 0 < abs(target) <= 1
    if is_fraction and actual is not None and abs(actual) >= _SURELY_PERCENT:
        return f"the measure is in per cent and stands at {actual:f}, so this may be a fraction"
    return None


def _target_worse(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    for measure, period, _ in targets_in_force(subject):
        annual = subject.framework.target_in_force(measure.id, period).annual
        year = Period(period.year, "FY")
        found = outturn(measure, subject.past(measure.id, period), year.year_before())
        if found is None or annual is None or measure.polarity is Polarity.RANGE:
            continue
        is_worse = annual < found if measure.polarity is Polarity.HIGHER else annual > found
        if is_worse and measure.polarity is not Polarity.NONE:
            yield rule.at(
                subject.actuals[measure.id, period],
                f"The target for the year, {annual:,f}, is worse than the outturn of "
                f"{year.year_before().short_label}, {found:,f}.",
            )


def outturn(measure: Measure, past: Past, year: Period) -> Decimal | None:
    """The result of a full year as far as plain values tell it: its own figure, or what follows
    from its quarters or months; None where a part is missing or shares would have to be mixed."""
    if year in past:
        return past[year]
    for kind in ("Q", "M", "H"):
        parts = [past.get(part) for part in year.parts(kind)]
        if parts and (is_running_total(measure) or measure.aggregation is Aggregation.LATEST):
            if parts[-1] is not None:
                return parts[-1]
            continue
        known = [part for part in parts if part is not None]
        if not parts or len(known) < len(parts):
            continue
        if measure.aggregation is Aggregation.SUM:
            return sum(known, Decimal(0))
        if measure.aggregation is Aggregation.MEAN:
            return sum(known, Decimal(0)) / len(known)
    return None


RULES: tuple[ReturnRule, ...] = (
    Rule(
        "target-without-grounds",
        Dimension.VALIDITY,
        Severity.WARNING,
        "A target of 0, or of 100 per cent, stands in the register without a reason.",
        "Ask the performance team to write why, or to leave the target empty if none was meant.",
        _target_without_grounds,
    ),
    Rule(
        "target-of-other-unit",
        Dimension.CONSISTENCY,
        Severity.WARNING,
        "A target cannot be in its measure's unit: a part of a whole thing, or a fraction for a "
        "percentage.",
        "Ask the performance team to write the target in the measure's own unit.",
        _target_of_other_unit,
    ),
    Rule(
        "target-worse-than-outturn",
        Dimension.RELEVANCE,
        Severity.INFORMATION,
        "The target for the year is worse than what was reached in the year before.",
        "Think about whether the target is meant; if it is, say in its rationale why.",
        _target_worse,
    ),
)

CLOSE_RULES: tuple[CloseRule, ...] = (
    Rule(
        "target-missing",
        Dimension.COMPLETENESS,
        Severity.INFORMATION,
        "A measure that could be rated has no target, and none is to be set by a day.",
        "Set a target, or the day by which there will be one, in targets.csv.",
        _target_missing,
    ),
)
