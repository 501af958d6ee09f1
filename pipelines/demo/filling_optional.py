"""Filling the sheets of a form that only some returns have: parts, benchmarks, context, evidence.

The parts of a figure come to the figure that `filling` enters; all of it is invented.
"""

import random
from collections.abc import Collection, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from pipelines.demo.figures import Invented, invent
from sources.framework.framework import Framework
from sources.framework.keys import Period
from sources.framework.measures import Measure
from sources.returns import form_layout as form
from sources.returns.content import Quantity, TextField
from sources.values import Unit

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_CONTEXT = "The figure rests on the records of the last working day of the period."
_EVIDENCE = "Case system, saved report for the period, kept by the data officer"
# How large invented parts are beside each other, and how well each does, in per cent of the whole.
_SIZES = (16, 10, 13, 9, 14, 12, 13, 13)
_DOING = (104, 90, 101, 98, 103, 100, 99, 101)
_NEAR_ALL = 90
_COMPARATOR, _COMPARED, _SOURCE = "Example comparator group", "2022-23", "Invented for this example"


def headings_of(sheet: "Worksheet", key: str) -> tuple[dict[str, int], int]:
    """The column of each heading, and the row in which they stand."""
    for row in sheet.iter_rows():
        found = {str(cell.value): cell.column for cell in row if cell.value is not None}
        if key in found:
            return found, row[0].row or 1
    raise LookupError(key)


def fill_optional(
    book: "Workbook",
    framework: Framework,
    absences: Collection[str],
    pushes: Mapping[str, float],
) -> None:
    """Fill whichever optional sheets a form has. Measures in `absences` have no figure."""
    if form.BREAKDOWNS in book.sheetnames:
        _fill_parts(book[form.BREAKDOWNS], framework, absences, pushes)
    if form.BENCHMARKS in book.sheetnames:
        _fill_benchmarks(book[form.BENCHMARKS], framework)
    if form.NOTES in book.sheetnames:
        _fill_notes(book[form.NOTES], framework)


def _fill_parts(
    sheet: "Worksheet",
    framework: Framework,
    absences: Collection[str],
    pushes: Mapping[str, float],
) -> None:
    columns, header = headings_of(sheet, form.PART_ID)
    for row in range(header + 1, sheet.max_row + 1):
        measure = framework.measures.get(str(sheet.cell(row, columns[form.MEASURE_ID]).value))
        if measure is None or measure.id in absences:
            continue
        period = Period.parse(str(sheet.cell(row, columns[form.PERIOD_KEY]).value))
        part = str(sheet.cell(row, columns[form.PART_ID]).value)
        asked = [one.id for _, one in framework.parts_of(measure, period)]
        whole = invent(framework, measure, period, pushes.get(measure.id, 0))
        figure = part_of(measure, whole, asked.index(part), len(asked))
        entered = {
            Quantity.ACTUAL: figure.actual,
            Quantity.NUMERATOR: figure.numerator,
            Quantity.DENOMINATOR: figure.denominator,
        }
        for quantity, number in entered.items():
            if number is not None:
                sheet.cell(row, columns[form.QUANTITIES[quantity]]).value = float(number)


def part_of(measure: Measure, whole: Invented, number: int, count: int) -> Invented:
    """One of `count` parts that together come to the whole: one of them is doing badly."""
    sizes = [_SIZES[n % len(_SIZES)] for n in range(count)]
    doing = [_DOING[n % len(_DOING)] for n in range(count)]
    well = [size * share for size, share in zip(sizes, doing, strict=True)]
    if whole.numerator is None or whole.denominator is None:
        places = measure.decimal_places
        return Invented(_share(whole.actual, number, well, places))
    # Nobody does better than all that there is.
    is_near_all = whole.numerator * 100 > whole.denominator * _NEAR_ALL
    top = _share(whole.numerator, number, sizes if is_near_all else well, 0)
    bottom = _share(whole.denominator, number, sizes, 0)
    scale = 100 if measure.unit is Unit.PERCENT else 1
    actual = (top * scale / bottom).quantize(
        Decimal(1).scaleb(-measure.decimal_places), ROUND_HALF_UP
    )
    return Invented(actual, top, bottom)


def _share(whole: Decimal, number: int, weights: Sequence[int], places: int) -> Decimal:
    """What the first `number + 1` parts have, without what those before have: nothing is lost."""

    def reached(parts: int) -> Decimal:
        exact = whole * sum(weights[:parts]) / sum(weights)
        return exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)

    return reached(number + 1) - reached(number)


def _fill_benchmarks(sheet: "Worksheet", framework: Framework) -> None:
    columns, header = headings_of(sheet, form.COMPARATOR)
    done = set()
    for row in range(header + 1, sheet.max_row + 1):
        measure = framework.measures.get(str(sheet.cell(row, columns[form.MEASURE_ID]).value))
        if measure is None or measure.id in done:
            continue
        done.add(measure.id)
        year = Period(framework.year, "FY")
        annual = framework.target_in_force(measure.id, year).annual or Decimal(50)
        wobble = Decimal(random.Random(f"{measure.id} elsewhere").randint(94, 104))
        figure = (annual * wobble / 100).quantize(Decimal(1).scaleb(-measure.decimal_places))
        said: dict[str, float | str] = {
            form.COMPARATOR: _COMPARATOR,
            form.COMPARATOR_PERIOD: _COMPARED,
            form.BENCHMARK: float(figure),
            form.BENCHMARK_SOURCE: _SOURCE,
        }
        for heading, value in said.items():
            sheet.cell(row, columns[heading]).value = value


def _fill_notes(sheet: "Worksheet", framework: Framework) -> None:
    columns, header = headings_of(sheet, form.NOTE_ENTRIES[TextField.CONTEXT])
    for row in range(header + 1, sheet.max_row + 1):
        measure = framework.measures.get(str(sheet.cell(row, columns[form.MEASURE_ID]).value))
        if measure is None:
            continue
        asked = {
            TextField.CONTEXT: _CONTEXT if measure.asks_context else None,
            TextField.EVIDENCE: _EVIDENCE if measure.asks_evidence else None,
        }
        for what, words in asked.items():
            if words is not None:
                sheet.cell(row, columns[form.NOTE_ENTRIES[what]]).value = words
