"""What the rules look at: a return with its history, and a close. Plain facts, passed in whole.

Rules never query and never read a clock; whoever calls them gathers these.
"""

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from checks.budget import StandingLine, standing_lines
from checks.hidden_parts import ComparedParts
from checks.own_figures import OwnFigure
from checks.risk_register import StandingAssessment, standing_assessments
from checks.signed_file import sent_in
from sources.framework.framework import Framework
from sources.framework.keys import Period, Slot
from sources.framework.layouts import Layout
from sources.framework.measures import Measure
from sources.framework.owners import Post
from sources.framework.procedures_due import ProcedureDue
from sources.returns.assessment_rows import SuppliedAssessment
from sources.returns.budget_lines import SuppliedLine
from sources.returns.content import (
    PartRow,
    Quantity,
    ReadReturn,
    Revision,
    Row,
    SheetAccount,
    SuppliedBenchmark,
    SuppliedText,
    SuppliedValue,
    TextField,
    Unread,
)
from sources.returns.extract_rows import SuppliedFigure
from sources.returns.signing import Signature, Standing, Withdrawal, walk


@dataclass(frozen=True)
class SubmittedFile:
    """One submission to a slot, as read; `problem` says why it no longer can be, if so.

    `contents` are the rows and cells of each sheet as counted on receipt; `came_on` is the day in
    London on which it was handed in, where that is known.
    """

    seq: int
    sender: str
    framework_digest: str | None
    rows: tuple[Row, ...]
    values: tuple[SuppliedValue, ...]
    texts: tuple[SuppliedText, ...]
    sheets: tuple[SheetAccount, ...] = ()
    unread: tuple[Unread, ...] = ()
    contents: tuple[tuple[int, int], ...] = ()
    problem: str | None = None
    came_on: date | None = None
    budget: tuple[SuppliedLine, ...] = ()
    part_rows: tuple[PartRow, ...] = ()
    parts: tuple[SuppliedValue, ...] = ()
    benchmarks: tuple[SuppliedBenchmark, ...] = ()
    revisions: tuple[Revision, ...] = ()
    assessments: tuple[SuppliedAssessment, ...] = ()
    figures: tuple[SuppliedFigure, ...] = ()

    @classmethod
    def revising(cls, revisions: Iterable[Revision], seq: int, sender: str) -> "SubmittedFile":
        """What a later submission says of an earlier return, as if it had come for that one."""
        return cls(seq, sender, None, (), tuple(v for r in revisions for v in r.values), ())

    @classmethod
    def of(
        cls,
        read: ReadReturn,
        seq: int,
        sender: str,
        contents: tuple[tuple[int, int], ...] = (),
        came_on: date | None = None,
    ) -> "SubmittedFile":
        """A submission from its reading."""
        return cls(
            seq=seq,
            sender=sender,
            framework_digest=read.identity.framework_digest,
            rows=read.rows,
            values=read.values,
            texts=read.texts,
            sheets=read.sheets,
            unread=read.unread,
            contents=contents,
            problem=read.problem,
            came_on=came_on,
            budget=read.budget,
            part_rows=read.part_rows,
            parts=read.parts,
            benchmarks=read.benchmarks,
            revisions=read.revisions,
            assessments=read.assessments,
            figures=read.figures,
        )


@dataclass(frozen=True)
class Current:
    """A value that stands after all submissions, and the submission that it came in."""

    submission: int
    item: SuppliedValue


ValueKey = tuple[str, Period, Quantity]
PartKey = tuple[str, Period, str, Quantity]


