"""Rows of risk returns over several files: what stands, what is found, and at which cell."""

import pytest

from checks.catalogue.catalogue import check_return
from checks.finding import Finding
from checks.subject import CheckedReturn, SubmittedFile
from sources.framework.framework import Framework
from tests.sources.returns.risk import DRIVERS, SLOT, TRAINED, a_csv, read, south_derbyshire

GOOD = f"{DRIVERS},2023-09-29,4,5,,,"


@pytest.fixture(scope="module")
def south() -> Framework:
    return south_derbyshire()


def returned(south: Framework, *files: tuple[str, ...]) -> CheckedReturn:
    """The slot's files, each with its rows, oldest first."""
    sent = [
        SubmittedFile.of(read(south, a_csv(*rows)), seq, "risk")
        for seq, rows in enumerate(files, start=1)
    ]
    return CheckedReturn(south, SLOT, tuple(sent), {})


def found(subject: CheckedReturn) -> list[Finding]:
    return [f for f in check_return(subject) if f.rule.startswith("risk-")]


def standing(subject: CheckedReturn) -> list[tuple[int, int]]:
    return [(one.submission, one.item.number) for one in subject.assessments]


def test_a_good_return_is_left_in_peace(south: Framework) -> None:
    assert check_return(returned(south, (GOOD, "data-breach,2023-09-29,Rare,2,,,"))) == []


@pytest.mark.parametrize(
    ("row", "rule", "cell"),
    [
        ("meteorites,2023-09-29,4,5,,,", "risk-unknown", "A4"),
        (",2023-09-29,4,5,,,", "risk-unknown", "A4"),
        (f"{DRIVERS},2023-09-29,4,6,,,", "risk-step-outside", "D4"),
        (f"{DRIVERS},2023-09-31,4,5,,,", "risk-day-unreadable", "B4"),
        (f"{DRIVERS},2023-10-01,4,5,,,", "risk-day-outside", "B4"),
        (f"{DRIVERS},2023-03-27,4,5,,,", "risk-day-outside", "B4"),
        (f"{DRIVERS},,,,{TRAINED},2023-10-01,", "risk-day-outside", "F4"),
        (f"{DRIVERS},,,,Robots bought,2023-09-01,", "risk-mitigation-unknown", "E4"),
        (f"{DRIVERS},2023-09-29,4,,,,", "risk-part-missing", "D4"),
    ],
)
def test_what_is_wrong_is_found_at_its_own_cell(
    south: Framework, row: str, rule: str, cell: str
) -> None:
    (one,) = found(returned(south, (row,)))
    assert (one.rule, one.cell, one.submission) == (rule, cell, 1)


def test_the_last_day_of_the_period_and_the_first_of_the_risk_may_be(south: Framework) -> None:
    days = (f"{DRIVERS},2023-09-30,4,5,,,", f"{DRIVERS},2023-03-28,4,5,,,")
    assert found(returned(south, days)) == []


def test_a_risk_is_not_assessed_after_it_was_closed(south: Framework) -> None:
    (closed,) = [r for r in south.risks.values() if r.closed_on is not None]
    assert closed.closed_on is not None
    (one,) = found(returned(south, (f"{closed.id},2023-09-30,1,1,,,",)))
    assert (one.rule, "was closed" in one.message) == ("risk-day-outside", True)


def test_two_assessments_of_one_day_in_one_file_are_both_found(south: Framework) -> None:
    subject = returned(south, (GOOD, GOOD.replace(",5,", ",4,"), GOOD.replace("29", "28")))
    assert [(f.rule, f.cell) for f in found(subject)] == [
        ("risk-assessed-twice", "C4"),
        ("risk-assessed-twice", "C5"),
    ]
    assert found(returned(south, (GOOD, GOOD))) == []


def test_a_later_file_replaces_the_assessment_of_the_same_day_alone(south: Framework) -> None:
    subject = returned(
        south, (GOOD, GOOD.replace("29", "15"), "data-breach,2023-09-29,1,2,,,"), (GOOD,)
    )
    assert standing(subject) == [(1, 5), (1, 6), (2, 4)]


def test_a_mitigation_is_not_lost_when_its_row_is_assessed_again(south: Framework) -> None:
    done = f"{DRIVERS},2023-09-29,4,5,{TRAINED},2023-09-28,"
    assert standing(returned(south, (done,), (GOOD,))) == [(1, 4), (2, 4)]
    assert standing(returned(south, (done,), (done,))) == [(2, 4)]


def test_what_was_wrong_is_settled_by_a_later_file_that_speaks_of_the_risk(
    south: Framework,
) -> None:
    late, unknown = f"{DRIVERS},2023-10-02,4,5,,,", "meteorites,2023-09-29,4,5,,,"
    assert found(returned(south, (late, unknown), (GOOD,))) == []
    elsewhere = returned(south, (late,), ("data-breach,2023-09-29,1,2,,,",))
    assert [f.rule for f in found(elsewhere)] == ["risk-day-outside"]
