"""The timetable as data: stages with precision and status, and what follows from them.

Pure: no function here knows what day it is. How a rule gives a day is `day_rules`; who has sent
what is the ledger's business.
"""

from collections.abc import Collection
from datetime import date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from pydantic import PrivateAttr, model_validator

from sources.framework.base import Day, Id, PeriodText, Record, no_twins
from sources.framework.day_rules import DayRule, day_text
from sources.framework.measures import Tier

LONDON = ZoneInfo("Europe/London")


class Precision(StrEnum):
    """How exactly a stage's day is known (ruling 25)."""

    DATE = "date"
    MONTH = "month"
    NONE = "none"


class Status(StrEnum):
    """Only confirmed dates schedule anything."""

    CONFIRMED = "confirmed"
    TO_BE_CONFIRMED = "to be confirmed"


class Stage(Record):
    """One step of a period's reporting: the deadline for returns, or a review by a body.

    Its day is given, or follows from a rule once the period and the council's closure days are
    known (`PeriodTimetable.reckoned`).
    """

    id: Id
    name: str
    precision: Precision
    status: Status
    on: Day | None = None
    month: str | None = None
    rule: DayRule | None = None
    # How the day followed from the rule, in words.
    _how: str | None = PrivateAttr(None)

    @model_validator(mode="after")
    def _precision_is_kept(self) -> "Stage":
        given = {
            "date": self.on is not None or self.rule is not None,
            "month": self.month is not None,
            "none": True,
        }
        if not given[self.precision]:
            raise ValueError(f"precision {self.precision.value} needs its {self.precision.value}")
        if self.on is not None and self.rule is not None:
            raise ValueError("give the day, or the rule that it follows from")
        if (self.on or self.rule) is not None and self.precision is not Precision.DATE:
            raise ValueError("a day is given: say precision date")
        if self.month is not None:
            if self.precision is not Precision.MONTH:
                raise ValueError("a month is given: say precision month")
            datetime.strptime(self.month, "%Y-%m")
        return self

    @property
    def deadline(self) -> datetime | None:
        """The last second of a confirmed day in London; None while the day is open."""
        if self.on is None or self.status is not Status.CONFIRMED:
            return None
        return datetime.combine(self.on, time(23, 59, 59), LONDON)

    @property
    def words(self) -> str:
        """`19 October 2023`, `November 2023`, `December 2023 (to be confirmed)`.

        A day that follows from a rule says how.
        """
        if self.on is not None:
            text = day_text(self.on)
        elif self.month is not None:
            text = f"{datetime.strptime(self.month, '%Y-%m'):%B %Y}"
        else:
            return "to be confirmed"
        is_open = self.status is not Status.CONFIRMED
        notes = [note for note in ("to be confirmed" if is_open else None, self._how) if note]
        return f"{text} ({'; '.join(notes)})" if notes else text

    def reckoned(self, period_end: date, closure_days: Collection[date]) -> "Stage":
        """The same stage with the day that its rule gives after a period's last day."""
        if self.rule is None:
            return self
        day, how = self.rule.after(period_end, closure_days)
        stage = self.model_copy(update={"on": day})
        stage._how = how
        return stage


class PeriodTimetable(Record):
    """The stages of one reporting period, in order; `returns` is the deadline for departments."""

    period: PeriodText
    stages: tuple[Stage, ...]

    @model_validator(mode="after")
    def _ids_differ(self) -> "PeriodTimetable":
        no_twins(self.stages)
        return self

    def stage(self, stage_id: str) -> Stage | None:
        return next((stage for stage in self.stages if stage.id == stage_id), None)

    def reckoned(self, closure_days: Collection[date]) -> "PeriodTimetable":
        """The same timetable with a day for every stage that is given by a rule."""
        stages = tuple(stage.reckoned(self.period.ends, closure_days) for stage in self.stages)
        return self.model_copy(update={"stages": stages})


class Review(Record):
    """A window in which the measures of some tiers are themselves reviewed."""

    id: Id
    name: str
    tiers: tuple[Tier, ...]
    starts: Day
    ends: Day

    @model_validator(mode="after")
    def _window_runs_forward(self) -> "Review":
        if not self.tiers:
            raise ValueError("the review names no tier")
        if self.ends < self.starts:
            raise ValueError("the review ends before it starts")
        return self

    @property
    def words(self) -> str:
        """`1 July 2023 to 31 December 2023`."""
        return f"{day_text(self.starts)} to {day_text(self.ends)}"

    def is_open(self, day: date) -> bool:
        return self.starts <= day <= self.ends
