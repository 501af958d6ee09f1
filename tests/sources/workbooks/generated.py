"""Seeded workbooks as departments send them: tables, titles, notes, and whatever else gets typed.

What stands in the cells is here; how other programs would have written the same file is
`rewriting`, through which part of the seeds go.
"""

import random
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.formula import ArrayFormula
from rewriting import rewritten

_WORDS = (
    "Repairs completed on time",
    "Average days to re-let a home",
    "n/a",
    "N/A",
    "tbc",
    "-",
    "–",
    "87.3%",
    "£1,234.50",
    "1,234",
    "  two blanks each side  ",
    "\ttab",
    " ",
    "line one\nline two\n",
    "windows\r\nline",
    "Café, naïve, Łódź, 北京, ☃, 👩‍👩‍👧, عربى",
    "a\u00a0b\u200bc\ufeffd",
    "<b>&amp; \"quoted\" 'text'</b> ]]> &#10;",
    "_x000D_typed by someone_x0009_",
    "_x00e9_ and _xD83D_ and _x12_ and _X000A_",
    "=not a formula"[1:],
    "'15-day",
    "TRUE",
    "#DIV/0",
    "#GETTING_DATA",
    "2023-10-24",
    "1e5",
    "0012",
    "e\u0301 decomposed",
    "\U0010ffff\ue000",
)
_NUMBERS = (
    0,
    1,
    -12,
    100,
    0.0,
    -0.0,
    0.1 + 0.2,
    0.1 + 0.2 - 0.3,
    78.05000000000001,
    95.9,
    1e-7,
    1.5e-12,
    -1e-300,
    5e-324,
    1e15,
    1e15 + 0.5,
    1e16,
    123456789012345.6,
    0.12345678901234567,
    12345678901234567,
    999999999999999.9,
    1e21,
    1.7976931348623157e308,
    -273.15,
    2 / 3,
    float(2**53 + 2),
    10**25,
)
_ERRORS = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")
# Serial numbers, to be shown as dates: the edges of both calendars, and seconds that round.
_SERIALS = (0, 1, 59, 60, 61, 0.5, 1.25, 45000, 45000.75, 45000.123456789, 2958465, 2958466)
_SERIALS += (-1, 1462, 0.999999999, 44999.99999999, 1e10, 0.000011574, 36526.000005787)
_DATE_FORMATS = (
    "yyyy-mm-dd",
    "dd/mm/yyyy",
    "mm-dd-yy",
    "d-mmm-yy",
    "h:mm",
    "h:mm:ss",
    "dd/mm/yyyy hh:mm:ss.000",
    "[$-809]dd mmmm yyyy",
    "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy",
    '"Quarter ending "d mmm yyyy',
    "[Red]yyyy",
    "mmm\\ yy;@",
    "[h]:mm:ss",
    "[mm]:ss",
    "[ss].00",
    "[HH]:MM",
    "mm:ss",
    "h:mm AM/PM",
    "m/d/yy h:mm",
    "[Blue][h]:mm;[Red]-[h]:mm",
)
_NUMBER_FORMATS = (
    "General",
    "0",
    "0.00",
    "#,##0",
    "0%",
    "0.0%",
    "0.00%",
    '0.0"%"',
    "0.0\\%",
    '"£"#,##0.00',
    "[$£-809]#,##0.00;[Red]-[$£-809]#,##0.00",
    "[Red]0.0%;[Blue]-0.0%",
    '[>=1]0" days";0.0" days"',
    '0 "per d"',
    "0_d",
    "0.00E+00",
    "# ?/?",
    "@",
    '_(* #,##0_);_(* \\(#,##0\\);_(* "-"_);_(@_)',
    "[Color10]0;[Magenta]-0",
    "0;-0;;@",
    ";;;",
    "[$-409]General",
    '#,##0.0,,"m"',
    '[=0]"nil";General',
)
# Filled down, so that shared among the cells of a column they read as they would alone.
_FILLED_DOWN = (
    "=A{0}/$B$1*100",
    '=IF(A{0}="A1","B2 ""C3""",\'Q1 2023-24\'!$C{0})',
    "=SUM(A{0}:$D{0},Notes!B$2:C{0})+LOG10(aa{0})",
    "=ROUND(VLOOKUP(A{0},$X$1:$Z$9,2,FALSE)*1E3,1)&Table1[Actual]&rate_2023",
    "='He said \"no\"'!A{0}+'it''s B2'!$A{0}-Sheet1!XFD{0}",
    "=SUM(A:A,$B:C)+A{0}%",
    '=COUNTIF(A{0}:B{0},"<>"&C{0})/(-D{0})^2',
)
_TITLES = (
    "Return",
    "Q1 2023-24",
    "Notes & 'more'",
    'He said "no"',
    "  blanks ",
    "☃ 👍",
    "a" * 31,
    "Réponse <1>",
    "data",
    "Sheet1",
    "0",
    "Sum(A1)",
)


