"""One row of a table of measures, read as a listed row, its values and its texts.

Facts only, each with the cell it stands in. Which rows there are, and which measure and period a
row is for, is `read`'s business.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sources.framework.measures import Measure
from sources.returns.content import Quantity, Row, TextField
from sources.returns.tables import TableRow
from sources.values import Absence, Unit, Value, parse_number, parse_text
from sources.workbooks.cells import Cell

# Text shown as it stands within a number format: `0.0"%"` shows a percent sign, yet its cell
# holds what is seen, not a hundredth of it.
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.')
# A percentage's parts are counts, and so are those of a rate; a sum of money is made of money.
_PART_UNITS = {Unit.PERCENT: Unit.NUMBER, Unit.RATE: Unit.NUMBER}


@dataclass(frozen=True)
class Headings:
    """Which heading holds what, for one table of measures."""

    measure: str
    period: str | None
    quantities: Mapping[Quantity, str]
    texts: Mapping[TextField, str]
    reason: str | None = None
    note: str | None = None

    @property
    def required(self) -> tuple[str, ...]:
        given = (self.measure, self.period, self.reason, self.note)
        named = tuple(heading for heading in given if heading is not None)
        return (*named, *self.quantities.values(), *self.texts.values())


def listed_row(row: TableRow, headings: Headings) -> Row:
    """The row as it stands; a dash counts as no entry."""
    entries = [row.cell(heading) for heading in headings.quantities.values()]
    entries += [row.cell(heading) for heading in (headings.reason, headings.note)]
    entries += [row.cell(heading) for heading in headings.texts.values()]
    return Row(
        sheet=row.sheet,
        number=row.number,
        measure=row.text(headings.measure),
        period=row.text(headings.period),
        measure_cell=row.address(headings.measure) or "",
        period_cell=row.address(headings.period),
        has_entries=any(cell is not None and not _is_dash(cell) for cell in entries),
    )


def row_values(
    row: TableRow, headings: Headings, measure: Measure
) -> Iterator[tuple[Quantity, Cell, Value]]:
    """The values a row supplies; blank cells and dashes supply none."""
    for what, heading in headings.quantities.items():
        cell = row.cell(heading)
        value = None if cell is None else value_of(cell, _unit_of(what, measure))
        if what is Quantity.ACTUAL:
            cell, value = _actual_or_reason(cell, value, row.cell(headings.reason), measure.unit)
        if cell is not None and value is not None and value.absence is not Absence.BLANK:
            yield what, cell, value


def _actual_or_reason(
    cell: Cell | None, value: Value | None, reason: Cell | None, unit: Unit
) -> tuple[Cell | None, Value | None]:
    """A number stands whatever else is said; otherwise the declared reason explains the cell."""
    if reason is None or (value is not None and value.number is not None):
        return cell, value
    declared = value_of(reason, unit)
    if declared.absence is Absence.BLANK:
        return cell, value
    absence = declared.absence or Absence.UNREADABLE
    raw = cell.text if cell is not None and not _is_dash(cell) else reason.text
    return reason, Value.absent(absence, unit, raw)


def row_texts(
    row: TableRow, headings: Headings, measure: Measure
) -> Iterator[tuple[TextField, Cell, str]]:
    """The texts a row supplies, as typed."""
    actual, reason = (
        row.cell(headings.quantities[Quantity.ACTUAL]),
        row.cell(headings.reason),
    )
    note = row.cell(headings.note)
    has_number = actual is not None and value_of(actual, measure.unit).number is not None
    # A reason beside a number is not the value's absence, but it was said and is kept.
    said = [cell for cell in (reason if has_number else None, note) if cell is not None]
    if said:
        yield TextField.ABSENCE_NOTE, said[0], "; ".join(cell.text for cell in said)
    for what, heading in headings.texts.items():
        cell = row.cell(heading)
        if cell is not None:
            yield what, cell, cell.text


def _unit_of(what: Quantity, measure: Measure) -> Unit:
    if what in (Quantity.NUMERATOR, Quantity.DENOMINATOR):
        return _PART_UNITS.get(measure.unit, measure.unit)
    return measure.unit


def value_of(cell: Cell, unit: Unit) -> Value:
    """A cell's meaning in a unit; an error code is unreadable, never blank."""
    if cell.error is not None:
        return Value.absent(Absence.UNREADABLE, unit, cell.error)
    if cell.number is not None:
        shown_as = _LITERAL.sub("", cell.number_format)
        return parse_number(cell.number, unit, cell.text, shown_as)
    return parse_text(cell.text, unit)


def _is_dash(cell: Cell) -> bool:
    """A dash says as little as an empty cell."""
    return parse_text(cell.text, Unit.NUMBER).absence is Absence.BLANK
