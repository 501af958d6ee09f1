"""Finding a table in a workbook by its headings, and its rows; what a heading means is not known.

Moved and inserted columns do no harm, nor titles above the table or a sheet under another name.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from sources.words import plain, sheet_name, unmarked
from sources.workbooks.addresses import address_of, position_of
from sources.workbooks.cells import CannotRead, Cell, Fact, Sheet, Workbook

# Headings stand near the top; whatever stands lower is data.
_HEADING_ROWS = 40
# Between texts of headings that stand above one another.
_JOINED = " / "

NO_TABLE = "This file has no '{sheet}' sheet: use the form or layout that was sent for this return."

SEVERAL_TABLES = "The table could be on several sheets of this file: {mend} and send it again."
# A handful of headings is asked for in every row.
_asked = lru_cache(maxsize=1_000)(plain)

LEAVE_ONE = "leave only the sheet that is meant in it"


@dataclass(frozen=True)
class Shape:
    """What a table looks like: its headings, each with its other names, and words that end it.

    Under the headings `in_words` a cell that is merged over several rows speaks for each; a number
    speaks for its own alone.
    """

    headings: tuple[tuple[str, ...], ...]
    in_words: tuple[str, ...] = ()
    heading_rows: int = 1
    notes: tuple[str, ...] = ()
    ends_at: tuple[str, ...] = ()


@dataclass(frozen=True)
class TableRow:
    """A row below the headings: its number in the sheet, and its cells that hold anything."""

    sheet: str
    number: int
    cells: Mapping[str, Cell]
    columns: Mapping[str, int]

    def cell(self, heading: str | None) -> Cell | None:
        return None if heading is None else self.cells.get(_asked(heading))

    def text(self, heading: str | None) -> str:
        cell = self.cell(heading)
        return cell.text if cell else ""

    def address(self, heading: str | None) -> str | None:
        """Where the row's cell under a heading stands, filled or not."""
        column = None if heading is None else self.columns.get(_asked(heading))
        return None if column is None else address_of(self.number, column)


@dataclass(frozen=True)
class Table:
    """A table as found: where its headings stand, its rows, and the rows that are notes.

    `headings` holds every column's heading, wanted or not; `columns` the number of each wanted one
    by its first name, as compared. Rows from `after` on stand below the table; `after` is 0 where
    it reaches to the end of the sheet.
    """

    sheet: Sheet
    first_line: int
    last_line: int
    headings: Mapping[int, str]
    columns: Mapping[str, int]
    rows: tuple[TableRow, ...]
    notes: frozenset[int]
    after: int


def find_sheet(workbook: Workbook, name: str) -> Sheet | None:
    """The first sheet of a name."""
    wanted = sheet_name(name)
    return next((s for s in workbook.sheets.values() if sheet_name(s.name) == wanted), None)


def beside(sheet: Sheet, label: str) -> Cell | None:
    """The cell to the right of a cell that holds a label; None if all such hold nothing.

    Of several, one that can be seen comes first.
    """
    found = all_beside(sheet, label)
    return next((cell for cell in found if not cell.is_hidden), found[0] if found else None)


def all_beside(sheet: Sheet, label: str) -> list[Cell]:
    """Every filled cell to the right of a cell that holds a label."""
    wanted = plain(label)
    ends = {area.partition(":")[0]: area.partition(":")[2] for area in sheet.merged}
    found = []
    for address, cell in sheet.cells.items():
        if plain(cell.text) != wanted:
            continue
        _, last = position_of(ends.get(address) or address)
        entry = sheet.cells.get(address_of(cell.row, last + 1))
        if entry is not None and entry.text.strip():
            found.append(entry)
    return found


