"""Which days people work: weekends, bank holidays in England, and days of closure.

Arithmetic of days only; what is due on them stands in `timetable`.
"""

from collections.abc import Collection
from datetime import date, timedelta
from functools import lru_cache


@lru_cache(maxsize=64)
def bank_holidays(year: int) -> frozenset[date]:
    """Bank holidays in England of a calendar year."""
    import holidays

    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(day: date, closure_days: Collection[date] = ()) -> bool:
    return day.weekday() < 5 and day not in bank_holidays(day.year) and day not in closure_days


def working_days_after(start: date, end: date, closure_days: Collection[date] = ()) -> int:
    """Working days in (start, end]; 0 when `end` is not after `start`."""
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(is_working_day(day, closure_days) for day in days)


def nearest_working_day(day: date, step: int, closure_days: Collection[date] = ()) -> date:
    """The day itself if it is worked, else the next one that is; `step` -1 looks back."""
    while not is_working_day(day, closure_days):
        day += timedelta(days=step)
    return day


def nth_working_day(start: date, count: int, closure_days: Collection[date] = ()) -> date:
    """The day on which `count` working days after `start` have come."""
    day = start
    for _ in range(count):
        day = nearest_working_day(day + timedelta(days=1), 1, closure_days)
    return day
