"""Filling real files as a department would: the Excel return form, and the CSV of past values."""

import csv
import io
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from assets.analysis.rating import rate
from pipelines.demo.figures import Invented, invent
from pipelines.demo.filling_optional import fill_optional, headings_of
from sources.framework.framework import Framework
from sources.framework.keys import FinancialYear, Period, Slot
from sources.framework.measures import Measure
from sources.framework.schemes import FollowUp
from sources.returns import form_layout as form
from sources.returns.content import Quantity, TextField
from sources.values import Absence

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

Entry = float | str
_CAUSES = (
    "Two vacancies in the team were filled only in the last weeks of the period",
    "Demand was higher than the plan assumed",
    "The supplier handed over late, which held up the work of the first weeks",
    "A change of system made recording slower for part of the period",
)
_ACTIONS = (
    "The head of service is moving staff from a quieter team; back on profile within two months.",
    "A recovery plan, agreed with the director and reviewed every fortnight, runs to next quarter.",
    "The contract manager meets the supplier weekly until the backlog is cleared, next month.",
)


@dataclass(frozen=True)
class Manner:
    """How a department fills its form: what it gets wrong, leaves out, and pushes up or down.

    Without `signed_on` it is signed two days before it is due.
    """

    signed_by: str | None = "Director of the department"
    signed_on: date | None = None
    mistakes: Mapping[tuple[str, Quantity], str | Decimal] = field(default_factory=dict)
    absences: Mapping[str, tuple[Absence, str]] = field(default_factory=dict)
    pushes: Mapping[str, float] = field(default_factory=dict)
    silent_on: frozenset[str] = frozenset()
    only: frozenset[str] | None = None


def fill_form(data: bytes, framework: Framework, slot: Slot, manner: Manner) -> bytes:
    """A blank form filled in as `manner` says."""
    import openpyxl

    workbook = openpyxl.load_workbook(io.BytesIO(data))
    sheet = workbook[form.MEASURES]
    columns, header = headings_of(sheet, form.MEASURE_ID)
    for row in range(header + 1, sheet.max_row + 1):
        measure_id = str(sheet.cell(row, columns[form.MEASURE_ID]).value)
        if measure_id not in framework.measures:
            continue
        if manner.only is not None and measure_id not in manner.only:
            continue
        period = Period.parse(str(sheet.cell(row, columns[form.PERIOD_KEY]).value))
        entries = _entries(framework, framework.measures[measure_id], period, slot, manner)
        for heading, value in entries.items():
            sheet.cell(row, columns[heading]).value = value
    if manner.only is None:
        fill_optional(workbook, framework, manner.absences, manner.pushes)
    # A council that has no key actions has no sheet for them.
    if manner.only is None and form.KEY_ACTIONS in workbook.sheetnames:
        _fill_actions(workbook[form.KEY_ACTIONS], framework)
    if manner.signed_by:
        due = framework.deadline(slot)
        usual = (due - timedelta(days=2)).date() if due else None
        _fill_cover(workbook[form.COVER], manner.signed_by, manner.signed_on or usual)
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()


def _entries(
    framework: Framework, measure: Measure, period: Period, slot: Slot, manner: Manner
) -> dict[str, Entry]:
    if measure.id in manner.absences:
        absence, note = manner.absences[measure.id]
        return {form.REASON: absence.value, form.NOTE: note}
    figure = invent(framework, measure, period, manner.pushes.get(measure.id, 0))
    values: dict[Quantity, Decimal | str | None] = {Quantity.ACTUAL: figure.actual}
    if figure.numerator is not None:
        values[Quantity.NUMERATOR] = figure.numerator
        values[Quantity.DENOMINATOR] = figure.denominator
    is_last = period == framework.due_in(measure, slot.period)[-1]
    if is_last and random.Random(f"{measure.id} forecast").random() < 0.4:
        values[Quantity.FORECAST] = _forecast(framework, measure)
    for (mistaken, quantity), value in manner.mistakes.items():
        if mistaken == measure.id:
            values[quantity] = value
    entries: dict[str, Entry] = {
        form.QUANTITIES[q]: _cell(v) for q, v in values.items() if v is not None
    }
    said = commentary_on(framework, measure, slot, figure) if is_last else None
    if said and measure.id not in manner.silent_on:
        entries[form.COMMENTARY] = said
    return entries


