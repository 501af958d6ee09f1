"""Which slot a file is for: a form says so itself, a table by the sender's return and its content.

Nothing is read beyond what identifies the file. Whether the slot exists, and whether the sender
may fill it, is for the caller and `checks` to say.
"""

from collections.abc import Collection

from sources.framework.keys import KeyProblem, Period, Slot
from sources.framework.layouts import Layout
from sources.framework.owed import OwedReturn
from sources.returns import form_layout
from sources.returns.content import Identity
from sources.returns.entries import is_dash
from sources.returns.headings import shape_of
from sources.returns.tables import Table, TableRow, all_beside, beside, find_sheet, find_table
from sources.words import compact, plain
from sources.workbooks.cells import CannotRead, Sheet, Workbook

NO_KEY = (
    "This workbook does not say which return it is for: "
    "use the form that was sent for this return, with its Cover sheet as it was."
)
FORM_WANTED = (
    "This is not the form that was sent, and this department owes one: "
    "fill in the form that was sent for this return, save it as .xlsx and send it again."
)
NOBODY_OWES = (
    "This is not a return form, and no return is expected from this folder: "
    "put it in the folder of the return it is for."
)
NO_PERIOD = (
    "No row of this table says which period it is for: "
    "write periods as they were asked for, such as {example}, and send it again."
)
NO_PERIOD_LABEL = (
    "This file does not say its period beside '{label}': "
    "write it there as it was asked for, such as {example}, and send it again."
)
TWO_PERIODS = (
    "This file says different periods beside '{label}': "
    "leave the one that is meant and send it again."
)
MANY_PERIODS = (
    "The rows of this table are for different periods, which do not go into one return: "
    "send one file for each period."
)


def identify(
    workbook: Workbook,
    owed: OwedReturn | None,
    layout: Layout | None,
    council: str,
    reporting: Collection[Period] = (),
) -> Identity:
    """The slot a file is for, and the framework version its form was made from.

    `owed` and `layout` are what the sender's folder stands for, `council` is the folder's council,
    `reporting` its reporting periods.
    Raises CannotRead for a file that does not say, or is for another council.
    """
    slot, cover = form_slot(workbook), find_sheet(workbook, form_layout.COVER)
    if cover is not None and slot is not None:
        return _form_identity(cover, slot, council)
    expects_form = layout is not None and layout.kind == "form"
    if workbook.kind != "csv" and (owed is None or expects_form):
        raise CannotRead(NO_KEY)
    if owed is None or layout is None:
        raise CannotRead(NOBODY_OWES)
    if expects_form:
        raise CannotRead(FORM_WANTED)
    period = _stated_period(workbook, layout, owed.once_for, reporting)
    return Identity(Slot(council, period, owed.id))


def form_slot(workbook: Workbook) -> Slot | None:
    """The slot that one of our forms says it is for; None if the file is no form of ours."""
    cover = find_sheet(workbook, form_layout.COVER)
    key = None if cover is None else beside(cover, form_layout.RETURN_KEY)
    if key is None:
        return None
    try:
        return Slot.parse(key.text.strip())
    except KeyProblem:
        raise CannotRead(NO_KEY) from None


def table_period(workbook: Workbook, table: Table, layout: Layout) -> Period | None:
    """The period that stands once in a file, beside its label."""
    if layout.period_label is None:
        return None
    visible = (sheet for sheet in workbook.sheets.values() if not sheet.is_hidden)
    for sheet in (table.sheet, *visible):
        found = all_beside(sheet, layout.period_label)
        seen = [cell for cell in found if not cell.is_hidden] or found
        periods = {layout.period_in(cell.text) for cell in seen}
        if len(periods) > 1:
            raise CannotRead(TWO_PERIODS.format(label=layout.period_label))
        if periods:
            return periods.pop()
    return None


def _form_identity(cover: Sheet, slot: Slot, council: str) -> Identity:
    if slot.council != council:
        raise CannotRead(
            f"This form is for another council than '{council}', in whose folder it was put: "
            "put it in its own council's folder, or use this council's form."
        )
    version = beside(cover, form_layout.FRAMEWORK_VERSION)
    return Identity(slot, version.text.strip() if version else None)


def _counts(row: TableRow, layout: Layout) -> bool:
    """Whether a row is one of those that are asked for, and says anything but what it is about."""
    if any(compact(row.text(name)) != compact(text) for name, text in layout.only.items()):
        return False
    keys = {plain(heading[0]) for heading in (layout.measure, layout.period) if heading}
    about = keys | {plain(name) for name in layout.only}
    return any(not is_dash(cell) for name, cell in row.cells.items() if name not in about)


def _holds(reporting: Period, period: Period) -> bool:
    """Whether a measurement period ends where a reporting period collects; a year collects its
    last quarter only."""
    last_quarter = Period(reporting.year, "Q4")
    starts = last_quarter.starts if reporting.kind == "F" else reporting.starts
    return starts <= period.ends <= reporting.ends


def _stated_period(
    workbook: Workbook, layout: Layout, once_for: Period | None, reporting: Collection[Period]
) -> Period:
    table = find_table(workbook, layout.sheets, shape_of(layout))
    example = layout.period_style.value
    if layout.period_label is not None:
        period = table_period(workbook, table, layout)
        if period is None:
            raise CannotRead(NO_PERIOD_LABEL.format(label=layout.period_label, example=example))
        return once_for or period
    if once_for is not None:
        return once_for
    heading = layout.period[0] if layout.period else None
    rows = (row for row in table.rows if _counts(row, layout))
    read = (layout.period_in(row.text(heading)) for row in rows)
    periods = {period for period in read if period is not None}
    if not periods:
        raise CannotRead(NO_PERIOD.format(example=example))
    # Three months, say, are for the quarter that all of them end in.
    holding = [r for r in reporting if all(_holds(r, period) for period in periods)]
    if holding:
        return min(holding, key=lambda r: (r not in periods, r.ends - r.starts))
    if len(periods) > 1:
        raise CannotRead(MANY_PERIODS)
    return periods.pop()
