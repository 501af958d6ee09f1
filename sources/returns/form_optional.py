"""The sheets of a form that only some returns have: breakdowns, benchmarks, notes, revisions.

Imported only when a form is written, since it brings openpyxl with it. Which of them a return asks
for, and for what, is `form_content`; reading them back is `optional`.
"""

from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from sources.framework.measures import Measure
from sources.returns import form_grid as grid
from sources.returns import form_layout
from sources.returns import form_rules as rules
from sources.returns import form_style as style
from sources.returns.content import Quantity, TextField
from sources.returns.form_content import FormContent, unit_words
from sources.values import DECLARED_ABSENCES
from sources.workbooks.addresses import address_of

# So many rows are there to be filled: for comparisons of one measure, and for revisions.
COMPARISONS, REVISIONS = 3, 12
_REASONS = ",".join(absence.value for absence in DECLARED_ABSENCES)
_ACTUAL, _NUMERATOR, _DENOMINATOR = (
    form_layout.QUANTITIES[quantity] for quantity in form_layout.PART_QUANTITIES
)
_OF_A_MEASURE = {form_layout.MEASURE_ID: 14, form_layout.NAME: 40}


def write_breakdowns(book: Workbook, sheet: Worksheet, form: FormContent) -> str:
    """A row for each measure, period and part; the address of the live count."""
    shown = {
        **_OF_A_MEASURE,
        form_layout.BREAKDOWN: 15,
        form_layout.PART: 24,
        form_layout.PART_ID: 18,
        form_layout.PERIOD: 19,
        form_layout.PERIOD_KEY: 14,
        form_layout.UNIT: 13,
    }
    asked = {_ACTUAL: 12, _NUMERATOR: 14, _DENOMINATOR: 15, form_layout.REASON: 20}
    at = _start(sheet, form, {**shown, **asked})
    for row, (measure, period, breakdown, part) in enumerate(form.part_rows, start=at.first):
        texts = (measure.id, measure.name, breakdown.name, part.name, part.id)
        grid.shown_texts(sheet, row, (*texts, period.label, str(period), unit_words(measure)))
        for name in asked:
            if name in (_NUMERATOR, _DENOMINATOR) and not measure.has_ratio:
                style.not_asked(sheet, row, at.columns[name])
            else:
                style.entry(sheet, row, at.columns[name])
        words = f"The figure of {part.name} alone. Unit: {unit_words(measure)}."
        rules.prompt(sheet, address_of(row, at.columns[_ACTUAL]), _ACTUAL, words)
    last = at.first + len(form.part_rows) - 1
    spans = grid.name_entries(book, sheet, "Breakdowns", asked, at.columns, at.first, last)
    words = "Only if there is no Actual: choose why."
    rules.choice(sheet, spans[form_layout.REASON], f'"{_REASONS}"', form_layout.REASON, words)
    for name, words in (
        (_NUMERATOR, "The upper number, of this part alone."),
        (_DENOMINATOR, "The lower number, of this part alone."),
    ):
        rules.prompt(sheet, spans[name], name, words)
    counted = [spans[_ACTUAL], spans[form_layout.REASON]]
    grid.live_count(sheet, at.count_row, counted, len(form.part_rows))
    _finish(book, sheet, at, _ACTUAL, last)
    return address_of(at.count_row, 1)


def write_benchmarks(book: Workbook, sheet: Worksheet, form: FormContent) -> None:
    """Rows in which a department names whom a measure may be compared with."""
    asked = {
        form_layout.COMPARATOR: 34,
        form_layout.COMPARATOR_PERIOD: 22,
        form_layout.BENCHMARK: 14,
        form_layout.BENCHMARK_SOURCE: 50,
    }
    at = _start(sheet, form, {**_OF_A_MEASURE, form_layout.UNIT: 13, **asked})
    rows = [measure for measure in form.benchmark_measures for _ in range(COMPARISONS)]
    for row, measure in enumerate(rows, start=at.first):
        grid.shown_texts(sheet, row, (measure.id, measure.name, unit_words(measure)))
        for name in asked:
            style.entry(sheet, row, at.columns[name])
    last = at.first + len(rows) - 1
    spans = grid.name_entries(book, sheet, "Benchmarks", asked, at.columns, at.first, last)
    for name, words in (
        (form_layout.COMPARATOR, "Whose figure it is, such as England, or Nottinghamshire."),
        (form_layout.COMPARATOR_PERIOD, "The period that their figure is for, such as 2022-23."),
        (form_layout.BENCHMARK, "Their figure, in the same unit as the measure's own."),
        (form_layout.BENCHMARK_SOURCE, "The publication or page that it was taken from."),
    ):
        rules.prompt(sheet, spans[name], name, words)
    _tell(
        sheet,
        at.count_row,
        "May stay blank. A figure counts with its comparator and its period.",
    )
    _finish(book, sheet, at, form_layout.COMPARATOR, last)


