"""What stands of returns that hold no measures: budget lines, risks, figures of others."""

from collections.abc import Iterator
from dataclasses import dataclass

from checks.budget import StandingLine
from checks.extracts import StandingFigure
from checks.risk_register import StandingAssessment


@dataclass(frozen=True)
class OtherContent:
    """The lines of finance returns, the rows of risk returns and others' figures, as they stand."""

    budget: tuple[StandingLine, ...] = ()
    assessments: tuple[StandingAssessment, ...] = ()
    figures: tuple[StandingFigure, ...] = ()

    def submissions(self) -> Iterator[int]:
        """The files that supply anything of it."""
        for line in self.budget:
            if line.amounts:
                yield from line.files
        yield from (one.submission for one in self.assessments)
        yield from (one.submission for one in self.figures)


NOTHING = OtherContent()
