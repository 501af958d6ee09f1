"""Receive: take files from the inbox into archive and ledger, or quarantine them with a reason.

Nothing is judged here but whether a file can be read and matched to a slot. A file leaves the
inbox only when its bytes and its ledger entry are safe.
"""

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from assets.steps import receipts
from assets.steps.arriving import (
    IS_ARRIVING,
    Arrived,
    NoFile,
    NotYet,
    arrived_in,
    may_be_half,
    moved,
    shown,
    waiting_in,
    whole,
)
from assets.steps.house import House
from assets.steps.personal import NAME_WITHHELD, refuse_personal_data
from sources.archive import write_over
from sources.entries import Entry, EntryKind, Quarantine, Submission
from sources.framework.framework import Framework
from sources.framework.keys import KeyProblem, Slot
from sources.framework.library import UnknownKey
from sources.framework.places import FrameworkProblems
from sources.personal_data.detect import PersonalData, is_personal_name
from sources.purges import purged
from sources.returns.identify import identify
from sources.returns.read import read_for
from sources.workbooks.cells import CannotRead, Workbook
from sources.workbooks.door import open_file

Revises = tuple[str, ...]

OUR_FAULT = (
    "Reading this file failed through a fault of Quarterday's own ({fault}): "
    "tell whoever runs it, and send the figures in the form for this return meanwhile."
)


WAS_PURGED = (
    "This very file was removed for good earlier and is not taken in again: "
    "ask the performance team why, and send one without what must not be in it."
)


class Outcome(StrEnum):
    """What became of a file."""

    RECEIVED = "received"
    DUPLICATE = "duplicate"
    QUARANTINED = "quarantined"
    WAITING = "left for the next run"


@dataclass(frozen=True)
class Taken:
    """A file taken from the inbox: what became of it, and why if it was set aside."""

    council: str
    sender: str
    filename: str
    outcome: Outcome
    slot: Slot | None
    entry: Entry | None
    reason: str | None


def arrived(house: House, council: str) -> list[Arrived]:
    """What lies in a council's inbox; nothing is taken, moved or judged."""
    return arrived_in(house.home / "inbox" / council, house.now())


def receive(house: House, council: str) -> list[Taken]:
    """Take every finished file from a council's inbox, oldest drop first."""
    house.library.years(council)
    with house.lock(council):
        waiting = list(waiting_in(house.home / "inbox" / council))
        taken = (_take(house, council, sender, path) for sender, path in waiting)
        return [one for one in taken if one is not None]


def inbox(house: House, council: str, sender: str) -> Path:
    """The folder in which a sender puts returns."""
    return house.home / "inbox" / council / sender


def _take(house: House, council: str, sender: str, path: Path) -> Taken | None:
    """Take one file; None if another run took it first. One that is still arriving waits."""
    name, seen = shown(path.name), house.now().astimezone(UTC)
    if is_personal_name(name):
        name = NAME_WITHHELD + path.suffix

    def refused(reason: str, entry: Entry | None = None) -> Taken:
        _set_aside(house, council, sender, path, name, reason)
        return Taken(council, sender, name, Outcome.QUARANTINED, None, entry, reason)

    def waits(reason: str = IS_ARRIVING) -> Taken:
        return Taken(council, sender, name, Outcome.WAITING, None, None, reason)

    try:
        one = whole(path, seen)
    except NoFile as error:
        return refused(str(error))
    except NotYet as error:
        return waits(str(error))
    if one is None:
        return None
    data = one.data
    sha256 = hashlib.sha256(data).hexdigest()
    # A file cannot have been dropped later than it was seen, whatever its clock says.
    dropped = min(datetime.fromtimestamp(one.changed, UTC), seen)
    entries = house.entries(council)
    is_purged = sha256 in purged(entries)
    known = None if is_purged else _standing(entries, sha256)
    if known is not None:
        reason = f"The same file was already taken as entry {known.seq}; nothing was changed."
        receipts.repeat(house, known, sender, name, dropped, reason)
        house.archive.put(data)
        _file_away(house, council, sender, path, name)
        slot = Slot.parse(known.subject)
        return Taken(council, sender, name, Outcome.DUPLICATE, slot, known, reason)
    file = {"sha256": sha256, "filename": name, "sender": sender}
    try:
        if is_purged:
            raise CannotRead(WAS_PURGED)
        workbook, slot, revises = _read(house, council, sender, data)
    except CannotRead as error:
        # Personal data are kept in one place only, the closed folder of what was set aside.
        is_personal = is_purged or isinstance(error, PersonalData)
        if not is_personal and may_be_half(one, seen):
            return waits()
        if not is_personal:
            house.archive.put(data)
        entry = _refused_before(entries, sha256, sender)
        if entry is None:
            body = Quarantine(**file, dropped_at=dropped, seen_at=seen, reason=str(error))
            entry = house.ledger.append(council, seen, sender, EntryKind.QUARANTINE, council, body)
        receipts.refuse(house, entry, str(error))
        return refused(str(error), entry)
    submission = Submission(
        **file,
        dropped_at=dropped,
        seen_at=seen,
        is_demonstration=house.is_demonstration,
        contents=tuple((sheet.row_count, len(sheet.cells)) for sheet in workbook.sheets.values()),
        revises=revises,
    )
    house.archive.put(data)
    entry = house.ledger.append(council, seen, sender, EntryKind.SUBMISSION, str(slot), submission)
    _file_away(house, council, sender, path, name)
    return Taken(council, sender, name, Outcome.RECEIVED, slot, entry, None)


