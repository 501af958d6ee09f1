"""Days given by rule: so many days, or working days, after a period ends; and how that is said.

Pure. Which stages have rules is `timetable`.
"""

from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from sources.framework.base import Record
from sources.framework.working_days import (
    bank_holidays,
    is_working_day,
    nearest_working_day,
    nth_working_day,
)

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

Count = Annotated[int, Field(ge=1, le=366)]


class IfNotWorking(StrEnum):
    """What becomes of a day on which nobody works."""

    DAY_BEFORE = "day before"
    DAY_AFTER = "day after"
    SAME_DAY = "same day"


class DayRule(Record):
    """How a stage's day follows from the last day of its period."""

    days: Count | None = None
    working_days: Count | None = None
    if_not_working: IfNotWorking | None = None

    @model_validator(mode="after")
    def _counts_one_way(self) -> "DayRule":
        if (self.days is None) == (self.working_days is None):
            raise ValueError("a rule counts either days or working_days")
        if self.days is not None and self.if_not_working is None:
            raise ValueError("a rule that counts days must say if_not_working")
        if self.working_days is not None and self.if_not_working is not None:
            raise ValueError("working_days never end on a day that is not worked")
        return self

    def after(self, period_end: date, closure_days: Collection[date]) -> tuple[date, str]:
        """The day that the rule gives, and how it came about in words."""
        if self.working_days is not None:
            day = nth_working_day(period_end, self.working_days, closure_days)
            return day, f"{counted(self.working_days, 'working day')} after the period ends"
        assert self.days is not None
        plain = period_end + timedelta(days=self.days)
        span = f"{_span(self.days)} after the period ends"
        if is_working_day(plain, closure_days):
            return plain, span
        why = f"{span} is {_unworked(plain)}"
        if self.if_not_working is IfNotWorking.SAME_DAY:
            return plain, f"{why}; not moved"
        step = -1 if self.if_not_working is IfNotWorking.DAY_BEFORE else 1
        moved = "before" if step < 0 else "after"
        day = nearest_working_day(plain, step, closure_days)
        return day, f"{why}; moved to the working day {moved}"


def day_text(day: date) -> str:
    """`19 October 2023`."""
    return f"{day.day} {day:%B %Y}"


def counted(count: int, noun: str) -> str:
    """`two days`, `one week`, `14 working days`: small numbers as words."""
    number = _NUMBERS[count] if count < len(_NUMBERS) else str(count)
    return f"{number} {noun}" if count == 1 else f"{number} {noun}s"


def _span(days: int) -> str:
    return counted(days // 7, "week") if days % 7 == 0 else counted(days, "day")


def _unworked(day: date) -> str:
    """`Saturday 21 October`, `Monday 1 January, a bank holiday`."""
    text = f"{day:%A} {day.day} {day:%B}"
    if day.weekday() >= 5:
        return text
    if day in bank_holidays(day.year):
        return f"{text}, a bank holiday"
    return f"{text}, a day on which the council is closed"
