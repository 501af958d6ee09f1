"""The demonstration comes to the same on SQLite and on PostgreSQL, to the last row and byte."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from assets.steps.house import House
from pipelines import house as pipelines_house
from pipelines.cli import main
from pipelines.demo import play as playing
from pipelines.demo.play import Clock
from pipelines.house import build_house, rebuild_house
from pipelines.settings import Settings
from sources.archive import Archive
from sources.entries import Submission
from sources.ledger import Ledger, LedgerProblem
from tests import databases
from tests.postgres import Server

PlayedHome = Any  # built in conftest
RowsOf = Callable[[House], dict[str, list[tuple[Any, ...]]]]
TreeOf = Callable[[Path], dict[str, str]]


@pytest.fixture(scope="module")
def other(
    the_demo: PlayedHome, tmp_path_factory: pytest.TempPathFactory, own_server: Server
) -> Iterator[tuple[Path, Settings]]:
    """The demonstration, played on the database that the rest of the tests do not run on."""
    home = tmp_path_factory.mktemp("other") / "demo"
    on_server = databases.new_database(own_server.url)
    address = on_server if databases.SERVER is None else f"sqlite:///{home}/here.db"
    with pytest.MonkeyPatch.context() as patched:
        # An installation's own warehouse is not played in: nothing listens where this one is.
        patched.setattr(pipelines_house, "address_of", lambda given: given.warehouse or address)
        patched.setattr(playing, "fill_form", sent_before(the_demo))
        in_use = Settings(home, "postgresql://127.0.0.1:1/in-use", ())
        playing.play(in_use, "derbyshire", lambda words: None)
    yield home, Settings(home, address, ())
    databases.drop_database(on_server)


def sent_before(the_demo: PlayedHome) -> Callable[..., bytes]:
    """The same bytes again: a filled form carries the second in which it was saved."""
    filled: dict[str, list[bytes]] = {}
    for entry in Ledger(the_demo.home / "ledger").after("derbyshire", 0):
        if isinstance(entry.body, Submission):
            data = Archive(the_demo.home / "objects").get(entry.body.sha256)
            filled.setdefault(entry.subject, []).append(data)
    return lambda form, framework, slot, manner: filled[str(slot)].pop(0)


def house_of(settings: Settings) -> House:
    clock = Clock()
    clock.set("2023-10-24T08:00")
    return build_house(settings, clock)


def test_every_row_is_the_same(
    the_demo: PlayedHome, other: tuple[Path, Settings], rows_of: RowsOf
) -> None:
    rows = rows_of(house_of(other[1]))
    empty = {table for table, held in rows.items() if not held}
    # What Derbyshire's demonstration has none of.
    assert empty <= {"budget_lines", "risk_assessments", "waived_findings"}
    for table, held in the_demo.tables.items():
        assert rows[table] == held, table


def test_every_file_is_the_same(
    the_demo: PlayedHome, other: tuple[Path, Settings], tree_of: TreeOf
) -> None:
    ours, theirs = tree_of(the_demo.home), tree_of(other[0])
    for files in (ours, theirs):
        for name in ("warehouse.db", "here.db"):
            files.pop(name, None)
    assert len([name for name in ours if name.endswith("figures.html")]) > 2
    assert ours == theirs


def test_a_rebuild_gives_every_row_again_and_leaves_nothing_beside(
    other: tuple[Path, Settings], rows_of: RowsOf, tree_of: TreeOf
) -> None:
    home, settings = other
    before, files = rows_of(house_of(settings)), tree_of(home)
    files.pop("here.db", None)
    assert rebuild_house(settings).editions == 2
    after = rows_of(house_of(settings))
    assert after == before
    beside = tree_of(home)
    beside.pop("here.db", None)
    assert beside == files


def test_a_rebuild_that_breaks_off_leaves_the_old_results(
    other: tuple[Path, Settings], rows_of: RowsOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, settings = other
    before = rows_of(house_of(settings))
    monkeypatch.delattr("assets.steps.rebuild.index")
    with pytest.raises(NameError):
        rebuild_house(settings)
    assert rows_of(house_of(settings)) == before
    assert not list(home.glob("new-*"))


def test_a_ledger_that_lost_its_end_is_not_rebuilt_from(
    other: tuple[Path, Settings], rows_of: RowsOf
) -> None:
    home, settings = other
    house = house_of(settings)
    before = rows_of(house)
    last = sorted((home / "ledger" / "derbyshire").iterdir())[-1]
    kept = last.read_bytes()
    last.unlink()
    try:
        with pytest.raises(LedgerProblem, match="restore the ledger folder"):
            rebuild_house(settings)
    finally:
        last.write_bytes(kept)
    assert rows_of(house) == before


def test_a_command_says_in_one_line_that_the_warehouse_does_not_answer(
    other: tuple[Path, Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    home, _ = other
    monkeypatch.setenv("QUARTERDAY_WAREHOUSE", "postgresql://quarterday:secret@127.0.0.1:1/x")
    close = ["close", "--council", "derbyshire", "--period", "2023-24-Q2"]
    for command in (close, ["rebuild"], ["trace", "derbyshire.2023-24-Q2/asc-04/all/x/actual"]):
        ran = CliRunner().invoke(main, [*command, "--home", str(home)])
        assert ran.exit_code == 1
        (line,) = ran.output.splitlines()
        assert line.startswith("Error: The warehouse does not answer (")
        assert "secret" not in line
