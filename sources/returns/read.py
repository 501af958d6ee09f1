"""A return read whole: the rows of its tables, and the values and texts in them.

Facts only, as they stand in the file: duplicates are all kept, strangers are listed as rows, and
nothing is guessed. What to think of them is for `checks` to say.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from sources.framework.framework import Framework
from sources.framework.keys import Period, Slot
from sources.framework.owed import Layout
from sources.returns import form_layout
from sources.returns.content import (
    WHOLE_RETURN,
    Identity,
    Quantity,
    ReadReturn,
    Row,
    SuppliedText,
    SuppliedValue,
    TextField,
)
from sources.returns.entries import (
    Headings,
    listed_row,
    row_texts,
    row_values,
    value_of,
)
from sources.returns.identify import layout_headings, period_in
from sources.returns.tables import TableRow, beside, compact, find_sheet, table_rows
from sources.values import Unit
from sources.workbooks.cells import CannotRead, Cell, Sheet, Workbook
from sources.workbooks.delimited import SHEET_NAME

NO_SUCH_RETURN = (
    "This form is for a return that nobody owes in its year: "
    "use the form that was sent for this return."
)
NO_TABLE = "This file has no '{sheet}' sheet: use the form or layout that was sent for this return."


@dataclass
class _Found:
    """What has been read so far."""

    rows: list[Row] = field(default_factory=list)
    values: list[SuppliedValue] = field(default_factory=list)
    texts: list[SuppliedText] = field(default_factory=list)


_FORM = Headings(
    measure=form_layout.MEASURE_ID,
    period=form_layout.PERIOD_KEY,
    quantities=form_layout.QUANTITIES,
    texts={TextField.COMMENTARY: form_layout.COMMENTARY},
    reason=form_layout.REASON,
    note=form_layout.NOTE,
)


def read_return(workbook: Workbook, identity: Identity, framework: Framework) -> ReadReturn:
    """Everything that a return supplies. `framework` is that of the slot's council and year.

    Raises CannotRead if the framework knows no such return, or its table or headings are missing.
    """
    owed = framework.returns.get(identity.slot.return_id)
    if owed is None:
        raise CannotRead(NO_SUCH_RETURN)
    layout = framework.layouts[owed.layout]
    found = _Found()
    if layout.kind == "form":
        _read_form(workbook, identity.slot, framework, found)
    else:
        _read_delimited(workbook, identity.slot.period, framework, layout, found)
    return ReadReturn(
        identity,
        tuple(found.rows),
        tuple(found.values),
        tuple(found.texts),
        workbook.cell_count,
    )


def _read_form(workbook: Workbook, slot: Slot, framework: Framework, found: _Found) -> None:
    cover = find_sheet(workbook, form_layout.COVER)
    if cover is not None:
        found.texts.extend(_cover_texts(cover))
    measures = _sheet(workbook, form_layout.MEASURES)
    _read_measures(
        table_rows(measures, _FORM.required),
        _FORM,
        framework,
        lambda row: period_in(row.text(_FORM.period)),
        found,
    )
    # Forms of a time or return without key actions have no such sheet; what is missing is found.
    actions = find_sheet(workbook, form_layout.KEY_ACTIONS)
    if actions is not None:
        _read_actions(actions, slot.period, framework, found)


def _read_delimited(
    workbook: Workbook,
    period: Period,
    framework: Framework,
    layout: Layout,
    found: _Found,
) -> None:
    rows = table_rows(_sheet(workbook, SHEET_NAME), layout_headings(layout))
    headings = _delimited_headings(layout)

    def period_of(row: TableRow) -> Period | None:
        return period if layout.period is None else period_in(row.text(layout.period), layout)

    _read_measures(rows, headings, framework, period_of, found)


def _delimited_headings(layout: Layout) -> Headings:
    quantities = {
        Quantity.ACTUAL: layout.actual,
        Quantity.NUMERATOR: layout.numerator,
        Quantity.DENOMINATOR: layout.denominator,
        Quantity.TARGET: layout.target,
    }
    texts = {
        TextField.SUPPLIED_RATING: layout.supplied_rating,
        TextField.COMMENTARY: layout.commentary,
    }
    return Headings(
        measure=layout.measure or "",
        period=layout.period,
        quantities={what: heading for what, heading in quantities.items() if heading},
        texts={what: heading for what, heading in texts.items() if heading},
    )


def _sheet(workbook: Workbook, name: str) -> Sheet:
    sheet = find_sheet(workbook, name)
    if sheet is None:
        raise CannotRead(NO_TABLE.format(sheet=name))
    return sheet


def _read_measures(
    rows: list[TableRow],
    headings: Headings,
    framework: Framework,
    period_of: Callable[[TableRow], Period | None],
    found: _Found,
) -> None:
    known = {compact(name): measure for name, measure in framework.measures.items()}
    for row in rows:
        found.rows.append(listed_row(row, headings))
        measure, period = known.get(compact(row.text(headings.measure))), period_of(row)
        if measure is None or period is None:
            continue
        for what, cell, value in row_values(row, headings, measure):
            found.values.append(
                SuppliedValue(measure.id, period, what, value, row.sheet, cell.address)
            )
        for about, cell, text in row_texts(row, headings, measure):
            found.texts.append(
                SuppliedText(measure.id, period, about, text, row.sheet, cell.address)
            )


def _read_actions(sheet: Sheet, period: Period, framework: Framework, found: _Found) -> None:
    entries = form_layout.ACTION_ENTRIES
    known = {compact(name): name for name in framework.actions}
    for row in table_rows(sheet, (form_layout.ACTION_ID, *entries.values())):
        name = row.text(form_layout.ACTION_ID)
        filled = {what: cell for what, h in entries.items() if (cell := row.cell(h)) is not None}
        address = row.address(form_layout.ACTION_ID) or ""
        found.rows.append(
            Row(row.sheet, row.number, name, "", address, None, has_entries=bool(filled))
        )
        action = known.get(compact(name))
        if action is None:
            continue
        for what, cell in filled.items():
            text = _percent_text(cell) if what is TextField.PERCENT_COMPLETE else cell.text
            found.texts.append(SuppliedText(action, period, what, text, row.sheet, cell.address))


def _percent_text(cell: Cell) -> str:
    """Percent complete as its typist saw it: a cell showing 45% holds 0.45."""
    number = None if cell.number is None else value_of(cell, Unit.PERCENT).number
    return cell.text if number is None else format(number, "f")


def _cover_texts(cover: Sheet) -> Iterator[SuppliedText]:
    for what, label in form_layout.COVER_ENTRIES.items():
        cell = beside(cover, label)
        if cell is not None and cell.text.strip():
            yield SuppliedText(WHOLE_RETURN, None, what, cell.text, cover.name, cell.address)
