"""Business continuity: what is backed up while work goes on gives the same reports elsewhere.

The commands are those that docs/run-for-a-team.md tells a person to type.
"""

import multiprocessing
import os
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from assets.steps.house import House
from assets.steps.quarter import close_quarter
from assets.steps.receive import receive
from pipelines.cli import main
from pipelines.demo.filling import Manner
from sources.entries import Draft, Entry
from sources.framework.keys import Close, Slot
from tests.faults.hands import work

PAGE = Path(__file__).parents[3] / "docs" / "run-for-a-team.md"
FRESH = multiprocessing.get_context("spawn")
HANDS, TURNS = 2, 60
Q2 = Close.parse("derbyshire.2023-24-Q2")
Tables = dict[str, list[tuple[Any, ...]]]
EnvironmentOf = Callable[[Path], dict[str, str]]


def commands(heading: str) -> str:
    """The first block of commands under a heading of the page."""
    section = PAGE.read_text(encoding="utf-8").partition(f"\n## {heading}\n")[2]
    found = re.search(r"```\n(.*?)```", section, re.DOTALL)
    assert found, f"no commands under '{heading}'"
    return found.group(1)


def back_up(home: Path, to: Path) -> None:
    """The page's commands, as they stand."""
    to.mkdir()
    environment = {**os.environ, "FROM": str(home), "TO": str(to)}
    subprocess.run(["bash", "-euc", commands("Backing up")], env=environment, check=True)


def restore(backup: Path, home: Path) -> None:
    home.mkdir()
    subprocess.run(["tar", "-C", home, "-xf", backup / "quarterday.tar"], check=True)


def rebuild(home: Path, frameworks: Path | None = None) -> str:
    environment = {"QUARTERDAY_FRAMEWORKS": str(frameworks or "")}
    ran = CliRunner().invoke(main, ["rebuild", "--home", str(home)], env=environment)
    assert ran.exit_code == 0, ran.output
    return ran.output


@pytest.fixture
def hands(demo_copy: Path, environment_of: EnvironmentOf) -> Iterator[list[BaseProcess]]:
    """Two processes that send and take in returns of another council, all the time."""
    address = environment_of(demo_copy).get("QUARTERDAY_WAREHOUSE")
    address = address or f"sqlite:///{demo_copy}/warehouse.db"
    start = FRESH.Barrier(HANDS + 1)
    started: list[BaseProcess] = [
        FRESH.Process(target=work, args=(demo_copy, address, number, ("hart",), TURNS, start))
        for number in range(HANDS)
    ]
    for process in started:
        process.start()
    start.wait()
    yield started
    for process in started:
        process.kill()
        process.join(30)


def until_submissions(house: House, count: int) -> int:
    while (had := len(list(house.ledger.after("hart", 0)))) < count:
        time.sleep(0.05)
    return had


def without_hart(tables: Tables) -> Tables:
    return {name: [row for row in rows if "hart" not in repr(row)] for name, rows in tables.items()}


def test_a_backup_made_while_returns_come_in_gives_the_same_reports_and_results_elsewhere(
    demo_copy: Path,
    the_demo: Any,
    hands: list[BaseProcess],
    hart_frameworks: Path,
    tmp_path: Path,
    a_house: Callable[..., House],
    rows_of: Callable[[House], Tables],
    tree_of: Callable[[Path], dict[str, str]],
) -> None:
    house = a_house(home=demo_copy)
    until_submissions(house, 4)
    # A backup takes less time than a return, so make them until one comes in meanwhile.
    for number in range(200):
        backup = tmp_path / f"backup-{number}"
        before = len(list(house.ledger.after("hart", 0)))
        back_up(demo_copy, backup)
        after = len(list(house.ledger.after("hart", 0)))
        assert all(process.is_alive() for process in hands), "they were at work all the time"
        if after > before:
            break
    assert after > before, "returns came in while the backup was made"

    restore(backup, tmp_path / "restored")
    rebuild(tmp_path / "restored", hart_frameworks)
    restored = a_house(home=tmp_path / "restored")
    # What was there when the backup began is in it, and nothing that is not whole.
    for council in ("derbyshire", "hart"):
        restored.verify_ledger(council)
    assert before <= len(restored.entries("hart")) <= after
    # Every report, to the last byte, and every result of the council that was closed.
    reports = tree_of(demo_copy / "reports")
    assert len(reports) > 20
    assert tree_of(tmp_path / "restored" / "reports") == reports
    ours, theirs = without_hart(rows_of(restored)), without_hart(the_demo.tables)
    # Keys of results are stamped with the entry as at which they were brought up to date.
    compared = set(theirs) - {"result_keys"}
    assert {name: ours[name] for name in compared} == {name: theirs[name] for name in compared}


def test_work_goes_on_in_a_restored_folder(
    demo_copy: Path,
    tmp_path: Path,
    a_house: Callable[..., House],
    drop: Callable[..., Path],
    a_form: Callable[..., bytes],
) -> None:
    back_up(demo_copy, tmp_path / "backup")
    restore(tmp_path / "backup", tmp_path / "restored")
    assert "editions 2." in rebuild(tmp_path / "restored")
    house = a_house(home=tmp_path / "restored", now="2023-10-24T08:00")
    again = close_quarter(house, Q2)
    assert not any(one.is_new for one in (*again.closed.checked, *again.drafts))
    data = a_form("corporate-services", Manner())
    drop(house, "derbyshire", "corporate-services", "Q2.xlsx", data, when="2023-10-23T09:00")
    closed = close_quarter(house, Q2)
    assert [one.filename for one in closed.taken] == ["Q2.xlsx"]
    assert [draft.draft for draft in closed.drafts if draft.is_new] == [3]


def test_the_other_order_would_lose_what_the_ledger_names_and_is_refused(
    demo_copy: Path,
    tmp_path: Path,
    a_house: Callable[..., House],
    drop: Callable[..., Path],
    a_form: Callable[..., bytes],
) -> None:
    """Objects first, then a return comes, then the ledger: an entry without its bytes."""
    house = a_house(home=demo_copy, now="2023-10-26T09:00")
    (tmp_path / "restored").mkdir()
    subprocess.run(["cp", "-a", demo_copy / "objects", tmp_path / "restored"], check=True)
    data = a_form("corporate-services", Manner())
    drop(house, "derbyshire", "corporate-services", "Q2.xlsx", data, when="2023-10-25T09:00")
    (taken,) = receive(house, "derbyshire")
    assert taken.slot == Slot.parse(f"{Q2}.corporate-services")
    subprocess.run(["cp", "-a", demo_copy / "ledger", tmp_path / "restored"], check=True)
    ran = CliRunner().invoke(main, ["rebuild", "--home", str(tmp_path / "restored")])
    assert ran.exit_code == 1
    assert "restore it from a backup" in ran.output


def test_a_report_whose_kept_bytes_are_gone_is_said_before_anything_is_rebuilt(
    demo_copy: Path, a_house: Callable[..., House], rows_of: Callable[[House], Tables]
) -> None:
    house = a_house(home=demo_copy)
    before = rows_of(house)
    drafts = [entry.body for entry in entries(house) if isinstance(entry.body, Draft)]
    house.archive.path(drafts[0].files["index.html"]).unlink()
    ran = CliRunner().invoke(main, ["rebuild", "--home", str(demo_copy)])
    assert ran.exit_code == 1
    assert "restore it from a backup" in ran.output
    assert rows_of(a_house(home=demo_copy)) == before


def entries(house: House) -> list[Entry]:
    return house.entries("derbyshire")
