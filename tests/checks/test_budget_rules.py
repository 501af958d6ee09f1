"""Rules about budget lines: each is broken by a file here, and silent beside it."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from checks.budget import reconciled, standing_lines
from checks.catalogue import budget
from checks.finding import Finding, Severity
from checks.subject import CheckedReturn, SubmittedFile
from sources.framework.columns import BudgetColumns
from sources.framework.keys import Slot
from sources.framework.layouts import Layout
from sources.framework.load import load_folder
from sources.returns.budget_lines import Amount
from sources.returns.read import read_for
from sources.workbooks.door import open_file

COUNCILS = Path(__file__).parents[2] / "sources" / "councils"
SOUTH = load_folder(COUNCILS / "south_derbyshire" / "2023-24")
SLOT = Slot.parse("south_derbyshire.2023-24-Q2.finance")
HEAD = (
    "Period,2023-24-Q2\nBudget line,Committee,Fund,Budget,Actual to date,Forecast outturn,Variance"
)
HOUSING = "Housing and Community Services Committee"
GOOD = (
    f"Parks,{HOUSING},General Fund,1000,500,1030.40,30.40",
    "Interest,Corporate items,General Fund,200,90,150,-50",
    f"Roofs,{HOUSING},HRA,5000,100,5000,0",
    "Total,,General Fund,1200,590,1180.40,-19.60",
)


def subject(*files: tuple[str, ...], **columns: Any) -> CheckedReturn:
    """The finance return after these files, each given as its rows from row 3 on."""
    layout = SOUTH.layouts["budget-csv"]
    fields = layout.model_dump(exclude_unset=True)
    fields |= {"budget": fields["budget"] | columns}
    framework = replace(
        SOUTH, layouts={**SOUTH.layouts, "budget-csv": Layout.model_validate(fields)}
    )
    read = [
        read_for(framework, SLOT, open_file("\n".join((HEAD, *rows)).encode())) for rows in files
    ]
    sent = [SubmittedFile.of(one, seq, "finance") for seq, one in enumerate(read, start=1)]
    return CheckedReturn(framework, SLOT, tuple(sent), {})


def found(*files: tuple[str, ...], **columns: Any) -> list[Finding]:
    checked = subject(*files, **columns)
    return [finding for rule in budget.RULES for finding in rule.run(checked)]


def changed(row: int, before: str, after: str) -> tuple[str, ...]:
    assert before in GOOD[row]
    return (*GOOD[:row], GOOD[row].replace(before, after, 1), *GOOD[row + 1 :])


def test_a_good_file_has_nothing_to_mend() -> None:
    assert found(GOOD) == []


@pytest.mark.parametrize(
    ("rule", "cell", "rows", "words"),
    [
        ("budget-amount-unreadable", "D5", changed(2, "5000", "about 5000"), "be read as money"),
        ("budget-fund-unknown", "C5", changed(2, "HRA", "Reserves"), "not one of the funds"),
        ("budget-body-unknown", "B5", changed(2, HOUSING, "Parks Board"), "no committee or"),
        ("budget-body-unknown", "B5", changed(2, HOUSING, ""), "nor 'Corporate items'"),
        ("budget-line-twice", "A7", (*GOOD, GOOD[2]), "stands in cells A5, A7"),
        ("budget-total-differs", "E6", changed(3, "590", "590.01"), "differ by 0.01"),
        ("budget-amount-missing", "A5", changed(2, ",5000,0", ",,"), "no forecast outturn"),
        ("budget-amount-missing", "A5", changed(2, ",5000,100", ",5000,"), "no actual to date"),
        ("budget-variance-differs", "G4", changed(1, "-50", "50"), "gives -50.00"),
        ("budget-part-of-a-penny", "E5", changed(2, "100", "100.005"), "counts as 100.01"),
    ],
)
def test_each_rule_speaks_of_the_cell_that_breaks_it(
    rule: str, cell: str, rows: tuple[str, ...], words: str
) -> None:
    (finding,) = found(rows)
    assert (finding.rule, finding.cell) == (rule, cell)
    assert words in finding.message


def test_hidden_and_stale_amounts_are_found() -> None:
    checked = subject(GOOD)
    (file,) = checked.files
    first = file.budget[0]
    amounts = dict(first.amounts)
    amounts[Amount.BUDGET] = replace(amounts[Amount.BUDGET], is_hidden=True)
    amounts[Amount.FORECAST] = replace(amounts[Amount.FORECAST], is_stale=True)
    lines = (replace(first, amounts=amounts), *file.budget[1:])
    checked = replace(checked, files=(replace(file, budget=lines),))
    given = {(f.rule, f.cell) for rule in budget.RULES for f in rule.run(checked)}
    assert given == {("budget-amount-hidden", "D3"), ("budget-result-stale", "F3")}


def test_a_total_of_one_body_holds_only_its_lines() -> None:
    good = f"Total,{HOUSING},General Fund,1000,500,1030.40,30.40"
    assert found((*GOOD, good)) == []
    (finding,) = found((*GOOD, good.replace(",500,", ",700,")))
    assert (finding.rule, finding.cell) == ("budget-total-differs", "E7")


def test_what_thousands_were_rounded_to_is_no_difference() -> None:
    rows = (
        f"Parks,{HOUSING},HRA,10.4,5,10,-0.4",
        f"Pools,{HOUSING},HRA,10.4,5,10,-0.4",
        "Total,,HRA,21,10,20,-1",
    )
    # Half of 0.1 twice, and half of 1: they may be off by 0.6 thousand, and are by 0.2.
    assert found(rows, written="thousands") == []
    over = (*rows[:2], rows[2].replace("21", "22"))
    assert [f.rule for f in found(over, written="thousands")][:1] == ["budget-total-differs"]
    assert "budget-total-differs" in {f.rule for f in found(rows)}


def test_an_overspend_may_have_the_minus_sign() -> None:
    rows = (f"Roofs,{HOUSING},HRA,5000,100,5600,-600",)
    assert found(rows, overspend="negative") == []
    assert [f.rule for f in found(rows)] == ["budget-variance-differs"]


def test_a_later_file_replaces_only_what_it_fills() -> None:
    wrong = changed(0, "1030.40", "1300")
    assert {f.rule for f in found(wrong)} == {"budget-total-differs", "budget-variance-differs"}
    assert found(wrong, (f"parks,{HOUSING},general fund,,,1030.40,",)) == []


def test_a_line_that_finds_its_fund_in_a_later_file_is_not_there_twice() -> None:
    wrong = changed(2, "HRA", "Reserves")
    assert [f.rule for f in found(wrong)] == ["budget-fund-unknown"]
    assert found(wrong, (GOOD[2],)) == []


def test_a_withdrawn_line_is_gone() -> None:
    rows = changed(3, "1200,590,1180.40,-19.60", "1000,500,1030.40,30.40")
    assert "budget-total-differs" in {f.rule for f in found(rows)}
    gone = "Interest,Corporate items,General Fund,withdrawn,withdrawn,withdrawn,withdrawn"
    assert found(rows, (gone,)) == []


def test_the_line_that_stands_of_many_that_are_the_same_is_in_question() -> None:
    many = found((*GOOD, *[GOOD[2]] * 30))
    assert [f.rule for f in many] == ["budget-line-twice"] * 10
    assert many[-1].cell == "A36"


def test_sums_are_exact_to_the_penny() -> None:
    rows = tuple(f"Line {n},{HOUSING},HRA,0.1,0.1,0.1,0" for n in range(30))
    checked = subject((*rows, "Total,,HRA,3,3,3,0"))
    assert found((*rows, "Total,,HRA,3,3,3,0")) == []
    sums = {one.amount: one.worked for one in reconciled(checked.budget, None)}
    assert sums[Amount.BUDGET] == Decimal("3.00")


def test_errors_are_those_that_keep_a_line_from_being_shown() -> None:
    errors = {rule.id for rule in budget.RULES if rule.severity is Severity.ERROR}
    assert errors == {
        "budget-amount-unreadable",
        "budget-fund-unknown",
        "budget-body-unknown",
        "budget-line-twice",
        "budget-total-differs",
        "budget-result-stale",
    }


def test_no_lines_stand_where_no_file_came() -> None:
    assert standing_lines([]) == ()
    with pytest.raises(ValueError, match="for a body or a service"):
        BudgetColumns.model_validate({"fund": "F", "budget": "B", "forecast": "O"})
