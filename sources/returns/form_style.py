"""How a form looks, which cells can be typed in, how it prints, and how it is saved.

What the form says is `form_content`; what may be typed is `form_rules`. Every text goes through
`put`, so that no text from a framework ever becomes a formula.
"""

import re
import zipfile
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from textwrap import wrap
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

FONT = "Arial"
# White on this blue has a contrast of about 12 to 1, black on the two pale fills over 17 to 1.
HEADING_BLUE, ENTRY_YELLOW, LOCKED_GREY = "FF1F3864", "FFFFF8DC", "FFD9D9D9"
_LINE = Side(style="thin", color="FF7F7F7F")
_LEADING = 1.25
BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_A3, _A4 = 8, 9


def put(sheet: Worksheet, row: int, column: int, text: str, *, bold: bool = False) -> Cell:
    """Write text as text: neither `=1+1` nor `#N/A` from a framework is anything else."""
    cell = _plain_cell(sheet, row, column)
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.data_type = "s"
    # Without this mark Excel would make a formula of it as soon as somebody edits the cell.
    cell.quotePrefix = text.startswith(("=", "+", "-", "@"))
    cell.font = Font(name=FONT, size=11, bold=bold)
    return cell


def put_number(sheet: Worksheet, row: int, column: int, number: Any) -> Cell:
    cell = _plain_cell(sheet, row, column)
    cell.value = number
    return cell


def put_formula(sheet: Worksheet, row: int, column: int, formula: str) -> Cell:
    cell = _plain_cell(sheet, row, column)
    cell.value = formula
    cell.font = Font(name=FONT, size=11, bold=True)
    return cell


def _plain_cell(sheet: Worksheet, row: int, column: int) -> Cell:
    cell = sheet.cell(row, column)
    # Only the first cell of a merged range is a Cell, and forms merge none.
    assert isinstance(cell, Cell)
    cell.font = Font(name=FONT, size=11)
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    return cell


def title(sheet: Worksheet, text: str, mark: str | None) -> int:
    """The sheet's title and, in a demonstration, the notice under it; the next free row."""
    cell = put(sheet, 1, 1, text, bold=True)
    cell.font = Font(name=FONT, size=16, bold=True, color=HEADING_BLUE)
    # A title may run over the empty cells beside it; wrapped, it would make a tower.
    cell.alignment = Alignment(vertical="top")
    if mark is None:
        return 2
    notice = put(sheet, 2, 1, mark, bold=True)
    notice.alignment = Alignment(vertical="top")
    return 3


def heading(sheet: Worksheet, row: int, column: int, text: str) -> None:
    cell = put(sheet, row, column, text)
    cell.font = Font(name=FONT, size=11, bold=True, color="FFFFFFFF")
    cell.fill = PatternFill("solid", fgColor=HEADING_BLUE)
    cell.border = BOX


def entry(sheet: Worksheet, row: int, column: int) -> Cell:
    """A cell to be filled in. General format: Excel then shows exactly what was typed, and turns
    a typed 87.3% into a percentage cell, which a fixed 0.0 would silently keep as 0.873."""
    cell = _plain_cell(sheet, row, column)
    cell.fill = PatternFill("solid", fgColor=ENTRY_YELLOW)
    cell.border = BOX
    cell.protection = Protection(locked=False)
    return cell


def not_asked(sheet: Worksheet, row: int, column: int) -> None:
    """A cell that stays empty: grey, locked, and with a dash, since colour alone says nothing."""
    cell = put(sheet, row, column, "\N{EN DASH}")
    cell.fill = PatternFill("solid", fgColor=LOCKED_GREY)
    cell.border = BOX


