"""A return read whole: the rows of its tables, and the values and texts in them.

Facts only, as they stand in the file: duplicates are all kept, and nothing is guessed. A return
speaks only of its own measures and key actions, for the periods that are due in it; rows about
others are listed and not used. What to think of them is for `checks` to say.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain

from sources.framework.columns import Written
from sources.framework.framework import Framework
from sources.framework.keys import Period, Slot
from sources.framework.layouts import Layout, read_period
from sources.framework.measures import Measure
from sources.returns import form_layout
from sources.returns.account import Looked, account
from sources.returns.actions import read_actions
from sources.returns.assessment_rows import SuppliedAssessment
from sources.returns.assessments import read_assessments
from sources.returns.budget import read_budget
from sources.returns.budget_lines import SuppliedLine
from sources.returns.content import (
    Identity,
    Quantity,
    ReadReturn,
    Row,
    SuppliedText,
    SuppliedValue,
    Use,
)
from sources.returns.entries import is_dash, row_texts, row_values, states_scale
from sources.returns.extract_rows import SuppliedFigure
from sources.returns.extracts import read_figures
from sources.returns.headings import FORM, FORM_SHAPE, Headings, headings_of, shape_of
from sources.returns.identify import identify, table_period
from sources.returns.optional import ReadOptional, read_optional
from sources.returns.sign_off_sheet import cover_texts, read_sign_off, table_sign_off
from sources.returns.tables import TableRow, find_sheet, find_table
from sources.words import compact, name_of
from sources.workbooks.cells import CannotRead, Workbook
from sources.workbooks.recalculation import Recalculation

NO_SUCH_RETURN = (
    "This form is for a return that nobody owes in its year: "
    "use the form that was sent for this return."
)

Known = Callable[[str], Measure | None]
Stated = Callable[[TableRow], Period | None]


@dataclass
class _Found:
    """What has been read so far, and the tables it was read from."""

    recalculation: Recalculation
    owns: Callable[[Measure, Period], bool]
    due: Callable[[Measure], tuple[Period, ...]]
    rows: list[Row] = field(default_factory=list)
    values: list[SuppliedValue] = field(default_factory=list)
    texts: list[SuppliedText] = field(default_factory=list)
    tables: list[Looked] = field(default_factory=list)
    optional: ReadOptional = field(default_factory=ReadOptional)
    budget: tuple[SuppliedLine, ...] = ()
    assessments: tuple[SuppliedAssessment, ...] = ()
    figures: tuple[SuppliedFigure, ...] = ()
    used: dict[tuple[str, str], Use] = field(default_factory=dict)


def read_for(framework: Framework, slot: Slot, workbook: Workbook) -> ReadReturn:
    """A file read as a slot's return, whatever slot it names itself. Raises CannotRead."""
    owed = framework.returns.get(slot.return_id)
    layout = framework.layouts[owed.layout] if owed else None
    said = identify(workbook, owed, layout, slot.council, framework.timetable)
    return read_return(workbook, replace(said, slot=slot), framework)


def read_return(workbook: Workbook, identity: Identity, framework: Framework) -> ReadReturn:
    """Everything that a return supplies. `framework` is that of the slot's council and year.

    Raises CannotRead if the framework knows no such return, or its table or headings are missing.
    """
    owed = framework.returns.get(identity.slot.return_id)
    if owed is None:
        raise CannotRead(NO_SUCH_RETURN)
    layout = framework.layouts[owed.layout]
    slot = identity.slot
    found = _Found(
        Recalculation(workbook),
        owns=lambda measure, period: _owns(framework, slot, measure, period),
        due=lambda measure: framework.due_in(measure, slot.period),
    )
    if layout.kind == "form":
        _read_form(workbook, identity.slot, framework, found)
    elif layout.kind == "budget":
        budget = read_budget(workbook, framework, layout, found.recalculation)
        found.budget = budget.lines
        found.tables.append(budget.looked)
        found.texts.extend(table_sign_off(budget.table, layout))
    elif layout.kind == "risks":
        risks = read_assessments(workbook, framework, layout)
        found.assessments, found.used = risks.rows, dict(risks.used)
        found.tables.append(risks.looked)
        found.texts.extend(table_sign_off(risks.table, layout))
    elif layout.kind == "benchmarks":
        extract = read_figures(workbook, framework, layout)
        found.figures, found.used = extract.rows, dict(extract.used)
        found.tables.append(extract.looked)
        found.texts.extend(table_sign_off(extract.table, layout))
    else:
        _read_table(workbook, identity.slot, framework, layout, found)
    is_form, extra = layout.kind == "form", found.optional
    passed_over = () if is_form else layout.passed_over
    amounts = [amount for line in found.budget for amount in line.amounts.values()]
    values = (*found.values, *extra.parts)
    sheets, unread = account(
        workbook,
        found.tables,
        chain(values, amounts),
        found.texts,
        passed_over,
        is_form,
        {**extra.used, **found.used},
    )
    return ReadReturn(
        identity,
        tuple(found.rows),
        tuple(found.values),
        tuple(found.texts),
        sheets,
        unread,
        part_rows=tuple(extra.part_rows),
        parts=tuple(extra.parts),
        benchmarks=tuple(extra.benchmarks),
        revisions=tuple(extra.revisions),
        budget=found.budget,
        assessments=found.assessments,
        figures=found.figures,
    )


def _owns(framework: Framework, slot: Slot, measure: Measure, period: Period) -> bool:
    """Whether a return may speak of a measure's period. A history may speak of any up to its own:
    later ones have returns of their own."""
    owed = framework.returns[slot.return_id]
    if not framework.holds(slot.return_id, measure):
        return False
    if owed.once_for is not None:
        return period <= slot.period
    return period in framework.due_in(measure, slot.period)


