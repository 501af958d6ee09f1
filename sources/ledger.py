"""The ledger: what came in, in order, one file per entry, chained by hash, only ever added to.

Inputs only. Everything computed from them is a result and stands in the warehouse.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from sources.archive import write_new

_FIRST = "0" * 64
_NAME = re.compile(r"[0-9]{8}\.json")


class EntryKind(StrEnum):
    """What an entry records."""

    FRAMEWORK = "framework"
    SUBMISSION = "submission"
    QUARANTINE = "quarantine"
    DRAFT = "draft"
    FORMS = "forms issued"
    REMINDERS = "reminders"
    EXTENSION = "extension"
    RERUN = "re-run"


class LedgerProblem(Exception):
    """A ledger file that is missing, damaged or out of its chain."""


class NoReason(Exception):
    """Something done by hand without a reason that a later reader could understand."""


@dataclass(frozen=True)
class Submission:
    """A file that a department sent. Times are UTC; `dropped_at` is when the file was put there.

    `contents` holds, for each sheet in its order, how many rows and cells held anything when the
    file was received: whatever is read later has to come to the same.
    """

    sha256: str
    filename: str
    sender: str
    dropped_at: datetime
    seen_at: datetime
    is_demonstration: bool
    contents: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Quarantine:
    """A file that could not be read or matched. The reason quotes nothing from inside it."""

    sha256: str
    filename: str
    sender: str
    dropped_at: datetime
    seen_at: datetime
    reason: str


@dataclass(frozen=True)
class FrameworkVersion:
    """A framework that was used: its digest and the archived object that holds its files."""

    digest: str
    sha256: str


@dataclass(frozen=True)
class Draft:
    """A report as it was drawn up: as at which ledger entry and day, and its files' sha256."""

    number: int
    close: str
    as_at_seq: int
    as_at: str
    inputs_digest: str
    files: Mapping[str, str]


@dataclass(frozen=True)
class FormsIssued:
    """Return forms that were sent out for a period: each slot's form by its sha256."""

    files: Mapping[str, str]


@dataclass(frozen=True)
class Reminders:
    """A rung of the reminder ladder that was reached for a deadline (an ISO day).

    `sent` are the slots reminded, with the sha256 of what each was told; `not_needed` those that
    were not, with the reason. `overtaken` are earlier rungs that were missed and not sent any more.
    """

    rung: str
    deadline: str
    sent: Mapping[str, str]
    not_needed: Mapping[str, str]
    overtaken: tuple[str, ...] = ()


@dataclass(frozen=True)
class Extension:
    """More time for a return: until which day (ISO), why, and who agreed. Its lateness stays."""

    until: str
    reason: str
    agreed_by: str


@dataclass(frozen=True)
class Rerun:
    """A key's results were worked out again by hand, and why."""

    reason: str


Body = (
    Submission | Quarantine | FrameworkVersion | Draft | FormsIssued | Reminders | Extension | Rerun
)
_BODIES: dict[EntryKind, type[Body]] = {
    EntryKind.SUBMISSION: Submission,
    EntryKind.QUARANTINE: Quarantine,
    EntryKind.FRAMEWORK: FrameworkVersion,
    EntryKind.DRAFT: Draft,
    EntryKind.FORMS: FormsIssued,
    EntryKind.REMINDERS: Reminders,
    EntryKind.EXTENSION: Extension,
    EntryKind.RERUN: Rerun,
}


@dataclass(frozen=True)
class Entry:
    """One line of a council's ledger. `subject` is the key it is about: a slot, an edition."""

    council: str
    seq: int
    recorded_at: datetime
    actor: str
    kind: EntryKind
    subject: str
    body: Body
    previous_hash: str
    hash: str

    def to_json(self) -> bytes:
        plain = {**_content(self), "hash": self.hash}
        return json.dumps(plain, sort_keys=True, ensure_ascii=False, indent=1).encode()

    @classmethod
    def from_json(cls, data: bytes | str) -> "Entry":
        plain: dict[str, Any] = json.loads(data)
        kind = EntryKind(plain["kind"])
        body: dict[str, Any] = {name: _read(name, v) for name, v in plain["body"].items()}
        return cls(
            council=plain["council"],
            seq=plain["seq"],
            recorded_at=datetime.fromisoformat(plain["recorded_at"]),
            actor=plain["actor"],
            kind=kind,
            subject=plain["subject"],
            body=_BODIES[kind](**body),
            previous_hash=plain["previous_hash"],
            hash=plain["hash"],
        )


