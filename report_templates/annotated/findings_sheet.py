"""The sheet that lists every finding, with a link to its cell. Written whole; the rest is spliced.

Every text is typed as text. What its columns say is `marks`; its looks are `styles`.
"""

from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap

from report_templates.annotated import styles
from report_templates.annotated.book import Book
from report_templates.annotated.marks import Annotation, Line, told
from report_templates.annotated.splice import MAIN, escaped
from report_templates.register_files import safe_cell
from sources.workbooks.addresses import address_of, column_letters

NAME = "Findings"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_COLUMNS = {
    "Severity": 16,
    "Sheet": 16,
    "Cell": 9,
    "About": 32,
    "Found there": 22,
    "What is wrong": 52,
    "What to do": 52,
}
_MOST_TEXT = 8_000
_LINE, _HIGHEST = 14.5, 400.0
HOW_TO_GO = (
    "Choose a link in the column Cell to go to that cell; it is filled and has a note that says "
    "what is wrong. To come back, choose this sheet at the bottom, or press Alt + Left arrow."
)
NOTHING = "Nothing was found: there is nothing to mend."


def first_row(annotation: Annotation) -> int:
    """The row of the first finding: below title, notes, how to go and headings."""
    return len(annotation.notes) + 4


def free_name(taken: Sequence[str]) -> str:
    """`Findings`, or `Findings 2` where a sheet is called so already."""
    held = {name.casefold() for name in taken}
    number, name = 1, NAME
    while name.casefold() in held:
        number += 1
        name = f"{NAME} {number}"
    return name


def add_findings(
    book: Book, looks: Mapping[str, int], annotation: Annotation, linked: Sequence[bool]
) -> None:
    """Put the sheet behind all others. `linked` says of each finding whether its cell exists."""
    part = book.free_part("xl/worksheets/findings{}.xml")
    book.write(part, _sheet(book, looks, annotation, linked))
    book.declare(part, _SHEET)
    book.add_sheet(free_name(book.names), part)


def _sheet(
    book: Book, looks: Mapping[str, int], annotation: Annotation, linked: Sequence[bool]
) -> bytes:
    first = first_row(annotation)
    heading, last = first - 1, max(first, first + len(annotation.lines) - 1)
    rows = [_row(1, [(annotation.title, looks[styles.TITLE])], 24)]
    for number, note in enumerate((*annotation.notes, HOW_TO_GO), start=2):
        rows.append(_row(number, [(note, looks[styles.PLAIN])]))
    rows.append(_row(heading, [(name, looks[styles.HEADING]) for name in _COLUMNS]))
    links = []
    for number, (line, has_cell) in enumerate(
        zip(annotation.lines, linked, strict=True), start=first
    ):
        cells = list(_cells(book, looks, line, has_cell))
        rows.append(_row(number, cells, _height(cells)))
        if has_cell:
            links.append(_link(number, line))
    if not annotation.lines:
        rows.append(_row(first, [(NOTHING, looks[styles.PLAIN])]))
    space = MAIN[1] if book.is_strict else MAIN[0]
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
        for n, width in enumerate(_COLUMNS.values(), start=1)
    )
    table = f"A{heading}:{column_letters(len(_COLUMNS))}{last}"
    below = (
        f'<pane ySplit="{heading}" topLeftCell="A{first}" activePane="bottomLeft" state="frozen"/>'
        f'<selection pane="bottomLeft" activeCell="A{first}" sqref="A{first}"/>'
    )
    return b"".join(
        (
            b"<?xml version='1.0' encoding='UTF-8'?>\n",
            f'<worksheet xmlns="{space}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'.encode(),
            f'<sheetViews><sheetView workbookViewId="0">{below}</sheetView></sheetViews>'.encode(),
            f"<cols>{columns}</cols><sheetData>".encode(),
            *rows,
            f'</sheetData><autoFilter ref="{table}"/>'.encode(),
            b"<hyperlinks>%s</hyperlinks>" % b"".join(links) if links else b"",
            b'<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" '
            b'footer="0.3"/><pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>',
            b"</worksheet>",
        )
    )


def _cells(
    book: Book, looks: Mapping[str, int], line: Line, has_cell: bool
) -> Iterator[tuple[str, int]]:
    text = looks[styles.TEXT]
    is_hidden = line.sheet in book.sheets and book.sheets[line.sheet].is_hidden
    sheet = line.sheet or "the whole return"
    yield told(line.severity), looks[line.severity]
    yield f"{sheet} (hidden: unhide it first)" if is_hidden else sheet, text
    yield line.cell or "", looks[styles.LINK] if has_cell else text
    yield line.about, text
    yield line.found or "", text
    yield line.wrong, text
    yield line.mend, text


def _row(number: int, cells: Sequence[tuple[str, int]], height: float = 0) -> bytes:
    inner = b"".join(
        b'<c r="%s" s="%d" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>'
        % (address_of(number, column).encode(), style, escaped(safe_cell(text), _MOST_TEXT))
        if text
        else b'<c r="%s" s="%d"/>' % (address_of(number, column).encode(), style)
        for column, (text, style) in enumerate(cells, start=1)
    )
    high = f' ht="{height:.1f}"' if height else ""
    return f'<row r="{number}"{high}>'.encode() + inner + b"</row>"


def _height(cells: Sequence[tuple[str, int]]) -> float:
    """Points that the longest text wants: not every program fits rows when it opens a file."""
    lines = [
        sum(len(wrap(part, width)) or 1 for part in text[:_MOST_TEXT].split("\n"))
        for (text, _), width in zip(cells, _COLUMNS.values(), strict=True)
    ]
    return min(_HIGHEST, max(lines) * _LINE + 3)


def _link(number: int, line: Line) -> bytes:
    name = (line.sheet or "").replace("'", "''")
    to = escaped(f"'{name}'!{line.cell}")
    said = escaped(f"Go to {line.cell} on the sheet {line.sheet}", 255)
    return b'<hyperlink ref="C%d" location="%s" display="%s" tooltip="%s"/>' % (
        number,
        to,
        escaped(line.cell or ""),
        said,
    )
