"""What a risk return says, once read: assessments and mitigations that were done, row by row.

Facts only. Reading them is `assessments`; whether one may count is for `checks` to say.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Part(StrEnum):
    """What a cell of a row holds."""

    RISK = "risk"
    ASSESSED_ON = "day of the assessment"
    LIKELIHOOD = "likelihood"
    IMPACT = "impact"
    MITIGATION = "mitigation"
    DONE_ON = "day on which the mitigation was done"
    NOTE = "note"


_OF_MITIGATION = {Part.MITIGATION, Part.DONE_ON}
_OF_ASSESSMENT = {Part.ASSESSED_ON, Part.LIKELIHOOD, Part.IMPACT}


@dataclass(frozen=True)
class SuppliedAssessment:
    """A row of a risk return: how a risk was assessed on a day, what was done about it, or both.

    `said` are the texts of its filled cells, `cells` the address of every one, filled or not. What
    a text was not understood as is None: a risk that is not in the register, a step that is not in
    the matrix, a day that is none, a mitigation that the risk does not have.
    """

    risk: str | None
    assessed_on: date | None
    likelihood: int | None
    impact: int | None
    mitigation: str | None
    done_on: date | None
    said: Mapping[Part, str]
    sheet: str
    number: int
    cells: Mapping[Part, str]

    @property
    def lacks(self) -> tuple[Part, ...]:
        """What is missing for what the row is about. Only a note is never missed."""
        wanted = set()
        is_of_mitigation = bool(_OF_MITIGATION & set(self.said))
        if is_of_mitigation:
            wanted |= _OF_MITIGATION
        if not is_of_mitigation or {Part.LIKELIHOOD, Part.IMPACT} & set(self.said):
            wanted |= _OF_ASSESSMENT
        return tuple(part for part in Part if part in wanted and part not in self.said)

    @property
    def is_assessment(self) -> bool:
        """Whether it can be told which risk was assessed how, and when."""
        return None not in (self.risk, self.assessed_on, self.likelihood, self.impact)

    @property
    def is_done(self) -> bool:
        """Whether it can be told which mitigation of which risk was done when."""
        return None not in (self.risk, self.mitigation, self.done_on)
