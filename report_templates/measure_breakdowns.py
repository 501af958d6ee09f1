"""View models of a measure's breakdowns: its parts now, and as they were.

Only what is shown; what parts come to and what a whole hides of them is worked out elsewhere.
"""

from dataclasses import dataclass
from typing import ClassVar

from report_templates.part_map import PartMap
from report_templates.parts import Figure, Mark


@dataclass(frozen=True)
class PartLine:
    """One part, or all of them together, in a period.

    `none` says why there is no value; `numerator` and `denominator` are what it was worked out
    from; `bar` is its length from 0 to 1, where lengths can be compared. `of` says of when the
    value is, where parts may be of different periods.
    """

    name: str
    value: Figure | None
    none: str | None = None
    code: str | None = None
    numerator: Figure | None = None
    denominator: Figure | None = None
    target: Figure | None = None
    mark: Mark | None = None
    flag: str | None = None
    bar: float | None = None
    of: str | None = None


@dataclass(frozen=True)
class PastCell:
    """A part's value in an earlier period; `word` says what it is, or why there is none."""

    figure: Figure | None
    word: str | None = None


@dataclass(frozen=True)
class PastLine:
    """A part over several periods; `word` says that it is no longer there, or not yet was."""

    name: str
    cells: tuple[PastCell, ...]
    word: str | None = None


@dataclass(frozen=True)
class PartTable:
    """One breakdown: `kind` says of what, `column` heads its parts, `covered` which have figures.

    `flags` are what the whole hides, `notes` what became of which part, `past` the parts over
    `periods`, the oldest first; `map` shows `lines` where boundaries are known.
    """

    column: str
    caption: str
    covered: str
    lines: tuple[PartLine, ...]
    total: PartLine
    flags: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    past: tuple[PastLine, ...] = ()
    map: PartMap | None = None

    @property
    def has_ratios(self) -> bool:
        return any(line.denominator for line in (*self.lines, self.total))

    @property
    def has_targets(self) -> bool:
        return any(line.target for line in self.lines)

    @property
    def has_marks(self) -> bool:
        return any(line.mark for line in self.lines)


@dataclass(frozen=True)
class BreakdownsPart:
    """The breakdowns of a measure; `withheld` says why none is shown."""

    partial: ClassVar[str] = "breakdowns"

    tables: tuple[PartTable, ...]
    withheld: str | None = None

    @property
    def title(self) -> str:
        return "Breakdowns"
