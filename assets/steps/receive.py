"""Receive: take files from the inbox into archive and ledger, or quarantine them with a reason.

Nothing is judged here but whether a file can be read and matched to a slot. A file leaves the
inbox only when its bytes and its ledger entry are safe.
"""

import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from assets.steps import receipts
from assets.steps.house import House
from sources.archive import write_over
from sources.framework.keys import KeyProblem, Slot
from sources.framework.library import UnknownKey
from sources.framework.owed import OwedReturn
from sources.ledger import Entry, EntryKind, Quarantine, Submission
from sources.returns.content import CannotRead, Identity
from sources.returns.door import open_file
from sources.returns.identify import identify

# Names that editors and copying programs give to files that are not finished.
_UNFINISHED = re.compile(r"^(\.|~\$)|\.(tmp|part|partial|crdownload)$", re.IGNORECASE)
_MAX_BYTES = 100_000_000


class Outcome(StrEnum):
    """What became of a file."""

    RECEIVED = "received"
    DUPLICATE = "duplicate"
    QUARANTINED = "quarantined"


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


def receive(house: House, council: str) -> list[Taken]:
    """Take every finished file from a council's inbox, oldest drop first."""
    house.library.years(council)
    return [_take(house, council, sender, path) for sender, path in _waiting(house, council)]


def inbox(house: House, council: str, sender: str) -> Path:
    """The folder in which a sender puts returns."""
    return house.home / "inbox" / council / sender


def _waiting(house: House, council: str) -> Iterator[tuple[str, Path]]:
    root = house.home / "inbox" / council
    found = []
    for folder, folders, names in os.walk(root):
        folders.sort()
        for name in names:
            path = Path(folder) / name
            if not _UNFINISHED.search(name):
                parts = path.relative_to(root).parts
                found.append((path.lstat().st_mtime_ns, parts[0] if len(parts) > 1 else "", path))
    for _, sender, path in sorted(found):
        yield sender, path


def _take(house: House, council: str, sender: str, path: Path) -> Taken:
    name, seen = path.name, house.now().astimezone(UTC)
    if path.is_symlink() or not path.is_file():
        reason = "This is a link or a device, not a file: copy the workbook itself into the folder."
        _set_aside(house, council, sender, path, reason)
        return Taken(council, sender, name, Outcome.QUARANTINED, None, None, reason)
    dropped = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    if path.stat().st_size > _MAX_BYTES:
        reason = "The file is larger than 100 MB: send the return form alone, without pictures."
        _set_aside(house, council, sender, path, reason)
        return Taken(council, sender, name, Outcome.QUARANTINED, None, None, reason)
    data = path.read_bytes()
    known = _known(house, council, hashlib.sha256(data).hexdigest())
    if known is not None:
        _file_away(house, council, sender, path)
        slot = Slot.parse(known.subject) if known.kind is EntryKind.SUBMISSION else None
        reason = f"The same file was already taken as entry {known.seq}; nothing was changed."
        receipts.repeat(house, known, name, reason)
        return Taken(council, sender, name, Outcome.DUPLICATE, slot, known, reason)
    sha256 = house.archive.put(data)
    try:
        identity = _identity(house, council, sender, data)
    except CannotRead as error:
        entry = house.ledger.append(
            council,
            seen,
            sender,
            EntryKind.QUARANTINE,
            council,
            Quarantine(sha256, name, sender, dropped, seen, str(error)),
        )
        receipts.refuse(house, entry, str(error))
        _set_aside(house, council, sender, path, str(error))
        return Taken(council, sender, name, Outcome.QUARANTINED, None, entry, str(error))
    entry = house.ledger.append(
        council,
        seen,
        sender,
        EntryKind.SUBMISSION,
        str(identity.slot),
        Submission(sha256, name, sender, dropped, seen, house.is_demonstration),
    )
    _file_away(house, council, sender, path)
    return Taken(council, sender, name, Outcome.RECEIVED, identity.slot, entry, None)


def _identity(house: House, council: str, sender: str, data: bytes) -> Identity:
    workbook = open_file(data)
    owed = _owed_by(house, council, sender)
    layout = None
    if owed is not None:
        layout = house.library.frameworks(council)[-1].layouts.get(owed.layout)
    try:
        identity = identify(workbook, owed, layout, council)
        house.library.of_slot(identity.slot)
    except (UnknownKey, KeyProblem) as error:
        raise CannotRead(f"{error} Send the form that was issued for the period.") from None
    return identity


def _owed_by(house: House, council: str, sender: str) -> OwedReturn | None:
    for framework in reversed(house.library.frameworks(council)):
        if sender in framework.returns:
            return framework.returns[sender]
    return None


def _known(house: House, council: str, sha256: str) -> Entry | None:
    for entry in house.entries(council):
        if isinstance(entry.body, Submission | Quarantine) and entry.body.sha256 == sha256:
            return entry
    return None


def _file_away(house: House, council: str, sender: str, path: Path) -> None:
    """Out of the inbox: the archive holds the bytes, the folder `taken` shows what was taken."""
    _move(path, house.home / "taken" / council / sender)


def _set_aside(house: House, council: str, sender: str, path: Path, reason: str) -> None:
    moved = _move(path, house.home / "quarantine" / council / sender)
    write_over(moved.with_name(moved.name + ".why.txt"), f"{reason}\n".encode())


def _move(path: Path, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    safe = re.sub(r"[^\w.() -]", "_", path.name)[-150:]
    target, number = folder / safe, 1
    while target.exists() or target.is_symlink():
        number += 1
        target = folder / f"{Path(safe).stem} ({number}){Path(safe).suffix}"
    shutil.move(path, target)
    return target
