"""What stands of returns that hold no measures: budget lines, and assessments of risks."""

from collections.abc import Iterator
from dataclasses import dataclass

from checks.budget import StandingLine
from checks.risk_register import StandingAssessment


@dataclass(frozen=True)
class OtherContent:
    """The lines of finance returns and the rows of risk returns, each as they stand."""

    budget: tuple[StandingLine, ...] = ()
    assessments: tuple[StandingAssessment, ...] = ()

    def submissions(self) -> Iterator[int]:
        """The files that supply anything of it."""
        for line in self.budget:
            if line.amounts:
                yield from line.files
        yield from (one.submission for one in self.assessments)


NOTHING = OtherContent()
