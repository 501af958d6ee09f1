"""Annotating a workbook: its failing cells marked, a sheet of findings added, the rest as it was.

Pure: bytes and findings in, bytes out. What is said of each finding is decided by the caller.
"""

from collections.abc import Sequence
from dataclasses import replace

from report_templates.annotated.book import Book
from report_templates.annotated.copied import copied, names_of
from report_templates.annotated.findings_sheet import add_findings, first_row, free_name
from report_templates.annotated.marks import Annotated, Annotation, Line, Unfit, worst
from report_templates.annotated.notes import note_of, write_notes
from report_templates.annotated.sheet import Worksheet
from report_templates.annotated.styles import Styles
from sources.workbooks.addresses import position_of
from sources.workbooks.door import open_file
from sources.workbooks.limits import MAX_COLUMNS, MAX_ROWS
from sources.workbooks.package import Package
from sources.workbooks.spreadsheet_ml import CONTENT_TYPES

# What more cells would say, nobody would read.
_MOST_MARKS = 20_000

OTHER_FORMAT = (
    "This is a new workbook with the cells of your file as text: your file's own format cannot "
    "hold the marks. Mend your own file, not this copy."
)
CANNOT_CHANGE = (
    "This is a new workbook with the cells of yours as text: yours is built in a way that marks "
    "cannot be added to. Mend your own file, not this copy."
)


def annotate(data: bytes, annotation: Annotation, *, is_known: bool = False) -> Annotated:
    """The annotated copy of a file. Raises CannotRead for a file that cannot be opened.

    One that `is_known` was opened before, and is not opened once more to see whether it can be.
    """
    workbook = None if is_known else open_file(data)
    notice = OTHER_FORMAT
    if _is_excel(data):
        try:
            return _annotated(data, annotation)
        except Unfit:
            notice = CANNOT_CHANGE
    workbook = workbook or open_file(data)
    names = names_of(workbook)
    lines = tuple(
        replace(line, sheet=names.get(line.sheet or "", line.sheet)) for line in annotation.lines
    )
    told = replace(annotation, notes=(*annotation.notes, notice), lines=lines)
    return replace(_annotated(copied(workbook, names), told), notice=notice)


def _is_excel(data: bytes) -> bool:
    return data.startswith(b"PK") and CONTENT_TYPES in Package(data)


def _annotated(data: bytes, annotation: Annotation) -> Annotated:
    book = Book(Package(data), data)
    styles_part = book.linked(book.home, "styles")
    if styles_part is None:
        raise Unfit
    styles = Styles(book.read(styles_part))
    by_cell, linked = _by_cell(book, annotation.lines)
    findings = free_name(book.names)
    for name in {sheet for sheet, _ in by_cell}:
        own = {cell: rows for (sheet, cell), rows in by_cell.items() if sheet == name}
        _mark(book, styles, name, own, annotation, findings)
    looks = styles.looks()
    add_findings(book, looks, annotation, linked)
    book.write(styles_part, styles.done())
    return Annotated(book.packed(), book.suffix)


def _by_cell(
    book: Book, lines: Sequence[Line]
) -> tuple[dict[tuple[str, str], list[int]], list[bool]]:
    """The numbers of the findings at each cell, and which findings have a cell in the workbook."""
    by_cell: dict[tuple[str, str], list[int]] = {}
    linked = []
    for number, line in enumerate(lines):
        has_cell = line.sheet in book.sheets and _is_place(line.cell)
        linked.append(has_cell)
        if has_cell and line.sheet and line.cell:
            key = (line.sheet, line.cell)
            if key in by_cell or len(by_cell) < _MOST_MARKS:
                by_cell.setdefault(key, []).append(number)
    return by_cell, linked


def _is_place(address: str | None) -> bool:
    try:
        row, column = position_of(address or "")
    except ValueError:
        return False
    return row <= MAX_ROWS and column <= MAX_COLUMNS


def _mark(
    book: Book,
    styles: Styles,
    name: str,
    cells: dict[str, list[int]],
    annotation: Annotation,
    findings: str,
) -> None:
    """Mark the cells of one sheet and put notes at them, in the order of the sheet."""
    part = book.sheets[name].part
    sheet = Worksheet(book.read(part), set(cells))
    in_order = sorted(cells, key=position_of)
    lines = {cell: [annotation.lines[n] for n in cells[cell]] for cell in in_order}
    sheet.mark({cell: worst(own) for cell, own in lines.items()}, styles.marked)
    first = first_row(annotation)
    notes = {}
    for cell, own in lines.items():
        rows = ", ".join(str(first + number) for number in cells[cell])
        notes[cell] = note_of(own, f"Listed on the sheet {findings}, row {rows}.")
    write_notes(book, part, sheet, notes)
    book.write(part, sheet.edits.done())
