"""What an embedded warehouse needs of SQLite: many readers, one patient writer at a time."""

from pathlib import Path

from sqlalchemy import Engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError


def sqlite_url(path: Path) -> URL:
    return URL.create("sqlite", database=str(path))


def file_of(address: str) -> Path | None:
    """The file that an address names; None if the warehouse is no file of its own."""
    try:
        url = make_url(address)
    except ArgumentError:
        return None
    is_file = url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:")
    return Path(url.database) if is_file and url.database else None


def sweep(engine: Engine) -> None:
    """Write the file anew without the rows that were deleted; till then it still holds them."""
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        for statement in ("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
            cursor.execute(statement).fetchall()
    finally:
        connection.close()


def tune(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _on_connect(connection, _record) -> None:  # type: ignore[no-untyped-def]
        # The driver would begin transactions by itself, and too late: we begin them ourselves.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA busy_timeout=30000")
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=NORMAL")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _on_begin(connection) -> None:  # type: ignore[no-untyped-def]
        # Taking the write lock at once keeps two writers from both reading, then one failing.
        mode = connection.get_execution_options().get("begin", "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {mode}")
