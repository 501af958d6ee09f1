"""Rating a close takes as much work after five years as after one: it rates its own period only.

Work is counted in calls, which no busy machine changes. Charts and forecasts look at the past, and
are no part of it.
"""

import sys
from collections import Counter
from types import FrameType

from analysis_builders import DERBYSHIRE, Periods, closed, seen

from assets.analysis.rating import rate
from sources.framework.keys import FinancialYear, Period

NEWEST = 2023


def past_of(years: int) -> dict[str, Periods]:
    """Values of every measure, up to the second quarter, in so many years."""
    return {
        name: {
            period: seen(str(60 + place), of=("60", "100"))
            for year in range(NEWEST - years + 1, NEWEST + 1)
            for place, period in enumerate(
                Period(FinancialYear(year), "FY").parts(measure.frequency.period_kind)
            )
            if period.ends <= Period.parse("2023-24-Q2").ends
        }
        for name, measure in DERBYSHIRE.measures.items()
    }


def calls_to_close(values: dict[str, Periods]) -> Counter[str]:
    """How often each function of ours is called while the close is rated."""
    called: Counter[str] = Counter()

    def note(frame: FrameType, event: str, _: object) -> None:
        name = frame.f_globals.get("__name__", "")
        if event == "call" and name.startswith(("assets.", "sources.")):
            called[f"{name}.{frame.f_code.co_qualname}"] += 1

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        closed(values=values)
    finally:
        sys.setprofile(before)
    return called


def test_rating_a_close_does_not_grow_with_the_periods_behind_it() -> None:
    closed(values=past_of(2))  # What is worked out once and kept is so by now.
    # Two years, so that last year's period is there in both.
    few, many = calls_to_close(past_of(2)), calls_to_close(past_of(6))
    assert many == few
    rated = few[f"{rate.__module__}.{rate.__qualname__}"]
    assert 40 < rated <= len(DERBYSHIRE.measures)
