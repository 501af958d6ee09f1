"""View models of data quality: scorecards, and the data-quality section of a report.

Quality of data has words and symbols of its own and no colour: it is never a rating of performance.
"""

from dataclasses import dataclass

from report_templates.parts import Figure
from report_templates.waived import WaivedPart


@dataclass(frozen=True)
class DimensionLine:
    """One quality dimension: checks that were run, and how many ended how.

    `score` is the share that passed; None where nothing was checked.
    """

    dimension: str
    checks: Figure
    errors: Figure
    warnings: Figure
    information: Figure
    waived: Figure | None = None
    score: Figure | None = None


@dataclass(frozen=True)
class QualityMark:
    """How good data is, as people see it: symbol and word together."""

    word: str
    symbol: str
    meaning: str


@dataclass(frozen=True)
class CauseLine:
    """A rule that found most: what it is about, how often, and what mends it."""

    what: str
    severity: str
    count: Figure
    mend: str


@dataclass(frozen=True)
class Scorecard:
    """A scorecard: its mark and score, how that compares with the period before, and why.

    `change` says how `before` compares, in words; both are None without a period before.
    """

    mark: QualityMark
    score: Figure
    formula: str
    dimensions: tuple[DimensionLine, ...]
    supplied: Figure | None
    accounted_for: Figure | None
    causes: tuple[CauseLine, ...]
    change: str | None = None
    before: Figure | None = None


@dataclass(frozen=True)
class ReturnQuality:
    """How good one return's data is: None of it where nothing could be checked."""

    name: str
    mark: QualityMark | None
    score: Figure | None
    supplied: Figure | None
    accounted_for: Figure | None


@dataclass(frozen=True)
class DataQualitySection:
    """The data-quality statement: what was checked, found, waived, late, unconfirmed and queried.

    `facts` are counts with their labels; `spot_checks` sentences about what was looked into by
    hand. A short statement has no tables.
    """

    statement: tuple[str, ...]
    dimensions: tuple[DimensionLine, ...]
    waived: WaivedPart | None = None
    facts: tuple[tuple[str, Figure], ...] = ()
    scorecard: Scorecard | None = None
    returns: tuple[ReturnQuality, ...] = ()
    spot_checks: tuple[str, ...] = ()
    note: str | None = None
