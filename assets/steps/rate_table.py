"""Rating a table of figures that belongs to no framework: rows in, the same rows rated out.

Reads the file; nothing is stored. A single row is `rate_row`'s, the rule of a rating
`analysis/rating`'s.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assets.steps.rate_row import OPTIONAL, needed_by, rate_row
from sources.framework import published_schemes
from sources.framework.library import Library, UnknownKey
from sources.framework.scheme_file import load_scheme
from sources.framework.schemes import MeasureScheme
from sources.returns.tables import Shape, Table, TableRow, find_table
from sources.values import Unit, parse_number
from sources.words import plain
from sources.workbooks.addresses import address_of
from sources.workbooks.cells import CannotRead, Cell
from sources.workbooks.door import open_file
from sources.workbooks.number_formats import shows_percent
from sources.workbooks.recalculation import Recalculation

ASKED = ("measure", "actual", "target", "polarity", "unit")
ADDED = ("rating", "variance_pct", "rule", "reason")


@dataclass(frozen=True)
class RatedTable:
    """A table's headings and rows with the four columns that rating adds; `unrated` counts rows."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    unrated: int


def scheme_of(name: str, library: Library) -> MeasureScheme:
    """The scheme that a council's newest framework, a scheme's id, a published rule's name or a
    YAML file gives, in this order.

    Raises UnknownKey, FrameworkProblems or OSError.
    """
    if name.endswith((".yaml", ".yml")):
        try:
            return load_scheme(Path(name).name, Path(name).read_text(encoding="utf-8-sig"))
        except UnicodeDecodeError:
            raise UnknownKey(f"{name} is not UTF-8 text: save it as UTF-8.") from None
    schemes = {}
    for council in library.councils():
        scheme = library.frameworks(council)[-1].measure_scheme
        schemes[scheme.id] = schemes[council] = scheme
    found = schemes.get(name) or published_schemes.published(name)
    if found is None:
        raise UnknownKey(
            f"There is no rating scheme '{name}'; known: {', '.join(sorted(schemes))}. "
            f"Published rules: {', '.join(published_schemes.names())}. "
            "A scheme of your own is a file that ends in .yaml."
        )
    return found


def rate_table(data: bytes, scheme: MeasureScheme) -> RatedTable:
    """Rate every row of a table (CSV or workbook). Raises CannotRead for a file that is none."""
    workbook = open_file(data)
    table = find_table(workbook, (), Shape(tuple((name,) for name in ASKED)))
    given = [plain(text) for text in table.headings.values()]
    taken = [name for name in ADDED if name in given]
    if taken:
        raise CannotRead(
            f"The table has a column '{taken[0]}' of its own: rename it, as rating adds one."
        )
    # Once more with what else it holds, so that a heading that stands twice is refused.
    needed = needed_by(scheme)
    extra = [name for name in (*needed, *OPTIONAL) if name in given]
    table = find_table(workbook, (), Shape(tuple((name,) for name in (*ASKED, *extra))))
    below = [c for c in table.sheet.cells.values() if c.row > table.last_line]
    used = [*table.headings, *(cell.column for cell in below)]
    columns = range(min(used), max(used) + 1)
    known = {row.number: row for row in table.rows}
    recalculation = Recalculation(workbook)
    rows, unrated = [], 0
    for number in sorted({cell.row for cell in below if cell.text.strip()}):
        row = known.get(number) or TableRow(table.sheet.name, number, {}, table.columns)
        added = rate_row(row, scheme, needed, recalculation)
        unrated += not added[0]
        rows.append((*_texts(table, number, columns), *added))
    headings = tuple(table.headings.get(column, "") for column in columns)
    return RatedTable((*headings, *ADDED), tuple(rows), unrated)


def _texts(table: Table, number: int, columns: Sequence[int]) -> list[str]:
    cells = (table.sheet.cells.get(address_of(number, column)) for column in columns)
    return [_text(cell) if cell else "" for cell in cells]


def _text(cell: Cell) -> str:
    """A cell as it is seen: one that shows 97% holds 0.97."""
    if cell.number is None or not shows_percent(cell.number_format):
        return cell.text
    shown = parse_number(cell.number, Unit.PERCENT, cell.text, shown_as_percent=True).number
    return cell.text if shown is None else f"{shown}%"
