"""What moderation decides about words: commentary that is edited, or kept from the public.

Bodies of ledger entries, data only. What reports make of them is `assets/analysis/edited_words`;
the workbook is `sources/returns/moderation_form`.
"""

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

# What no workbook can hold, and the most that a cell of one can.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_LONGEST_CELL = 32_767


class Readers(StrEnum):
    """Who may read a commentary."""

    ALL = "all"
    INTERNAL = "internal"


@dataclass(frozen=True)
class EditedWords:
    """What was decided about the commentary on a measure or key action, by its id.

    Without `edited` its own words stand. Of those only the fingerprint is kept here: they are in
    the return and in the workbook, where they can be purged.
    """

    subject: str
    original_sha256: str
    edited: str | None
    why: str
    visibility: str


@dataclass(frozen=True)
class Moderation:
    """A moderation workbook of a close that was put back: its archived bytes, and what it says."""

    sha256: str
    filename: str
    edits: tuple[EditedWords, ...]

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> "Moderation":
        edits = tuple(EditedWords(**edit) for edit in plain["edits"])
        return cls(plain["sha256"], plain["filename"], edits)


def as_compared(words: str) -> str:
    """Words as they are compared: as a workbook gives them back, spaces and line ends apart."""
    return " ".join(_UNWRITABLE.sub("", words)[:_LONGEST_CELL].split())


def fingerprint(words: str) -> str:
    """What tells words from others: the sha256 of them as they are compared."""
    return hashlib.sha256(as_compared(words).encode(errors="replace")).hexdigest()
