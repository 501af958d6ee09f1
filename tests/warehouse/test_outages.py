"""A database that does not answer, or will not, is one plain sentence, and loses nothing by it."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import event, text

from tests import databases
from tests.postgres import PASSWORD, Server
from warehouse import queries, sqlite
from warehouse.engine import open_engine, sqlite_url
from warehouse.problems import WarehouseProblem
from warehouse.rows import SubmittedText
from warehouse.store import Store

SLOT = "hart.2014-15-Q1.table"


def a_text(words: str) -> SubmittedText:
    return SubmittedText(SLOT, "hart", 1, "cs01", None, "commentary", words, "table", "O2")


def write(store: Store, words: str = "new", seq: int = 2) -> None:
    store.replace(SLOT, seq, words, {"submitted_texts": [a_text(words)]})


def held(store: Store) -> list[str]:
    return [row.text for row in queries.council_texts(store.engine, "hart", 9)]


def refused(work: Callable[[], object]) -> str:
    """The sentence that a person reads."""
    with pytest.raises(WarehouseProblem) as problem:
        work()
    said = str(problem.value)
    assert "\n" not in said
    assert said.endswith(".")
    assert PASSWORD not in said
    return said


WRONG_ADDRESSES: dict[str, tuple[str, str, str]] = {
    "a wrong password": (PASSWORD, "wrong", "password authentication failed"),
    "an unknown user": ("quarterday:", "nobody:", "password authentication failed"),
    "an unknown database": ("/postgres", "/nowhere", 'database "nowhere" does not exist'),
}


@pytest.mark.parametrize("case", WRONG_ADDRESSES)
def test_a_wrong_address_is_said_in_one_sentence(own_server: Server, case: str) -> None:
    right, wrong, cause = WRONG_ADDRESSES[case]
    said = refused(lambda: open_engine(own_server.url.replace(right, wrong)))
    assert said.startswith("The warehouse does not answer (")
    assert cause in said
    assert "QUARTERDAY_WAREHOUSE" in said


@pytest.mark.parametrize(
    "address", ["postgresql://127.0.0.1:1/x", "postgres://127.0.0.1:1/x", "mysql://x/y", "x", ""]
)
def test_an_address_where_nothing_is_or_of_another_kind_is_said_in_one_sentence(
    address: str,
) -> None:
    said = refused(lambda: open_engine(address))
    assert ("does not answer" if "postgres" in address else "write it like") in said


def test_a_driver_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "psycopg2", None)
    said = refused(lambda: open_engine("postgresql://127.0.0.1:1/x"))
    assert "pip install 'quarterday[postgres]'" in said


def test_a_server_that_is_stopped_and_started_again_has_lost_nothing(
    own_server: Server, on_postgres: Store
) -> None:
    write(on_postgres, "old", 1)
    own_server.stop()
    try:
        for work in (
            lambda: write(on_postgres),
            lambda: held(on_postgres),
            lambda: on_postgres.alone("hart").__enter__(),
        ):
            assert refused(work).startswith("The warehouse does not answer (")
    finally:
        own_server.start()
    assert held(on_postgres) == ["old"]
    write(on_postgres)
    assert held(on_postgres) == ["new"]


KILLED, STOPPED = "killed by the administrator", "server stopped"


@pytest.mark.parametrize(
    ("statement", "manner"), [*((n, KILLED) for n in range(7)), (3, STOPPED), (6, STOPPED)]
)
def test_a_replacement_that_is_cut_at_any_statement_is_undone(
    own_server: Server, own_database: str, statement: int, manner: str
) -> None:
    store = Store(open_engine(own_database))
    write(store, "old", 1)
    seen = []

    def cut(*_: object) -> None:
        seen.append(1)
        if len(seen) == statement + 1:
            if manner == STOPPED:
                own_server.stop()
            else:
                databases.kill_connections(own_database)

    event.listen(store.engine, "before_cursor_execute", cut)
    try:
        assert refused(lambda: write(store)).startswith("The warehouse does not answer (")
    finally:
        if manner == STOPPED:
            own_server.start()
    event.remove(store.engine, "before_cursor_execute", cut)
    assert held(store) == ["old"]
    write(store)
    assert held(store) == ["new"]


def test_a_user_who_may_not_make_tables_is_told_so(own_server: Server) -> None:
    address = databases.new_database(own_server.url)
    with databases.maintenance(address) as cursor:
        cursor.execute("CREATE ROLE reader LOGIN PASSWORD 'of-no-worth'")
    try:
        said = refused(lambda: open_engine(address.replace("quarterday:", "reader:")))
    finally:
        databases.drop_database(address)
        with databases.maintenance(own_server.url) as cursor:
            cursor.execute("DROP ROLE reader")
    assert said.startswith("The warehouse may not be written to (permission denied for schema")


def test_a_database_that_is_for_reading_only_is_told_so(own_database: str) -> None:
    """As a standby is."""
    store = Store(open_engine(f"{own_database}?options=-cdefault_transaction_read_only%3Don"))
    said = refused(lambda: write(store))
    assert said.startswith("The warehouse may not be written to (cannot execute")


def test_a_database_that_cannot_hold_every_character_is_refused(own_server: Server) -> None:
    with databases.maintenance(own_server.url) as cursor:
        cursor.execute(
            "CREATE DATABASE narrow ENCODING 'LATIN1' TEMPLATE template0 "
            "LOCALE_PROVIDER libc LC_COLLATE 'C' LC_CTYPE 'C'"
        )
    try:
        said = refused(lambda: open_engine(databases.at(own_server.url, "narrow")))
    finally:
        databases.drop_database(databases.at(own_server.url, "narrow"))
    assert "keeps text as LATIN1" in said


def test_sqlite_locked_for_longer_than_the_patience(
    on_sqlite: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(on_sqlite, "old", 1)
    other = sqlite3.connect(str(on_sqlite.engine.url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with on_sqlite.engine.connect() as connection:
        connection.execute(text("PRAGMA busy_timeout=100"))
    said = refused(lambda: write(on_sqlite))
    assert said.startswith("Another run was at work on the same part of the warehouse")
    other.execute("ROLLBACK")
    other.close()
    write(on_sqlite)
    assert held(on_sqlite) == ["new"]


def test_sqlite_that_may_only_be_read(on_sqlite: Store) -> None:
    write(on_sqlite, "old", 1)
    # Root may write to any file; a connection for reading only meets the same refusal.
    with on_sqlite.engine.connect() as connection:
        connection.execute(text("PRAGMA query_only=1"))
    said = refused(lambda: write(on_sqlite))
    assert said.startswith("The warehouse may not be written to (attempt to write a readonly")
    assert held(on_sqlite) == ["old"]


def test_sqlite_on_a_full_disk(on_sqlite: Store) -> None:
    write(on_sqlite, "old", 1)
    with on_sqlite.engine.connect() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar()
        connection.execute(text(f"PRAGMA max_page_count={pages}"))
    said = refused(lambda: write(on_sqlite, "x" * 5_000_000))
    assert said.startswith("The warehouse has no room left (database or disk is full)")
    assert held(on_sqlite) == ["old"]


def test_sqlite_in_a_folder_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    said = refused(lambda: open_engine(sqlite_url(tmp_path / "file" / "warehouse.db")))
    assert said.startswith("The warehouse cannot be opened (unable to open database file)")


def test_sqlite_whose_folder_went_away(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    store = Store(open_engine(sqlite_url(tmp_path / "folder" / "warehouse.db")))
    store.engine.dispose()
    (tmp_path / "folder").rename(tmp_path / "elsewhere")
    said = refused(lambda: held(store))
    assert said.startswith("The warehouse cannot be opened (unable to open database file)")


def test_patience_is_half_a_minute() -> None:
    assert "busy_timeout=30000" in Path(sqlite.__file__).read_text(encoding="utf-8")
