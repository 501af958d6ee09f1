"""One row of a table of measures, read as its values and its texts.

Facts only, each with the cell it stands in. Which rows there are, and which measure and period a
row is for, is `read`'s business.
"""

from collections.abc import Iterator

from sources.framework.columns import Written
from sources.framework.keys import Period
from sources.framework.measures import Measure, Polarity
from sources.returns.content import Quantity, TextField
from sources.returns.headings import Headings
from sources.returns.tables import TableRow
from sources.values import Absence, Unit, Value, parse_number, parse_target, parse_text, ratio
from sources.workbooks.cells import Cell
from sources.workbooks.number_formats import shows_percent, shows_thousands

# A percentage's parts are counts, and so are those of a rate; a sum of money is made of money.
_PART_UNITS = {Unit.PERCENT: Unit.NUMBER, Unit.RATE: Unit.NUMBER}

_PARTS = (Quantity.NUMERATOR, Quantity.DENOMINATOR)

Entry = tuple[Period | None, Quantity, Cell, Value]


def row_values(row: TableRow, headings: Headings, measure: Measure) -> Iterator[Entry]:
    """The values a row supplies; blank cells and dashes supply none.

    The period is given where the column says it, else None.
    """
    for heading, period in headings.across.items():
        cell = row.cell(heading)
        if cell is not None:
            yield from _entry(period, Quantity.ACTUAL, cell, headings, measure)
    for what, heading in headings.quantities.items():
        cell = row.cell(heading)
        if what is Quantity.TARGET and measure.polarity is Polarity.RANGE:
            # A range is no number; the register holds it.
            continue
        if what is Quantity.ACTUAL:
            yield from _actual_or_reason(row, cell, headings, measure)
        elif cell is not None:
            yield from _entry(None, what, cell, headings, measure)
    if headings.works_out:
        yield from _worked_or_reason(row, headings, measure)


def _worked_or_reason(row: TableRow, headings: Headings, measure: Measure) -> Iterator[Entry]:
    """The actual that numerator and denominator give; without both, the reason that is stated."""
    cells = [row.cell(headings.quantities[part]) for part in _PARTS]
    values = [_read(q, c, headings, measure) for q, c in zip(_PARTS, cells, strict=True) if c]
    numbers = [value.number for value in values]
    if len(values) < len(_PARTS) or None in numbers or not measure.has_ratio:
        yield from _actual_or_reason(row, None, headings, measure)
        return
    cell, (top, bottom) = cells[-1], numbers
    assert cell is not None
    assert top is not None
    assert bottom is not None
    raw = f"{values[0].raw} / {values[1].raw}"
    yield None, Quantity.ACTUAL, cell, ratio(top, bottom, measure.unit, raw)


def _entry(
    period: Period | None, what: Quantity, cell: Cell, headings: Headings, measure: Measure
) -> Iterator[Entry]:
    value = _read(what, cell, headings, measure)
    if value.absence is not Absence.BLANK:
        yield period, what, cell, value


def _read(what: Quantity, cell: Cell, headings: Headings, measure: Measure) -> Value:
    unit = measure.unit
    if what in (Quantity.NUMERATOR, Quantity.DENOMINATOR):
        unit = _PART_UNITS.get(unit, unit)
    written = headings.written.get(what, Written.AS_MEASURED)
    if what is Quantity.TARGET and cell.number is None and cell.error is None:
        return parse_target(cell.text, unit, measure.unit_words, shift=written.shift(unit))
    return value_of(cell, unit, measure.unit_words, written)


def _actual_or_reason(
    row: TableRow, cell: Cell | None, headings: Headings, measure: Measure
) -> Iterator[Entry]:
    """A number stands whatever else is said; otherwise the declared reason explains the cell."""
    value = None if cell is None else _read(Quantity.ACTUAL, cell, headings, measure)
    reason = row.cell(headings.reason)
    if reason is not None and (value is None or value.number is None):
        declared = value_of(reason, measure.unit)
        if declared.absence is not Absence.BLANK and not _explains(value, declared):
            absence = declared.absence or Absence.UNREADABLE
            raw = cell.text if cell is not None and not is_dash(cell) else reason.text
            cell, value = reason, Value.absent(absence, measure.unit, raw)
    if cell is not None and value is not None and value.absence is not Absence.BLANK:
        yield None, Quantity.ACTUAL, cell, value


def _explains(value: Value | None, declared: Value) -> bool:
    """Whether a reason is free words beside an absence that the value's own cell states."""
    states = value is not None and value.absence not in (Absence.BLANK, Absence.UNREADABLE)
    return states and declared.absence is Absence.UNREADABLE


def row_texts(
    row: TableRow, headings: Headings, measure: Measure
) -> Iterator[tuple[TextField, Cell, str]]:
    """The texts a row supplies, as typed."""
    actual = row.cell(headings.quantities.get(Quantity.ACTUAL))
    reason, note = row.cell(headings.reason), row.cell(headings.note)
    value = None if actual is None else value_of(actual, measure.unit)
    has_number = value is not None and value.number is not None
    # A reason beside a number, or in words beside an absence, is not the value's own absence, but
    # it was said and is kept.
    is_note = has_number or (
        reason is not None and _explains(value, value_of(reason, measure.unit))
    )
    said = [cell for cell in (reason if is_note else None, note) if cell is not None]
    if said:
        yield TextField.ABSENCE_NOTE, said[0], "; ".join(cell.text for cell in said)
    for what, heading in headings.texts.items():
        cell = row.cell(heading)
        if cell is not None and not is_dash(cell):
            yield what, cell, cell.text


def value_of(
    cell: Cell,
    unit: Unit,
    unit_words: str | None = None,
    written: Written = Written.AS_MEASURED,
) -> Value:
    """A cell's meaning in a unit; an error code is unreadable, never blank."""
    if cell.error is not None:
        return Value.absent(Absence.UNREADABLE, unit, cell.error)
    shift = written.shift(unit)
    if cell.number is None:
        return parse_text(cell.text, unit, unit_words, shift=shift)
    percent = shows_percent(cell.number_format)
    raw = cell.text
    if percent and unit is not Unit.PERCENT:
        # What it cannot be read as is what people see in it.
        raw = f"{cell.number.scaleb(2).normalize():f}%"
    if shows_thousands(cell.number_format):
        # What is written in thousands is so to the eye only; the cell holds all of it.
        shift = 0
    return parse_number(cell.number, unit, raw, shown_as_percent=percent, shift=shift)


def states_scale(cell: Cell, written: Written, unit: Unit) -> bool:
    """Whether the file says that a number is, or is not, a fraction of what it looks like."""
    return _shows_scale(cell) or bool(written.shift(unit))


def _shows_scale(cell: Cell) -> bool:
    if cell.number is not None:
        return shows_percent(cell.number_format)
    return cell.text.rstrip().endswith("%")


def is_dash(cell: Cell) -> bool:
    """A dash says as little as an empty cell."""
    return parse_text(cell.text, Unit.NUMBER).absence is Absence.BLANK
