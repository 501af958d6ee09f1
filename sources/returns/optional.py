"""The sheets that a form has only if they are asked for: breakdowns, benchmarks, notes, revisions.

Facts only, as in `read`: what a row lacks is said with it, and whether that matters is for `checks`
to say.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sources.framework.breakdowns import WHOLE
from sources.framework.columns import Written
from sources.framework.framework import Framework
from sources.framework.keys import Period, Slot
from sources.framework.layouts import read_period
from sources.framework.measures import Measure
from sources.returns import form_layout
from sources.returns.account import Looked
from sources.returns.content import (
    PartRow,
    Quantity,
    Revision,
    Row,
    SuppliedBenchmark,
    SuppliedText,
    SuppliedValue,
    TextField,
    Use,
)
from sources.returns.entries import Entry, is_dash, row_values, states_scale, value_of
from sources.returns.headings import Headings
from sources.returns.revised import slot_collecting
from sources.returns.tables import Shape, Table, TableRow, find_sheet, find_table
from sources.values import Absence, Unit, Value
from sources.words import compact
from sources.workbooks.cells import Cell, Workbook
from sources.workbooks.recalculation import Recalculation

_PARTS = Headings(
    measure=form_layout.MEASURE_ID,
    period=form_layout.PERIOD_KEY,
    quantities={q: form_layout.QUANTITIES[q] for q in form_layout.PART_QUANTITIES},
    texts={},
    reason=form_layout.REASON,
)
_REVISED = Headings(
    measure=form_layout.MEASURE_ID,
    period=form_layout.PERIOD_KEY,
    quantities=form_layout.REVISED_QUANTITIES,
    texts={TextField.REVISION_REASON: form_layout.REVISION_REASON},
)
_BENCHMARK_ENTRIES = (
    form_layout.COMPARATOR,
    form_layout.COMPARATOR_PERIOD,
    form_layout.BENCHMARK,
    form_layout.BENCHMARK_SOURCE,
)


@dataclass
class ReadOptional:
    """What the optional sheets say. `used` are the cells that are neither values nor texts of the
    return's own lists, with what became of them."""

    part_rows: list[PartRow] = field(default_factory=list)
    parts: list[SuppliedValue] = field(default_factory=list)
    benchmarks: list[SuppliedBenchmark] = field(default_factory=list)
    revisions: list[Revision] = field(default_factory=list)
    texts: list[SuppliedText] = field(default_factory=list)
    tables: list[Looked] = field(default_factory=list)
    used: dict[tuple[str, str], Use] = field(default_factory=dict)


def read_optional(
    workbook: Workbook, slot: Slot, framework: Framework, recalculation: Recalculation
) -> ReadOptional:
    """Read those that are there. Raises CannotRead if the headings of one are missing."""
    reader = _Reader(slot, framework, recalculation)
    sheets = {
        form_layout.BREAKDOWNS: (reader.breakdowns, (*_PARTS.all, form_layout.PART_ID)),
        form_layout.BENCHMARKS: (
            reader.benchmarks,
            (form_layout.MEASURE_ID, *_BENCHMARK_ENTRIES),
        ),
        form_layout.NOTES: (
            reader.notes,
            (form_layout.MEASURE_ID, *form_layout.NOTE_ENTRIES.values()),
        ),
        form_layout.REVISED: (reader.revised, _REVISED.all),
    }
    for name, (read, headings) in sheets.items():
        if find_sheet(workbook, name) is not None:
            read(find_table(workbook, [name], Shape(tuple((heading,) for heading in headings))))
    return reader.found