@dataclass(frozen=True)
class CheckedReturn:
    """A slot's submissions, oldest first, and the earlier values of its measures.

    `history` holds, per measure, the actuals known before this slot by measurement period; `said`
    the commentary, likewise. `signings` are signatures given, and taken back, by command.
    `revised` are later files that revise figures of this one (ruling 8);
    `given_before` is what a figure came of before, `part_ratings` what parts and wholes would be.
    """

    framework: Framework
    slot: Slot
    files: tuple[SubmittedFile, ...]
    history: Mapping[str, Mapping[Period, Decimal]]
    said: Mapping[str, Mapping[Period, str]] = field(default_factory=dict)
    signings: tuple[Signature | Withdrawal, ...] = ()
    revised: tuple[SubmittedFile, ...] = ()
    given_before: Set[tuple[str, Period]] | None = None
    part_ratings: Mapping[tuple[str, Period, str], str] = field(default_factory=dict)

    @cached_property
    def current(self) -> dict[ValueKey, Current]:
        """What stands: a later file replaces only what it fills (ruling 7)."""
        standing: dict[ValueKey, Current] = {}
        for file in sorted((*self.files, *self.revised), key=lambda file: file.seq):
            for item in file.values:
                key = (item.measure, item.period, item.quantity)
                standing[key] = Current(file.seq, item)
        return standing

    @cached_property
    def parts(self) -> dict[PartKey, Current]:
        """The figures of breakdowns that stand, likewise."""
        given = ((file.seq, item) for file in self.files for item in file.parts)
        return {(i.measure, i.period, i.breakdown, i.quantity): Current(n, i) for n, i in given}

    @cached_property
    def texts(self) -> dict[tuple[str, Period | None, str], tuple[int, SuppliedText]]:
        given = ((file.seq, text) for file in self.files for text in file.texts)
        return {(t.subject, t.period, t.field.value): (seq, t) for seq, t in given}

    @cached_property
    def budget(self) -> tuple[StandingLine, ...]:
        """The budget lines that stand, of a finance return."""
        return standing_lines((file.seq, file.budget) for file in self.files)

    @cached_property
    def assessments(self) -> tuple[StandingAssessment, ...]:
        """The rows that stand, of a risk return."""
        filed = ((file.seq, file.assessments) for file in self.files)
        return standing_assessments(filed, self.framework, self.slot.period)

    @cached_property
    def expected(self) -> dict[tuple[str, Period], Measure]:
        """The measures and measurement periods that this slot should hold."""
        return {
            (measure.id, period): measure
            for measure in self.framework.measures_of(self.slot.return_id)
            for period in self.framework.due_in(measure, self.slot.period)
        }

    def past(self, measure: str, period: Period) -> Mapping[Period, Decimal]:
        """The earlier actuals of a measure that one of a period may be held against: none from
        before a change of what it counts."""
        history = self.history.get(measure, {})
        if measure not in self.framework.definition_changes:
            return history
        return {
            earlier: actual
            for earlier, actual in history.items()
            if self.framework.break_between(measure, period, earlier) is None
        }

    @cached_property
    def signing(self) -> Standing:
        """Where the return stands on its sign-off route."""
        sent = (sent_in(self.framework, f.seq, f.came_on, f.values, f.texts) for f in self.files)
        events, ends = (*sent, *self.signings), self.slot.period.ends
        return walk(self.framework, self.slot.return_id, events, ends=ends)

    @property
    def layout(self) -> Layout:
        return self.framework.layouts[self.framework.returns[self.slot.return_id].layout]

    @property
    def is_history(self) -> bool:
        return self.framework.returns[self.slot.return_id].once_for is not None

    def commentary(self) -> Iterator[tuple[str, Period, int, SuppliedText]]:
        """What the return says of measures: measure, period, submission and text."""
        for (about, period, what), (seq, text) in self.texts.items():
            if what == TextField.COMMENTARY.value and about in self.framework.measures and period:
                yield about, period, seq, text

    @cached_property
    def row_places(self) -> dict[tuple[str, Period], tuple[str, str]]:
        """Sheet and cell where a subject's value belongs: the first such row of the newest file."""
        places: dict[tuple[str, Period], tuple[str, str]] = {}
        for file in self.files:
            own: dict[tuple[str, Period], tuple[str, str]] = {}
            for row in file.rows:
                if row.subject is not None:
                    at = (row.sheet, row.value_cell or row.measure_cell)
                    own.setdefault((row.subject, row.stated or self.slot.period), at)
            places.update(own)
        return places

    @cached_property
    def by_measure(self) -> dict[str, dict[Period, Current]]:
        """The actuals that stand, by measure."""
        found: dict[str, dict[Period, Current]] = {}
        for (measure, period), current in self.actuals.items():
            found.setdefault(measure, {})[period] = current
        return found

    @cached_property
    def actuals(self) -> dict[tuple[str, Period], Current]:
        """What stands as a measure's value for a period, a number or not."""
        return {
            (measure, period): current
            for (measure, period, quantity), current in self.current.items()
            if quantity is Quantity.ACTUAL
        }


@dataclass(frozen=True)
class Lateness:
    """When a slot's first file came, against its deadline. Days are 0 when on time."""

    slot: Slot
    deadline: datetime | None
    received_at: datetime | None
    days_late: int
    working_days_late: int
    is_due: bool


@dataclass(frozen=True)
class RatedValue:
    """What the rules need to know of a measure's rating in a close, as it came of the files.

    `moved_since` says, of one that was decided otherwise on review, what the files gave then and
    what they give now, if that differs; `decided` is the rating that it was given.
    """

    measure: str
    slot: Slot
    rating: str | None
    computed_rating: str | None
    variance_pct: Decimal | None
    commentary: str | None
    submission: int | None
    sheet: str | None
    cell: str | None
    raw: str | None
    period: Period | None = None
    moved_since: tuple[str, str] | None = None
    decided: str | None = None

    @property
    def standing_rating(self) -> str | None:
        """The rating that readers see, whose follow-up is asked for."""
        return self.decided or self.rating


@dataclass(frozen=True)
class CheckedClose:
    """A close's ratings, lateness and procedures that are due, as at its ledger entry and day.

    `reported_on` is the day of its first report, once that is confirmed.
    """

    framework: Framework
    rated: tuple[RatedValue, ...]
    lateness: tuple[Lateness, ...] = field(default=())
    procedures: tuple[ProcedureDue, ...] = ()
    reported_on: date | None = None
    follow_ups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    phantoms: tuple[Post, ...] = ()
    period: Period | None = None
    compared_parts: tuple[ComparedParts, ...] = ()
    own_figures: tuple[OwnFigure, ...] = ()
