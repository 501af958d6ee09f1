"""Sign-off by command, as the ledger keeps it: signatures, signatures taken back, and reviews.

Their subject is the slot. Signatures in a workbook are part of its submission. What counts of all
this is worked out in `sources/returns/signing`.
"""

from dataclasses import dataclass
from enum import StrEnum


class NotSigned(Exception):
    """A signature or review that the route does not allow, and what to do instead."""


class Identity(StrEnum):
    """How a signer is known: by what was typed, or by the login of whoever gave the command."""

    DECLARED = "declared"
    VERIFIED = "verified"


@dataclass(frozen=True)
class SignOff:
    """A step of the route signed by somebody, on a day (ISO); `submission` is the ledger entry of
    the newest file that it signs."""

    step_id: str
    by: str
    role: str
    on: str
    identity: str
    submission: int


@dataclass(frozen=True)
class SignOffWithdrawn:
    """A signature taken back, with those that rest on it, by whom and why."""

    step_id: str
    by: str
    reason: str
    identity: str


@dataclass(frozen=True)
class Review:
    """A reported return was reviewed by somebody: what came of it."""

    by: str
    note: str
    identity: str
