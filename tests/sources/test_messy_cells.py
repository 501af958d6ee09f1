"""Cells that councils really wrote: each is the number, the absence or the refusal that is stated.

The cells stand in tests/data/messy/cell_values.csv. What is no value at all (periods, references,
names) is held against the reader that it is meant for.
"""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from sources.framework.layouts import PeriodStyle, read_period
from sources.unreadable import why_unreadable
from sources.values import Absence, Unit, Value, parse_target, parse_text
from sources.words import compact, name_of, plain

FILE = Path(__file__).parents[1] / "data" / "messy" / "cell_values.csv"
with FILE.open(encoding="utf-8", newline="") as opened:
    CELLS = list(csv.DictReader(opened))

Cell = dict[str, str]


def expected(cell: Cell, absence: str) -> tuple[Decimal | None, Absence | None]:
    return (
        Decimal(cell["number"]) if cell["number"] and not absence else None,
        Absence(absence) if absence else None,
    )


def shown(value: Value) -> tuple[Decimal | None, Absence | None]:
    return value.number, value.absence


def test_every_cell_of_the_collection_has_one_outcome() -> None:
    assert len(CELLS) == 108
    assert [c["literal"] for c in CELLS if bool(c["number"]) == bool(c["absence"])] == []
    unreadable = {c["literal"] for c in CELLS if c["absence"] == "unreadable"}
    assert {c["literal"] for c in CELLS if c["why"]} == unreadable
    # Every outcome is met; withdrawn and suppressed by a sign are in the parser's own tests.
    assert {c["absence"] for c in CELLS} >= {"blank", "not due", "suppressed", "unreadable", ""}


@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: cell["literal"])
def test_a_cell_is_what_is_stated(cell: Cell) -> None:
    unit, words = Unit(cell["unit"]), cell["unit_words"] or None
    value = parse_text(cell["cell"], unit, words)
    assert shown(value) == expected(cell, cell["absence"])
    assert value.raw == cell["cell"]
    if value.absence is Absence.UNREADABLE:
        assert why_unreadable(cell["cell"], unit) == cell["why"]
    target = parse_target(cell["cell"], unit, words)
    assert shown(target) == expected(cell, cell["as_target"] or cell["absence"])


@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: cell["literal"])
@pytest.mark.parametrize("unit", Unit)
def test_a_cell_is_never_another_number_in_another_unit(cell: Cell, unit: Unit) -> None:
    value = parse_text(cell["cell"], unit, cell["unit_words"] or None)
    if value.number is not None:
        assert str(value.number) == cell["number"]


@pytest.mark.parametrize("text", ["DIV/0", "15-day", "Level 2", "34*", "1967 (down from 2,732)"])
@pytest.mark.parametrize("unit", Unit)
def test_text_with_digits_in_it_is_never_a_number(text: str, unit: Unit) -> None:
    assert parse_text(text, unit).absence is Absence.UNREADABLE
    assert parse_target(text, unit).absence is Absence.UNREADABLE


@pytest.mark.parametrize(
    ("text", "style", "period"),
    [
        ("2018-19;Q1", PeriodStyle.SPACE, "2018-19-Q1"),
        ("2010/11", PeriodStyle.FINANCIAL_YEAR, "2010-11-FY"),
        ("2018/19", PeriodStyle.FINANCIAL_YEAR, "2018-19-FY"),
        ("2019/20", PeriodStyle.FINANCIAL_YEAR, "2019-20-FY"),
        ("2019/2020", PeriodStyle.FINANCIAL_YEAR, "2019-20-FY"),
        ("2021-06-30", PeriodStyle.YEAR_AND_MONTH, "2021-22-M03"),
        ("September 2023", PeriodStyle.MONTH_NAME, "2023-24-M06"),
        ("31st September 2024", PeriodStyle.MONTH_NAME, None),
        ("17-Aug-09", PeriodStyle.MONTH_NAME, None),
    ],
)
def test_a_cell_that_is_a_period_is_read_where_periods_stand(
    text: str, style: PeriodStyle, period: str | None
) -> None:
    found = read_period(text, style)
    assert (str(found) if found else None) == period


def test_references_and_names_are_the_same_however_they_are_typed() -> None:
    assert compact("CORP 09") == compact("CORP09")
    assert name_of("Argyll & Bute") == name_of("Argyll and Bute")
    assert plain("Household waste recycled**") == plain("Household waste recycled")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("1.234,5", "it has a comma where a number has none"),
        ("-1.234.567,00%", "it has a comma where a number has none"),
        ("\u0661\u0662\u0663", "its digits are not 0 to 9"),
        ("1\u0662", "its digits are not 0 to 9"),
        ("1.2.3", "its points and commas are not those of one number"),
        ("=1+1", "it is a formula"),
        ("=SUM(A1:A9)", "it is a formula"),
        ("= B7", "it is a formula"),
        ("=-2*C3", "it is a formula"),
        ("=/>5", "it is a limit"),
        ("9" * 19, "it has more digits than can be kept"),
    ],
)
def test_what_is_wrong_with_a_number_is_said_truly(text: str, why: str) -> None:
    assert parse_text(text, Unit.NUMBER).absence is Absence.UNREADABLE
    assert why_unreadable(text, Unit.NUMBER) == why
