"""Others' figures as they stand after all extracts that came.

What is wrong with a row is `extract_troubles`, what a rule says of it `catalogue/extracts`; what
the figures come to beside the council's own is `assets/analysis/benchmark`.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from checks.extract_troubles import (
    WAIVABLE,
    Extract,
    Found,
    Key,
    Place,
    Trouble,
    key_of,
    sizes_in,
    troubles,
    twice,
)
from sources.framework.framework import Framework
from sources.returns.extract_rows import SuppliedFigure
from sources.values import Absence

# By these a publisher takes a figure back; what else is no number says nothing of an earlier one.
_TAKES_BACK = (Absence.SUPPRESSED, Absence.WITHDRAWN)


@dataclass(frozen=True)
class StandingFigure:
    """A figure that no later file has replaced, and the submission that it came in."""

    submission: int
    item: SuppliedFigure


@dataclass(frozen=True)
class Judged:
    """A row of an extract with all that is wrong with it.

    `kept` is the earlier file's figure of the same thing, which stands because this one cannot.
    """

    submission: int
    item: SuppliedFigure
    found: tuple[Found, ...]
    kept: StandingFigure | None = None

    @property
    def counts(self) -> bool:
        """Whether the figure may be compared with: its row is understood and it is a number."""
        return _counts(self.item, self.found)


def judged(
    extracts: Iterable[Extract], framework: Framework, waived: Collection[Place] = ()
) -> list[Judged]:
    """Every row of files from the oldest on; at places that are `waived` people know better."""
    return _walked(list(extracts), framework, waived)[0]


def standing_figures(
    extracts: Iterable[Extract], framework: Framework, waived: Collection[Place] = ()
) -> tuple[StandingFigure, ...]:
    """The figures that count, of files from the oldest on.

    A later file replaces what it gives again (ruling 7). What cannot be used replaces nothing; only
    a figure that is suppressed or withdrawn now is taken back.
    """
    return tuple(_walked(list(extracts), framework, waived)[1].values())


def _walked(
    extracts: Sequence[Extract], framework: Framework, waived: Collection[Place]
) -> tuple[list[Judged], dict[Key, StandingFigure]]:
    held: dict[Key, StandingFigure] = {}
    rows = []
    sizes = sizes_in(extracts, framework)
    for extract in extracts:
        double = {row.number for row in twice(extract.rows)}
        for item in extract.rows:
            found = tuple(
                one
                for one in troubles(item, extract, framework, sizes, item.number in double)
                if one.trouble not in WAIVABLE
                or (extract.submission, item.sheet, item.cells[one.part]) not in waived
            )
            key = key_of(item)
            kept = None
            if key is not None and item.value.absence is not Absence.BLANK:
                if item.value.absence in _TAKES_BACK and item.number not in double:
                    held.pop(key, None)
                elif _counts(item, found):
                    held[key] = StandingFigure(extract.submission, item)
                else:
                    kept = held.get(key)
            rows.append(Judged(extract.submission, item, found, kept))
    return rows, held


def _counts(item: SuppliedFigure, found: Iterable[Found]) -> bool:
    return item.value.number is not None and all(one.trouble is Trouble.SCALE for one in found)
