"""The form as a department meets it: what it says, what can be typed, that it counts."""

import shutil
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from sources.framework.framework import Framework
from sources.framework.keys import Period, Slot
from sources.returns.content import ReadReturn
from sources.returns.forms import write_form
from sources.workbooks.door import open_file

HEADINGS = {
    "Measures": [
        "Measure id",
        "Measure",
        "What it measures",
        "Unit",
        "Period",
        "Period key",
        "Better when",
        "Target",
        "Last value",
        "Actual",
        "Numerator",
        "Denominator",
        "No value because",
        "Expected by, or note",
        "Year-end forecast",
        "Rating preview",
        "Still needed",
        "Commentary",
    ],
    "Key actions": [
        "Action id",
        "Key action",
        "Due",
        "Next milestones",
        "Rating",
        "Percent complete",
        "Forecast completion date",
        "Commentary",
    ],
}


def opened(form: bytes) -> Any:
    return openpyxl.load_workbook(BytesIO(form))


def table(form: bytes, sheet: str) -> list[dict[str, Any]]:
    """The cells of a form's table by heading, row by row."""
    rows = list(opened(form)[sheet].iter_rows())
    at = next(n for n, line in enumerate(rows) if line[0].value == HEADINGS[sheet][0])
    names = [cell.value for cell in rows[at]]
    return [dict(zip(names, line, strict=True)) for line in rows[at + 1 :]]


def cover(form: bytes) -> dict[str, Any]:
    return {line[0].value: line[1].value for line in opened(form)["Cover"].iter_rows()}


def test_the_sheets_and_headings_stand_in_order(form: bytes) -> None:
    assert opened(form).sheetnames == [
        "Cover",
        "Measures",
        "Key actions",
        "Instructions",
    ]
    for sheet, headings in HEADINGS.items():
        assert list(table(form, sheet)[0]) == headings


def test_the_cover_says_what_is_wanted_from_whom_by_when(form: bytes, framework: Framework) -> None:
    facts = cover(form)
    assert facts["Council"] == "Testshire County Council"
    assert facts["Reporting period"] == "Quarter 2 (July to September 2023)"
    assert facts["Due"] == "19 October 2023"
    assert facts["Who completes it"] == "Care (lead: Director of Care)"
    assert facts["Return key"] == "testshire.2023-24-Q2.care"
    assert facts["Framework version"] == framework.digest


def test_there_is_a_row_for_each_measure_and_period_that_is_due(form: bytes) -> None:
    rows = [(r["Measure id"].value, r["Period key"].value) for r in table(form, "Measures")]
    # c-3 is annual; c-5 is reported a quarter late.
    assert rows == [
        ("c-1", "2023-24-Q2"),
        ("c-2", "2023-24-M04"),
        ("c-2", "2023-24-M05"),
        ("c-2", "2023-24-M06"),
        ("c-4", "2023-24-H1"),
        ("c-5", "2023-24-Q1"),
    ]


def test_a_row_says_unit_direction_and_target_in_plain_words(form: bytes) -> None:
    shown = {
        (r["Measure id"].value, r["Period key"].value[-3:]): tuple(
            r[name].value for name in ("Unit", "Period", "Better when", "Target")
        )
        for r in table(form, "Measures")
    }
    assert shown["c-1", "-Q2"] == (
        "%",
        "Quarter 2 (July to September 2023)",
        "higher",
        92.5,
    )
    assert shown["c-2", "M04"] == ("number", "July 2023", "lower", 40)
    assert shown["c-4", "-H1"][0] == "\u00a3"
    assert shown["c-5", "-Q1"] == (
        "per 1000 people",
        "Quarter 1 (April to June 2023)",
        "higher",
        5,
    )


def test_a_period_of_another_year_shows_no_target_of_this_one(
    framework: Framework,
) -> None:
    form = write_form(framework, Slot.parse("testshire.2023-24-Q1.care"), {})
    late = next(r for r in table(form, "Measures") if r["Measure id"].value == "c-5")
    assert (late["Period key"].value, late["Target"].value) == ("2022-23-Q4", None)


