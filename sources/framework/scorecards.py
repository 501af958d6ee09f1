"""How good data must be to be called reliable: the levels of quality, their words and symbols.

They rate data, never performance. How a score comes about is `checks/scorecard`.
"""

from decimal import Decimal
from fractions import Fraction

from pydantic import model_validator

from sources.framework.base import Exact, Id, Record, YesNo, no_twins


class QualityLevel(Record):
    """A level of quality: reached at a score, and by some only while no error is open."""

    id: Id
    word: str
    symbol: str
    meaning: str
    at_least: Exact
    without_errors: YesNo = False


_LEVELS = (
    QualityLevel(
        id="reliable",
        word="Reliable",
        symbol="■",
        meaning="A score of 98% or more, and no error is open.",
        at_least=Decimal(98),
        without_errors=True,
    ),
    QualityLevel(
        id="usable",
        word="Usable with care",
        symbol="◧",
        meaning="A score of 90% or more, or a higher one with an error open: look at what failed "
        "before relying on it.",
        at_least=Decimal(90),
    ),
    QualityLevel(
        id="doubtful",
        word="Doubtful",
        symbol="□",
        meaning="A score under 90%.",
        at_least=Decimal(0),
    ),
)


class ScorecardRules(Record):
    """The levels of quality, best first; the last one takes every score."""

    levels: tuple[QualityLevel, ...] = _LEVELS

    @model_validator(mode="after")
    def _run_down(self) -> "ScorecardRules":
        no_twins(self.levels)
        edges = [level.at_least for level in self.levels]
        if not edges or edges != sorted(edges, reverse=True) or len(set(edges)) != len(edges):
            raise ValueError("levels are listed best first, each with a lower at_least")
        if edges[-1] != 0 or self.levels[-1].without_errors:
            raise ValueError("the last level takes every score: at_least is 0")
        if edges[0] > 100:
            raise ValueError("at_least is a percentage from 0 to 100")
        return self

    def level(self, score: Fraction, *, has_errors: bool) -> QualityLevel:
        """The best level that a score from 0 to 1 reaches; edges belong to the better one."""
        return next(
            level
            for level in self.levels
            if score * 100 >= Fraction(level.at_least) and not (level.without_errors and has_errors)
        )
