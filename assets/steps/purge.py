"""Purge: remove files for good, leaving an entry in the ledger that says which, why, and by whom.

The entry is written first, then the bytes go, then what was computed from them is computed without
them; whatever breaks off in between is finished by the same command again. What is named and how
old it is, is `purgeable`.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from assets.analysis.results import Point
from assets.steps import close as closing
from assets.steps import gather
from assets.steps.check_return import refresh
from assets.steps.house import House
from assets.steps.purgeable import Kept, kept_files, printed_in
from assets.steps.rerun import said
from sources.entries import Entry, EntryKind, NoReason, Submission
from sources.framework.keys import Close, Slot
from sources.framework.library import UnknownKey
from sources.personal_data.detect import is_personal_name
from sources.purges import Purge, purged
from warehouse import queries

_SLOT_TABLES = ("submitted_values", "submitted_texts", "return_sheets", "return_findings")
# Where copies of a file may lie, besides the archive.
_FOLDERS = ("quarantine", "taken", "receipts", "forms", "outbox")


@dataclass(frozen=True)
class PurgeEvidence:
    """What a purge did: its entry if it is a new one, what it removed, and what it cannot reach.

    `held_by` are councils whose ledgers name the same bytes, which were therefore left.
    """

    council: str
    entry: Entry | None
    removed: tuple[Path, ...]
    printed_in: tuple[str, ...]
    held_by: tuple[str, ...]


def purge(
    house: House, council: str, sha256s: Iterable[str], reason: str, by: str
) -> PurgeEvidence:
    """Remove files of a council for good. Raises NoReason, or UnknownKey for an unknown file."""
    told, who = said(reason), said(by)
    if is_personal_name(told):
        raise NoReason("The reason itself looks like personal data: say why without quoting any.")
    with house.lock(council):
        entries = house.entries(council)
        named = {one.sha256: one for one in kept_files(entries)}
        wanted = list(dict.fromkeys(sha256s))
        for sha256 in wanted:
            if sha256 not in named:
                raise UnknownKey(f"No file of {council} has the sha256 {sha256}.")
        gone = purged(entries)
        new = tuple(sha256 for sha256 in wanted if sha256 not in gone)
        entry = None
        if new:
            body = Purge(new, told, who, printed_in(house, entries, new))
            entry = house.ledger.append(council, house.now(), who, EntryKind.PURGE, council, body)
        removed, held_by = _remove(house, council, [named[sha256] for sha256 in wanted])
        _work_out_without(house, council, set(wanted))
    drafts = {d for e in house.entries(council) for d in _printed(e) if _names(e, wanted)}
    return PurgeEvidence(council, entry, tuple(removed), tuple(sorted(drafts)), tuple(held_by))


def _printed(entry: Entry) -> tuple[str, ...]:
    return entry.body.printed_in if isinstance(entry.body, Purge) else ()


def _names(entry: Entry, wanted: Iterable[str]) -> bool:
    return isinstance(entry.body, Purge) and bool(set(entry.body.sha256s) & set(wanted))


def _remove(house: House, council: str, files: Iterable[Kept]) -> tuple[list[Path], list[str]]:
    """Remove the bytes wherever they lie, and what was written about the files alone."""
    removed, held_by = [], set()
    shas = {one.sha256 for one in files}
    for sha256 in sorted(shas):
        others = _others_with(house, council, sha256)
        held_by.update(others)
        if not others and house.archive.remove(sha256):
            removed.append(house.archive.path(sha256))
    for path in leftovers(house, council, shas, files):
        path.unlink(missing_ok=True)
        removed.append(path)
    return removed, sorted(held_by)


def leftovers(house: House, council: str, shas: set[str], files: Iterable[Kept]) -> list[Path]:
    """What lies of files outside the archive: copies by content, receipts and reasons by entry."""
    beside = tuple(f"{seq:06d} " for one in files for seq in one.seqs)
    found = []
    folders = [house.home / name / council for name in _FOLDERS]
    folders += sorted((house.home / "reports").glob(f"{council}.*"))
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_symlink() or not path.is_file() or path.name.endswith(".why.txt"):
                continue
            is_receipt = folder.parent.name == "receipts" and path.name.startswith(beside)
            if is_receipt or _sha256(path) in shas:
                found.append(path)
                why = path.with_name(path.name + ".why.txt")
                if why.is_file():
                    found.append(why)
    return found


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _others_with(house: House, council: str, sha256: str) -> list[str]:
    """Other councils whose ledgers name the same bytes and have not purged them."""
    found = []
    for other in house.ledger.councils():
        entries = list(house.ledger.after(other, 0)) if other != council else []
        names = any(one.sha256 == sha256 for one in kept_files(entries))
        if names and sha256 not in purged(entries):
            found.append(other)
    return found


def _work_out_without(house: House, council: str, shas: set[str]) -> None:
    """Results that rested on the files, as at the same points, from what is left."""
    house.readings.clear()
    entries = house.entries(council)
    sent = gather.submissions(entries, len(entries))
    lost = {s.slot for s in sent if s.sha256 in shas}
    if not lost:
        return
    for slot in sorted({s.slot for s in sent}):
        if house.library.knows(slot):
            refresh(house, slot)
        elif slot in lost:
            held = queries.result_key(house.store.engine, str(slot))
            if held is not None:
                nothing = dict.fromkeys(_SLOT_TABLES, ())
                house.store.replace(str(slot), held.seq, held.digest, nothing)
    first = min(slot.period for slot in lost)
    for record in queries.close_records(house.store.engine):
        close = Close.parse(record.close)
        if close.council == council and first <= close.period:
            point = Point(record.seq, datetime.fromisoformat(record.as_at))
            closing.store(house, closing.compute(house, close, point))
    house.store.sweep()


def slots_files(entries: Iterable[Entry], slot: Slot) -> list[str]:
    """The sha256 of every file that was sent for a slot. Raises UnknownKey if there is none."""
    found = [
        e.body.sha256 for e in entries if e.subject == str(slot) and isinstance(e.body, Submission)
    ]
    if not found:
        raise UnknownKey(f"No file was ever sent for {slot}.")
    return found
