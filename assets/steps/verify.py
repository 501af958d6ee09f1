"""Verify: whether ledger, archive, drafts, forms and letters are still what was recorded.

Reads only, and goes on after what is wrong: every fault is told with its file and what to do. What
it cannot prove is that nobody rewrote the whole chain with everything that rests on it: for that,
its last hash is to be noted elsewhere.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assets.steps.house import House
from assets.steps.purgeable import kept_files
from sources.entries import Draft, Entry, FormsIssued, FrameworkVersion, Reminders
from sources.purges import purged
from warehouse import queries

_RESTORE = "restore the {} folder from a backup"
_REBUILD = "run 'quarterday rebuild'"


@dataclass(frozen=True)
class Wrong:
    """A fault: the file (or row) it is in, what is wrong with it, and what to do."""

    place: str
    what: str
    mend: str


@dataclass(frozen=True)
class Head:
    """The last entry of a council's chain: what to note elsewhere, to prove the chain by."""

    council: str
    seq: int
    hash: str


@dataclass(frozen=True)
class VerifyEvidence:
    """What was looked at and what is wrong. `tombstones` are files that were purged."""

    entries: int
    objects: int
    heads: tuple[Head, ...]
    tombstones: tuple[tuple[str, int], ...]
    wrong: tuple[Wrong, ...]


def verify(
    house: House,
    councils: Iterable[str],
    expected: Iterable[str] = (),
    progress: Callable[[str], object] = str,
) -> VerifyEvidence:
    """Look at everything that the ledgers of councils name; `expected` are hashes noted earlier."""
    wrong: list[Wrong] = []
    heads: list[Head] = []
    tombstones: list[tuple[str, int]] = []
    needed: dict[str, str] = {}
    gone: dict[str, int] = {}
    hashes: set[str] = set()
    count = 0
    for council in councils:
        progress(f"Reading the ledger of {council}")
        with house.lock(council):
            chain = _chain(house.home, council)
            wrong += chain.wrong
            wrong += _index(house, council, chain.texts)
            entries = chain.entries
            count += len(chain.texts)
            hashes |= {entry.hash for entry in entries}
            mine = {sha256: entry.seq for sha256, entry in purged(entries).items()}
            gone |= mine
            tombstones += sorted(mine.items(), key=lambda item: item[1])
            needed |= _needed(entries, mine)
            progress(f"Comparing the reports of {council}")
            wrong += _laid_out(house.home, entries, mine)
        if entries:
            heads.append(Head(council, entries[-1].seq, entries[-1].hash))
    progress("Comparing the archive")
    objects, faults = _archive(house, needed, gone)
    wrong += faults
    for known in expected:
        if known not in hashes:
            what = (
                "no entry has the hash that was expected: the chain is not the one it was noted of"
            )
            wrong.append(Wrong("ledger", what, _RESTORE.format("ledger")))
    return VerifyEvidence(count, objects, tuple(heads), tuple(tombstones), tuple(wrong))


@dataclass(frozen=True)
class _Chain:
    """A council's ledger files as they are: texts by number, and the entries that can be read."""

    texts: Mapping[int, str]
    entries: list[Entry]
    wrong: list[Wrong]


def _chain(home: Path, council: str) -> _Chain:
    folder = home / "ledger" / council
    texts: dict[int, str] = {}
    entries: list[Entry] = []
    wrong: list[Wrong] = []
    previous: str | None = "0" * 64
    paths = sorted(folder.glob("[0-9]" * 8 + ".json"))
    next_seq = 1
    for path in paths:
        place = f"ledger/{council}/{path.name}"
        seq = int(path.stem)
        if seq != next_seq:
            what = f"entry {next_seq} is missing"
            wrong.append(Wrong(f"ledger/{council}", what, _RESTORE.format("ledger")))
        next_seq = seq + 1
        data = path.read_bytes()
        texts[seq] = data.decode(errors="replace")
        fault, entry = _entry(data, council, seq)
        if fault is None and entry is not None and previous not in (None, entry.previous_hash):
            fault = "it does not follow the entry before it"
        if fault is not None:
            wrong.append(Wrong(place, fault, _RESTORE.format("ledger")))
        if entry is not None:
            entries.append(entry)
        # What follows one that cannot be read is judged by itself.
        previous = entry.hash if entry is not None else None
    return _Chain(texts, entries, wrong)


