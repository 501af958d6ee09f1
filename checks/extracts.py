"""Others' figures as they stand after all extracts that came, and what is wrong with them.

What a rule says of them is `catalogue/extracts`; what they come to beside the council's own is
`assets/analysis/benchmark`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sources.framework.framework import Framework
from sources.framework.keys import Period
from sources.framework.measures import Measure
from sources.returns.extract_rows import Part, SuppliedFigure
from sources.values import Absence

Filed = tuple[int, Sequence[SuppliedFigure]]

# From short to long; a figure of a shorter stretch than the measure's own cannot be compared.
_LENGTHS = "MQHF"


class Trouble(StrEnum):
    """What can be wrong with a row by itself."""

    METRIC = "unknown metric"
    AREA = "unknown area"
    PERIOD = "no period"
    LENGTH = "period of another length"
    VALUE = "no number"
    SUPPRESSED = "suppressed"


@dataclass(frozen=True)
class StandingFigure:
    """A figure that no later file has replaced, and the submission that it came in."""

    submission: int
    item: SuppliedFigure


Found = tuple[Trouble, Part, str]


def troubles(item: SuppliedFigure, framework: Framework) -> Iterator[Found]:
    """What is wrong with a row, each with the cell's part and a sentence.

    Of a metric that nobody uses nothing else is worth saying.
    """
    measure = framework.measures.get(item.measure or "")
    if measure is None:
        yield Trouble.METRIC, Part.METRIC, "No measure has this metric; the row is not used."
        return
    if item.area is None:
        yield Trouble.AREA, Part.AREA, item.area_problem
    if item.period is None:
        yield Trouble.PERIOD, Part.PERIOD, "This cannot be read as a period, such as 2022/23."
    elif not has_length(measure, item.period):
        often = measure.frequency.value
        message = f"The measure is {often}: no figure of it is of so short a time."
        yield Trouble.LENGTH, Part.PERIOD, message
    number, absence = item.value.number, item.value.absence
    if absence is Absence.SUPPRESSED:
        yield Trouble.SUPPRESSED, Part.VALUE, "The figure is suppressed and counts as none."
    elif absence is Absence.UNREADABLE:
        yield Trouble.VALUE, Part.VALUE, "This cannot be read as a number."
    elif number is not None and not measure.admits(number):
        message = f"A measure in {measure.unit.value} cannot be {number}."
        yield Trouble.VALUE, Part.VALUE, message


def has_length(measure: Measure, period: Period) -> bool:
    """Whether a period is as long as the measure's own, or longer: then the measure has a value."""
    return _LENGTHS.index(period.kind) >= _LENGTHS.index(measure.frequency.period_kind)


def counts(item: SuppliedFigure, framework: Framework) -> bool:
    """Whether a figure may be compared with: its row is understood and it is a number."""
    return item.value.number is not None and not any(troubles(item, framework))


Key = tuple[str, str, Period, bool]


def key_of(item: SuppliedFigure) -> Key | None:
    """What a figure is of: measure, area and period, and whether it is for members only."""
    if item.area is None or item.measure is None or item.period is None:
        return None
    return item.measure, item.area.code, item.period, item.origin.is_members_only


def twice(rows: Sequence[SuppliedFigure]) -> list[SuppliedFigure]:
    """The rows by which one file gives different figures of the same thing; none of them counts."""
    held: dict[Key, list[SuppliedFigure]] = {}
    for row in rows:
        key = key_of(row)
        if key is not None and row.value.absence is not Absence.BLANK:
            held.setdefault(key, []).append(row)
    return [
        row for same in held.values() if len({r.value.number for r in same}) > 1 for row in same
    ]


def standing_figures(filed: Iterable[Filed], framework: Framework) -> tuple[StandingFigure, ...]:
    """The figures that count, of files from the oldest on.

    A later file replaces what it gives again (ruling 7), also by a figure that is suppressed now
    or cannot be read; a blank says nothing.
    """
    held: dict[Key, StandingFigure] = {}
    conflicts: set[Key] = set()
    for submission, rows in filed:
        differing = {key for row in twice(rows) if (key := key_of(row)) is not None}
        for row in rows:
            key = key_of(row)
            if key is not None and row.value.absence is not Absence.BLANK:
                held[key] = StandingFigure(submission, row)
                conflicts.discard(key)
        conflicts |= differing
    return tuple(
        one for key, one in held.items() if key not in conflicts and counts(one.item, framework)
    )
