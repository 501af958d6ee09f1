"""Framework: one council's year, cross-referenced; which slots, closes and editions exist.

Reading and checking the folder is `load`; no other module builds a Framework.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from sources.framework.breakdowns import Breakdown, Part, PartTarget
from sources.framework.changes import DefinitionChange, TargetChange, in_force
from sources.framework.comparators import ComparatorGroup
from sources.framework.forecasting import ForecastRules
from sources.framework.handovers import Handover
from sources.framework.keys import Close, Edition, FinancialYear, Period, Slot
from sources.framework.layouts import Layout
from sources.framework.measures import (
    Frequency,
    Measure,
    ReferencePeriod,
    TargetValue,
)
from sources.framework.owed import OwedReturn, ReportProduct, ReturnType
from sources.framework.people import People
from sources.framework.plan import (
    Council,
    Department,
    KeyAction,
    Named,
    Plan,
    ResponsibleBody,
)
from sources.framework.procedures import Procedure, ProcedureRules
from sources.framework.quality import CheckRules
from sources.framework.reorganisations import Reorganisation
from sources.framework.risks import Risk, RiskMatrix
from sources.framework.schemes import ActionScheme, MeasureScheme
from sources.framework.scorecards import ScorecardRules
from sources.framework.targets import Target
from sources.framework.timetable import PeriodTimetable, Review, Stage
from sources.values import Unit


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
    target_changes: Mapping[str, tuple[TargetChange, ...]]
    definition_changes: Mapping[str, tuple[DefinitionChange, ...]]
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
    checking: CheckRules = field(default_factory=CheckRules)
    people: People = field(default_factory=People)
    breakdowns: Mapping[str, Breakdown] = field(default_factory=dict)
    handovers: Mapping[str, Handover] = field(default_factory=dict)
    reorganisations: Mapping[str, Reorganisation] = field(default_factory=dict)
    part_targets: Mapping[tuple[str, str], PartTarget] = field(default_factory=dict)
    scorecard: ScorecardRules = field(default_factory=ScorecardRules)
    forecasting: ForecastRules = field(default_factory=ForecastRules)
    comparator_groups: Mapping[str, ComparatorGroup] = field(default_factory=dict)

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
                if not product.reports(close.period):
                    continue
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
        if self.returns[slot.return_id].holds_no_measures or self.actions_of(slot.return_id):
            return True
        return any(self.due_in(m, slot.period) for m in self.measures_of(slot.return_id))

    def measures_of(self, return_id: str) -> tuple[Measure, ...]:
        """The measures whose values a return holds: those of its departments that are not sent by
        another return, and those that it sends for others. A history has all of its departments."""
        owed = self.returns[return_id]
        own = owed.departments if not owed.is_corporate else ()
        senders = (return_id, None) if owed.once_for is None else (return_id, None, *self.returns)
        return tuple(
            m
            for m in self.measures.values()
            if m.sent_by == return_id or (m.department in own and m.sent_by in senders)
        )

    def holds(self, return_id: str, measure: Measure) -> bool:
        """Whether a return holds values of a measure."""
        return measure.id in self._measures_in[return_id]

    def return_of(self, measure: Measure) -> OwedReturn:
        """The recurring return in which a measure's values are sent."""
        if measure.sent_by is not None:
            return self.returns[measure.sent_by]
        return self.department_return(measure.department)

    @cached_property
    def _measures_in(self) -> Mapping[str, frozenset[str]]:
        return {name: frozenset(m.id for m in self.measures_of(name)) for name in self.returns}

    def shares(self, return_id: str, other: str) -> bool:
        """Whether two returns may hold values of the same measures; one that is not known may."""
        if return_id == other or other not in self.returns:
            return True
        return bool(self._measures_in[return_id] & self._measures_in[other])

    def actions_of(self, return_id: str) -> tuple[KeyAction, ...]:
        """The key actions that a return speaks of."""
        owed = self.returns[return_id]
        if owed.is_corporate:
            return ()
        return tuple(a for a in self.actions.values() if a.department in owed.departments)

    def department_return(self, department: str) -> OwedReturn:
        """The recurring return in which a department sends its measures."""
        return next(
            owed
            for owed in self.returns.values()
            if owed.return_type is ReturnType.DEPARTMENT and department in owed.departments
        )

    def parts_of(
        self, measure: Measure, period: Period | None = None
    ) -> tuple[tuple[Breakdown, Part], ...]:
        """Every part for which a measure's figure is asked, with the breakdown it belongs to: in a
        period, those that are there at its end."""
        named = [self.breakdowns[name] for name in measure.breakdowns]
        return tuple(
            (breakdown, part)
            for breakdown in named
            for part in (breakdown.parts if period is None else breakdown.parts_in(period))
        )

    def target_of_part(self, measure: Measure, part: str, period: Period) -> TargetValue | None:
        """What a part is rated against: its own target if it has one, else that of the whole where
        the measure is a share or a rate. A part of a count is smaller than the whole, and so is
        what may be expected of it: without a target of its own it has none."""
        own = self.part_targets.get((measure.id, part))
        if own is not None:
            return own.target.for_period(period, measure)
        is_share = measure.has_ratio or measure.unit is Unit.RATE
        return self.target_for(measure.id, period) if is_share else None

    def due_in(self, measure: Measure, reporting: Period) -> tuple[Period, ...]:
        """The measurement periods of a measure that a reporting period collects (rulings 1, 2, 4).

        A full year collects its last quarter as well when the timetable has no Q4 of its own.
        """
        periods = [p for p in self._parts(measure, reporting) if measure.is_in_force(p)]
        if measure.reference_period is ReferencePeriod.IN_ARREARS:
            return tuple(period.previous() for period in periods)
        return tuple(periods)

    def _parts(self, measure: Measure, reporting: Period) -> tuple[Period, ...]:
        """The periods at a measure's own pace that a reporting period collects."""
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
        return periods

    def is_due(self, measure: Measure, reporting: Period) -> bool:
        return bool(self.due_in(measure, reporting))

    def next_due(self, measure: Measure, reporting: Period) -> str:
        """When a measure that is not due is next collected, or that it no longer is, in words."""
        begins, ends = measure.first_period, measure.last_period
        if begins is not None and not reporting.reaches(begins):
            return f"collected from {begins.short_label} on"
        if ends is not None and not measure.is_in_force(reporting):
            return f"withdrawn after {ends.short_label}: {measure.withdrawn_because}"
        words = {
            Frequency.HALF_YEARLY: "collected half-yearly, in quarters 2 and 4",
            Frequency.ANNUAL: "collected once a year, at year end",
        }
        return words.get(measure.frequency, "collected in another period")

    @property
    def procedure_rules(self) -> ProcedureRules:
        return self.council.procedures or ProcedureRules()

    @property
    def keeps_procedures(self) -> bool:
        """Whether the council has said that measures have written procedures at all."""
        return self.council.procedures is not None or bool(self.procedures)

    def target_in_force(self, measure_id: str, reporting: Period) -> Target:
        """A measure's target as it stands in a reporting period, with why and who set it."""
        original = self.targets[measure_id]
        change = in_force(self.target_changes.get(measure_id, ()), reporting)
        return change.as_target(original.provenance) if change else original

    def target_for(self, measure_id: str, reporting: Period) -> TargetValue | None:
        """The value that a reporting period's actual is rated against, or None."""
        target = self.target_in_force(measure_id, reporting)
        return target.for_period(reporting, self.measures[measure_id])

    def definition_in_force(self, measure_id: str, period: Period) -> str:
        """What a measure counts in a measurement period, in the wording that held then."""
        worded = [c for c in self.definition_changes.get(measure_id, ()) if c.definition]
        change = in_force(worded, period)
        return (change and change.definition) or self.measures[measure_id].definition

    def break_between(
        self, measure_id: str, period: Period, other: Period
    ) -> DefinitionChange | None:
        """The change because of which two periods of a measure do not compare, if there is one."""
        measure = self.measures[measure_id]
        changes = self.definition_changes.get(measure_id, ())
        return next((c for c in changes if c.parts(measure, period, other)), None)
