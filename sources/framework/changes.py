"""Changes with effect from a period: of targets, and of what a measure counts.

A change says what holds from its period on; earlier periods keep what they had, whenever they are
worked out. Which change is in force when is asked of `Framework`.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from pydantic import model_validator

from sources.framework.base import Day, Exact, Id, PeriodText, Record, YesNo
from sources.framework.keys import Period
from sources.framework.last_year import LastYearText
from sources.framework.measures import Measure
from sources.framework.plan import Provenance
from sources.framework.targets import Months, ProfileAs, Target, check_stated


class TargetChange(Record):
    """The whole target of a measure from a reporting period on: nothing of the old one is kept.

    Of two that begin with the same period the one approved later holds; the other is in the record.
    """

    measure: Id
    from_period: PeriodText
    annual: Exact | None = None
    high: Exact | None = None
    q1: Exact | None = None
    q2: Exact | None = None
    q3: Exact | None = None
    q4: Exact | None = None
    months: Months = None
    profile_as: ProfileAs = ProfileAs.VALUES
    of_last_year: LastYearText = None
    to_be_set_by: Day | None = None
    in_words: str | None = None
    reach_by: Day | None = None
    evidence: str | None = None
    reason: str
    approved_by: str
    approved_on: Day

    @model_validator(mode="after")
    def _goes_together(self) -> "TargetChange":
        check_stated(self)
        return self

    @property
    def key(self) -> str:
        return f"{self.measure} from {self.from_period}, approved on {self.approved_on}"

    @property
    def quarters(self) -> tuple[Decimal | None, ...]:
        return (self.q1, self.q2, self.q3, self.q4)

    def as_target(self, provenance: Provenance) -> Target:
        """The target that holds from then on, in the form in which every target is used."""
        return Target(
            measure=self.measure,
            annual=self.annual,
            high=self.high,
            q1=self.q1,
            q2=self.q2,
            q3=self.q3,
            q4=self.q4,
            months=self.months,
            profile_as=self.profile_as,
            of_last_year=self.of_last_year,
            to_be_set_by=self.to_be_set_by,
            in_words=self.in_words,
            reach_by=self.reach_by,
            evidence=self.evidence,
            rationale=self.reason,
            set_by=self.approved_by,
            set_on=self.approved_on,
            approved_by=self.approved_by,
            provenance=provenance,
        )


class Changed(StrEnum):
    """What a change of definition touches."""

    DEFINITION = "definition"
    METHOD = "method"
    BOUNDARY = "boundary"
    SOURCE = "source"

    @property
    def words(self) -> str:
        """`the definition changed`, for a sentence that goes on with from when."""
        names = {
            "definition": "the definition",
            "method": "the method of working it out",
            "boundary": "the boundary of what is counted",
            "source": "the source of its figures",
        }
        return f"{names[self]} changed"


class DefinitionChange(Record):
    """What a measure counts from a measurement period on, and whether earlier figures compare.

    `definition` is the new wording; without it the wording stays as it was.
    """

    measure: Id
    from_period: PeriodText
    definition: str | None = None
    what: Changed
    is_comparable: YesNo
    reason: str
    approved_by: str
    approved_on: Day

    @model_validator(mode="after")
    def _says_the_new_wording(self) -> "DefinitionChange":
        if self.what is Changed.DEFINITION and self.definition is None:
            raise ValueError("give the new definition, since that is what changed")
        return self

    @property
    def key(self) -> str:
        return f"{self.measure} from {self.from_period}"

    @property
    def words(self) -> str:
        """`the definition changed from Q2 2023-24`."""
        return f"{self.what.words} from {self.from_period.short_label}"

    def parts(self, measure: Measure, period: Period, other: Period) -> bool:
        """Whether the figures of two periods do not compare because of this change.

        A running total counts from 1 April, so one that reaches over the change compares with
        neither side.
        """
        sides = {self._side(measure, period), self._side(measure, other)}
        return not self.is_comparable and period != other and sides not in ({"before"}, {"after"})

    def _side(self, measure: Measure, period: Period) -> str:
        begins = Period(period.year, "FY").starts if measure.is_cumulative else period.starts
        if period.ends < self.from_period.starts:
            return "before"
        return "after" if begins >= self.from_period.starts else "across"


_Change = TypeVar("_Change", TargetChange, DefinitionChange)


def by_measure(changes: Iterable[_Change]) -> Mapping[str, tuple[_Change, ...]]:
    """Changes by their measure, in the order of the file."""
    found: dict[str, list[_Change]] = {}
    for change in changes:
        found.setdefault(change.measure, []).append(change)
    return {measure: tuple(own) for measure, own in found.items()}


def in_force(changes: Iterable[_Change], period: Period) -> _Change | None:
    """The last change that holds at the end of a period. `changes` are one measure's, in order."""
    reached = [change for change in changes if period.reaches(change.from_period)]
    return reached[-1] if reached else None
