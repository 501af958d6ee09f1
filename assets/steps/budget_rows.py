"""Budget lines as rows: every amount of every file of a finance return, with its cell."""

from collections.abc import Iterable

from assets.analysis.results import SentFile
from assets.steps import gather
from assets.steps.house import House
from sources.framework.framework import Framework
from sources.values import to_units
from warehouse.other_rows import BudgetLine


def budget_rows(house: House, framework: Framework, own: Iterable[SentFile]) -> list[BudgetLine]:
    """Every amount of files, as rows, read by a framework. Other returns have none."""
    rows = []
    for one in own:
        for line in gather.read_file(house, framework, one).budget:
            for amount in line.amounts.values():
                number, absence = amount.value.number, amount.value.absence
                units, places = (None, None) if number is None else to_units(number)
                rows.append(
                    BudgetLine(
                        slot=str(one.slot),
                        council=one.slot.council,
                        submission=one.seq,
                        row=line.number,
                        line=line.name,
                        fund=line.fund.value if line.fund else None,
                        body=line.body,
                        service=line.service,
                        is_corporate=line.is_corporate,
                        is_total=line.is_total,
                        amount=amount.amount.value,
                        units=units,
                        places=places,
                        absence=absence.value if absence else None,
                        raw=amount.value.raw,
                        sheet=amount.sheet,
                        cell=amount.cell,
                    )
                )
    return rows
