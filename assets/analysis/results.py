"""What a close amounts to at a point, and the files and decisions it rests on. Data only."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from assets.analysis.observed import Texts
from checks.budget import StandingLine
from checks.risk_register import StandingAssessment
from sources.entries import OF_ONE_PERIOD, Body, EntryKind
from sources.framework.framework import Framework
from sources.framework.keys import Close, Period, Slot
from sources.framework.timetable import LONDON
from warehouse.benchmark_rows import MeasureBenchmark
from warehouse.forecast_rows import MeasureForecast
from warehouse.rows import (
    ActionRating,
    CouncilFinding,
    MeasureRating,
    ReturnFinding,
    ReturnSheet,
    ReturnStatus,
    SubmittedValue,
    WaivedFinding,
)
from warehouse.scorecard_rows import ScorecardLine
from warehouse.state_rows import ReturnState
from warehouse.trend_rows import MeasureTrend


@dataclass(frozen=True)
class Removal:
    """The ledger entry by which a file was purged, when, and why. It came, but says nothing now."""

    seq: int
    at: datetime
    reason: str


@dataclass(frozen=True)
class SentFile:
    """A submission: its ledger number and hash, its slot, and what is known of the file.

    The hash of one that was purged is another one: whatever rested on it is to be worked out again.
    """

    seq: int
    hash: str
    slot: Slot
    sha256: str
    filename: str
    sender: str
    dropped_at: datetime
    is_demonstration: bool
    contents: tuple[tuple[int, int], ...] = ()
    removed: Removal | None = None
    # Returns of earlier periods some of whose figures the file revises (ruling 8).
    revises: tuple[Slot, ...] = ()

    @property
    def newest(self) -> int:
        """The last ledger entry that says anything of it."""
        return max(self.seq, self.removed.seq if self.removed else 0)

    @property
    def slots(self) -> tuple[Slot, ...]:
        """Every return that the file says something of."""
        return (self.slot, *self.revises)

    def bears_on(self, period: Period) -> bool:
        """Whether results of a period may follow from it: it speaks of that period or earlier."""
        return any(slot.period <= period for slot in self.slots)


@dataclass(frozen=True)
class Decision:
    """A ledger entry, other than a file, that results depend on: somebody decided something.

    `subject` is the return or the period it is about; None bears on every period.
    """

    seq: int
    hash: str
    kind: EntryKind
    recorded_at: datetime
    actor: str
    subject: Slot | Close | None
    body: Body

    @property
    def slot(self) -> Slot | None:
        return self.subject if isinstance(self.subject, Slot) else None

    @property
    def newest(self) -> int:
        return self.seq

    def bears_on(self, period: Period) -> bool:
        """Whether results of a period may follow from it: it is for that period or earlier."""
        if self.subject is None:
            return True
        if self.kind in OF_ONE_PERIOD:
            return self.subject.period == period
        return self.subject.period <= period


@dataclass(frozen=True)
class Inputs:
    """What a council's results follow from, up to a ledger entry, in the ledger's order."""

    sent: tuple[SentFile, ...]
    decisions: tuple[Decision, ...] = ()

    def until(self, seq: int) -> "Inputs":
        return Inputs(
            tuple(s for s in self.sent if s.seq <= seq),
            tuple(d for d in self.decisions if d.seq <= seq),
        )

    def up_to(self, period: Period) -> "Inputs":
        """Those that bear on a period."""
        return Inputs(
            tuple(s for s in self.sent if s.bears_on(period)),
            tuple(d for d in self.decisions if d.bears_on(period)),
        )

    def slots_up_to(self, period: Period) -> list[Slot]:
        """The returns that files speak of, as far as they bear on a period, in order."""
        return sorted({slot for s in self.sent for slot in s.slots if slot.period <= period})

    def of_slots(self, is_known: Callable[[Slot], bool]) -> "Inputs":
        """Without what is about returns that no framework names: nothing is made of it."""
        named = {slot for s in self.sent for slot in s.slots}
        named |= {d.slot for d in self.decisions if d.slot is not None}
        known = {slot: is_known(slot) for slot in named}
        return Inputs(
            tuple(
                replace(s, revises=tuple(slot for slot in s.revises if known[slot]))
                for s in self.sent
                if known[s.slot]
            ),
            tuple(d for d in self.decisions if d.slot is None or known[d.slot]),
        )

    @property
    def all(self) -> tuple[SentFile | Decision, ...]:
        return (*self.sent, *self.decisions)

    @property
    def newest(self) -> int:
        """The last ledger entry among them; 0 if there is none."""
        return max((x.newest for x in self.all), default=0)


@dataclass(frozen=True)
class Point:
    """As at: a ledger entry and a moment. No comparison of clocks happens behind it."""

    seq: int
    at: datetime

    @property
    def day(self) -> str:
        return self.at.astimezone(LONDON).date().isoformat()


@dataclass(frozen=True)
class CloseResults:
    """Everything a close amounts to at a point.

    `queried` are the (measure, period) pairs, past ones too, whose actual has an error finding that
    is not waived. `return_findings` are all that was found, `waived` those among them that are.
    `unconfirmed` are the returns, past ones too, that are not at the end of their sign-off.
    `budget` are the lines of the finance returns of the period, `assessments` the rows of risk
    returns that count, those of earlier periods of the year too. `forecasts` are those if nothing
    changes, `benchmarks` the measures beside others.
    `values` are those of measures as wholes, `parts` those of breakdowns, past ones too.
    """

    close: Close
    point: Point
    framework: Framework
    inputs_digest: str
    code_version: str
    ratings: tuple[MeasureRating, ...]
    actions: tuple[ActionRating, ...]
    statuses: tuple[ReturnStatus, ...]
    states: tuple[ReturnState, ...]
    return_findings: tuple[ReturnFinding, ...]
    waived: tuple[WaivedFinding, ...]
    council_findings: tuple[CouncilFinding, ...]
    scorecards: tuple[ScorecardLine, ...]
    queried: frozenset[tuple[str, str]]
    unconfirmed: frozenset[str]
    sent: tuple[SentFile, ...]
    decisions: tuple[Decision, ...]
    sheets: tuple[ReturnSheet, ...]
    values: tuple[SubmittedValue, ...]
    texts: Texts
    budget: tuple[StandingLine, ...] = ()
    assessments: tuple[StandingAssessment, ...] = ()
    forecasts: tuple[MeasureForecast, ...] = ()
    # Kept as they came; what a reader sees is charted anew from what that reader may see.
    trends: tuple[MeasureTrend, ...] = ()
    parts: tuple[SubmittedValue, ...] = ()
    benchmarks: tuple[MeasureBenchmark, ...] = ()

    @property
    def open_findings(self) -> tuple[ReturnFinding, ...]:
        """What was found in the returns and is not waived."""
        accepted = {row.finding for row in self.waived}
        return tuple(f for f in self.return_findings if f not in accepted)
