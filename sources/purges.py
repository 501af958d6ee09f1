"""What the ledger says of files that were removed for good: the entry is their tombstone.

Removing them is a step; that nothing may be read of them again follows from here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Purge:
    """Files, by sha256, whose bytes were removed: why, and on whose authority.

    `printed_in` are drafts (`<edition> draft 2`) that were drawn up with one of them and hold words
    of it, which removing the file does not change.
    """

    sha256s: tuple[str, ...]
    reason: str
    authorised_by: str
    printed_in: tuple[str, ...] = ()

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> "Purge":
        lists = {"sha256s", "printed_in"}
        read: dict[str, Any] = {n: tuple(v) if n in lists else v for n, v in plain.items()}
        return cls(**read)


def purged(entries: Iterable[Any]) -> dict[str, Any]:
    """The entry that removed each file, by the file's sha256; the first one if there are two."""
    found: dict[str, Any] = {}
    for entry in entries:
        if isinstance(entry.body, Purge):
            for sha256 in entry.body.sha256s:
                found.setdefault(sha256, entry)
    return found
