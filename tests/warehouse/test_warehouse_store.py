"""The store replaces a key's results whole or not at all, and loses nothing under many hands."""

import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import IntegrityError

from sources.entries import EntryKind, FrameworkVersion
from sources.ledger import Ledger
from sources.values import from_units, to_units
from warehouse import queries, tables
from warehouse.engine import open_engine, sqlite_url
from warehouse.problems import NewerResults, WarehouseProblem
from warehouse.rows import ReturnFinding, SubmittedText, SubmittedValue
from warehouse.store import Store

SLOT, OTHER = "hart.2014-15-Q1.table", "hart.2014-15-Q2.table"
THEN = datetime(2023, 10, 17, tzinfo=UTC)
FRESH = multiprocessing.get_context("spawn")


@pytest.fixture
def address(new_warehouse: Callable[[], str]) -> str:
    return new_warehouse()


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    engine = open_engine(address)
    yield Store(engine)
    engine.dispose()


def a_value(slot: str = SLOT, number: str = "95.9", **changes: Any) -> SubmittedValue:
    units, places = to_units(Decimal(number))
    value = SubmittedValue(
        slot=slot,
        council="hart",
        submission=1,
        measure="cs01",
        breakdown="all",
        period="2014-15-Q1",
        quantity="actual",
        units=units,
        places=places,
        unit="percent",
        absence=None,
        is_provisional=False,
        raw=number,
        sheet="table",
        cell="H2",
    )
    return replace(value, **changes)


def a_text(slot: str = SLOT) -> SubmittedText:
    return SubmittedText(slot, "hart", 1, "cs01", None, "commentary", "words", "table", "O2")


def a_finding(slot: str = SLOT) -> ReturnFinding:
    return ReturnFinding(
        slot=slot,
        rule="not-a-number",
        dimension="validity",
        severity="error",
        submission=1,
        measure="cs01",
        period=None,
        quantity="actual",
        sheet="table",
        cell="H2",
        raw="x",
        message="It is wrong.",
        mend="Mend it.",
    )


def everything(slot: str = SLOT, number: str = "95.9") -> dict[str, list[Any]]:
    return {
        "submitted_values": [a_value(slot, number)],
        "submitted_texts": [a_text(slot)],
        "return_findings": [a_finding(slot)],
    }


