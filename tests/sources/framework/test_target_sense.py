"""Targets that cannot be reached as they are written are refused, with what to write."""

import pytest

from sources.framework.library import EXAMPLES
from sources.framework.load import load, read_folder
from sources.framework.places import FrameworkProblems

TEXTS = read_folder(EXAMPLES / "derbyshire" / "2023-24")
ROW = "asc-02,1800,430,820,1230,1800"
PERCENT = "asc-08,80.0,74.0,76.0,78.0,80.0"


def refused(before: str, after: str) -> list[str]:
    table = TEXTS["targets.csv"]
    assert before in table
    with pytest.raises(FrameworkProblems) as found:
        load(TEXTS | {"targets.csv": table.replace(before, after, 1)})
    return [str(problem) for problem in found.value.problems]


@pytest.mark.parametrize(
    ("profile", "says"),
    [
        ("430,820,400,1800", "the profile of a running total falls from 820 to 400."),
        ("-430,820,1230,1800", "the profile of a running total holds -430."),
    ],
)
def test_a_running_total_never_runs_back(profile: str, says: str) -> None:
    (found,) = refused(ROW, f"asc-02,1800,{profile}")
    assert found.startswith(f"targets.csv:3: 'asc-02': {says} Write totals since 1 April")


def test_a_target_is_set_before_it_is_to_be_reached() -> None:
    row = next(line for line in TEXTS["targets.csv"].splitlines() if line.startswith(ROW))
    (found,) = refused(row, row.replace("2024-03-31", "2023-01-31"))
    assert found == (
        "targets.csv:3: 'asc-02': it is to be reached by 2023-01-31, before it was set on "
        "2023-02-28. Correct one of the two days."
    )


def test_a_target_is_to_be_set_later_than_that_is_said() -> None:
    head, *rows = TEXTS["targets.csv"].splitlines()
    own = [
        f"{row.replace(PERCENT, 'asc-08,,,,,')},2023-01-31"
        if row.startswith("asc-08,")
        else f"{row},"
        for row in rows
    ]
    text = "\n".join([f"{head},to_be_set_by", *own])
    with pytest.raises(FrameworkProblems) as found:
        load(TEXTS | {"targets.csv": text})
    (problem,) = found.value.problems
    assert "'asc-08': it is to be set by 2023-01-31, which was over on" in problem.message
    assert load(TEXTS | {"targets.csv": text.replace(",2023-01-31", ",2023-12-31")})


def test_no_more_than_all_of_last_year_can_be_taken_off() -> None:
    head, *rows = TEXTS["targets.csv"].splitlines()
    own = [
        f"{row.replace(PERCENT, 'asc-08,,,,,')},-200%" if row.startswith("asc-08,") else f"{row},"
        for row in rows
    ]
    text = "\n".join([f"{head},of_last_year", *own])
    with pytest.raises(FrameworkProblems) as found:
        load(TEXTS | {"targets.csv": text})
    (problem,) = found.value.problems
    assert problem.message == ("'asc-08': a target of -200% on last year is less than nothing.")
    assert load(TEXTS | {"targets.csv": text.replace("-200%", "-100%")})
