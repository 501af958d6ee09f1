"""What the rows of departments' own tables supply: each value, and the cell that it stands in.

Measures, periods, scales, reasons, notes, merged cells and formulas. How the table is found is
`test_layouts`; what became of every cell is `test_accounts`.
"""

from datetime import date, datetime
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
    book,
    delimited,
    figures,
    kept,
    meaning,
    reading,
    strangers,
    texts,
    with_results,
)

from sources.framework.framework import Framework
from sources.returns.content import Quantity, ReadReturn, TextField

ROW = (POTHOLES, Q2, 85)
TABLE = [HEADINGS, ROW]
BRIDGES, PAVEMENTS = "Bridges inspected", "Satisfaction with pavements"
PAST = "2022-23-FY"


# Which measure


@pytest.mark.parametrize(
    ("name", "measure"),
    [
        ("Street lights, signs & bollards repaired", "r-2"),
        ("street lights signs and bollards repaired", "r-2"),
        ("Street lights; signs &  bollards repaired¹", "r-2"),
        ("STREET LIGHTS, SIGNS AND BOLLARDS\nREPAIRED [note 4]", "r-2"),
        ("Cost of winter maintenance \N{EN DASH} net", "r-3"),
        ("Cost of winter maintenance (net)*:", "r-3"),
        ("Pot-holes!", "r-1"),
        ("Cost of winter maintenance (gross)", None),
        ("Potholes filled within 50 days", None),
        ("r-1", None),
    ],
)
def test_measures_are_known_by_name_or_by_what_they_are_called(
    framework: Framework, name: str, measure: str | None
) -> None:
    layout = {**PLAIN, "called": {"pot holes": "r-1"}}
    for data in (book([HEADINGS, (name, Q2, 7)]), delimited([HEADINGS, (name, Q2, 7)])):
        found = reading(framework, layout, data)
        assert figures(found) == ({} if measure is None else {"C2": (measure, Q2, "7")})
        assert strangers(found) == ({"A2": name} if measure is None else {})


def test_measures_are_known_by_id_and_by_what_they_are_called_beside(framework: Framework) -> None:
    layout = {**PLAIN, "measure_by": "id", "called": {"Lights": "r-2"}}
    lines = [HEADINGS, (" R-1*", Q2, 1), ("lights:", Q2, 2), (COST, Q2, 3)]
    found = reading(framework, layout, book(lines))
    assert figures(found) == {"C2": ("r-1", Q2, "1"), "C3": ("r-2", Q2, "2")}
    assert strangers(found) == {"A4": COST}


# Which period

APRIL = date(2023, 4, 1)


@pytest.mark.parametrize(
    ("style", "written", "period", "measure"),
    [
        ("2023-24-Q2", " 2023-24-Q2 ", Q2, POTHOLES),
        ("2023-24 Q2", "2023-24 Q2", Q2, POTHOLES),
        ("2023-24 Q2", "2023-24  Q2", Q2, POTHOLES),
        ("2023/24", "2023/24", "2023-24-FY", PAVEMENTS),
        ("2023/24", "2023/2024", "2023-24-FY", PAVEMENTS),
        ("2023-04", "2023-04", "2023-24-M01", GRITTING),
        ("2023-04", (APRIL, "yyyy\\-mm"), "2023-24-M01", GRITTING),
        ("2023-04", "2024-03", "2023-24-M12", GRITTING),
        ("April 2023", "April 2023", "2023-24-M01", GRITTING),
        ("April 2023", "APR 2023", "2023-24-M01", GRITTING),
        ("April 2023", "Apr-23", "2023-24-M01", GRITTING),
        ("April 2023", (APRIL, "mmm-yy"), "2023-24-M01", GRITTING),
        ("April 2023", (datetime(2023, 4, 30), "dd/mm/yyyy"), "2023-24-M01", GRITTING),
        ("April 2023", (date(2024, 3, 1), "mmmm yyyy"), "2023-24-M12", GRITTING),
    ],
)
def test_rows_say_their_period_in_the_style_of_the_layout(
    framework: Framework, style: str, written: Any, period: str, measure: str
) -> None:
    layout = {**PLAIN, "period_style": style}
    found = reading(framework, layout, book([HEADINGS, (measure, written, 3)]))
    assert [(v.cell, str(v.period)) for v in found.values] == [("C2", period)]


