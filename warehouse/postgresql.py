"""What a team's warehouse needs of PostgreSQL: driver, settings, bulk inserts, advisory locks."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Engine, Table, event, text
from sqlalchemy.engine import URL

from warehouse.problems import WarehouseProblem

# A machine that is switched off is noticed within a minute or so, by it and by the server, and what
# it had locked comes free.
_KEEPALIVES = {"keepalives_idle": "30", "keepalives_interval": "10", "keepalives_count": "3"}
_ON_THE_SERVER = "; ".join(f"SET tcp_{name}={value}" for name, value in _KEEPALIVES.items())
_AT_ONCE = 10_000
_CONNECTING = {"connect_timeout": "20", "fallback_application_name": "quarterday", **_KEEPALIVES}


def sweep(engine: Engine) -> None:
    """Free the room of rows that were deleted; the server writes over it in time."""
    connection = engine.raw_connection()
    try:
        connection.driver_connection.autocommit = True  # type: ignore[union-attr]
        connection.cursor().execute("VACUUM")
        connection.driver_connection.autocommit = False  # type: ignore[union-attr]
    finally:
        connection.close()


def with_driver(url: URL) -> URL:
    """The address with the driver that is installed here, whichever SQLAlchemy would take."""
    return url.set(drivername="postgresql+psycopg2")


def engine_options(url: URL) -> dict[str, Any]:
    """How connections are made and kept: by commands of a second and by daemons of a month."""
    return {
        # A connection that was cut while it lay in the pool is replaced before it is used.
        "pool_pre_ping": True,
        "pool_recycle": 3600,
        # Each statement sees what was committed before it: so does one that waited for a lock.
        "isolation_level": "READ COMMITTED",
        "client_encoding": "utf8",
        "connect_args": {k: value for k, value in _CONNECTING.items() if k not in url.query},
    }


def tune(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _on_connect(connection, _record) -> None:  # type: ignore[no-untyped-def]
        encoding = connection.get_parameter_status("server_encoding")
        if encoding != "UTF8":
            raise WarehouseProblem(
                f"The warehouse's database keeps text as {encoding}, which cannot hold every "
                "character of a return: make one with CREATE DATABASE ... ENCODING 'UTF8' "
                "TEMPLATE template0 and name it in QUARTERDAY_WAREHOUSE."
            )
        with connection.cursor() as cursor:
            cursor.execute(_ON_THE_SERVER)
        connection.commit()


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert many rows as one text of JSON: six times as quick as thousands of VALUES.

    COPY would be a little quicker still, but its errors pass the engine by.
    """
    quote = connection.dialect.identifier_preparer.quote_identifier
    name, columns = quote(table.name), ", ".join(quote(column.name) for column in table.columns)
    statement = text(
        f"INSERT INTO {name} ({columns}) "
        f"SELECT {columns} FROM json_populate_recordset(NULL::{name}, :rows)"
    )
    for start in range(0, len(rows), _AT_ONCE):
        part = json.dumps(rows[start : start + _AT_ONCE], ensure_ascii=False)
        connection.execute(statement, {"rows": part})


def lock_number(name: str) -> int:
    """The number of 64 bits by which PostgreSQL knows a lock of ours."""
    digest = hashlib.sha256(f"quarterday {name}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)