def coloured(cell: Cell, colour: str) -> None:
    """Fill a cell in a rating's colour, its text black or white, whichever is easier to read."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    # Relative luminance and the point of equal contrast as WCAG 2.2 defines them.
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    text = "FF000000" if luminance > 0.179 else "FFFFFFFF"
    cell.fill = PatternFill("solid", fgColor=f"FF{colour[1:].upper()}")
    cell.font = Font(name=FONT, size=11, bold=True, color=text)


def widths(sheet: Worksheet, sizes: Sequence[int]) -> None:
    for column, size in enumerate(sizes, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = size


def fit_heights(sheet: Worksheet) -> None:
    """Make each row as high as its longest text wants: not every program does so on opening."""
    for row, cells in enumerate(sheet.iter_rows(), start=1):
        lines = max((_lines(sheet, cell) for cell in cells), default=1)
        largest = max((cell.font.size or 11 for cell in cells), default=11)
        sheet.row_dimensions[row].height = lines * largest * _LEADING + 3


def _lines(sheet: Worksheet, cell: Any) -> int:
    if not isinstance(cell.value, str) or not cell.alignment.wrap_text or cell.data_type == "f":
        return 1
    # Widths count digits of the standard font, and most letters are a little narrower.
    share = 0.96 if cell.font.bold else 1.15
    width = max(1, int(sheet.column_dimensions[cell.column_letter].width * share))
    return sum(len(wrap(line, width)) or 1 for line in cell.value.split("\n"))


def name_range(book: Workbook, sheet: Worksheet, name: str, cells: str) -> None:
    first, _, last = cells.partition(":")
    span = ":".join(_absolute(address) for address in (first, last or first))
    book.defined_names[name] = DefinedName(name, attr_text=f"{quote_sheetname(sheet.title)}!{span}")


def _absolute(address: str) -> str:
    return re.sub(r"([A-Z]+)(\d+)", r"$\1$\2", address)


def finish(
    sheet: Worksheet,
    *,
    start_at: str,
    header_row: int | None = None,
    freeze: str | None = None,
) -> None:
    """Protect the sheet without a password, place the cursor, freeze and repeat the headings."""
    fit_heights(sheet)
    sheet.protection.sheet = True
    # Widths and heights stay adjustable: long texts must be readable.
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False
    sheet.freeze_panes = freeze
    for selection in sheet.sheet_view.selection:
        if freeze is None or selection.pane == "bottomRight":
            selection.activeCell = selection.sqref = start_at
    setup = sheet.page_setup
    # A table may run over several pages, a sheet of texts is one.
    setup.orientation, setup.fitToWidth = "landscape", 1
    setup.fitToHeight = 0 if header_row else 1
    setup.paperSize = _A3 if header_row else _A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    if header_row is not None:
        sheet.print_title_rows = f"{header_row}:{header_row}"
    sheet.HeaderFooter.oddFooter = HeaderFooterItem(
        left=_HeaderFooterPart("&A"), right=_HeaderFooterPart("Page &P of &N")
    )


def saved(book: Workbook, dated: datetime) -> bytes:
    """The workbook's bytes, the same for the same content: every date in the file is `dated`."""
    book.properties.created = dated
    raw = BytesIO()
    book.save(raw)
    settled = BytesIO()
    with (
        zipfile.ZipFile(raw) as old,
        zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry_info in old.infolist():
            content = old.read(entry_info)
            if entry_info.filename == "docProps/core.xml":
                content = _dated(content, dated)
            if entry_info.filename.startswith("xl/worksheets/"):
                # openpyxl marks every height as set by hand, and then a row would not grow with
                # what is typed into it.
                content = content.replace(b' customHeight="1"', b"")
            info = zipfile.ZipInfo(entry_info.filename, dated.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, content)
    return settled.getvalue()


def _dated(properties: bytes, dated: datetime) -> bytes:
    # openpyxl stamps the time of saving here, whatever the properties say.
    stamp = dated.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    return re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, properties)


def describe(book: Workbook, name: str, maker: str) -> None:
    """The document's properties, which screen readers announce."""
    book.properties.title = ILLEGAL_CHARACTERS_RE.sub("", name)
    book.properties.creator = ILLEGAL_CHARACTERS_RE.sub("", maker)
    book.properties.language = "en-GB"
    # There are no stored results: whoever opens the form calculates its count.
    book.calculation.fullCalcOnLoad = True


def repeat_mark(sheet: Worksheet, mark: str | None) -> None:
    """Print the notice of a demonstration at the top of every page."""
    if mark is not None:
        words = _HeaderFooterPart(mark.replace("&", "&&"))
        sheet.HeaderFooter.oddHeader = HeaderFooterItem(center=words)
