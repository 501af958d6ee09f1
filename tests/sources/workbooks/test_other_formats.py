"""Formats beside Excel's modern one: what they say, and what is said to be unknown.

The files were made by LibreOffice; see tests/data/workbooks/SOURCE.md.
"""

from decimal import Decimal
from pathlib import Path

import pytest

from sources.workbooks.cells import Fact, Workbook
from sources.workbooks.door import open_file

DATA = Path(__file__).parents[2] / "data" / "workbooks"


def opened(ending: str) -> Workbook:
    return open_file((DATA / f"facts.{ending}").read_bytes())


@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods"])
def test_every_format_gives_the_same_cells(ending: str) -> None:
    book = opened(ending)
    assert book.kind == ending
    found = {c.address: (c.text, c.number, c.error) for c in book.sheets["S"].cells.values()}
    assert found == {
        "A1": ("x", None, None),
        "B1": ("0.953", Decimal("0.953"), None),
        "C1": ("#DIV/0!", None, "#DIV/0!"),
        "D1": ("#N/A", None, "#N/A"),
        "E1": ("1.906", Decimal("1.906"), None),
        # LibreOffice writes a typed TRUE as a formula that gives 1 to .ods.
        "F1": ("1", Decimal(1), None) if ending == "ods" else ("TRUE", None, None),
        "G1": ("2023-10-01", None, None),
        "H1": ("text 12", None, None),
        "I1": ("#N/A", None, "#N/A"),
        "A3": ("hid", None, None),
        "A5": ("merged", None, None),
    }


@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods"])
def test_every_format_says_what_is_hidden_and_merged(ending: str) -> None:
    book = opened(ending)
    sheet = book.sheets["S"]
    assert {c.address for c in sheet.cells.values() if c.is_hidden} == {"H1", "A3"}
    assert sheet.merged == ("A5:C6",)
    assert (3 in sheet.hidden_rows, 8 in sheet.hidden_columns) == (True, True)
    assert book.sheets["Hid"].is_hidden


@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods"])
def test_a_percentage_is_told_from_a_fraction(ending: str) -> None:
    cells = opened(ending).sheets["S"].cells
    assert "%" in cells["B1"].number_format
    assert cells["E1"].number_format == "General"


def test_what_a_format_cannot_say_is_said() -> None:
    assert opened("xlsx").unknown == ()
    assert opened("xls").unknown == (Fact.FORMULAS,)
    assert opened("ods").unknown == (Fact.NUMBER_FORMATS,)
    table = (Fact.NUMBER_FORMATS, Fact.FORMULAS, Fact.MERGING)
    assert open_file(b"a,b\n1,2\n").unknown == table


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_formulas_are_told_from_typed_cells(ending: str) -> None:
    cells = opened(ending).sheets["S"].cells
    assert cells["E1"].is_formula
    assert not cells["B1"].is_formula
