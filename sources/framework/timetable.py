"""The timetable as data: stages with precision and status, and what follows from them.

Pure: no function here knows what day it is. Who has sent what is the ledger's business.
"""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from pydantic import model_validator

from sources.framework.base import Day, Id, PeriodText, Record, no_twins

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
    """One step of a period's reporting: the deadline for returns, or a review by a body."""

    id: Id
    name: str
    precision: Precision
    status: Status
    on: Day | None = None
    month: str | None = None

    @model_validator(mode="after")
    def _precision_is_kept(self) -> "Stage":
        given = {
            "date": self.on is not None,
            "month": self.month is not None,
            "none": True,
        }
        if not given[self.precision]:
            raise ValueError(f"precision {self.precision.value} needs its {self.precision.value}")
        if self.on is not None and self.precision is not Precision.DATE:
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
        """`19 October 2023`, `November 2023`, `December 2023 (to be confirmed)`."""
        if self.on is not None:
            text = f"{self.on.day} {self.on:%B %Y}"
        elif self.month is not None:
            text = f"{datetime.strptime(self.month, '%Y-%m'):%B %Y}"
        else:
            return "to be confirmed"
        return text if self.status is Status.CONFIRMED else f"{text} (to be confirmed)"


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


@lru_cache(maxsize=64)
def bank_holidays(year: int) -> frozenset[date]:
    """Bank holidays in England of a calendar year."""
    import holidays

    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(day: date, closure_days: Collection[date] = ()) -> bool:
    return day.weekday() < 5 and day not in bank_holidays(day.year) and day not in closure_days


def working_days_after(start: date, end: date, closure_days: Collection[date] = ()) -> int:
    """Working days in (start, end]; 0 when `end` is not after `start`."""
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(is_working_day(day, closure_days) for day in days)
