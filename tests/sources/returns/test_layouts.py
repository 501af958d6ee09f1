"""Departments' own spreadsheets: the table is found in them, wherever and in whatever format it is.

What its rows supply is `test_layout_rows`, which files are refused `test_layout_refusals`.
"""

from typing import Any

import pytest
from spreadsheets import (
    GRITTING,
    HEADINGS,
    LIGHTS,
    PLAIN,
    POTHOLES,
    Q2,
    RETURN,
    book,
    delimited,
    figures,
    kept,
    reading,
    strangers,
    texts,
)

from sources.framework.framework import Framework
from sources.returns.content import Quantity, TextField

ROW = (POTHOLES, Q2, 85)
TABLE = [HEADINGS, ROW]
BRIDGES, PAVEMENTS = "Bridges inspected", "Satisfaction with pavements"
PAST = "2022-23-FY"


# Finding the table and its columns


@pytest.mark.parametrize(
    ("lines", "cell"),
    [
        ([("Actual", "Measure", "Period"), (85, POTHOLES, Q2)], "A2"),
        ([("No", *HEADINGS[:2], "Owner", "Actual"), (1, *ROW[:2], "Jo", 85)], "E2"),
        ([("measure ", "  PERIOD", "aCTUAL"), ROW], "C2"),
        ([("Measure", "Period", "Result"), ROW], "C2"),
        ([("Measure:", "Period *:", "Actual*"), ROW], "C2"),
        ([("Measure", "Period†", "Actual²"), ROW], "C2"),
        ([("Measure* [1]", "Period (2)", "Actual [note 1]"), ROW], "C2"),
        ([("Measure", "Period\n[note 12]", "Actual\r\n(Note 3)"), ROW], "C2"),
        ([("Roads",), ("Fill in every Actual, by Period",), (), HEADINGS, ROW], "C5"),
        ([(None, *line) for line in [(), (), *TABLE]], "D4"),
    ],
)
@pytest.mark.parametrize("save", [book, delimited])
def test_columns_and_headings_may_move_and_be_marked(
    framework: Framework, lines: Any, cell: str, save: Any
) -> None:
    found = reading(framework, PLAIN, save(lines))
    assert figures(found) == {cell: ("r-1", Q2, "85")}
    assert strangers(found) == {}


@pytest.mark.parametrize("save", [book, delimited])
def test_a_heading_may_be_broken_over_lines_within_its_cell(
    framework: Framework, save: Any
) -> None:
    layout = {**PLAIN, "actual": "Actual this quarter"}
    data = save([("Measure", "Period", "Actual\n this\r\nquarter "), ROW])
    assert figures(reading(framework, layout, data)) == {"C2": ("r-1", Q2, "85")}


def test_hidden_columns_do_not_shift_what_is_read(framework: Framework) -> None:
    def hide(made: Any) -> None:
        made["Sheet1"].column_dimensions["B"].hidden = True

    lines = [("Measure", "Old ref", "Period", "Actual"), (POTHOLES, "x", Q2, 85)]
    (value,) = reading(framework, PLAIN, book(lines, hide)).values
    assert (value.cell, value.is_hidden) == ("D2", False)


def hide_old(made: Any) -> None:
    made["Old"].sheet_state = "hidden"


@pytest.mark.parametrize(
    ("sheets", "change", "names", "from_sheet"),
    [
        ({"My figures": TABLE}, None, "Return", "My figures"),
        ({"Guide": [("Measure", "what to write")], "Data": TABLE}, None, (), "Data"),
        ({"Data": TABLE, "Notes": [("Actual",)]}, None, "Return", "Data"),
        ({"Old": TABLE, "Data": TABLE}, hide_old, (), "Data"),
        ({"Old": TABLE, "q2 RETURN": TABLE}, None, ["Return", "Q2 return"], "q2 RETURN"),
    ],
)
def test_the_table_is_found_on_whatever_sheet_holds_it(
    framework: Framework, sheets: Any, change: Any, names: Any, from_sheet: str
) -> None:
    found = reading(framework, {**PLAIN, "sheets": names}, book(sheets, change))
    assert [(value.sheet, value.cell) for value in found.values] == [(from_sheet, "C2")]


# Headings over two lines

