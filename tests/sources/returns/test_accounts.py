"""What became of every cell of departments' own spreadsheets: none is lost without a word.

Whatever a file is like, the uses of each of its sheets add up to the cells that hold anything.
"""

from collections import Counter
from collections.abc import Callable
from itertools import chain
from typing import Any

import pytest
from spreadsheets import (
    COST,
    GRITTING,
    HEADINGS,
    LABELLED,
    LIGHTS,
    MONTHS,
    PLAIN,
    POTHOLES,
    Q2,
    RETURN,
    book,
    delimited,
    kept,
    reading,
    uses,
)

from sources.framework.framework import Framework
from sources.returns.content import ReadReturn, Unread, Use
from sources.workbooks.door import open_file

PAST = "2022-23-FY"
FULL = {
    **PLAIN,
    "target": "Target",
    "reason": "Why not",
    "commentary": "Comment",
    "notes": "Note",
    "ends_at": "Total",
    "passed_over": ["Owner", "Never there"],
    "only": {"Area": "North"},
}
FULL_LINES = [
    ("Roads", None, "for Q2"),
    ("Area", *HEADINGS, "Target", "Why not", "Comment", "Owner", "Last year", None),
    ("North", POTHOLES, Q2, 85, "90%", None, "Wet", "Jo", 83),
    ("North", LIGHTS, Q2, "-", "about 9", "n/a", None, "Ann", 3, "stray"),
    ("North", COST, Q2, "x", 3, "\N{EN DASH}", None, None, 4),
    ("North", "Care at home", Q2, 5, 6, None, "not ours"),
    ("North", "Trees planted", Q2, 7, None, None, "nobody's"),
    ("North", POTHOLES, "then", 8),
    ("South", POTHOLES, Q2, 84, 90, None, "elsewhere", "Jo", 1),
    ("Note", "all are provisional", None, 9),
    ("Total", None, None, 10),
    (None, "and below"),
]
# By use, the cells of FULL_LINES.
FULL_USES = {
    # The title, what is South's, the note, and all from the total on.
    Use.PASSED_OVER: 2 + 8 + 3 + 2 + 1 + 2,
    Use.HEADING: 9,
    # Area, measure and period of six rows.
    Use.KEY: 18,
    # 85, 90%, 3
    Use.VALUE: 3,
    # n/a
    Use.ABSENCE: 1,
    # "about 9" and "x"
    Use.UNREADABLE: 2,
    # Wet
    Use.TEXT: 1,
    Use.BLANK: 2,
    # Three of Care's, two of Trees', one of no period.
    Use.NOT_USED: 6,
    # Last year, and what stands beside the table.
    Use.UNREAD: 4,
}


def cells_in(data: bytes) -> dict[str, int]:
    return {name: len(sheet.cells) for name, sheet in open_file(data).sheets.items()}


def adds_up(found: ReadReturn, data: bytes) -> None:
    """Every cell has one use, and everything unread is listed with the first cell of it."""
    held = cells_in(data)
    assert {one.sheet: one.cells for one in found.sheets} == held
    assert {one.sheet: sum(one.uses.values()) for one in found.sheets} == held
    book_cells = open_file(data).sheets
    for one in found.sheets:
        listed = [unread for unread in found.unread if unread.sheet == one.sheet]
        assert sum(unread.cells for unread in listed) == one.uses.get(Use.UNREAD, 0)
        assert all(unread.cell in book_cells[one.sheet].cells for unread in listed)
        assert one.rows == book_cells[one.sheet].row_count
    supplied = {(value.sheet, value.cell) for value in found.values}
    assert all(cell in book_cells[sheet].cells for sheet, cell in supplied)
    values = (Use.VALUE, Use.ABSENCE, Use.UNREADABLE)
    assert len(supplied) == sum(one.uses.get(use, 0) for one in found.sheets for use in values)


def merge(made: Any) -> None:
    made["Sheet1"].merge_cells("A2:A4")


def hide(made: Any) -> None:
    made["Old"].sheet_state = "hidden"
    made["Data"].row_dimensions[2].hidden = True
    made["Data"].column_dimensions["C"].hidden = True


ACROSS = {**LABELLED, "actual": None, "across": {"Jul": "M04", "Aug": "M05"}}
LABELLED_LINES = [("Quarter", Q2), ("Measure", "Actual"), (POTHOLES, 85)]
ACROSS_LINES = [("Quarter", Q2), ("Measure", "Jul", "Aug"), (GRITTING, 1, "tbc"), (COST, 2)]
MERGED_LINES = [HEADINGS, (POTHOLES, Q2, 1), (None, Q2, 2), (None, Q2, "  "), ("Other",)]
SHEETS = {"Old": [HEADINGS, (LIGHTS, Q2, 1)], "Data": [HEADINGS, (POTHOLES, Q2, 85, "beside")]}
FILES: dict[str, tuple[Any, bytes, str | None]] = {
    "full": (FULL, book(FULL_LINES), None),
    "full, semicolons": (FULL, delimited(FULL_LINES, ";"), None),
    "full, tabs": (FULL, delimited(FULL_LINES, "\t", "utf-16"), None),
    "full, old encoding": (FULL, delimited(FULL_LINES, ",", "cp1252"), None),
    "labelled": (LABELLED, book(LABELLED_LINES), None),
    "across": (ACROSS, book(ACROSS_LINES), None),
    "merged": (PLAIN, book(MERGED_LINES, merge), None),
    "merged, exported": (PLAIN, delimited(MERGED_LINES), None),
    "two sheets": (PLAIN, book(SHEETS, hide), None),
    "return.ods": (RETURN, kept("return.ods"), None),
    "return.xls": (RETURN, kept("return.xls"), None),
    "return.csv": (RETURN, kept("return.csv"), None),
    "months.ods": (MONTHS, kept("months.ods"), PAST),
    "months.xls": (MONTHS, kept("months.xls"), PAST),
    "no rows of its own": (PLAIN, book([HEADINGS, ("Trees", Q2, 3)]), None),
    "nothing but headings": (PLAIN, book([HEADINGS]), PAST),
}