def _cell(value: Decimal | str) -> Entry:
    return float(value) if isinstance(value, Decimal) else value


def _forecast(framework: Framework, measure: Measure) -> Decimal | None:
    year = Period(framework.year, "FY")
    annual = framework.target_in_force(measure.id, year).annual
    if annual is None:
        return None
    if measure.is_cumulative:
        return (annual * Decimal("0.985")).quantize(Decimal(1).scaleb(-measure.decimal_places))
    return invent(framework, measure, year).actual


def commentary_on(
    framework: Framework, measure: Measure, slot: Slot, figure: Invented
) -> str | None:
    """What a department says where the rating asks for it; None where it asks for nothing."""
    target = framework.target_for(measure.id, slot.period)
    if target is None:
        return None
    scheme = framework.measure_scheme
    rated = rate(figure.actual, target, measure, scheme)
    if rated.rating is None or scheme.level(rated.rating).follow_up is FollowUp.NONE:
        return None
    draw = random.Random(f"{measure.id} {slot.period} says")
    return f"{draw.choice(_CAUSES)}. {draw.choice(_ACTIONS)}"


def _fill_actions(sheet: "Worksheet", framework: Framework) -> None:
    columns, header = headings_of(sheet, form.ACTION_ID)
    for row in range(header + 1, sheet.max_row + 1):
        action = framework.actions.get(str(sheet.cell(row, columns[form.ACTION_ID]).value))
        if action is None:
            continue
        draw = random.Random(action.id)
        level = draw.choice([*framework.action_scheme.ratings, framework.action_scheme.ratings[1]])
        said: dict[TextField, str | int | date] = {
            TextField.SUPPLIED_RATING: level.word,
            TextField.PERCENT_COMPLETE: draw.randrange(25, 75, 5),
            TextField.FORECAST_DATE: action.due,
            TextField.COMMENTARY: "The milestones due so far are met."
            if level.follow_up is FollowUp.NONE
            else f"{draw.choice(_CAUSES)}. {draw.choice(_ACTIONS)}",
        }
        for what, value in said.items():
            sheet.cell(row, columns[form.ACTION_ENTRIES[what]]).value = value


def _fill_cover(sheet: "Worksheet", signed_by: str, signed_on: date | None) -> None:
    said = {
        TextField.COMPLETED_BY: "Performance lead of the department",
        TextField.SIGNED_OFF_BY: signed_by,
        TextField.SIGNED_OFF_ROLE: "Authorising officer",
        TextField.SIGNED_OFF_ON: signed_on.isoformat() if signed_on else "",
    }
    labels = {form.COVER_ENTRIES[what]: value for what, value in said.items()}
    for row in sheet.iter_rows():
        for cell in row:
            label = str(cell.value)
            if label in labels and cell.row and cell.column:
                sheet.cell(cell.row, cell.column + 1).value = labels[label]


def history_csv(framework: Framework, layout: str, first: int, last: int) -> bytes:
    """Past values of all measures for financial years `first` to `last`, in a declared layout."""
    declared = framework.layouts[layout]
    names = [
        declared.measure,
        declared.period,
        declared.actual,
        declared.numerator,
        declared.denominator,
        declared.commentary,
    ]
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([heading[0] for heading in names if heading])
    for year in range(first, last + 1):
        for measure in framework.measures.values():
            kind = measure.frequency.period_kind
            count = {"M": 12, "Q": 4, "H": 2, "F": 1}[kind]
            for number in range(1, count + 1):
                period = Period.of(FinancialYear(year), kind, number)
                if not measure.is_measured(period):
                    continue
                figure = invent(framework, measure, period)
                parts = (figure.actual, figure.numerator, figure.denominator)
                shown = ["" if part is None else str(part) for part in parts]
                writer.writerow([measure.id, str(period), *shown, ""])
    return text.getvalue().encode()