def test_the_last_value_is_the_latest_before_the_rows_own_period(
    framework: Framework, slot: Slot
) -> None:
    values = {
        ("c-1", Period.parse("2022-23-Q4")): "80%",
        ("c-1", Period.parse("2023-24-Q1")): "81%",
        ("c-1", Period.parse("2023-24-Q2")): "82%",
        ("c-2", Period.parse("2023-24-M04")): "7",
    }
    rows = table(write_form(framework, slot, values), "Measures")
    assert [r["Last value"].value for r in rows[:3]] == [
        "81% (Q1 2023-24)",
        None,
        "7 (July 2023)",
    ]


def test_texts_of_the_framework_never_become_formulas(form: bytes) -> None:
    row = table(form, "Measures")[0]
    for heading, text in {"Measure": "=1+1", "What it measures": "@SUM(A1)"}.items():
        assert row[heading].value.startswith(text)
        assert row[heading].data_type == "s"
        assert row[heading].quotePrefix
    cells = open_file(form).sheets["Measures"].cells.values()
    worked_out = {c.address[0] for c in cells if c.is_formula}
    assert worked_out == {"A", "P", "Q"}, "the count, the preview and what is still needed"


def test_only_entry_cells_can_be_typed_in(form: bytes) -> None:
    book = opened(form)
    assert book.security.lockStructure
    for sheet in book:
        assert sheet.protection.sheet
        assert not sheet.protection.password
    open_cells = {
        sheet: [
            heading for heading, cell in table(form, sheet)[0].items() if not cell.protection.locked
        ]
        for sheet in HEADINGS
    }
    assert open_cells == {
        "Measures": [*HEADINGS["Measures"][9:15], "Commentary"],
        "Key actions": HEADINGS["Key actions"][4:],
    }
    open_labels = [r[0].value for r in book["Cover"].iter_rows() if not r[1].protection.locked]
    assert open_labels == [
        "Completed by",
        "Signed off by",
        "Role of the person signing off",
        "Date signed off",
    ]
    assert not [c for r in book["Instructions"].iter_rows() for c in r if not c.protection.locked]


def test_a_measure_without_a_ratio_asks_for_no_numerator(form: bytes) -> None:
    with_ratio, without = table(form, "Measures")[:2]
    for heading in ("Numerator", "Denominator"):
        assert not with_ratio[heading].protection.locked
        assert without[heading].protection.locked
        assert without[heading].value == "\N{EN DASH}"


def test_a_percentage_is_typed_as_it_is_said(form: bytes) -> None:
    for row in table(form, "Measures"):
        assert "%" not in row["Actual"].number_format


def rules_at(sheet: Any, cell: Any) -> list[Any]:
    return [r for r in sheet.data_validations.dataValidation if cell.coordinate in r.sqref]


def test_drop_downs_offer_the_declared_words(form: bytes) -> None:
    book = opened(form)
    (rule,) = rules_at(book["Measures"], table(form, "Measures")[0]["No value because"])
    assert rule.formula1 == '"not yet available,not applicable,suppressed,withdrawn"'
    (rule,) = rules_at(book["Key actions"], table(form, "Key actions")[0]["Rating"])
    sheet, _, span = rule.formula1.partition("!")
    assert [c.value for (c,) in book[sheet][span]] == ["Good", "Off track, badly"]
    (rule,) = rules_at(book["Key actions"], table(form, "Key actions")[0]["Percent complete"])
    assert (rule.type, rule.formula1, rule.formula2) == ("decimal", "0", "100")


def test_the_actual_is_helped_but_not_restricted(form: bytes) -> None:
    (rule,) = rules_at(opened(form)["Measures"], table(form, "Measures")[0]["Actual"])
    assert rule.type in (None, "none")
    assert "Unit: %" in rule.prompt


def test_a_key_action_shows_the_milestones_still_to_come(form: bytes) -> None:
    (row,) = table(form, "Key actions")
    assert row["Due"].value == "31 March 2024"
    assert row["Next milestones"].value == "30 November 2023: Walls up"


def test_without_key_actions_there_is_no_sheet_for_them(
    framework: Framework, read: Callable[..., ReadReturn]
) -> None:
    from dataclasses import replace

    form = write_form(replace(framework, actions={}), Slot.parse("testshire.2023-24-Q2.care"), {})
    assert "Key actions" not in opened(form).sheetnames
    assert len(read(form).rows) == 6


