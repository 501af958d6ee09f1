"""View models of the section that shows the budget, fund by fund.

As in `sections`: already rounded, worded and cleared for readers.
"""

from dataclasses import dataclass

from report_templates.parts import Figure


@dataclass(frozen=True)
class BudgetAmounts:
    """The amounts of a line, or of a sum of lines; `why_not` says why one cannot be given.

    The variance has finance's own sign; `word` says over- or underspend, whatever the sign.
    """

    budget: Figure | None
    actual: Figure | None
    forecast: Figure | None
    variance: Figure | None
    percent: Figure | None
    word: str | None
    why_not: str | None


@dataclass(frozen=True)
class BudgetRow:
    """A budget line of a part."""

    name: str
    amounts: BudgetAmounts


@dataclass(frozen=True)
class BudgetPart:
    """What one body or service, or nobody in particular, answers for, with its sum."""

    name: str
    lines: tuple[BudgetRow, ...]
    total: BudgetAmounts


@dataclass(frozen=True)
class BudgetCheck:
    """The sum of the lines beside the total that finance states.

    `words` say whether they agree; `difference` is given where they do not to the penny.
    """

    what: str
    worked: Figure
    stated: Figure
    words: str
    difference: Figure | None


@dataclass(frozen=True)
class FundView:
    """One fund, which is added to no other; `total_name` says what its sum is the sum of.

    `unchecked` says why there is no total to hold the sum against.
    """

    name: str
    parts: tuple[BudgetPart, ...]
    total_name: str
    total: BudgetAmounts
    checks: tuple[BudgetCheck, ...]
    unchecked: str | None = None


@dataclass(frozen=True)
class BudgetSection:
    """The budget as finance returned it; `is_kept` is no if the framework has no return for it.

    `awaited` says of each return that has not come that it has not, and when it was due; `notes`
    what a reader must know of those that came. `has_actual` is whether finance gives actuals.
    """

    is_kept: bool
    awaited: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    has_actual: bool = True
    sign: str = ""
    funds: tuple[FundView, ...] = ()
