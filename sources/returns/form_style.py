"""How a form looks, which cells can be typed in, how it prints, and how it is saved.

What the form says is `form_content`; what may be typed is `form_rules`. Every text goes through
`put`, so that no text from a framework ever becomes a formula.
"""

import re
import zipfile
from collections.abc import Sequence
from copy import copy
from datetime import datetime
from io import BytesIO
from textwrap import wrap
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

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
TO_THE_RIGHT = Alignment(vertical="top", horizontal="right", indent=1)
_PLAIN, _BOLD = Font(name=FONT, size=11), Font(name=FONT, size=11, bold=True)
_WHITE = Font(name=FONT, size=11, bold=True, color="FFFFFFFF")
_WRAPPED = Alignment(vertical="top", wrap_text=True)
_BLUE, _YELLOW, _GREY = (
    PatternFill("solid", fgColor=colour) for colour in (HEADING_BLUE, ENTRY_YELLOW, LOCKED_GREY)
)
_OPEN = Protection(locked=False)
_A3, _A4 = 8, 9
# What a cell of a book looked like, what it was given, and what it looked like then.
_Looks = dict[tuple[Any, ...], tuple[Any, Any]]
_Cell = TypeVar("_Cell")
_looks: WeakKeyDictionary[Workbook, _Looks] = WeakKeyDictionary()


def dress(cell: _Cell, **parts: Any) -> _Cell:
    """`cell.font = ...` and so on for constants: openpyxl weighs a style against all others each
    time that a cell gets one, and a form has thousands of cells and a dozen looks."""
    dressed: Any = cell
    known = _looks.setdefault(dressed.parent.parent, {})
    key = (_look(cell), *((name, id(part)) for name, part in parts.items()))
    if key not in known:
        for name, part in parts.items():
            setattr(cell, name, part)
        # The parts are kept, so that no other gets the identity of one of them.
        known[key] = copy(dressed._style), parts
    dressed._style = copy(known[key][0])
    return cell


def _look(cell: Any) -> bytes:
    """The numbers of a cell's styles within its book; none before it is given any."""
    return b"" if cell._style is None else bytes(cell._style.tobytes())


def put(sheet: Worksheet, row: int, column: int, text: str, *, bold: bool = False) -> Cell:
    """Write text as text: neither `=1+1` nor `#N/A` from a framework is anything else."""
    cell = _plain_cell(sheet, row, column)
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.data_type = "s"
    # Without this mark Excel would make a formula of it as soon as somebody edits the cell.
    cell.quotePrefix = text.startswith(("=", "+", "-", "@"))
    return dress(cell, font=_BOLD) if bold else cell


def put_number(sheet: Worksheet, row: int, column: int, number: Any) -> Cell:
    cell = _plain_cell(sheet, row, column)
    cell.value = number
    return cell


def put_formula(sheet: Worksheet, row: int, column: int, formula: str) -> Cell:
    cell = _plain_cell(sheet, row, column)
    cell.value = formula
    return dress(cell, font=_BOLD)


def _plain_cell(sheet: Worksheet, row: int, column: int) -> Cell:
    cell = sheet.cell(row, column)
    # Only the first cell of a merged range is a Cell, and forms merge none.
    assert isinstance(cell, Cell)
    return dress(cell, font=_PLAIN, alignment=_WRAPPED)


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
    dress(put(sheet, row, column, text), font=_WHITE, fill=_BLUE, border=BOX)


def entry(sheet: Worksheet, row: int, column: int) -> Cell:
    """A cell to be filled in. General format: Excel then shows exactly what was typed, and turns
    a typed 87.3% into a percentage cell, which a fixed 0.0 would silently keep as 0.873."""
    return dress(_plain_cell(sheet, row, column), fill=_YELLOW, border=BOX, protection=_OPEN)


def not_asked(sheet: Worksheet, row: int, column: int) -> None:
    """A cell that stays empty: grey, locked, and with a dash, since colour alone says nothing."""
    dress(put(sheet, row, column, "\N{EN DASH}"), fill=_GREY, border=BOX)


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
    sizes: dict[bytes, float] = {}
    for row, cells in enumerate(sheet.iter_rows(), start=1):
        for cell in cells:
            if _look(cell) not in sizes:
                sizes[_look(cell)] = cell.font.size or 11
        lines = max((_lines(sheet, cell) for cell in cells), default=1)
        largest = max((sizes[_look(cell)] for cell in cells), default=11)
        sheet.row_dimensions[row].height = lines * largest * _LEADING + 3


def _lines(sheet: Worksheet, cell: Any) -> int:
    if not cell.value or not isinstance(cell.value, str) or cell.data_type == "f":
        return 1
    if not cell.alignment.wrap_text:
        return 1
    # Widths count digits of the standard font, and most letters are a little narrower.
    share = 0.96 if cell.font.bold else 1.15
    width = max(1, int(sheet.column_dimensions[cell.column_letter].width * share))
    return sum(_wrapped(line, width) for line in cell.value.split("\n"))


def _wrapped(line: str, width: int) -> int:
    """How many lines a line becomes."""
    is_short = len(line) <= width and "\t" not in line
    return 1 if is_short else len(wrap(line, width)) or 1


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
