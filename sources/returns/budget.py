"""Reading the table of budget lines that a finance return is, by its layout.

Facts only: a line whose fund or body is not known is kept as it stands.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from sources.framework.columns import BudgetColumns, Written
from sources.framework.framework import Framework
from sources.framework.layouts import Layout
from sources.returns.account import Looked
from sources.returns.budget_lines import Amount, SuppliedAmount, SuppliedLine
from sources.returns.entries import is_dash, value_of
from sources.returns.headings import shape_of
from sources.returns.tables import Table, TableRow, find_table
from sources.values import Absence, Unit, Value, parse_text
from sources.words import compact, name_of
from sources.workbooks.cells import Cell, Workbook
from sources.workbooks.recalculation import Recalculation

# Finance writes what is below nothing in brackets.
_IN_BRACKETS = re.compile(r"\(\s*([^()]+?)\s*\)")


@dataclass(frozen=True)
class ReadBudget:
    """The lines of a table, the table, and what of it is for the account of cells."""

    lines: tuple[SuppliedLine, ...]
    table: Table
    looked: Looked


def read_budget(
    workbook: Workbook, framework: Framework, layout: Layout, recalculation: Recalculation
) -> ReadBudget:
    """Every budget line of a file. Raises CannotRead if the table or its headings are missing."""
    columns = layout.budget
    assert columns is not None
    table = find_table(workbook, layout.sheets, shape_of(layout))
    wanted = {heading: compact(text) for heading, text in layout.only.items()}
    rows = [
        row
        for row in table.rows
        if all(compact(row.text(heading)) == text for heading, text in wanted.items())
    ]
    reader = _Reader(framework, columns, recalculation)
    lines = tuple(line for row in rows if (line := reader.line(row)) is not None)
    left_out = {row.number for row in table.rows} - {row.number for row in rows}
    keys = [h[0] for h in (columns.line, columns.body, columns.service, columns.fund) if h]
    keys += [layout.period[0]] if layout.period else []
    looked = replace(table, notes=table.notes | left_out)
    return ReadBudget(lines, table, Looked.at(looked, [*keys, *wanted]))


class _Reader:
    """What a row's cells mean in one framework and layout."""

    def __init__(
        self, framework: Framework, columns: BudgetColumns, recalculation: Recalculation
    ) -> None:
        self._columns, self._recalculation = columns, recalculation
        self._bodies = {compact(b.id): b.id for b in framework.bodies.values()}
        self._bodies |= {compact(name_of(b.name)): b.id for b in framework.bodies.values()}
        services = [s for d in framework.departments.values() for s in d.services]
        self._services = {compact(s.id): s.id for s in services}
        self._services |= {compact(name_of(s.name)): s.id for s in services}
        self._corporate = {name_of(text) for text in columns.corporate}
        self._totals = {name_of(text) for text in columns.total}
        self._headings = {
            Amount.BUDGET: columns.budget,
            Amount.ACTUAL: columns.actual,
            Amount.FORECAST: columns.forecast,
            Amount.VARIANCE: columns.variance,
        }

    def line(self, row: TableRow) -> SuppliedLine | None:
        """A row as a line; None if it holds nothing but its own name."""
        columns = self._columns
        amounts = {one.amount: one for one in self._amounts(row)}
        fund_text = _text(row, columns.fund)
        if not amounts and not fund_text:
            return None
        body_text, service_text = _text(row, columns.body), _text(row, columns.service)
        about = body_text or service_text
        name = _text(row, columns.line) or " ".join(filter(None, (body_text, service_text)))
        said = {name_of(text) for text in (name, body_text, service_text) if text}
        first = columns.body or columns.service
        is_total = bool(said & self._totals)
        if is_total and about and name != about:
            # Each body may have a total of its own.
            name = f"{name}, {about}"
        return SuppliedLine(
            name=name,
            fund=columns.fund_of(fund_text),
            fund_text=fund_text,
            body=_known(self._bodies, body_text),
            service=_known(self._services, service_text),
            about_text=about,
            is_corporate=bool(said & self._corporate),
            is_total=is_total,
            amounts=amounts,
            sheet=row.sheet,
            number=row.number,
            name_cell=_address(row, columns.line or first),
            fund_cell=_address(row, columns.fund),
            about_cell=_address(row, first),
        )

    def _amounts(self, row: TableRow) -> Iterator[SuppliedAmount]:
        for amount, heading in self._headings.items():
            cell = row.cell(heading[0]) if heading else None
            if cell is None or is_dash(cell):
                continue
            value = _money(cell, Written(self._columns.written))
            if value.absence is Absence.BLANK:
                continue
            yield SuppliedAmount(
                amount,
                value,
                row.sheet,
                cell.address,
                self._recalculation.is_stale(cell),
                cell.is_hidden,
            )


def _money(cell: Cell, written: Written) -> Value:
    """An amount of money; one in brackets is below nothing."""
    match = None if cell.number is not None else _IN_BRACKETS.fullmatch(cell.text.strip())
    if match is None:
        return value_of(cell, Unit.MONEY, None, written)
    inner = parse_text(match[1], Unit.MONEY, shift=written.shift(Unit.MONEY))
    if inner.number is None or inner.number < 0:
        return Value.absent(Absence.UNREADABLE, Unit.MONEY, cell.text)
    return Value.of(-inner.number, Unit.MONEY, cell.text)


def _known(ids: dict[str, str], text: str) -> str | None:
    return ids.get(compact(text)) or ids.get(compact(name_of(text)))


def _text(row: TableRow, heading: tuple[str, ...] | None) -> str:
    cell = row.cell(heading[0]) if heading else None
    return "" if cell is None or is_dash(cell) else " ".join(cell.text.split())


def _address(row: TableRow, heading: tuple[str, ...] | None) -> str:
    return (row.address(heading[0]) if heading else None) or f"A{row.number}"
