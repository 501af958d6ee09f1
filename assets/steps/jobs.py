"""What the timetable asks of an installation and what was done of it; notes of how jobs ended.

Reads and notes only: the tasks are `sources.framework.due`, carrying them out is each job's step.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from assets.steps.house import House
from sources.entries import Draft, Entry, EntryKind, Extension, Reminders
from sources.framework.due import IsDone, Job, Task, due, tasks_of
from sources.framework.framework import Framework
from sources.framework.keys import Edition, Slot
from warehouse import queries
from warehouse.rows import JobRun


@dataclass(frozen=True)
class Asked:
    """A council's tasks, and which of them are done."""

    tasks: tuple[Task, ...]
    is_done: IsDone

    def due(self, now: datetime) -> list[Task]:
        return due(self.tasks, self.is_done, now)


def asked_of(house: House, council: str) -> Asked:
    """What all timetables of a council ask. Raises UnknownKey."""
    entries = house.entries(council)
    later = {slot: day for slot, (day, _) in extensions(entries).items()}
    tasks = [t for fw in house.library.frameworks(council) for t in tasks_of(fw, later)]
    return Asked(tuple(tasks), _is_done(house, council, entries))


def extensions(entries: Iterable[Entry]) -> dict[Slot, tuple[date, Extension]]:
    """The newest extension of each slot."""
    return {
        Slot.parse(entry.subject): (date.fromisoformat(entry.body.until), entry.body)
        for entry in entries
        if isinstance(entry.body, Extension)
    }


def effective_day(
    framework: Framework, slot: Slot, extended: Mapping[Slot, tuple[date, Extension]]
) -> date | None:
    """The day until which a slot has time: its deadline's, or a later one that was agreed."""
    deadline = framework.deadline(slot)
    if deadline is None:
        return None
    agreed = extended.get(slot)
    return max(deadline.date(), agreed[0]) if agreed else deadline.date()


def finished(house: House, job: str, key: str) -> None:
    """Note that a job ended well for a key; what failed before it is forgotten."""
    at = house.now().astimezone(UTC).isoformat()
    house.store.note(JobRun(job, key, key.split(".")[0], at, None, 0, None))


def reminded_slots(entries: Iterable[Entry]) -> dict[tuple[str, str, str], frozenset[str]]:
    """The slots that each rung was recorded for, by close, rung and deadline (ISO)."""
    found: dict[tuple[str, str, str], frozenset[str]] = {}
    for entry in entries:
        body = entry.body
        if isinstance(body, Reminders):
            for rung in (body.rung, *body.overtaken):
                key = (entry.subject, rung, body.deadline)
                found[key] = found.get(key, frozenset()) | {*body.sent, *body.not_needed}
    return found


def _is_done(house: House, council: str, entries: list[Entry]) -> IsDone:
    engine = house.store.engine
    forms = {e.subject for e in entries if e.kind is EntryKind.FORMS}
    reminded = reminded_slots(entries)
    today, soon = house.now().date(), house.now() + timedelta(days=1)
    ended: dict[tuple[str, str], datetime] = {}

    def seen(job: str, key: str, moment: str) -> None:
        at = datetime.fromisoformat(moment)
        if at > soon:
            # Noted while the clock stood in the future: it says nothing of today's work.
            return
        ended[(job, key)] = max(ended.get((job, key), at), at)

    for run in queries.job_runs(engine, council):
        if run.finished_at:
            seen(run.job, run.key, run.finished_at)
    # After a rebuild the notes are gone; what stands says as at when it was made.
    for record in queries.close_records(engine):
        seen(Job.CLOSE.value, record.close, record.as_at)
    drawn = {entry.subject: entry.body for entry in entries if isinstance(entry.body, Draft)}
    for edition, draft in drawn.items():
        seen(Job.ISSUE.value, edition, draft.as_at)

    def is_done(task: Task) -> bool:
        if task.job is Job.FORMS:
            return task.key in forms
        if task.job is Job.REMIND:
            done = reminded.get((task.key, task.occasion, task.day.isoformat()), frozenset())
            return {str(slot) for slot in task.slots} <= done
        is_drawn = task.job is Job.ISSUE and task.key in drawn
        if is_drawn and Edition.parse(task.key).issued_on < today:
            # Its day is over: it is drawn up again only by hand.
            return True
        at = ended.get((task.job.value, task.key))
        return at is not None and at >= task.at

    return is_done
