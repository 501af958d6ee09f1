"""Marks of personal data that only show across a sheet's cells: columns and rows of persons.

What one text gives away by itself is `texts`. Cells come in as (cell, plain text) pairs.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from sources.personal_data import people, texts
from sources.workbooks.cells import Cell

# Stated limits. So many rows make a list; fewer may be a contact, a venue, an owner of a measure.
ROWS_OF_A_LIST = 5
NHS_NUMBERS_OF_A_COLUMN = 3
# Without a heading, days in these years may be births; later ones are dates of the council's work.
BIRTH_YEARS = range(1920, 2011)
# A serial number that a spreadsheet shows as a day when its format is lost: 1904 to 2036.
_SERIALS = range(1462, 50_000)

Row = list[tuple[Cell, str]]


class SheetTable:
    """A sheet's cells by row and column, with what stands over them."""

    def __init__(self, cells: Iterable[tuple[Cell, str]]) -> None:
        self.rows: Mapping[int, Row] = defaultdict(list)
        self.columns: Mapping[int, Row] = defaultdict(list)
        for cell, text in cells:
            self.rows[cell.row].append((cell, text))
            self.columns[cell.column].append((cell, text))


def birth_dates(table: SheetTable) -> int:
    """How many cells hold dates of birth: under or beside such a heading, or beside names."""
    found: set[tuple[int, int]] = set()
    for column in table.columns.values():
        is_under = False
        for cell, text in column:
            if cell.number is None and texts.is_birth_heading(text):
                is_under = True
                found |= _beside(table, cell)
            elif is_under and _is_day(cell, text):
                found.add((cell.row, cell.column))
    for number, column in table.columns.items():
        found |= _births_beside_names(table, number, column)
    return len(found)


def _beside(table: SheetTable, heading: Cell) -> set[tuple[int, int]]:
    """The cell to the right of a heading, if it is a day."""
    right = [(c, t) for c, t in table.rows[heading.row] if c.column > heading.column][:1]
    return {(c.row, c.column) for c, text in right if _is_day(c, text)}


def _is_day(cell: Cell, text: str) -> bool:
    if cell.number is not None:
        return cell.number == cell.number.to_integral_value() and int(cell.number) in _SERIALS
    return texts.day_of(text) is not None


def _births_beside_names(table: SheetTable, column: int, cells: Row) -> set[tuple[int, int]]:
    days = [(cell, texts.day_of(text)) for cell, text in cells if cell.number is None]
    born = [(c, day) for c, day in days if day is not None and day.year in BIRTH_YEARS]
    # Quarters and contracts begin and end with months, people are born on any day.
    edges = sum(day.day in (1, 30, 31) for _, day in born)
    if len({day for _, day in born}) < ROWS_OF_A_LIST or edges * 2 > len(born):
        return set()
    named = {(c.row, c.column) for c, _ in born if _has_person(table, c.row, column)}
    return named if len(named) >= ROWS_OF_A_LIST else set()


def _has_person(table: SheetTable, row: int, column: int) -> bool:
    return any(people.is_person(text) for c, text in table.rows[row] if c.column != column)


def nhs_columns(table: SheetTable) -> int:
    """How many cells are NHS numbers by their column: headed so, or all of them proven."""
    count = 0
    for cells in table.columns.values():
        is_under = False
        under = 0
        for cell, text in cells:
            if cell.number is None and texts.is_nhs_heading(text):
                is_under = True
            elif is_under:
                under += texts.is_nhs_number(text)
        long = [text for _, text in cells if len(text) == 10 and text.isdecimal()]
        proven = [text for text in long if texts.is_nhs_number(text)]
        is_list = len(proven) == len(long) and len(set(proven)) >= NHS_NUMBERS_OF_A_COLUMN
        count += max(under, len(proven) if is_list else 0)
    return count


def people_with_addresses(table: SheetTable) -> int:
    """How many rows are of a person and where they live; 0 if they are too few to be a list."""
    named = _columns_of_names(table)
    with_address = with_person = 0
    for row in table.rows.values():
        where = {c.column for c, text in row if c.number is None and people.has_address(text)}
        if where:
            with_address += 1
            with_person += any(
                c.column not in where and (people.is_person(text) or c.column in named)
                for c, text in row
                if c.number is None
            )
    is_list = with_person >= ROWS_OF_A_LIST and with_person * 2 >= with_address
    return with_person if is_list else 0


def _columns_of_names(table: SheetTable) -> set[int]:
    """The columns headed as persons' names."""
    return {
        number
        for number, cells in table.columns.items()
        if any(c.number is None and people.is_person_heading(text) for c, text in cells)
    }
