"""What is due, over a whole financial year and at its awkward moments: one table, no clock."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from sources.framework.due import CATCH_UP, Job, Task, When, due, stand, tasks_of
from sources.framework.framework import Framework
from sources.framework.keys import Close, Slot
from sources.framework.load import load
from sources.framework.timetable import LONDON

Q2 = Close.parse("derbyshire.2023-24-Q2")
ADULT_CARE = Slot.parse(f"{Q2}.adult-care")


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def told(tasks: list[Task]) -> list[str]:
    """Tasks as a reader of the timetable would say them."""
    return [
        f"{t.at.astimezone(LONDON):%Y-%m-%d %H:%M} {t.job.value} {t.key} {t.occasion}"
        for t in tasks
    ]


def none_done(task: Task) -> bool:
    return False


def test_a_year_of_derbyshire_follows_from_its_dates(derbyshire: Framework) -> None:
    found = [line for line in told(tasks_of(derbyshire)) if "remind" not in line]
    assert found == [
        "2023-07-01 00:00 forms derbyshire.2023-24-Q1 period end",
        "2023-07-21 00:00 close derbyshire.2023-24-Q1 returns due",
        "2023-07-21 00:00 issue derbyshire.quarterly-performance.2023-07-25 returns due",
        "2023-07-25 06:00 close derbyshire.2023-24-Q1 cmt",
        "2023-07-25 06:00 issue derbyshire.quarterly-performance.2023-07-25 cmt",
        "2023-10-01 00:00 forms derbyshire.2023-24-Q2 period end",
        "2023-10-20 00:00 close derbyshire.2023-24-Q2 returns due",
        "2023-10-20 00:00 issue derbyshire.quarterly-performance.2023-10-24 returns due",
        "2023-10-24 06:00 close derbyshire.2023-24-Q2 cmt",
        "2023-10-24 06:00 issue derbyshire.quarterly-performance.2023-10-24 cmt",
        "2024-01-01 00:00 forms derbyshire.2023-24-Q3 period end",
        "2024-01-20 00:00 close derbyshire.2023-24-Q3 returns due",
        "2024-01-20 00:00 issue derbyshire.quarterly-performance.2024-01-30 returns due",
        "2024-01-30 06:00 close derbyshire.2023-24-Q3 cmt",
        "2024-01-30 06:00 issue derbyshire.quarterly-performance.2024-01-30 cmt",
        "2024-04-01 00:00 forms derbyshire.2023-24-FY period end",
        "2024-05-10 00:00 close derbyshire.2023-24-FY returns due",
        "2024-05-10 00:00 issue derbyshire.quarterly-performance.2024-05-21 returns due",
        "2024-05-21 06:00 close derbyshire.2023-24-FY cmt",
        "2024-05-21 06:00 issue derbyshire.quarterly-performance.2024-05-21 cmt",
    ]


def test_the_ladder_reminds_before_on_and_after_the_deadline(derbyshire: Framework) -> None:
    found = [line for line in told(tasks_of(derbyshire)) if f"remind {Q2}" in line]
    assert found == [
        "2023-10-09 06:00 remind derbyshire.2023-24-Q2 T-10",
        "2023-10-16 06:00 remind derbyshire.2023-24-Q2 T-3",
        "2023-10-19 06:00 remind derbyshire.2023-24-Q2 T-0",
        "2023-10-20 06:00 remind derbyshire.2023-24-Q2 T+1",
    ]


def test_an_extension_gets_reminders_of_its_own_and_moves_no_close(derbyshire: Framework) -> None:
    usual = tasks_of(derbyshire)
    later = tasks_of(derbyshire, {ADULT_CARE: date(2023, 10, 26)})
    known = {t.id for t in usual}
    more = told([t for t in later if t.id not in known])
    assert [line.split()[0] for line in more] == [
        "2023-10-16",
        "2023-10-23",
        "2023-10-26",
        "2023-10-27",
    ]
    assert known <= {t.id for t in later}
    kept = [t for t in later if t.close == Q2 and t.occasion == "T-3"]
    assert [len(t.slots) for t in kept] == [3, 1]


def test_what_was_not_done_by_its_time_is_due_until_it_is_done(derbyshire: Framework) -> None:
    tasks = [t for t in tasks_of(derbyshire) if t.close == Q2]
    (forms,) = due(tasks, none_done, london("2023-10-01T00:00"))
    assert (forms.job, forms.key) == (Job.FORMS, str(Q2))
    assert due(tasks, none_done, london("2023-09-30T23:59:59")) == []
    assert due(tasks, lambda t: t == forms, london("2023-10-01T00:00")) == []


def test_a_week_missed_is_caught_up_once_and_the_report_waits_for_its_close(
    derbyshire: Framework,
) -> None:
    tasks = [t for t in tasks_of(derbyshire) if t.close == Q2]
    found = due(tasks, none_done, london("2023-10-27T09:00"))
    assert [(t.job, t.occasion) for t in found] == [
        (Job.FORMS, "period end"),
        (Job.REMIND, "T+1"),
        (Job.CLOSE, "cmt"),
    ]
    closed = [t for t in tasks if t.job is not Job.ISSUE]
    (issue,) = due(tasks, lambda t: t in closed, london("2023-10-27T09:00"))
    assert (issue.job, issue.occasion) == (Job.ISSUE, "cmt")


def test_what_is_long_past_is_left_to_a_person(derbyshire: Framework) -> None:
    task = next(t for t in tasks_of(derbyshire) if t.close == Q2)
    assert stand(task, none_done, task.at + CATCH_UP) is When.DUE
    assert stand(task, none_done, task.at + CATCH_UP + timedelta(seconds=1)) is When.LAPSED
    assert due([task], none_done, task.at + CATCH_UP + timedelta(seconds=1)) == []


def test_a_stage_to_be_confirmed_schedules_nothing_until_it_is_confirmed(
    derbyshire: Framework,
) -> None:
    files = dict(derbyshire.files)
    stage = "        precision: date\n        status: confirmed\n        on: 2023-10-19\n"
    assert files["timetable.yaml"].count(stage) == 1
    open_day = stage.replace("status: confirmed", "status: to be confirmed")
    files["timetable.yaml"] = files["timetable.yaml"].replace(stage, open_day)
    unsure = [(t.job, t.occasion) for t in tasks_of(load(files)) if t.close == Q2]
    # The meeting is confirmed, so its report is drawn up; the returns' own day starts nothing.
    assert unsure == [(Job.FORMS, "period end"), (Job.CLOSE, "cmt"), (Job.ISSUE, "cmt")]


def test_a_deadline_that_is_moved_is_reminded_of_anew(derbyshire: Framework) -> None:
    files = dict(derbyshire.files)
    files["timetable.yaml"] = files["timetable.yaml"].replace("on: 2023-10-19", "on: 2023-10-20")
    moved = [t for t in tasks_of(load(files)) if t.close == Q2 and t.job is Job.REMIND]
    known = {t.id for t in tasks_of(derbyshire)}
    assert len(moved) == 4
    assert not known & {t.id for t in moved}


@pytest.mark.parametrize(
    ("moment", "fold", "is_due"),
    [
        # The clocks go back on 29 October 2023 at 2:00: half past one comes twice.
        ("2023-10-29T01:30", 0, False),
        ("2023-10-29T01:30", 1, False),
        ("2023-10-29T01:50", 0, False),
        ("2023-10-29T01:40", 1, True),
    ],
)
def test_an_hour_that_comes_twice_is_told_apart(moment: str, fold: int, is_due: bool) -> None:
    at = london("2023-10-29T01:35").replace(fold=1).astimezone(UTC)
    task = Task(at, Job.CLOSE, str(Q2), "test", date(2023, 10, 29), Q2)
    now = london(moment).replace(fold=fold)
    assert (stand(task, none_done, now) is When.DUE) == is_due


def test_days_of_both_clock_changes_begin_at_their_own_midnight(derbyshire: Framework) -> None:
    """In summer midnight in London is 23:00 by UTC, in winter 00:00; 31 March 2024 has both."""
    by_day = {f"{t.at.astimezone(LONDON):%Y-%m-%d}": t.at for t in tasks_of(derbyshire)}
    assert by_day["2023-10-01"] == datetime(2023, 9, 30, 23, tzinfo=UTC)
    assert by_day["2024-01-01"] == datetime(2024, 1, 1, tzinfo=UTC)
    assert by_day["2024-04-01"] == datetime(2024, 3, 31, 23, tzinfo=UTC)


def test_a_clock_that_goes_back_undoes_nothing(derbyshire: Framework) -> None:
    tasks = [t for t in tasks_of(derbyshire) if t.close == Q2]
    done_at: dict[str, datetime] = {}

    def is_done(task: Task) -> bool:
        at = done_at.get(task.job.value)
        return at is not None and at >= task.at

    first = due(tasks, is_done, london("2023-10-01T00:05"))
    done_at.update({t.job.value: london("2023-10-01T00:05") for t in first})
    assert due(tasks, is_done, london("2023-09-30T23:50")) == []
    assert due(tasks, is_done, london("2023-10-01T00:01")) == []


def test_a_leap_year_and_a_close_without_returns_are_no_trouble(derbyshire: Framework) -> None:
    assert Close.parse("derbyshire.2023-24-FY").period.ends == date(2024, 3, 31)
    nobody = replace(derbyshire, returns={})
    assert tasks_of(nobody) == []
