"""Access to reports, as the ledger keeps it: who may have which, until when, and what was given."""

from dataclasses import dataclass
from enum import StrEnum


class NoAccess(Exception):
    """Somebody wants a report that they may not have; says how to get access."""


class AccessStep(StrEnum):
    """What happens to somebody's access to reports."""

    REQUESTED = "requested"
    GRANTED = "granted"
    ENDED = "ended"


@dataclass(frozen=True)
class Access:
    """A step of a person's access to reports of a visibility; granted until a day (ISO).

    `person` is a name or a post, as declared.
    """

    person: str
    step: AccessStep
    visibility: str
    role: str
    reason: str
    until: str | None = None


@dataclass(frozen=True)
class HandedOut:
    """A draft of an edition that was given to somebody."""

    person: str
    draft: int
