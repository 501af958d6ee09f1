"""What a rating rests on and what comes of one: the terms of a measure, and what decided, as facts.

Nothing is decided or worded here; that is `rating`, and for whole blocks `kernel`.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Protocol

from sources.framework.levels import Level
from sources.framework.measures import Polarity
from sources.framework.schemes import MeasureScheme
from sources.values import Unit


class Rateable(Protocol):
    """What the rating of a measure depends on, beside its value and target."""

    @property
    def unit(self) -> Unit: ...
    @property
    def polarity(self) -> Polarity: ...
    @property
    def tolerance(self) -> Decimal | None: ...
    @property
    def zero_tolerance(self) -> Decimal | None: ...
    @property
    def floor(self) -> Decimal | None: ...
    @property
    def levels(self) -> tuple[Level, ...] | None: ...


@dataclass(frozen=True)
class Terms:
    """The same for figures that belong to no measure of a framework."""

    unit: Unit
    polarity: Polarity
    tolerance: Decimal | None = None
    zero_tolerance: Decimal | None = None
    floor: Decimal | None = None
    levels: tuple[Level, ...] | None = None


@dataclass(frozen=True)
class Beside:
    """What some rules look at beside actual and target: the actual of the same period of the year
    before, and the ends of the interval that the actual's own uncertainty gives it.

    `is_strict`: the target is to be bettered, so that reaching it exactly is not on target.
    """

    last_year: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    is_strict: bool = False


class Unrated(StrEnum):
    """Why a measure has no rating; each says its own reason in words beside it."""

    NOT_DUE = "not due"
    NO_TARGET = "no target"
    TARGET_IN_WORDS = "target in words"
    TARGET_TO_BE_SET = "target to be set"
    NO_DIRECTION = "no direction"
    NOT_SUPPLIED = "not supplied"
    RETURN_MISSING = "return missing"
    QUERIED = "queried with department"
    ABSENT = "no value"
    INCOMPLETE = "incomplete"
    TARGET_ZERO = "target zero"
    NO_TOLERANCE = "no tolerance"
    NO_FLOOR = "no floor"
    NO_LEVELS = "no levels"
    NO_LAST_YEAR = "no value of last year"
    NO_INTERVAL = "no interval"
    INFORMATION_ONLY = "information only"


RATED = "rated"


class By(StrEnum):
    """What decides a rating: a band, level or clause, a rule for a target of zero, or somebody."""

    BAND = "band"
    LEVEL = "level"
    CLAUSE = "clause"
    ZERO_MET = "zero met"
    ZERO_WITHIN = "zero within tolerance"
    ZERO_BEYOND = "zero beyond tolerance"
    GIVEN = "given"


@dataclass(frozen=True)
class Decided:
    """What decided a rating; `number` is the place of a band, level or clause in its list."""

    by: By
    number: int = 0


@dataclass(frozen=True)
class Rated:
    """A rating with what decided it, as a fact and in words, or a status and reason for none.

    `variance` is exact, in per cent of the target (or in points), positive is better; None where
    it is not defined.
    """

    rating: str | None
    variance: Fraction | None
    rule: str | None
    outcome: Decided | Unrated
    reason: str | None

    @property
    def status(self) -> str:
        return self.outcome.value if isinstance(self.outcome, Unrated) else RATED

    @classmethod
    def none(cls, status: Unrated, reason: str, variance: Fraction | None = None) -> "Rated":
        return cls(None, variance, None, status, reason)

    @classmethod
    def given(cls, rating: str, rule: str, variance: Fraction | None = None) -> "Rated":
        """A rating that somebody gave; no arithmetic decided it."""
        return cls(rating, variance, rule, Decided(By.GIVEN), None)


def ratings_by(scheme: MeasureScheme) -> dict[Decided, str]:
    """The rating of everything that may decide by a scheme; levels are the measures' own.

    A missed zero beyond its tolerance gets the worst rating, if the scheme states one for the rest.
    """
    found = {Decided(By.BAND, n): band.rating for n, band in enumerate(scheme.bands)}
    found |= {Decided(By.CLAUSE, n): clause.rating for n, clause in enumerate(scheme.clauses)}
    found |= dict.fromkeys((Decided(By.ZERO_MET), Decided(By.ZERO_WITHIN)), scheme.target_zero_met)
    if scheme.bands and scheme.bands[-1].is_open:
        found[Decided(By.ZERO_BEYOND)] = scheme.bands[-1].rating
    return found
