"""An example finance return: its lines as they would stand in a table by portfolio."""

from collections.abc import Mapping
from typing import Any

from checks.examples.frameworks import base
from checks.examples.tables import checked, owing
from checks.subject import CheckedReturn
from sources.framework.columns import BudgetColumns
from sources.framework.keys import Slot
from sources.framework.layouts import Layout
from sources.returns.budget_lines import Amount, SuppliedAmount, SuppliedLine
from sources.values import Unit, parse_text

_SLOT = Slot.parse("derbyshire.2023-24-Q2.finance")
_FIRST_ROW, _SHEET = 4, "Budget"
_COLUMNS = BudgetColumns(
    line=("Line",),
    body=("Portfolio",),
    fund=("Fund",),
    budget=("Budget",),
    actual=("Actual",),
    forecast=("Forecast",),
    variance=("Variance",),
)
_AMOUNTS = {
    "budget": (Amount.BUDGET, "D"),
    "actual": (Amount.ACTUAL, "E"),
    "forecast": (Amount.FORECAST, "F"),
    "variance": (Amount.VARIANCE, "G"),
}
_WORDS = {"line", "portfolio", "fund", "is_stale", "is_hidden"}


def budget_return(given: Mapping[str, Any]) -> CheckedReturn:
    """The finance return that an example describes."""
    if unknown := set(given) - {"budget"}:
        raise ValueError(f"{sorted(unknown)} is not known beside budget")
    layout = Layout(id="budget", kind="budget", period_label="Period", budget=_COLUMNS)
    lines = tuple(_line(number, one) for number, one in enumerate(given["budget"], _FIRST_ROW))
    framework = owing(_SLOT, "Finance return", "finance", layout)
    return checked(framework, _SLOT, {"budget": lines})


def _line(row: int, given: Mapping[str, Any]) -> SuppliedLine:
    if unknown := set(given) - _WORDS - set(_AMOUNTS):
        raise ValueError(f"{sorted(unknown)} is no part of a budget line")
    name, portfolio, fund = given["line"], given.get("portfolio", ""), given["fund"]
    amounts = {
        amount: SuppliedAmount(
            amount,
            parse_text(given[word], Unit.MONEY),
            _SHEET,
            f"{column}{row}",
            given.get("is_stale") == "yes",
            given.get("is_hidden") == "yes",
        )
        for word, (amount, column) in _AMOUNTS.items()
        if word in given
    }
    return SuppliedLine(
        name=name,
        fund=_COLUMNS.fund_of(fund),
        fund_text=fund,
        body=portfolio if portfolio in base().bodies else None,
        service=None,
        about_text=portfolio,
        is_corporate=portfolio in _COLUMNS.corporate,
        is_total=name in _COLUMNS.total,
        amounts=amounts,
        sheet=_SHEET,
        number=row,
        name_cell=f"A{row}",
        fund_cell=f"C{row}",
        about_cell=f"B{row}",
    )
