"""Control charts of a table that belongs to no framework: series in, one row per point out.

Reads the file and lays its series out as blocks; nothing is stored. The rules are
`analysis/kernel/control_chart`.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import groupby

import numpy as np

from assets.analysis.kernel.control_chart import Better, Charts, Numbers, assurance, charts
from assets.analysis.special_causes import point_type, reading, special_cause_type
from sources.returns.actions import a_day
from sources.returns.entries import value_of
from sources.returns.long_tables import series_rows
from sources.returns.tables import Shape, TableRow
from sources.unreadable import why_unreadable
from sources.values import Absence, Unit, parse_text
from sources.workbooks.cells import CannotRead, Cell
from sources.workbooks.number_formats import shows_percent

ASKED = ("series", "date", "value")
POINT_HEADINGS = (*ASKED, "mean", "lpl", "upl", "point_type", "special_cause_type")
SUMMARY_HEADINGS = (
    *("series", "points", "mean", "lpl", "upl", "is_trial", "variation", "special_cause_type"),
    *("target", "assurance", "reading"),
)


@dataclass(frozen=True)
class Settings:
    """How to chart: which way is better, the target, and what limits are taken from."""

    better: Better
    target: Decimal | None = None
    rebases: tuple[date, ...] = ()
    fix_after: int | None = None
    screen: bool = True


@dataclass(frozen=True)
class Point:
    """A dated value of a series; `number` is None where the table says that there is none."""

    on: date
    number: Decimal | None


@dataclass(frozen=True)
class _Stretch:
    """A series' points from one rebase to the next."""

    series: str
    points: tuple[Point, ...]

    @property
    def known(self) -> list[Decimal]:
        return [point.number for point in self.points if point.number is not None]


@dataclass(frozen=True)
class _Charted:
    """A stretch, and which row of a block of charts is its own."""

    stretch: _Stretch
    done: Charts
    row: int


@dataclass(frozen=True)
class ChartedTable:
    """Rows under POINT_HEADINGS and SUMMARY_HEADINGS; `unused` are rebases that split nothing."""

    points: tuple[tuple[str, ...], ...]
    summary: tuple[tuple[str, ...], ...]
    unused: tuple[date, ...]


def chart_table(data: bytes, settings: Settings) -> ChartedTable:
    """Chart every series of a table (CSV or workbook) with the columns series, date and value.

    Series come in the order of their first row, points in that of their days. Raises CannotRead
    for a file that is no such table, and names the first cell that cannot be used.
    """
    series = _series(data)
    stretches = list(_stretches(series, settings.rebases))
    charted = _charted(stretches, settings)
    starts = {point.on for points in series.values() for point in points}
    last = {one.stretch.series: one for one in charted}
    return ChartedTable(
        tuple(row for one in charted for row in _point_rows(one, settings.better)),
        tuple(_summary_row(one, settings) for one in last.values()),
        tuple(day for day in settings.rebases if not min(starts) < day <= max(starts)),
    )


def _series(data: bytes) -> dict[str, list[Point]]:
    found: dict[str, dict[date, Point]] = {}
    for row in series_rows(data, Shape(tuple((name,) for name in ASKED))):
        name, point = row.text("series").strip(), _point(row)
        held = found.setdefault(name, {})
        if point.on in held:
            raise CannotRead(
                f"{row.address('date')}: '{name[:40]}' has a second value for {point.on}: "
                "keep one of them."
            )
        held[point.on] = point
    if not found:
        raise CannotRead("The table has no rows below its headings: there is nothing to chart.")
    return {name: [held[day] for day in sorted(held)] for name, held in found.items()}


def _point(row: TableRow) -> Point:
    if not row.text("series").strip():
        raise CannotRead(f"{row.address('series')}: the row does not name its series.")
    day = _day(row.text("date"))
    if day is None:
        raise CannotRead(f"{row.address('date')} is not a day: write it like 2023-07-31.")
    cell = row.cell("value")
    if cell is None:
        return Point(day, None)
    unit = Unit.PERCENT if "%" in cell.text or shows_percent(cell.number_format) else Unit.NUMBER
    value = _written(cell.text, unit) if _is_text(cell) else value_of(cell, unit)
    if value.absence is Absence.UNREADABLE:
        raise CannotRead(
            f"{cell.address} cannot be read as a number: {why_unreadable(value.raw, unit)}."
        )
    return Point(day, value.number)


