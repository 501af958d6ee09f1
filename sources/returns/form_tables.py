"""The two sheets of a form that are tables: Measures and Key actions.

Imported only when a form is written, since it brings openpyxl with it. What the rows say is
`form_content`; how cells look is `form_style`.
"""

from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from sources.framework.keys import Period
from sources.framework.measures import Measure, Stretch
from sources.returns import form_layout
from sources.returns import form_rules as rules
from sources.returns import form_style as style
from sources.returns.content import Quantity, TextField
from sources.returns.form_content import (
    FormContent,
    better_when,
    definition,
    unit_words,
)
from sources.values import DECLARED_ABSENCES, places_of
from sources.workbooks.addresses import address_of

_ACTUAL = form_layout.QUANTITIES[Quantity.ACTUAL]
_NUMERATOR = form_layout.QUANTITIES[Quantity.NUMERATOR]
_DENOMINATOR = form_layout.QUANTITIES[Quantity.DENOMINATOR]
_FORECAST = form_layout.QUANTITIES[Quantity.FORECAST]
_RATING = form_layout.ACTION_ENTRIES[TextField.SUPPLIED_RATING]
_PERCENT = form_layout.ACTION_ENTRIES[TextField.PERCENT_COMPLETE]
_FORECAST_DATE = form_layout.ACTION_ENTRIES[TextField.FORECAST_DATE]

# Headings and widths: what is shown stands left, what is asked for right.
_MEASURE_SHOWN = {
    form_layout.MEASURE_ID: 14,
    form_layout.NAME: 30,
    form_layout.MEANING: 42,
    form_layout.UNIT: 13,
    form_layout.PERIOD: 19,
    form_layout.PERIOD_KEY: 14,
    form_layout.BETTER_WHEN: 11,
    form_layout.TARGET: 13,
    form_layout.LAST_VALUE: 17,
}
_MEASURE_ASKED = {
    _ACTUAL: 12,
    _NUMERATOR: 14,
    _DENOMINATOR: 15,
    form_layout.REASON: 18,
    form_layout.NOTE: 22,
    _FORECAST: 12,
    form_layout.COMMENTARY: 44,
}
_ACTION_SHOWN = {
    form_layout.ACTION_ID: 14,
    form_layout.ACTION: 40,
    form_layout.ACTION_DUE: 18,
    form_layout.MILESTONES: 44,
}
_ACTION_ASKED = {
    _RATING: 18,
    _PERCENT: 12,
    _FORECAST_DATE: 16,
    form_layout.COMMENTARY: 50,
}


def write_measures(book: Workbook, sheet: Worksheet, form: FormContent) -> str:
    """Fill the Measures sheet; the address of its live count of filled rows."""
    count_row = style.title(sheet, form.title, form.mark)
    columns = _headings(sheet, count_row + 1, _MEASURE_SHOWN, _MEASURE_ASKED)
    first, last = count_row + 2, count_row + 1 + len(form.rows)
    for row, (measure, period) in enumerate(form.rows, start=first):
        _measure_row(sheet, row, columns, form, measure, period)
    if form.rows:
        spans = _name_entries(book, sheet, "Measures", _MEASURE_ASKED, columns, first, last)
        reasons = ",".join(absence.value for absence in DECLARED_ABSENCES)
        words = "Only if there is no Actual: choose why, and say more in the next column."
        rules.choice(sheet, spans[form_layout.REASON], f'"{reasons}"', form_layout.REASON, words)
        blanks = f"ISBLANK({spans[_ACTUAL]})*ISBLANK({spans[form_layout.REASON]})"
        count = f'=SUMPRODUCT(1-{blanks})&" of {len(form.rows)} filled"'
        told = style.put_formula(sheet, count_row, 1, count)
    else:
        words = "No measure is due in this period: there is nothing to fill in on this sheet."
        told = style.put(sheet, count_row, 1, words, bold=True)
    told.alignment = Alignment(vertical="top")
    style.finish(
        sheet,
        start_at=address_of(first, columns[_ACTUAL]),
        header_row=count_row + 1,
        # The id and the name stay in sight while the entry columns are filled.
        freeze=address_of(first, 3),
    )
    return address_of(count_row, 1)


