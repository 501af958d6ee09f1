"""View models of commentary that was edited on review, or kept from the public."""

from dataclasses import dataclass


@dataclass(frozen=True)
class EditedLine:
    """A commentary as it was sent and as it is printed; who decided that, when and why.

    `is_current` says whether the department's words are still those that were looked at; `entry`
    is the ledger entry.
    """

    name: str
    original: str | None
    edited: str | None
    is_current: bool
    readers: str
    by: str
    when: str
    why: str
    entry: int
