"""Written procedures: their four parts, when each is next reviewed, and which are due on a day.

Facts only: what is made of a procedure that is due is `checks`' and the register's business.
"""

import calendar
from datetime import date
from typing import Annotated

from pydantic import Field, model_validator

from sources.framework.base import Day, Id, Record, YesNo

PARTS = ("steps", "calculation", "evidence", "verification")


class ProcedureRules(Record):
    """How often procedures are reviewed, and whether one that is due holds confirmation up."""

    review_months: Annotated[int, Field(ge=1, le=120)] = 12
    blocks_confirmation: YesNo = False


class Procedure(Record):
    """A measure's written procedure in its four parts, and when it is next reviewed.

    A part that is not written yet is left empty; it is then asked for.
    """

    measure: Id
    steps: str | None = None
    calculation: str | None = None
    evidence: str | None = None
    verification: str | None = None
    version: str
    author: str
    approved: Day
    review_due: Day | None = None

    @model_validator(mode="after")
    def _is_reviewed_later(self) -> "Procedure":
        if self.review_due is not None and self.review_due < self.approved:
            raise ValueError("review_due is before approved")
        return self

    @property
    def lacking(self) -> tuple[str, ...]:
        """The parts that are not written."""
        return tuple(part for part in PARTS if getattr(self, part) is None)

    def due(self, rules: ProcedureRules) -> date:
        """The day of its next review: its own, or when the rules ask for one if that is earlier."""
        by_rule = months_after(self.approved, rules.review_months)
        return min(by_rule, self.review_due) if self.review_due else by_rule

    def days_overdue(self, rules: ProcedureRules, day: date) -> int:
        """How many days past its review it is on a day; 0 up to the day of the review itself."""
        return max(0, (day - self.due(rules)).days)


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month if it is shorter."""
    month = day.month - 1 + months
    year, number = day.year + month // 12, month % 12 + 1
    return date(year, number, min(day.day, calendar.monthrange(year, number)[1]))
