"""What a close amounts to at a point, and the submissions it rests on. Data only."""

from dataclasses import dataclass
from datetime import datetime

from assets.analysis.observed import Texts
from sources.framework.framework import Framework
from sources.framework.keys import Close, Slot
from sources.framework.timetable import LONDON
from warehouse.rows import (
    ActionRating,
    CouncilFinding,
    MeasureRating,
    ReturnFinding,
    ReturnSheet,
    ReturnStatus,
    SubmittedValue,
)


@dataclass(frozen=True)
class SentFile:
    """A submission: its ledger number and hash, its slot, and what is known of the file."""

    seq: int
    hash: str
    slot: Slot
    sha256: str
    filename: str
    sender: str
    dropped_at: datetime
    is_demonstration: bool
    contents: tuple[tuple[int, int], ...] = ()


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

    `queried` are the (measure, period) pairs, past ones too, whose actual has an error finding.
    """

    close: Close
    point: Point
    framework: Framework
    inputs_digest: str
    code_version: str
    ratings: tuple[MeasureRating, ...]
    actions: tuple[ActionRating, ...]
    statuses: tuple[ReturnStatus, ...]
    return_findings: tuple[ReturnFinding, ...]
    council_findings: tuple[CouncilFinding, ...]
    queried: frozenset[tuple[str, str]]
    sent: tuple[SentFile, ...]
    sheets: tuple[ReturnSheet, ...]
    values: tuple[SubmittedValue, ...]
    texts: Texts
