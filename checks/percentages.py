"""Whether a percentage may be a fraction: what its size is judged by. Pure.

The rules that say so are `catalogue/accuracy`, of a measure's own figures, and `extracts`, of
figures of others.
"""

from decimal import Decimal

from sources.framework.framework import Framework
from sources.framework.keys import Period
from sources.framework.measures import Stretch

# Beyond this factor a hundredfold is nearer than the number itself.
NEARER = 10


def is_doubtful(number: Decimal | None, states_scale: bool) -> bool:
    """Whether a percentage is so small that it may be a fraction, and nothing says that it is."""
    return bool(number is not None and 0 < abs(number) <= 1) and not states_scale


def target_sizes(framework: Framework, measure: str, period: Period) -> list[Decimal]:
    """The sizes that a measure's targets have in a period, as far as there are any."""
    target = framework.target_in_force(measure, period)
    of_period = target.for_period(period, framework.measures[measure])
    ends = of_period if isinstance(of_period, Stretch) else (of_period,)
    return [abs(value) for value in (target.annual, *ends) if value]


def hundredfold(number: Decimal) -> str:
    return f"{(number * 100).normalize():f}"
