"""Whether a mutant is survived: opened in a child process, and gone the whole way with others.

What a mutant is, is `mutator`; how many there are and which, is for the callers.
"""

import json
import os
import traceback
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select

from assets.steps.check_file import check_file
from assets.steps.gather import read_bytes
from assets.steps.house import House
from assets.steps.quarter import close_quarter
from assets.steps.rebuild import rebuild
from assets.steps.receive import inbox, receive
from assets.steps.verdict import file_verdict, marked_copy, verdict_data
from assets.views.annotation import annotation
from pipelines.demo.play import Clock
from pipelines.house import build_house
from pipelines.settings import Settings
from sources.framework.framework import Framework
from sources.framework.keys import Close, Slot
from sources.framework.library import EXAMPLES, Library, UnknownKey
from sources.workbooks.cells import CannotRead
from sources.workbooks.door import open_file
from tests.fuzz import bases
from tests.fuzz.mutator import Mutant, mutant
from tests.hostile.case import SECRET
from tests.hostile.marking import faults_of_marking
from tests.hostile.trial import Door, Trial, in_child, tried
from warehouse.tables import metadata

MOST_CPU_SECONDS = 5.0
# A history of 6,000 rows, read twice, checked, marked twice and compared, takes five here.
MOST_READING_ON_SECONDS = 25.0
# For some dozens of files together, their checks, receipts and reports, and a rebuild.
MOST_WHOLE_WAY_SECONDS = 30.0
HART_FRAMEWORKS = Path(__file__).parents[1] / "data" / "hart" / "frameworks"
HART = Slot.parse("hart.2014-15-Q1.quarterly-table")
HISTORY = Slot.parse("derbyshire.2022-23-FY.history")
CLOSES = (Close.parse("derbyshire.2023-24-Q2"), Close.parse("hart.2014-15-Q1"))
_ENDINGS = {b"PK": ".xlsx", b"\xd0\xcf": ".xls"}
# Of those that go the whole way together, so many are also put in to be checked only.
_CHECKED_ONLY = 6
_UNFINISHED = (".part", ".tmp", ".partial")


@cache
def library() -> Library:
    return Library((HART_FRAMEWORKS, EXAMPLES))


@cache
def all_bases() -> dict[str, bytes]:
    return bases.bases(library().frameworks("derbyshire")[0])


def numbered(number: int) -> Mutant:
    """The mutant of a number."""
    return mutant(number, all_bases())


def slot_of(base: str) -> Slot:
    """What a mutant of a base would be sent for."""
    return {"Hart's table": HART, "a history": HISTORY}.get(base, bases.SLOT)


def trial_of(subject: Mutant, door: Door = open_file) -> Trial:
    """Open a mutant; and read it as the return it was made from, which must go well or be refused.

    Faults of reading on are the trial's answer.
    """
    slot = slot_of(subject.base)
    framework = library().of_slot(slot)

    def read_on(workbook: Any, _sentence: str | None) -> list[str]:
        return _faults_of_reading(framework, slot, subject.data) if workbook is not None else []

    return tried(
        door,
        subject.data,
        read_on,
        refusal=CannotRead,
        secret=SECRET,
        cpu_seconds=MOST_CPU_SECONDS,
        asking_seconds=MOST_READING_ON_SECONDS,
    )


def _faults_of_reading(framework: Framework, slot: Slot, data: bytes) -> list[str]:
    try:
        read_bytes(framework, slot, data)
    except CannotRead:
        return []
    except Exception as error:
        return [_raised("reading on", error)]
    return _faults_of_checking(slot, data)


def _faults_of_checking(slot: Slot, data: bytes) -> list[str]:
    """Check a mutant before it is sent, and mark it: the copy must open and say what it said."""
    try:
        verdict = check_file(library(), data, slot.council, slot.return_id)
        text, _ = file_verdict("mutant", verdict)
        told = json.loads(json.dumps(verdict_data("mutant", verdict)))
        marked_copy(verdict, data)
    except (CannotRead, UnknownKey):
        # It says that it is another return's, or of a time that nobody knows.
        return []
    except Exception as error:
        return [_raised("checking", error)]
    if len(told["findings"]) != len(verdict.findings) or not text:
        return ["the verdict for programs is another than that for people"]
    findings = annotation(verdict.framework, "Findings", verdict.findings, verdict.sheets)
    return faults_of_marking(data, findings.lines)


def _raised(what: str, error: Exception) -> str:
    where = traceback.extract_tb(error.__traceback__)[-1]
    return f"{what} raised {type(error).__name__} in {where.name}: {error!s:.200}"


def faults_of(subject: Mutant, trial: Trial) -> list[str]:
    return [f"{subject}: {fault}" for fault in (*trial.faults, *(trial.answer or ()))]


