"""The rows of what was checked and what scorecards made of it; the other tables' are `rows`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CheckRun:
    """To how many things of a return a rule was applied; `is_of_file` if they are whole files."""

    slot: str
    rule: str
    dimension: str
    checks: int
    is_of_file: bool


@dataclass(frozen=True)
class ScorecardLine:
    """One dimension of a scorecard, or `all`: checks run, and how many failed, by the worst found.

    `level` is `return`, `department` or `council`, `subject` the slot, department or council.
    `score_pct` is from 0 to 100, to six places. Quality rating and values are with `all` only.
    """

    close: str
    level: str
    subject: str
    dimension: str
    checks: int
    errors: int
    warnings: int
    information: int
    waived: int
    score_pct: str | None
    rating: str | None
    expected: int | None
    supplied: int | None
    accounted_for: int | None
