"""Which stored results of formulas are held to be no longer true, and of which nothing is claimed.

Cells are made in memory; how a file's formulas come to be read is `test_spreadsheets`.
How formulas read when filled into other cells is `test_filled_formulas`.
"""

import time
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sources.workbooks.addresses import position_of
from sources.workbooks.cells import NOT_CALCULATED, Cell, Sheet, Workbook
from sources.workbooks.formulas import MAX_LENGTH, filled_from
from sources.workbooks.recalculation import Recalculation

OWN = "Return"
DAY = ("2023-04-01", "yyyy-mm-dd")
CELLS: dict[str, dict[str, Any]] = {
    OWN: {"A1": 1, "A2": 2, "A3": 3, "A4": "text", "A6": 6, "B1": 10, "B2": 20, "B3": "7"}
    | {"C1": "#DIV/0!", "C2": NOT_CALCULATED, "D1": "TRUE", "E1": DAY, "E2": 5, "LOG10": 99},
    "Year's data": {"A1": 100, "B2": 50},
    "Other": {"A1": 7},
}


def a_cell(sheet: str, address: str, held: Any, formula: str | None = None) -> Cell:
    row, column = position_of(address)
    if isinstance(held, tuple):
        return Cell(sheet, row, column, held[0], number_format=held[1], formula=formula)
    if isinstance(held, str):
        error = held if held.startswith("#") else None
        return Cell(sheet, row, column, held, error=error, formula=formula)
    return Cell(sheet, row, column, str(held), Decimal(str(held)), formula=formula)


def is_stale(
    formula: str | None, stored: Any, must: bool = False, also: dict[str, Cell] | None = None
) -> bool:
    """Whether Z9 of the sheet, which holds a formula, is held to be stale."""
    sheets = {
        name: Sheet(name, {at: a_cell(name, at, held) for at, held in cells.items()})
        for name, cells in CELLS.items()
    }
    sheets[OWN].cells.update(also or {})
    cell = a_cell(OWN, "Z9", stored, formula)
    sheets[OWN].cells["Z9"] = cell
    return Recalculation(Workbook("xlsx", sheets, (), must)).is_stale(cell)


def gives(formula: str, result: float) -> bool:
    """Whether a formula is worked out, to this result. What the file asks for is then no matter."""
    near = [is_stale(formula, result, must) for must in (False, True)]
    off = [is_stale(formula, result + 1, must) for must in (False, True)]
    return not any(near) and all(off)


def is_not_claimed(formula: str) -> bool:
    """Whether the program that saved the file has the word, whatever is stored."""
    return all(is_stale(formula, n, must) is must for n in (0, 1, 12.5) for must in (False, True))


# As Excel has it: a sign binds before a power, and powers go from left to right.
WORKED_OUT = {
    formula.strip(): float(result)
    for line in """
-2^2 -> 4 | 0-2^2 -> -4 | 1-2^2 -> -3 | 3*-2^2 -> 12 | -(2)^2 -> 4 | 2^-2 -> 0.25 | 2^3^2 -> 64
2--2 -> 4 | --2 -> 2 | +5 -> 5 | 2*-3 -> -6 | 2*+3 -> 6 | -10%^2 -> 0.01 | 50% -> 0.5
50%% -> 0.005 | -50% -> -0.5 | 4^50% -> 2 | (1+1)% -> 0.02 | 3 % -> 0.03 | 1+2*3 -> 7
(1+2)*3 -> 9 | 12/2/3 -> 2 | 10-2-3 -> 5 | 7/2 -> 3.5 |  1 + 1  -> 2 | .5+.5 -> 1 | 1. -> 1
1e3 -> 1000 | 1E+3 -> 1000 | 25E-2 -> 0.25 | ((((7)))) -> 7 | A1 -> 1 | A1+$A$2*a3 -> 7
A6/B1 -> 0.6 | A5+1 -> 1 | A5 -> 0 | LOG10 -> 99 | Other!A1*2 -> 14 | 'Year''s data'!A1/2 -> 50
'Other'!$A$1 -> 7 | Other!B1 -> 0 | SUM(A1:A3) -> 6 | sum(a1,b2) -> 21 | SUM(A1:A6) -> 12
SUM(A1:A4,B1,5) -> 21 | SUM(A1:B2) -> 33 | SUM(B1:B3) -> 30 | SUM(D1:D2,1) -> 1
SUM(A1:A2,A1:A2) -> 6 | SUM(Other!A1:A2) -> 7 | SUM('Year''s data'!$A$1:B2) -> 150
SUM(A1:A3)/SUM(B1:B2) -> 0.2 | AVERAGE(A1:A6) -> 3 | AVERAGE(2,4) -> 3 | MIN(A1:B2) -> 1
MAX(A1:A6,B1) -> 10 | MIN(-1,2) -> -1 | ABS(-3) -> 3 | ABS(A1-B1) -> 9
SUM(SUM(1,2),MAX(A1:A3)*2) -> 9 | ROUND(2.5,0) -> 3 | ROUND(-2.6,0) -> -3
ROUND(1.005,2) -> 1.01 | ROUND(1234,-2) -> 1200 | ROUND(A1/A3*100,1) -> 33.3 | ROUND(0.5,0) -> 1
ROUND(2.567,1.9) -> 2.6
""".strip().splitlines()
    for formula, _, result in (pair.partition("->") for pair in line.split("|"))
}


