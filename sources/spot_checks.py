"""Spot checks as the ledger keeps them: what was drawn, and what was found. Data only.

Drawing is `assets/analysis/spot_checks`; the checklist is `sources/returns/spot_check_form`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class NoDraw(Exception):
    """A sample that cannot be drawn as it was asked for; says what to ask for."""


class Method(StrEnum):
    """How measures are drawn: all alike, or those with more to look at more often."""

    RANDOM = "random"
    RISK_WEIGHTED = "risk-weighted"


class Outcome(StrEnum):
    """What a spot check of a value came to."""

    AGREES = "agrees"
    DIFFERS = "differs"
    CANNOT_BE_SHOWN = "cannot be shown"


@dataclass(frozen=True)
class SpotChecksDrawn:
    """A sample of a close's measures, in the order drawn, out of so many that had a value.

    `as_at_seq` is the ledger entry that the close stood at; `weights` are those of the measures
    that were drawn.
    """

    seed: str
    asked: int
    method: str
    as_at_seq: int
    out_of: int
    measures: tuple[str, ...]
    weights: Mapping[str, int]


@dataclass(frozen=True)
class SpotChecksRecorded:
    """What was found for measures of a draw (its ledger entry), from a checklist's archived bytes.

    `results` hold, by measure, the fields of `SpotCheckResult` as texts.
    """

    drawn: int
    sha256: str
    filename: str
    results: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class SpotCheckResult:
    """One line of a checklist that was filled in, as it was written; the day is ISO."""

    result: str
    definition_followed: str
    evidence: str
    recalculated: str
    notes: str
    checked_by: str
    checked_on: str