def find_table(workbook: Workbook, names: Sequence[str], shape: Shape) -> Table:
    """The table of a shape: on the sheet of a name or, if there is none, on the one that holds it.

    Raises CannotRead, naming the sheet or the headings that are missing or stand twice.
    """
    merging_is_known = Fact.MERGING not in workbook.unknown
    grids = [_Grid(sheet, merging_is_known) for sheet in workbook.sheets.values()]
    wanted = {sheet_name(name) for name in names}
    named = [grid for grid in grids if sheet_name(grid.sheet.name) in wanted]
    visible = [grid for grid in named if not grid.sheet.is_hidden]
    if len(visible) == 1 or (named and not visible):
        return (visible or named)[0].table(shape)
    whole = visible or [g for g in grids if not g.sheet.is_hidden and not g.missing(shape)]
    if len(whole) == 1:
        return whole[0].table(shape)
    if len(whole) > 1:
        wanted_name = f"call the right one '{names[0]}'" if names else LEAVE_ONE
        raise CannotRead(SEVERAL_TABLES.format(mend=wanted_name))
    # The sheet that comes nearest says best what is missing.
    nearest = min(grids, key=lambda grid: len(grid.missing(shape)))
    if names and len(grids) > 1 and len(nearest.missing(shape)) > len(shape.headings) / 2:
        raise CannotRead(NO_TABLE.format(sheet=names[0]))
    return nearest.table(shape)


