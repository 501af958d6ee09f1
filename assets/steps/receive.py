"""Receive: take files from the inbox into archive and ledger, or quarantine them with a reason.

Nothing is judged here but whether a file can be read and matched to a slot. A file leaves the
inbox only when its bytes and its ledger entry are safe.
"""

import hashlib
import os
import re
import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from assets.steps import receipts
from assets.steps.house import House
from sources.archive import short_name, write_over
from sources.entries import Entry, EntryKind, Quarantine, Submission
from sources.framework.framework import Framework
from sources.framework.keys import KeyProblem, Slot
from sources.framework.library import UnknownKey
from sources.framework.places import FrameworkProblems
from sources.returns.identify import identify
from sources.returns.read import read_for
from sources.workbooks.cells import CannotRead, Workbook
from sources.workbooks.door import open_file

# Names that editors and copying programs give to files that are not finished.
_UNFINISHED = re.compile(r"^(\.|~\$)|\.(tmp|part|partial|crdownload)$", re.IGNORECASE)
_MAX_BYTES = 100_000_000
# A file that was changed so lately may still be arriving.
_SETTLING_SECONDS = 3
# A file that cannot be read may be half a file, if a slow copy only paused: so long it waits.
_ARRIVING_SECONDS = 60


OUR_FAULT = (
    "Reading this file failed through a fault of Quarterday's own ({fault}): "
    "tell whoever runs it, and send the figures in the form for this return meanwhile."
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


@dataclass(frozen=True)
class Arrived:
    """A file in the inbox, told apart by content: `sha256` is None while it may be arriving."""

    sender: str
    name: str
    changed_ns: int
    sha256: str | None


def arrived(house: House, council: str) -> list[Arrived]:
    """What lies in a council's inbox; nothing is taken, moved or judged."""
    found = []
    for sender, path in _waiting(house, council):
        try:
            held = path.lstat()
            is_whole = not _may_be_arriving(house, held, _SETTLING_SECONDS)
            sha256 = _content(path, held) if is_whole else None
        except FileNotFoundError:
            continue
        except OSError:
            sha256 = "not to be read"
        found.append(Arrived(sender, str(path), held.st_mtime_ns, sha256))
    return found


def _content(path: Path, held: os.stat_result) -> str:
    if not stat.S_ISREG(held.st_mode) or held.st_size > _MAX_BYTES:
        return "not to be opened"
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _may_be_arriving(house: House, held: os.stat_result, seconds: float) -> bool:
    age = house.now().timestamp() - held.st_mtime
    return stat.S_ISREG(held.st_mode) and 0 <= age < seconds


def receive(house: House, council: str) -> list[Taken]:
    """Take every finished file from a council's inbox, oldest drop first."""
    house.library.years(council)
    with house.lock(council):
        waiting = list(_waiting(house, council))
        taken = (_take(house, council, sender, path) for sender, path in waiting)
        return [one for one in taken if one is not None]


def inbox(house: House, council: str, sender: str) -> Path:
    """The folder in which a sender puts returns."""
    return house.home / "inbox" / council / sender


def _waiting(house: House, council: str) -> Iterator[tuple[str, Path]]:
    root = house.home / "inbox" / council
    found = []
    for folder, folders, names in os.walk(root):
        folders.sort()
        # A link to a folder is a link: it is set aside, and never followed.
        links = [name for name in folders if (Path(folder) / name).is_symlink()]
        for name in (*names, *links):
            path = Path(folder) / name
            if not _UNFINISHED.search(name):
                parts = path.relative_to(root).parts
                sender = short_name(_shown(parts[0])) if len(parts) > 1 else ""
                found.append((_age(path), sender, path))
    for _, sender, path in sorted(found):
        yield sender, path


def _age(path: Path) -> int:
    try:
        return path.lstat().st_mtime_ns
    except FileNotFoundError:
        return 0


def _take(house: House, council: str, sender: str, path: Path) -> Taken | None:
    """Take one file; None if another run took it first. One that is still arriving waits."""
    name, seen = _shown(path.name), house.now().astimezone(UTC)

    def refused(reason: str, entry: Entry | None = None) -> Taken:
        _set_aside(house, council, sender, path, reason)
        return Taken(council, sender, name, Outcome.QUARANTINED, None, entry, reason)

    def waits() -> Taken:
        reason = "It was changed a moment ago and may still be arriving: run again shortly."
        return Taken(council, sender, name, Outcome.WAITING, None, None, reason)

    try:
        before = path.lstat()
        if not stat.S_ISREG(before.st_mode):
            return refused("This is a link or a device: copy the workbook itself into the folder.")
        if before.st_size > _MAX_BYTES:
            return refused("The file is larger than 100 MB: send the form alone, without pictures.")
        if _may_be_arriving(house, before, _SETTLING_SECONDS):
            return waits()
        data = path.read_bytes()
        after = path.lstat()
    except FileNotFoundError:
        return None
    except PermissionError:
        reason = "It may not be read: whoever put it there, or runs this, must give the right to."
        return Taken(council, sender, name, Outcome.WAITING, None, None, reason)
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        return waits()
    sha256 = house.archive.put(data)
    # A file cannot have been dropped later than it was seen, whatever its clock says.
    dropped = min(datetime.fromtimestamp(after.st_mtime, UTC), seen)
    entries = house.entries(council)
    known = _standing(entries, sha256)
    if known is not None:
        reason = f"The same file was already taken as entry {known.seq}; nothing was changed."
        receipts.repeat(house, known, sender, name, dropped, reason)
        _file_away(house, council, sender, path)
        slot = Slot.parse(known.subject)
        return Taken(council, sender, name, Outcome.DUPLICATE, slot, known, reason)
    file = {"sha256": sha256, "filename": name, "sender": sender}
    try:
        workbook, slot = _read(house, council, sender, data)
    except CannotRead as error:
        if _may_be_arriving(house, after, _ARRIVING_SECONDS):
            return waits()
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
    )
    entry = house.ledger.append(council, seen, sender, EntryKind.SUBMISSION, str(slot), submission)
    _file_away(house, council, sender, path)
    return Taken(council, sender, name, Outcome.RECEIVED, slot, entry, None)


