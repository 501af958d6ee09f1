"""Rating a table of figures that belongs to no framework: rows in, the same rows rated out.

Reads the file and rates row by row; nothing is stored. The rule of a rating is `analysis/rating`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from assets.analysis.closing import six_places
from assets.analysis.rating import CONTEXT, Terms, rate
from sources.framework.layouts import Written
from sources.framework.library import Library, UnknownKey
from sources.framework.measures import Polarity, Stretch, TargetValue
from sources.framework.scheme_file import load_scheme
from sources.framework.schemes import MeasureScheme
from sources.returns.entries import states_scale, value_of
from sources.returns.tables import Shape, Table, TableRow, find_table
from sources.unreadable import why_unreadable
from sources.values import Absence, Unit, Value, parse_number, parse_target
from sources.words import plain
from sources.workbooks.addresses import address_of
from sources.workbooks.cells import CannotRead, Cell
from sources.workbooks.door import open_file
from sources.workbooks.number_formats import shows_percent
from sources.workbooks.recalculation import Recalculation

ASKED = ("measure", "actual", "target", "polarity", "unit")
ADDED = ("rating", "variance_pct", "rule", "reason")
# Read where they stand, but not asked for.
OPTIONAL = ("tolerance", "zero_tolerance")

# Beyond this factor a percentage's hundredfold is nearer to the other one than itself.
_NEARER = 10
_TO = re.compile(r"\bto\b|\u2013|(?<=[\d%])-")


@dataclass(frozen=True)
class RatedTable:
    """A table's headings and rows with the four columns that rating adds; `unrated` counts rows."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    unrated: int


class _NoRating(Exception):
    """Why a row cannot be rated; the message is the row's reason."""


def scheme_of(name: str, library: Library) -> MeasureScheme:
    """The scheme that a council's newest framework, a scheme's id or a YAML file gives.

    Raises UnknownKey, FrameworkProblems or OSError.
    """
    if name.endswith((".yaml", ".yml")):
        try:
            return load_scheme(Path(name).name, Path(name).read_text(encoding="utf-8-sig"))
        except UnicodeDecodeError:
            raise UnknownKey(f"{name} is not UTF-8 text: save it as UTF-8.") from None
    schemes = {}
    for council in library.councils():
        scheme = library.frameworks(council)[-1].measure_scheme
        schemes[scheme.id] = schemes[council] = scheme
    if name not in schemes:
        raise UnknownKey(
            f"There is no rating scheme '{name}'; known: {', '.join(sorted(schemes))}. "
            "A scheme of your own is a file that ends in .yaml."
        )
    return schemes[name]


def rate_table(data: bytes, scheme: MeasureScheme) -> RatedTable:
    """Rate every row of a table (CSV or workbook). Raises CannotRead for a file that is none."""
    workbook = open_file(data)
    table = find_table(workbook, (), Shape(tuple((name,) for name in ASKED)))
    given = [plain(text) for text in table.headings.values()]
    taken = [name for name in ADDED if name in given]
    if taken:
        raise CannotRead(
            f"The table has a column '{taken[0]}' of its own: rename it, as rating adds one."
        )
    # Once more with what else it holds, so that a heading that stands twice is refused.
    extra = [name for name in OPTIONAL if name in given]
    table = find_table(workbook, (), Shape(tuple((name,) for name in (*ASKED, *extra))))
    below = [c for c in table.sheet.cells.values() if c.row > table.last_line]
    used = [*table.headings, *(cell.column for cell in below)]
    columns = range(min(used), max(used) + 1)
    known = {row.number: row for row in table.rows}
    recalculation = Recalculation(workbook)
    rows, unrated = [], 0
    for number in sorted({cell.row for cell in below if cell.text.strip()}):
        row = known.get(number) or TableRow(table.sheet.name, number, {}, table.columns)
        added = _rated(row, scheme, recalculation)
        unrated += not added[0]
        rows.append((*_texts(table, number, columns), *added))
    headings = tuple(table.headings.get(column, "") for column in columns)
    return RatedTable((*headings, *ADDED), tuple(rows), unrated)


def _texts(table: Table, number: int, columns: Sequence[int]) -> list[str]:
    cells = (table.sheet.cells.get(address_of(number, column)) for column in columns)
    return [_text(cell) if cell else "" for cell in cells]


def _text(cell: Cell) -> str:
    """A cell as it is seen: one that shows 97% holds 0.97."""
    if cell.number is None or not shows_percent(cell.number_format):
        return cell.text
    shown = parse_number(cell.number, Unit.PERCENT, cell.text, shown_as_percent=True).number
    return cell.text if shown is None else f"{shown}%"


