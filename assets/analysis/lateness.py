"""When a return came, against its deadline, in calendar and working days."""

from collections.abc import Collection
from datetime import date, datetime

from checks.subject import Lateness
from sources.framework.keys import Slot
from sources.framework.timetable import LONDON
from sources.framework.working_days import working_days_after


def lateness(
    slot: Slot,
    deadline: datetime | None,
    received_at: datetime | None,
    as_at: datetime,
    closure_days: Collection[date] = (),
) -> Lateness:
    """Lateness by the time the file was dropped; while nothing came, by the as-at time."""
    if deadline is None:
        return Lateness(slot, None, received_at, 0, 0, is_due=False)
    reached = received_at or as_at
    # The deadline names a second; the whole of that second is in time.
    if reached.replace(microsecond=0) <= deadline:
        return Lateness(slot, deadline, received_at, 0, 0, is_due=as_at > deadline)
    due, came = deadline.astimezone(LONDON).date(), reached.astimezone(LONDON).date()
    return Lateness(
        slot,
        deadline,
        received_at,
        max(1, (came - due).days),
        working_days_after(due, came, closure_days),
        is_due=True,
    )


def status_words(late: Lateness) -> str:
    """`early`, `on time`, `late`, `missing` or `not due yet`."""
    if late.received_at is None:
        return "missing" if late.is_due else "not due yet"
    if late.days_late:
        return "late"
    if late.deadline is None:
        return "received"
    due = late.deadline.astimezone(LONDON).date()
    return "early" if late.received_at.astimezone(LONDON).date() < due else "on time"