class Ledger:
    """Every council's chain of entries, one folder each."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def councils(self) -> list[str]:
        if not self._folder.is_dir():
            return []
        return sorted(path.name for path in self._folder.iterdir() if path.is_dir())

    def append(
        self,
        council: str,
        at: datetime,
        actor: str,
        kind: EntryKind,
        subject: str,
        body: Body,
    ) -> Entry:
        """Add an entry. When another process takes the number first, the next one is tried."""
        while True:
            last = self._last(council)
            entry = Entry(
                council=council,
                seq=last.seq + 1 if last else 1,
                recorded_at=at.astimezone(UTC),
                actor=actor,
                kind=kind,
                subject=subject,
                body=body,
                previous_hash=last.hash if last else _FIRST,
                hash="",
            )
            entry = Entry(**{**vars(entry), "hash": _hash(entry)})
            if write_new(self._path(council, entry.seq), entry.to_json()):
                return entry

    def after(self, council: str, seq: int, known_hash: str | None = None) -> Iterator[Entry]:
        """Entries later than `seq`, in order, each checked against its hash and its chain.

        `known_hash` is what entry `seq` is known to have. Raises LedgerProblem.
        """
        numbers = self._whole(council)
        previous = self._read(council, seq).hash if seq else _FIRST
        if known_hash not in (None, previous):
            raise LedgerProblem(
                f"The warehouse was made from another ledger of {council} than {self._folder}: "
                "check QUARTERDAY_WAREHOUSE, or run 'quarterday rebuild'."
            )
        for number in numbers[seq:]:
            entry = self._read(council, number)
            if entry.previous_hash != previous:
                raise LedgerProblem(
                    f"Entry {number} of {council}'s ledger does not follow entry {number - 1}: "
                    "restore the ledger folder from a backup."
                )
            previous = entry.hash
            yield entry

    def _last(self, council: str) -> Entry | None:
        numbers = self._whole(council)
        return self._read(council, numbers[-1]) if numbers else None

    def _whole(self, council: str) -> list[int]:
        """The numbers that are taken. Raises LedgerProblem if one is missing among them."""
        numbers = self._numbers(council)
        if numbers != list(range(1, len(numbers) + 1)):
            gap = next(n for n, held in enumerate(numbers, 1) if n != held)
            raise LedgerProblem(
                f"Entry {gap} of {council}'s ledger is missing or damaged: "
                "restore the ledger folder from a backup."
            )
        return numbers

    def _numbers(self, council: str) -> list[int]:
        """The numbers that are taken, in order; files of other names are none of ours."""
        folder = self._folder / council
        names = (path.name for path in folder.iterdir()) if folder.is_dir() else ()
        return sorted(int(name[:-5]) for name in names if _NAME.fullmatch(name))

    def _read(self, council: str, seq: int) -> Entry:
        try:
            entry = Entry.from_json(self._path(council, seq).read_bytes())
        except (OSError, ValueError, KeyError, TypeError):
            raise LedgerProblem(
                f"Entry {seq} of {council}'s ledger is missing or damaged: "
                "restore the ledger folder from a backup."
            ) from None
        if entry.hash != _hash(entry) or entry.seq != seq or entry.council != council:
            raise LedgerProblem(
                f"Entry {seq} of {council}'s ledger was changed after it was recorded: "
                "restore the ledger folder from a backup."
            )
        return entry

    def _path(self, council: str, seq: int) -> Path:
        return self._folder / council / f"{seq:08d}.json"


def _read(name: str, value: Any) -> Any:
    if name in ("dropped_at", "seen_at"):
        return datetime.fromisoformat(value)
    if name == "contents":
        return tuple((rows, cells) for rows, cells in value)
    return tuple(value) if name == "overtaken" else value


def _content(entry: Entry) -> dict[str, Any]:
    body = {
        name: value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value
        for name, value in asdict(entry.body).items()
    }
    return {
        "council": entry.council,
        "seq": entry.seq,
        "recorded_at": entry.recorded_at.isoformat(),
        "actor": entry.actor,
        "kind": entry.kind.value,
        "subject": entry.subject,
        "body": body,
        "previous_hash": entry.previous_hash,
    }


def _hash(entry: Entry) -> str:
    text = json.dumps(_content(entry), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
