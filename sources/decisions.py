"""What the performance team decides about results: waivers of findings, overrides after moderation.

Bodies of ledger entries, data only. What results make of them is `assets/analysis`; recording them
is `assets/steps`.
"""

from dataclasses import dataclass


class CannotDecide(Exception):
    """A decision that would be about nothing, or make no sense; says what can be done instead."""


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


@dataclass(frozen=True)
class Override:
    """Another rating or another value for a measure of a close, and what the files gave then.

    Exactly one of `rating` (its id) and `value` (decimal text).
    """

    measure: str
    rating: str | None
    value: str | None
    was_value: str | None
    was_rating: str | None
    reason: str
    decided_by: str


@dataclass(frozen=True)
class OverrideWithdrawn:
    """What was decided about a measure of a close holds no longer."""

    measure: str
    reason: str
