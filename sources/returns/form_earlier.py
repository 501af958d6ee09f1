"""The sheet of a form that shows earlier values, for people and for a check before sending.

Imported only when a form is written, since it brings openpyxl with it. What is known is `earlier`,
which reads this sheet back; how cells look is `form_style`.
"""

from decimal import Decimal

from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from sources.returns import form_layout
from sources.returns import form_style as style
from sources.returns.earlier import Earlier
from sources.returns.form_content import FormContent, unit_words
from sources.values import places_of
from sources.workbooks.addresses import address_of

# A spreadsheet keeps no more digits of a number; what has more is written as text.
_DIGITS = 15
# The most that a cell holds.
_LONGEST = 32_000
_COLUMNS = {
    form_layout.MEASURE_ID: 14,
    form_layout.NAME: 44,
    form_layout.UNIT: 13,
    form_layout.PERIOD: 30,
    form_layout.PERIOD_KEY: 14,
    form_layout.EARLIER_VALUE: 16,
    form_layout.EARLIER_COMMENTARY: 70,
}
_WHAT_FOR = (
    "What was sent before, for your reference and for checking this form before you send it. "
    "Nothing here is taken in, and changing it changes nothing that was sent."
)


def write_earlier(sheet: Worksheet, form: FormContent, earlier: Earlier) -> None:
    """Fill the sheet: one row for each measure and period of which anything is known."""
    row = style.title(sheet, "Earlier values", form.mark)
    told = style.put(sheet, row, 1, _WHAT_FOR)
    # A sentence may run over the empty cells beside it.
    told.alignment = Alignment(vertical="top")
    style.put(sheet, row + 1, 1, form_layout.EARLIER_AS_AT, bold=True)
    style.put(sheet, row + 1, 2, earlier.as_at.isoformat())
    header = row + 2
    for column, name in enumerate(_COLUMNS, start=1):
        style.heading(sheet, header, column, name)
    for number, (measure_id, period) in enumerate(earlier.pairs(), start=header + 1):
        measure = form.framework.measures[measure_id]
        shown = (measure.id, measure.name, unit_words(measure), period.label, str(period))
        for column, text in enumerate(shown, start=1):
            style.dress(style.put(sheet, number, column, text), border=style.BOX)
        _value(sheet, number, len(shown) + 1, earlier.actuals.get(measure_id, {}).get(period))
        words = earlier.said.get(measure_id, {}).get(period, "")[:_LONGEST]
        style.dress(style.put(sheet, number, len(shown) + 2, words), border=style.BOX)
    style.widths(sheet, tuple(_COLUMNS.values()))
    style.finish(
        sheet,
        start_at=address_of(header + 1, 1),
        header_row=header,
        freeze=address_of(header + 1, 3),
    )


def _value(sheet: Worksheet, row: int, column: int, number: Decimal | None) -> None:
    if number is None:
        style.dress(style.put(sheet, row, column, ""), border=style.BOX)
        return
    if len(number.as_tuple().digits) > _DIGITS:
        style.dress(style.put(sheet, row, column, f"{number:f}"), border=style.BOX)
        return
    cell = style.put_number(sheet, row, column, number)
    cell.number_format = "#,##0" + (f".{'0' * places_of(number)}" if places_of(number) else "")
    style.dress(cell, alignment=style.TO_THE_RIGHT, border=style.BOX)
