"""Stages given by rule: which day it is, and how that is said to people."""

from datetime import date

import pytest
from pydantic import ValidationError

from sources.framework.day_rules import DayRule, counted
from sources.framework.load import load
from sources.framework.timetable import PeriodTimetable, Stage

THREE_WEEKS = {"days": "21", "if_not_working": "day before"}


def stage(period: str, rule: dict[str, str], closure_days=(), status: str = "confirmed") -> Stage:
    given = Stage(id="board", name="Board", precision="date", status=status, rule=rule)
    entry = PeriodTimetable(period=period, stages=(given,))
    (reckoned,) = entry.reckoned(closure_days).stages
    return reckoned


@pytest.mark.parametrize(
    ("period", "count", "day"),
    [
        ("2023-24-Q1", "14", date(2023, 7, 20)),
        ("2023-24-Q2", "14", date(2023, 10, 19)),
        ("2023-24-Q3", "14", date(2024, 1, 19)),
        ("2023-24-FY", "27", date(2024, 5, 9)),
    ],
)
def test_derbyshires_deadlines_follow_from_working_days(period: str, count: str, day: date) -> None:
    found = stage(period, {"working_days": count})
    assert found.on == day
    assert found.words == f"{day.day} {day:%B %Y} ({count} working days after the period ends)"


@pytest.mark.parametrize(
    ("period", "plain", "before", "after"),
    [
        ("2023-24-Q1", date(2023, 7, 21), date(2023, 7, 21), date(2023, 7, 21)),
        ("2023-24-Q2", date(2023, 10, 21), date(2023, 10, 20), date(2023, 10, 23)),
        ("2023-24-Q3", date(2024, 1, 21), date(2024, 1, 19), date(2024, 1, 22)),
        ("2023-24-Q4", date(2024, 4, 21), date(2024, 4, 19), date(2024, 4, 22)),
    ],
)
def test_three_weeks_may_end_on_a_weekend_and_move_as_the_rule_says(
    period: str, plain: date, before: date, after: date
) -> None:
    days = {
        choice: stage(period, {"days": "21", "if_not_working": choice}).on
        for choice in ("same day", "day before", "day after")
    }
    assert days == {"same day": plain, "day before": before, "day after": after}


@pytest.mark.parametrize(
    ("period", "rule", "words"),
    [
        ("2023-24-Q1", THREE_WEEKS, "21 July 2023 (three weeks after the period ends)"),
        (
            "2023-24-Q2",
            THREE_WEEKS,
            "20 October 2023 (three weeks after the period ends is Saturday 21 October; moved to "
            "the working day before)",
        ),
        (
            "2023-24-Q2",
            {"days": "21", "if_not_working": "same day"},
            "21 October 2023 (three weeks after the period ends is Saturday 21 October; not moved)",
        ),
        (
            "2023-24-Q3",
            {"days": "1", "if_not_working": "day after"},
            "2 January 2024 (one day after the period ends is Monday 1 January, a bank holiday; "
            "moved to the working day after)",
        ),
        (
            "2023-24-Q1",
            {"working_days": "1"},
            "3 July 2023 (one working day after the period ends)",
        ),
        ("2023-24-Q1", {"days": "20", "if_not_working": "same day"}, "20 July 2023 (20 days"),
    ],
)
def test_a_day_by_rule_says_how_it_came_about(
    period: str, rule: dict[str, str], words: str
) -> None:
    assert stage(period, rule).words.startswith(words)


def test_days_of_closure_are_not_worked_and_are_named() -> None:
    closed = {date(2023, 7, 21), date(2023, 7, 20)}
    found = stage("2023-24-Q1", THREE_WEEKS, closed)
    assert found.on == date(2023, 7, 19)
    assert "Friday 21 July, a day on which the council is closed" in found.words
    assert stage("2023-24-Q1", {"working_days": "14"}, closed).on == date(2023, 7, 24)


def test_a_run_of_days_off_is_stepped_over_whole() -> None:
    # Good Friday to Easter Monday; the period ends on the Sunday between them.
    rule = {"days": "1", "if_not_working": "day before"}
    assert stage("2023-24-Q4", rule).on == date(2024, 3, 28)


def test_a_rule_to_be_confirmed_schedules_nothing() -> None:
    found = stage("2023-24-Q2", THREE_WEEKS, status="to be confirmed")
    assert found.deadline is None
    assert found.words.startswith("20 October 2023 (to be confirmed; three weeks")
    assert stage("2023-24-Q2", THREE_WEEKS).deadline is not None


def test_a_day_that_is_given_is_left_alone() -> None:
    given = Stage(id="x", name="X", precision="date", status="confirmed", on="2023-10-21")
    assert given.reckoned(date(2023, 9, 30), ()) is given


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ({}, "either days or working_days"),
        ({"days": "1", "working_days": "1", "if_not_working": "day before"}, "either days or"),
        ({"days": "21"}, "must say if_not_working"),
        ({"working_days": "3", "if_not_working": "day before"}, "never end on a day"),
        ({"days": "0", "if_not_working": "day before"}, "greater than or equal to 1"),
        ({"days": "367", "if_not_working": "day before"}, "less than or equal to 366"),
        ({"days": "21", "if_not_working": "next week"}, "day before"),
    ],
)
def test_a_rule_that_cannot_be_followed_is_refused(rule: dict[str, str], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        DayRule(**rule)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"on": "2023-10-21"}, "give the day, or the rule"),
        ({"precision": "none"}, "say precision date"),
        ({"precision": "month", "month": "2023-10"}, "say precision date"),
    ],
)
def test_a_stage_has_its_day_or_a_rule_for_it(given: dict[str, str], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Stage(
            **{
                "id": "x",
                "name": "X",
                "precision": "date",
                "status": "confirmed",
                "rule": THREE_WEEKS,
                **given,
            }
        )


def test_rules_are_reckoned_when_a_folder_is_loaded(upper_texts: dict[str, str]) -> None:
    fw = load(upper_texts)
    assert [str(e) for e in fw.editions if e.product == "board"] == [
        "upper-town.board.2023-07-21",
        "upper-town.board.2023-10-20",
    ]
    council = upper_texts["council.yaml"] + "  closure_days: [2023-10-20]\n"
    closed = load({**upper_texts, "council.yaml": council})
    assert "upper-town.board.2023-10-19" in [str(e) for e in closed.editions]


@pytest.mark.parametrize(
    ("count", "words"), [(0, "no days"), (1, "one day"), (10, "ten days"), (11, "11 days")]
)
def test_small_numbers_are_words(count: int, words: str) -> None:
    assert counted(count, "day") == words