def write_notes(book: Workbook, sheet: Worksheet, form: FormContent) -> None:
    """What a reader must know about a figure, and where its evidence is kept."""
    context, evidence = (
        form_layout.NOTE_ENTRIES[what] for what in (TextField.CONTEXT, TextField.EVIDENCE)
    )
    at = _start(sheet, form, {**_OF_A_MEASURE, context: 60, evidence: 50})
    measures = form.note_measures
    for row, measure in enumerate(measures, start=at.first):
        grid.shown_texts(sheet, row, (measure.id, measure.name))
        for name, is_asked in (
            (context, measure.asks_context),
            (evidence, measure.asks_evidence),
        ):
            put = style.entry if is_asked else style.not_asked
            put(sheet, row, at.columns[name])
    last = at.first + len(measures) - 1
    spans = grid.name_entries(book, sheet, "Notes", (context, evidence), at.columns, at.first, last)
    words = "What a reader must know to understand the figure. Name no person."
    rules.prompt(sheet, spans[context], context, words)
    words = "Where whoever checks the figure finds what it was worked out from: a system or folder."
    rules.prompt(sheet, spans[evidence], evidence, words)
    _tell(sheet, at.count_row, "May stay blank.")
    _finish(book, sheet, at, context if _first_asks_context(measures) else evidence, last)


def _first_asks_context(measures: Iterable[Measure]) -> bool:
    return next(iter(measures)).asks_context


def write_revised(
    book: Workbook, sheet: Worksheet, form: FormContent, measures_at: str, periods_at: str
) -> None:
    """Blank rows for figures of earlier periods that turned out otherwise; `measures_at` and
    `periods_at` are the ranges that list what may be chosen."""
    quantities = form_layout.REVISED_QUANTITIES
    asked = {
        form_layout.MEASURE_ID: 16,
        form_layout.PERIOD_KEY: 16,
        **dict(zip(quantities.values(), (16, 18, 20), strict=True)),
        form_layout.REVISION_REASON: 70,
    }
    at = _start(sheet, form, asked)
    last = at.first + REVISIONS - 1
    for row in range(at.first, last + 1):
        for name in asked:
            style.entry(sheet, row, at.columns[name])
    spans = grid.name_entries(book, sheet, "Revised", asked, at.columns, at.first, last)
    name = form_layout.MEASURE_ID
    words = "Choose the measure. The ids are explained on the Instructions sheet."
    rules.choice(sheet, spans[name], measures_at, name, words)
    name = form_layout.PERIOD_KEY
    words = "Choose the earlier period whose figure changes. It must have been due in a return."
    rules.choice(sheet, spans[name], periods_at, name, words)
    for name, words in (
        (quantities[Quantity.ACTUAL], "The figure as it is known now, in the measure's own unit."),
        (quantities[Quantity.NUMERATOR], "Only where the measure asks for a numerator."),
        (quantities[Quantity.DENOMINATOR], "Only where the measure asks for a denominator."),
        (
            form_layout.REVISION_REASON,
            "Why the figure changed. Without a reason it does not count.",
        ),
    ):
        rules.prompt(sheet, spans[name], name, words)
    _tell(
        sheet,
        at.count_row,
        "Only for figures of earlier returns that turned out otherwise. Both figures are kept.",
    )
    _finish(book, sheet, at, form_layout.MEASURE_ID, last, freeze_column=1)


class _Started:
    """Where a sheet's table begins: its line of notice, its first row, and its columns."""

    def __init__(self, count_row: int, columns: dict[str, int]) -> None:
        self.count_row, self.first, self.columns = count_row, count_row + 2, columns


def _start(sheet: Worksheet, form: FormContent, sizes: dict[str, int]) -> _Started:
    count_row = style.title(sheet, f"{form.title}: {sheet.title}", form.mark)
    return _Started(count_row, grid.headings(sheet, count_row + 1, sizes))


def _tell(sheet: Worksheet, row: int, words: str) -> None:
    grid.nothing_asked(sheet, row, words)


def _finish(
    book: Workbook,
    sheet: Worksheet,
    at: _Started,
    start: str,
    last: int,
    freeze_column: int = 3,
) -> None:
    style.finish(
        sheet,
        start_at=address_of(at.first, at.columns[start]),
        header_row=at.count_row + 1,
        freeze=address_of(at.first, freeze_column),
    )
    grid.name_headings(book, sheet, at.count_row + 1, last, len(at.columns))
