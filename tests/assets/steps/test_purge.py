"""Purging: the bytes are gone wherever they lay, the ledger says so, everything else goes on."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from assets.steps import purge as purging
from assets.steps.house import House
from assets.steps.publish import publish
from assets.steps.purge import purge, slots_files
from assets.steps.purgeable import Kept, beyond
from assets.steps.quarter import close_quarter
from assets.steps.rebuild import rebuild
from assets.steps.receive import Outcome, receive
from assets.steps.status import status_of
from pipelines.cli import main
from pipelines.demo.filling import Manner
from pipelines.status_text import status_text
from sources.archive import ArchiveProblem
from sources.entries import Draft, EntryKind, NoReason, Submission
from sources.framework.keys import Close, Edition, Slot
from sources.framework.library import UnknownKey
from sources.framework.personal import PersonalDataRules
from sources.purges import Purge
from sources.returns import form_layout as form
from warehouse import queries

Drop = Callable[..., Path]
Form = Callable[..., bytes]
Tables = dict[str, list[tuple[Any, ...]]]
Q2 = Close.parse("derbyshire.2023-24-Q2")
EDITION = Edition.parse("derbyshire.quarterly-performance.2023-10-24")
PLACE = Slot.parse("derbyshire.2023-24-Q2.place")
SECRET = "Zebra crossings were late because the contractor withdrew"


@pytest.fixture
def closed(a_house: Callable[..., House], drop: Drop, a_form: Form) -> House:
    """Derbyshire with two returns, closed and drawn up; place's commentary holds a secret."""
    house = a_house()

    def edit(book: Any) -> None:
        sheet = book[form.MEASURES]
        (heading,) = (c for row in sheet.iter_rows() for c in row if c.value == "Commentary")
        sheet.cell(heading.row + 1, heading.column).value = SECRET

    drop(house, "derbyshire", "place", "place.xlsx", a_form("place", Manner(), edit=edit))
    drop(house, "derbyshire", "adult-care", "care.xlsx", a_form("adult-care", Manner()))
    close_quarter(house, Q2)
    return house


def sha_of(house: House, slot: Slot = PLACE) -> str:
    return slots_files(house.entries("derbyshire"), slot)[0]


def files_with(house: House, text: str) -> list[str]:
    """The files of an installation in which a text stands, workbooks unpacked by nobody."""
    house.store.engine.dispose()
    return [
        path.relative_to(house.home).as_posix()
        for path in sorted(house.home.rglob("*"))
        if path.is_file() and text.encode() in path.read_bytes()
    ]


def test_the_bytes_are_gone_wherever_they_lay_and_rows_with_them(closed: House) -> None:
    sha256 = sha_of(closed)
    assert any("warehouse.db" in name for name in files_with(closed, SECRET))
    assert list((closed.home / "taken").rglob("place.xlsx"))
    assert queries.slot_values(closed.store.engine, str(PLACE))

    done = purge(closed, "derbyshire", [sha256], "Held a name", "Head of Performance")

    with pytest.raises(ArchiveProblem):
        closed.archive.get(sha256)
    assert list((closed.home / "taken").rglob("place.xlsx")) == []
    assert list((closed.home / "receipts").rglob("*place.xlsx*")) == []
    assert queries.slot_values(closed.store.engine, str(PLACE)) == []
    assert {Path(name).parts[0] for name in files_with(closed, SECRET)} <= {"reports", "objects"}
    assert done.printed_in == (f"{EDITION} draft 1",)
    drafts = [e.body for e in closed.entries("derbyshire") if isinstance(e.body, Draft)]
    kept = {sha for draft in drafts for sha in draft.files.values()}
    assert {Path(n).name for n in files_with(closed, SECRET) if n.startswith("objects")} <= kept


def test_the_entry_is_the_tombstone_and_says_who_and_why(closed: House) -> None:
    sha256 = sha_of(closed)
    done = purge(closed, "derbyshire", [sha256], "Held a name", "Head of Performance")
    assert done.entry is not None and done.entry.kind is EntryKind.PURGE
    assert closed.entries("derbyshire")[-1] == done.entry
    assert done.entry.body == Purge(
        (sha256,), "Held a name", "Head of Performance", (f"{EDITION} draft 1",)
    )


def test_other_returns_and_the_returns_time_of_coming_stay(closed: House) -> None:
    before = {s.slot: s for s in queries.return_statuses(closed.store.engine, str(Q2))}
    care = queries.slot_values(closed.store.engine, f"{Q2}.adult-care")
    purge(closed, "derbyshire", [sha_of(closed)], "Held a name", "Head of Performance")
    after = {s.slot: s for s in queries.return_statuses(closed.store.engine, str(Q2))}
    assert queries.slot_values(closed.store.engine, f"{Q2}.adult-care") == care != []
    assert after[str(PLACE)].received_at == before[str(PLACE)].received_at is not None
    assert (after[str(PLACE)].supplied, before[str(PLACE)].supplied > 0) == (0, True)
    reasons = {
        r.reason
        for r in queries.measure_ratings(closed.store.engine, str(Q2))
        if r.slot == str(PLACE) and r.status != "not due"
    }
    assert "no figure is left: a file of the department's return was purged" in reasons


