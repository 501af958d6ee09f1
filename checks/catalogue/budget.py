"""Budget: what is wrong with the lines of a finance return.

Each rule has its own dimension; they stand together because they look at budget lines alone.
"""

from collections import defaultdict
from collections.abc import Iterator

from checks.budget import StandingLine, allowance, reconciled, unreconciled
from checks.catalogue.rule import ReturnRule, Rule
from checks.finding import Dimension, Finding, Severity
from checks.subject import CheckedReturn
from sources.framework.columns import Fund
from sources.returns.budget_lines import Amount, SuppliedLine, line_key, to_the_penny
from sources.unreadable import why_unreadable
from sources.values import Absence, Unit

# Of a line that was pasted again and again, so many are named.
_NAMED = 10


def _at(rule: ReturnRule, one: StandingLine, amount: Amount, message: str) -> Finding:
    """A finding at the cell of an amount."""
    seq, held = one.amounts[amount]
    return rule.about(message, submission=seq, sheet=held.sheet, cell=held.cell, raw=held.value.raw)


def _of(rule: ReturnRule, one: StandingLine, cell: str, raw: str, message: str) -> Finding:
    """A finding at one of the cells that say what a line is about."""
    return rule.about(message, submission=one.submission, sheet=one.line.sheet, cell=cell, raw=raw)


