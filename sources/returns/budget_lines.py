"""What a finance return says, once read: budget lines with their amounts, each with its cell.

Facts only. Reading them is `budget`; whether they add up is for `checks` to say.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from sources.framework.columns import Fund
from sources.values import Value

_PENNY = Decimal("0.01")


class Amount(StrEnum):
    """What an amount of a budget line is. The variance is finance's own, if it gives one."""

    BUDGET = "budget"
    ACTUAL = "actual to date"
    FORECAST = "forecast outturn"
    VARIANCE = "variance"


@dataclass(frozen=True)
class SuppliedAmount:
    """An amount in pounds, as it stands in its cell; a blank cell supplies none.

    `is_stale`: the stored result of a formula is not what the formula gives. `is_hidden`: the cell
    is out of sight.
    """

    amount: Amount
    value: Value
    sheet: str
    cell: str
    is_stale: bool = False
    is_hidden: bool = False


@dataclass(frozen=True)
class SuppliedLine:
    """A row of a finance return: whom and which fund it is for, and its amounts.

    `fund` is None where the text under it is no fund, `body` and `service` where it names none; a
    line of `is_corporate` belongs to nobody on purpose. `is_total` says that it is a sum of others.
    """

    name: str
    fund: Fund | None
    fund_text: str
    body: str | None
    service: str | None
    about_text: str
    is_corporate: bool
    is_total: bool
    amounts: Mapping[Amount, SuppliedAmount]
    sheet: str
    number: int
    name_cell: str
    fund_cell: str
    about_cell: str

    @property
    def is_of_somebody(self) -> bool:
        """Whether it is known whom the line is for; a total is for all."""
        return bool(self.body or self.service or self.is_corporate or self.is_total)


def to_the_penny(number: Decimal) -> Decimal:
    """An amount as it is kept: rounded half up to the penny, as finance rounds."""
    return number.quantize(_PENNY, ROUND_HALF_UP)


def line_key(name: str, fund: str | None) -> tuple[str, str | None]:
    """By what a line is known: no two of a fund have one name."""
    return " ".join(name.split()).casefold(), fund
