"""Rating schemes as data: ratings, bands, special clauses, and how they are shown.

The vocabulary only; deciding a rating is `assets/analysis/rating`.
"""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, model_validator

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


class Band(Record):
    """A stretch of variance, in the scheme's own measure of it, best band first.

    `above` excludes its edge, `at_least` includes it, `within_tolerance` reaches as far below the
    target as the measure's own tolerance; a band with none of them takes all that is left.
    """

    rating: Id
    above: Exact | None = None
    at_least: Exact | None = None
    within_tolerance: YesNo = False

    @model_validator(mode="after")
    def _one_edge(self) -> "Band":
        if sum((self.above is not None, self.at_least is not None, self.within_tolerance)) > 1:
            raise ValueError("a band has one lower edge: above, at_least or within_tolerance")
        return self

    @property
    def is_open(self) -> bool:
        """Whether the band takes all that the better ones leave."""
        return self.above is None and self.at_least is None and not self.within_tolerance


class SpecialClause(Record):
    """A rule that decides before the bands do, for measures of one unit and polarity."""

    id: Id
    rating: Id
    unit: Unit
    polarity: Polarity
    actual_at_least: Exact | None = None
    target_above: Exact | None = None
    variance_above: Exact | None = None
    words: str

    @model_validator(mode="after")
    def _says_something(self) -> "SpecialClause":
        if self.actual_at_least is None and self.variance_above is None:
            raise ValueError("a special clause needs actual_at_least or variance_above")
        return self


class SuppliedWords(Record):
    """Ratings taken as given (ruling 21): which words mean which rating, and which mean none."""

    reason: str
    ratings: dict[str, Id]
    unrated: dict[str, str] = Field(default_factory=dict)


class MeasureScheme(Record):
    """How measures are rated against target."""

    id: Id
    name: str
    source: str
    basis: Literal["computed", "supplied"]
    variance: Literal["relative", "points"]
    ratings: tuple[RatingLevel, ...]
    bands: tuple[Band, ...]
    clauses: tuple[SpecialClause, ...] = ()
    target_zero_met: Id
    choices: tuple[str, ...] = ()
    supplied: SuppliedWords | None = None

    @model_validator(mode="after")
    def _bands_fall(self) -> "MeasureScheme":
        no_twins(self.ratings)
        no_twins(self.clauses)
        edges = [b.above if b.above is not None else b.at_least for b in self.bands]
        given = [edge for edge in edges if edge is not None]
        if given != sorted(given, reverse=True):
            raise ValueError("the bands must run from best to worst")
        if any(band.is_open for band in self.bands[:-1]):
            raise ValueError("only the last band may be without a lower edge")
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