def a_house(home: Path) -> House:
    """An installation that knows Derbyshire and Hart, in the days before Derbyshire's close."""
    clock = Clock()
    clock.set("2023-10-18T09:00")
    built = build_house(Settings(home, None, (HART_FRAMEWORKS,)), clock)
    return replace(built, library=library())


def whole_way(home: Path, subjects: Iterable[Mutant]) -> list[str]:
    """Drop mutants into the inbox of a new installation, run the main job, and look around."""
    going = list(subjects)
    faults, ended, _ = in_child(lambda: _gone(home, going), MOST_WHOLE_WAY_SECONDS)
    return [ended] if faults is None else list(faults)


def _gone(home: Path, subjects: list[Mutant]) -> list[str]:
    house = a_house(home)
    places = {subject.number: _dropped(house, subject) for subject in subjects}
    checked = [_to_check(house, subject) for subject in subjects[:_CHECKED_ONLY]]
    try:
        for close in CLOSES:
            receive(house, close.council)
            close_quarter(house, close)
        return [
            *_unanswered(house, checked),
            *(fault for subject in subjects for fault in _homeless(house, subject, places)),
            *_litter(house),
            *_unwhole(house),
        ]
    except Exception as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        return [f"raised {type(error).__name__} in {where.name}: {error!s:.300}"]
    finally:
        house.store.engine.dispose()


def _dropped(house: House, subject: Mutant) -> Path:
    """Where a mutant was put, from its council's inbox on."""
    slot = slot_of(subject.base)
    folder = inbox(house, slot.council, slot.return_id)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{subject.number}{_ENDINGS.get(subject.data[:2], '.csv')}"
    path.write_bytes(subject.data)
    dropped = 1_697_500_000 + subject.number % 1_000
    os.utime(path, (dropped, dropped))
    return path.relative_to(house.home / "inbox")


def _to_check(house: House, subject: Mutant) -> Path:
    """Put a mutant into the folder for checking only as well; its path from there on."""
    slot = slot_of(subject.base)
    path = Path(slot.council) / slot.return_id / f"m{subject.number}.xlsx"
    target = house.home / "check-only" / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(subject.data)
    os.utime(target, (1_697_500_000, 1_697_500_000))
    return path


def _unanswered(house: House, checked: list[Path]) -> list[str]:
    """What was to be checked only must be answered in its sender's folder, and be gone."""
    faults = []
    for path in checked:
        answers = list((house.home / "receipts" / path.parent).glob(f"*{path.name}.checked.txt"))
        if len(answers) != 1 or not answers[0].read_text().endswith("\n"):
            faults.append(f"{path} has {len(answers)} answers")
        if not (house.home / "checked" / path).exists():
            faults.append(f"{path} was not moved away")
    return faults


def _homeless(house: House, subject: Mutant, places: dict[int, Path]) -> list[str]:
    """A mutant must be taken, or set aside with its reason; not both, not neither."""
    place = places[subject.number]
    taken, aside = house.home / "taken" / place, house.home / "quarantine" / place
    reason = aside.with_name(f"{aside.name}.why.txt")
    found = [path for path in (taken, aside, house.home / "inbox" / place) if path.exists()]
    if found not in ([taken], [aside]) or found[0].read_bytes() != subject.data:
        return [f"{subject}: is in {len(found)} places, or not as it was"]
    if found == [aside]:
        said = reason.read_text() if reason.exists() else ""
        if not said.endswith(".\n") or said.count("\n") != 1 or SECRET in said:
            return [f"{subject}: was set aside with the reason {said!r:.200}"]
    return []


def _litter(house: House) -> list[str]:
    files = [path for path in house.home.rglob("*") if not path.is_dir()]
    return [
        f"{path.relative_to(house.home)} was left behind"
        for path in files
        if path.name.startswith(".new-")
        or path.name.endswith(_UNFINISHED)
        or {"inbox", "check-only"} & set(path.relative_to(house.home).parts)
    ]


def _unwhole(house: House) -> list[str]:
    """The ledger must be a whole chain, and the warehouse all that follows from it, no more."""
    for close in CLOSES:
        house.verify_ledger(close.council)
    before = _rows(house)
    # Results are replaced whole, so what is worked out anew from the ledger must be the same.
    rebuild(house)
    after = _rows(house)
    return [
        f"the table {name} is not what the ledger gives ({len(rows)} rows, {len(after[name])} anew)"
        for name, rows in before.items()
        if rows != after[name]
    ]


def _rows(house: House) -> dict[str, list[str]]:
    with house.store.engine.connect() as connection:
        return {
            name: sorted(repr(tuple(row)) for row in connection.execute(select(table)))
            for name, table in metadata.tables.items()
            # When jobs ended is a note about the work, not a result of it.
            if name != "job_runs"
        }