def dump(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    with engine.connect() as connection:
        return {
            name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for name, table in tables.metadata.tables.items()
        }


def values(store: Store, slot: str) -> list[SubmittedValue]:
    return [v for v in queries.council_values(store.engine, "hart", 99) if v.slot == slot]


def test_replacing_a_key_replaces_it_in_every_table_named(store: Store) -> None:
    store.replace(SLOT, 1, "first", everything())
    store.replace(SLOT, 2, "second", {**everything(number="80"), "return_findings": []})
    assert values(store, SLOT) == [a_value(number="80")]
    assert queries.council_texts(store.engine, "hart", 9) == [a_text()]
    assert queries.return_findings(store.engine, SLOT) == []
    held = queries.result_key(store.engine, SLOT)
    assert held is not None
    assert (held.seq, held.digest) == (2, "second")


def test_replacing_a_key_touches_no_other_key(store: Store) -> None:
    store.replace(OTHER, 1, "other", everything(OTHER))
    store.replace(f"{SLOT}s", 1, "longer", everything(f"{SLOT}s"))
    before = dump(store.engine)
    store.replace(SLOT, 3, "own", everything())
    store.replace(SLOT, 4, "own", {name: [] for name in everything()})
    after = dump(store.engine)
    after["result_keys"] = [row for row in after["result_keys"] if row[0] != SLOT]
    assert after == before


def test_a_replacement_that_fails_leaves_the_old_rows(store: Store) -> None:
    store.replace(SLOT, 1, "first", everything())
    before = dump(store.engine)
    broken = a_value(number="1", cell=None)
    with pytest.raises(IntegrityError):
        store.replace(
            SLOT, 2, "second", {"return_findings": [], "submitted_values": [a_value(), broken]}
        )
    assert dump(store.engine) == before


def test_results_of_an_older_entry_are_refused_with_nothing_changed(store: Store) -> None:
    store.replace(SLOT, 7, "newer", everything())
    before = dump(store.engine)
    with pytest.raises(NewerResults) as refusal:
        store.replace(SLOT, 6, "older", everything(number="1"))
    assert dump(store.engine) == before
    assert str(refusal.value) == (
        f"{SLOT} already holds results from ledger entry 7, later than 6: run the step again."
    )


def test_results_of_the_same_entry_may_be_written_again(store: Store) -> None:
    store.replace(SLOT, 7, "one", everything())
    before = dump(store.engine)
    store.replace(SLOT, 7, "one", everything())
    assert dump(store.engine) == before


@pytest.mark.parametrize(
    "number",
    [
        "0",
        "0.00",
        "-0.1",
        "999999999999999999",
        "-999999999999999999",
        "123456789012.345678",
        "0.000000000000000001",
        "9007199254740993",
        "100.10",
    ],
)
def test_a_number_comes_back_exactly_as_it_was_submitted(store: Store, number: str) -> None:
    store.replace(SLOT, 1, "d", {"submitted_values": [a_value(number=number)]})
    (held,) = values(store, SLOT)
    assert held.units is not None
    assert held.places is not None
    assert str(from_units(held.units, held.places)) == str(Decimal(number))


def some_entries(ledger: Ledger, count: int) -> None:
    for number in range(count):
        body = FrameworkVersion("ef" * 32, "01" * 32)
        ledger.append("hart", THEN, "team", EntryKind.FRAMEWORK, f"entry {number}", body)


def test_indexing_the_ledger_twice_is_indexing_it_once(store: Store, tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger")
    some_entries(ledger, 3)
    store.sync(ledger, "hart")
    before = dump(store.engine)
    store.sync(ledger, "hart")
    assert dump(store.engine) == before
    some_entries(ledger, 2)
    store.sync(ledger, "hart")
    assert queries.ledger_entries(store.engine, "hart") == list(ledger.after("hart", 0))
    assert queries.ledger_entries(store.engine, "derbyshire") == []


def test_emptying_removes_every_row(store: Store, tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger")
    some_entries(ledger, 1)
    store.sync(ledger, "hart")
    store.replace(SLOT, 1, "d", everything())
    store.empty()
    assert not any(dump(store.engine).values())


def test_threads_writing_at_once_lose_nothing(store: Store, tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger")
    some_entries(ledger, 8)
    start = Barrier(8)

    def work(number: int) -> None:
        start.wait()
        store.sync(ledger, "hart")
        for turn in range(10):
            slot = f"hart.2014-15-Q1.return-{number}"
            store.replace(slot, turn + 1, str(turn), everything(slot, str(turn)))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    assert len(queries.ledger_entries(store.engine, "hart")) == 8
    for number in range(8):
        slot = f"hart.2014-15-Q1.return-{number}"
        assert values(store, slot) == [a_value(slot, "9")]


def write_many(address: str, name: str) -> None:
    store = Store(open_engine(address))
    for number in range(40):
        slot = f"hart.2014-15-Q1.{name}-{number}"
        store.replace(slot, 1, "d", everything(slot))
        store.replace(SLOT, 1, name, {"submitted_values": [a_value(), a_value(cell="H3")]})


def open_new(address: str, start: Any) -> None:
    import alembic.command  # noqa: F401  # so that all are ready before they start

    start.wait()
    open_engine(address)


def in_processes(work: Callable[..., None], address: str, *given: Any) -> list[int | None]:
    """Run `work` once for each of `given`, all at once in fresh processes; their exit codes."""
    started = [FRESH.Process(target=work, args=(address, one)) for one in given]
    for process in started:
        process.start()
    for process in started:
        process.join(180)
    return [process.exitcode for process in started]


def test_processes_writing_at_once_lose_nothing(store: Store, address: str) -> None:
    assert in_processes(write_many, address, "a", "b") == [0, 0]
    with store.engine.connect() as connection:
        count = connection.execute(select(func.count()).select_from(tables.submitted_values))
        assert count.scalar() == 2 * 40 + 2


def test_processes_may_open_a_new_warehouse_at_once(an_empty_database: str) -> None:
    """A schedule's first ticks do: whoever comes second waits and finds the tables made."""
    start = FRESH.Barrier(4)
    assert in_processes(open_new, an_empty_database, *[start] * 4) == [0, 0, 0, 0]


def test_a_damaged_warehouse_is_said_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.db"
    path.write_bytes(b"no database" * 1000)
    with pytest.raises(WarehouseProblem) as problem:
        open_engine(sqlite_url(path))
    said = str(problem.value)
    assert said.startswith("The warehouse cannot be opened (file is not a database)")
    assert "\n" not in said
