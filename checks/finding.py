"""Finding: one thing found wrong, where it stands, and what to do. One severity vocabulary.

Rules live in `catalogue`; waiving and counting findings happens at close.
"""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Dimension(StrEnum):
    """The quality dimensions; every rule has one."""

    ACCURACY = "accuracy"
    COMPLETENESS = "completeness"
    TIMELINESS = "timeliness"
    CONSISTENCY = "consistency"
    RELEVANCE = "relevance"
    VALIDITY = "validity"
    UNIQUENESS = "uniqueness"


class Severity(StrEnum):
    """An error keeps its value from being rated until it is corrected or waived (ruling 12)."""

    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"


@dataclass(frozen=True)
class Finding:
    """What one rule found at one place.

    `submission` is the ledger entry of the file; `sheet` and `cell` are where to look in it, and
    `quantity` says which of a measure's values stands there: `raw`. `message` says what is wrong,
    `mend` what to do.
    """

    rule: str
    dimension: Dimension
    severity: Severity
    message: str
    mend: str
    submission: int | None = None
    measure: str | None = None
    period: str | None = None
    quantity: str | None = None
    sheet: str | None = None
    cell: str | None = None
    raw: str | None = None

    def plain(self) -> dict[str, Any]:
        """The fields as they are stored: texts and numbers only."""
        return {**asdict(self), "dimension": self.dimension.value, "severity": self.severity.value}

    @property
    def place(self) -> str:
        """`Measures!H12`, or `the whole return`."""
        return f"{self.sheet}!{self.cell}" if self.sheet and self.cell else "the whole return"
