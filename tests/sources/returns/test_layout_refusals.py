"""Which of departments' own spreadsheets are refused, and in which words: always one sentence.

What is wrong with a layout itself is refused earlier: `sources/framework/test_layout_errors`.
"""

from typing import Any

import pytest
from spreadsheets import (
    COST,
    HEADINGS,
    LABELLED,
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
)

from sources.framework.framework import Framework
from sources.workbooks.cells import CannotRead

TABLE = [HEADINGS, (POTHOLES, Q2, 85)]
PAST = "2022-23-FY"


def refusal(framework: Framework, layout: Any, data: bytes, once_for: str | None = None) -> str:
    """The words of a refusal: one sentence, which repeats no entry of the file."""
    with pytest.raises(CannotRead) as caught:
        reading(framework, layout, data, once_for)
    words = str(caught.value)
    assert words.endswith(".")
    assert ". " not in words
    assert "\n" not in words
    assert POTHOLES not in words
    return words


def without(*headings: str) -> list[tuple[Any, ...]]:
    return [tuple("Other" if name in headings else name for name in HEADINGS), TABLE[1]]


# Headings


@pytest.mark.parametrize(
    ("gone", "named"),
    [
        (["Measure"], "lacks the heading 'Measure':"),
        (["Period"], "lacks the heading 'Period':"),
        (["Actual", "Measure"], "lacks the headings 'Measure' and 'Actual':"),
        (list(HEADINGS), "lacks the headings 'Measure', 'Period' and 'Actual':"),
    ],
)
@pytest.mark.parametrize("save", [book, delimited])
def test_missing_headings_are_named(
    framework: Framework, gone: list[str], named: str, save: Any
) -> None:
    assert named in refusal(framework, PLAIN, save(without(*gone)))


@pytest.mark.parametrize(
    "headings",
    [
        ("Measure", "Period", "Actual", "Actual"),
        ("Measure", "Period", "Actual", "ACTUAL²"),
        # Two names of one heading are one heading twice.
        ("Measure", "Period", "Actual", "Result"),
        ("Measure", "Period", "Result", "Result [note 1]"),
    ],
)
@pytest.mark.parametrize("save", [book, delimited])
def test_a_heading_that_stands_twice_is_named(
    framework: Framework, headings: tuple[str, ...], save: Any
) -> None:
    data = save([headings, (POTHOLES, Q2, 85, 86)])
    assert "'Actual' more than once" in refusal(framework, PLAIN, data)


def test_every_heading_that_stands_twice_is_named(framework: Framework) -> None:
    data = book([(*HEADINGS, "Actual", "period"), (POTHOLES, Q2, 85, 86, Q2)])
    assert "the headings 'Period' and 'Actual' more than once" in refusal(framework, PLAIN, data)


def test_a_heading_of_two_lines_is_named_as_it_is_joined(framework: Framework) -> None:
    lines = [("Quarter", Q2), ("Measure", "Quarter 2", "Why not"), (None, "Actual", None)]
    words = refusal(framework, RETURN, book([*lines, (POTHOLES, 85)]))
    assert "lacks the heading 'Quarter 2 / Target'" in words


def test_headings_below_much_else_are_not_looked_for(framework: Framework) -> None:
    """Whatever stands so low is data, though it should read like headings."""
    above = [("a", "b", "c")]
    assert figures(reading(framework, PLAIN, book([*above * 39, *TABLE])))
    assert "lacks the headings" in refusal(framework, PLAIN, book([*above * 40, *TABLE]))


def test_a_column_that_rows_are_chosen_by_must_be_there(framework: Framework) -> None:
    layout = {**PLAIN, "only": {"Area": "North"}}
    assert "lacks the heading 'Area'" in refusal(framework, layout, book(TABLE))


def test_every_column_of_periods_must_be_there(framework: Framework) -> None:
    layout = {**LABELLED, "actual": None, "across": {"April": "M01", "May": "M02"}}
    data = book([("Quarter", Q2), ("Measure", "April"), (POTHOLES, 1)])
    assert "lacks the heading 'May'" in refusal(framework, layout, data)


# Sheets


def test_two_sheets_that_both_could_hold_the_table_are_named(framework: Framework) -> None:
    data = book({"New": TABLE, "Guide": [("x",)], "Old": TABLE})
    words = refusal(framework, {**PLAIN, "sheets": ["Return"]}, data)
    assert "on several sheets of this file: call the right one 'Return'" in words
    words = refusal(framework, PLAIN, data)
    assert "on several sheets of this file: leave only the sheet" in words


