"""What the parts of a figure would be rated: by a target of their own, or by that of the whole."""

from dataclasses import replace
from decimal import Decimal

from assets.analysis.rating import rate
from checks.subject import CheckedReturn
from sources.framework.breakdowns import WHOLE
from sources.framework.framework import Framework
from sources.framework.keys import Period
from sources.framework.measures import Influence
from sources.returns.content import Quantity


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
        rating = part_rating(subject.framework, name, period, part, value.number)
        if rating is not None:
            found[name, period, part] = rating
    return replace(subject, part_ratings=found)


def part_rating(
    framework: Framework, name: str, period: Period, part: str, number: Decimal | None
) -> str | None:
    """What a part, or `all` of them, would be rated at a number; None if nothing rates it."""
    measure = framework.measures[name]
    if number is None or measure.influence is Influence.CONTEXT:
        return None
    if period.year != framework.year or framework.measure_scheme.supplied is not None:
        return None
    if part == WHOLE:
        target = framework.target_for(name, period)
    else:
        target = framework.target_of_part(measure, part, period)
    if target is None:
        return None
    return rate(number, target, measure, framework.measure_scheme).rating
