"""View models of measures beside others: one comparison, a measure's, and the section of all."""

from dataclasses import dataclass
from typing import ClassVar

from report_templates.parts import Figure, Mark


@dataclass(frozen=True)
class Comparison:
    """The council's figure beside one other: the nation's, a group's mean, or one that was sent.

    `what` says what the value is, `have` of how many others a figure is known; `reason` why
    something is not there. Both figures are of `period`. `note` says that it is for members only.
    """

    name: str
    what: str
    period: str
    own: Figure | None
    value: Figure | None
    have: Figure | None
    rank: Figure | None
    quartile: Figure | None
    reason: str | None
    origin: str
    note: str | None
    spread: "Spread | None" = None


@dataclass(frozen=True)
class Spread:
    """How a group's others lie: their median, and where the first and the last quartile begin."""

    median: Figure
    first: Figure | None
    last: Figure | None
    below: str


@dataclass(frozen=True)
class ComparedLine:
    """A measure with all that it is compared with; `origin` is said once if it is that of all."""

    id: str
    name: str
    unit: str
    mark: Mark | None
    comparisons: tuple[Comparison, ...]
    origin: str | None


@dataclass(frozen=True)
class RankLine:
    """A measure's rank in a group, by figures of a period."""

    group: str
    period: str
    rank: Figure


@dataclass(frozen=True)
class FlaggedLine:
    """A measure whose rating and whose place among others disagree, and in which groups."""

    name: str
    mark: Mark
    ranks: tuple[RankLine, ...]


@dataclass(frozen=True)
class ComparisonSection:
    """Every measure that is compared; those that meet target and lag, and those that lead and miss.

    `rule` says how the two lists are chosen; `uncompared` counts measures without any comparison.
    """

    lines: tuple[ComparedLine, ...]
    lagging: tuple[FlaggedLine, ...]
    leading: tuple[FlaggedLine, ...]
    rule: str
    uncompared: Figure | None


@dataclass(frozen=True)
class ComparisonPart:
    """What a measure is compared with, on its own page. `flags` are sentences, `rule` how
    averages and quartiles are reckoned."""

    partial: ClassVar[str] = "compared"

    title: str
    unit: str
    comparisons: tuple[Comparison, ...]
    flags: tuple[str, ...]
    statutory_return: str | None
    rule: str
