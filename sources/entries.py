"""What the ledger's entries say: one typed body for each kind, and an entry as it is written.

Chaining, keeping and reading them back is `ledger`.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sources.access import Access, AccessStep, HandedOut
from sources.decisions import Override, OverrideWithdrawn, Waiver, WaiverEnded
from sources.moderation import Moderation
from sources.purges import Purge
from sources.sign_offs import Review, SignOff, SignOffWithdrawn
from sources.spot_checks import SpotChecksDrawn, SpotChecksRecorded


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
    ACCESS = "access"
    HANDED_OUT = "handed out"
    WAIVER = "waiver"
    WAIVER_ENDED = "waiver ended"
    SPOT_CHECKS_DRAWN = "spot checks drawn"
    SPOT_CHECKS_RECORDED = "spot checks recorded"
    OVERRIDE = "override"
    OVERRIDE_WITHDRAWN = "override withdrawn"
    MODERATION = "moderation"
    PURGE = "purge"
    SIGN_OFF = "sign-off"
    SIGN_OFF_WITHDRAWN = "sign-off withdrawn"
    REVIEW = "review"


# What a return's stored results follow from, and what a period's do (all of the former too).
# Their subject is a slot or a close; one that is neither bears on every period of the council.
_SIGNED = {EntryKind.SIGN_OFF, EntryKind.SIGN_OFF_WITHDRAWN}
BEAR_ON_RETURN = frozenset({EntryKind.SUBMISSION, *_SIGNED})
# Decisions about a close that say nothing of later ones.
OF_ONE_PERIOD = frozenset({EntryKind.OVERRIDE, EntryKind.OVERRIDE_WITHDRAWN, EntryKind.MODERATION})
BEAR_ON_CLOSE = frozenset(
    {
        *BEAR_ON_RETURN,
        EntryKind.WAIVER,
        EntryKind.WAIVER_ENDED,
        EntryKind.SPOT_CHECKS_DRAWN,
        EntryKind.SPOT_CHECKS_RECORDED,
        *OF_ONE_PERIOD,
    }
)


class NoReason(Exception):
    """Something done by hand without a reason that a later reader could understand."""


@dataclass(frozen=True)
class Submission:
    """A file that a department sent. Times are UTC; `dropped_at` is when the file was put there.

    `contents` holds, for each sheet in its order, how many rows and cells held anything when the
    file was received: whatever is read later has to come to the same. `revises` names the returns
    of earlier periods some of whose figures the file revises.
    """

    sha256: str
    filename: str
    sender: str
    dropped_at: datetime
    seen_at: datetime
    is_demonstration: bool
    contents: tuple[tuple[int, int], ...] = ()
    revises: tuple[str, ...] = ()


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
    Submission
    | Quarantine
    | FrameworkVersion
    | Draft
    | FormsIssued
    | Reminders
    | Extension
    | Rerun
    | Access
    | HandedOut
    | Waiver
    | WaiverEnded
    | SpotChecksDrawn
    | SpotChecksRecorded
    | Override
    | OverrideWithdrawn
    | Moderation
    | Purge
    | SignOff
    | SignOffWithdrawn
    | Review
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
    EntryKind.ACCESS: Access,
    EntryKind.HANDED_OUT: HandedOut,
    EntryKind.WAIVER: Waiver,
    EntryKind.WAIVER_ENDED: WaiverEnded,
    EntryKind.SPOT_CHECKS_DRAWN: SpotChecksDrawn,
    EntryKind.SPOT_CHECKS_RECORDED: SpotChecksRecorded,
    EntryKind.OVERRIDE: Override,
    EntryKind.OVERRIDE_WITHDRAWN: OverrideWithdrawn,
    EntryKind.MODERATION: Moderation,
    EntryKind.PURGE: Purge,
    EntryKind.SIGN_OFF: SignOff,
    EntryKind.SIGN_OFF_WITHDRAWN: SignOffWithdrawn,
    EntryKind.REVIEW: Review,
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
        kept: dict[str, Any] = {name: _read(name, v) for name, v in plain["body"].items()}
        body_type = _BODIES[kind]
        # A body of more than texts and numbers says itself how it is read back.
        from_plain = getattr(body_type, "from_plain", None)
        body = from_plain(kept) if from_plain else body_type(**kept)
        return cls(
            council=plain["council"],
            seq=plain["seq"],
            recorded_at=datetime.fromisoformat(plain["recorded_at"]),
            actor=plain["actor"],
            kind=kind,
            subject=plain["subject"],
            body=body,
            previous_hash=plain["previous_hash"],
            hash=plain["hash"],
        )


def _read(name: str, value: Any) -> Any:
    if name in ("dropped_at", "seen_at"):
        return datetime.fromisoformat(value)
    if name == "contents":
        return tuple((rows, cells) for rows, cells in value)
    if name == "step":
        return AccessStep(value)
    return tuple(value) if name in ("overtaken", "measures", "revises") else value


def _content(entry: Entry) -> dict[str, Any]:
    body = {
        name: value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value
        for name, value in asdict(entry.body).items()
        # An entry from before there were revisions keeps its hash.
        if (name, value) != ("revises", ())
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


def hash_of(entry: Entry) -> str:
    text = json.dumps(_content(entry), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