TWO_LINES = [
    ("Roads",),
    ("Quarter", Q2),
    ("Measure", "Quarter 1", None, "Quarter\n2", None, "Comment", "Owner"),
    (None, "Actual", "Target", "Actual", "Target*"),
    (POTHOLES, 80, 81, 85, 90, "Wet", "Jo"),
]


def merge(made: Any) -> None:
    for area in ("A1:G1", "A3:A4", "B3:C3", "D3:E3", "F3:F4", "G3:G4"):
        made["Sheet1"].merge_cells(area)


@pytest.mark.parametrize("data", [book(TWO_LINES, merge), delimited(TWO_LINES)])
def test_headings_over_two_lines_are_joined(framework: Framework, data: bytes) -> None:
    found = reading(framework, {**RETURN, "reason": None, "commentary": "Comment"}, data)
    assert figures(found) == {"D5": ("r-1", Q2, "85")}
    assert figures(found, Quantity.TARGET) == {"E5": ("r-1", Q2, "90")}
    assert texts(found) == {"F5": (TextField.COMMENTARY, "Wet")}


@pytest.mark.parametrize("ending", ["ods", "xls", "csv"])
def test_one_return_says_the_same_in_every_format(framework: Framework, ending: str) -> None:
    found = reading(framework, RETURN, kept(f"return.{ending}"))
    assert str(found.identity.slot) == "testshire.2023-24-Q2.roads"
    assert figures(found) == {
        "D6": ("r-1", Q2, "85.3"),
        "D7": ("r-2", Q2, "41"),
        "G8": ("r-3", Q2, "not yet available"),
    }
    assert figures(found, Quantity.TARGET) == {
        "E6": ("r-1", Q2, "90"),
        "E7": ("r-2", Q2, "45"),
        "E8": ("r-3", Q2, "1200"),
    }
    assert strangers(found) == {"A9": "Trees planted"}
    assert {v.cell for v in found.values if v.is_hidden} == (
        set() if ending == "csv" else {"D7", "E7"}
    )
    assert {v.cell for v in found.values if v.states_scale} == {"D6", "E6"}
    assert not any(value.is_stale for value in found.values)


# Which return the file is for


@pytest.mark.parametrize(
    ("rows", "slot"),
    [
        ([(POTHOLES, Q2, 1)], Q2),
        ([(GRITTING, "2023-24-M04", 1)], Q2),
        ([(GRITTING, "2023-24-M01", 1), (GRITTING, "2023-24-M03", 2)], "2023-24-Q1"),
        (
            [
                (POTHOLES, Q2, 1),
                *[(GRITTING, f"2023-24-M0{month}", month) for month in (4, 5, 6)],
                ("Bridges inspected", "2023-24-H1", 7),
            ],
            Q2,
        ),
        # There is no return of the fourth quarter: the year end collects it.
        ([(POTHOLES, "2023-24-Q4", 1), (GRITTING, "2023-24-M12", 2)], "2023-24-FY"),
        ([("Satisfaction with pavements", "2023-24-FY", 1)], "2023-24-FY"),
    ],
)
@pytest.mark.parametrize("save", [book, delimited])
def test_a_return_may_hold_all_the_measurement_periods_that_are_due_in_it(
    framework: Framework, rows: Any, slot: str, save: Any
) -> None:
    found = reading(framework, PLAIN, save([HEADINGS, *rows]))
    assert str(found.identity.slot) == f"testshire.{slot}.roads"
    assert [(str(v.period), int(v.value.number or 0)) for v in found.values] == [
        (period, number) for _, period, number in rows
    ]


# Encodings and delimiters


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_delimited_file_may_be_saved_as_any_program_saves_it(
    framework: Framework, delimiter: str, encoding: str
) -> None:
    lines = [
        ("Roads \N{EN DASH} figures, in £; as at 1 October",),
        HEADINGS,
        ("Cost of winter maintenance \N{EN DASH} net", Q2, "£1,200"),
        (LIGHTS, Q2, "1,040"),
    ]
    found = reading(framework, PLAIN, delimited(lines, delimiter, encoding))
    assert figures(found) == {"C3": ("r-3", Q2, "1200"), "C4": ("r-2", Q2, "1040")}
