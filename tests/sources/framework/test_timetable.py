"""Stages: when a day ends, what stays open, and how many working days lie between."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from pydantic import ValidationError

from sources.framework.timetable import PeriodTimetable, Stage
from sources.framework.working_days import bank_holidays, is_working_day, working_days_after

GMT = UTC
BST = timezone(timedelta(hours=1))


def stage(**given) -> Stage:
    return Stage(
        **{
            "id": "returns",
            "name": "Returns",
            "precision": "date",
            "status": "confirmed",
            **given,
        }
    )


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2023, 7, 20), datetime(2023, 7, 20, 23, 59, 59, tzinfo=BST)),
        (date(2023, 10, 19), datetime(2023, 10, 19, 23, 59, 59, tzinfo=BST)),
        (date(2024, 1, 19), datetime(2024, 1, 19, 23, 59, 59, tzinfo=GMT)),
        (date(2023, 10, 28), datetime(2023, 10, 28, 23, 59, 59, tzinfo=BST)),
        (date(2023, 10, 29), datetime(2023, 10, 29, 23, 59, 59, tzinfo=GMT)),
        (date(2024, 3, 30), datetime(2024, 3, 30, 23, 59, 59, tzinfo=GMT)),
        (date(2024, 3, 31), datetime(2024, 3, 31, 23, 59, 59, tzinfo=BST)),
    ],
)
def test_a_deadline_is_the_last_second_of_its_day_in_london(day, end):
    deadline = stage(on=day).deadline
    assert deadline.utcoffset() == end.utcoffset()
    # As instants: two times in one zone would compare by the clock on the wall.
    assert deadline.astimezone(UTC) == end


@pytest.mark.parametrize(
    "given",
    [
        {"on": date(2023, 9, 21), "status": "to be confirmed"},
        {"precision": "month", "month": "2023-08"},
        {"precision": "month", "month": "2023-09", "status": "to be confirmed"},
        {"precision": "none"},
        {"precision": "none", "status": "to be confirmed"},
    ],
)
def test_a_stage_without_a_confirmed_day_has_no_deadline(given):
    assert stage(**given).deadline is None


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"on": date(2023, 10, 19)}, "19 October 2023"),
        ({"on": date(2024, 5, 9)}, "9 May 2024"),
        (
            {"on": date(2024, 5, 9), "status": "to be confirmed"},
            "9 May 2024 (to be confirmed)",
        ),
        ({"precision": "month", "month": "2023-11"}, "November 2023"),
        (
            {"precision": "month", "month": "2023-12", "status": "to be confirmed"},
            "December 2023 (to be confirmed)",
        ),
        ({"precision": "none", "status": "to be confirmed"}, "to be confirmed"),
    ],
)
def test_a_stage_says_no_more_than_is_known_of_its_day(given, words):
    assert stage(**given).words == words


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "precision date needs its date"),
        ({"precision": "month"}, "precision month needs its month"),
        ({"precision": "month", "on": date(2023, 8, 1)}, "needs its month"),
        ({"precision": "none", "on": date(2023, 8, 1)}, "say precision date"),
        ({"precision": "month", "month": "2023-13"}, "2023-13"),
        ({"precision": "month", "month": "August 2023"}, "August 2023"),
    ],
)
def test_a_stage_whose_precision_and_day_disagree_is_refused(given, message):
    with pytest.raises(ValidationError, match=message):
        stage(**given)


def test_a_month_beside_precision_none_is_refused():
    with pytest.raises(ValidationError):
        stage(precision="none", month="2023-09", status="to be confirmed")


def test_a_period_finds_its_stages_by_name():
    entry = PeriodTimetable(
        period="2023-24-Q1",
        stages=(stage(on=date(2023, 7, 20)), stage(id="cabinet", precision="none")),
    )
    assert entry.stage("returns").on == date(2023, 7, 20)
    assert entry.stage("cabinet").deadline is None
    assert entry.stage("council") is None


@pytest.mark.parametrize(
    ("period_end", "returns_by", "management_team", "to_return", "to_meeting"),
    [
        (date(2023, 6, 30), date(2023, 7, 20), date(2023, 7, 25), 14, 3),
        (date(2023, 9, 30), date(2023, 10, 19), date(2023, 10, 24), 14, 3),
        (date(2023, 12, 31), date(2024, 1, 19), date(2024, 1, 30), 14, 7),
        (date(2024, 3, 31), date(2024, 5, 9), date(2024, 5, 21), 27, 8),
    ],
    ids=["Q1", "Q2", "Q3", "full year"],
)
def test_derbyshires_2023_24_timetable_has_these_working_days(
    period_end, returns_by, management_team, to_return, to_meeting
):
    assert working_days_after(period_end, returns_by) == to_return
    assert working_days_after(returns_by, management_team) == to_meeting


def test_the_first_day_does_not_count_and_the_last_one_does():
    friday, monday = date(2023, 7, 21), date(2023, 7, 24)
    assert working_days_after(friday, friday) == 0
    assert working_days_after(friday, monday) == 1
    assert working_days_after(monday, friday) == 0


def test_a_closure_day_of_the_council_is_not_a_working_day():
    end, due = date(2023, 12, 31), date(2024, 1, 19)
    assert working_days_after(end, due, {date(2024, 1, 2)}) == 13
    assert working_days_after(end, due, {date(2024, 1, 6)}) == 14
    assert not is_working_day(date(2024, 1, 2), [date(2024, 1, 2)])


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2023, 5, 8), False),
        (date(2024, 1, 1), False),
        (date(2024, 4, 1), False),
        (date(2024, 12, 25), False),
        (date(2021, 12, 28), False),
        (date(2014, 8, 25), False),
        (date(2024, 1, 2), True),
        (date(2024, 3, 18), True),
        (date(2024, 7, 12), True),
        (date(2024, 8, 5), True),
        (date(2023, 7, 22), False),
        (date(2023, 7, 23), False),
    ],
)
def test_bank_holidays_are_those_of_england_and_not_of_its_neighbours(day, works):
    assert is_working_day(day) is works


def test_a_common_year_in_england_has_eight_bank_holidays():
    assert len(bank_holidays(2024)) == 8
