"""A council belongs to one run at a time, on whichever machine; a lock ends with its holder."""

import multiprocessing
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import text

from sources.archive import Busy
from tests import databases
from warehouse import queries
from warehouse.engine import open_engine
from warehouse.problems import NewerResults, WarehouseProblem
from warehouse.rows import SubmittedText
from warehouse.store import Store

FRESH = multiprocessing.get_context("spawn")
SLOT = "hart.2014-15-Q1.table"


def keep(address: str, held: Any) -> None:
    with Store(open_engine(address)).alone("hart"):
        held.set()
        time.sleep(60)


def a_text(words: str) -> SubmittedText:
    return SubmittedText(SLOT, "hart", 1, "cs01", None, "commentary", words, "table", "O2")


def test_two_machines_do_not_work_on_one_council_at_once(own_database: str) -> None:
    """They share a database and nothing else: the lock in the home folder says nothing to them."""
    here, there = Store(open_engine(own_database)), Store(open_engine(own_database))
    with here.alone("hart"):
        waiting = there.alone("hart", patience_seconds=0.3)
        with pytest.raises(Busy, match=r"^Another run has been at work on hart for over "), waiting:
            raise AssertionError("two at once")
        with there.alone("derbyshire", patience_seconds=0):
            pass
    with there.alone("hart", patience_seconds=0):
        pass


def test_a_run_may_keep_many_councils(own_database: str) -> None:
    """A rebuild keeps them all, and still reads and writes."""
    store, other = Store(open_engine(own_database)), Store(open_engine(own_database))
    with ExitStack() as stack:
        for number in range(40):
            stack.enter_context(store.alone(f"council-{number}"))
        store.replace(SLOT, 1, "d", {"submitted_texts": [a_text("words")]})
        waiting = other.alone("council-7", patience_seconds=0.2)
        with pytest.raises(Busy), waiting:
            raise AssertionError("two at once")
    for number in range(40):
        with other.alone(f"council-{number}", patience_seconds=0):
            pass


def test_an_error_frees_the_council(own_database: str) -> None:
    here, there = Store(open_engine(own_database)), Store(open_engine(own_database))
    with pytest.raises(KeyError), here.alone("hart"):
        raise KeyError
    with there.alone("hart", patience_seconds=0):
        pass


def test_a_process_that_is_killed_holds_nothing_any_more(own_database: str) -> None:
    held = FRESH.Event()
    holder = FRESH.Process(target=keep, args=(own_database, held))
    holder.start()
    assert held.wait(60)
    store = Store(open_engine(own_database))
    with pytest.raises(Busy), store.alone("hart", patience_seconds=0.3):
        raise AssertionError("two at once")
    holder.kill()
    holder.join()
    with store.alone("hart", patience_seconds=10):
        pass


def test_a_run_whose_lock_was_cut_writes_nothing_more(own_database: str) -> None:
    """Its connection to write with is sound again at once; but another may hold the council now."""
    store, other = Store(open_engine(own_database)), Store(open_engine(own_database))
    with store.alone("hart"):
        store.replace(SLOT, 1, "d", {"submitted_texts": [a_text("before")]})
        databases.kill_connections(own_database)
        with other.alone("hart", patience_seconds=5):
            for _ in range(2):
                with pytest.raises(WarehouseProblem, match="nothing is lost"):
                    store.replace(SLOT, 1, "d", {"submitted_texts": [a_text("after")]})
    with store.alone("hart", patience_seconds=0):
        store.replace(SLOT, 1, "d", {"submitted_texts": [a_text("again")]})


def test_a_lock_leaves_no_transaction_open(own_database: str) -> None:
    """An open one would keep the server from tidying up for as long as a close takes."""
    store = Store(open_engine(own_database))
    asked = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND state LIKE 'idle in transaction%'"
    )
    with store.alone("hart"), store.engine.connect() as connection:
        assert connection.execute(asked).scalar() == 0


@pytest.mark.parametrize("kind", ["on_sqlite", "on_postgres"])
def test_of_many_results_for_a_key_the_newest_stands(
    kind: str, request: pytest.FixtureRequest
) -> None:
    """Eight writers race, each with results of its own ledger entry; the older are refused."""
    store: Store = request.getfixturevalue(kind)
    address = str(store.engine.url.render_as_string(hide_password=False))
    start = Barrier(8)

    def write(number: int) -> list[bool]:
        own = Store(open_engine(address))
        written = []
        for turn in range(5):
            seq = turn * 8 + number + 1
            start.wait()
            try:
                own.replace(SLOT, seq, str(seq), {"submitted_texts": [a_text(str(seq))] * 3})
                written.append(True)
            except NewerResults:
                written.append(False)
        own.engine.dispose()
        return written

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(write, range(8)))
    assert outcomes[7] == [True] * 5, "the newest of each turn is never refused"
    held = queries.result_key(store.engine, SLOT)
    assert held is not None
    assert (held.seq, held.digest) == (40, "40")
    assert queries.council_texts(store.engine, "hart", 9) == [a_text("40")] * 3


def test_what_is_replaced_whole_waits_for_writers_and_they_for_it(
    on_postgres: Store, own_database: str, tmp_path: Path
) -> None:
    fresh = Store(open_engine(f"sqlite:///{tmp_path / 'fresh.db'}"))
    fresh.replace(SLOT, 9, "whole", {"submitted_texts": [a_text("whole")]})
    other = Store(open_engine(own_database))
    with ThreadPoolExecutor(1) as pool:
        with on_postgres._writing(SLOT):
            waiting = pool.submit(other.take_over, fresh)
            time.sleep(0.5)
            assert not waiting.done()
        waiting.result(timeout=10)
    with pytest.raises(NewerResults):
        on_postgres.replace(SLOT, 8, "older", {"submitted_texts": [a_text("older")]})
