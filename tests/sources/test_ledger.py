"""The ledger is a chain of files: only added to, and refused when anything in it was touched."""

import json
import multiprocessing
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sources.access import Access, AccessStep, HandedOut
from sources.decisions import Override, OverrideWithdrawn, Waiver, WaiverEnded
from sources.entries import (
    Body,
    Draft,
    Entry,
    EntryKind,
    Extension,
    FormsIssued,
    FrameworkVersion,
    Quarantine,
    Reminders,
    Rerun,
    Submission,
)
from sources.framework.timetable import LONDON
from sources.ledger import Ledger, LedgerProblem
from sources.moderation import EditedWords, Moderation
from sources.purges import Purge
from sources.sign_offs import Review, SignOff, SignOffWithdrawn
from sources.spot_checks import Method, SpotChecksDrawn, SpotChecksRecorded

THEN = datetime(2023, 10, 17, 12, 0, 0, 123456, tzinfo=LONDON)
BODIES: dict[EntryKind, Body] = {
    EntryKind.SUBMISSION: Submission("ab" * 32, "Q2 “final” £.xlsx", "place", THEN, THEN, True),
    EntryKind.QUARANTINE: Quarantine("cd" * 32, "?\n.xlsx", "", THEN, THEN, "It is empty."),
    EntryKind.FRAMEWORK: FrameworkVersion("ef" * 32, "01" * 32),
    EntryKind.DRAFT: Draft(
        2, "hart.2014-15-Q1", 7, "2014-08-25T09:00:00+01:00", "23" * 32, {"index.html": "45" * 32}
    ),
    EntryKind.FORMS: FormsIssued({"hart.2014-15-Q1.all": "67" * 32}),
    EntryKind.REMINDERS: Reminders(
        "T-3", "2014-07-21", {"hart.2014-15-Q1.all": "89" * 32}, {}, ("T-10",)
    ),
    EntryKind.EXTENSION: Extension("2014-08-01", "The census figures come late.", "Head of ICT"),
    EntryKind.RERUN: Rerun("The scheme was corrected."),
    EntryKind.ACCESS: Access(
        "Cllr Example", AccessStep.GRANTED, "members", "cabinet member", "Portfolio", "2014-12-31"
    ),
    EntryKind.HANDED_OUT: HandedOut("Cllr Example", 2),
    EntryKind.SIGN_OFF: SignOff("verified", "Vera Vane", "Head", "2014-08-01", "declared", 7),
    EntryKind.SIGN_OFF_WITHDRAWN: SignOffWithdrawn("verified", "Vera", "A slip.", "verified"),
    EntryKind.REVIEW: Review("Vera Vane", "Staff are moved to billing.", "declared"),
    EntryKind.WAIVER: Waiver("jump", "rb08", None, "2014-12-31", "A new system.", "Head of ICT"),
    EntryKind.WAIVER_ENDED: WaiverEnded(7, "The new system was mended."),
    EntryKind.OVERRIDE: Override("rb08", "green", None, "9.5", "amber", "As moderated.", "Head"),
    EntryKind.OVERRIDE_WITHDRAWN: OverrideWithdrawn("rb08", "A slip."),
    EntryKind.SPOT_CHECKS_DRAWN: SpotChecksDrawn(
        "20140801", 2, Method.RANDOM.value, 7, 45, ("rb08", "it01"), {"rb08": 1, "it01": 1}
    ),
    EntryKind.SPOT_CHECKS_RECORDED: SpotChecksRecorded(
        8, "ab" * 32, "checks “1”.xlsx", {"rb08": {"result": "agrees", "notes": "£"}}
    ),
    EntryKind.MODERATION: Moderation(
        "ab" * 32, "words.xlsx", (EditedWords("rb08", "cd" * 32, "Said “better”.", "Plain", "all"),)
    ),
    EntryKind.PURGE: Purge(("a" * 64, "b" * 64), "Held a name", "Head", ("x draft 1",)),
}


def append(ledger: Ledger, council: str = "hart", subject: str = "one") -> Entry:
    body = FrameworkVersion("ef" * 32, "01" * 32)
    return ledger.append(council, THEN, "team", EntryKind.FRAMEWORK, subject, body)


@pytest.fixture
def five(tmp_path: Path) -> Ledger:
    """A ledger of five entries."""
    ledger = Ledger(tmp_path)
    for number in range(1, 6):
        append(ledger, subject=f"entry {number}")
    return ledger


def file_of(folder: Path, number: int) -> Path:
    return folder / "hart" / f"{number:08d}.json"


def test_entries_are_numbered_from_one_and_chained(five: Ledger) -> None:
    entries = list(five.after("hart", 0))
    assert [entry.seq for entry in entries] == [1, 2, 3, 4, 5]
    assert entries[0].previous_hash == "0" * 64
    assert [e.previous_hash for e in entries[1:]] == [e.hash for e in entries[:-1]]


def test_entries_after_a_number_leave_out_those_before(five: Ledger) -> None:
    assert [entry.seq for entry in five.after("hart", 3)] == [4, 5]
    assert list(five.after("hart", 5)) == []


