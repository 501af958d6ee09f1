"""Remind: say to each department what its return still lacks, on the days of the ladder.

Messages are written to the outbox as mail files that any mail program opens as a draft; sending is
not done here. A rung that was missed is not sent later beside a newer one (ruling 27).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from assets.steps.check_return import check_return
from assets.steps.house import TEAM, House
from assets.steps.jobs import asked_of, effective_day, extensions, reminded_slots
from assets.steps.status import Stood, standings
from assets.views.letters import reminder_letter
from assets.views.wording import one_line
from report_templates import render
from report_templates.letters import Reminder
from sources.archive import write_over
from sources.entries import Entry, EntryKind, Reminders
from sources.framework.due import Job, Task, When, stand
from sources.framework.keys import Close, Slot


@dataclass(frozen=True)
class RemindEvidence:
    """What was recorded now: one set of reminders for each deadline whose day has come."""

    close: Close
    recorded: tuple[Reminders, ...]
    letters: tuple[Path, ...]


def remind(house: House, close: Close) -> RemindEvidence:
    """Send what is due of a close's reminders and record it; nothing twice. Raises UnknownKey."""
    house.library.of_close(close)
    recorded, letters = [], []
    with house.lock(close.council):
        due = _due_rungs(house, close)
        if due:
            # What came in the last minutes is no reason to remind anybody.
            for slot in house.library.of_close(close).slots_of(close):
                check_return(house, slot)
        entries = house.entries(close.council)
        for day, rungs in due.items():
            told = reminded_slots(entries).get(
                (str(close), rungs[-1].occasion, day.isoformat()), frozenset()
            )
            stood = [
                s
                for s in standings(house, close)
                if _day(house, s, entries) == day and str(s.slot) not in told
            ]
            made, paths = _send(house, close, day, rungs, stood, entries)
            house.ledger.append(
                close.council, house.now(), TEAM, EntryKind.REMINDERS, str(close), made
            )
            recorded.append(made)
            letters.extend(paths)
    return RemindEvidence(close, tuple(recorded), tuple(letters))


def _due_rungs(house: House, close: Close) -> dict[date, list[Task]]:
    asked, now = asked_of(house, close.council), house.now()
    found: dict[date, list[Task]] = {}
    for task in asked.tasks:
        mine = task.job is Job.REMIND and task.close == close
        if mine and stand(task, asked.is_done, now) is When.DUE:
            found.setdefault(task.day, []).append(task)
    return found


def _day(house: House, stood: Stood, entries: Iterable[Entry]) -> date | None:
    framework = house.library.of_slot(stood.slot)
    return effective_day(framework, stood.slot, extensions(entries))


def _send(
    house: House,
    close: Close,
    day: date,
    rungs: list[Task],
    stood: Iterable[Stood],
    entries: list[Entry],
) -> tuple[Reminders, list[Path]]:
    rung = rungs[-1].occasion
    sent, not_needed, paths = {}, {}, []
    for one in stood:
        if one.is_complete:
            not_needed[str(one.slot)] = "complete without errors"
            continue
        agreed = extensions(entries).get(one.slot)
        before = _last_deadline(entries, one.slot)
        letter = reminder_letter(
            house.library.of_slot(one.slot), one.status, one.findings, rung, day,
            moved_from=before if before != day and not agreed else None,
            extension=agreed[1] if agreed else None,
            is_demonstration=house.is_demonstration,
        )  # fmt: skip
        data = _mail(letter)
        name = f"{day.isoformat()} {rung} {one.slot}.eml"
        path = house.home / "outbox" / close.council / name
        write_over(path, data)
        sent[str(one.slot)] = house.archive.put(data)
        paths.append(path)
    overtaken = tuple(task.occasion for task in rungs[:-1])
    return Reminders(rung, day.isoformat(), sent, not_needed, overtaken), paths


def _last_deadline(entries: Iterable[Entry], slot: Slot) -> date | None:
    """The deadline that the last reminder sent for a slot named."""
    last = None
    for entry in entries:
        if isinstance(entry.body, Reminders) and str(slot) in entry.body.sent:
            last = date.fromisoformat(entry.body.deadline)
    return last


def _mail(letter: Reminder) -> bytes:
    """A mail file without an address: whoever sends it knows who holds the post."""
    message = EmailMessage(policy=SMTP)
    urgent = "Overdue" if letter.is_escalation else "Reminder"
    subject = f"{urgent}: {letter.name}, {letter.period}, due {letter.due}"
    message["Subject"] = one_line(subject)
    message["X-Unsent"] = "1"
    message.set_content(render.reminder_text(letter), cte="quoted-printable")
    return bytes(message)
