"""Finding things in a sheet by their words: the sheet, a table's headings, the rows under them.

Words are compared without regard to case and spacing, so moved columns and stray blanks do no
harm. What a heading means is not known here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sources.workbooks.addresses import address_of, position_of
from sources.workbooks.cells import CannotRead, Cell, Sheet, Workbook

# Headings stand near the top; whatever stands lower is data.
_HEADING_ROWS = 40


@dataclass(frozen=True)
class TableRow:
    """A row below the headings: its number in the sheet, and its cells that hold anything."""

    sheet: str
    number: int
    cells: Mapping[str, Cell]
    columns: Mapping[str, int]

    def cell(self, heading: str | None) -> Cell | None:
        return None if heading is None else self.cells.get(plain(heading))

    def text(self, heading: str | None) -> str:
        cell = self.cell(heading)
        return cell.text if cell else ""

    def address(self, heading: str | None) -> str | None:
        """Where the row's cell under a heading stands, filled or not."""
        column = None if heading is None else self.columns.get(plain(heading))
        return None if column is None else address_of(self.number, column)


def plain(text: str) -> str:
    """A heading or label as it is compared: `Period  key:` is `period key`."""
    return " ".join(text.split()).rstrip(" :*").casefold()


def compact(text: str) -> str:
    """An id or sheet name as it is compared: case and all blanks are passed over."""
    return "".join(text.split()).casefold()


def find_sheet(workbook: Workbook, name: str) -> Sheet | None:
    wanted = compact(name)
    return next((s for s in workbook.sheets.values() if compact(s.name) == wanted), None)


def beside(sheet: Sheet, label: str) -> Cell | None:
    """The cell to the right of the first cell that holds a label; None if it holds nothing."""
    wanted = plain(label)
    for cell in sheet.cells.values():
        if plain(cell.text) == wanted:
            row, column = position_of(cell.address)
            return sheet.cells.get(address_of(row, column + 1))
    return None


def table_rows(sheet: Sheet, headings: Sequence[str]) -> list[TableRow]:
    """The rows below the line that holds all `headings`, without wholly empty ones.

    Other columns are passed over. Raises CannotRead, naming the headings that are missing or
    stand twice.
    """
    wanted = {plain(heading): heading for heading in headings}
    grid = _grid(sheet)
    line, found = _heading_line(grid, set(wanted))
    missing = [heading for name, heading in wanted.items() if name not in found]
    if missing:
        raise CannotRead(
            f"The table lacks {_headings(missing)}: "
            "put back the headings as they were asked for and send it again."
        )
    twice = [wanted[name] for name, columns in found.items() if len(columns) > 1]
    if twice:
        raise CannotRead(
            f"The table has {_headings(twice)} more than once: "
            "leave each heading on one column only and send it again."
        )
    columns = {name: numbers[0] for name, numbers in found.items()}
    return [
        row
        for number in sorted(grid)
        if number > line and (row := _row(sheet.name, number, grid[number], columns)).cells
    ]


def _row(
    sheet: str, number: int, cells: Mapping[int, Cell], columns: Mapping[str, int]
) -> TableRow:
    named = {name: cells[column] for name, column in columns.items() if column in cells}
    return TableRow(sheet, number, named, columns)


def _grid(sheet: Sheet) -> dict[int, dict[int, Cell]]:
    grid: dict[int, dict[int, Cell]] = {}
    for address, cell in sheet.cells.items():
        if cell.text.strip():
            row, column = position_of(address)
            grid.setdefault(row, {})[column] = cell
    return grid


def _heading_line(
    grid: Mapping[int, Mapping[int, Cell]], wanted: set[str]
) -> tuple[int, dict[str, list[int]]]:
    """The topmost line with the most of the wanted headings, and their columns."""
    best: tuple[int, dict[str, list[int]]] = (0, {})
    for number, found in _candidates(grid, wanted):
        if len(found) > len(best[1]):
            best = (number, found)
    return best


def _candidates(
    grid: Mapping[int, Mapping[int, Cell]], wanted: set[str]
) -> Iterator[tuple[int, dict[str, list[int]]]]:
    for number in sorted(grid)[:_HEADING_ROWS]:
        found: dict[str, list[int]] = {}
        for column, cell in sorted(grid[number].items()):
            if plain(cell.text) in wanted:
                found.setdefault(plain(cell.text), []).append(column)
        yield number, found


def _headings(names: Sequence[str]) -> str:
    quoted = [f"'{name}'" for name in names]
    if len(quoted) == 1:
        return f"the heading {quoted[0]}"
    return f"the headings {', '.join(quoted[:-1])} and {quoted[-1]}"