class _Reader:
    """One form's optional sheets, held against its own measures."""

    def __init__(self, slot: Slot, framework: Framework, recalculation: Recalculation) -> None:
        self.found = ReadOptional()
        self._slot, self._framework, self._recalculation = slot, framework, recalculation
        own = framework.measures_of(slot.return_id)
        self._own = {compact(measure.id): measure for measure in own}

    def breakdowns(self, table: Table) -> None:
        keys = (form_layout.MEASURE_ID, form_layout.PERIOD_KEY, form_layout.PART_ID)
        actual = form_layout.QUANTITIES[Quantity.ACTUAL]
        self.found.tables.append(Looked.at(table, keys, [actual]))
        entries = (*_PARTS.quantities.values(), _PARTS.reason)
        for row in table.rows:
            measure, period = self._named(row)
            known = (
                {}
                if measure is None
                else {
                    compact(part.id): part.id
                    for _, part in self._framework.parts_of(measure, period)
                }
            )
            text = row.text(form_layout.PART_ID)
            part = known.get(compact(text))
            self.found.part_rows.append(
                PartRow(
                    _as_row(row, measure, period, entries, actual),
                    text,
                    row.address(form_layout.PART_ID) or "",
                    part,
                )
            )
            if measure is None or period is None or part is None:
                continue
            if period in self._framework.due_in(measure, self._slot.period):
                entered = row_values(row, _PARTS, measure)
                self.found.parts += self._supplied(row, _PARTS, measure, period, entered, part)

    def benchmarks(self, table: Table) -> None:
        self.found.tables.append(Looked.at(table, [form_layout.MEASURE_ID]))
        for row in table.rows:
            cells = {h: c for h in _BENCHMARK_ENTRIES if (c := _filled(row, h)) is not None}
            if not cells:
                continue
            name = row.text(form_layout.MEASURE_ID)
            measure = self._own.get(compact(name))
            is_asked = measure is not None and measure.asks_benchmark
            figure = cells.get(form_layout.BENCHMARK)
            needed = _BENCHMARK_ENTRIES[:3]
            lacking = tuple(heading for heading in needed if heading not in cells)
            if not is_asked or measure is None:
                lacking = (form_layout.MEASURE_ID, *lacking)
            one = SuppliedBenchmark(
                measure.id if measure else name,
                row.text(form_layout.COMPARATOR).strip(),
                row.text(form_layout.COMPARATOR_PERIOD).strip(),
                _figure(figure, measure),
                row.text(form_layout.BENCHMARK_SOURCE).strip(),
                row.sheet,
                row.address(form_layout.BENCHMARK) or "",
                lacking,
            )
            self.found.benchmarks.append(one)
            if one.counts:
                for heading, cell in cells.items():
                    is_figure = heading == form_layout.BENCHMARK
                    self.found.used[row.sheet, cell.address] = Use.VALUE if is_figure else Use.TEXT

    def notes(self, table: Table) -> None:
        self.found.tables.append(Looked.at(table, [form_layout.MEASURE_ID]))
        for row in table.rows:
            measure = self._own.get(compact(row.text(form_layout.MEASURE_ID)))
            due = self._framework.due_in(measure, self._slot.period) if measure else ()
            if measure is None or not due:
                continue
            for what, heading in form_layout.NOTE_ENTRIES.items():
                cell = _filled(row, heading)
                if cell is not None:
                    self.found.texts.append(
                        SuppliedText(measure.id, due[-1], what, cell.text, row.sheet, cell.address)
                    )

    def revised(self, table: Table) -> None:
        self.found.tables.append(Looked.at(table, _REVISED.keys))
        actual = form_layout.REVISED_QUANTITIES[Quantity.ACTUAL]
        entries = (*_REVISED.quantities.values(), form_layout.REVISION_REASON)
        for row in table.rows:
            measure, period = self._named(row)
            listed = _as_row(row, measure, period, entries, actual)
            if not listed.has_entries:
                continue
            values: list[SuppliedValue] = []
            slot, reason = None, None
            if measure is not None and period is not None:
                slot = slot_collecting(self._framework, measure, period, before=self._slot)
                entered = row_values(row, _REVISED, measure)
                values = self._supplied(row, _REVISED, measure, period, entered)
                said = _filled(row, form_layout.REVISION_REASON)
                if said is not None:
                    about = TextField.REVISION_REASON
                    reason = SuppliedText(
                        measure.id, period, about, said.text, row.sheet, said.address
                    )
            numbers = [v.value.number for v in values if v.quantity is Quantity.ACTUAL]
            possible = measure is None or all(n is None or measure.admits(n) for n in numbers)
            revision = Revision(listed, slot, tuple(values), reason, possible)
            self.found.revisions.append(revision)
            if revision.counts and reason is not None:
                self.found.used[reason.sheet, reason.cell] = Use.TEXT
                for value in values:
                    is_number = value.value.number is not None
                    use = Use.VALUE if is_number else Use.NOT_USED
                    self.found.used[value.sheet, value.cell] = use

    def _named(self, row: TableRow) -> tuple[Measure | None, Period | None]:
        measure = self._own.get(compact(row.text(form_layout.MEASURE_ID)))
        return measure, read_period(row.text(form_layout.PERIOD_KEY))

    def _supplied(
        self,
        row: TableRow,
        headings: Headings,
        measure: Measure,
        period: Period,
        entered: Iterator[Entry],
        part: str = WHOLE,
    ) -> list[SuppliedValue]:
        return [
            SuppliedValue(
                measure.id,
                period,
                what,
                value,
                row.sheet,
                cell.address,
                states_scale(cell, Written.AS_MEASURED, value.unit),
                self._recalculation.is_stale(cell),
                cell.is_hidden,
                cell is row.cell(headings.reason),
                part,
            )
            for _, what, cell, value in entered
        ]


def _filled(row: TableRow, heading: str) -> Cell | None:
    cell = row.cell(heading)
    return None if cell is None or is_dash(cell) else cell


def _figure(cell: Cell | None, measure: Measure | None) -> Value:
    unit = measure.unit if measure else Unit.NUMBER
    if cell is None:
        return Value.absent(Absence.BLANK, unit, "")
    return value_of(cell, unit, measure.unit_words if measure else None)


def _as_row(
    row: TableRow,
    measure: Measure | None,
    period: Period | None,
    entries: Iterable[str | None],
    value: str,
) -> Row:
    cells = (row.cell(heading) for heading in entries)
    return Row(
        sheet=row.sheet,
        number=row.number,
        measure=row.text(form_layout.MEASURE_ID),
        period=row.text(form_layout.PERIOD_KEY),
        measure_cell=row.address(form_layout.MEASURE_ID) or "",
        period_cell=row.address(form_layout.PERIOD_KEY),
        has_entries=any(cell is not None and not is_dash(cell) for cell in cells),
        subject=measure.id if measure else None,
        stated=period,
        value_cell=row.address(value),
    )
