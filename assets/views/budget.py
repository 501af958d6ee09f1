"""The section of the budget: each fund with its lines, its sum, and what finance states beside it.

Adding up is `checks/budget`, printing amounts `budget_amounts`; here it is decided what is shown of
which line, and in which order.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from assets.views.budget_amounts import SHOWN, BudgetFigures, Title, no_amounts
from assets.views.context import Context
from assets.views.wording import counted, moment_text, one_line
from checks.budget import StandingLine, of_fund, reconciled
from checks.finding import Severity
from report_templates.budget_section import (
    BudgetAmounts,
    BudgetCheck,
    BudgetPart,
    BudgetRow,
    BudgetSection,
    FundView,
)
from sources.framework.columns import BudgetColumns, Fund
from sources.framework.keys import Slot
from sources.framework.owed import OwedReturn, ReturnType
from warehouse.rows import ReturnStatus

_NOT_ASSIGNED = "Not assigned to anybody"
_QUERIED = "queried with finance, not shown"
_SIGNS = {
    "positive": "A plus sign is an overspend: a forecast outturn above the budget.",
    "negative": "A minus sign is an overspend: a forecast outturn above the budget.",
}
_UNCHECKED = "Finance states no total for this fund, so there is none to hold the sum against."

_Belongs = Callable[[StandingLine], bool]


def budget(context: Context) -> BudgetSection:
    """The budget lines in scope, fund by fund; or that finance has not been received yet."""
    returns, layouts = context.framework.returns, context.framework.layouts
    owed = {k: one for k, one in returns.items() if one.return_type is ReturnType.FINANCE}
    if not owed:
        return BudgetSection(is_kept=False)
    found = (layouts[one.layout].budget for one in owed.values())
    columns = [one for one in found if one is not None]
    statuses = [s for s in context.results.statuses if Slot.parse(s.slot).return_id in owed]
    return BudgetSection(
        is_kept=True,
        awaited=tuple(_awaited(owed, s) for s in statuses if not s.submissions),
        notes=tuple(
            f"{_name(owed, s)} is not yet authorised: its figures are not shown."
            if context.is_public
            else f"{_name(owed, s)} is not signed off: its figures are unconfirmed."
            for s in statuses
            if s.submissions and not s.is_confirmed
        ),
        has_actual=any(one.actual is not None for one in columns),
        sign=_SIGNS[columns[0].overspend],
        funds=tuple(_Funds(context, columns).views()),
    )


def _name(owed: Mapping[str, OwedReturn], status: ReturnStatus) -> str:
    return owed[Slot.parse(status.slot).return_id].name


def _awaited(owed: Mapping[str, OwedReturn], status: ReturnStatus) -> str:
    name = _name(owed, status)
    if status.due_at is None:
        return f"Finance not yet received: {name} has no confirmed date."
    due = moment_text(datetime.fromisoformat(status.due_at))
    verb = "was" if status.status == "missing" else "is"
    return f"Finance not yet received: {name} {verb} due {due}."


class _Funds:
    """The funds of one report, with what errors keep from being shown (ruling 12)."""

    def __init__(self, context: Context, columns: Sequence[BudgetColumns]) -> None:
        self._context, self._columns = context, columns
        self._lines = context.results.budget
        self._figures = BudgetFigures(context.book, columns, self._lines)
        self._ids: dict[str, str] = {}
        self._in_question = {
            (f.submission, f.sheet, f.cell)
            for f in context.results.open_findings
            if f.severity == Severity.ERROR.value and f.cell
        }

    def views(self) -> Iterator[FundView]:
        """Every fund that has a line, and the lines of which no fund is known."""
        for fund in Fund:
            own = of_fund(self._lines, fund)
            if own:
                yield self._fund(fund, own)
        lost = of_fund(self._lines, None)
        if lost:
            rows = tuple(BudgetRow(one_line(one.line.name), no_amounts(_QUERIED)) for one in lost)
            nothing = no_amounts("a line without a fund belongs to no total")
            part = BudgetPart("", rows, nothing)
            yield FundView("no known fund", (part,), "No total", nothing, ())

    def _fund(self, fund: Fund, own: Sequence[StandingLine]) -> FundView:
        whole = not self._context.covers
        title = Title("total", "all", fund)
        is_stated = any(one.line.is_total and one.line.fund is fund for one in self._lines)
        return FundView(
            name=fund.value,
            parts=tuple(self._parts(fund, own)),
            total_name="Council total" if whole else "Total of this report",
            total=self._sum(own, title),
            checks=tuple(self._checks(own, title)) if whole else (),
            unchecked=_UNCHECKED if whole and not is_stated else None,
        )

    def _parts(self, fund: Fund, own: Sequence[StandingLine]) -> Iterator[BudgetPart]:
        for key, name, belongs in self._holders():
            lines = [one for one in own if belongs(one)]
            if lines:
                rows = tuple(self._row(fund, one) for one in lines)
                yield BudgetPart(name, rows, self._sum(lines, Title(name, key, fund)))

    def _holders(self) -> Iterator[tuple[str, str, _Belongs]]:
        """Whoever a line can be for, in the framework's order; each line is for one of them."""
        framework = self._context.whole
        for body in framework.bodies.values():
            yield f"body-{body.id}", body.name, _is_for(body.id, None)
        for department in framework.departments.values():
            for service in department.services:
                yield f"service-{service.id}", service.name, _is_for(None, service.id)
        words = next((c.corporate[0] for c in self._columns if c.corporate), "Corporate items")
        nobody = _is_for(None, None)
        yield "corporate", words, lambda one: nobody(one) and one.line.is_corporate
        yield "nobody", _NOT_ASSIGNED, lambda one: not one.line.is_of_somebody

    def _row(self, fund: Fund, one: StandingLine) -> BudgetRow:
        name = one_line(one.line.name)
        if self._queried([one]):
            return BudgetRow(name, no_amounts(_QUERIED))
        title = Title(name, f"line-{self._id(name)}", fund, is_sum=False)
        return BudgetRow(name, self._figures.amounts([one], title))

    def _sum(self, lines: Sequence[StandingLine], title: Title) -> BudgetAmounts:
        queried = self._queried(lines)
        if queried:
            return no_amounts(
                f"{counted(queried, 'line')} queried with finance, so no sum is given"
            )
        return self._figures.amounts(lines, title)

    def _checks(self, own: Sequence[StandingLine], title: Title) -> Iterator[BudgetCheck]:
        """Totals that finance states for the whole fund, beside the sums of its lines."""
        if self._queried(own):
            return
        for one in reconciled(self._lines, self._columns[0]):
            line = one.total.line
            if line.fund is title.fund and one.amount in SHOWN and not (line.body or line.service):
                yield self._figures.check(one, own, title)

    def _queried(self, lines: Sequence[StandingLine]) -> int:
        """How many of the lines have an error at one of their cells."""
        return sum(bool(_cells(one) & self._in_question) for one in lines)

    def _id(self, name: str) -> str:
        """A line's own id, made from its name; names that come to the same get a number."""
        key = " ".join(name.split()).casefold()
        if key not in self._ids:
            plain = "".join(letter if letter.isalnum() else "-" for letter in key)[:60]
            taken, number = set(self._ids.values()), 1
            while (made := f"{plain}-{number}" if number > 1 else plain) in taken:
                number += 1
            self._ids[key] = made
        return self._ids[key]


def _cells(one: StandingLine) -> set[tuple[int | None, str | None, str | None]]:
    line = one.line
    words = {
        (one.submission, line.sheet, cell)
        for cell in (line.name_cell, line.fund_cell, line.about_cell)
    }
    return {*words, *((seq, held.sheet, held.cell) for seq, held in one.amounts.values())}


def _is_for(body: str | None, service: str | None) -> _Belongs:
    """Whether a line is for a body or, if it names none, for a service."""

    def belongs(one: StandingLine) -> bool:
        held = one.line.service if one.line.body is None else None
        return (one.line.body, held) == (body, service)

    return belongs
