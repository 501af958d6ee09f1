"""The warehouse can be thrown away: archive and ledger give every row again."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from assets.steps.close import close_period
from assets.steps.house import House
from assets.steps.quarter import close_quarter
from assets.steps.rebuild import RebuildEvidence, rebuild
from assets.steps.receive import receive
from pipelines.cli import main
from pipelines.demo.filling import Manner
from pipelines.house import build_house
from pipelines.settings import Settings
from sources.archive import ArchiveProblem
from sources.entries import Draft
from sources.framework.keys import Close

PlayedHome = Any  # built in conftest
Tables = dict[str, list[tuple[Any, ...]]]
RowsOf = Callable[[House], Tables]
TreeOf = Callable[[Path], dict[str, str]]
At = Callable[[House, str], House]
Form = Callable[..., bytes]
Q2 = Close.parse("derbyshire.2023-24-Q2")


@dataclass(frozen=True)
class Rebuilt:
    """The demonstration's home after its warehouse was rebuilt, months later."""

    house: House
    evidence: RebuildEvidence
    files_before: dict[str, str]


# What Derbyshire's demonstration has none of: that it is rebuilt is tried where it is made.
ELSEWHERE = {"budget_lines", "risk_assessments", "waived_findings"}


@pytest.fixture(scope="module")
def rebuilt(
    the_demo: PlayedHome,
    tmp_path_factory: pytest.TempPathFactory,
    tree_of: TreeOf,
    at: At,
    copy_home: Callable[[Path, Path], Path],
) -> Rebuilt:
    home = copy_home(the_demo.home, tmp_path_factory.mktemp("rebuilt") / "demo")
    house = at(build_house(Settings(home, None, ())), "2024-02-01T09:00")
    files = tree_of(home)
    return Rebuilt(house, rebuild(house), files)


def test_rebuilding_gives_every_row_of_every_table_again(
    rebuilt: Rebuilt, the_demo: PlayedHome, rows_of: RowsOf
) -> None:
    empty = {table for table, rows in the_demo.tables.items() if not rows}
    assert empty <= ELSEWHERE, "each other table has rows to lose"
    assert rebuilt.evidence == RebuildEvidence(councils=1, slots=9, closes=2, editions=2)
    after = rows_of(rebuilt.house)
    for table, rows in the_demo.tables.items():
        assert after[table] == rows, table


def test_rebuilding_writes_nothing_outside_the_warehouse(rebuilt: Rebuilt, tree_of: TreeOf) -> None:
    after = tree_of(rebuilt.house.home)
    assert {k: v for k, v in after.items() if k != "warehouse.db"} == {
        k: v for k, v in rebuilt.files_before.items() if k != "warehouse.db"
    }


def test_drafts_still_are_the_bytes_that_were_drawn_up(rebuilt: Rebuilt) -> None:
    house = rebuilt.house
    drafts = [e for e in house.entries("derbyshire") if isinstance(e.body, Draft)]
    assert len(drafts) == 3
    for entry in drafts:
        assert isinstance(entry.body, Draft)
        folder = house.home / "reports" / entry.subject / f"draft-{entry.body.number}"
        assert {path.name for path in folder.iterdir()} == set(entry.body.files)
        for name, sha256 in entry.body.files.items():
            assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == sha256
            assert house.archive.get(sha256) == (folder / name).read_bytes()


def test_a_warehouse_that_was_deleted_is_rebuilt_by_the_command(
    demo_copy: Path, the_demo: PlayedHome, a_house: Callable[..., House], rows_of: RowsOf
) -> None:
    (demo_copy / "warehouse.db").unlink()
    ran = CliRunner().invoke(main, ["rebuild", "--home", str(demo_copy)])
    assert ran.exit_code == 0
    assert re.findall(r"\d+", ran.output) == ["1", "9", "2", "2"]
    after = rows_of(a_house(home=demo_copy))
    results = set(the_demo.tables) - {"result_keys"}
    assert {t: after[t] for t in results} == {t: the_demo.tables[t] for t in results}


@pytest.mark.parametrize("place", ["warehouse.db", "elsewhere/own.db"])
def test_a_damaged_warehouse_is_rebuilt_by_the_command_that_its_message_names(
    demo_copy: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """Only a file can be damaged so, wherever it is; a server is in its administrator's care."""
    (demo_copy / place).parent.mkdir(exist_ok=True)
    monkeypatch.setenv("QUARTERDAY_WAREHOUSE", f"sqlite:///{demo_copy / place}")
    (demo_copy / place).write_bytes(b"no database" * 1000)
    close = ["close", "--council", "derbyshire", "--period", "2023-24-Q2"]
    said = CliRunner().invoke(main, [*close, "--home", str(demo_copy)])
    assert "'quarterday rebuild'" in said.output
    ran = CliRunner().invoke(main, ["rebuild", "--home", str(demo_copy)])
    assert ran.exit_code == 0, ran.output


def test_after_rebuilding_nothing_needs_to_be_worked_out_again(
    demo_house: House, rows_of: RowsOf
) -> None:
    rebuild(demo_house)
    before = rows_of(demo_house)
    again = close_quarter(demo_house, Q2)
    assert not again.closed.is_new
    assert not any(one.is_new for one in again.closed.checked)
    assert not any(draft.is_new for draft in again.drafts)
    assert rows_of(demo_house) == before


def test_a_close_that_was_not_yet_reported_is_rebuilt_as_it_stood(
    demo_house: House, at: At, drop: Callable[..., Path], a_form: Form, rows_of: RowsOf
) -> None:
    """Dagster's job 'close' ran on new input; 'issue' has not run since."""
    data = a_form("corporate-services", Manner())
    drop(demo_house, "derbyshire", "corporate-services", "Q2.xlsx", data, when="2023-10-25T09:00")
    house = at(demo_house, "2023-10-26T09:00")
    receive(house, "derbyshire")
    close_period(house, Q2)
    before = rows_of(house)
    rebuild(house)
    after = rows_of(house)
    for table in ("return_statuses", "measure_ratings", "closes"):
        assert after[table] == before[table], table


def test_an_object_that_is_gone_is_said_in_one_sentence(demo_house: House) -> None:
    for path in (demo_house.home / "objects").rglob("*"):
        if path.is_file() and path.read_bytes().startswith(b"PK"):
            path.unlink()
    with pytest.raises(ArchiveProblem, match=r"^The archive holds nothing under [0-9a-f]{64}: "):
        rebuild(demo_house)
