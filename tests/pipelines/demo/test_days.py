"""The days of the demonstration follow from each council's own timetable."""

from datetime import datetime

import pytest

from pipelines.demo.days import Days, history_sent
from sources.framework.framework import Framework
from sources.framework.keys import Close, Slot
from sources.framework.library import Library, UnknownKey
from sources.framework.timetable import LONDON


def days_of(council: str, period: str) -> Days:
    framework = Library().frameworks(council)[0]
    return Days(framework, Close.parse(f"{council}.{period}"))


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def test_derbyshires_demonstration_is_on_the_days_it_has_always_been() -> None:
    quiet, days = days_of("derbyshire", "2023-24-Q1"), days_of("derbyshire", "2023-24-Q2")
    slot = Slot.parse("derbyshire.2023-24-Q2.place")
    first = Slot.parse("derbyshire.2023-24-Q1.place")
    assert history_sent(days.framework) == moment("2023-06-01T09:00")
    assert quiet.forms_out == moment("2023-07-03T09:00")
    assert quiet.ordinary(first) == moment("2023-07-18T15:10")
    assert quiet.quiet_close == moment("2023-07-24T08:00")
    assert days.forms_out == moment("2023-10-02T09:00")
    assert days.early(slot) == moment("2023-10-17T11:25")
    assert days.last_minute(slot) == moment("2023-10-19T23:58")
    assert days.late(slot) == moment("2023-10-20T16:40")
    assert days.first_close == moment("2023-10-20T17:00")
    assert days.correction == moment("2023-10-23T10:05")
    assert days.second_close == moment("2023-10-24T08:00")


def test_south_derbyshires_follows_its_rules_of_ten_working_days_and_three_weeks() -> None:
    quiet, days = (
        days_of("south_derbyshire", "2023-24-Q1"),
        days_of("south_derbyshire", "2023-24-Q2"),
    )
    slot = Slot.parse("south_derbyshire.2023-24-Q2.service-delivery")
    assert quiet.quiet_close == moment("2023-07-20T08:00")
    assert days.early(slot) == moment("2023-10-11T11:25")
    assert days.last_minute(slot) == moment("2023-10-13T23:58")
    assert days.late(slot) == moment("2023-10-16T16:40"), "a weekend lies between"
    assert days.correction == moment("2023-10-17T10:05")
    assert days.second_close == moment("2023-10-20T08:00"), "the day of the Performance Board"


def test_what_happens_comes_one_after_the_other() -> None:
    for council in ("derbyshire", "south_derbyshire"):
        days = days_of(council, "2023-24-Q2")
        returns = days.framework.returns
        slots = days.framework.slots_of(days.close)
        slot = next(one for one in slots if not returns[one.return_id].is_corporate)
        order = [
            history_sent(days.framework),
            days.forms_out,
            days.early(slot),
            days.last_minute(slot),
            days.late(slot),
            days.first_close,
            days.correction,
            days.second_close,
        ]
        assert order == sorted(order)


def test_without_a_confirmed_deadline_it_says_what_is_missing(derbyshire: Framework) -> None:
    from dataclasses import replace

    from sources.framework.timetable import Status

    close = Close.parse("derbyshire.2023-24-Q2")
    timetable = derbyshire.timetable[close.period]
    stages = tuple(
        stage.model_copy(update={"status": Status.TO_BE_CONFIRMED}) for stage in timetable.stages
    )
    open_timetable = timetable.model_copy(update={"stages": stages})
    framework = replace(
        derbyshire, timetable={**derbyshire.timetable, close.period: open_timetable}
    )
    with pytest.raises(UnknownKey, match="needs a confirmed day for the returns"):
        Days(framework, close).check()
