"""The states that returns reached on their way, as they are stored. Data only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ReturnState:
    """A state that a return reached, as at a close: by whom, in which role, on which day (ISO).

    `identity` says how a signer is known, `entry` is the ledger entry that brought it there.
    """

    close: str
    slot: str
    position: int
    state: str
    by: str
    role: str
    day: str | None
    identity: str | None
    entry: int
