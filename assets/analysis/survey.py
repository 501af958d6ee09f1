"""What the result of a survey is worth: its interval, and whether two results can be told apart.

Pure, and of shares of answers only: a measure that samples something else has no interval here.
How an interval is printed is `views`; the interval of one share is `checks/catalogue/surveys`.
"""

from dataclasses import dataclass
from decimal import Decimal

from assets.analysis.series import Observation
from checks.catalogue.surveys import interval
from sources.framework.measures import Measure

# Printed wherever two results are compared.
RULE = (
    "two results of surveys are told apart if Newcombe's 95% interval of their difference, made of "
    "Wilson's intervals, leaves out 0"
)


@dataclass(frozen=True)
class Sample:
    """The answers that a result rests on, and how many of them were of the kind it counts."""

    counted: Decimal
    answers: Decimal

    @property
    def share(self) -> Decimal:
        return self.counted / self.answers

    @property
    def interval_pct(self) -> tuple[Decimal, Decimal]:
        """The ends of Wilson's 95% interval, in per cent; never one point, even if all agree."""
        low, high = interval(self.share, self.answers)
        return low * 100, high * 100


def sample_of(measure: Measure, seen: Observation | None) -> Sample | None:
    """The sample behind a survey's value; None if it is no survey or does not say who answered.

    Without a numerator the value itself says how many were of the kind.
    """
    if not measure.is_survey or seen is None or seen.actual is None or not seen.denominator:
        return None
    answers = seen.denominator
    counted = seen.actual * answers / 100 if seen.numerator is None else seen.numerator
    if not 0 <= counted <= answers:
        return None
    return Sample(counted, answers)


def can_be_told_apart(one: Sample, other: Sample) -> bool:
    """Whether two independent samples differ by more than chance explains (`RULE`)."""
    if one.share < other.share:
        one, other = other, one
    (low, _), (_, high) = one.interval_pct, other.interval_pct
    gap = (one.share - other.share) * 100
    down, up = one.share * 100 - low, high - other.share * 100
    return gap * gap > down * down + up * up
