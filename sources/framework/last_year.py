"""Targets that are stated against last year's outturn: `higher`, `lower`, `+2%`, `-2%`.

Only the text and its arithmetic belong here; which outturn it is held against is for whoever
closes a period.
"""

import re
from decimal import Decimal, localcontext
from typing import Annotated, NamedTuple

from pydantic import BeforeValidator

_CHANGE = re.compile(r"(?P<sign>[+-])(?P<pct>[0-9]{1,4}(?:\.[0-9]{1,4})?)\s*%")
_TAIL = re.compile(r"\s+(than|on)\s+last\s+year\s*$")


class AgainstLastYear(NamedTuple):
    """A target against last year's outturn: so many per cent more, or simply better than it.

    `change_pct` is None for `higher` and `lower`, which last year's outturn itself does not meet.
    """

    is_higher: bool
    change_pct: Decimal | None

    @property
    def is_strict(self) -> bool:
        """Whether the very same as last year is not enough."""
        return self.change_pct is None

    @property
    def words(self) -> str:
        """`2% more than last year`."""
        if self.change_pct is None:
            return "higher than last year" if self.is_higher else "lower than last year"
        return f"{abs(self.change_pct)}% {'more' if self.is_higher else 'less'} than last year"

    @property
    def written(self) -> str:
        """As it stands in the table: `+2%`."""
        if self.change_pct is None:
            return "higher" if self.is_higher else "lower"
        return f"{'+' if self.is_higher else '-'}{abs(self.change_pct)}%"

    def of(self, outturn: Decimal) -> Decimal:
        """The number that is to be reached, exactly. `+2%` of a negative outturn lies above it."""
        if self.change_pct is None:
            return outturn
        with localcontext(prec=60):
            return outturn + abs(outturn) * self.change_pct / 100


def parse_last_year(text: str) -> AgainstLastYear:
    """What a text asks of this year against the last. Raises ValueError for anything else."""
    asked = _TAIL.sub("", text.strip().replace("\N{MINUS SIGN}", "-")).strip()
    if asked in ("higher", "lower"):
        return AgainstLastYear(asked == "higher", None)
    found = _CHANGE.fullmatch(asked)
    if found is None:
        raise ValueError("write higher, lower, or a change in per cent with its sign, like +2%")
    pct = Decimal(found["pct"])
    if not pct:
        raise ValueError("a change of 0% says nothing: write higher or lower, or a number")
    is_higher = found["sign"] == "+"
    return AgainstLastYear(is_higher, pct if is_higher else -pct)


LastYearText = Annotated[
    AgainstLastYear | None,
    BeforeValidator(lambda v: parse_last_year(v) if isinstance(v, str) else v),
]
