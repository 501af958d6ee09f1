"""What the performance team decides about results: waivers of findings.

Bodies of ledger entries, data only. What results make of them is `assets/analysis`; recording them
is `assets/steps`.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Waiver:
    """Findings of one rule in a return that somebody accepts until a day (ISO), the last it holds.

    Without a measure or a period it is for every one. It is for files that had come by then: what
    is found in a later one nobody has seen yet.
    """

    rule: str
    measure: str | None
    period: str | None
    until: str
    reason: str
    authorised_by: str


@dataclass(frozen=True)
class WaiverEnded:
    """A waiver, by its ledger entry, that holds no longer, before its day."""

    waiver: int
    reason: str