def test_a_sheet_of_no_name_that_holds_no_table_is_missing_by_name(framework: Framework) -> None:
    data = book({"Data": [("a",)], "Guide": [("b",)]})
    words = refusal(framework, {**PLAIN, "sheets": ["Return", "Q2 return"]}, data)
    assert "no 'Return' sheet" in words


def test_a_sheet_of_the_right_name_must_hold_the_table_itself(framework: Framework) -> None:
    data = book({"Return": without("Actual"), "Data": TABLE})
    words = refusal(framework, {**PLAIN, "sheets": "Return"}, data)
    assert "lacks the heading 'Actual'" in words


# Periods


@pytest.mark.parametrize("save", [book, delimited])
def test_rows_for_periods_of_several_returns_are_refused(framework: Framework, save: Any) -> None:
    data = save([*TABLE, (LIGHTS, "2023-24-Q1", 3)])
    assert "send one file for each" in refusal(framework, PLAIN, data)
    assert reading(framework, PLAIN, data, PAST).rows


@pytest.mark.parametrize(
    ("style", "written"),
    [
        ("2023-24-Q2", None),
        ("2023-24-Q2", "2023-25-Q2"),
        ("2023-24-Q2", "2023-24-Q5"),
        ("2023-24-Q2", "second quarter"),
        ("2023-24 Q2", "2023-24 M13"),
        ("April 2023", "2023"),
        ("April 2023", "Aprill 2023"),
        ("2023-04", "2023-13"),
        ("2023/24", "2023/25"),
    ],
)
def test_rows_that_say_no_period_are_refused_with_an_example(
    framework: Framework, style: str, written: str | None
) -> None:
    data = book([HEADINGS, (POTHOLES, written, 85), (COST, "-", 1)])
    words = refusal(framework, {**PLAIN, "period_style": style}, data)
    assert "No row of this table says which period" in words
    assert f"such as {style}," in words


@pytest.mark.parametrize("save", [book, delimited])
def test_a_table_without_rows_says_no_period(framework: Framework, save: Any) -> None:
    assert "No row of this table" in refusal(framework, PLAIN, save([HEADINGS]))
    layout = {**PLAIN, "ends_at": "Total", "notes": "Note"}
    data = save([HEADINGS, ("Note 1", Q2, 3), ("Total", Q2, 4), TABLE[1]])
    assert "No row of this table" in refusal(framework, layout, data)


@pytest.mark.parametrize(
    "line", [(), ("Quarter",), ("Quarter", "2"), ("Quarters", Q2), (Q2, "Quarter")]
)
def test_a_file_without_its_period_beside_the_label_is_refused(
    framework: Framework, line: tuple[str, ...]
) -> None:
    data = book([line, ("Measure", "Actual"), (POTHOLES, 85)])
    words = refusal(framework, LABELLED, data)
    assert "its period beside 'Quarter'" in words
    assert "such as 2023-24-Q2," in words


# Delimited files


@pytest.mark.parametrize("delimiter", ["|", ":"])
def test_a_delimiter_that_nobody_uses_leaves_no_headings(
    framework: Framework, delimiter: str
) -> None:
    words = refusal(framework, PLAIN, delimited(TABLE, delimiter))
    assert "lacks the headings 'Measure', 'Period' and 'Actual'" in words


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32"])
def test_an_encoding_that_cannot_be_told_is_refused(framework: Framework, encoding: str) -> None:
    assert "save it as CSV UTF-8" in refusal(framework, PLAIN, delimited(TABLE, ",", encoding))


def test_a_table_with_a_broken_quotation_is_refused_with_its_line(framework: Framework) -> None:
    data = delimited(TABLE) + b'"Lights" of all kinds,2023-24-Q2,3\r\n'
    assert "Line 3 of this table" in refusal(framework, PLAIN, data)


@pytest.mark.parametrize("data", [b"", b"\r\n\r\n", b"\xef\xbb\xbf  \n", "\n".encode("utf-16")])
def test_an_empty_file_is_refused(framework: Framework, data: bytes) -> None:
    assert "This file is empty" in refusal(framework, PLAIN, data)


def test_an_empty_workbook_lacks_every_heading(framework: Framework) -> None:
    assert "lacks the headings" in refusal(framework, PLAIN, book([]))
    assert "lacks the headings" in refusal(framework, PLAIN, book({"A": [], "B": []}))


def test_the_layout_of_another_department_does_not_fit(framework: Framework) -> None:
    assert "lacks the heading" in refusal(framework, PLAIN, kept("return.ods"))
    assert "lacks the headings" in refusal(framework, RETURN, kept("months.xls"))