@pytest.mark.parametrize(
    "sheets",
    [
        {"Data": [("Quarter:", Q2), ("Measure", "Actual"), (POTHOLES, 85)]},
        {"Data": [(), ("Measure", "Actual"), (POTHOLES, 85), ("quarter", Q2)]},
        {"Cover note": [("Quarter *", Q2)], "Data": [(), ("Measure", "Actual"), (POTHOLES, 85)]},
    ],
)
def test_a_period_may_stand_once_beside_its_label(framework: Framework, sheets: Any) -> None:
    assert figures(reading(framework, LABELLED, book(sheets))) == {"B3": ("r-1", Q2, "85")}


def test_columns_for_months_give_those_that_are_due(framework: Framework) -> None:
    across = {name: f"M{n:02d}" for n, name in enumerate(("Apr", "May", "Jun"), start=4)}
    layout = {**LABELLED, "actual": None, "across": {**across, "Jul": "M07", "Year": "FY"}}
    lines = [
        ("Quarter", Q2),
        ("Measure", "Jul*", "Apr", "May", "Jun", "Year"),
        (GRITTING, None, 4, "-", "tbc", None),
    ]
    for data in (book(lines), delimited(lines, ";")):
        found = reading(framework, layout, data)
        assert figures(found) == {
            "C3": ("r-4", "2023-24-M04", "4"),
            "E3": ("r-4", "2023-24-M06", "not yet available"),
        }
        assert [row.period for row in found.rows] == ["Apr", "Jun"]


def test_a_history_speaks_of_any_earlier_period_and_of_no_later_one(framework: Framework) -> None:
    lines = [HEADINGS, (POTHOLES, "2021-22-Q3", 1), (GRITTING, "2022-23-M12", 2), ROW]
    found = reading(framework, PLAIN, book([*lines, (BRIDGES, "last year", 3)]), PAST)
    assert figures(found) == {"C2": ("r-1", "2021-22-Q3", "1"), "C3": ("r-4", "2022-23-M12", "2")}
    assert str(found.identity.slot) == "testshire.2022-23-FY.past"
    assert [row.measure for row in found.rows if row.stated is None] == [BRIDGES]


@pytest.mark.parametrize("ending", ["ods", "xls"])
def test_a_name_merged_over_its_months_is_said_of_each(framework: Framework, ending: str) -> None:
    assert figures(reading(framework, MONTHS, kept(f"months.{ending}"), PAST)) == {
        "C3": ("r-4", "2022-23-M01", "4"),
        "C4": ("r-4", "2022-23-M02", "5"),
        "C5": ("r-4", "2022-23-M03", "6"),
        "C6": ("r-1", "2022-23-M04", "85.3"),
    }


# What numbers count in

BARE = ["85%", 85, (0.85, "0%"), (0.853, "0.0%"), 0.85, "0.85", (85, '0"%"')]
SAID = [True, False, True, True, False, False, False]


def scales(found: ReadReturn) -> list[tuple[str, bool]]:
    return [(meaning(value), value.states_scale) for value in found.values]


def test_a_percentage_counts_as_it_is_shown(framework: Framework) -> None:
    found = reading(framework, PLAIN, book([HEADINGS, *[(POTHOLES, Q2, v) for v in BARE]]))
    numbers = ["85", "85", "85", "85.3", "0.85", "0.85", "85"]
    assert scales(found) == list(zip(numbers, SAID, strict=True))


def test_a_column_of_fractions_is_never_scaled_twice(framework: Framework) -> None:
    layout = {**PLAIN, "target": "Target", "written": {"actual": "fraction", "target": "fraction"}}
    entries = ["85%", (0.85, "0%"), (0.853, "0.0%"), 0.85, "0.85", (1, "0%"), 1, "tbc"]
    lines = [(*HEADINGS, "Target"), *[(POTHOLES, Q2, 0.5, entry) for entry in entries]]
    found = reading(framework, layout, book(lines))
    assert {meaning(v) for v in found.values if v.quantity is Quantity.ACTUAL} == {"50"}
    assert [value for _, _, value in figures(found, Quantity.TARGET).values()] == [
        *("85", "85", "85.3", "85", "85", "100", "100", "not yet available")
    ]
    assert all(value.states_scale for value in found.values)


def test_thousands_and_millions_are_written_out(framework: Framework) -> None:
    layout = {**PLAIN, "forecast": "Outturn", "target": "Budget"}
    layout["written"] = {"actual": "thousands", "forecast": "millions"}
    lines = [
        (*HEADINGS, "Outturn", "Budget"),
        (COST, Q2, 1.2, (0.0155, "£0.00"), 15000),
        (COST, Q2, "£1,200", "-£1.5", "no target"),
        (COST, Q2, "nil", "n/a", "£9"),
    ]
    for data in (book(lines), delimited(lines)):
        found = reading(framework, layout, data)
        assert [meaning(value) for value in found.values] == [
            *("1200", "15500", "15000"),
            *("1200000", "-1500000", "not applicable"),
            *("0", "not applicable", "9"),
        ]
        assert {v.states_scale for v in found.values if v.quantity is Quantity.TARGET} == {False}


