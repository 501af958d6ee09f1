"""The risk register as data: the matrix that scores are read by, and each risk with its past.

Only what the council has written down. How a risk stands at a period's end is worked out in
`assets/analysis/risks`.
"""

from datetime import date
from itertools import pairwise
from typing import Annotated

from pydantic import Field, model_validator

from sources.framework.base import Day, Id, Ids, Record, no_twins
from sources.framework.plan import Provenance
from sources.framework.schemes import Colour

Step = Annotated[int, Field(ge=1, le=10)]


class RiskLevel(Record):
    """How serious a score is: never colour alone, always symbol and word as well."""

    id: Id
    word: str
    symbol: str
    colour: Colour
    score_at_least: Annotated[int, Field(ge=1, le=100)]
    meaning: str


class RiskMatrix(Record):
    """The levels, and the words for each step of likelihood and of impact, the least first."""

    levels: tuple[RiskLevel, ...]
    likelihood: tuple[str, ...]
    impact: tuple[str, ...]

    @model_validator(mode="after")
    def _covers_every_score(self) -> "RiskMatrix":
        no_twins(self.levels)
        if not self.likelihood or not self.impact:
            raise ValueError("likelihood and impact each want a word for every step")
        if max(len(self.likelihood), len(self.impact)) > 10:
            raise ValueError("likelihood and impact have at most ten steps each")
        edges = [level.score_at_least for level in self.levels]
        if len(set(edges)) != len(edges):
            raise ValueError("two levels begin at the same score")
        if 1 not in edges:
            raise ValueError("one level must begin at a score of 1")
        if max(edges) > len(self.likelihood) * len(self.impact):
            raise ValueError("a level begins above the highest score there is")
        return self

    def level(self, score: int) -> RiskLevel:
        """The level that a score falls in."""
        reached = [level for level in self.levels if level.score_at_least <= score]
        return max(reached, key=lambda level: level.score_at_least)


class Mitigation(Record):
    """Something done to make a risk smaller: by when, and when it was done."""

    name: str
    due: Day
    done_on: Day | None = None


class Assessment(Record):
    """How likely a risk was, and how hard it would hit, on a day; steps count from 1."""

    on: Day
    likelihood: Step
    impact: Step

    @property
    def score(self) -> int:
        return self.likelihood * self.impact


class Risk(Record):
    """A risk, who answers for it, what is done about it, and how it was assessed over time."""

    id: Id
    name: str
    description: str
    body: Id
    department: Id
    owner: str
    kind: str
    priorities: Ids = ()
    measures: Ids = ()
    actions: Ids = ()
    mitigations: tuple[Mitigation, ...] = ()
    assessments: tuple[Assessment, ...]
    closed_on: Day | None = None
    provenance: Provenance

    @model_validator(mode="after")
    def _days_run_forward(self) -> "Risk":
        days = [assessment.on for assessment in self.assessments]
        if not days:
            raise ValueError("the risk has not been assessed once")
        if any(later <= earlier for earlier, later in pairwise(days)):
            raise ValueError("the assessments must run from the first to the last, one a day")
        if self.closed_on is not None and self.closed_on < days[-1]:
            raise ValueError("the risk is assessed after it was closed")
        return self

    def assessed(self, day: date) -> Assessment | None:
        """The latest assessment up to and including a day."""
        known = [assessment for assessment in self.assessments if assessment.on <= day]
        return known[-1] if known else None
