"""The two sheets of a form that are tables: Measures and Key actions.

Imported only when a form is written, since it brings openpyxl with it. What the rows say is
`form_content`; how cells look is `form_style`.
"""

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from sources.framework.keys import Period
from sources.framework.measures import Measure
from sources.returns import form_grid as grid
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
from sources.returns.form_preview import commentary_mark
from sources.values import DECLARED_ABSENCES
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
}
# What the form works out stands beside the commentary that it may ask for.
_WORKED_OUT = {form_layout.PREVIEW: 17, form_layout.STILL_NEEDED: 17}
_COMMENTARY = {form_layout.COMMENTARY: 44}
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
_NOTE_HELP = (
    "When the figure is expected, such as 30 November 2023, or anything else that must be known "
    "about it."
)
_SAY = (
    "What happened, why, and what is being done by when. Name no person. It is needed where the "
    f"column '{form_layout.STILL_NEEDED}' says so."
)


def write_measures(book: Workbook, sheet: Worksheet, form: FormContent) -> str:
    """Fill the Measures sheet; the address of its live count of filled rows."""
    count_row = style.title(sheet, form.title, form.mark)
    asked = {**_MEASURE_ASKED, **_COMMENTARY}
    columns = grid.headings(
        sheet, count_row + 1, {**_MEASURE_SHOWN, **_MEASURE_ASKED, **_WORKED_OUT, **_COMMENTARY}
    )
    first, last = count_row + 2, count_row + 1 + len(form.rows)
    own = [measure.id for measure, _ in form.rows]
    for row, (measure, period) in enumerate(form.rows, start=first):
        # What is said beside any month of a measure is said of the measure.
        start = first + own.index(measure.id)
        said = (start, start + own.count(measure.id) - 1)
        _measure_row(sheet, row, columns, form, measure, period, said)
    if form.rows:
        spans = grid.name_entries(book, sheet, "Measures", asked, columns, first, last)
        reasons = ",".join(absence.value for absence in DECLARED_ABSENCES)
        words = "Only if there is no Actual: choose why, and say more in the next column."
        rules.choice(sheet, spans[form_layout.REASON], f'"{reasons}"', form_layout.REASON, words)
        rules.prompt(sheet, spans[form_layout.NOTE], form_layout.NOTE, _NOTE_HELP)
        rules.prompt(sheet, spans[form_layout.COMMENTARY], form_layout.COMMENTARY, _SAY)
        counted = [spans[_ACTUAL], spans[form_layout.REASON]]
        grid.live_count(sheet, count_row, counted, len(form.rows))
    else:
        words = "No measure is due in this period: there is nothing to fill in on this sheet."
        grid.nothing_asked(sheet, count_row, words)
    style.finish(
        sheet,
        start_at=address_of(first, columns[_ACTUAL]),
        header_row=count_row + 1,
        # The id and the name stay in sight while the entry columns are filled.
        freeze=address_of(first, 3),
    )
    grid.name_headings(book, sheet, count_row + 1, max(last, first), len(columns))
    return address_of(count_row, 1)


def write_actions(book: Workbook, sheet: Worksheet, form: FormContent, rating_words: str) -> str:
    """Fill the Key actions sheet; `rating_words` is the range that lists the ratings' words.

    Gives the address of its live count.
    """
    count_row = style.title(sheet, form.title, form.mark)
    header_row = count_row + 1
    columns = grid.headings(sheet, header_row, {**_ACTION_SHOWN, **_ACTION_ASKED})
    first, last = header_row + 1, header_row + len(form.actions)
    for row, action in enumerate(form.actions, start=first):
        shown = (
            action.id,
            action.name,
            form.action_due(action),
            form.next_milestones(action),
        )
        grid.shown_texts(sheet, row, shown)
        for name in _ACTION_ASKED:
            style.entry(sheet, row, columns[name])
    spans = grid.name_entries(book, sheet, "Actions", _ACTION_ASKED, columns, first, last)
    words = "Choose how the action stands. The words are explained on the Instructions sheet."
    rules.choice(sheet, spans[_RATING], rating_words, _RATING, words)
    words = "How much of the action is done, from 0 to 100: 45 means 45%."
    rules.percentage(sheet, spans[_PERCENT], _PERCENT, words)
    words = "When you now expect the action to be complete, such as 31/12/2023."
    rules.date_wanted(sheet, spans[_FORECAST_DATE], _FORECAST_DATE, words)
    words = "How it stands and what is being done. Name no person."
    rules.prompt(sheet, spans[form_layout.COMMENTARY], form_layout.COMMENTARY, words)
    grid.live_count(sheet, count_row, [spans[_RATING]], len(form.actions))
    style.finish(
        sheet,
        start_at=address_of(first, columns[_RATING]),
        header_row=header_row,
        freeze=address_of(first, 3),
    )
    grid.name_headings(book, sheet, header_row, last, len(columns))
    return address_of(count_row, 1)


def _measure_row(
    sheet: Worksheet,
    row: int,
    columns: dict[str, int],
    form: FormContent,
    measure: Measure,
    period: Period,
    said: tuple[int, int],
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
    grid.shown_texts(sheet, row, shown)
    target = form.target(measure, period)
    words = form.target_words(measure, period)
    grid.target_cell(sheet, row, columns[form_layout.TARGET], target, words)
    for name in (*_MEASURE_ASKED, *_COMMENTARY):
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
    _rating_preview(sheet, row, columns, form, measure, period, said)


def _rating_preview(
    sheet: Worksheet,
    row: int,
    columns: dict[str, int],
    form: FormContent,
    measure: Measure,
    period: Period,
    said: tuple[int, int],
) -> None:
    """The rating as far as a formula can say it, and a mark where it asks for words that none of
    the rows `said` has."""
    actual = address_of(row, columns[_ACTUAL])
    rated, needed = columns[form_layout.PREVIEW], columns[form_layout.STILL_NEEDED]
    scheme = form.framework.measure_scheme
    told = form.preview(measure, period, actual)
    grid.worked_out(sheet, row, rated, told.formula, told.words)
    mark = None
    if told.formula is not None:
        commentary = ":".join(address_of(at, columns[form_layout.COMMENTARY]) for at in said)
        mark = commentary_mark(scheme, address_of(row, rated), commentary)
    grid.worked_out(sheet, row, needed, mark, "")