def test_the_next_draft_says_what_was_purged_and_the_old_one_stays(closed: House) -> None:
    first = closed.home / "reports" / str(EDITION) / "draft-1" / "index.html"
    was = first.read_bytes()
    purge(closed, "derbyshire", [sha_of(closed)], "Held a <b>name</b>.", "Head of Performance")
    evidence = close_quarter(closed, Q2)
    assert [d.draft for d in evidence.drafts] == [2]
    page = evidence.drafts[0].page.read_text()
    said = "One file was purged on 18 October 2023 (reason: Held a &lt;b&gt;name&lt;/b&gt;)"
    assert said in " ".join(page.split())
    assert "Purged: they are shown no longer" in page
    assert "Nothing that this report shows has changed" not in page
    assert "as in the draft before" not in page
    assert SECRET not in page
    assert first.read_bytes() == was


def test_rebuilding_passes_over_it_and_gives_the_same_rows(
    closed: House, rows_of: Callable[[House], Tables]
) -> None:
    purge(closed, "derbyshire", [sha_of(closed)], "Held a name", "Head of Performance")
    before = rows_of(closed)
    rebuild(closed)
    assert rows_of(closed) == before


def test_what_broke_off_after_the_entry_is_finished_by_the_same_command(
    closed: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    sha256 = sha_of(closed)

    def full_disk(*_: object) -> None:
        raise OSError("no room")

    with monkeypatch.context() as broken:
        broken.setattr(purging, "_remove", full_disk)
        with pytest.raises(OSError, match="no room"):
            purge(closed, "derbyshire", [sha256], "Held a name", "Head of Performance")
    assert closed.archive.get(sha256)
    count = len(closed.entries("derbyshire"))

    done = purge(closed, "derbyshire", [sha256], "Again", "Somebody else")

    assert (done.entry, len(closed.entries("derbyshire"))) == (None, count)
    assert done.printed_in == (f"{EDITION} draft 1",)
    assert not closed.archive.path(sha256).exists()
    assert queries.slot_values(closed.store.engine, str(PLACE)) == []


def test_the_same_file_sent_again_is_set_aside_and_kept_nowhere(closed: House, drop: Drop) -> None:
    sha256 = sha_of(closed)
    data = closed.archive.get(sha256)
    purge(closed, "derbyshire", [sha256], "Held a name", "Head of Performance")
    drop(closed, "derbyshire", "place", "again.xlsx", data)
    (one,) = receive(closed, "derbyshire")
    assert one.outcome is Outcome.QUARANTINED
    assert "removed for good earlier" in (one.reason or "")
    assert not closed.archive.path(sha256).exists()


def test_a_corrected_file_takes_its_place(closed: House, drop: Drop, a_form: Form) -> None:
    purge(closed, "derbyshire", [sha_of(closed)], "Held a name", "Head of Performance")
    drop(closed, "derbyshire", "place", "mended.xlsx", a_form("place", Manner()))
    close_quarter(closed, Q2)
    assert queries.slot_values(closed.store.engine, str(PLACE))


def test_bytes_that_another_council_holds_too_are_left_and_it_is_said(closed: House) -> None:
    sha256 = sha_of(closed)
    (sent,) = [
        e
        for e in closed.entries("derbyshire")
        if isinstance(e.body, Submission) and e.body.sha256 == sha256
    ]
    closed.ledger.append(
        "hart",
        closed.now(),
        "x",
        EntryKind.SUBMISSION,
        "hart.2014-15-Q1.quarterly-table",
        sent.body,
    )
    done = purge(closed, "derbyshire", [sha256], "Held a name", "Head of Performance")
    assert done.held_by == ("hart",)
    assert closed.archive.get(sha256)


def test_a_file_set_aside_goes_with_its_reason(closed: House, drop: Drop) -> None:
    drop(closed, "derbyshire", "place", "x.xlsx", b"AB123456C is not a workbook")
    (one,) = receive(closed, "derbyshire")
    folder = closed.home / "quarantine" / "derbyshire" / "place"
    assert len(list(folder.iterdir())) == 2
    purge(closed, "derbyshire", [one.entry.body.sha256], "Personal", "Head")  # type: ignore[union-attr]
    assert list(folder.iterdir()) == []


def test_a_draft_itself_can_be_purged_and_is_not_laid_out_again(closed: House) -> None:
    (draft,) = [e.body for e in closed.entries("derbyshire") if isinstance(e.body, Draft)]
    page = closed.home / "reports" / str(EDITION) / "draft-1" / "index.html"
    purge(closed, "derbyshire", [draft.files["index.html"]], "Words of a person", "Head")
    assert not page.exists()
    publish(closed, EDITION)
    rebuild(closed)
    assert not page.exists()
    assert page.with_name("figures.html").is_file()


@pytest.mark.parametrize("reason", ["", "  ", "It was about AB123456C"])
def test_a_purge_needs_a_reason_that_holds_no_personal_data(closed: House, reason: str) -> None:
    count = len(closed.entries("derbyshire"))
    with pytest.raises(NoReason):
        purge(closed, "derbyshire", [sha_of(closed)], reason, "Head of Performance")
    assert len(closed.entries("derbyshire")) == count


def test_a_file_that_no_ledger_names_cannot_be_purged(closed: House) -> None:
    with pytest.raises(UnknownKey, match="No file of derbyshire"):
        purge(closed, "derbyshire", ["0" * 64], "Held a name", "Head of Performance")


def test_what_is_kept_for_too_long_is_told_to_the_day() -> None:
    sent = Kept("a", "x", (1,), datetime(2016, 10, 18, 9, tzinfo=UTC), is_sent=True)
    leap = replace(sent, sha256="b", since=datetime(2016, 2, 29, 9, tzinfo=UTC))
    aside = Kept("c", "x", (3,), datetime(2023, 7, 20, 9, tzinfo=UTC), is_set_aside=True)
    other = replace(sent, sha256="d", is_sent=False)
    files = [sent, leap, aside, other]

    def old(day: date, gone: tuple[str, ...] = ()) -> list[str]:
        return [one.sha256 for one in beyond(files, PersonalDataRules(), day, gone)]

    assert old(date(2023, 2, 28)) == old(date(2023, 3, 1)) == []
    assert old(date(2023, 3, 2)) == ["b"]
    assert old(date(2023, 10, 18)) == ["b"]
    assert old(date(2023, 10, 19)) == ["a", "b", "c"]
    assert old(date(2023, 10, 19), ("a",)) == ["b", "c"]


def run(*arguments: str, home: Path, answer: str = "y\n") -> Any:
    return CliRunner().invoke(main, ["purge", *arguments, "--home", str(home)], input=answer)


@pytest.mark.parametrize(
    ("answer", "options", "code", "is_kept"),
    [("n\n", (), 1, True), ("", (), 1, True), ("y\n", (), 0, False), ("", ("--yes",), 0, False)],
)
def test_the_command_asks_before_it_removes_anything(
    closed: House, answer: str, options: tuple[str, ...], code: int, is_kept: bool
) -> None:
    sha256 = sha_of(closed)
    why = ("--reason", "Held a name", "--by", "Head of Performance", *options)
    ran = run(str(PLACE), *why, home=closed.home, answer=answer)
    assert (ran.exit_code, closed.archive.path(sha256).exists()) == (code, is_kept), ran.output
    assert (f"derbyshire: {sha256}" in ran.output) is (not options)
    said = status_text(status_of(closed, Q2))
    assert ("purged: 1 file, so what it held is not known" in said) is not is_kept


def test_the_command_purges_a_slot_or_the_beginning_of_a_sha256(closed: House) -> None:
    why = ("--reason", "Held a name", "--by", "Head of Performance")
    ran = run(str(PLACE), *why, home=closed.home)
    assert ran.exit_code == 0, ran.output
    assert f"Words of it are printed in {EDITION} draft 1" in ran.output
    assert "Not reached: backups" in ran.output
    assert SECRET not in ran.output
    care = sha_of(closed, Slot.parse(f"{Q2}.adult-care"))
    assert run(care[:12], *why, home=closed.home).exit_code == 0
    assert not closed.archive.path(care).exists()


def test_the_command_lists_what_is_too_old_and_removes_it_only_when_told(
    closed: House, drop: Drop, a_form: Form
) -> None:
    old = a_form("place", Manner(), edit=lambda book: book[form.COVER].append(["old"]))
    drop(closed, "derbyshire", "place", "old.xlsx", old, when="2012-05-05T12:00")
    (one,) = receive(closed, "derbyshire")
    assert one.entry is not None and isinstance(one.entry.body, Submission)
    sha256 = one.entry.body.sha256
    expired = ("--expired", "--council", "derbyshire")
    listed = run(*expired, home=closed.home)
    assert (listed.exit_code, listed.output) == (
        0,
        f"{sha256}  2012-05-05  'old.xlsx' for {PLACE}\n",
    )
    assert closed.archive.get(sha256)
    why = ("--reason", "Kept long enough", "--by", "Head")
    removed = run(*expired, "--remove", *why, home=closed.home)
    assert removed.exit_code == 0, removed.output
    assert not closed.archive.path(sha256).exists()
    assert closed.archive.get(sha_of(closed))


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ((), 2, "Name files or slots"),
        (("abc", "--reason", "x", "--by", "y"), 1, "names no file"),
        (("--expired",), 2, "--council"),
        ((str(PLACE),), 2, "--reason"),
        (
            ("derbyshire.2023-24-Q2.nobody", "--reason", "x", "--by", "y"),
            1,
            "No file was ever sent",
        ),
    ],
)
def test_the_command_refuses_what_it_cannot_do(
    closed: House, arguments: tuple[str, ...], code: int, words: str
) -> None:
    ran = run(*arguments, home=closed.home)
    assert (ran.exit_code, words in ran.output) == (code, True), ran.output
