"""Sheets that only some forms have: written where they are asked for, read back cell by cell."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from sources.framework.keys import Slot
from sources.framework.library import Library
from sources.returns import form_layout as layout
from sources.returns.content import Quantity, ReadReturn, TextField, Use
from sources.returns.forms import write_form
from sources.returns.identify import identify
from sources.returns.read import read_return
from sources.workbooks.door import open_file

FRAMEWORK = Library().frameworks("derbyshire")[0]
SLOT = Slot.parse("derbyshire.2023-24-Q2.childrens-services")
EARLIER = Slot.parse("derbyshire.2023-24-Q1.childrens-services")


@pytest.fixture(scope="module")
def blank() -> bytes:
    return write_form(FRAMEWORK, SLOT, {})


def filled(blank: bytes, *edits: Callable[[Any], None]) -> ReadReturn:
    book = openpyxl.load_workbook(BytesIO(blank))
    for edit in edits:
        edit(book)
    saved = BytesIO()
    book.save(saved)
    workbook = open_file(saved.getvalue())
    said = identify(workbook, None, None, "derbyshire", FRAMEWORK.timetable)
    return read_return(workbook, said, FRAMEWORK)


def put(sheet: str, row: int, **entries: Any) -> Callable[[Any], None]:
    """Fill a row of a sheet's table, counted from 0; headings are written with underscores."""

    def edit(book: Any) -> None:
        lines = list(book[sheet].iter_rows())
        at = next(n for n, line in enumerate(lines) if line[0].value == layout.MEASURE_ID)
        columns = {str(c.value).replace(" ", "_"): c.column for c in lines[at] if c.value}
        for name, value in entries.items():
            book[sheet].cell(at + 2 + row, columns[name]).value = value

    return edit


def uses(read: ReadReturn, sheet: str) -> dict[Use, int]:
    account = next(one for one in read.sheets if one.sheet == sheet)
    assert sum(account.uses.values()) == account.cells
    return dict(account.uses)


def test_a_form_has_the_sheets_that_are_asked_for_and_says_what_they_are(blank: bytes) -> None:
    book = openpyxl.load_workbook(BytesIO(blank))
    assert [name for name in book.sheetnames if name in layout.OPTIONAL] == list(layout.OPTIONAL)
    described = {row[0].value for row in book[layout.INSTRUCTIONS].iter_rows()}
    assert set(book.sheetnames) <= described
    other = write_form(FRAMEWORK, Slot.parse("derbyshire.2023-24-Q2.place"), {})
    assert set(openpyxl.load_workbook(BytesIO(other)).sheetnames) & set(layout.OPTIONAL) == {
        layout.REVISED
    }
    closed = FRAMEWORK.council.model_copy(update={"takes_revisions": False})
    without = write_form(replace(FRAMEWORK, council=closed), SLOT, {})
    assert layout.REVISED not in openpyxl.load_workbook(BytesIO(without)).sheetnames


def test_every_table_can_be_used_from_the_keyboard_and_read_aloud(blank: bytes) -> None:
    """Only entry cells can be reached, none is merged, each column has its prompt, and headings
    are marked for screen readers."""
    book = openpyxl.load_workbook(BytesIO(blank))
    regions = {n: d for n, d in book.defined_names.items() if n.startswith("TitleRegion")}
    tables = [layout.MEASURES, layout.KEY_ACTIONS, *layout.OPTIONAL]
    assert len(regions) == len(tables)
    for name in tables:
        sheet = book[name]
        lines = list(sheet.iter_rows())
        keys = (layout.MEASURE_ID, layout.ACTION_ID)
        at = next(n for n, line in enumerate(lines) if line[0].value in keys)
        number = book.sheetnames.index(name) + 1
        (region,) = [r for r in regions if r.endswith(f".{number}")]
        assert region.split(".")[1] == f"A{at + 1}"
        assert not sheet.merged_cells.ranges
        assert sheet.protection.sheet
        open_cells = [c for line in lines for c in line if not c.protection.locked]
        assert open_cells
        told = [r.sqref for r in sheet.data_validations.dataValidation if r.promptTitle]
        silent = {c.coordinate for c in open_cells if not any(c.coordinate in s for s in told)}
        assert silent == set(), name


