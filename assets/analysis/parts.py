"""What the parts of a figure would be rated, each against the target of the whole. Pure."""

from dataclasses import replace

from assets.analysis.rating import rate
from checks.subject import CheckedReturn
from sources.framework.breakdowns import WHOLE
from sources.framework.framework import Framework
from sources.framework.keys import Period
from sources.framework.measures import Influence
from sources.returns.content import Quantity
from sources.values import Unit, Value


def with_part_ratings(subject: CheckedReturn) -> CheckedReturn:
    """A return with the ratings of the parts that it gives, and of their wholes."""
    found: dict[tuple[str, Period, str], str] = {}
    figures = {
        (name, period, part): current.item.value
        for (name, period, part, quantity), current in subject.parts.items()
        if quantity is Quantity.ACTUAL
    }
    wholes = {
        (name, period, WHOLE): whole.item.value
        for name, period, _ in figures
        if (whole := subject.current.get((name, period, Quantity.ACTUAL))) is not None
    }
    for (name, period, part), value in (figures | wholes).items():
        rating = _rating(subject.framework, name, period, value)
        if rating is not None:
            found[name, period, part] = rating
    return replace(subject, part_ratings=found)


def _rating(framework: Framework, name: str, period: Period, value: Value) -> str | None:
    measure = framework.measures[name]
    if value.number is None or measure.influence is Influence.CONTEXT:
        return None
    # A part of a count is smaller than the whole, and so is what may be expected of it.
    if not (measure.has_ratio or measure.unit is Unit.RATE):
        return None
    is_own_year = period.year == framework.year
    target = framework.target_for(name, period) if is_own_year else None
    if target is None or framework.measure_scheme.supplied is not None:
        return None
    return rate(value.number, target, measure, framework.measure_scheme).rating
