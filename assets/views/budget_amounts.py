"""Amounts of the budget as a report prints them: each in the figure book, all with the same places.

Nothing is rounded, so every column adds up as it is printed. Which lines make a row or a sum is
`budget`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from assets.analysis.series import Ref
from assets.views.figure_book import FigureBook
from assets.views.wording import counted, named, one_line
from checks.budget import Reconciled, StandingLine, worked_total
from report_templates.budget_section import BudgetAmounts, BudgetCheck
from report_templates.parts import Figure
from sources.framework.columns import BudgetColumns, Fund
from sources.returns.budget_lines import Amount

SHOWN = (Amount.BUDGET, Amount.ACTUAL, Amount.FORECAST)


@dataclass(frozen=True)
class Title:
    """Under which words and id the amounts of a line or a sum are entered."""

    words: str
    breakdown: str
    fund: Fund
    is_sum: bool = True


class BudgetFigures:
    """The amounts of one report's budget; `lines` are all that it prints."""

    def __init__(
        self, book: FigureBook, columns: Sequence[BudgetColumns], lines: Sequence[StandingLine]
    ) -> None:
        self._book = book
        self.has_actual = any(one.actual is not None for one in columns)
        self._sign = -1 if any(one.overspend == "negative" for one in columns) else 1
        numbers = [one.number(amount) for one in lines for amount in Amount]
        is_whole = all(n is None or n == n.to_integral_value() for n in numbers)
        self._places = 0 if is_whole else 2

    def amounts(self, lines: Sequence[StandingLine], title: Title) -> BudgetAmounts:
        """What lines come to; an amount that one of them lacks has no sum, and that is said."""
        asked = [a for a in SHOWN if a is not Amount.ACTUAL or self.has_actual]
        worked = {amount: worked_total(lines, amount) for amount in asked}
        lacking = [amount for amount, number in worked.items() if number is None]
        budget, forecast = worked[Amount.BUDGET], worked[Amount.FORECAST]
        variance = None if budget is None or forecast is None else forecast - budget
        figures = {amount: self._worked(n, amount, lines, title) for amount, n in worked.items()}
        return BudgetAmounts(
            budget=figures[Amount.BUDGET],
            actual=figures.get(Amount.ACTUAL),
            forecast=figures[Amount.FORECAST],
            variance=self._variance(variance, title),
            percent=self._percent(variance, budget, title),
            word=None if variance is None else _word(variance),
            why_not=_why_not(lacking, lines, title) if lacking else None,
        )

    def check(self, one: Reconciled, lines: Sequence[StandingLine], title: Title) -> BudgetCheck:
        """The sum of a fund's lines beside the total that finance states for it."""
        amount, off = one.amount, one.difference
        stated = Title(one_line(one.total.line.name), "stated", title.fund)
        words = "They agree to the penny."
        if off:
            words = "They differ no more than rounding explains:" if one.agrees else "They differ:"
        return BudgetCheck(
            what=amount.value,
            worked=self._enter(
                one.worked, amount.value, title, _how(lines, title), _refs(lines, amount)
            ),
            stated=self._enter(
                one.stated,
                f"stated {amount}",
                stated,
                "the total that finance states",
                _refs([one.total], amount),
            ),
            words=words,
            difference=self._enter(
                off, f"difference of {amount}", stated, "sum of the lines less the total stated"
            )
            if off
            else None,
        )

    def _worked(
        self, number: Decimal | None, amount: Amount, lines: Sequence[StandingLine], title: Title
    ) -> Figure | None:
        if number is None:
            return None
        return self._enter(number, amount.value, title, _how(lines, title), _refs(lines, amount))

    def _variance(self, variance: Decimal | None, title: Title) -> Figure | None:
        if variance is None:
            return None
        how = "forecast outturn less budget"
        if self._sign < 0:
            how = "budget less forecast outturn, the sign that finance uses"
        return self._enter(variance * self._sign, "variance", title, how, is_signed=True)

    def _percent(
        self, variance: Decimal | None, budget: Decimal | None, title: Title
    ) -> Figure | None:
        if not variance or not budget:
            return None
        share = (abs(variance) * 100 / abs(budget)).quantize(Decimal("0.1"), ROUND_HALF_UP)
        how = "the variance as a share of the budget"
        text = f"{share:,}%" if share else "less than 0.1%"
        return self._put(text, "variance percent", title, how, ())

    def _enter(
        self,
        number: Decimal,
        quantity: str,
        title: Title,
        how: str,
        refs: Sequence[Ref] = (),
        *,
        is_signed: bool = False,
    ) -> Figure:
        return self._put(self._money(number, is_signed=is_signed), quantity, title, how, refs)

    def _put(self, text: str, quantity: str, title: Title, how: str, refs: Sequence[Ref]) -> Figure:
        return self._book.enter(
            text,
            "budget",
            f"{title.fund.value} {quantity}",
            what=f"{quantity.capitalize()}, {title.fund.value}: {title.words}",
            how=how,
            group="Budget",
            refs=refs,
            breakdown=title.breakdown,
        )

    def _money(self, number: Decimal, *, is_signed: bool) -> str:
        text = f"£{abs(number):,.{self._places}f}"
        if number < 0:
            return f"\u2212{text}"
        return f"+{text}" if is_signed and number > 0 else text


def no_amounts(why: str) -> BudgetAmounts:
    """A line or sum of which nothing is shown."""
    return BudgetAmounts(None, None, None, None, None, None, why)


def _refs(lines: Sequence[StandingLine], amount: Amount) -> list[Ref]:
    held = [(one_line(one.line.name), one.amounts[amount]) for one in lines]
    return [
        Ref(seq, f"{amount} of {name}", cell.sheet, cell.cell, cell.value.raw)
        for name, (seq, cell) in held
    ]


def _how(lines: Sequence[StandingLine], title: Title) -> str:
    return f"sum of {counted(len(lines), 'line')}" if title.is_sum else "as finance gave it"


def _word(variance: Decimal) -> str:
    if not variance:
        return "on budget"
    return "overspend" if variance > 0 else "underspend"


def _why_not(lacking: Sequence[Amount], lines: Sequence[StandingLine], title: Title) -> str:
    what = f"no {' and no '.join(lacking)}"
    if not title.is_sum:
        return f"{what} given"
    without = [line for line in lines if any(line.number(one) is None for one in lacking)]
    names = named([one_line(line.line.name) for line in without])
    return f"{what}: {counted(len(without), 'line')} without one: {names}"
