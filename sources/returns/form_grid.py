"""What the tables of a form have in common: headings, shown cells, entry columns, live counts.

Imported only when a form is written, since it brings openpyxl with it. Which tables there are is
`form_tables` and `form_optional`.
"""

from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from sources.framework.measures import Stretch, TargetValue
from sources.returns import form_style as style
from sources.values import places_of
from sources.workbooks.addresses import address_of


def headings(sheet: Worksheet, row: int, sizes: dict[str, int]) -> dict[str, int]:
    """Write the heading row and set the widths; the column of each heading."""
    columns = {name: column for column, name in enumerate(sizes, start=1)}
    for name, column in columns.items():
        style.heading(sheet, row, column, name)
    style.widths(sheet, tuple(sizes.values()))
    return columns


def shown_texts(sheet: Worksheet, row: int, texts: Iterable[str]) -> None:
    for column, text in enumerate(texts, start=1):
        cell = style.put(sheet, row, column, text) if text else sheet.cell(row, column)
        style.dress(cell, border=style.BOX)


def name_entries(
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


def target_cell(
    sheet: Worksheet, row: int, column: int, target: TargetValue | None, words: str | None
) -> None:
    """A target as it is printed; a range, and one that is no number, in words; else nothing."""
    if target is None and words:
        style.dress(style.put(sheet, row, column, words), border=style.BOX)
    elif isinstance(target, Stretch):
        style.dress(style.put(sheet, row, column, str(target)), border=style.BOX)
    elif target is not None:
        cell = style.put_number(sheet, row, column, target)
        cell.number_format = "#,##0" + (f".{'0' * places_of(target)}" if places_of(target) else "")
        style.dress(cell, alignment=style.TO_THE_RIGHT, border=style.BOX)


def worked_out(sheet: Worksheet, row: int, column: int, formula: str | None, words: str) -> None:
    """A cell in which the form says something by itself: locked, and boxed like its row."""
    if formula is not None:
        cell = style.put_formula(sheet, row, column, formula)
    else:
        cell = style.put(sheet, row, column, words)
    style.dress(cell, border=style.BOX)


def name_headings(book: Workbook, sheet: Worksheet, row: int, last: int, columns: int) -> None:
    """Tell screen readers where a table's headings stand: each cell is then read with its own.

    The form of the name is the one that they look for: region, corners and the sheet's number.
    """
    span = f"{address_of(row, 1)}.{address_of(last, columns)}"
    name = f"TitleRegion1.{span}.{book.sheetnames.index(sheet.title) + 1}"
    style.name_range(book, sheet, name, address_of(row, 1))


def live_count(sheet: Worksheet, row: int, spans: Iterable[str], rows: int) -> None:
    """`38 of 40 filled`, worked out as it is filled: rows with an entry in one of the spans."""
    blanks = "*".join(f"ISBLANK({span})" for span in spans)
    told = style.put_formula(sheet, row, 1, f'=SUMPRODUCT(1-{blanks})&" of {rows} filled"')
    told.alignment = Alignment(vertical="top")


def nothing_asked(sheet: Worksheet, row: int, words: str) -> None:
    told = style.put(sheet, row, 1, words, bold=True)
    told.alignment = Alignment(vertical="top")
