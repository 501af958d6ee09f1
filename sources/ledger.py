"""The ledger: what came in, in order, one file per entry, chained by hash, only ever added to.

Inputs only. Everything computed from them is a result and stands in the warehouse.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from sources.archive import write_new
from sources.entries import Body, Entry, EntryKind, hash_of

_FIRST = "0" * 64
_NAME = re.compile(r"[0-9]{8}\.json")


class LedgerProblem(Exception):
    """A ledger file that is missing, damaged or out of its chain."""


class Ledger:
    """Every council's chain of entries, one folder each."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def councils(self) -> list[str]:
        if not self._folder.is_dir():
            return []
        # Other folders, such as a disk's own lost+found, are none of ours.
        return sorted(path.name for path in self._folder.iterdir() if self._numbers(path.name))

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
            entry = Entry(**{**vars(entry), "hash": hash_of(entry)})
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
        if entry.hash != hash_of(entry) or entry.seq != seq or entry.council != council:
            raise LedgerProblem(
                f"Entry {seq} of {council}'s ledger was changed after it was recorded: "
                "restore the ledger folder from a backup."
            )
        return entry

    def _path(self, council: str, seq: int) -> Path:
        return self._folder / council / f"{seq:08d}.json"
