"""Reading an extract of others' figures, such as one of LG Inform, by its layout.

Facts only: a row whose area, metric, period or value is not understood is kept as it stands.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sources.framework.columns import BenchmarkColumns, Written
from sources.framework.framework import Framework
from sources.framework.keys import Period
from sources.framework.layouts import Layout, PeriodStyle, read_period
from sources.geography.register import resolve
from sources.returns.account import Looked
from sources.returns.actions import a_day
from sources.returns.content import Use
from sources.returns.entries import is_dash, states_scale, value_of
from sources.returns.extract_rows import Origin, Part, SuppliedFigure
from sources.returns.headings import shape_of
from sources.returns.tables import Table, TableRow, beside, find_table
from sources.values import Absence, Unit, Value
from sources.words import compact, name_of
from sources.workbooks.cells import Workbook

_IN_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")
_SLASHED = re.compile(r"\b(\d{4})/(?:20)?(\d{2})\b")
_QUARTER_FIRST = re.compile(r"(Q[1-4]|H[12]|M\d{2})[\s,;-]+(\d{4}-\d{2})", re.IGNORECASE)
_YES = {"yes", "y", "true"}
_NO = {"no", "n", "false"}


@dataclass(frozen=True)
class ReadFigures:
    """The rows of a table, the table, and what of it is for the account of cells."""

    rows: tuple[SuppliedFigure, ...]
    table: Table
    looked: Looked
    used: Mapping[tuple[str, str], Use]


def read_figures(workbook: Workbook, framework: Framework, layout: Layout) -> ReadFigures:
    """Every figure of a file. Raises CannotRead if the table or its headings are missing."""
    columns = layout.benchmarks
    assert columns is not None
    table = find_table(workbook, layout.sheets, shape_of(layout))
    wanted = {heading: compact(text) for heading, text in layout.only.items()}
    asked = [
        row
        for row in table.rows
        if all(compact(row.text(heading)) == text for heading, text in wanted.items())
    ]
    reader = _Reader(framework, columns, _origin(table, columns))
    rows = tuple(one for row in asked if (one := reader.row(row)) is not None)
    left_out = {row.number for row in table.rows} - {row.number for row in asked}
    looked = replace(table, notes=table.notes | left_out)
    keys = [columns.area[0], columns.metric[0], columns.figure_period[0], *wanted]
    keys += [layout.period[0]] if layout.period else []
    return ReadFigures(rows, table, Looked.at(looked, keys), dict(_used(rows)))


def figure_period(text: str) -> Period | None:
    """The period that a figure of others is of, in any of the usual ways of writing one.

    `2022/23`, `2022-23-FY`, `Q2 2022/23`, `2022-23 Q2`, `April 2022`; what stands in brackets
    behind it, such as `(academic)`, says nothing about when.
    """
    said = _SLASHED.sub(r"\1-\2", _IN_BRACKETS.sub("", " ".join(text.split())))
    said = _QUARTER_FIRST.sub(r"\2 \1", said)
    if re.fullmatch(r"\d{4}-\d{2}", said):
        # `2022-23` is a year; `2022-04` can only be a month.
        said = f"{said}-FY" if _is_a_year(said) else said
    found = (read_period(said, style) for style in PeriodStyle)
    return next((period for period in found if period is not None), None)


def _is_a_year(text: str) -> bool:
    first, last = text.split("-")
    return (int(first) + 1) % 100 == int(last)


def _origin(table: Table, columns: BenchmarkColumns) -> Origin:
    """What the head of the file says, beside the layout's labels."""

    def said(label: str) -> str:
        cell = beside(table.sheet, label)
        return " ".join(cell.text.split()) if cell is not None else ""

    source, licence = said(columns.source_label), said(columns.licence_label)
    when = said(columns.retrieved_label)
    retrieved = a_day(when) or a_day(re.split(r"[T ](?=\d{1,2}:)", when)[0])
    members = said(columns.members_only_label).casefold()
    told = {
        columns.source_label: bool(source),
        columns.retrieved_label: retrieved is not None,
        columns.licence_label: bool(licence),
        columns.members_only_label: members in _YES | _NO,
    }
    lacking = tuple(label for label, is_told in told.items() if not is_told)
    return Origin(source, licence, retrieved, members not in _NO, lacking)


class _Reader:
    """What a row's cells mean in one framework and layout."""

    def __init__(self, framework: Framework, columns: BenchmarkColumns, origin: Origin) -> None:
        self._framework, self._origin = framework, origin
        self._headings = {
            Part.AREA: columns.area[0],
            Part.METRIC: columns.metric[0],
            Part.PERIOD: columns.figure_period[0],
            Part.VALUE: columns.value[0],
        }
        measures = framework.measures.values()
        self._measures = {compact(m.id): m.id for m in measures}
        self._measures |= {
            compact(m.lg_inform_metric): m.id for m in measures if m.lg_inform_metric
        }
        self._called = {name_of(text): to for text, to in columns.called.items()}

    def row(self, row: TableRow) -> SuppliedFigure | None:
        """A row as it stands; None if it holds nothing."""
        filled = {
            part: cell
            for part, heading in self._headings.items()
            if (cell := row.cell(heading)) is not None and not is_dash(cell)
        }
        if not filled:
            return None
        said = {part: " ".join(cell.text.split()) for part, cell in filled.items()}
        found = resolve(said.get(Part.AREA, ""), with_former=True)
        metric = said.get(Part.METRIC, "")
        name = self._measures.get(compact(metric)) or self._called.get(name_of(metric))
        measure = self._framework.measures.get(name or "")
        unit = measure.unit if measure else Unit.NUMBER
        cell = filled.get(Part.VALUE)
        return SuppliedFigure(
            area=found.area,
            area_problem=found.problem if Part.AREA in said else "No area is named.",
            measure=measure.id if measure else None,
            period=figure_period(said.get(Part.PERIOD, "")),
            value=value_of(cell, unit, measure.unit_words if measure else None)
            if cell is not None
            else Value.absent(Absence.BLANK, unit),
            origin=self._origin,
            said=said,
            sheet=row.sheet,
            number=row.number,
            cells={part: row.address(h) or f"A{row.number}" for part, h in self._headings.items()},
            states_scale=cell is not None and states_scale(cell, Written.AS_MEASURED, unit),
        )


def _used(rows: Sequence[SuppliedFigure]) -> Iterator[tuple[tuple[str, str], Use]]:
    """What became of the values' cells; those of areas, metrics and periods are references."""
    for row in rows:
        if Part.VALUE not in row.said:
            continue
        use = Use.VALUE if row.value.absence is None else Use.ABSENCE
        use = Use.UNREADABLE if row.value.absence is Absence.UNREADABLE else use
        yield (row.sheet, row.cells[Part.VALUE]), use if row.measure else Use.NOT_USED
