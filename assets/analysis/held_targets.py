"""The target that a measure is held against in a close, once it is known what it comes to.

A target on last year's outturn is worked out here, exactly, from the series of the close; for one
that is in words or yet to be set it is said why nothing can be rated. Pure.
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from assets.analysis.rated import Unrated
from assets.analysis.said import measured_period
from assets.analysis.series import Ref, Series, kept, value_for
from sources.framework.day_rules import day_text
from sources.framework.framework import Framework
from sources.framework.keys import Close, Period
from sources.framework.last_year import AgainstLastYear
from sources.framework.measures import Measure, TargetValue
from sources.framework.targets import Target


@dataclass(frozen=True)
class Held:
    """A target's value with how it came about, or the reason why there is none.

    `is_strict`: the value itself does not meet it, only what is better. `refs` are the places of
    the figures of last year that it rests on.
    """

    value: TargetValue | None
    status: Unrated | None = None
    reason: str | None = None
    is_strict: bool = False
    how: str | None = None
    refs: tuple[Ref, ...] = ()


@dataclass(frozen=True)
class _Outturn:
    """Last year's figure; without one, why it cannot be used."""

    number: Decimal | None
    period: Period
    reason: str = ""
    refs: tuple[Ref, ...] = ()


def held_target(framework: Framework, close: Close, measure: Measure, series: Series) -> Held:
    """What the current rating compares with: the profiled target of the period (ruling 20), or the
    year's where the scheme rates forecasts."""
    if framework.measure_scheme.rates == "forecast":
        return held_annual(framework, close, measure, series)
    return _held(framework, close, measure, series, close.period)


def held_annual(framework: Framework, close: Close, measure: Measure, series: Series) -> Held:
    """The year's target as it stands in a close's period: one that changes later is not known."""
    return _held(framework, close, measure, series, Period(close.period.year, "FY"))


def _held(
    framework: Framework, close: Close, measure: Measure, series: Series, period: Period
) -> Held:
    target = framework.target_in_force(measure.id, close.period)
    if target.of_last_year is not None:
        return _on_last_year(framework, measure, series, target, target.of_last_year, period)
    value = target.for_period(period, measure)
    if value is not None:
        return Held(value)
    status, reason = _why_none(target)
    return Held(None, status, reason)


def _why_none(target: Target) -> tuple[Unrated, str]:
    if target.in_words is not None:
        return Unrated.TARGET_IN_WORDS, f"the target is in words: {target.in_words}"
    if target.to_be_set_by is not None:
        when = f"the target is to be set by {day_text(target.to_be_set_by)}"
        return Unrated.TARGET_TO_BE_SET, f"{when}: {target.rationale}"
    return Unrated.NO_TARGET, f"no target: {target.rationale}"


def _on_last_year(
    framework: Framework,
    measure: Measure,
    series: Series,
    target: Target,
    asked: AgainstLastYear,
    period: Period,
) -> Held:
    """A running total without a profile of its own is held against last year's path, period by
    period; anything else against last year's outturn."""
    own_path = measure.is_cumulative and not target.has_profile
    now = period if own_path else Period(period.year, "FY")
    found = _last_year(framework, measure, series, now)
    if found.number is None:
        reason = f"the target is {asked.words}, and {found.reason}"
        return Held(None, Unrated.NO_LAST_YEAR, reason)
    amount = kept(Fraction(asked.of(found.number)))
    if amount is None:
        reason = f"the target is {asked.words}, which is too long a number to be kept"
        return Held(None, Unrated.NO_LAST_YEAR, reason)
    settled = target.amounting_to(amount)
    value = amount if own_path else settled.for_period(period, measure)
    how = f"{asked.words}, which was {found.number:f} in {found.period.label}"
    refs = tuple(replace(ref, quantity=f"{ref.quantity} of last year") for ref in found.refs)
    return Held(value, None, None, asked.is_strict, how, refs)


def _last_year(framework: Framework, measure: Measure, series: Series, now: Period) -> _Outturn:
    """Last year's figure of the same stretch, where it is known, whole, and counts the same."""
    here = measured_period(measure, now)
    before = here.year_before()
    broken = framework.break_between(measure.id, here, before)
    if broken is not None:
        reason = f"the figure of {before.short_label} does not compare: {broken.words}"
        return _Outturn(None, before, reason)
    seen = value_for(measure, series, before).observation
    if seen is not None and seen.is_queried:
        return _Outturn(None, before, f"the figure of {before.short_label} is queried")
    if seen is None or seen.actual is None:
        return _Outturn(None, before, f"the figure of {before.short_label} is not known")
    return _Outturn(seen.actual, before, refs=seen.refs)
