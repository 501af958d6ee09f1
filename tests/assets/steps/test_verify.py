"""Verifying: any byte that was changed since is found, with its file and what to do."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from assets.steps.house import House
from assets.steps.purge import purge
from assets.steps.verify import VerifyEvidence, verify
from pipelines.cli import main
from sources.entries import FormsIssued, Submission

COUNCIL = "derbyshire"


@pytest.fixture
def house(demo_house: House) -> House:
    """The demonstration with its forms where departments fetch them: every kind of file."""
    for entry in demo_house.entries(COUNCIL):
        if isinstance(entry.body, FormsIssued):
            for slot, sha256 in entry.body.files.items():
                form = demo_house.home / "forms" / COUNCIL / f"{slot}.xlsx"
                form.parent.mkdir(parents=True, exist_ok=True)
                form.write_bytes(demo_house.archive.get(sha256))
    assert list((demo_house.home / "forms" / COUNCIL).iterdir())
    return demo_house


def look(house: House, *expected: str) -> VerifyEvidence:
    return verify(house, [COUNCIL], expected)


def recorded(home: Path) -> list[Path]:
    """Every file that verify answers for."""
    folders = ("ledger", "objects", "reports", f"forms/{COUNCIL}")
    return sorted(p for name in folders for p in (home / name).rglob("*") if p.is_file())


def flip(path: Path, position: int) -> bytes:
    """Change one bit of one byte; what was there before."""
    was = path.read_bytes()
    at = position % len(was)
    path.write_bytes(was[:at] + bytes([was[at] ^ 1]) + was[at + 1 :])
    return was


def test_nothing_is_wrong_with_what_nobody_touched(house: House) -> None:
    found = look(house)
    assert found.wrong == ()
    entries = house.entries(COUNCIL)
    assert [(h.seq, h.hash) for h in found.heads] == [(entries[-1].seq, entries[-1].hash)]
    assert (found.entries, found.objects > len(entries)) == (len(entries), True)


@pytest.mark.parametrize("folder", ["ledger", "objects", "reports", "forms"])
def test_a_changed_byte_is_found_in_every_kind_of_file(house: House, folder: str) -> None:
    path = next(p for p in recorded(house.home) if p.relative_to(house.home).parts[0] == folder)
    flip(path, 7)
    (wrong,) = [w for w in look(house).wrong if not w.place.startswith("warehouse")]
    assert wrong.place == path.relative_to(house.home).as_posix()
    assert wrong.mend


@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(which=st.integers(0, 10**6), position=st.integers(0, 10**7))
def test_a_changed_byte_is_found_wherever_it_is(house: House, which: int, position: int) -> None:
    files = recorded(house.home)
    path = files[which % len(files)]
    was = flip(path, position)
    try:
        places = {w.place for w in look(house).wrong}
    finally:
        path.write_bytes(was)
    assert path.relative_to(house.home).as_posix() in places


def test_a_blank_that_changes_nothing_of_what_an_entry_says_is_found_too(house: House) -> None:
    path = house.home / "ledger" / COUNCIL / "00000003.json"
    path.write_bytes(path.read_bytes().replace(b"{\n", b"{ \n", 1))
    assert any(w.place.endswith("00000003.json") for w in look(house).wrong)


def test_an_entry_rewritten_with_a_hash_of_its_own_breaks_the_chain(house: House) -> None:
    from dataclasses import replace

    from sources.entries import Entry, hash_of

    path = house.home / "ledger" / COUNCIL / "00000003.json"
    entry = replace(Entry.from_json(path.read_bytes()), actor="nobody")
    path.write_bytes(replace(entry, hash=hash_of(entry)).to_json())
    places = {w.place: w.what for w in look(house).wrong}
    assert places[f"ledger/{COUNCIL}/00000004.json"] == "it does not follow the entry before it"


@pytest.mark.parametrize("number", [2, -1])
def test_an_entry_that_is_gone_is_found(house: House, number: int) -> None:
    paths = sorted((house.home / "ledger" / COUNCIL).glob("*.json"))
    paths[number].unlink()
    assert look(house).wrong


@pytest.mark.parametrize("column", ["entry", "kind", "subject"])
def test_a_changed_row_of_the_index_is_found(house: House, column: str) -> None:
    with house.store.engine.begin() as connection:
        connection.execute(text(f"UPDATE entries SET {column} = 'x' WHERE seq = 3"))
    (wrong,) = look(house).wrong
    assert (wrong.place, wrong.mend) == (
        f"warehouse, entry 3 of {COUNCIL}",
        "run 'quarterday rebuild'",
    )


def test_a_missing_object_and_a_missing_page_are_found(house: House) -> None:
    sent = next(e.body for e in house.entries(COUNCIL) if isinstance(e.body, Submission))
    house.archive.path(sent.sha256).unlink()
    page = next(house.home.glob("reports/*/draft-1/index.html"))
    page.unlink()
    wrong = {w.place: w.mend for w in look(house).wrong}
    assert wrong == {
        house.archive.path(sent.sha256).relative_to(house.home).as_posix(): "restore the objects "
        "folder from a backup",
        page.relative_to(house.home).as_posix(): "run 'quarterday rebuild'",
    }


def test_a_purged_file_is_passed_over_and_said_until_it_comes_back(house: House) -> None:
    sent = next(e.body for e in house.entries(COUNCIL) if isinstance(e.body, Submission))
    data = house.archive.get(sent.sha256)
    purge(house, COUNCIL, [sent.sha256], "Held a name", "Head of Performance")
    found = look(house)
    assert found.wrong == ()
    assert [sha for sha, _ in found.tombstones] == [sent.sha256]
    house.archive.put(data)
    (wrong,) = look(house).wrong
    assert "purged" in wrong.what and "quarterday purge" in wrong.mend


def run(home: Path, *arguments: str) -> Any:
    return CliRunner().invoke(main, ["verify", "--home", str(home), *arguments])


def test_the_command_prints_the_last_hash_and_holds_it_against_a_noted_one(house: House) -> None:
    noted = house.entries(COUNCIL)[2].hash
    ran = run(house.home, "--expect", noted)
    assert ran.exit_code == 0, ran.output
    assert house.entries(COUNCIL)[-1].hash in ran.output and "Nothing is wrong" in ran.output
    other = run(house.home, "--expect", "0" * 64)
    assert other.exit_code == 1
    assert "no entry has the hash that was expected" in other.output


def test_the_command_names_what_is_wrong_and_ends_with_1(house: House) -> None:
    path = house.home / "ledger" / COUNCIL / "00000002.json"
    plain = json.loads(path.read_bytes())
    plain["actor"] = "somebody else"
    path.write_text(json.dumps(plain, sort_keys=True, ensure_ascii=False, indent=1))
    ran = run(house.home, "--council", COUNCIL)
    assert ran.exit_code == 1
    assert f"WRONG  ledger/{COUNCIL}/00000002.json: it was changed after" in ran.output
    unknown = run(house.home, "--council", "nowhere")
    assert (unknown.exit_code, "no ledger of 'nowhere'" in unknown.output) == (1, True)