# Reasons, notes and the end


def test_a_reason_explains_what_is_missing(framework: Framework) -> None:
    lines = [
        (*HEADINGS, "Why not"),
        (POTHOLES, Q2, None, "not yet available"),
        (LIGHTS, Q2, "-", "Suppressed"),
        (COST, Q2, "#REF!", "n/a"),
        (COST, Q2, 5, "withdrawn"),
        (COST, Q2, "tbc", "-"),
    ]
    found = reading(framework, {**PLAIN, "reason": "Why not"}, book(lines))
    assert figures(found) == {
        "D2": ("r-1", Q2, "not yet available"),
        "D3": ("r-2", Q2, "suppressed"),
        "D4": ("r-3", Q2, "not applicable"),
        "C5": ("r-3", Q2, "5"),
        "C6": ("r-3", Q2, "not yet available"),
    }
    assert texts(found) == {"D5": (TextField.ABSENCE_NOTE, "withdrawn")}


def test_notes_totals_and_other_areas_supply_nothing(framework: Framework) -> None:
    layout = {**PLAIN, "notes": ["Note", "Source"], "ends_at": "Total", "only": {"Area": "North"}}
    lines = [
        (*HEADINGS, "Area"),
        ("Note: all are provisional", Q2, 1, "North"),
        (POTHOLES, Q2, 85, "North"),
        (POTHOLES, Q2, 84, "South"),
        (None, "source: our own system"),
        (LIGHTS, Q2, 4, " NORTH*"),
        (COST, Q2, 3, None),
        ("TOTAL:", Q2, 99, "North"),
        (COST, Q2, 5, "North"),
    ]
    for data in (book(lines), delimited(lines, "\t", "utf-16")):
        found = reading(framework, layout, data)
        assert figures(found) == {"C3": ("r-1", Q2, "85"), "C6": ("r-2", Q2, "4")}
        assert [row.number for row in found.rows] == [3, 6]


# Merged, hidden and calculated cells


def test_words_merged_over_rows_are_said_of_each_and_numbers_are_not(framework: Framework) -> None:
    def merge(made: Any) -> None:
        for area in ("B2:B4", "C2:C3", "D2:D3", "A5:A6"):
            made["Sheet1"].merge_cells(area)

    lines = [
        (*HEADINGS, "Comment"),
        (POTHOLES, Q2, 1, "Wet"),
        (LIGHTS,),
        (COST, None, 3),
        (LIGHTS, Q2, 4),
        (None, Q2, 5),
    ]
    found = reading(framework, {**PLAIN, "commentary": "Comment"}, book(lines, merge))
    assert figures(found) == {
        "C2": ("r-1", Q2, "1"),
        "C4": ("r-3", Q2, "3"),
        "C5": ("r-2", Q2, "4"),
        "C6": ("r-2", Q2, "5"),
    }
    assert [(text.subject, text.cell) for text in found.texts] == [("r-1", "D2"), ("r-2", "D2")]


def test_hidden_rows_are_read_and_marked(framework: Framework) -> None:
    def hide(made: Any) -> None:
        made["Sheet1"].row_dimensions[3].hidden = True

    found = reading(framework, PLAIN, book([HEADINGS, ROW, (LIGHTS, Q2, 9), (COST, Q2, 7)], hide))
    assert [(v.cell, v.is_hidden) for v in found.values] == [
        ("C2", False),
        ("C3", True),
        ("C4", False),
    ]


def test_a_stale_result_of_a_formula_is_marked_and_others_are_not(framework: Framework) -> None:
    lines = [(*HEADINGS, "Good", "All")]
    for formula in ("=D2/E2*100", "=D3/E3*100", "=D4/E4*100", "=D5/E5*100"):
        lines.append((POTHOLES, Q2, formula, 85, 100))
    data = with_results(book([*lines, ROW]), {"C2": "80", "C3": "85", "C4": "#DIV/0!"})
    found = reading(framework, PLAIN, data)
    assert [value for _, _, value in figures(found).values()] == [
        "80",
        "85",
        "unreadable",
        "unreadable",
        "85",
    ]
    assert [v.cell for v in found.values if v.is_stale] == ["C2"]
    assert [v.value.raw for v in found.values][2:4] == ["#DIV/0!", "#NOT-CALCULATED"]
