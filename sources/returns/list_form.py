"""A protected workbook of one sheet with a list: columns that are shown, and columns to fill in.

How such a sheet is laid out and written; what its columns mean, and reading them back, is with the
forms that use it (`moderation_form`, `spot_check_form`). No macros, no clock.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sources.returns.tables import Shape, TableRow

# A row: what it shows, and what stands in the columns to fill in.
Row = tuple[Sequence[str], Sequence[str]]


@dataclass(frozen=True)
class Column:
    """The cells of a column to be filled in, with what can be asked of them."""

    sheet: Any
    cells: str
    name: str

    def choice(self, words: Iterable[str], hint: str) -> None:
        """One of these words, offered in a list."""
        from sources.returns import form_rules as rules

        rules.choice(self.sheet, self.cells, f'"{",".join(words)}"', self.name, hint)

    def prompt(self, hint: str) -> None:
        from sources.returns import form_rules as rules

        rules.prompt(self.sheet, self.cells, self.name, hint)

    def day(self, hint: str) -> None:
        from sources.returns import form_rules as rules

        rules.date_wanted(self.sheet, self.cells, self.name, hint)


@dataclass(frozen=True)
class ListForm:
    """The sheet's name and its columns, each with a width; rows are known by the first column."""

    sheet: str
    shown: Mapping[str, int]
    asked: Mapping[str, int]

    def shape(self, *more: str) -> Shape:
        """What a table must have to be this list: its key, `more`, and all that was asked."""
        key = next(iter(self.shown))
        return Shape(tuple((name,) for name in (key, *more, *self.asked)))

    def write(
        self,
        title: str,
        lines: Iterable[tuple[str, str]],
        rows: Sequence[Row],
        ask: Callable[[Mapping[str, Column]], None],
        dated: date,
        mark: str | None = None,
    ) -> bytes:
        """The .xlsx workbook, the same bytes for the same arguments.

        `lines` stand above the list as label and text; `ask` says what is wanted in each column.
        """
        # openpyxl is slow to import, and these bring it with them.
        from openpyxl import Workbook as Book
        from openpyxl.styles import Alignment
        from openpyxl.workbook.protection import WorkbookProtection

        from sources.returns import form_style as style
        from sources.workbooks.addresses import address_of

        book = Book()
        sheet = book.worksheets[0]
        sheet.title = self.sheet
        at = style.title(sheet, title, mark)
        for label, text in lines:
            style.put(sheet, at, 1, label, bold=True)
            # A text beside empty cells may run over them.
            style.put(sheet, at, 2, text).alignment = Alignment(vertical="top")
            at += 1
        headings = [*self.shown, *self.asked]
        for column, name in enumerate(headings, start=1):
            style.heading(sheet, at, column, name)
        style.widths(sheet, [*self.shown.values(), *self.asked.values()])
        for number, (shown, stands) in enumerate(rows, start=at + 1):
            for column, text in enumerate(shown, start=1):
                style.put(sheet, number, column, text)
            for column, text in enumerate(stands, start=len(self.shown) + 1):
                if text:
                    style.put(sheet, number, column, text)
                style.entry(sheet, number, column)
        last = at + max(len(rows), 1)

        def cells(name: str) -> str:
            column = headings.index(name) + 1
            return f"{address_of(at + 1, column)}:{address_of(last, column)}"

        ask({name: Column(sheet, cells(name), name) for name in self.asked})
        style.finish(
            sheet,
            start_at=address_of(at + 1, len(self.shown) + 1),
            header_row=at,
            freeze=address_of(at + 1, 3),
        )
        style.repeat_mark(sheet, mark)
        book.security = WorkbookProtection(lockStructure=True)
        style.describe(book, title, "Quarterday")
        return style.saved(book, datetime.combine(dated, time()))


def is_worked_out(row: TableRow, name: str) -> bool:
    """Whether a cell holds a formula or an error, where somebody should have typed something."""
    cell = row.cell(name)
    return cell is not None and (cell.error is not None or cell.is_formula)
