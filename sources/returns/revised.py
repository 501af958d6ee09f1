"""Which return collected a figure that a later one revises (ruling 8)."""

from sources.framework.framework import Framework
from sources.framework.keys import Period, Slot
from sources.framework.measures import Measure


def slot_collecting(
    framework: Framework, measure: Measure, period: Period, before: Slot
) -> Slot | None:
    """The return before another in which a measure's figure of a period was due; None if none was.

    Figures of earlier years came in the return that is sent once for them.
    """
    owed = framework.return_of(measure)
    for reporting in sorted(framework.timetable):
        if reporting < before.period and period in framework.due_in(measure, reporting):
            return Slot(before.council, reporting, owed.id)
    kind = measure.frequency.period_kind
    for once in framework.returns.values():
        holds = once.once_for is not None and measure.department in once.departments
        if holds and once.once_for is not None and period <= once.once_for < before.period:
            is_own = period.kind == kind and measure.is_measured(period)
            return Slot(before.council, once.once_for, once.id) if is_own else None
    return None