# The days of a long table, and most of its values, are written again and again.
_day = lru_cache(maxsize=10_000)(a_day)
_written = lru_cache(maxsize=100_000)(parse_text)


def _is_text(cell: Cell) -> bool:
    return cell.number is None and cell.error is None and cell.formula is None


def _stretches(series: dict[str, list[Point]], rebases: Sequence[date]) -> Iterator[_Stretch]:
    days = sorted(rebases)
    parts = (
        (name, tuple(own))
        for name, points in series.items()
        for _, own in groupby(points, key=lambda point: bisect_right(days, point.on))
    )
    for name, own in parts:
        yield _Stretch(name, own)


def _charted(stretches: Sequence[_Stretch], settings: Settings) -> list[_Charted]:
    """Every stretch with its chart, in the order given.

    Those of about one length are worked out together: a few long ones among many short ones would
    make a block that is mostly empty.
    """
    alike: dict[int, list[int]] = defaultdict(list)
    for place, one in enumerate(stretches):
        alike[len(one.points).bit_length()].append(place)
    found: dict[int, _Charted] = {}
    for places in alike.values():
        block = _block([stretches[place] for place in places])
        done = charts(block, fix_after=settings.fix_after, screen=settings.screen)
        for row, place in enumerate(places):
            found[place] = _Charted(stretches[place], done, row)
    return [found[place] for place in range(len(stretches))]


def _block(stretches: Sequence[_Stretch]) -> Numbers:
    """The points that have a number, left-aligned, NaN to their right."""
    numbers = [[float(number) for number in one.known] for one in stretches]
    block = np.full((len(numbers), max(map(len, numbers))), np.nan)
    for row, held in enumerate(numbers):
        block[row, : len(held)] = held
    return block


def _point_rows(charted: _Charted, better: Better) -> Iterator[tuple[str, ...]]:
    one, done, row = charted.stretch, charted.done, charted.row
    limits = tuple(_number(line[row]) for line in (done.mean, done.lower, done.upper))
    place = 0
    for point in one.points:
        start = (one.series, point.on.isoformat())
        if point.number is None:
            yield (*start, "", *limits, "", "")
            continue
        cause, side = int(done.causes[row, place]), int(done.sides[row, place])
        place += 1
        named = (point_type(cause, side, better), special_cause_type(cause, side))
        yield (*start, format(point.number, "f"), *limits, *named)


def _summary_row(charted: _Charted, settings: Settings) -> tuple[str, ...]:
    """A series by its last stretch: its limits hold from now on."""
    one, done, row = charted.stretch, charted.done, charted.row
    numbers = one.known
    limits = tuple(_number(line[row]) for line in (done.mean, done.lower, done.upper))
    if not numbers:
        return (one.series, "0", *limits, "yes", "", "", _text(settings.target), "", "no points")
    cause, side = (int(of[row, len(numbers) - 1]) for of in (done.causes, done.sides))
    variation = point_type(cause, side, settings.better)
    target, assured, met = settings.target, None, 0
    if target is not None:
        lower, upper = float(done.lower[row]), float(done.upper[row])
        assured = assurance(lower, upper, float(target), settings.better)
        is_higher = settings.better is Better.INCREASE
        met = sum(n >= target if is_higher else n <= target for n in numbers)
    is_trial = bool(done.is_trial[row])
    return (
        *(one.series, str(len(numbers)), *limits, "yes" if is_trial else "no"),
        *(variation, special_cause_type(cause, side), _text(target), assured or ""),
        reading(variation, assured, met, len(numbers), is_trial=is_trial),
    )


def _number(number: np.float64) -> str:
    """Fifteen significant digits, as a spreadsheet keeps them; empty where there is no limit."""
    return "" if np.isnan(number) else format(float(number), ".15g")


def _text(target: Decimal | None) -> str:
    return "" if target is None else format(target, "f")
