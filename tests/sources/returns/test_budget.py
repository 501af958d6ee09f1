"""Budget lines are read as they stand: whom and what they are for, and every amount's cell."""

from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from finance import FINANCE, HOUSING, SLOT, a_csv, a_layout, south_derbyshire

from sources.framework.columns import Fund
from sources.returns.budget_lines import Amount, SuppliedLine
from sources.returns.content import ReadReturn, TextField, Use
from sources.returns.identify import identify
from sources.returns.read import read_for
from sources.values import Absence
from sources.workbooks.cells import CannotRead
from sources.workbooks.door import open_file


def read(data: bytes, **columns: Any) -> ReadReturn:
    framework = south_derbyshire()
    framework = replace(framework, layouts={**framework.layouts, "budget-csv": a_layout(**columns)})
    return read_for(framework, SLOT, open_file(data))


def only(data: bytes, **columns: Any) -> SuppliedLine:
    (line,) = read(data, **columns).budget
    return line


def numbers(line: SuppliedLine) -> list[Decimal | None]:
    return [held.value.number for held in line.amounts.values()]


def test_a_line_is_for_a_body_and_a_fund_and_each_amount_has_its_cell() -> None:
    line = only(a_csv(f"Parks,{HOUSING},General Fund,1200.50,600,1250,49.50"))
    assert (line.name, line.fund, line.body) == (
        "Parks",
        Fund.REVENUE,
        "housing-and-community-services",
    )
    assert (line.name_cell, line.about_cell, line.fund_cell) == ("A4", "B4", "C4")
    assert [(a, held.cell) for a, held in line.amounts.items()] == [
        (Amount.BUDGET, "D4"),
        (Amount.ACTUAL, "E4"),
        (Amount.FORECAST, "F4"),
        (Amount.VARIANCE, "G4"),
    ]
    assert numbers(line) == [Decimal("1200.50"), 600, 1250, Decimal("49.50")]


def test_the_file_says_its_period_and_who_signed_it_off() -> None:
    framework = south_derbyshire()
    workbook = open_file(a_csv("Parks,x,HRA,1,1,1,0", period="2023-24-Q1", signed="A. Accountant"))
    owed = framework.returns["finance"]
    found = identify(workbook, owed, framework.layouts[owed.layout], "south_derbyshire")
    assert str(found.slot) == "south_derbyshire.2023-24-Q1.finance"
    (text,) = read(a_csv(signed="A. Accountant")).texts
    assert (text.field, text.text, text.cell) == (TextField.SIGNED_OFF_BY, "A. Accountant", "B2")


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("(1250)", -1250),
        ('"(1,250.40)"', Decimal("-1250.40")),
        ("(£12)", -12),
        ("-£12", -12),
        ("nil", 0),
    ],
)
def test_what_is_below_nothing_is_written_as_accountants_do(
    typed: str, number: Decimal | int
) -> None:
    line = only(a_csv(f"Rents,{HOUSING},HRA,{typed},,,"))
    assert line.amounts[Amount.BUDGET].value.number == number


@pytest.mark.parametrize("typed", ["(-5)", "()", "((5))", "five", "12 000"])
def test_what_cannot_be_meant_as_an_amount_is_kept_as_unreadable(typed: str) -> None:
    held = only(a_csv(f"Rents,{HOUSING},HRA,{typed},,,")).amounts[Amount.BUDGET].value
    assert (held.absence, held.raw) == (Absence.UNREADABLE, typed)


def test_amounts_may_be_written_in_thousands_or_millions_and_are_exact_pounds() -> None:
    data = a_csv(f"Parks,{HOUSING},General Fund,40.0,20.1234567,41.2,1.2")
    assert numbers(only(data, written="millions")) == [
        Decimal(40_000_000),
        Decimal("20123456.7"),
        Decimal(41_200_000),
        Decimal(1_200_000),
    ]
    assert numbers(only(data, written="thousands"))[0] == 40_000


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (HOUSING, "housing-and-community-services"),
        ("housing-and-community-services", "housing-and-community-services"),
        ("  housing &  Community services committee ", "housing-and-community-services"),
        ("Housing", None),
    ],
)
def test_a_body_is_known_by_its_name_or_id(body: str, what: str | None) -> None:
    line = only(a_csv(f"Parks,{body},HRA,1,1,1,0"))
    assert (line.body, line.is_of_somebody) == (what, what is not None)


def test_a_service_is_known_where_the_layout_asks_for_one() -> None:
    line = only(a_csv("Parks,Waste and Street Scene,HRA,1,1,1,0"), body=None, service=["Committee"])
    assert (line.body, line.service) == (None, "waste")


def test_corporate_items_belong_to_nobody_and_totals_to_all() -> None:
    corporate, total, own = read(
        a_csv(
            "Interest,Corporate items,HRA,5,5,5,0",
            "Total,,HRA,5,5,5,0",
            f"Total,{FINANCE},HRA,5,5,5,0",
        )
    ).budget
    assert (corporate.is_corporate, corporate.is_total) == (True, False)
    assert (total.is_corporate, total.is_total, total.name) == (False, True, "Total")
    # A committee's total is another line than the fund's.
    assert (own.is_total, own.body, own.name) == (
        True,
        "finance-and-management",
        f"Total, {FINANCE}",
    )


def test_a_line_without_a_name_of_its_own_is_called_as_its_body() -> None:
    line = only(a_csv(f"Parks,{HOUSING},HRA,1,1,1,0"), line=None)
    assert line.name == HOUSING


def test_a_fund_that_nobody_knows_is_kept_as_it_stands() -> None:
    line = only(a_csv(f"Parks,{HOUSING},Reserves,1,1,1,0"))
    assert (line.fund, line.fund_text) == (None, "Reserves")


def test_every_cell_of_the_file_is_accounted_for() -> None:
    (sheet,) = read(a_csv(f"Parks,{HOUSING},HRA,1,five,n/a,-", "Just a heading,,,,,,")).sheets
    assert sum(sheet.uses.values()) == sheet.cells == 4 + 7 + 7 + 1
    assert (sheet.uses[Use.VALUE], sheet.uses[Use.UNREADABLE], sheet.uses[Use.ABSENCE]) == (1, 1, 1)
    assert sheet.uses[Use.KEY] == 4
    assert Use.UNREAD not in sheet.uses


def test_a_workbook_is_read_as_a_csv_file_is_with_merged_committees() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in a_csv(f"Parks,{HOUSING},HRA,10,5,11,1", "Pools,,HRA,20,9,20,0").decode().split("\n"):
        sheet.append([int(c) if c.isdigit() else c or None for c in row.split(",")])
    sheet.merge_cells("B4:B5")
    saved = BytesIO()
    book.save(saved)
    lines = read(saved.getvalue()).budget
    assert [(one.name, one.body, numbers(one)) for one in lines] == [
        ("Parks", "housing-and-community-services", [10, 5, 11, 1]),
        ("Pools", "housing-and-community-services", [20, 9, 20, 0]),
    ]


def test_a_missing_heading_is_named() -> None:
    with pytest.raises(CannotRead, match="lacks the heading 'Forecast outturn'"):
        read(a_csv().replace(b"Forecast outturn", b"Forecast"))