def _entry(data: bytes, council: str, seq: int) -> tuple[str | None, Entry | None]:
    """What is wrong with an entry's bytes, and the entry as far as it can be read.

    The bytes are compared as well as the hash, which is of what they say and not how.
    """
    changed = "it was changed after it was recorded"
    try:
        plain: dict[str, Any] = json.loads(data)
        content = {name: value for name, value in plain.items() if name != "hash"}
        text = json.dumps(content, sort_keys=True, ensure_ascii=False)
        whole = json.dumps(plain, sort_keys=True, ensure_ascii=False, indent=1).encode()
        is_whole = whole == data and hashlib.sha256(text.encode()).hexdigest() == plain["hash"]
        entry = Entry.from_json(data)
    except (ValueError, KeyError, TypeError, AttributeError):
        return "it cannot be read as an entry", None
    if not is_whole or (entry.council, entry.seq) != (council, seq):
        return changed, entry
    return None, entry


def _index(house: House, council: str, texts: Mapping[int, str]) -> Iterator[Wrong]:
    """The warehouse's index of entries against the files; one that lags behind is in order."""
    for row in queries.entry_rows(house.store.engine, council):
        place = f"warehouse, entry {row.seq} of {council}"
        if row.seq not in texts:
            what = "the ledger's file of this entry is gone"
            yield Wrong(place, what, _RESTORE.format("ledger"))
            continue
        if row.entry != texts[row.seq]:
            yield Wrong(place, "it is not what the ledger's file says", _REBUILD)
            continue
        try:
            entry = Entry.from_json(row.entry)
        except (ValueError, KeyError, TypeError, AttributeError):
            continue
        if (row.kind, row.subject) != (entry.kind.value, entry.subject):
            yield Wrong(place, "it is looked up under other words than its own", _REBUILD)


def _needed(entries: Iterable[Entry], gone: Mapping[str, int]) -> dict[str, str]:
    """What the archive has to hold, by sha256, and what it is."""
    known = list(entries)
    files = {one.sha256: one.what for one in kept_files(known) if not one.is_closed}
    for entry in known:
        if isinstance(entry.body, FrameworkVersion):
            files[entry.body.sha256] = f"framework {entry.subject}"
    return {sha256: what for sha256, what in files.items() if sha256 not in gone}


def _archive(
    house: House, needed: Mapping[str, str], gone: Mapping[str, int]
) -> tuple[int, list[Wrong]]:
    """How many objects there are, and which are missing, damaged, or should not be there."""
    root, wrong = house.home / "objects", []
    held: set[str] = set()
    for path in sorted(root.glob("[0-9a-f][0-9a-f]/*")):
        if path.name.startswith(".") or not path.is_file():
            continue
        held.add(path.name)
        place = path.relative_to(house.home).as_posix()
        with path.open("rb") as file:
            actual = hashlib.file_digest(file, "sha256").hexdigest()
        if actual != path.name:
            wrong.append(Wrong(place, "its bytes were changed", _RESTORE.format("objects")))
        if path.name in gone and path.name not in needed:
            what = f"it was purged by entry {gone[path.name]} and is there again"
            wrong.append(Wrong(place, what, "run 'quarterday purge' for it again"))
    for sha256, what in sorted(needed.items()):
        if sha256 not in held:
            place = house.archive.path(sha256).relative_to(house.home).as_posix()
            wrong.append(Wrong(place, f"it is missing ({what})", _RESTORE.format("objects")))
    return len(held), wrong


def _laid_out(home: Path, entries: Iterable[Entry], gone: Mapping[str, int]) -> Iterator[Wrong]:
    """Drafts, forms that were sent out and letters, as they lie, against what is recorded."""
    for path, sha256 in _copies(home, entries):
        if sha256 in gone:
            if path.is_file() and _sha256(path) == sha256:
                place = path.relative_to(home).as_posix()
                yield Wrong(place, "it was purged and is there again", "run 'quarterday purge'")
            continue
        place = path.relative_to(home).as_posix()
        is_report = path.relative_to(home).parts[0] == "reports"
        mend = f"move it away and {_REBUILD}" if is_report else "take it from the archive"
        if not path.is_file():
            if is_report:
                yield Wrong(place, "it is missing", _REBUILD)
        elif _sha256(path) != sha256:
            yield Wrong(place, "it is not what was recorded", f"{mend} (object {sha256})")


def _copies(home: Path, entries: Iterable[Entry]) -> Iterator[tuple[Path, str]]:
    """Where the ledger's files lie besides the archive. Of forms and letters the newest counts."""
    sent: dict[Path, str] = {}
    for entry in entries:
        body = entry.body
        if isinstance(body, Draft):
            folder = home / "reports" / entry.subject / f"draft-{body.number}"
            for name, sha256 in body.files.items():
                yield folder / name, sha256
        elif isinstance(body, FormsIssued):
            for slot, sha256 in body.files.items():
                sent[home / "forms" / entry.council / f"{slot}.xlsx"] = sha256
        elif isinstance(body, Reminders):
            for slot, sha256 in body.sent.items():
                name = f"{body.deadline} {body.rung} {slot}.eml"
                sent[home / "outbox" / entry.council / name] = sha256
    yield from sent.items()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
