"""Late, early, on time: by the clock in London, in calendar and in working days."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from assets.analysis.lateness import lateness, status_words
from checks.subject import Lateness
from sources.framework.keys import Slot

LONDON = ZoneInfo("Europe/London")
SLOT = Slot.parse("derbyshire.2023-24-Q1.place")


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def deadline(day: str) -> datetime:
    return london(f"{day} 23:59:59")


def came(
    at: str | datetime, due: str = "2023-07-20", closure_days: tuple[date, ...] = ()
) -> Lateness:
    received = london(at) if isinstance(at, str) else at
    later = received + timedelta(days=30)
    return lateness(SLOT, deadline(due), received, later, closure_days)


def missing(as_at: str, due: str = "2023-07-20") -> Lateness:
    return lateness(SLOT, deadline(due), None, london(as_at))


@pytest.mark.parametrize(
    ("at", "due", "days", "working_days"),
    [
        ("2023-07-20 23:59:59", "2023-07-20", 0, 0),
        ("2023-07-21 00:00:00", "2023-07-20", 1, 1),
        ("2023-07-21 23:59:59", "2023-07-20", 1, 1),
        ("2023-07-22 00:00:00", "2023-07-20", 2, 1),
        ("2023-07-24 09:00:00", "2023-07-20", 4, 2),
        # Due on a Friday: Saturday and Sunday are no working days.
        ("2023-07-22 12:00:00", "2023-07-21", 1, 0),
        ("2023-07-24 12:00:00", "2023-07-21", 3, 1),
        # The Late August bank holiday, 28 August 2023.
        ("2023-08-28 12:00:00", "2023-08-25", 3, 0),
        ("2023-08-29 12:00:00", "2023-08-25", 4, 1),
        # Over Christmas and New Year.
        ("2024-01-02 08:00:00", "2023-12-22", 11, 4),
        ("2024-01-20 00:00:00", "2024-01-19", 1, 0),
    ],
)
def test_lateness_is_counted_in_days_and_in_working_days(
    at: str, due: str, days: int, working_days: int
) -> None:
    late = came(at, due)
    assert (late.days_late, late.working_days_late) == (days, working_days)
    assert late.received_at == london(at)
    assert late.is_due


@pytest.mark.parametrize(
    ("moment", "due", "days"),
    [
        # In summer the last second of the day in London is 22:59:59 by Greenwich.
        (datetime(2023, 7, 20, 22, 59, 59, tzinfo=UTC), "2023-07-20", 0),
        (datetime(2023, 7, 20, 23, 0, 0, tzinfo=UTC), "2023-07-20", 1),
        (datetime(2023, 7, 21, 22, 59, 59, tzinfo=UTC), "2023-07-20", 1),
        (datetime(2023, 7, 21, 23, 0, 0, tzinfo=UTC), "2023-07-20", 2),
        # In winter both clocks agree.
        (datetime(2024, 1, 19, 23, 59, 59, tzinfo=UTC), "2024-01-19", 0),
        (datetime(2024, 1, 20, 0, 0, 0, tzinfo=UTC), "2024-01-19", 1),
        # The clocks go back on 29 October 2023.
        (datetime(2023, 10, 28, 22, 59, 59, tzinfo=UTC), "2023-10-28", 0),
        (datetime(2023, 10, 28, 23, 0, 0, tzinfo=UTC), "2023-10-28", 1),
        (datetime(2023, 10, 29, 23, 59, 59, tzinfo=UTC), "2023-10-29", 0),
    ],
)
def test_the_day_ends_when_it_ends_in_london(moment: datetime, due: str, days: int) -> None:
    assert came(moment, due).days_late == days


def test_a_file_of_the_last_second_is_on_time() -> None:
    """Files are stamped to the microsecond, deadlines to the second."""
    late = came("2023-07-20 23:59:59.400000")
    assert (late.days_late, status_words(late)) == (0, "on time")


def test_a_day_on_which_the_council_is_closed_is_no_working_day() -> None:
    assert came("2023-07-25 09:00", closure_days=(date(2023, 7, 24),)).working_days_late == 2
    assert came("2023-07-25 09:00").working_days_late == 3


def test_what_has_not_come_is_late_up_to_the_day_of_looking() -> None:
    late = missing("2023-07-24 10:00")
    assert (late.days_late, late.working_days_late) == (4, 2)
    assert (late.is_due, late.received_at) == (True, None)
    assert missing("2023-07-21 00:00:00").days_late == 1


def test_what_has_not_come_is_not_late_before_its_deadline() -> None:
    assert missing("2023-07-20 23:59:59") == Lateness(
        SLOT, deadline("2023-07-20"), None, 0, 0, is_due=False
    )


@pytest.mark.parametrize(
    ("late", "words"),
    [
        (came("2023-07-19 23:59:59"), "early"),
        (came("2023-07-20 00:00:00"), "on time"),
        (came(datetime(2023, 7, 19, 22, 59, 59, tzinfo=UTC)), "early"),
        (came(datetime(2023, 7, 19, 23, 0, 0, tzinfo=UTC)), "on time"),
        (came("2023-07-20 23:59:59"), "on time"),
        (came("2023-07-21 00:00:00"), "late"),
        (missing("2023-07-20 23:59:59"), "not due yet"),
        (missing("2023-07-21 00:00:00"), "missing"),
    ],
)
def test_each_state_has_its_words(late: Lateness, words: str) -> None:
    assert status_words(late) == words


def test_without_a_confirmed_deadline_nothing_is_late() -> None:
    open_end = lateness(SLOT, None, london("2030-01-01 00:00"), london("2030-02-01 00:00"))
    assert (open_end.days_late, open_end.working_days_late) == (0, 0)
    assert (open_end.is_due, status_words(open_end)) == (False, "received")
    nothing = lateness(SLOT, None, None, london("2030-02-01 00:00"))
    assert (nothing.days_late, status_words(nothing)) == (0, "not due yet")