def _amount_unreadable(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    for one in subject.budget:
        for amount, (_, held) in one.amounts.items():
            if held.value.absence is Absence.UNREADABLE:
                why = why_unreadable(held.value.raw, Unit.MONEY)
                yield _at(rule, one, amount, f"The {amount} cannot be read as money: {why}.")


def _fund_unknown(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    columns = subject.layout.budget
    known = ", ".join([*(fund.value for fund in Fund), *(columns.funds if columns else ())])
    for one in subject.budget:
        if one.line.fund is None:
            message = f"This is not one of the funds that are known: {known}."
            yield _of(rule, one, one.line.fund_cell, one.line.fund_text, message)


def _body_unknown(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    word = subject.framework.council.words.body
    columns = subject.layout.budget
    corporate = columns.corporate[0] if columns and columns.corporate else None
    otherwise = f", nor '{corporate}'" if corporate else ""
    for one in subject.budget:
        if not one.line.is_of_somebody:
            message = f"This names no {word} or service of the council{otherwise}."
            yield _of(rule, one, one.line.about_cell, one.line.about_text, message)


def _line_twice(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    standing = {line_key(one.line.name, one.line.fund): one for one in subject.budget}
    for file in subject.files:
        found: dict[tuple[str, str | None], list[SuppliedLine]] = defaultdict(list)
        for line in file.budget:
            found[line_key(line.name, line.fund)].append(line)
        for key, same in found.items():
            # A later file that has the line again has settled the matter.
            stands = key in standing and standing[key].submission == file.seq
            if len(same) == 1 or not stands:
                continue
            cells = ", ".join(line.name_cell for line in same[:_NAMED])
            # The last one is the one that stands.
            for line in (*same[1:_NAMED], *same[_NAMED:][-1:]):
                yield rule.about(
                    f"This line of the fund stands in cells {cells}.",
                    submission=file.seq,
                    sheet=line.sheet,
                    cell=line.name_cell,
                    raw=line.name,
                )


def _total_differs(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    for one in reconciled(subject.budget, subject.layout.budget):
        if not one.agrees:
            yield _at(
                rule,
                one.total,
                one.amount,
                f"The {one.amount} of the lines adds up to {one.worked:,}, and the total stated "
                f"is {one.stated:,}: they differ by {abs(one.difference):,}.",
            )


def _total_unchecked(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    for total, amount, without in unreconciled(subject.budget):
        names = ", ".join(f"'{one.line.name}'" for one in without[:_NAMED])
        more = f" and {len(without) - _NAMED} more" if len(without) > _NAMED else ""
        message = f"The total {amount} cannot be checked: there is none for {names}{more}."
        yield _at(rule, total, amount, message)


def _amount_missing(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    columns = subject.layout.budget
    asked = [Amount.BUDGET, Amount.FORECAST]
    asked += [Amount.ACTUAL] if columns and columns.actual else []
    for one in subject.budget:
        lacking = [amount.value for amount in asked if amount not in one.amounts]
        if lacking and not one.line.is_total:
            message = f"This line has no {' and no '.join(lacking)}."
            yield _of(rule, one, one.line.name_cell, one.line.name, message)


def _variance_differs(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    columns = subject.layout.budget
    for one in subject.budget:
        stated, worked = one.number(Amount.VARIANCE), one.variance
        if columns is None or stated is None or worked is None:
            continue
        worked = -worked if columns.overspend == "negative" else worked
        parts = [
            one.amounts[amount][1] for amount in (Amount.BUDGET, Amount.FORECAST, Amount.VARIANCE)
        ]
        if abs(stated - worked) > allowance(parts, columns):
            message = f"Forecast less budget gives {worked:,}, and the variance is {stated:,}."
            yield _at(rule, one, Amount.VARIANCE, message)


def _part_of_a_penny(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    for one in subject.budget:
        for amount, (_, held) in one.amounts.items():
            number = held.value.number
            if number is not None and number != to_the_penny(number):
                message = f"The {amount} goes beyond the penny and counts as "
                yield _at(rule, one, amount, f"{message}{to_the_penny(number):,}.")


def _result_stale(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    for one in subject.budget:
        for amount, (_, held) in one.amounts.items():
            if held.is_stale:
                message = (
                    f"The {amount} is the result that is stored with this formula; worked out now, "
                    "it gives another."
                )
                yield _at(rule, one, amount, message)


def _hidden(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    for one in subject.budget:
        for amount, (_, held) in one.amounts.items():
            if held.is_hidden:
                message = f"The {amount} stands in a hidden row, column, sheet or cell."
                yield _at(rule, one, amount, message)


RULES: tuple[ReturnRule, ...] = (
    Rule(
        "budget-amount-unreadable",
        Dimension.VALIDITY,
        Severity.ERROR,
        "A cell of a budget line that should hold money holds a spreadsheet error or other text.",
        "Type the amount alone, with a minus sign or in brackets if it is below nothing.",
        _amount_unreadable,
    ),
    Rule(
        "budget-fund-unknown",
        Dimension.VALIDITY,
        Severity.ERROR,
        "A budget line names no fund that is known, so it belongs to no total.",
        "Write the fund as it was asked for, or have its name added to the layout.",
        _fund_unknown,
    ),
    Rule(
        "budget-body-unknown",
        Dimension.VALIDITY,
        Severity.ERROR,
        "A budget line is for nobody that the council's framework knows.",
        "Write the name as it stands in the framework, or call the line a corporate item.",
        _body_unknown,
    ),
    Rule(
        "budget-line-twice",
        Dimension.UNIQUENESS,
        Severity.ERROR,
        "One file has the same budget line of a fund more than once; only the last one counts.",
        "Keep the right row, or give the lines names of their own.",
        _line_twice,
    ),
    Rule(
        "budget-total-differs",
        Dimension.ACCURACY,
        Severity.ERROR,
        "The lines of a fund do not add up to the total that finance states for it.",
        "Find the line that is missing, doubled or wrong, or correct the total, and send the file "
        "again.",
        _total_differs,
    ),
    Rule(
        "budget-total-unchecked",
        Dimension.COMPLETENESS,
        Severity.WARNING,
        "A fund's total is stated, and cannot be held against its lines: some state a reason in "
        "place of an amount.",
        "Send the amounts as soon as they are known, or the total without those lines.",
        _total_unchecked,
    ),
    Rule(
        "budget-amount-missing",
        Dimension.COMPLETENESS,
        Severity.WARNING,
        "A budget line lacks an amount, so that its fund cannot be added up.",
        "Give the amount; write 0 if there is nothing.",
        _amount_missing,
    ),
    Rule(
        "budget-variance-differs",
        Dimension.ACCURACY,
        Severity.WARNING,
        "The variance that finance gives does not follow from budget and forecast.",
        "Check the three amounts and the sign; reports show what budget and forecast give.",
        _variance_differs,
    ),
    Rule(
        "budget-part-of-a-penny",
        Dimension.VALIDITY,
        Severity.INFORMATION,
        "An amount has more places than pence, and counts rounded to the penny.",
        "Round it in the file, so that everybody adds up the same amounts.",
        _part_of_a_penny,
    ),
    Rule(
        "budget-result-stale",
        Dimension.ACCURACY,
        Severity.ERROR,
        "The stored result of a formula in a budget line is not what the formula gives.",
        "Open the file, let it work everything out, save it and send it again.",
        _result_stale,
    ),
    Rule(
        "budget-amount-hidden",
        Dimension.VALIDITY,
        Severity.WARNING,
        "An amount of a budget line stands where whoever opens the file does not see it.",
        "Unhide it, and check that it is meant; it counts as it stands.",
        _hidden,
    ),
)
