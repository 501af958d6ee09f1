"""Invented figures: plausible, the same on every run, and never a council's own.

Each measure gets a steady tendency against its target, a slow drift and some noise, all drawn from
its id. Who sends which figure when is `story`.
"""

import random
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from sources.framework.framework import Framework
from sources.framework.keys import Period
from sources.framework.measures import Frequency, Measure, Polarity, Supplied
from sources.values import Unit

# How far from target a measure tends to be, positive is better, in per cent of the target.
_TENDENCIES = (7, 6.5, 3, 2, 1, 1, 0.5, 0, 0, -0.5, -1, -1, -1.5, -3.5, -5, -7, -12)
_USUAL = {
    Unit.PERCENT: Decimal(62),
    Unit.NUMBER: Decimal(240),
    Unit.MONEY: Decimal(85000),
    Unit.DAYS: Decimal(21),
    Unit.RATE: Decimal(48),
}


@dataclass(frozen=True)
class Invented:
    """A figure with the parts it follows from, if its definition names them."""

    actual: Decimal
    numerator: Decimal | None = None
    denominator: Decimal | None = None


def invent(framework: Framework, measure: Measure, period: Period, push: float = 0) -> Invented:
    """A measure's figure for a period. `push` moves it by so many per cent, worse below 0."""
    if measure.is_cumulative:
        total = _cumulative(framework, measure, period, push)
        return _with_parts(measure, total, period) if measure.has_ratio else Invented(total)
    target = _target(framework, measure, period)
    better = _better_pct(framework, measure, period) + push
    if measure.polarity is Polarity.LOWER:
        better = -better
    wanted = target + abs(target if target else Decimal(3)) * Decimal(str(round(better, 3))) / 100
    if measure.unit is Unit.PERCENT and not measure.may_exceed_100:
        wanted = min(max(wanted, Decimal(0)), Decimal(100))
    if measure.has_ratio:
        return _with_parts(measure, wanted, period)
    return Invented(_rounded(wanted, measure))


def _cumulative(framework: Framework, measure: Measure, period: Period, push: float) -> Decimal:
    """Year to date, or the period alone, as the measure is supplied."""
    total = Decimal(0)
    share = Decimal(0)
    per_quarter = {Frequency.MONTHLY: 3}.get(measure.frequency, 1)
    kind = measure.frequency.period_kind
    for number in range(1, period.number + 1):
        step = Period.of(period.year, kind, number)
        share = _profile_step(framework, measure, step) / per_quarter
        better = _better_pct(framework, measure, step) + push
        if measure.polarity is Polarity.LOWER:
            better = -better
        share = _rounded(share * (100 + Decimal(str(round(better, 3)))) / 100, measure)
        share = max(share, Decimal(0))
        total += share
    if measure.unit is Unit.PERCENT and not measure.may_exceed_100:
        total = min(total, Decimal(100))
    return share if measure.supplied is Supplied.PERIOD_ALONE else total


def _profile_step(framework: Framework, measure: Measure, period: Period) -> Decimal:
    """The part of the annual target that falls to the quarter of a period."""
    target = framework.target_in_force(measure.id, period)
    quarter = (period.last_month - 1) // 3
    if target.annual is None or target.profile[0] is None:
        return _USUAL[measure.unit]
    profile = [part or Decimal(0) for part in target.profile]
    return profile[quarter] - (profile[quarter - 1] if quarter else Decimal(0))


def _target(framework: Framework, measure: Measure, period: Period) -> Decimal:
    target = framework.target_in_force(measure.id, period)
    if target.annual is not None and target.high is not None:
        return (target.annual + target.high) / 2
    quarter = target.profile[(period.last_month - 1) // 3]
    if period.kind != "F" and quarter is not None:
        return quarter
    return target.annual if target.annual is not None else _USUAL[measure.unit]


def _better_pct(framework: Framework, measure: Measure, period: Period) -> float:
    lasting = random.Random(measure.id)
    tendency = lasting.choice(_TENDENCIES)
    drift = lasting.uniform(-0.25, 0.45)
    years_ago = framework.year.start_year - period.year.start_year
    quarters_ago = years_ago * 4 + (6 - period.last_month) / 3
    noise = random.Random(f"{measure.id} {period}").gauss(0, 0.9)
    return tendency - drift * quarters_ago + noise


def _with_parts(measure: Measure, wanted: Decimal, period: Period) -> Invented:
    """Whole parts first, then the value that follows from them."""
    lasting = random.Random(f"{measure.id} of")
    size = lasting.randint(180, 900)
    wobble = random.Random(f"{measure.id} {period} of").uniform(0.94, 1.06)
    bottom = Decimal(round(size * wobble))
    scale = 100 if measure.unit is Unit.PERCENT else 1
    top = (wanted * bottom / scale).quantize(Decimal(1), ROUND_HALF_UP)
    return Invented(_rounded(top * scale / bottom, measure), top, bottom)


def _rounded(number: Decimal, measure: Measure) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-measure.decimal_places), ROUND_HALF_UP)