def test_each_council_has_a_chain_of_its_own(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    append(ledger, "hart")
    append(ledger, "derbyshire")
    append(ledger, "hart")
    assert ledger.councils() == ["derbyshire", "hart"]
    assert [e.seq for e in ledger.after("hart", 0)] == [1, 2]
    assert [e.seq for e in ledger.after("derbyshire", 0)] == [1]


def test_a_folder_that_does_not_exist_is_an_empty_ledger(tmp_path: Path) -> None:
    assert Ledger(tmp_path / "none").councils() == []
    assert list(Ledger(tmp_path / "none").after("hart", 0)) == []


def test_a_stray_file_beside_the_councils_is_not_a_council(five: Ledger, tmp_path: Path) -> None:
    (tmp_path / ".DS_Store").write_bytes(b"\0")
    assert five.councils() == ["hart"]


def test_a_stray_file_beside_the_entries_does_not_stop_the_next_one(
    five: Ledger, tmp_path: Path
) -> None:
    (tmp_path / "hart" / "notes.json").write_text("{}")
    assert append(five).seq == 6


@pytest.mark.parametrize("kind", EntryKind)
def test_every_kind_of_entry_reads_back_as_it_was_written(tmp_path: Path, kind: EntryKind) -> None:
    ledger = Ledger(tmp_path)
    written = ledger.append("hart", THEN, "the team’s “own”", kind, "sübject", BODIES[kind])
    (read,) = ledger.after("hart", 0)
    assert read == written
    assert Entry.from_json(written.to_json()) == written
    assert read.body == BODIES[kind]
    assert read.recorded_at == THEN
    assert read.recorded_at.tzinfo is UTC


def change_subject(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"entry ", b"Entry "))


def change_number(path: Path) -> None:
    path.write_text(json.dumps({**json.loads(path.read_text()), "seq": 4}))


def copy_from_before(path: Path) -> None:
    path.write_bytes(file_of(path.parent.parent, 2).read_bytes())


def rehash_elsewhere(path: Path) -> None:
    """A whole and honest entry, but of another chain."""
    other = Ledger(path.parent.parent / "elsewhere")
    for number in range(1, 4):
        append(other, subject=f"other {number}")
    path.write_bytes(file_of(path.parent.parent / "elsewhere", 3).read_bytes())


TAMPERINGS: dict[str, tuple[Callable[[Path], object], str]] = {
    "a changed word": (change_subject, "was changed after it was recorded"),
    "a changed number": (change_number, "was changed after it was recorded"),
    "another entry's file": (copy_from_before, "was changed after it was recorded"),
    "another chain's file": (rehash_elsewhere, "does not follow entry 2"),
    "a cut file": (lambda p: p.write_bytes(p.read_bytes()[:40]), "is missing or damaged"),
    "an empty file": (lambda p: p.write_bytes(b""), "is missing or damaged"),
    "no text": (lambda p: p.write_bytes(b"\xff\xfe\x00"), "is missing or damaged"),
    "another kind of JSON": (lambda p: p.write_text("[]"), "is missing or damaged"),
    "an unknown kind": (lambda p: p.write_text('{"kind": "x"}'), "is missing or damaged"),
    "a missing file": (lambda p: p.unlink(), "is missing or damaged"),
}


@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_a_ledger_that_was_touched_is_refused_in_one_sentence(
    five: Ledger, tmp_path: Path, tampering: str
) -> None:
    tamper, words = TAMPERINGS[tampering]
    tamper(file_of(tmp_path, 3))
    with pytest.raises(LedgerProblem) as problem:
        list(five.after("hart", 0))
    said = str(problem.value)
    assert words in said
    assert said.startswith("Entry 3 of hart's ledger")
    assert said.endswith(": restore the ledger folder from a backup.")
    assert "\n" not in said


def test_two_entries_changing_places_are_refused(five: Ledger, tmp_path: Path) -> None:
    second, third = file_of(tmp_path, 2), file_of(tmp_path, 3)
    held = second.read_bytes()
    second.write_bytes(third.read_bytes())
    third.write_bytes(held)
    with pytest.raises(LedgerProblem, match="Entry 2 of hart's ledger was changed"):
        list(five.after("hart", 0))


def test_nothing_is_added_after_a_damaged_entry(five: Ledger, tmp_path: Path) -> None:
    file_of(tmp_path, 5).write_bytes(b"{")
    with pytest.raises(LedgerProblem, match="Entry 5"):
        append(five)
    assert len(list((tmp_path / "hart").iterdir())) == 5


def append_fifty(folder: Path, name: str) -> None:
    for number in range(50):
        append(Ledger(folder), subject=f"{name} {number}")


def test_two_processes_adding_at_once_lose_nothing(tmp_path: Path) -> None:
    fresh = multiprocessing.get_context("spawn")
    both = [fresh.Process(target=append_fifty, args=(tmp_path, name)) for name in ("a", "b")]
    for process in both:
        process.start()
    for process in both:
        process.join(60)
        assert process.exitcode == 0
    entries = list(Ledger(tmp_path).after("hart", 0))
    assert [entry.seq for entry in entries] == list(range(1, 101))
    for name in ("a", "b"):
        own = [e.subject for e in entries if e.subject.startswith(name)]
        assert own == [f"{name} {number}" for number in range(50)]
    assert len(list((tmp_path / "hart").iterdir())) == 100
