"""Problems that only show across a framework's files: ranges, days, names, layouts."""

import re

import pytest

from sources.framework.library import EXAMPLES
from sources.framework.load import load, read_folder
from sources.framework.places import FrameworkProblems

TEXTS = read_folder(EXAMPLES / "derbyshire" / "2023-24")


def problems(**changed: str) -> list[str]:
    texts = TEXTS | {name.replace("_", ".", 1): text for name, text in changed.items()}
    with pytest.raises(FrameworkProblems) as refused:
        load(texts)
    return [str(problem) for problem in refused.value.problems]


def with_row(name: str, row: str, change: str, to: str) -> str:
    """A table in which one measure's row reads otherwise."""
    lines = TEXTS[name].splitlines()
    (at,) = (n for n, line in enumerate(lines) if line.startswith(f"{row},"))
    assert change in lines[at]
    lines[at] = lines[at].replace(change, to, 1)
    return "\n".join(lines) + "\n"


def test_a_range_needs_its_upper_end() -> None:
    (found,) = problems(measures_csv=with_row("measures.csv", "asc-08", ",higher,", ",range,"))
    assert "Is the target of 'asc-08' a range or not?" in found
    assert found.startswith("targets.csv:")


def test_an_upper_end_needs_the_polarity() -> None:
    lines = TEXTS["targets.csv"].splitlines()
    head = lines[0] + ",high"
    body = [line + ("," if not line.startswith("asc-08,") else ",99") for line in lines[1:]]
    found = problems(targets_csv="\n".join([head, *body]) + "\n")
    assert any("a range" in one for one in found)


def test_two_periods_cannot_be_reported_on_one_day() -> None:
    """An edition is known by its day: the second would take the place of the first."""
    days = re.findall(r"id: cmt\n.*\n.*\n.*\n\s+on: (\S+)", TEXTS["timetable.yaml"])
    assert len(days) == 4
    found = problems(timetable_yaml=TEXTS["timetable.yaml"].replace(days[1], days[0]))
    assert [one for one in found if f"is issued on {days[0]} for" in one]


TABLE = """  - id: form
    kind: table
    measure: Measure
    measure_by: name
    actual: Actual
    period: Period
"""


def test_measures_told_by_name_may_not_be_called_alike() -> None:
    returns = TEXTS["returns.yaml"].replace("  - id: form\n    kind: form\n", TABLE)
    names = [line.split(",")[1] for line in TEXTS["measures.csv"].splitlines()]
    first, second = (
        next(line for line in TEXTS["measures.csv"].splitlines() if line.startswith(f"{row},"))
        for row in ("asc-08", "asc-07")
    )
    assert first.split(",")[1] in names
    renamed = second.replace(second.split(",")[1], first.split(",")[1] + " *", 1)
    found = problems(
        returns_yaml=returns, measures_csv=TEXTS["measures.csv"].replace(second, renamed)
    )
    assert [one for one in found if "tells measures by name" in one]


def test_a_return_of_every_period_must_say_which_one() -> None:
    returns = TEXTS["returns.yaml"].replace(
        "  - id: form\n    kind: form\n", TABLE.replace("    period: Period\n", "")
    )
    found = problems(returns_yaml=returns)
    assert len([one for one in found if "its layout does not say which" in one]) == 4


BUDGET = """  - id: money
    kind: budget
    period_label: Period
    budget: {body: Portfolio, fund: Fund, budget: Budget, forecast: Forecast}
"""
FINANCE = """  - id: finance
    name: Finance return
    return_type: finance
    layout: money
    due_stage: returns
"""


def with_finance(returns: str = FINANCE, layouts: str = BUDGET) -> str:
    before, after = TEXTS["returns.yaml"].split("layouts:\n")
    return f"{before}{returns}layouts:\n{layouts}{after}"


def test_a_finance_return_needs_no_department_and_holds_no_measure() -> None:
    framework = load(TEXTS | {"returns.yaml": with_finance()})
    assert framework.measures_of("finance") == framework.actions_of("finance") == ()
    slots = [slot for slot in framework.slots if slot.return_id == "finance"]
    assert len(slots) == len(framework.timetable)
    assert all(framework.collects(slot) for slot in slots)


@pytest.mark.parametrize(
    ("returns", "layouts", "says"),
    [
        (FINANCE.replace("money", "form"), BUDGET, "is of type finance, and its layout is not"),
        (
            FINANCE.replace("type: finance", "type: department\n    departments: [place]"),
            BUDGET,
            "holds measures, and its layout is one of budget",
        ),
        (FINANCE.replace("due_stage: returns", "once_for: 2022-23-FY"), BUDGET, "each period"),
        (FINANCE, BUDGET.replace("    period_label: Period\n", ""), "does not say which"),
        (
            FINANCE,
            BUDGET
            + BUDGET.replace("id: money", "id: other").replace("{", "{overspend: negative, "),
            "give an overspend different signs",
        ),
        (FINANCE.replace("type: finance", "type: department"), BUDGET, "names the departments"),
    ],
)
def test_a_finance_return_that_cannot_be_meant_is_refused(
    returns: str, layouts: str, says: str
) -> None:
    assert any(says in one for one in problems(returns_yaml=with_finance(returns, layouts)))