class _Grid:
    """A sheet's cells by row and column, with what merging makes of them."""

    def __init__(self, sheet: Sheet, merging_is_known: bool) -> None:
        self.sheet = sheet
        self._merging_is_known = merging_is_known
        self._rows: dict[int, dict[int, Cell]] = {}
        for cell in sheet.cells.values():
            if cell.text.strip():
                self._rows.setdefault(cell.row, {})[cell.column] = cell

    @cached_property
    def _spans(self) -> dict[int, list[tuple[int, int, Cell]]]:
        """By row: the first and last column of each merged area, and the cell that it shows."""
        spans: dict[int, list[tuple[int, int, Cell]]] = {}
        for area in self.sheet.merged:
            first, _, last = area.replace("$", "").partition(":")
            (top, left), (bottom, right) = position_of(first), position_of(last or first)
            shown = self._rows.get(top, {}).get(left)
            if shown is not None:
                for row in range(top, bottom + 1):
                    spans.setdefault(row, []).append((left, right, shown))
        return spans

    def missing(self, shape: Shape) -> list[str]:
        _, _, found = self._heading_line(shape)
        return [names[0] for names in shape.headings if plain(names[0]) not in found]

    def table(self, shape: Shape) -> Table:
        """The table of a shape on this sheet. Raises CannotRead."""
        line, texts, found = self._heading_line(shape)
        missing = self.missing(shape)
        if missing:
            raise CannotRead(
                f"The table lacks {_quoted(missing, 'heading')}: "
                "put back the headings as they were asked for and send it again."
            )
        asked = {plain(names[0]): names[0] for names in shape.headings}
        twice = [asked[name] for name, columns in found.items() if len(columns) > 1]
        if twice:
            raise CannotRead(
                f"The table has {_quoted(twice, 'heading')} more than once: "
                "leave each heading on one column only and send it again."
            )
        columns = {name: numbers[0] for name, numbers in found.items()}
        last_line = line + shape.heading_rows - 1
        rows, notes, after = [], set(), 0
        ends = {plain(words) for words in shape.ends_at}
        for number in sorted(self._rows):
            if number <= last_line:
                continue
            first = plain(self._first(number))
            if first in ends or self._repeats_headings(number, columns):
                after = number
                break
            if any(_begins(first, note) for note in shape.notes):
                notes.add(number)
                continue
            row = self._row(number, columns, shape.in_words)
            if row.cells:
                rows.append(row)
        _check_widths(self.sheet.widths, last_line, [row.number for row in rows])
        return Table(
            self.sheet, line, last_line, texts, columns, tuple(rows), frozenset(notes), after
        )

    def _repeats_headings(self, number: int, columns: Mapping[str, int]) -> bool:
        """Whether a row holds the headings once more: another table begins there."""
        cells = self._rows[number]
        shown = (plain(cells[c].text) == name for name, c in columns.items() if c in cells)
        return len(columns) > 1 and len(columns) == sum(shown)

    def _first(self, number: int) -> str:
        cells = self._rows[number]
        return cells[min(cells)].text

    def _row(self, number: int, columns: Mapping[str, int], in_words: Iterable[str]) -> TableRow:
        cells = self._rows[number]
        named = {name: cells[column] for name, column in columns.items() if column in cells}
        for _, _, shown in self._spans.get(number, ()):
            for name in map(plain, in_words):
                if columns[name] == shown.column:
                    named[name] = shown
        return TableRow(self.sheet.name, number, named, columns)

    def _heading_line(self, shape: Shape) -> tuple[int, dict[int, str], dict[str, list[int]]]:
        """The topmost line with the most of the wanted headings: its number, its columns' texts,
        and the columns of each wanted heading by its first name."""
        wanted = {plain(name): plain(names[0]) for names in shape.headings for name in names}
        best: tuple[int, dict[int, str], dict[str, list[int]]] = (0, {}, {})
        for line in sorted(self._rows)[:_HEADING_ROWS]:
            texts = self._headings_at(line, shape.heading_rows)
            found: dict[str, list[int]] = {}
            for column, text in sorted(texts.items()):
                # Where merging is not told, a heading may stand alone beside a merged one.
                alone = self._rows.get(line + shape.heading_rows - 1, {}).get(column)
                name = wanted.get(plain(text))
                if name is None and not self._merging_is_known and alone is not None:
                    name = wanted.get(plain(alone.text))
                if name is not None:
                    found.setdefault(name, []).append(column)
            if len(found) > len(best[2]):
                best = (line, texts, found)
        return best

    def _headings_at(self, line: int, lines: int) -> dict[int, str]:
        if lines == 1:
            return {column: cell.text for column, cell in self._rows[line].items()}
        levels = [self._spread(line + n, is_last=n == lines - 1) for n in range(lines)]
        columns = sorted({column for level in levels for column in level})
        texts: dict[int, str] = {}
        for column in columns:
            stack = [level[column] for level in levels if column in level]
            # A heading that is merged downwards says the same on every line.
            texts[column] = _JOINED.join(dict.fromkeys(unmarked(cell.text) for cell in stack))
        return texts

    def _spread(self, line: int, *, is_last: bool) -> dict[int, Cell]:
        """A line of headings, with merged ones on all their columns.

        A format that cannot tell merged cells leaves blanks in their place.
        """
        spread = dict(self._rows.get(line, {}))
        for left, right, shown in self._spans.get(line, ()):
            spread.update(dict.fromkeys(range(left, right + 1), shown))
        if not self._merging_is_known and not is_last and spread:
            width = max(max(cells) for cells in self._rows.values())
            for column in range(min(spread), width + 1):
                if column not in spread:
                    spread[column] = spread[column - 1]
        return spread


def _check_widths(widths: Mapping[int, int], heading: int, rows: Sequence[int]) -> None:
    """Refuse a delimited file some of whose rows have more fields than there are headings.

    A comma within a number parts it in two and moves all that follows. Where every row is longer,
    a program only ends its lines with a delimiter.
    """
    longer = [row for row in rows if widths.get(row, 0) > widths.get(heading, 0)]
    if longer and len(longer) < len(rows):
        raise CannotRead(
            f"Row {longer[0]} of this table has more fields than there are headings: write numbers "
            "without commas, or put them in quotation marks, and send it again."
        )


def _begins(text: str, words: str) -> bool:
    """Whether a text begins with whole words: `note 1`, not `noted`."""
    start = plain(words)
    return text.startswith(start) and not text[len(start) : len(start) + 1].isalpha()


def _quoted(names: Sequence[str], what: str) -> str:
    quoted = [f"'{name}'" for name in names]
    if len(quoted) == 1:
        return f"the {what} {quoted[0]}"
    return f"the {what}s {', '.join(quoted[:-1])} and {quoted[-1]}"
