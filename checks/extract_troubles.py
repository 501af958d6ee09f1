"""What can be wrong with a row of an extract of others' figures, by itself and beside the others.

Which figures stand in spite of it is `extracts`; what a rule says of it is `catalogue/extracts`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from checks.percentages import NEARER, hundredfold, is_doubtful, target_sizes
from sources.framework.day_rules import day_text
from sources.framework.framework import Framework
from sources.framework.keys import Period
from sources.framework.measures import Measure
from sources.returns.extract_rows import Part, SuppliedFigure
from sources.values import Absence, Unit


class Extract(NamedTuple):
    """The rows of a file, its ledger entry, and the day on which it came, where that is known."""

    submission: int
    rows: Sequence[SuppliedFigure]
    came_on: date | None = None


# From short to long; a figure of a shorter stretch than the measure's own cannot be compared.
_LENGTHS = "MQHF"


class Trouble(StrEnum):
    """What can be wrong with a row."""

    METRIC = "unknown metric"
    AREA = "unknown area"
    PERIOD = "no period"
    LENGTH = "period of another length"
    VALUE = "no number"
    SUPPRESSED = "suppressed"
    TWICE = "two figures in one file"
    TIME = "area of another time"
    EARLY = "period that was not over"
    FRACTION = "fraction for a percentage"
    SCALE = "percentage or fraction"


# These are judged by what else is known, and people may know better.
WAIVABLE = {Trouble.TIME, Trouble.EARLY, Trouble.FRACTION}


class Found(NamedTuple):
    """What is wrong with a row, which part of it, and a sentence."""

    trouble: Trouble
    part: Part
    message: str


Place = tuple[int, str, str]
Row = tuple[int, int]
Key = tuple[str, str, Period, bool]


def key_of(item: SuppliedFigure) -> Key | None:
    """What a figure is of: measure, area and period, and whether it is for members only."""
    if item.area is None or item.measure is None or item.period is None:
        return None
    return item.measure, item.area.code, item.period, item.origin.is_members_only


def troubles(
    item: SuppliedFigure,
    extract: Extract,
    framework: Framework,
    sizes: Mapping[Row, Found],
    is_double: bool,
) -> Iterator[Found]:
    """What is wrong with a row. Of a metric that nobody uses nothing else is worth saying."""
    measure = framework.measures.get(item.measure or "")
    if measure is None:
        message = "No measure has this metric; the row is not used."
        yield Found(Trouble.METRIC, Part.METRIC, message)
        return
    yield from _of_area_and_period(item, measure, extract.came_on)
    yield from _of_value(item, measure)
    if is_double:
        area = item.area.name if item.area else ""
        message = f"This file gives different figures of {area} for one period."
        yield Found(Trouble.TWICE, Part.VALUE, message)
    size = sizes.get((extract.submission, item.number))
    if size is not None:
        yield size


def _of_area_and_period(
    item: SuppliedFigure, measure: Measure, came_on: date | None
) -> Iterator[Found]:
    area, period = item.area, item.period
    if area is None:
        yield Found(Trouble.AREA, Part.AREA, item.area_problem)
    if period is None:
        message = "This cannot be read as a period, such as 2022/23."
        yield Found(Trouble.PERIOD, Part.PERIOD, message)
        return
    if not has_length(measure, period):
        message = (
            f"The measure is {measure.frequency.value}: no figure of it is of so short a time."
        )
        yield Found(Trouble.LENGTH, Part.PERIOD, message)
    days = [day for day in (item.origin.retrieved_on, came_on) if day is not None]
    if days and period.ends >= min(days):
        message = f"The figure was retrieved by {day_text(min(days))}, before the end of "
        yield Found(Trouble.EARLY, Part.PERIOD, f"{message}{period.label}.")
    if area is not None and area.ended_before(period.starts):
        gone = day_text(date.fromisoformat(area.until))
        message = f"{area.name} ended on {gone}, before {period.label} began."
        yield Found(Trouble.TIME, Part.AREA, message)
    if area is not None and area.began_after(period.ends):
        made = day_text(date.fromisoformat(area.since))
        message = f"{area.name} began on {made}, after {period.label} had ended."
        yield Found(Trouble.TIME, Part.AREA, message)


def _of_value(item: SuppliedFigure, measure: Measure) -> Iterator[Found]:
    number, absence = item.value.number, item.value.absence
    if absence is Absence.SUPPRESSED:
        message = "The figure is suppressed and counts as none."
        yield Found(Trouble.SUPPRESSED, Part.VALUE, message)
    elif absence is Absence.UNREADABLE:
        yield Found(Trouble.VALUE, Part.VALUE, "This cannot be read as a number.")
    elif number is not None and not measure.admits(number):
        message = f"A measure in {measure.unit.value} cannot be {number}."
        yield Found(Trouble.VALUE, Part.VALUE, message)


def has_length(measure: Measure, period: Period) -> bool:
    """Whether a period is as long as the measure's own, or longer: then the measure has a value."""
    return _LENGTHS.index(period.kind) >= _LENGTHS.index(measure.frequency.period_kind)


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


def sizes_in(extracts: Iterable[Extract], framework: Framework) -> dict[Row, Found]:
    """The percentages that may be fractions, by what else all files give of the same metric."""
    known: dict[str, list[_Sized]] = {}
    for extract in extracts:
        for item in extract.rows:
            measure, number = framework.measures.get(item.measure or ""), item.value.number
            if measure is not None and measure.unit is Unit.PERCENT and number:
                sized = _Sized((extract.submission, item.number), number, item)
                known.setdefault(measure.id, []).append(sized)
    found: dict[Row, Found] = {}
    for name, rows in known.items():
        found |= _doubted(framework, name, rows)
    return found


class _Sized(NamedTuple):
    row: Row
    number: Decimal
    item: SuppliedFigure

    @property
    def is_doubtful(self) -> bool:
        return is_doubtful(self.number, self.item.states_scale)


def _doubted(
    framework: Framework, measure: str, rows: Sequence[_Sized]
) -> Iterator[tuple[Row, Found]]:
    doubtful = [one for one in rows if one.is_doubtful]
    sure = [abs(one.number) for one in rows if not one.is_doubtful]
    for period in {one.item.period for one in doubtful} - {None}:
        assert period is not None
        sure += target_sizes(framework, measure, period)
    least = min(sure, default=None)
    for one in sorted(doubtful, key=lambda one: -abs(one.number)):
        number, size = one.number, abs(one.number)
        if least is None:
            words = f"{number} is taken as {number}%; it could also mean {hundredfold(number)}%."
            yield one.row, Found(Trouble.SCALE, Part.VALUE, words)
        elif least > NEARER * size:
            words = f"{number} could mean {number}% or {hundredfold(number)}%; targets and other "
            words += f"figures of this metric are all above {NEARER * size:f}."
            yield one.row, Found(Trouble.FRACTION, Part.VALUE, words)
        else:
            # 0.6 beside 5 is what it looks like, and 0.1 beside 0.6 is too.
            least = min(least, size)
