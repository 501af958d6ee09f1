"""How a risk stands at a period's end, and what became of it since the end before."""

from datetime import date

import pytest

from assets.analysis.risks import Movement, Span, Standing, span_of, standing
from sources.framework.keys import Period
from sources.framework.risks import Risk, RiskMatrix

MATRIX = RiskMatrix(
    levels=[
        {"id": i, "word": i, "symbol": "x", "colour": "#000000", "score_at_least": n, "meaning": i}
        for i, n in (("high", 12), ("low", 1), ("medium", 5))
    ],
    likelihood=("a", "b", "c", "d"),
    impact=("a", "b", "c", "d"),
)
Q2 = Span(date(2023, 6, 30), date(2023, 9, 30), date(2023, 10, 20))


def risk(*assessments: tuple[str, int, int], closed: str | None = None, **given: object) -> Risk:
    return Risk(
        id="r",
        name="R",
        description="d",
        body="b",
        department="d",
        owner="o",
        kind="k",
        assessments=[{"on": on, "likelihood": p, "impact": i} for on, p, i in assessments],
        closed_on=closed,
        provenance="ours",
        **given,
    )


def found(one: Risk, span: Span = Q2) -> Standing:
    result = standing(one, MATRIX, span)
    assert result is not None
    return result


@pytest.mark.parametrize(
    ("before", "now", "movement", "is_escalated"),
    [
        ((3, 3), (4, 4), Movement.UP, True),  # 9 medium to 16 high
        ((2, 3), (3, 3), Movement.UP, False),  # 6 to 9, both medium
        ((1, 4), (1, 4), Movement.SAME, False),
        ((1, 4), (2, 2), Movement.SAME, False),
        ((4, 4), (3, 3), Movement.DOWN, False),
        ((3, 4), (4, 4), Movement.UP, False),  # 12 to 16, both high
        ((1, 4), (2, 3), Movement.UP, True),  # 4 low to 6 medium
    ],
)
def test_a_score_that_rises_is_up_and_a_worse_level_is_escalated(
    before: tuple[int, int], now: tuple[int, int], movement: Movement, is_escalated: bool
) -> None:
    one = found(risk(("2023-05-02", *before), ("2023-09-05", *now)))
    assert (one.movement, one.is_escalated) == (movement, is_escalated)
    assert one.now.score == now[0] * now[1]


def test_what_is_assessed_after_the_period_does_not_count_in_it() -> None:
    one = risk(("2023-05-02", 1, 1), ("2023-10-01", 4, 4))
    assert found(one).now.score == 1
    assert found(one).movement is Movement.SAME
    q3 = Span(date(2023, 9, 30), date(2023, 12, 31), date(2024, 1, 19))
    assert (found(one, q3).movement, found(one, q3).is_escalated) == (Movement.UP, True)


def test_the_last_day_of_a_period_belongs_to_it() -> None:
    one = risk(("2023-06-30", 1, 1), ("2023-09-30", 2, 4))
    assert (found(one).now.score, found(one).before.score) == (8, 1)


def test_a_risk_first_assessed_in_the_period_is_new_and_not_escalated() -> None:
    one = found(risk(("2023-07-01", 4, 4)))
    assert (one.movement, one.before, one.is_escalated) == (Movement.NEW, None, False)


def test_a_risk_that_nobody_knew_of_by_then_is_not_shown() -> None:
    assert standing(risk(("2023-10-01", 4, 4)), MATRIX, Q2) is None


@pytest.mark.parametrize(
    ("closed", "movement"),
    [
        ("2023-06-30", None),
        ("2023-07-01", Movement.CLOSED),
        ("2023-09-30", Movement.CLOSED),
        ("2023-10-01", Movement.SAME),
    ],
)
def test_a_closed_risk_is_shown_once_in_the_period_in_which_it_was_closed(
    closed: str, movement: Movement | None
) -> None:
    one = standing(risk(("2023-05-02", 3, 3), closed=closed), MATRIX, Q2)
    assert (one.movement if one else None) is movement


@pytest.mark.parametrize(
    ("due", "done", "is_overdue"),
    [
        ("2023-10-19", None, True),
        ("2023-10-20", None, False),
        ("2023-09-01", "2023-10-20", False),
        ("2023-09-01", "2023-10-21", True),
        ("2023-09-01", "2023-08-01", False),
    ],
)
def test_a_mitigation_is_overdue_by_the_reports_day(
    due: str, done: str | None, is_overdue: bool
) -> None:
    step = {"name": "m", "due": due, **({"done_on": done} if done else {})}
    one = found(risk(("2023-05-02", 3, 3), mitigations=[step]))
    assert bool(one.overdue) == is_overdue


def test_nothing_of_a_closed_risk_is_overdue() -> None:
    step = {"name": "m", "due": "2023-07-01"}
    assert found(risk(("2023-05-02", 3, 3), closed="2023-08-01", mitigations=[step])).overdue == ()


@pytest.mark.parametrize(
    ("period", "reported", "today", "before", "until"),
    [
        ("Q1", ["Q1", "Q2"], date(2023, 7, 20), date(2023, 3, 31), date(2023, 6, 30)),
        ("Q2", ["Q1", "Q2"], date(2023, 10, 20), date(2023, 6, 30), date(2023, 9, 30)),
        ("Q2", ["Q1", "Q2"], date(2023, 9, 1), date(2023, 6, 30), date(2023, 9, 1)),
        ("FY", ["Q1", "Q2", "Q3", "FY"], date(2024, 5, 9), date(2023, 12, 31), date(2024, 3, 31)),
        ("FY", ["Q3", "Q4", "FY"], date(2024, 5, 9), date(2023, 12, 31), date(2024, 3, 31)),
    ],
)
def test_a_period_is_seen_from_the_end_of_the_reported_one_before(
    period: str, reported: list[str], today: date, before: date, until: date
) -> None:
    periods = [Period.parse(f"2023-24-{code}") for code in reported]
    span = span_of(Period.parse(f"2023-24-{period}"), periods, today)
    assert (span.before, span.until, span.today) == (before, until, today)
