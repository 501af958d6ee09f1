"""What a form says about one slot, as plain texts and numbers; no spreadsheet is known here.

Where these stand is `form_cover` and `form_tables`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sources.framework.breakdowns import Breakdown, Part
from sources.framework.framework import Framework
from sources.framework.keys import FinancialYear, Period, Slot
from sources.framework.measures import Measure, Polarity, ReferencePeriod, Supplied, TargetValue
from sources.framework.owed import OwedReturn
from sources.framework.plan import KeyAction
from sources.returns.form_preview import CANNOT_TELL, Preview, preview
from sources.returns.revised import slot_collecting
from sources.values import Unit

LastValues = Mapping[tuple[str, Period], str]

_UNIT_WORDS = {
    Unit.PERCENT: "%",
    Unit.NUMBER: "number",
    Unit.MONEY: "\u00a3",
    Unit.DAYS: "days",
}
_BETTER = {
    Polarity.HIGHER: "higher",
    Polarity.LOWER: "lower",
    Polarity.RANGE: "within the range",
    Polarity.NONE: "no direction",
}
_STRETCHES = {
    Supplied.YEAR_TO_DATE: "Give the figure since 1 April. The target is since 1 April too.",
    Supplied.PERIOD_ALONE: "Give this period's own figure. The target is since 1 April.",
}
_MILESTONES_SHOWN = 3
_A_YEAR = {"M": 12, "Q": 4, "H": 2, "F": 1}


@dataclass(frozen=True)
class FormContent:
    """All that a form is made from. `mark` is a notice for every sheet, in demonstrations."""

    framework: Framework
    slot: Slot
    last_values: LastValues
    mark: str | None

    @property
    def owed(self) -> OwedReturn:
        return self.framework.returns[self.slot.return_id]

    @property
    def title(self) -> str:
        return f"{self.owed.name}: {self.slot.period.label}"

    @property
    def rows(self) -> tuple[tuple[Measure, Period], ...]:
        """A row for each measure and measurement period that the slot collects."""
        return tuple(
            (measure, period)
            for measure in self.framework.measures_of(self.slot.return_id)
            for period in self.framework.due_in(measure, self.slot.period)
        )

    @property
    def part_rows(self) -> tuple[tuple[Measure, Period, Breakdown, Part], ...]:
        """A row for each measure, measurement period and part that the slot collects."""
        return tuple(
            (measure, period, breakdown, part)
            for measure, period in self.rows
            for breakdown, part in self.framework.parts_of(measure, period)
        )

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The measures that are due, once each."""
        return tuple(dict.fromkeys(measure for measure, _ in self.rows))

    @property
    def benchmark_measures(self) -> tuple[Measure, ...]:
        return tuple(measure for measure in self.measures if measure.asks_benchmark)

    @property
    def note_measures(self) -> tuple[Measure, ...]:
        return tuple(m for m in self.measures if m.asks_context or m.asks_evidence)

    @property
    def revisable(self) -> tuple[Period, ...]:
        """The earlier periods whose figures may be revised here, the latest first; none where the
        council does not take revisions."""
        if not self.framework.council.takes_revisions:
            return ()
        own = self.framework.measures_of(self.slot.return_id)
        kinds = {measure.frequency.period_kind for measure in own}
        year = self.framework.year
        years = (FinancialYear(year.start_year - 1), year)
        every = [
            Period.of(one, kind, number)
            for one in years
            for kind in kinds
            for number in range(1, _A_YEAR[kind] + 1)
        ]
        return tuple(
            sorted(
                (
                    period
                    for period in every
                    if any(slot_collecting(self.framework, m, period, self.slot) for m in own)
                ),
                reverse=True,
            )
        )

    @property
    def actions(self) -> tuple[KeyAction, ...]:
        return self.framework.actions_of(self.slot.return_id)

    @property
    def due_words(self) -> str:
        stage = self.framework.stage_of(self.slot)
        return stage.words if stage else "once, as agreed with the performance team"

    @property
    def completed_by(self) -> str:
        """Who is asked to complete it: each department and its lead officer, one a line."""
        departments = [self.framework.departments[name] for name in self.owed.departments]
        return "\n".join(f"{d.name} (lead: {d.lead})" for d in departments)

    def target(self, measure: Measure, period: Period) -> TargetValue | None:
        """The target a row's actual is held against; None outside the framework's own year."""
        if period.year != self.framework.year:
            return None
        return self.framework.target_for(measure.id, period)

    def target_words(self, measure: Measure, period: Period) -> str | None:
        """A row's target where it is no plain number: on last year, yet to be set, or in words."""
        if period.year != self.framework.year:
            return None
        return self.framework.target_in_force(measure.id, period).words

    def preview(self, measure: Measure, period: Period, actual: str) -> Preview:
        """What the actual in a cell would be rated against the target of its row."""
        target = self.target(measure, period)
        # The target is since 1 April, the figure is the period's own.
        is_part = measure.supplied is Supplied.PERIOD_ALONE and period.number != 1
        # What is reported late is rated against the target of the period that reports it.
        is_late = measure.reference_period is ReferencePeriod.IN_ARREARS and (
            target != self.framework.target_for(measure.id, self.slot.period)
        )
        stated = self.framework.target_in_force(measure.id, self.slot.period)
        is_on_last_year = stated.of_last_year is not None and measure.polarity is not Polarity.NONE
        if is_on_last_year or (target is not None and (is_part or is_late)):
            return Preview(None, CANNOT_TELL)
        return preview(measure, target, self.framework.measure_scheme, actual)

    def last_value(self, measure: Measure, period: Period) -> str:
        """The latest earlier value with its period: `78.4% (Q1 2023-24)`; blank if none."""
        earlier = [p for name, p in self.last_values if name == measure.id and p < period]
        if not earlier:
            return ""
        latest = max(earlier)
        return f"{self.last_values[measure.id, latest]} ({latest.short_label})"

    def next_milestones(self, action: KeyAction) -> str:
        """The first milestones not due before this period began, one a line."""
        coming = sorted(
            (m for m in action.milestones if m.due >= self.slot.period.starts),
            key=lambda milestone: milestone.due,
        )
        return "\n".join(f"{_day(m.due)}: {m.name}" for m in coming[:_MILESTONES_SHOWN])

    def action_due(self, action: KeyAction) -> str:
        return _day(action.due)


def unit_words(measure: Measure) -> str:
    return measure.unit_words or _UNIT_WORDS.get(measure.unit, measure.unit.value)


def better_when(measure: Measure) -> str:
    return _BETTER[measure.polarity]


def definition(measure: Measure, wording: str) -> str:
    """What is measured and over which stretch and, for a ratio, of which two counts it is made.

    `wording` is the definition in force in the row's period.
    """
    lines = [wording]
    if measure.supplied is not None:
        lines.append(_STRETCHES[measure.supplied])
    if measure.has_ratio:
        lines += [
            f"Numerator: {measure.numerator}",
            f"Denominator: {measure.denominator}",
        ]
    return "\n".join(lines)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