def generate(seed: int) -> bytes:
    """One workbook; the same seed gives the same cells always."""
    rng = random.Random(seed)
    book: Any = openpyxl.Workbook()
    if rng.random() < 0.2:
        book.epoch = CALENDAR_MAC_1904
    book.iso_dates = rng.random() < 0.15
    titles = rng.sample(_TITLES, rng.randint(1, 5))
    book.active.title = titles[0]
    for title in titles[1:]:
        book.create_sheet(title)
    for sheet in book.worksheets:
        _fill(sheet, rng)
    # One sheet at least must show, or no program would open the file.
    for sheet in book.worksheets[1:]:
        sheet.sheet_state = rng.choice(["visible", "visible", "hidden", "veryHidden"])
    buffer = BytesIO()
    book.save(buffer)
    data = buffer.getvalue()
    return data if seed % 4 == 0 else rewritten(data, rng)


def _fill(sheet: Any, rng: random.Random) -> None:
    manners: list[Callable[[Any, random.Random], None]] = [_table, _scatter, _column_of_formulas]
    for manner in rng.sample(manners, rng.randint(0 if rng.random() < 0.1 else 1, 3)):
        manner(sheet, rng)
    if rng.random() < 0.5:
        _hide(sheet, rng)
    if rng.random() < 0.4:
        _merge(sheet, rng)
    if rng.random() < 0.3:
        far = sheet.cell(rng.choice([200, 5_000, 19_999]), rng.choice([1, 26, 27, 200]))
        far.value = rng.choice(["far away", 1, None, False])


def _table(sheet: Any, rng: random.Random) -> None:
    top, left = rng.randint(1, 6), rng.randint(1, 3)
    sheet.cell(top, left, "Departmental return")
    for offset, heading in enumerate(("Measure", "Actual", "Target", "As of", "Comment")):
        sheet.cell(top + 1, left + offset, heading)
    for row in range(top + 2, top + 2 + rng.randint(3, 15)):
        sheet.cell(row, left, rng.choice(_WORDS))
        for column in (left + 1, left + 2):
            cell = sheet.cell(row, column, round(rng.uniform(-5, 120), rng.randint(0, 3)))
            cell.number_format = rng.choice(_NUMBER_FORMATS)
        _put_date(sheet.cell(row, left + 3), rng)
        if rng.random() < 0.5:
            sheet.cell(row, left + 4, rng.choice(_WORDS) * rng.choice([1, 1, 1, 30]))


