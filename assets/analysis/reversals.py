"""Whether a whole moved against all of its parts. Pure.

That a part does badly within a whole that does well is `checks.hidden_parts`; how wholes follow
from parts is `rollup`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from assets.analysis.rollup import Outcome, roll_up
from assets.analysis.series import Observation
from sources.framework.breakdowns import over_parts
from sources.framework.measures import Measure, Polarity
from sources.framework.over_parts import OverParts

Figures = Mapping[str, Observation]


@dataclass(frozen=True)
class Reversal:
    """Every part moved one way, and the whole the other (Simpson's paradox).

    `is_worse` is about the whole; `before` and `now` are its exact figures.
    """

    is_worse: bool
    before: Fraction
    now: Fraction


def reversal(measure: Measure, before: Figures, now: Figures) -> Reversal | None:
    """Whether the same parts all became better while the whole became worse, or the other way
    about, by numerators and denominators.

    It comes of weight that moved from parts that do well to parts that do badly. Without every
    part's two numbers for both periods nothing is said.
    """
    is_ratio = over_parts(measure) is OverParts.WEIGHTED_RATIO
    if not is_ratio or measure.polarity not in (Polarity.HIGHER, Polarity.LOWER):
        return None
    if set(before) != set(now) or len(now) < 2:
        return None
    wholes = [roll_up(measure, list(figures), figures) for figures in (before, now)]
    if any(whole.outcome is not Outcome.WORKED_OUT for whole in wholes):
        return None
    earlier, later = (whole.number or Fraction(0) for whole in wholes)
    ways = {_way(measure, _rate(before[part]), _rate(now[part])) for part in now}
    of_whole = _way(measure, earlier, later)
    if of_whole and ways == {-of_whole}:
        return Reversal(of_whole < 0, earlier, later)
    return None


def _rate(seen: Observation) -> Fraction | None:
    if seen.numerator is None or not seen.denominator:
        return None
    return Fraction(seen.numerator) / Fraction(seen.denominator)


def _way(measure: Measure, before: Fraction | None, now: Fraction | None) -> int:
    """1 for better, -1 for worse, 0 for neither or not known."""
    if before is None or now is None:
        return 0
    way = (now > before) - (now < before)
    return way if measure.polarity is Polarity.HIGHER else -way