@pytest.mark.parametrize("formula", WORKED_OUT)
def test_plain_formulas_are_worked_out(formula: str) -> None:
    assert gives(formula, WORKED_OUT[formula])


NOT_CLAIMED = [
    # Functions and operators that are not worked out.
    *(
        "IF(A1,1,2)",
        "COUNT(A1:A3)",
        "LOG10(100)",
        "SUMPRODUCT(A1:A2,B1:B2)",
        "INDIRECT(A4)",
        "A1&A2",
    ),
    *("A1=A1", "1>2", "SUM(IF(A1,1,2))", "_xlfn.SUM(1)", "TODAY()", "Total", "Total+1", "TRUE+1"),
    # Texts and errors where a number is wanted, and texts that stand in the formula.
    *("A4", "A4+1", "D1+1", "B3+1", "E1+1", '"3"+1', "C1+1", "C2", "SUM(C1:C1)", "SUM(A1:C2)"),
    *('SUM("3",4)', "#REF!+1", "SUM(#REF!,1)", "Nowhere!A1", "[1]Other!A1", "'[1]Other'!A1"),
    # What has no result that is a number.
    *("1/0", "A1/A5", "0^-1", "(-8)^(1/3)", "10^400", "AVERAGE(A4:A5)", "SUM(1E308,1E308)"),
    *("ROUND(1E999,0)", "ROUND(1,1E999)", "ROUND(1,99)", "ROUND(1E999-1E999,2)"),
    # Whole columns and rows, tables, areas too large, areas of areas.
    *("SUM(A:A)", "SUM($A:B)", "SUM(1:2)", "SUM(Other!A:A)", "SUM(Table1[A1])", "Table1[A1]"),
    *("SUM(A1:A20000)", "SUM(A1:B)", "SUM(A1:A2:A3)", "SUM((A1,A2))", "SUM(A1:A2 A2:A3)", "A1:A3"),
    *("SUM(OFFSET(A1,1,0):A3)", "SUM(Return:Other!A1)", "SUM({1,2})", "A1#", "@A1"),
    # What is no formula, or ends too soon.
    *("", " ", "1+", "*1", "(1", "1)", "SUM(1", "SUM()", "SUM(1,)", "SUM(,1)", "1 000", "1,5"),
    *("ROUND(2.5)", "ROUND(1,2,3)", "ROUND(A1:A2,0)", "1.5.5", "=1", "A0", "A1.5"),
    # Too deep, too long.
    "(" * 60 + "1" + ")" * 60,
    "SUM(" * 60 + "1" + ")" * 60,
    "1+" * (MAX_LENGTH // 2) + "1",
]


@pytest.mark.parametrize("formula", NOT_CLAIMED, ids=lambda formula: formula[:30])
def test_of_other_formulas_nothing_is_claimed(formula: str) -> None:
    assert is_not_claimed(formula)


def test_what_is_deep_and_long_within_reason_is_worked_out() -> None:
    assert gives("(" * 40 + "1" + ")" * 40, 1)
    assert gives("+".join(["1"] * (MAX_LENGTH // 2)), MAX_LENGTH // 2)
    assert gives("+".join(["(1)"] * 200), 200)
    assert gives("SUM(B4:B10003,2)", 2)


def test_programs_may_differ_in_the_last_digits_only() -> None:
    assert not is_stale("1/3", Decimal("0.333333333333333"))
    assert not is_stale("1/3", 0.3333333335)
    assert is_stale("1/3", 0.33333334)
    assert not is_stale("0.1+0.2-0.3", 0)
    assert not is_stale("123456789012345", 123456789012000)
    assert is_stale("123456789", 123456790)


def test_typed_cells_and_results_that_are_no_numbers_are_never_stale() -> None:
    for must in (False, True):
        assert not is_stale(None, 5, must)
        for held in ("text", "#DIV/0!", NOT_CALCULATED, DAY):
            assert not is_stale("1+1", held, must)


# Claims that are made, or missing, where they should not be. Take the mark away with the fault.
MISCLAIMED: dict[str, tuple[str, float | None]] = {
    "a blank cell named alone does not count in a function": ("AVERAGE(A5,2)", 2),
    "nor for the least": ("MIN(A5,2)", 2),
    "dates count in sums": ("SUM(E1:E2)", None),
    "the sizes of several numbers are several": ("SUM(ABS(A1:A3))", None),
    "an area may be written from its end": ("SUM(A3:A1,5)", 11),
    "just under a half is rounded down": ("ROUND(0.4999999999,0)", 0),
    "what is too large is no result": ("1E999", None),
    "nor is what has become too large": ("1E308*10", None),
    "nor is what is no number": ("1E999-1E999", None),
}


@pytest.mark.parametrize("case", MISCLAIMED)
def test_nothing_is_claimed_wrongly(case: str) -> None:
    formula, result = MISCLAIMED[case]
    if result is None:
        assert is_not_claimed(formula)
    else:
        assert is_not_claimed(formula) or gives(formula, result)


def test_what_rests_on_a_stale_result_is_stale() -> None:
    stale = a_cell(OWN, "Y1", 8, "B1*2")
    assert is_stale("Y1+1", 9, also={"Y1": stale})


HOSTILE = {
    "parentheses": "(" * 2_000,
    "closed parentheses": "(" * 999 + "1" + ")" * 999,
    "functions": "SUM(" * 499 + "1" + ")" * 499,
    "signs": "-" * 1_999 + "1",
    "percent signs": "1" + "%" * 1_999,
    "powers": "9^" * 999 + "9",
    "digits": "9" * 2_000,
    "a number beyond all": "1E999",
    "a long sum": "1+" * 50_000 + "1",
    "a long word": "a" * 100_000,
    "a long blank": " " * 100_000,
    "one text": '"' * 100_001,
    "sheet upon sheet": "a!" * 50_000,
    "quoted upon quoted": "'a" * 50_000,
    "references": "A1," * 33_333,
}
LIMIT_SECONDS = 0.2


def taken_by(work: Callable[[], object]) -> float:
    """Processor time, the best of five: machines are busy."""
    spent = []
    for _ in range(5):
        begun = time.thread_time()
        work()
        spent.append(time.thread_time() - begun)
    return min(spent)


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_formulas_end_at_once(case: str) -> None:
    formula = HOSTILE[case]
    assert taken_by(lambda: is_stale(formula, 1)) < LIMIT_SECONDS
    assert taken_by(lambda: filled_from(formula, 1, 1)) < LIMIT_SECONDS


@pytest.mark.parametrize(("sign", "count"), [("'", 5_000), ("[", 20_000)])
def test_what_is_opened_and_never_closed_ends_at_once(sign: str, count: int) -> None:
    assert taken_by(lambda: filled_from(sign * count, 1, 1)) < LIMIT_SECONDS / 4


def test_area_upon_area_ends_at_once() -> None:
    formula = f"SUM({','.join(['F1:O1000'] * 200)},1)"
    assert len(formula) < MAX_LENGTH
    assert taken_by(lambda: is_stale(formula, 1)) < LIMIT_SECONDS


# A formula, its binding (sum 1, product 2, power 3, sign 4, percent 5, single 6) and its value.
Worked = tuple[str, int, Fraction]
SMALL, LARGE = Fraction(1, 1000), Fraction(10_000)


def _bound(part: Worked, least: int) -> str:
    text, binding, _ = part
    return text if binding >= least else f"({text})"


def _joined(parts: tuple[Worked, str, Worked]) -> Worked:
    left, sign, right = parts
    if sign in "+-":
        value = left[2] + right[2] if sign == "+" else left[2] - right[2]
        return _kept(f"{_bound(left, 1)}{sign}{_bound(right, 2)}", 1, value)
    assume(sign == "*" or right[2] != 0)
    value = left[2] * right[2] if sign == "*" else left[2] / right[2]
    return _kept(f"{_bound(left, 2)} {sign} {_bound(right, 3)}", 2, value)


def _powered(parts: tuple[Worked, int]) -> Worked:
    base, exponent = parts
    assume(base[2] != 0)
    return _kept(f"{_bound(base, 3)}^{exponent}", 3, base[2] ** exponent)


def _kept(text: str, binding: int, value: Fraction) -> Worked:
    """Only sizes at which floating point keeps more digits than programs are held to."""
    assume(value == 0 or SMALL <= abs(value) <= LARGE)
    return text, binding, value


WHOLE = st.integers(0, 30).map(lambda n: (str(n), 6, Fraction(n)))
ARITHMETIC: st.SearchStrategy[Worked] = st.recursive(
    WHOLE,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(_joined),
        st.tuples(inner, st.integers(-2, 3)).map(_powered),
        inner.map(lambda one: _kept(f"-{_bound(one, 4)}", 4, -one[2])),
        inner.map(lambda one: _kept(f"{_bound(one, 5)}%", 5, one[2] / 100)),
        inner.map(lambda one: _kept(f"({one[0]})", 6, one[2])),
    ),
    max_leaves=8,
)


@given(ARITHMETIC)
def test_arithmetic_agrees_with_exact_fractions(worked: Worked) -> None:
    text, _, value = worked
    assert not is_stale(text, Decimal(f"{float(value):.15g}"))
    assert is_stale(text, Decimal(f"{float(value) + 0.001:.15g}"))


def test_an_end_to_the_work_in_the_midst_of_a_tie_is_no_error() -> None:
    """A formula that rounds is worked out twice, and the second time may be one too many."""
    for areas in range(1, 25):
        total = ",".join(["F1:O1000"] * areas)
        assert not is_stale(f"ROUND(SUM({total},1)*1,0)", 1)