def test_parts_are_read_each_with_its_cell(blank: bytes) -> None:
    read = filled(
        blank,
        put(layout.BREAKDOWNS, 0, Actual=52.2, Numerator=35, Denominator=67),
        put(layout.BREAKDOWNS, 1, No_value_because="suppressed"),
        put(layout.BREAKDOWNS, 8, Actual="about 50"),
        put(layout.BREAKDOWNS, 9, Actual=7, Part_id="glossop"),
    )
    parts = {(v.measure, v.breakdown, v.quantity): v for v in read.parts}
    assert len(parts) == len(read.parts) == 5
    actual = parts["chs-11", "amber-valley", Quantity.ACTUAL]
    assert (str(actual.value.number), actual.sheet) == ("52.2", layout.BREAKDOWNS)
    hidden = parts["chs-11", "bolsover", Quantity.ACTUAL].value
    assert hidden.absence is not None and hidden.absence.value == "suppressed"
    assert parts["chs-16", "amber-valley", Quantity.ACTUAL].value.raw == "about 50"
    assert read.values == (), "no part is ever the figure of the whole"
    (stranger,) = [r for r in read.part_rows if r.row.has_entries and r.part is None]
    assert stranger.part_text == "glossop"
    counted = uses(read, layout.BREAKDOWNS)
    assert (counted[Use.VALUE], counted[Use.ABSENCE], counted[Use.UNREADABLE]) == (3, 1, 1)
    assert counted[Use.NOT_USED] == 1


def test_a_benchmark_without_a_comparator_is_not_used_and_the_rest_is(blank: bytes) -> None:
    whole = {"Compared_with": "England", "Period_of_that_figure": "2022-23", "Its_figure": 88}
    read = filled(
        blank,
        put(layout.BENCHMARKS, 0, **whole),
        put(layout.BENCHMARKS, 1, Period_of_that_figure="2022-23", Its_figure=91),
    )
    sound, lacking = read.benchmarks
    assert (sound.counts, sound.comparator, str(sound.value.number)) == (True, "England", "88")
    assert (lacking.counts, lacking.lacking) == (False, ("Compared with",))
    counted = uses(read, layout.BENCHMARKS)
    assert (counted[Use.VALUE], counted[Use.TEXT], counted[Use.NOT_USED]) == (1, 2, 2)


def test_context_and_evidence_are_texts_about_the_measure(blank: bytes) -> None:
    read = filled(
        blank,
        put(layout.NOTES, 0, Where_the_evidence_is_kept="=HYPERLINK(1)"),
        put(layout.NOTES, 1, Context_note="Schools were closed in August."),
    )
    said = {(t.subject, t.field) for t in read.texts}
    assert ("chs-12", TextField.CONTEXT) in said
    uses(read, layout.NOTES)


@pytest.mark.parametrize(
    ("measure", "period", "figure", "reason", "counts"),
    [
        ("chs-16", "2023-24-Q1", 31, "Counted twice.", True),
        ("chs-16", "2023-24-Q1", 31, None, False),
        ("chs-16", "2023-24-Q1", "some", "Counted twice.", False),
        ("chs-16", "2023-24-Q2", 31, "Of this return's own period.", False),
        ("chs-16", "2023-24-Q3", 31, "Still to come.", False),
        ("chs-16", "2023-24-M02", 31, "Not a month's measure.", False),
        ("chs-16", "soon", 31, "No period.", False),
        ("plc-01", "2023-24-Q1", 31, "Another department's.", False),
        ("chs-11", "2023-24-Q1", 131, "Not possible.", False),
    ],
)
def test_a_revision_counts_with_its_reason_for_an_earlier_return(
    blank: bytes, measure: str, period: str, figure: Any, reason: str | None, counts: bool
) -> None:
    entries = {"Measure_id": measure, "Period_key": period, "Revised_actual": figure}
    read = filled(blank, put(layout.REVISED, 0, **entries, Reason_for_the_revision=reason))
    (revision,) = read.revisions
    assert revision.counts is counts
    assert revision.slot == (EARLIER if (measure[:3], period) == ("chs", "2023-24-Q1") else None)
    assert read.values == ()
    counted = uses(read, layout.REVISED)
    assert counted.get(Use.VALUE, 0) == (1 if counts else 0)


def test_a_revision_of_an_earlier_year_is_for_the_return_of_past_values(blank: bytes) -> None:
    entries = {"Measure_id": "chs-16", "Period_key": "2022-23-Q4", "Revised_actual": 300}
    read = filled(blank, put(layout.REVISED, 0, **entries, Reason_for_the_revision="Found."))
    (revision,) = read.revisions
    assert str(revision.slot) == "derbyshire.2022-23-FY.history"