def test_a_period_in_which_nothing_is_due_says_so(framework: Framework) -> None:
    from dataclasses import replace

    annual = {"c-3": framework.measures["c-3"]}
    form = write_form(
        replace(framework, measures=annual), Slot.parse("testshire.2023-24-Q2.care"), {}
    )
    assert table(form, "Measures") == []
    assert "No measure is due" in opened(form)["Measures"]["A2"].value


def test_the_mark_of_a_demonstration_stands_on_every_sheet(
    framework: Framework, slot: Slot, read: Callable[..., ReadReturn]
) -> None:
    form = write_form(framework, slot, {}, mark="Made up & not real")
    for sheet in opened(form):
        assert sheet["A2"].value == "Made up & not real"
        assert sheet.oddHeader.center.text == "Made up && not real"
    assert len(read(form).rows) == 7


def test_the_tables_print_and_scroll_with_their_headings(form: bytes) -> None:
    book = opened(form)
    for name in HEADINGS:
        sheet = book[name]
        row = next(c.row for c in sheet["A"] if c.value == HEADINGS[name][0])
        assert sheet.freeze_panes == f"C{row + 1}"
        assert sheet.print_title_rows == f"${row}:${row}"
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        start = [s.activeCell for s in sheet.sheet_view.selection if s.pane == "bottomRight"]
        assert not sheet[start[0]].protection.locked


def test_the_document_says_its_title_and_language(form: bytes) -> None:
    properties = opened(form).properties
    assert properties.title == (
        "Care return: Quarter 2 (July to September 2023) (Testshire County Council)"
    )
    assert properties.language == "en-GB"


def test_entry_ranges_have_names(form: bytes) -> None:
    book = opened(form)
    assert book.defined_names["Measures_actual"].attr_text == "'Measures'!$J$4:$J$9"
    assert "Actions_percent_complete" in book.defined_names
    assert "Cover_signed_off_by" in book.defined_names


def test_the_same_form_is_the_same_bytes(framework: Framework, slot: Slot, form: bytes) -> None:
    assert write_form(framework, slot, {}) == form


def test_every_text_stands_out_from_its_background(form: bytes) -> None:
    def luminance(colour: str) -> float:
        parts = [int(colour[n : n + 2], 16) / 255 for n in (2, 4, 6)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    seen = 0
    for sheet in opened(form):
        for cell in (c for line in sheet.iter_rows() for c in line if c.value is not None):
            fill = cell.fill.fgColor.rgb if cell.fill.fill_type else "FFFFFFFF"
            text = cell.font.color.rgb if cell.font.color else "FF000000"
            high, low = sorted((luminance(fill), luminance(text)), reverse=True)
            assert (high + 0.05) / (low + 0.05) >= 4.5, cell
            seen += 1
    assert seen > 50


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_the_count_is_live_and_another_program_leaves_the_form_readable(
    filled: Callable[..., bytes], read: Callable[..., ReadReturn], tmp_path: Path
) -> None:
    data = filled(
        {
            ("Measures", "c-1 2023-24-Q2", "Actual"): (0.873, "0.0%"),
            ("Measures", "c-2 2023-24-M04", "Actual"): "#DIV/0!",
            ("Measures", "c-2 2023-24-M05", "Actual"): 5,
            ("Measures", "c-2 2023-24-M05", "No value because"): "suppressed",
            ("Measures", "c-4 2023-24-H1", "No value because"): "not applicable",
            ("Measures", "c-5 2023-24-Q1", "Commentary"): "Not a value.",
        }
    )
    source = tmp_path / "filled.xlsx"
    source.write_bytes(data)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [
            "soffice",
            profile,
            "--headless",
            "--convert-to",
            "xlsx",
            "--outdir",
            "out",
            str(source),
        ],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        timeout=180,
    )
    calculated = (tmp_path / "out" / "filled.xlsx").read_bytes()
    workbook = open_file(calculated)
    counts = [
        cell.text
        for name in ("Cover", "Measures")
        for cell in workbook.sheets[name].cells.values()
        if cell.text.endswith("filled") and cell.is_formula
    ]
    assert counts == ["4 of 6 filled", "0 of 1 filled", "4 of 6 filled"]
    ours, theirs = read(data), read(calculated)
    assert ours.identity == theirs.identity
    assert [(v.cell, v.value) for v in theirs.values] == [(v.cell, v.value) for v in ours.values]
    assert theirs.texts == ours.texts
