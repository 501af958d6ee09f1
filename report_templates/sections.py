"""View models of a report: what each section shows, rounded, worded and cleared for readers.

Templates read these only; `assets/views` builds them, `pages` has whole documents. Key actions and
risks are `plan_sections`, the budget is `budget_section`.
"""

from dataclasses import dataclass

from report_templates.budget_section import BudgetSection
from report_templates.comparison import ComparisonSection
from report_templates.forecasts import Unchanged
from report_templates.parts import Direction, Figure, Mark, Reading, Spark, Words
from report_templates.plan_sections import KeyActionsSection, RisksSection
from report_templates.scorecards import DataQualitySection
from report_templates.supplied import SuppliedSection


@dataclass(frozen=True)
class MeasureLine:
    """One measure in a table; `is_queried` if its value is in question and not shown.

    `notes` are short marks; `no_value` and `unrated` say why there is no actual or rating; `page`
    is the measure's own; `interval` that of a survey's result, with the number of answers;
    `context_note` what a reader must know of the figure; `listed_for` why a list chose it.
    """

    id: str
    name: str
    unit: str
    period: str
    department: str
    body: str
    actual: Figure | None
    no_value: str | None
    target: Figure | None
    variance: Figure | None
    mark: Mark | None
    rule: str | None
    unrated: str | None
    direction: Direction
    spark: Spark | None
    commentary: str | None
    outlook: Mark | None
    outlook_text: str | None
    notes: tuple[str, ...]
    rated_on: str | None
    other_priorities: tuple[str, ...] = ()
    forecast: Figure | None = None
    annual: Figure | None = None
    is_queried: bool = False
    purpose: str | None = None
    unchanged: Unchanged | None = None
    page: str | None = None
    interval: Figure | None = None
    reading: Reading | None = None
    context_note: str | None = None
    listed_for: str | None = None


@dataclass(frozen=True)
class ActionLine:
    """One key action and its next milestone."""

    id: str
    name: str
    department: str
    lead_officer: str
    due: str
    next_milestone: str | None
    mark: Mark | None
    unrated: str | None
    percent_complete: Figure | None
    forecast: str | None
    commentary: str | None
    notes: tuple[str, ...]


@dataclass(frozen=True)
class CountLine:
    """How many measures or actions have a rating; `change` is in words, None without a past."""

    mark: Mark
    count: Figure
    change: str | None = None


@dataclass(frozen=True)
class Counts:
    """Counts by rating that add up to `rated`, with those that have none."""

    title: str
    lines: tuple[CountLine, ...]
    rated: Figure
    unrated: Figure
    note: str | None = None


@dataclass(frozen=True)
class SummarySection:
    """The report in one screen: counts, headlines, tables by priority and by who answers."""

    headlines: tuple[str, ...]
    measures: Counts
    actions: Counts | None
    by_priority: tuple[Counts, ...]
    note: str | None
    by_holder: tuple[tuple[str, tuple[Counts, ...]], ...] = ()


@dataclass(frozen=True)
class ChangeLine:
    """One thing that differs from the draft before: what, from, to, and why.

    `was` and `now` are the numbers, where there are any; `before` and `after` the words about them.
    Where a rating moved, `why` says it in place of `because`, and `labels` that it is no news.
    """

    what: str
    before: str
    after: str
    because: str
    was: Figure | None = None
    now: Figure | None = None
    why: Words | None = None
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class ChangesSection:
    """What changed since the draft before; `since` is None in the first draft."""

    since: str | None
    arrived: tuple[str, ...]
    lines: tuple[ChangeLine, ...]


@dataclass(frozen=True)
class LinesSection:
    """A list of measures and actions chosen by a rule, which is stated."""

    title: str
    chosen_by: str
    nothing: str
    measures: tuple[MeasureLine, ...]
    actions: tuple[ActionLine, ...]


@dataclass(frozen=True)
class PriorityPart:
    """One priority of the plan with all its measures and key actions."""

    id: str
    name: str
    counts: Counts
    measures: tuple[MeasureLine, ...]
    actions: tuple[ActionLine, ...]


@dataclass(frozen=True)
class PrioritiesSection:
    """The whole plan, priority by priority."""

    parts: tuple[PriorityPart, ...]


@dataclass(frozen=True)
class ReturnLine:
    """One department's return: when it was due and came, how full it is, what was found."""

    name: str
    department_page: str | None
    status: str
    due: str
    received: str
    lateness: Figure | None
    supplied: Figure
    accounted_for: Figure
    expected: Figure
    errors: Figure
    warnings: Figure
    sign_off: str


@dataclass(frozen=True)
class ReturnsSection:
    """Who sent what, and when; `note` says what is counted in a report that covers a part."""

    lines: tuple[ReturnLine, ...]
    note: str | None = None


@dataclass(frozen=True)
class UnratedGroup:
    """Measures that share one reason for having no rating: each with id, name and what it says."""

    reason: str
    count: Figure
    measures: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class UnratedSection:
    """Everything without a rating, by reason, so that counts add up."""

    groups: tuple[UnratedGroup, ...]


@dataclass(frozen=True)
class KindPart:
    """The measures of one kind: what the kind is, its counts, and its measures."""

    id: str
    name: str
    meaning: str
    counts: Counts
    measures: tuple[MeasureLine, ...]


@dataclass(frozen=True)
class KindsSection:
    """Measures by what they measure, from results back to resources."""

    parts: tuple[KindPart, ...]


@dataclass(frozen=True)
class LegendLine:
    """A rating explained."""

    mark: Mark
    measures: str
    actions: str
    response: str


@dataclass(frozen=True)
class RegisterChange:
    """A target or definition that changed in the year, with why and who approved it.

    `was` and `now` are the numbers of a target, `was_words` and `now_words` those that are none;
    `wording` is the new one of a definition. `is_new` says that it first holds in this period,
    `is_replaced` that another change of the same target followed within it.
    """

    id: str
    name: str
    what: str
    since: str
    is_new: bool
    was: Figure | None
    now: Figure | None
    wording: str | None
    reason: str
    approved: str
    is_target: bool = False
    was_words: str | None = None
    now_words: str | None = None
    is_replaced: bool = False


@dataclass(frozen=True)
class AboutSection:
    """How to read the report, how ratings were decided, and what it was made from."""

    scheme: str
    scheme_source: str
    legend: tuple[LegendLine, ...]
    choices: tuple[str, ...]
    timetable: tuple[tuple[str, str], ...]
    made_from: tuple[tuple[str, str], ...]
    provenance_note: str | None
    changed: tuple[RegisterChange, ...] = ()

    @property
    def targets_now(self) -> tuple[RegisterChange, ...]:
        """The targets that changed in this report's own period."""
        return tuple(line for line in self.changed if line.is_target and line.is_new)

    @property
    def changed_else(self) -> tuple[RegisterChange, ...]:
        """What else changed in the year: targets before this period, and definitions."""
        return tuple(line for line in self.changed if not (line.is_target and line.is_new))


Section = (
    SummarySection
    | ChangesSection
    | LinesSection
    | PrioritiesSection
    | KeyActionsSection
    | RisksSection
    | BudgetSection
    | KindsSection
    | ComparisonSection
    | ReturnsSection
    | UnratedSection
    | SuppliedSection
    | DataQualitySection
    | AboutSection
)