def _shown(name: str) -> str:
    """A file's or folder's name as text; bytes that are no text are replaced."""
    return os.fsencode(name).decode(errors="replace")


def _read(house: House, council: str, sender: str, data: bytes) -> tuple[Workbook, Slot]:
    """A file opened, read whole once, and matched to its slot. Raises CannotRead."""
    try:
        workbook = open_file(data)
        return workbook, _slot_of(house, council, sender, workbook)
    except (CannotRead, FrameworkProblems, UnknownKey, OSError):
        # The file's fault, or a framework's or disk's, which would be that of every file.
        raise
    except Exception as error:
        # A fault of ours; one file that meets it must not hold up a whole council's inbox.
        fault = type(error).__name__
    raise CannotRead(OUR_FAULT.format(fault=fault))


def _slot_of(house: House, council: str, sender: str, workbook: Workbook) -> Slot:
    """The slot that a file is for, by the newest year whose layout it follows.

    Raises CannotRead for a file that cannot be read as its return; it quotes nothing of the file.
    """
    frameworks = house.library.frameworks(council)
    refusal: CannotRead | None = None
    for framework in reversed(frameworks):
        owed = framework.returns.get(sender)
        layout = framework.layouts[owed.layout] if owed else None
        try:
            slot = identify(workbook, owed, layout, council, framework.timetable).slot
            read_for(house.library.of_slot(slot), slot, workbook)
        except CannotRead as error:
            refusal = refusal or error
        except (UnknownKey, KeyProblem):
            refusal = refusal or CannotRead(_nobody_owes(frameworks))
        else:
            return slot
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


def _file_away(house: House, council: str, sender: str, path: Path) -> None:
    """Out of the inbox: the archive holds the bytes, the folder `taken` shows what was taken."""
    _move(path, house.home / "taken" / council / (sender or "unsorted"))


def _set_aside(house: House, council: str, sender: str, path: Path, reason: str) -> None:
    moved = _move(path, house.home / "quarantine" / council / (sender or "unsorted"))
    write_over(moved.with_name(moved.name + ".why.txt"), f"{reason}\n".encode())


def _move(path: Path, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    safe = Path(short_name(_shown(path.name)))
    target, number = folder / safe, 1
    while target.exists() or target.is_symlink():
        number += 1
        target = folder / f"{safe.stem} ({number}){safe.suffix}"
    shutil.move(path, target)
    return target