def _scatter(sheet: Any, rng: random.Random) -> None:
    for _ in range(rng.randint(5, 60)):
        cell = sheet.cell(rng.randint(1, 40), rng.randint(1, 30))
        match rng.randrange(9):
            case 0 | 1:
                cell.value = rng.choice(_WORDS)
            case 2 | 3:
                drawn = (rng.uniform(-1e6, 1e6), rng.lognormvariate(0, 30), rng.getrandbits(50))
                cell.value = rng.choice((*_NUMBERS, *drawn))
                cell.number_format = rng.choice(_NUMBER_FORMATS)
            case 4:
                cell.value = rng.choice([True, False])
                cell.number_format = rng.choice(_NUMBER_FORMATS + _DATE_FORMATS)
            case 5:
                _put_date(cell, rng)
            case 6:
                cell.value = rng.choice(_ERRORS)
                cell.number_format = rng.choice(("General", "0.0%", "yyyy-mm-dd"))
            case 7:
                # Nothing in it but a look.
                cell.number_format = rng.choice(_NUMBER_FORMATS)
            case _:
                cell.value = rng.choice(
                    [
                        "=1+1",
                        '=IF(A1="","",A1)',
                        "=SUM(B2:B9)/'Q1 2023-24'!B2",
                        '="a"&"<b>"',
                        "=NA()",
                    ]
                )
                cell.number_format = rng.choice(_NUMBER_FORMATS + _DATE_FORMATS)
    if rng.random() < 0.05:
        sheet.cell(41, 1, "long " * 6_553)


def _column_of_formulas(sheet: Any, rng: random.Random) -> None:
    column, top = rng.randint(3, 9), rng.randint(1, 9)
    number_format = rng.choice(_NUMBER_FORMATS)
    formula = rng.choice(_FILLED_DOWN)
    for row in range(top, top + rng.randint(2, 12)):
        cell = sheet.cell(row, column, formula.format(row))
        cell.number_format = number_format
    if rng.random() < 0.3:
        sheet.cell(top, column).value = ArrayFormula(f"C{top}:C{top}", f"=SUM(A{top}:A9*2)")


def _put_date(cell: Any, rng: random.Random) -> None:
    """A date, time or duration as openpyxl writes it, or a bare number that a format makes one."""
    day = date(2023, 4, 1) + timedelta(days=rng.randint(-8_000, 8_000))
    moment = time(rng.randint(0, 23), rng.randint(0, 59), rng.choice([0, 0, 30, 59]))
    cell.value = rng.choice(
        [
            day,
            datetime.combine(day, moment),
            datetime.combine(day, moment.replace(microsecond=rng.randint(0, 999) * 1_000)),
            moment,
            timedelta(hours=rng.randint(0, 90), minutes=rng.randint(0, 59)),
            rng.choice(_SERIALS),
            rng.uniform(-100, 60_000),
            rng.uniform(0, 3),
        ]
    )
    if rng.random() < 0.7 or isinstance(cell.value, int | float):
        cell.number_format = rng.choice(_DATE_FORMATS)


def _hide(sheet: Any, rng: random.Random) -> None:
    for row in rng.sample(range(1, 15), rng.randint(0, 4)):
        sheet.row_dimensions[row].hidden = True
    if rng.random() < 0.5:
        sheet.row_dimensions.group(20, 24, outline_level=1, hidden=rng.random() < 0.7)
    if rng.random() < 0.5:
        first = rng.randint(1, 12)
        letters = [openpyxl.utils.get_column_letter(n) for n in (first, first + rng.randint(0, 4))]
        sheet.column_dimensions.group(*letters, hidden=rng.random() < 0.7)
    if rng.random() < 0.3:
        sheet.column_dimensions["AA"].width = 3
        sheet.row_dimensions[3].height = 0
    if rng.random() < 0.3:
        sheet.auto_filter.ref = "A1:E20"


def _merge(sheet: Any, rng: random.Random) -> None:
    row = 1
    while row < 40 and rng.random() < 0.7:
        first, height = rng.randint(1, 6), rng.randint(0, 3)
        last = first + rng.randint(0 if height else 1, 3)
        sheet.merge_cells(start_row=row, start_column=first, end_row=row + height, end_column=last)
        row += height + rng.randint(1, 9)
