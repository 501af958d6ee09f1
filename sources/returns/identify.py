"""Which slot a file is for: a form says so itself, a table by the sender's return and its rows.

Nothing is read beyond what identifies the file. Whether the slot exists, and whether the sender
may fill it, is for the caller and `checks` to say.
"""

from sources.framework.keys import KeyProblem, Period, Slot
from sources.framework.owed import Layout, OwedReturn
from sources.returns import form_layout
from sources.returns.content import Identity
from sources.returns.tables import beside, find_sheet, table_rows
from sources.workbooks.cells import CannotRead, Sheet, Workbook
from sources.workbooks.delimited import SHEET_NAME

NO_KEY = (
    "This workbook does not say which return it is for: "
    "use the form that was sent for this return, with its Cover sheet as it was."
)
FORM_WANTED = (
    "This is not an Excel workbook, and this department owes one: "
    "fill in the form that was sent for this return, save it as .xlsx and send it again."
)
NOBODY_OWES = (
    "This is not an Excel workbook, and no return is expected from this folder: "
    "put it in the folder of the return it is for."
)
NO_PERIOD = (
    "No row of this table says which period it is for: "
    "write periods as they were asked for, such as {example}, and send it again."
)
MANY_PERIODS = "The rows of this table are for different periods: send one file for each period."


def identify(
    workbook: Workbook, owed: OwedReturn | None, layout: Layout | None, council: str
) -> Identity:
    """The slot a file is for, and the framework version its form was made from.

    `owed` and `layout` are what the sender's folder stands for, `council` is the folder's council.
    Raises CannotRead for a file that does not say, or is for another council.
    """
    cover = find_sheet(workbook, form_layout.COVER)
    if cover is not None:
        return _form_identity(cover, council)
    table = workbook.sheets.get(SHEET_NAME)
    if table is None:
        raise CannotRead(NO_KEY)
    if owed is None or layout is None:
        raise CannotRead(NOBODY_OWES)
    if layout.kind != "delimited":
        raise CannotRead(FORM_WANTED)
    period = _stated_period(table, layout, owed.once_for)
    return Identity(Slot(council, period, owed.id))


def layout_headings(layout: Layout) -> tuple[str, ...]:
    """Every heading that a delimited layout expects, in its own order."""
    given = (
        layout.measure,
        layout.period,
        layout.actual,
        layout.numerator,
        layout.denominator,
        layout.target,
        layout.supplied_rating,
        layout.commentary,
    )
    return tuple(heading for heading in given if heading is not None)


def period_in(text: str, layout: Layout | None = None) -> Period | None:
    """The period that a cell states, in the layout's way of writing it; None if unreadable."""
    stated = text.strip()
    if layout is not None and layout.period_style == "space":
        stated = stated.replace(" ", "-")
    try:
        return Period.parse(stated)
    except KeyProblem:
        return None


def _form_identity(cover: Sheet, council: str) -> Identity:
    key = beside(cover, form_layout.RETURN_KEY)
    if key is None:
        raise CannotRead(NO_KEY)
    try:
        slot = Slot.parse(key.text.strip())
    except KeyProblem:
        raise CannotRead(NO_KEY) from None
    if slot.council != council:
        raise CannotRead(
            f"This form is for another council than '{council}', in whose folder it was put: "
            "put it in its own council's folder, or use this council's form."
        )
    version = beside(cover, form_layout.FRAMEWORK_VERSION)
    return Identity(slot, version.text.strip() if version else None)


def _stated_period(table: Sheet, layout: Layout, once_for: Period | None) -> Period:
    rows = table_rows(table, layout_headings(layout))
    if once_for is not None:
        return once_for
    periods = {period_in(row.text(layout.period), layout) for row in rows} - {None}
    if len(periods) > 1:
        raise CannotRead(MANY_PERIODS)
    for period in periods:
        if period is not None:
            return period
    example = "2023-24 Q2" if layout.period_style == "space" else "2023-24-Q2"
    raise CannotRead(NO_PERIOD.format(example=example))
