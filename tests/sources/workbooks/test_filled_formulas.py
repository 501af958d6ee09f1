"""How a formula reads when it is filled into another cell, as one that several cells have is.

What is made of one is `test_recalculation`.
"""

import pytest

from sources.workbooks.formulas import filled_from

FILLED = {
    ("A1", 1, 1): "B2",
    ("a1", 1, 1): "B2",
    ("AZ9+ZZ1", 0, 1): "BA9+AAA1",
    ("$A1+A$1+$A$1", 2, 2): "$A3+C$1+$A$1",
    ("SUM(A1:B2,$C$3:D4)", 3, 0): "SUM(A4:B5,$C$3:D7)",
    ("B2", -1, -1): "A1",
    ("Other!A1+'It''s A1'!A1", 1, 1): "Other!B2+'It''s A1'!B2",
    ("Other!$a$1", 1, 1): "Other!$A$1",
    ("SUM(A:A,$A:B,Other!C:C)", 0, 1): "SUM(B:B,$A:C,Other!D:D)",
    ("SUM(1:2,$1:2)", 1, 9): "SUM(2:3,$1:3)",
    # Texts, names, functions, numbers and columns of tables are none.
    ('"A1"&A1', 1, 1): '"A1"&B2',
    ('"say ""A1"" now"&A1', 1, 0): '"say ""A1"" now"&A2',
    ("LOG10(A1)+ATAN2(A1,B1)", 1, 1): "LOG10(B2)+ATAN2(B2,C2)",
    ("Table1[A1]+Table1[[#This Row],[B2]]", 1, 1): "Table1[A1]+Table1[[#This Row],[B2]]",
    ("Q2_total+A1_+_A1+A1.B2+A01", 1, 1): "Q2_total+A1_+_A1+A1.B2+A01",
    ("1E5+2E3%+A1", 1, 0): "1E5+2E3%+A2",
    ("A1%+-A1^A1", 0, 1): "B1%+-B1^B1",
    ("#REF!+A1", 1, 0): "#REF!+A2",
    # What would leave the sheet.
    ("A1+B5", -1, 0): "#REF!+B4",
    ("A1+B5", 0, -1): "#REF!+A5",
    ("$A$1+A$1", -3, 0): "$A$1+A$1",
    ("SUM(A1:A5)", -1, 0): "SUM(#REF!:A4)",
    ("Other!A1", -1, 0): "#REF!",
    ("", 1, 1): "",
}


@pytest.mark.parametrize("case", FILLED, ids=str)
def test_references_move_and_nothing_else_does(case: tuple[str, int, int]) -> None:
    assert filled_from(*case) == FILLED[case]


@pytest.mark.parametrize("formula", ["SUM(A1:$B$2,'A b'!C3)*LOG10(D4)", "A:B", "3:4", '"A1"', "x"])
def test_not_moved_is_as_it_was(formula: str) -> None:
    assert filled_from(formula, 0, 0) == formula


@pytest.mark.parametrize("formula", ["A1+$B2", "SUM(C3:D$4)", "A:C", 'Other!E5&"A1"'])
def test_there_and_back_again_is_as_it_was(formula: str) -> None:
    assert filled_from(filled_from(formula, 7, 30), -7, -30) == formula


# The docstring's word is that references which would leave the sheet become `#REF!`.
LEAVING = {
    ("XFD1", 0, 1): "#REF!",
    ("A1048576", 1, 0): "#REF!",
    ("SUM(A:B)", 0, -1): "SUM(#REF!)",
    ("SUM(1:2)", -1, 0): "SUM(#REF!)",
}


@pytest.mark.parametrize("case", LEAVING, ids=str)
def test_all_that_leaves_the_sheet_is_no_reference(case: tuple[str, int, int]) -> None:
    assert filled_from(*case) == LEAVING[case]


def test_names_may_begin_with_any_letter() -> None:
    assert filled_from("ÄA1+A1", 1, 1) == "ÄA1+B2"
