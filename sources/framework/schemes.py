"""Rating schemes as data: ratings, bands, special clauses, and how they are shown.

The vocabulary only; deciding a rating is `assets/analysis/rating`.
"""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, model_validator

from sources.framework.bands import Band, disorder
from sources.framework.base import Exact, Id, Record, YesNo, no_twins
from sources.framework.measures import Polarity
from sources.values import Unit

Colour = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]


class FollowUp(StrEnum):
    """What a rating asks of the department (ruling 15)."""

    NONE = "none"
    COMMENTARY = "commentary"
    ACTION_PLAN = "action plan"


class RatingLevel(Record):
    """One rating: never colour alone, always symbol and word as well."""

    id: Id
    word: str
    symbol: str
    colour: Colour
    meaning: str
    response: str
    follow_up: FollowUp
    is_success: YesNo = False
    is_exception: YesNo = False


class SpecialClause(Record):
    """A rule that decides before the bands do, for measures of one unit and polarity."""

    id: Id
    rating: Id
    unit: Unit
    polarity: Polarity
    actual_at_least: Exact | None = None
    target_above: Exact | None = None
    variance_above: Exact | None = None
    variance_at_least: Exact | None = None
    words: str

    @model_validator(mode="after")
    def _says_something(self) -> "SpecialClause":
        if self.variance_above is not None and self.variance_at_least is not None:
            raise ValueError("an edge is one of variance_above and variance_at_least")
        if self.actual_at_least is None and self.variance is None:
            raise ValueError(
                "a special clause needs actual_at_least, variance_above or variance_at_least"
            )
        return self

    @property
    def variance(self) -> Exact | None:
        """The variance at which the clause begins; `variance_at_least` includes it."""
        return self.variance_above if self.variance_above is not None else self.variance_at_least

    @property
    def has_edge(self) -> bool:
        return self.variance_at_least is not None


class SuppliedWords(Record):
    """Ratings taken as given (ruling 21): which words mean which rating, and which mean none."""

    reason: str
    ratings: dict[str, Id]
    unrated: dict[str, str] = Field(default_factory=dict)


class Persists(Record):
    """When a measure counts as persistently off: an exception in so many of its last periods."""

    at_least: Annotated[int, Field(ge=2, le=12)] = 3
    of: Annotated[int, Field(ge=2, le=12)] = 4

    @model_validator(mode="after")
    def _can_happen(self) -> "Persists":
        if self.at_least > self.of:
            raise ValueError("at_least is more than the periods that are looked at")
        return self


class MeasureScheme(Record):
    """How measures are rated against target.

    With basis `levels` each measure states its own limits, and the scheme has no bands. A scheme
    that `rates` forecasts compares the officer's forecast of the year with the annual target.
    """

    id: Id
    name: str
    source: str
    basis: Literal["computed", "levels", "supplied"]
    rates: Literal["actual", "forecast"] = "actual"
    variance: Literal["relative", "points"] = "relative"
    ratings: tuple[RatingLevel, ...]
    bands: tuple[Band, ...] = ()
    clauses: tuple[SpecialClause, ...] = ()
    target_zero_met: Id
    choices: tuple[str, ...] = ()
    supplied: SuppliedWords | None = None
    persists: Persists = Persists()

    @model_validator(mode="after")
    def _bands_fall(self) -> "MeasureScheme":
        no_twins(self.ratings)
        no_twins(self.clauses)
        for problem in disorder(self.bands):
            raise ValueError(problem)
        if (self.basis == "levels") and self.bands:
            raise ValueError("with basis levels the measures state the limits: leave bands empty")
        if self.basis == "computed" and (not self.bands or not self.bands[-1].is_open):
            raise ValueError("the last band must take all that is left, without a lower edge")
        if (self.basis == "supplied") != (self.supplied is not None):
            raise ValueError("a supplied scheme, and only that, lists the words it takes as given")
        return self

    def level(self, rating: str) -> RatingLevel:
        return next(level for level in self.ratings if level.id == rating)

    def unlisted(self) -> list[str]:
        """Ratings that are used and stand in no list."""
        used = [band.rating for band in self.bands] + [clause.rating for clause in self.clauses]
        given = self.supplied.ratings.values() if self.supplied else ()
        known = {level.id for level in self.ratings}
        return sorted({*used, *given, self.target_zero_met} - known)


class ActionScheme(Record):
    """How key actions are rated: always supplied by their owner, on their own scale."""

    id: Id
    name: str
    source: str
    ratings: tuple[RatingLevel, ...]

    @model_validator(mode="after")
    def _ids_differ(self) -> "ActionScheme":
        no_twins(self.ratings)
        return self

    def level(self, rating: str) -> RatingLevel:
        return next(level for level in self.ratings if level.id == rating)
