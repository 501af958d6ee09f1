"""Budget lines as they stand after all files of a return, and how they add up. Pure and exact.

What a rule says of them is `catalogue/budget`; how a report shows them is not known here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from sources.framework.columns import BudgetColumns, Fund, Written
from sources.returns.budget_lines import (
    Amount,
    SuppliedAmount,
    SuppliedLine,
    line_key,
    to_the_penny,
)
from sources.values import Absence, Unit

# The amounts that a total adds up: variances follow from them.
_ADDED = (Amount.BUDGET, Amount.ACTUAL, Amount.FORECAST)
Filed = tuple[int, Sequence[SuppliedLine]]


@dataclass(frozen=True)
class StandingLine:
    """A budget line as the last file that speaks of it has it, with the amounts that stand.

    `submission` is the file that gave the line's own words; each amount comes with its own. `files`
    are all that spoke of the line.
    """

    submission: int
    line: SuppliedLine
    amounts: Mapping[Amount, tuple[int, SuppliedAmount]]
    files: tuple[int, ...] = ()

    def number(self, amount: Amount) -> Decimal | None:
        """An amount in pounds to the penny; None where there is no number."""
        held = self.amounts.get(amount)
        number = held[1].value.number if held else None
        return None if number is None else to_the_penny(number)

    @property
    def variance(self) -> Decimal | None:
        """Forecast less budget: above 0 is an overspend, whatever sign finance writes."""
        budget, forecast = self.number(Amount.BUDGET), self.number(Amount.FORECAST)
        return None if budget is None or forecast is None else forecast - budget


@dataclass(frozen=True)
class Reconciled:
    """The sum of a fund's lines beside the total that finance states for an amount.

    They may differ by `allowance`: what the rounding of numbers in thousands or millions can do.
    """

    amount: Amount
    total: StandingLine
    worked: Decimal
    stated: Decimal
    allowance: Decimal

    @property
    def difference(self) -> Decimal:
        return self.worked - self.stated

    @property
    def agrees(self) -> bool:
        return abs(self.difference) <= self.allowance


def standing_lines(filed: Iterable[Filed]) -> tuple[StandingLine, ...]:
    """What stands of files, oldest first: a later one replaces only what it fills (ruling 7).

    A line that had no known fund goes once a later file gives the same line a fund; one of which
    all amounts are withdrawn is gone.
    """
    held: dict[tuple[str, str | None], StandingLine] = {}
    for submission, lines in filed:
        for line in lines:
            key = line_key(line.name, line.fund)
            if line.fund is not None:
                earlier = held.get((key[0], None))
                if earlier is not None and earlier.submission < submission:
                    del held[(key[0], None)]
                    held.setdefault(key, replace(earlier, amounts={}))
            before = held.get(key)
            fresh = {amount: (submission, one) for amount, one in line.amounts.items()}
            amounts = {**(before.amounts if before else {}), **fresh}
            files = (*(before.files if before else ()), submission)
            held[key] = StandingLine(submission, line, amounts, files)
    return tuple(one for one in held.values() if not _is_withdrawn(one))


def _is_withdrawn(one: StandingLine) -> bool:
    absences = {amount.value.absence for _, amount in one.amounts.values()}
    return absences == {Absence.WITHDRAWN}


def of_fund(lines: Iterable[StandingLine], fund: Fund | None) -> list[StandingLine]:
    """The lines of one fund, without the totals that finance states."""
    return [one for one in lines if one.line.fund == fund and not one.line.is_total]


def worked_total(lines: Iterable[StandingLine], amount: Amount) -> Decimal | None:
    """The sum of an amount over lines; None unless each of them has it."""
    numbers = [one.number(amount) for one in lines]
    if not numbers or any(number is None for number in numbers):
        return None
    return sum((number for number in numbers if number is not None), Decimal(0))


def reconciled(
    lines: Sequence[StandingLine], columns: BudgetColumns | None
) -> Iterable[Reconciled]:
    """Every total that finance states and that can be held against the sum of its fund's lines."""
    for total, own in _totals(lines):
        for amount in _ADDED:
            worked, stated = worked_total(own, amount), total.number(amount)
            if worked is None or stated is None:
                continue
            parts = [one.amounts[amount][1] for one in (*own, total)]
            yield Reconciled(amount, total, worked, stated, allowance(parts, columns))


def unreconciled(
    lines: Sequence[StandingLine],
) -> Iterable[tuple[StandingLine, Amount, tuple[StandingLine, ...]]]:
    """Every total that is stated and cannot be held against its lines, and those that state a
    reason in place of the amount. Lines that say nothing at all are another rule's."""
    for total, own in _totals(lines):
        for amount in _ADDED:
            without = tuple(o for o in own if amount in o.amounts and o.number(amount) is None)
            if without and total.number(amount) is not None:
                yield total, amount, without


def _totals(
    lines: Sequence[StandingLine],
) -> Iterator[tuple[StandingLine, list[StandingLine]]]:
    for total in lines:
        if total.line.is_total and total.line.fund is not None:
            yield total, [one for one in of_fund(lines, total.line.fund) if _is_part(one, total)]


def _is_part(one: StandingLine, total: StandingLine) -> bool:
    """Whether a line is within a total: that of a body holds only what is the body's."""
    wanted = (total.line.body, total.line.service)
    held = (one.line.body, one.line.service)
    return all(want in (None, have) for want, have in zip(wanted, held, strict=True))


def allowance(parts: Iterable[SuppliedAmount], columns: BudgetColumns | None) -> Decimal:
    """By how much a sum may be off: nothing for pounds and pence, else half of the last place that
    each number was written with."""
    written = Written(columns.written) if columns else Written.AS_MEASURED
    shift = written.shift(Unit.MONEY)
    off = Decimal(0)
    for part in parts:
        places = _places(part.value.raw)
        # Whole pence are exact; what is written shorter, or longer, was rounded by somebody.
        if shift > places - 2 and shift:
            off += Decimal(5).scaleb(shift - places - 1)
        elif places > 2 + shift:
            off += Decimal("0.005")
    return off


def _places(raw: str) -> int:
    digits = raw.partition(".")[2]
    return sum(letter.isdigit() for letter in digits)
