"""Rating a table of figures that belongs to no framework: rows in, the same rows rated out.

Reads the file and rates row by row; nothing is stored. The rule of a rating is `analysis/rating`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from assets.analysis.closing import six_places
from assets.analysis.rating import Target, Terms, rate
from sources.framework.library import Library, UnknownKey
from sources.framework.measures import Polarity, Stretch
from sources.framework.scheme_file import load_scheme
from sources.framework.schemes import MeasureScheme
from sources.returns.entries import value_of
from sources.returns.tables import Shape, Table, TableRow, find_table
from sources.values import Absence, Unit, Value, parse_target, why_unreadable
from sources.workbooks.addresses import address_of
from sources.workbooks.cells import Cell
from sources.workbooks.door import open_file

ASKED = ("measure", "actual", "target", "polarity", "unit")
ADDED = ("rating", "variance_pct", "rule", "reason")
# Read where they stand, but not asked for.
OPTIONAL = ("tolerance", "zero_tolerance")

_TO = re.compile(r"\s*(?:\bto\b|\u2013|(?<=[\d%])\s*-)\s*")


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
        return load_scheme(Path(name).name, Path(name).read_text(encoding="utf-8-sig"))
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
    below = [c for c in table.sheet.cells.values() if c.row >= table.first_line]
    columns = range(min(c.column for c in below), max(c.column for c in below) + 1)
    extra = _extra_columns(table, columns)
    rows, unrated = [], 0
    for row in table.rows:
        texts = _texts(table, row, columns)
        added = _rated(row, {name: texts[i] for name, i in extra.items()}, scheme)
        unrated += not added[0]
        rows.append((*texts, *added))
    headings = tuple(table.headings.get(column, "") for column in columns)
    return RatedTable((*headings, *ADDED), tuple(rows), unrated)


def _extra_columns(table: Table, columns: Sequence[int]) -> dict[str, int]:
    headings = [table.headings.get(column, "") for column in columns]
    places = {heading.strip().casefold(): i for i, heading in enumerate(headings)}
    return {name: places[name] for name in OPTIONAL if name in places}


def _texts(table: Table, row: TableRow, columns: Sequence[int]) -> list[str]:
    cells = (table.sheet.cells.get(address_of(row.number, column)) for column in columns)
    return [cell.text if cell else "" for cell in cells]


def _rated(
    row: TableRow, extra: Mapping[str, str], scheme: MeasureScheme
) -> tuple[str, str, str, str]:
    """The four texts that a row gains: rating, variance, rule, and why there is no rating."""
    try:
        terms = _terms(row, extra)
        actual = _actual(row, terms.unit)
        target = _target(row, terms)
    except _NoRating as error:
        return "", "", "", str(error)
    rated = rate(actual, target, terms, scheme)
    variance = "" if rated.variance is None else _short(six_places(rated.variance))
    word = scheme.level(rated.rating).word if rated.rating else ""
    return word, variance, rated.rule or "", rated.reason or ""


def _terms(row: TableRow, extra: Mapping[str, str]) -> Terms:
    unit_text, polarity_text = (row.text(name).strip().casefold() for name in ("unit", "polarity"))
    units = {unit.value: unit for unit in Unit if unit is not Unit.RATE}
    polarities = {polarity.value: polarity for polarity in Polarity}
    if unit_text not in units:
        raise _NoRating(f"the unit is not one of {', '.join(units)}")
    if polarity_text not in polarities:
        raise _NoRating(f"the polarity is not one of {', '.join(polarities)}")
    unit = units[unit_text]
    given = {name: _tolerance(name, extra.get(name, ""), unit) for name in OPTIONAL}
    return Terms(unit, polarities[polarity_text], given["tolerance"], given["zero_tolerance"])


def _tolerance(name: str, text: str, unit: Unit) -> Decimal | None:
    value = parse_target(text, unit)
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


def _target(row: TableRow, terms: Terms) -> Target:
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
    for part in _TO.split(text.strip(), maxsplit=1):
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
