"""Invented budgets: a finance return as a file in its declared layout, the same on every run.

Who sends it when is `play`.
"""

import csv
import io
import random
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from sources.framework.columns import BudgetColumns, Fund
from sources.framework.framework import Framework
from sources.framework.keys import Close, Slot
from sources.framework.owed import ReturnType

# Pounds that a service has in a year, from and to, in hundreds.
_SIZES = {
    Fund.REVENUE: (2_500, 42_000),
    Fund.CAPITAL: (1_000, 25_000),
    Fund.HOUSING_REVENUE_ACCOUNT: (30_000, 90_000),
    Fund.DEDICATED_SCHOOLS_GRANT: (90_000, 900_000),
}
_SIGNED_BY = "Head of Finance"


def finance_slots(framework: Framework, close: Close) -> list[Slot]:
    """The finance returns of a close whose file can be invented: in one sheet, by body."""
    return [
        slot
        for slot in framework.slots_of(close)
        if framework.returns[slot.return_id].return_type is ReturnType.FINANCE
        and _columns(framework, slot).body is not None
    ]


def budget_csv(framework: Framework, slot: Slot) -> bytes:
    """A finance return as a CSV file, with the totals of each fund and a sign-off."""
    layout, columns = (
        framework.layouts[framework.returns[slot.return_id].layout],
        _columns(framework, slot),
    )
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    if layout.period_label:
        writer.writerow([layout.period_label, str(slot.period)])
    if layout.signed_off_label:
        writer.writerow([layout.signed_off_label, _SIGNED_BY])
    given = {
        "line": columns.line,
        "body": columns.body,
        "fund": columns.fund,
        "period": layout.period,
        "budget": columns.budget,
        "actual": columns.actual,
        "forecast": columns.forecast,
        "variance": columns.variance,
    }
    asked = {name: heading[0] for name, heading in given.items() if heading}
    writer.writerow(asked.values())
    for row in _rows(framework, slot, columns):
        writer.writerow([row[name] for name in asked])
    return text.getvalue().encode()


def _columns(framework: Framework, slot: Slot) -> BudgetColumns:
    columns = framework.layouts[framework.returns[slot.return_id].layout].budget
    assert columns is not None
    return columns


def _rows(framework: Framework, slot: Slot, columns: BudgetColumns) -> Iterator[dict[str, str]]:
    words = {fund: word for word, fund in columns.funds.items()} or {Fund.REVENUE: "revenue"}
    for fund, fund_words in words.items():
        total = [Decimal(0)] * 3
        for name, body in _lines(framework, fund, columns):
            amounts = _amounts(slot, fund, name)
            total = [held + one for held, one in zip(total, amounts, strict=True)]
            yield _row(slot, name, body, fund_words, amounts, columns)
        yield _row(slot, columns.total[0], "", fund_words, total, columns)


def _lines(framework: Framework, fund: Fund, columns: BudgetColumns) -> Iterator[tuple[str, str]]:
    """The services whose measures some body answers for, each with the body that has most."""
    for department in framework.departments.values():
        for service in department.services:
            own = [m for m in framework.measures.values() if m.service == service.id]
            held = Counter(m.body for m in own if m.department == department.id)
            is_housing = "housing" in service.id
            wanted = {
                Fund.CAPITAL: random.Random(f"{service.id} capital").random() < 0.5,
                Fund.HOUSING_REVENUE_ACCOUNT: is_housing,
                Fund.DEDICATED_SCHOOLS_GRANT: "education" in service.id or "school" in service.id,
            }
            if held and wanted.get(fund, True):
                yield service.name, framework.bodies[held.most_common(1)[0][0]].name
    if fund is Fund.REVENUE and columns.corporate:
        yield columns.corporate[0], columns.corporate[0]


def _amounts(slot: Slot, fund: Fund, name: str) -> list[Decimal]:
    """Budget, actual to date and forecast outturn, in whole pounds."""
    lasting = random.Random(f"{name} {fund} budget")
    passing = random.Random(f"{name} {fund} {slot.period}")
    budget = lasting.randint(*_SIZES[fund]) * 100
    tendency = lasting.choice((-2.5, -1, 0, 0, 0.5, 1, 2, 4))
    forecast = round(budget * (100 + tendency + passing.gauss(0, 0.6)) / 10_000) * 100
    spent = round(forecast * slot.period.last_month / 12 * passing.uniform(0.9, 1.03))
    return [Decimal(budget), Decimal(spent), Decimal(budget if tendency == 0 else forecast)]


def _row(
    slot: Slot, name: str, body: str, fund: str, amounts: list[Decimal], columns: BudgetColumns
) -> dict[str, str]:
    budget, spent, forecast = amounts
    over = budget - forecast if columns.overspend == "negative" else forecast - budget
    money = {"budget": budget, "actual": spent, "forecast": forecast, "variance": over}
    shift = {"thousands": -3, "millions": -6}.get(columns.written, 0)
    shown = {what: f"{amount.scaleb(shift):f}" for what, amount in money.items()}
    return {"line": name, "body": body, "fund": fund, "period": str(slot.period), **shown}