def _read_form(workbook: Workbook, slot: Slot, framework: Framework, found: _Found) -> None:
    cover = find_sheet(workbook, form_layout.COVER)
    if cover is not None:
        found.texts.extend(cover_texts(cover))
    table = find_table(workbook, [form_layout.MEASURES], FORM_SHAPE)
    found.tables.append(Looked.at(table, FORM.keys, FORM.explained))
    measures = {compact(name): measure for name, measure in framework.measures.items()}
    _read_measures(
        table.rows,
        FORM,
        lambda text: measures.get(compact(text)),
        lambda row: read_period(row.text(FORM.period)),
        found,
    )
    if find_sheet(workbook, form_layout.SIGN_OFF) is not None:
        signed, texts = read_sign_off(workbook)
        found.tables.append(signed)
        found.texts.extend(texts)
    # Forms of a time or return without key actions have no such sheet; what is missing is found.
    if find_sheet(workbook, form_layout.KEY_ACTIONS) is not None:
        actions = read_actions(workbook, slot, framework)
        found.tables.append(actions.looked)
        found.rows.extend(actions.rows)
        found.texts.extend(actions.texts)
    found.optional = read_optional(workbook, slot, framework, found.recalculation)
    found.tables += found.optional.tables
    found.texts += found.optional.texts


def _read_table(
    workbook: Workbook, slot: Slot, framework: Framework, layout: Layout, found: _Found
) -> None:
    table = find_table(workbook, layout.sheets, shape_of(layout))
    headings = headings_of(layout, slot.period.year)
    stands_once = table_period(workbook, table, layout) or slot.period
    found.texts.extend(table_sign_off(table, layout))

    def stated(row: TableRow) -> Period | None:
        if layout.period is None:
            return stands_once
        return layout.period_in(row.text(layout.period[0]))

    wanted = {plain: compact(text) for plain, text in headings.only.items()}
    rows = [
        row
        for row in table.rows
        if all(compact(row.text(heading)) == text for heading, text in wanted.items())
    ]
    left_out = {row.number for row in table.rows} - {row.number for row in rows}
    looked = replace(table, notes=table.notes | left_out)
    found.tables.append(Looked.at(looked, headings.keys, headings.explained))
    _read_measures(rows, headings, _known_measures(framework, layout), stated, found)


def _known_measures(framework: Framework, layout: Layout) -> Known:
    """A measure by what a file calls it: id, name, or what the layout says it is called."""
    called = {name_of(text): framework.measures[to] for text, to in layout.called.items()}
    if layout.measure_by == "name":
        named = {name_of(measure.name): measure for measure in framework.measures.values()}
        known = {**named, **called}
        return lambda text: known.get(name_of(text))
    ids = {compact(name): measure for name, measure in framework.measures.items()}
    return lambda text: ids.get(compact(text)) or called.get(name_of(text))


def _read_measures(
    rows: Iterable[TableRow], headings: Headings, known: Known, stated: Stated, found: _Found
) -> None:
    for row in rows:
        measure, period = known(row.text(headings.measure)), stated(row)
        spoken = period
        if measure is not None and period is not None and headings.period is None:
            period, spoken = _meant(measure, period, found)
        found.rows.extend(_listed(row, headings, measure, period))
        if measure is None:
            continue
        for own, what, cell, value in row_values(row, headings, measure):
            when = own or period
            if when is None or not found.owns(measure, when):
                continue
            written = headings.written.get(what, Written.AS_MEASURED)
            found.values.append(
                SuppliedValue(
                    measure.id,
                    when,
                    what,
                    value,
                    row.sheet,
                    cell.address,
                    states_scale(cell, written, value.unit),
                    found.recalculation.is_stale(cell),
                    cell.is_hidden,
                    cell is row.cell(headings.reason),
                )
            )
        if spoken is None or not found.owns(measure, spoken):
            continue
        for about, cell, text in row_texts(row, headings, measure):
            found.texts.append(
                SuppliedText(measure.id, spoken, about, text, row.sheet, cell.address)
            )


def _meant(measure: Measure, stands_once: Period, found: _Found) -> tuple[Period, Period]:
    """The periods that a row's figure and its words are for, in a file that says one for all.

    A half-year's figure in the return of quarter 2 is for the half-year; words beside the months of
    a quarter are about the last of them.
    """
    due = found.due(measure)
    if found.owns(measure, stands_once) or not due:
        return stands_once, stands_once
    return (due[0] if len(due) == 1 else stands_once), due[-1]


def _listed(
    row: TableRow, headings: Headings, measure: Measure | None, period: Period | None
) -> Iterator[Row]:
    """The row as it stands, once for each period it speaks of; a dash counts as no entry."""
    said = (*headings.quantities.values(), headings.reason, headings.note)
    filled = _has_entries(row, (*said, *headings.texts.values()))
    common = (row.sheet, row.number, row.text(headings.measure))
    at, subject = row.address(headings.measure) or "", measure.id if measure else None
    for heading, own in headings.across.items():
        if _has_entries(row, [heading]):
            yield Row(*common, heading, at, row.address(heading), True, subject, own)
            filled = False
    if filled or not headings.across:
        yield Row(
            *common,
            row.text(headings.period),
            at,
            row.address(headings.period),
            filled,
            subject,
            period,
            row.address(headings.quantities.get(Quantity.ACTUAL)),
        )


def _has_entries(row: TableRow, headings: Iterable[str | None]) -> bool:
    cells = (row.cell(heading) for heading in headings)
    return any(cell is not None and not is_dash(cell) for cell in cells)
