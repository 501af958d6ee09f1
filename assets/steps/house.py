"""The House: everything a step needs, built once and passed in.

What a step does with it is the step's business; where the parts come from is `pipelines`.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path

from sources.archive import Archive, alone
from sources.entries import Entry, EntryKind, FrameworkVersion
from sources.framework.framework import Framework
from sources.framework.keys import FinancialYear, Slot, check_id
from sources.framework.library import Library
from sources.framework.load import canonical, load_kept
from sources.ledger import Ledger
from sources.returns.content import ReadReturn
from warehouse import queries
from warehouse.store import Store

TEAM = "performance team"


@dataclass(frozen=True)
class House:
    """One installation: its folders, its database, its frameworks, and its clock.

    `now` gives the present as an aware time; only the doors of steps call it.
    """

    home: Path
    archive: Archive
    ledger: Ledger
    store: Store
    library: Library
    now: Callable[[], datetime]
    is_demonstration: bool = False
    # Where the folder of all state is served to people's browsers, if it is.
    pages: str | None = None
    # Reading a workbook is the dearest thing a step does; the same bytes read the same.
    readings: dict[tuple[str, str, str], ReadReturn] = field(default_factory=dict)
    _locked: set[str] = field(default_factory=set)
    _past_frameworks: dict[str, Framework] = field(default_factory=dict)

    @contextmanager
    def lock(self, council: str) -> Iterator[None]:
        """Work on a council's inbox, ledger and results alone; others wait. May be nested."""
        if council in self._locked:
            yield
            return
        self._locked.add(council)
        try:
            here = alone(self.home / "locks" / check_id(council, "council"))
            with here, self.store.alone(council):
                yield
        finally:
            self._locked.discard(council)

    def entries(self, council: str) -> list[Entry]:
        """A council's ledger, by way of its index."""
        self.store.sync(self.ledger, council)
        return queries.ledger_entries(self.store.engine, council)

    def verify_ledger(self, council: str) -> None:
        """Read a council's whole chain. Raises LedgerProblem if any entry is not what it was."""
        for _ in self.ledger.after(council, 0):
            pass

    def record_framework(self, framework: Framework) -> None:
        """Keep a framework version in the ledger, the first time it is used."""
        subject = framework_subject(framework.council.id, framework.year)
        last = _last_framework(self.entries(framework.council.id), subject)
        if last is None or last.digest != framework.digest:
            sha256 = self.archive.put(canonical(framework.files))
            self.ledger.append(
                framework.council.id,
                self.now(),
                TEAM,
                EntryKind.FRAMEWORK,
                subject,
                FrameworkVersion(framework.digest, sha256),
            )

    def framework_at(self, council: str, year: FinancialYear, seq: int) -> Framework:
        """The framework that was in force at a ledger entry, from the archive if it has changed."""
        import json

        current = self.library.get(council, year)
        entries = [entry for entry in self.entries(council) if entry.seq <= seq]
        last = _last_framework(entries, framework_subject(council, year))
        if last is None or last.digest == current.digest:
            return current
        if last.digest not in self._past_frameworks:
            files = json.loads(self.archive.get(last.sha256))
            self._past_frameworks[last.digest] = load_kept(files)
        return self._past_frameworks[last.digest]

    def framework_of(self, slot: Slot, seq: int) -> Framework | None:
        """The framework that named a slot at a ledger entry; None if none did."""
        for year in self.library.years(slot.council):
            framework = self.framework_at(slot.council, year, seq)
            if slot in framework.slots:
                return framework
        return None


def framework_subject(council: str, year: FinancialYear) -> str:
    return f"{council}.{year}"


def _last_framework(entries: list[Entry], subject: str) -> FrameworkVersion | None:
    for entry in reversed(entries):
        if entry.subject == subject and isinstance(entry.body, FrameworkVersion):
            return entry.body
    return None


@cache
def code_version() -> str:
    """The version of the code that results depend on: its release and a hash of its files."""
    root = Path(__file__).parents[2]
    digest = hashlib.sha256()
    for package in ("assets", "checks", "report_templates", "sources", "warehouse"):
        for path in sorted((root / package).rglob("*")):
            if path.suffix in (".py", ".j2") and "councils" not in path.parts:
                digest.update(path.relative_to(root).as_posix().encode())
                digest.update(path.read_bytes())
    return f"{version('quarterday')}+{digest.hexdigest()[:12]}"