@pytest.mark.parametrize("name", FILES)
def test_the_uses_of_every_sheet_add_up_to_its_cells(framework: Framework, name: str) -> None:
    layout, data, once_for = FILES[name]
    adds_up(reading(framework, layout, data, once_for), data)


def test_a_form_adds_up_too(
    read: Callable[..., ReadReturn], form: bytes, filled: Callable[..., bytes]
) -> None:
    before = read(form)
    adds_up(before, form)
    row = ("Measures", "c-1 2023-24-Q2")
    data = filled({(*row, "Actual"): "-", (*row, "Commentary"): "Wet"})
    found = read(data)
    adds_up(found, data)
    assert {one.sheet for one in found.sheets if Use.FORM in one.uses} >= {"Cover", "Measures"}
    more = Counter(uses(found, "Measures")) - Counter(uses(before, "Measures"))
    assert more == {Use.BLANK: 1, Use.TEXT: 1}
    assert found.unread == ()


def test_each_kind_of_use_appears(
    framework: Framework, read: Callable[..., ReadReturn], form: bytes
) -> None:
    found = [reading(framework, *FILES["full"]), read(form)]
    assert {use for one in found for sheet in one.sheets for use in sheet.uses} == set(Use)


@pytest.mark.parametrize("name", ["full", "full, semicolons", "full, tabs", "full, old encoding"])
def test_each_cell_has_the_use_that_it_should_have(framework: Framework, name: str) -> None:
    layout, data, _ = FILES[name]
    found = reading(framework, layout, data)
    assert uses(found) == FULL_USES
    assert sum(FULL_USES.values()) == sum(e is not None for e in chain(*FULL_LINES))


@pytest.mark.parametrize("name", ["full", "full, semicolons"])
def test_columns_that_were_not_read_are_listed_by_heading_and_first_cell(
    framework: Framework, name: str
) -> None:
    layout, data, _ = FILES[name]
    (sheet,) = cells_in(data)
    assert reading(framework, layout, data).unread == (
        Unread(sheet, "Last year", "I3", 3),
        Unread(sheet, None, "J4", 1),
    )


def test_sheets_that_were_not_read_are_listed_by_their_first_cell(framework: Framework) -> None:
    data = book({**SHEETS, "Guide": [(), (None, "Write here", "and here")], "Blank": []}, hide)
    found = reading(framework, PLAIN, data)
    assert set(found.unread) == {
        Unread("Old", None, "A1", 6),
        Unread("Data", None, "D2", 1),
        Unread("Guide", None, "B2", 2),
    }
    assert [one.sheet for one in found.sheets if one.is_hidden] == ["Old"]
    assert uses(found, "Blank") == {}
    assert (uses(found, "Guide"), uses(found, "Old")) == ({Use.UNREAD: 2}, {Use.UNREAD: 6})


def test_a_column_over_two_lines_is_listed_by_both_of_its_headings(framework: Framework) -> None:
    found = reading(framework, RETURN, kept("return.ods"))
    assert set(found.unread) == {
        Unread("Q2 figures", "Quarter 1 / Actual", "B6", 4),
        Unread("Lists", None, "A1", 2),
    }


def test_a_column_that_is_passed_over_is_not_listed_whatever_its_marks(
    framework: Framework,
) -> None:
    lines = [(*HEADINGS, "OWNER *:", "Owner²"), (POTHOLES, Q2, 85, "Jo", "Ann")]
    found = reading(framework, {**PLAIN, "passed_over": ["Owner"]}, book(lines))
    assert found.unread == ()
    assert uses(found)[Use.PASSED_OVER] == 2


def test_months_that_are_not_due_are_not_used(framework: Framework) -> None:
    layout = {**ACROSS, "across": {"Jun": "M03", "Jul": "M04", "Oct": "M07"}}
    lines = [("Quarter", Q2), ("Measure", "Jun", "Jul", "Oct"), (GRITTING, 3, 4, 7)]
    expected = {Use.PASSED_OVER: 2, Use.HEADING: 4, Use.KEY: 1, Use.VALUE: 1, Use.NOT_USED: 2}
    assert uses(reading(framework, layout, book(lines))) == expected


def test_a_number_beside_a_stated_reason_is_kept_in_words(framework: Framework) -> None:
    lines = [(*HEADINGS, "Why not"), (POTHOLES, Q2, "#REF!", "n/a"), (COST, Q2, 4, "n/a")]
    found = reading(framework, {**PLAIN, "reason": "Why not"}, book(lines))
    assert [value.value.raw for value in found.values] == ["#REF!", "4"]
    expected = {Use.HEADING: 4, Use.KEY: 4, Use.TEXT: 2, Use.ABSENCE: 1, Use.VALUE: 1}
    assert uses(found) == expected
