"""The invented comments with their labels, and how often each rule agrees with them.

Every third comment was held back while the rules were written: `held_back` tells which.
"""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from builders import a_close, a_file, a_rated, a_return, a_text

from checks.catalogue.catalogue import check_close, check_return
from sources.returns.content import TextField

DATA = Path(__file__).parents[1] / "data" / "commentary"
RULES = (
    "contradicts-rating",
    "no-cause",
    "no-action",
    "no-date",
    "small-number",
    "abbreviation",
)


@dataclass(frozen=True)
class Comment:
    """A comment on a measure that is an exception or a success, and the rules that it breaks."""

    number: int
    rating: str
    breaks: frozenset[str]
    text: str

    @property
    def is_held_back(self) -> bool:
        return self.number % 3 == 2

    def found(self) -> frozenset[str]:
        """The rules of commentary that speak of it."""
        level = {"exception": "action", "success": "strong"}[self.rating]
        about = a_text("asc-08", self.text, TextField.COMMENTARY)
        close = a_close(a_rated(rating=level, commentary=self.text))
        said = [*check_return(a_return(a_file(about))), *check_close(close)]
        return frozenset(finding.rule for finding in said) & frozenset(RULES)


def comments() -> list[Comment]:
    with (DATA / "invented.csv").open(encoding="utf-8", newline="") as lines:
        return [
            Comment(number, row["rating"], frozenset(row["breaks"].split()), row["comment"])
            for number, row in enumerate(csv.DictReader(lines))
        ]


@dataclass(frozen=True)
class Score:
    """How a rule does on some comments: right, wrongly raised, missed."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + self.missed)


def scores(chosen: Callable[[Comment], bool]) -> dict[str, Score]:
    told = [(one.breaks, one.found()) for one in comments() if chosen(one)]
    return {
        rule: Score(
            sum(rule in breaks and rule in found for breaks, found in told),
            sum(rule not in breaks and rule in found for breaks, found in told),
            sum(rule in breaks and rule not in found for breaks, found in told),
        )
        for rule in RULES
    }
