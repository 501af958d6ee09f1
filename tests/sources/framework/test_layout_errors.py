"""Layouts that cannot be meant: each is refused when the framework loads, in words and with a line.

The folder is Hart's, with another layout in its returns.yaml. What files by a good layout supply is
for the tests of returns.
"""

from pathlib import Path

import pytest

from sources.framework.load import load, read_folder
from sources.framework.places import FrameworkProblems, Problem

HART = Path(__file__).parents[2] / "data" / "hart" / "frameworks" / "hart" / "2014-15"
GOOD = read_folder(HART)
BEFORE, _, _ = GOOD["returns.yaml"].partition("layouts:\n")
TABLE = """
  kind: table
  measure: Ref
  period: Period
  actual: Actual
"""
HERE = "- id: hart-table"
# Without its period, and without its actuals.
UNDATED = TABLE.replace("  period: Period\n", "")
ACROSS = UNDATED.replace("  actual: Actual\n", "  period_label: Quarter\n")


def texts(layout: str) -> dict[str, str]:
    """Hart's texts with one layout, given as the lines of its fields but for its id."""
    fields = layout.strip("\n")
    return {**GOOD, "returns.yaml": f"{BEFORE}layouts:\n{HERE}\n{fields}\n"}


def problem(layout: str) -> Problem:
    with pytest.raises(FrameworkProblems) as caught:
        load(texts(layout))
    (one,) = caught.value.problems
    assert one.file == "returns.yaml"
    return one


def line_of(layout: str, mark: str) -> int:
    text = texts(layout)["returns.yaml"]
    assert text.count(mark) == 1
    return text[: text.index(mark)].count("\n") + 1


@pytest.mark.parametrize(
    "layout",
    [
        TABLE,
        UNDATED + "  period_label: Quarter\n",
        ACROSS + "  across: {April: M01, Half: H1, Q4: Q4, Year: FY}\n",
        ACROSS + "  across: {April: M01}\n  written: {actual: thousands}\n",
        TABLE + "  written: {actual: as measured}\n  target: [Target, Plan]\n",
        TABLE + "  called: {Invoices paid on time: fi06}\n  measure_by: name\n",
        TABLE + "  heading_rows: 5\n  sheets: Return\n  notes: Note\n  ends_at: [Total, End]\n",
    ],
)
def test_layouts_that_can_be_meant_load(layout: str) -> None:
    assert load(texts(layout)).layouts["hart-table"].kind == "table"


