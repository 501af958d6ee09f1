"""What openpyxl says a workbook holds: read twice, for formulas and for results, into plain facts.

Written apart from the reading door, so that the two can disagree; it imports nothing of it. Only
what a return needs is kept, in the door's terms (see `facts`).
"""

import math
import warnings
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any
from unittest.mock import patch

import openpyxl
from facts import Fact, SheetFacts
from openpyxl.utils import get_column_letter
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from openpyxl.worksheet.worksheet import Worksheet

from sources.values import spreadsheet_number

# Hidden stretches reach to the last column of a sheet; a return's door looks no farther than this.
LAST_COLUMN = 200


class OpenpyxlCannot(Exception):
    """openpyxl raised something: there is nothing to compare with."""


def facts_by_openpyxl(data: bytes) -> list[SheetFacts]:
    """The facts of every worksheet, in order. Raises OpenpyxlCannot."""
    try:
        formulas, results = _load(data, data_only=False), _load(data, data_only=True)
        # Formats and merges are looked up when they are asked for, and may fail then.
        return [_sheet_facts(sheet, results[sheet.title]) for sheet in formulas.worksheets]
    except Exception as error:
        raise OpenpyxlCannot(f"{type(error).__name__}: {error}") from error


def _load(data: bytes, *, data_only: bool) -> Any:
    # openpyxl throws away what lies under a merged cell; the door keeps it, as hidden.
    keep_covered = patch.object(Worksheet, "_clean_merge_range", lambda *_: None)
    with warnings.catch_warnings(), keep_covered:
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(BytesIO(data), data_only=data_only, keep_links=False)


def _sheet_facts(formulas: Any, results: Any) -> SheetFacts:
    hidden_rows = frozenset(n for n, row in formulas.row_dimensions.items() if row.hidden)
    hidden_columns = frozenset(
        number
        for column in formulas.column_dimensions.values()
        if column.hidden and column.min and column.max
        for number in range(column.min, min(column.max, LAST_COLUMN) + 1)
    )
    is_hidden = formulas.sheet_state != "visible"
    covered = {
        place
        for area in formulas.merged_cells.ranges
        for place in list(area.cells)
        if place != (area.min_row, area.min_col)
    }
    cells = {}
    for row, column in sorted(formulas._cells):
        seen = _seen(formulas._cells[row, column], results._cells.get((row, column)))
        if seen is None:
            continue
        text, number, error = seen
        source = formulas._cells[row, column]
        cells[f"{get_column_letter(column)}{row}"] = Fact(
            text=text,
            number=None if number is None else str(number),
            error=error,
            number_format=source.number_format,
            formula=_formula(source.value) if source.data_type == "f" else None,
            is_hidden=is_hidden
            or row in hidden_rows
            or column in hidden_columns
            or (row, column) in covered,
        )
    merged = frozenset(str(area) for area in formulas.merged_cells.ranges)
    return SheetFacts(formulas.title, is_hidden, hidden_rows, hidden_columns, merged, cells)


def _formula(value: Any) -> str:
    if isinstance(value, ArrayFormula):
        value = value.text
    if isinstance(value, DataTableFormula) or value is None:
        # A what-if table has its cells in attributes and no formula of its own.
        return ""
    return str(value)[1:]


Seen = tuple[str, Decimal | None, str | None]


def _seen(source: Any, result: Any) -> Seen | None:
    """A cell's text, number and error as a reader of the sheet sees them; None for nothing."""
    is_formula = source.data_type == "f"
    shown = result if is_formula else source
    kind, value = shown.data_type, shown.value
    if value is None or value == "":
        if is_formula and kind not in ("s", "str"):
            return "#NOT-CALCULATED", None, "#NOT-CALCULATED"
        return None
    if kind == "e":
        return str(value), None, str(value)
    match value:
        case bool():
            return ("TRUE" if value else "FALSE"), None, None
        case int() | float():
            return _seen_number(value)
        case datetime():
            has_time = value.time() != time(0)
            return (value if has_time else value.date()).isoformat(), None, None
        case date() | time():
            return value.isoformat(), None, None
        case timedelta():
            return str(value), None, None
    unescaped = unescape(str(value))
    # openpyxl also makes characters that no text can hold; those the door leaves as they stand.
    kept = "".join(one if _is_text(one) else f"_x{ord(one):04X}_" for one in unescaped)
    return kept, None, None


def _seen_number(value: float) -> Seen:
    if not math.isfinite(value):
        return "#NUM!", None, "#NUM!"
    number = spreadsheet_number(value)
    return f"{number:f}", number, None


def _is_text(one: str) -> bool:
    return one in "\t\n\r" or " " <= one < "\ud800" or one >= "\ue000"