def _rated(
    row: TableRow, scheme: MeasureScheme, recalculation: Recalculation
) -> tuple[str, str, str, str]:
    """The four texts that a row gains: rating, variance, rule, and why there is no rating."""
    try:
        terms = _terms(row)
        actual = _actual(row, terms.unit)
        target = _target(row, terms)
        _trust(row, terms, actual, target, recalculation)
    except _NoRating as error:
        return "", "", "", str(error)
    rated = rate(actual, target, terms, scheme)
    variance = "" if rated.variance is None else _short(six_places(rated.variance))
    word = scheme.level(rated.rating).word if rated.rating else ""
    return word, variance, rated.rule or "", rated.reason or ""


def _trust(
    row: TableRow,
    terms: Terms,
    actual: Decimal,
    target: TargetValue,
    recalculation: Recalculation,
) -> None:
    """Raise _NoRating where actual or target may not mean what it looks like."""
    cells = {name: row.cell(name) for name in ("actual", "target")}
    for name, cell in cells.items():
        if cell is not None and recalculation.is_stale(cell):
            raise _NoRating(f"the {name} is a stored result that its formula no longer gives")
    if terms.unit is not Unit.PERCENT or isinstance(target, Stretch) or not actual or not target:
        return
    sizes = {"actual": (actual, target), "target": (target, actual)}
    for name, (small, other) in sizes.items():
        cell = cells[name]
        is_stated = cell is not None and states_scale(cell, Written.AS_MEASURED, terms.unit)
        if abs(small) <= 1 and abs(other) > _NEARER * abs(small) and not is_stated:
            hundredfold = f"{(small * 100).normalize():f}"
            raise _NoRating(
                f"the {name} of {small} could mean {small}% or {hundredfold}%: write its sign"
            )


def _terms(row: TableRow) -> Terms:
    unit_text, polarity_text = (row.text(name).strip().casefold() for name in ("unit", "polarity"))
    units = {unit.value: unit for unit in Unit if unit is not Unit.RATE}
    polarities = {polarity.value: polarity for polarity in Polarity}
    if unit_text not in units:
        raise _NoRating(f"the unit is not one of {', '.join(units)}")
    if polarity_text not in polarities:
        raise _NoRating(f"the polarity is not one of {', '.join(polarities)}")
    unit = units[unit_text]
    if polarities[polarity_text] is Polarity.NONE:
        raise _NoRating(CONTEXT)
    given = {name: _tolerance(name, row.cell(name), unit) for name in OPTIONAL}
    return Terms(unit, polarities[polarity_text], given["tolerance"], given["zero_tolerance"])


def _tolerance(name: str, cell: Cell | None, unit: Unit) -> Decimal | None:
    value = _target_value(cell, unit)
    if value.number is not None and value.number >= 0:
        return value.number
    if value.absence is Absence.UNREADABLE or value.number is not None:
        raise _NoRating(f"the {name.replace('_', ' ')} is not a number of 0 or more")
    return None


def _actual(row: TableRow, unit: Unit) -> Decimal:
    cell = row.cell("actual")
    value = Value.absent(Absence.BLANK, unit) if cell is None else value_of(cell, unit)
    if value.number is None:
        raise _NoRating(_why_not("actual", value, unit))
    return value.number


def _target(row: TableRow, terms: Terms) -> TargetValue:
    cell = row.cell("target")
    value = _target_value(cell, terms.unit)
    if value.number is not None:
        return value.number
    if terms.polarity is Polarity.RANGE and cell is not None:
        stretch = _stretch(cell.text, terms.unit)
        if stretch is not None:
            return stretch
    raise _NoRating(_why_not("target", value, terms.unit))


def _target_value(cell: Cell | None, unit: Unit) -> Value:
    if cell is None:
        return Value.absent(Absence.BLANK, unit)
    is_text = cell.number is None and cell.error is None
    return parse_target(cell.text, unit) if is_text else value_of(cell, unit)


def _stretch(text: str, unit: Unit) -> Stretch | None:
    """A target from one value to another: `90 to 110`, `90-110`, `5% to 7.5%`."""
    ends = list(_ends(text, unit))
    if len(ends) != 2 or None in ends:
        return None
    low, high = ends
    return Stretch(low, high) if low is not None and high is not None and low <= high else None


def _ends(text: str, unit: Unit) -> Iterator[Decimal | None]:
    for part in _TO.split(" ".join(text.split()).replace(" -", "-"), maxsplit=1):
        yield parse_target(part, unit).number


def _why_not(what: str, value: Value, unit: Unit) -> str:
    if value.absence is Absence.UNREADABLE:
        return f"the {what} cannot be read as a number: {why_unreadable(value.raw, unit)}"
    if value.absence is Absence.BLANK:
        return f"there is no {what}"
    assert value.absence is not None
    return f"there is no {what}: {value.absence.value}"


def _short(number: str) -> str:
    """Six places without the zeros at the end: `5.0125`, `-2`."""
    short = number.rstrip("0").rstrip(".")
    return "0" if short in ("-0", "") else short
