"""What the timetable asks for, and what of it is due: pure, every moment passed in.

Tasks follow from a framework alone; what has been done is handed in by whoever asks. How a task is
carried out, retried or reported is not decided here.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from sources.framework.framework import Framework
from sources.framework.keys import Close, Slot
from sources.framework.timetable import LONDON

# When a working day begins for reminders and for what a meeting's day needs.
_MORNING = time(6, 0)
# What was missed longer ago than this is left to a person: reminders and reports that nobody asked
# for, months after their day, do harm.
CATCH_UP = timedelta(days=31)
# The ladder of reminders: so many days before (-) or after the deadline. After it, they escalate.
RUNGS = {"T-10": -10, "T-3": -3, "T-0": 0, "T+1": 1}


class Job(StrEnum):
    """The jobs that the timetable starts; each has one partition family."""

    FORMS = "forms"
    REMIND = "remind"
    CLOSE = "close"
    ISSUE = "issue"


@dataclass(frozen=True)
class Task:
    """One job for one key (a close or an edition), due at a moment (UTC), for an occasion.

    `day` is the day of the stage or deadline that the occasion counts from: if it is moved, the
    task is another one. `close` is the close that it serves.
    """

    at: datetime
    job: Job
    key: str
    occasion: str
    day: date
    close: Close
    # The returns that a reminder is about.
    slots: frozenset[Slot] = frozenset()

    @property
    def id(self) -> str:
        return f"{self.job.value}:{self.key}:{self.occasion}:{self.day}"


class When(StrEnum):
    """Where a task stands."""

    DONE = "done"
    DUE = "due"
    AHEAD = "ahead"
    # Missed for longer than is caught up with by itself.
    LAPSED = "lapsed"


IsDone = Callable[[Task], bool]


def tasks_of(framework: Framework, extended: Mapping[Slot, date] | None = None) -> list[Task]:
    """Everything that a framework's confirmed dates ask for, in order of time.

    `extended` are later days agreed for single returns: reminders follow them, the close does not.
    """
    found: set[Task] = set()
    for close in framework.closes:
        found.update(_of_close(framework, close, extended or {}))
    return sorted(found, key=lambda task: (task.at, list(Job).index(task.job), task.id))


def stand(task: Task, is_done: IsDone, now: datetime) -> When:
    """Where one task stands at a moment."""
    if is_done(task):
        return When.DONE
    # Two times of one zone compare by the clock on the wall, which an autumn night shows twice.
    waited = now.astimezone(UTC) - task.at
    if waited < timedelta(0):
        return When.AHEAD
    return When.DUE if waited <= CATCH_UP else When.LAPSED


def due(tasks: Iterable[Task], is_done: IsDone, now: datetime) -> list[Task]:
    """Tasks that are due by now and not recorded as done, in their order.

    Of one job for one key only the last is named: a report is not drawn up three times because
    three of its days were missed. A report waits for its close.
    """
    latest: dict[tuple[Job, str], Task] = {}
    for task in tasks:
        if stand(task, is_done, now) is When.DUE:
            latest.pop((task.job, task.key), None)
            latest[(task.job, task.key)] = task
    closing = {task.close for task in latest.values() if task.job is Job.CLOSE}
    return [t for t in latest.values() if t.job is not Job.ISSUE or t.close not in closing]


def _of_close(framework: Framework, close: Close, extended: Mapping[Slot, date]) -> Iterator[Task]:
    slots = framework.slots_of(close)
    if not slots:
        return
    ends = close.period.ends
    if any(framework.layouts[framework.returns[s.return_id].layout].kind == "form" for s in slots):
        morning = _start(ends + timedelta(days=1))
        yield Task(morning, Job.FORMS, str(close), "period end", ends, close)
    deadlines = {slot: deadline for slot in slots if (deadline := framework.deadline(slot))}
    by_day: dict[date, set[Slot]] = {}
    for slot, deadline in deadlines.items():
        day = max(deadline.date(), extended.get(slot, deadline.date()))
        by_day.setdefault(day, set()).add(slot)
    for day, own in by_day.items():
        for rung, days in RUNGS.items():
            at = _start(day + timedelta(days=days), _MORNING)
            yield Task(at, Job.REMIND, str(close), rung, day, close, frozenset(own))
    # What finance or another team sends later does not hold up what the departments have sent.
    last_days = sorted({deadline.date() for deadline in deadlines.values()})
    closing = [("returns due", day, _start(day + timedelta(days=1))) for day in last_days]
    # A meeting that is confirmed gets its report, also where the returns' day is not or is later.
    for stage in framework.timetable[close.period].stages:
        is_for_returns = any(r.due_stage == stage.id for r in framework.returns.values())
        if stage.deadline is not None and not is_for_returns and stage.deadline.date() > ends:
            day = stage.deadline.date()
            closing.append((stage.id, day, _start(day, _MORNING)))
    editions = [edition for edition, of in framework.editions.items() if of == close]
    for occasion, day, at in closing:
        yield Task(at, Job.CLOSE, str(close), occasion, day, close)
        for edition in editions:
            if day <= edition.issued_on:
                yield Task(at, Job.ISSUE, str(edition), occasion, day, close)


def _start(day: date, at: time = time(0)) -> datetime:
    return datetime.combine(day, at, LONDON).astimezone(UTC)