def _read(house: House, council: str, sender: str, data: bytes) -> tuple[Workbook, Slot, Revises]:
    """A file opened, read whole once, and matched to its slot; which earlier ones it revises.

    Raises CannotRead.
    """
    try:
        workbook = open_file(data)
        refuse_personal_data(workbook, house.library.frameworks(council))
        return workbook, *_slot_of(house, council, sender, workbook)
    except (CannotRead, FrameworkProblems, UnknownKey, OSError):
        # The file's fault, or a framework's or disk's, which would be that of every file.
        raise
    except Exception as error:
        # A fault of ours; one file that meets it must not hold up a whole council's inbox.
        fault = type(error).__name__
    raise CannotRead(OUR_FAULT.format(fault=fault))


def slot_of(house: House, council: str, sender: str, workbook: Workbook) -> Slot:
    """The slot that a file is for, by the newest year whose layout it follows.

    Raises CannotRead for a file that cannot be read as its return; it quotes nothing of the file.
    """
    return _slot_of(house, council, sender, workbook)[0]


def _slot_of(house: House, council: str, sender: str, workbook: Workbook) -> tuple[Slot, Revises]:
    """The slot that a file is for, by the newest year whose layout it follows, and the earlier
    ones of which it revises figures.

    Raises CannotRead for a file that cannot be read as its return; it quotes nothing of the file.
    """
    frameworks = house.library.frameworks(council)
    refusal: CannotRead | None = None
    for framework in reversed(frameworks):
        owed = framework.returns.get(sender)
        layout = framework.layouts[owed.layout] if owed else None
        try:
            slot = identify(workbook, owed, layout, council, framework.timetable).slot
            read = read_for(house.library.of_slot(slot), slot, workbook)
        except CannotRead as error:
            refusal = refusal or error
        except (UnknownKey, KeyProblem):
            refusal = refusal or CannotRead(_nobody_owes(frameworks))
        else:
            revised = {str(r.slot) for r in read.revisions if r.counts}
            return slot, tuple(sorted(revised))
    raise refusal or CannotRead(_nobody_owes(frameworks))


def _nobody_owes(frameworks: list[Framework]) -> str:
    returns = sorted({name for framework in frameworks for name in framework.returns})
    periods = sorted({slot.period for framework in frameworks for slot in framework.slots})
    return (
        "This file is for a return or period that the council does not owe: its returns are "
        f"{', '.join(returns)}, its periods {', '.join(map(str, periods))}; "
        "send the form that was issued for the period."
    )


def _standing(entries: list[Entry], sha256: str) -> Entry | None:
    """The submission of the same bytes, if it is still the newest of its slot.

    When another file came after it, the same bytes say something new: they take it back.
    """
    newest: dict[str, Entry] = {}
    for entry in entries:
        if isinstance(entry.body, Submission):
            newest[entry.subject] = entry
    for entry in newest.values():
        if isinstance(entry.body, Submission) and entry.body.sha256 == sha256:
            return entry
    return None


def _refused_before(entries: list[Entry], sha256: str, sender: str) -> Entry | None:
    for entry in entries:
        body = entry.body
        if isinstance(body, Quarantine) and (body.sha256, body.sender) == (sha256, sender):
            return entry
    return None


def _file_away(house: House, council: str, sender: str, path: Path, name: str) -> None:
    """Out of the inbox: the archive holds the bytes, the folder `taken` shows what was taken."""
    moved(path, house.home / "taken" / council / (sender or "unsorted"), name)


def _set_aside(house: House, council: str, sender: str, path: Path, name: str, reason: str) -> None:
    """Out of the inbox, and closed to others: nobody knows what an unread file may hold."""
    folder = house.home / "quarantine" / council / (sender or "unsorted")
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    if path.is_file() and not path.is_symlink():
        # A file of somebody else's keeps its own rights; the folder shuts it off all the same.
        with suppress(PermissionError):
            path.chmod(0o600)
    aside = moved(path, folder, name)
    why = aside.with_name(aside.name + ".why.txt")
    write_over(why, f"{reason}\n".encode())
    why.chmod(0o600)