def write_actions(book: Workbook, sheet: Worksheet, form: FormContent, rating_words: str) -> None:
    """Fill the Key actions sheet; `rating_words` is the range that lists the ratings' words."""
    header_row = style.title(sheet, form.title, form.mark)
    columns = _headings(sheet, header_row, _ACTION_SHOWN, _ACTION_ASKED)
    first, last = header_row + 1, header_row + len(form.actions)
    for row, action in enumerate(form.actions, start=first):
        shown = (
            action.id,
            action.name,
            form.action_due(action),
            form.next_milestones(action),
        )
        _shown(sheet, row, shown)
        for name in _ACTION_ASKED:
            style.entry(sheet, row, columns[name])
    spans = _name_entries(book, sheet, "Actions", _ACTION_ASKED, columns, first, last)
    words = "Choose how the action stands. The words are explained on the Instructions sheet."
    rules.choice(sheet, spans[_RATING], rating_words, _RATING, words)
    words = "How much of the action is done, from 0 to 100: 45 means 45%."
    rules.percentage(sheet, spans[_PERCENT], _PERCENT, words)
    words = "When you now expect the action to be complete, such as 31/12/2023."
    rules.date_wanted(sheet, spans[_FORECAST_DATE], _FORECAST_DATE, words)
    style.finish(
        sheet,
        start_at=address_of(first, columns[_RATING]),
        header_row=header_row,
        freeze=address_of(first, 3),
    )


def _headings(
    sheet: Worksheet, row: int, shown: dict[str, int], asked: dict[str, int]
) -> dict[str, int]:
    """Write the heading row and set the widths; the column of each heading."""
    columns = {name: column for column, name in enumerate((*shown, *asked), start=1)}
    for name, column in columns.items():
        style.heading(sheet, row, column, name)
    style.widths(sheet, (*shown.values(), *asked.values()))
    return columns


def _measure_row(
    sheet: Worksheet,
    row: int,
    columns: dict[str, int],
    form: FormContent,
    measure: Measure,
    period: Period,
) -> None:
    shown = (
        measure.id,
        measure.name,
        definition(measure, form.framework.definition_in_force(measure.id, period)),
        unit_words(measure),
        period.label,
        str(period),
        better_when(measure),
        "",
        form.last_value(measure, period),
    )
    _shown(sheet, row, shown)
    target = form.target(measure, period)
    if isinstance(target, Stretch):
        style.put(sheet, row, columns[form_layout.TARGET], str(target)).border = style.BOX
    elif target is not None:
        cell = style.put_number(sheet, row, columns[form_layout.TARGET], target)
        cell.number_format = "#,##0" + (f".{'0' * places_of(target)}" if places_of(target) else "")
        cell.alignment = Alignment(vertical="top", horizontal="right", indent=1)
        cell.border = style.BOX
    for name in _MEASURE_ASKED:
        if name in (_NUMERATOR, _DENOMINATOR) and not measure.has_ratio:
            style.not_asked(sheet, row, columns[name])
        else:
            style.entry(sheet, row, columns[name])
    help_with = {
        _ACTUAL: f"The number only. Unit: {unit_words(measure)}. If there is none, leave this "
        f"blank and choose a reason under '{form_layout.REASON}'.",
        _NUMERATOR: measure.numerator,
        _DENOMINATOR: measure.denominator,
        _FORECAST: f"What you expect for the whole year. Unit: {unit_words(measure)}.",
    }
    for name, words in help_with.items():
        if words:
            rules.prompt(sheet, address_of(row, columns[name]), name, words)


def _shown(sheet: Worksheet, row: int, texts: Iterable[str]) -> None:
    for column, text in enumerate(texts, start=1):
        if text:
            style.put(sheet, row, column, text)
        sheet.cell(row, column).border = style.BOX


def _name_entries(
    book: Workbook,
    sheet: Worksheet,
    prefix: str,
    asked: Iterable[str],
    columns: dict[str, int],
    first: int,
    last: int,
) -> dict[str, str]:
    """Give each entry column a defined name, such as `Measures_actual`; its span by heading."""
    spans = {}
    for name in asked:
        spans[name] = f"{address_of(first, columns[name])}:{address_of(last, columns[name])}"
        words = "".join(letter if letter.isalnum() else " " for letter in name.lower())
        style.name_range(book, sheet, f"{prefix}_{'_'.join(words.split())}", spans[name])
    return spans
