"""Framework: one council's year, cross-referenced; which slots, closes and editions exist.

Reading and checking the folder is `load`; no other module builds a Framework.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from sources.framework.keys import Close, Edition, FinancialYear, Period, Slot
from sources.framework.layouts import Layout
from sources.framework.measures import (
    Frequency,
    Measure,
    Procedure,
    ReferencePeriod,
    Target,
)
from sources.framework.owed import OwedReturn, ReportProduct, ReturnType
from sources.framework.plan import (
    Council,
    Department,
    KeyAction,
    Named,
    Plan,
    ResponsibleBody,
)
from sources.framework.risks import Risk, RiskMatrix
from sources.framework.schemes import ActionScheme, MeasureScheme
from sources.framework.timetable import PeriodTimetable, Review, Stage


@dataclass(frozen=True)
class Framework:
    """Everything a council has declared for one financial year.

    `digest` is the sha256 of its files; `files` are their texts, so that the version used for a
    close can be kept with it.
    """

    council: Council
    departments: Mapping[str, Department]
    plan: Plan
    outcomes: Mapping[str, Named]
    priorities: Mapping[str, Named]
    bodies: Mapping[str, ResponsibleBody]
    measures: Mapping[str, Measure]
    procedures: Mapping[str, Procedure]
    targets: Mapping[str, Target]
    actions: Mapping[str, KeyAction]
    measure_scheme: MeasureScheme
    action_scheme: ActionScheme
    timetable: Mapping[Period, PeriodTimetable]
    returns: Mapping[str, OwedReturn]
    layouts: Mapping[str, Layout]
    products: Mapping[str, ReportProduct]
    digest: str
    files: Mapping[str, str]
    reviews: Mapping[str, Review] = field(default_factory=dict)
    risk_matrix: RiskMatrix | None = None
    risks: Mapping[str, Risk] = field(default_factory=dict)

    @property
    def year(self) -> FinancialYear:
        return self.council.year

    @cached_property
    def closes(self) -> tuple[Close, ...]:
        return tuple(Close(self.council.id, period) for period in sorted(self.timetable))

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """Every slot that the timetable names: recurring returns per period, others once."""
        recurring = [
            Slot(close.council, close.period, owed.id)
            for close in self.closes
            for owed in self.returns.values()
            if owed.once_for is None
        ]
        once = [
            Slot(self.council.id, owed.once_for, owed.id)
            for owed in self.returns.values()
            if owed.once_for is not None
        ]
        return tuple(sorted(recurring + once))

    @cached_property
    def editions(self) -> Mapping[Edition, Close]:
        """Every edition whose day is confirmed, and the close it reports."""
        found = {}
        for product in self.products.values():
            for close in self.closes:
                stage = self.timetable[close.period].stage(product.issued_for)
                if stage is not None and stage.on is not None and stage.deadline is not None:
                    found[Edition(self.council.id, product.id, stage.on)] = close
        return found

    def slots_of(self, close: Close) -> tuple[Slot, ...]:
        """The slots whose returns this close waits for."""
        return tuple(
            slot
            for slot in self.slots
            if slot.close == close and self.returns[slot.return_id].once_for is None
        )

    def stage_of(self, slot: Slot) -> Stage | None:
        """The timetable stage at which a slot is due; None for a return sent once."""
        owed = self.returns[slot.return_id]
        if owed.due_stage is None or slot.period not in self.timetable:
            return None
        return self.timetable[slot.period].stage(owed.due_stage)

    def deadline(self, slot: Slot) -> datetime | None:
        """When a slot is due (London time); None while that is not confirmed, or nothing is due."""
        stage = self.stage_of(slot) if self.collects(slot) else None
        return stage.deadline if stage else None

    def collects(self, slot: Slot) -> bool:
        """Whether anything is due in a slot. A year end after a Q4 of its own may have nothing."""
        if self.actions_of(slot.return_id):
            return True
        return any(self.due_in(m, slot.period) for m in self.measures_of(slot.return_id))

    def measures_of(self, return_id: str) -> tuple[Measure, ...]:
        departments = self.returns[return_id].departments
        return tuple(m for m in self.measures.values() if m.department in departments)

    def actions_of(self, return_id: str) -> tuple[KeyAction, ...]:
        departments = self.returns[return_id].departments
        return tuple(a for a in self.actions.values() if a.department in departments)

    def department_return(self, department: str) -> OwedReturn:
        """The recurring return in which a department sends its measures."""
        return next(
            owed
            for owed in self.returns.values()
            if owed.return_type is ReturnType.DEPARTMENT and department in owed.departments
        )

    def due_in(self, measure: Measure, reporting: Period) -> tuple[Period, ...]:
        """The measurement periods of a measure that a reporting period collects (rulings 1, 2, 4).

        A full year collects its last quarter as well when the timetable has no Q4 of its own.
        """
        kind = measure.frequency.period_kind
        last_quarter = Period(reporting.year, "Q4")
        if reporting.kind == "F" and kind != "F":
            periods = () if last_quarter in self.timetable else last_quarter.parts(kind)
            if kind == "H" and last_quarter not in self.timetable:
                periods = (Period(reporting.year, "H2"),)
        elif kind == "H" and reporting.kind == "Q":
            halves = {6: "H1", 12: "H2"}
            code = halves.get(reporting.last_month)
            periods = (Period(reporting.year, code),) if code else ()
        elif kind == "F" and reporting.kind != "F":
            periods = ()
        else:
            periods = reporting.parts(kind)
        if measure.reference_period is ReferencePeriod.IN_ARREARS:
            return tuple(period.previous() for period in periods)
        return periods

    def is_due(self, measure: Measure, reporting: Period) -> bool:
        return bool(self.due_in(measure, reporting))

    def next_due(self, measure: Measure) -> str:
        """When a measure that is not due is next collected, in words."""
        words = {
            Frequency.HALF_YEARLY: "collected half-yearly, in quarters 2 and 4",
            Frequency.ANNUAL: "collected once a year, at year end",
        }
        return words.get(measure.frequency, "collected in another period")