@pytest.mark.parametrize(
    ("layout", "mark", "says"),
    [
        (
            "  kind: form\n  measure: Ref\n",
            HERE,
            "a form needs nothing beside its id",
        ),
        ("  kind: form\n  sheets: [Return]\n", HERE, "a form needs nothing beside"),
        (
            TABLE.replace("  measure: Ref\n", ""),
            HERE,
            "a table must name the heading of its measures",
        ),
        (
            TABLE.replace("  actual: Actual\n", ""),
            HERE,
            "a table names the heading of its actuals, or periods across",
        ),
        (
            TABLE.replace("  actual: Actual\n", "  across: {}\n"),
            HERE,
            "a table names the heading of its actuals, or periods across",
        ),
        (
            ACROSS + "  actual: Actual\n  across: {April: M01}\n",
            HERE,
            "a table names the heading of its actuals, or periods across",
        ),
        (
            ACROSS.replace("period_label", "period") + "  across: {April: M01}\n",
            HERE,
            "rows that say their period need no period_label and no across",
        ),
        (
            TABLE + "  period_label: Quarter\n",
            HERE,
            "rows that say their period need no period_label and no across",
        ),
        (ACROSS + "  across: {April: M13}\n", HERE, "M13' is no period"),
        (ACROSS + "  across: {April: April}\n", HERE, "April' is no period"),
        (ACROSS + "  across: {April: m01}\n", HERE, "m01' is no period"),
        (ACROSS + "  across: [April]\n", "across:", "across has no fields"),
        (
            TABLE + "  written: {target: fraction}\n",
            HERE,
            "written speaks of target, which has no heading",
        ),
        (
            TABLE + "  written: {reason: fraction}\n",
            "written:",
            "written.reason is not one of 'actual'",
        ),
        (TABLE + "  written: {actual: percent}\n", "written:", "(found 'percent')"),
        (TABLE + "  target: ACTUAL\n", HERE, "'ACTUAL' stands for two things"),
        (
            TABLE + "  target: [Target, Ref]\n",
            HERE,
            "the heading 'Ref' stands for two things",
        ),
        (TABLE + "  target: [Plan, plan]\n", HERE, "'plan' stands for two things"),
        (TABLE + "  only: {Period: x}\n", HERE, "'Period' stands for two things"),
        (ACROSS + "  across: {Ref: M01}\n", HERE, "'Ref' stands for two things"),
        (
            TABLE + "  called: {Bins: fi99}\n",
            "called:",
            "names called 'fi99', which does not exist",
        ),
        (TABLE + "  called: {Bins: FI 06}\n", "called:", "'FI 06' is not a usable name"),
        (
            UNDATED,
            "- id: quarterly-table",
            "'quarterly-table' comes every period, and its layout does not say which",
        ),
        (
            ACROSS.replace("  period_label: Quarter\n", "  across: {April: M01}\n"),
            "- id: quarterly-table",
            "'quarterly-table' comes every period, and its layout does not say which",
        ),
        (TABLE + "  heading: Ref\n", "heading: Ref", "'heading' is not known here"),
        (TABLE + "  heading_rows: 0\n", "heading_rows:", "heading_rows is below 1 (found '0')"),
        (TABLE + "  heading_rows: 6\n", "heading_rows:", "heading_rows is above 5 (found '6')"),
        (TABLE + "  heading_rows: two\n", "heading_rows:", "heading_rows is no whole number"),
        (TABLE + "  measure_by: ref\n", "measure_by:", "'id' or 'name' (found 'ref')"),
        (TABLE + "  period_style: Q2 2023-24\n", "period_style:", "(found 'Q2 2023-24')"),
        (TABLE + "  target: ''\n", "target:", "target is empty"),
        (TABLE + "  target: []\n", "target:", "target holds nothing"),
        (TABLE + "  ends_at: [' ']\n", "ends_at:", "ends_at is empty"),
        (
            "  kind: csv\n  measure: Ref\n",
            "kind: csv",
            "'form', 'table', 'budget', 'risks' or 'benchmarks' (found 'csv')",
        ),
    ],
)
def test_a_layout_that_cannot_be_meant_is_refused_in_words(
    layout: str, mark: str, says: str
) -> None:
    found = problem(layout)
    assert says in found.message
    assert found.line == line_of(layout, mark)
    assert found.message.endswith(".")
    assert found.mend


def test_a_return_sent_once_needs_no_stated_period() -> None:
    past = """  - {id: past, name: Past, return_type: history, departments: [fi], layout: past,
     once_for: 2013-14-FY}
layouts:
- {id: past, kind: table, measure: Ref, actual: Actual}
"""
    given = texts(TABLE)
    changed = given["returns.yaml"].replace("layouts:\n", past)
    assert not load({**given, "returns.yaml": changed}).layouts["past"].states_period


BUDGET = """
  kind: budget
  period_label: Quarter
  budget: {body: Body, fund: Fund, budget: Budget, forecast: Forecast}
"""


@pytest.mark.parametrize(
    ("layout", "says"),
    [
        (
            BUDGET.replace("kind: budget", "kind: table\n  measure: Ref\n  actual: A"),
            "stand in budget",
        ),
        ("  kind: budget\n  period_label: Quarter\n", "stand in budget"),
        (BUDGET + "  measure: Ref\n", "measure is for tables of measures"),
        (BUDGET + "  written: {actual: thousands}\n", "written is for tables of measures"),
        (BUDGET.replace("body: Body, ", ""), "for a body or a service"),
        (BUDGET.replace("fund: Fund", "fund: Budget"), "'Budget' stands for two things"),
        (BUDGET.replace("fund: Fund", "fund: Fund, total: Corporate items"), "the same words"),
        (
            BUDGET.replace("fund: Fund", "fund: Fund, funds: {HRA: rent}"),
            "'dedicated schools grant'",
        ),
        (BUDGET.replace("fund: Fund", "fund: Fund, funds: {HRA: capital, hra: revenue}"), "twice"),
    ],
)
def test_a_layout_of_budget_lines_that_cannot_be_meant_is_refused(layout: str, says: str) -> None:
    with pytest.raises(FrameworkProblems) as caught:
        load(texts(layout))
    assert any(says in one.message for one in caught.value.problems)
