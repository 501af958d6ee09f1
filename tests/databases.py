"""Databases for tests, on the PostgreSQL server that QUARTERDAY_TEST_POSTGRES names, if any.

Every home folder has a database of its own. Its name stands in the file that would be the embedded
database, so that whoever deletes a home or its warehouse deletes what it held.
"""

import hashlib
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pipelines import house
from pipelines.settings import Settings
from sources.archive import write_new
from warehouse.engine import open_engine

SERVER = os.environ.get("QUARTERDAY_TEST_POSTGRES")
MIGRATIONS = Path(__file__).parents[1] / "warehouse" / "migrations" / "versions"
_embedded_address = house.address_of


def at(server: str, database: str) -> str:
    return f"{server.rpartition('/')[0]}/{database}"


@contextmanager
def maintenance(server: str) -> Iterator[Any]:
    """A cursor on the maintenance database, for what cannot be done within a transaction."""
    import psycopg2

    connection = psycopg2.connect(server.replace("+psycopg2", ""))
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()


def new_database(server: str, template: str = "template1") -> str:
    """The address of a database of one's own."""
    name = f"quarterday_{uuid.uuid4().hex}"
    with maintenance(server) as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return at(server, name)


def drop_database(address: str) -> None:
    server, _, name = address.rpartition("/")
    with maintenance(f"{server}/postgres") as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def kill_connections(address: str) -> None:
    """Cut every connection to a database, as an administrator would."""
    server, _, name = address.rpartition("/")
    with maintenance(f"{server}/postgres") as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,)
        )


def migrated(server: str) -> str:
    """A database with the newest tables, to make others from; made once on a server."""
    digest = hashlib.sha256(b"".join(p.read_bytes() for p in sorted(MIGRATIONS.glob("*.py"))))
    name = f"quarterday_template_{digest.hexdigest()[:12]}"
    with maintenance(server) as cursor:
        cursor.execute("SELECT pg_advisory_lock(1)")
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,))
        if cursor.fetchone() is None:
            cursor.execute(f'CREATE DATABASE "{name}_new"')
            open_engine(at(server, f"{name}_new")).dispose()
            cursor.execute(f'ALTER DATABASE "{name}_new" RENAME TO "{name}"')
    return name


def new_warehouse(folder: Path) -> str:
    """The address of an empty warehouse: on the server, if tests have one, else in a folder."""
    if SERVER is None:
        return f"sqlite:///{folder}/warehouse-{uuid.uuid4().hex}.db"
    return new_database(SERVER, migrated(SERVER))


def address_of(settings: Settings) -> str:
    """Stands in for `pipelines.house.address_of` where tests have a server."""
    if settings.warehouse is not None or SERVER is None:
        return _embedded_address(settings)
    mark = settings.home / house.DATABASE
    if not mark.exists():
        made = new_database(SERVER, migrated(SERVER))
        settings.home.mkdir(parents=True, exist_ok=True)
        if not write_new(mark, f"{made}\n{mark}\n".encode()):
            drop_database(made)
    address, place = mark.read_text(encoding="utf-8").splitlines()
    assert place == str(mark), "copy a home with the fixture copy_home: it copies the database too"
    return address


def copy_home(home: Path, to: Path) -> Path:
    """A copy of a home folder, and of its database."""
    shutil.copytree(home, to)
    mark = to / house.DATABASE
    if SERVER is not None and mark.exists():
        name = mark.read_text(encoding="utf-8").splitlines()[0].rpartition("/")[2]
        # A database that someone is connected to cannot be copied.
        kill_connections(at(SERVER, name))
        mark.unlink()
        mark.write_text(f"{new_database(SERVER, name)}\n{mark}\n", encoding="utf-8")
    return to


def environment_of(home: Path) -> dict[str, str]:
    """What a command in a process of its own needs to find the home's warehouse."""
    if SERVER is None:
        return dict(os.environ)
    address = address_of(Settings(home, None, ()))
    return {**os.environ, "QUARTERDAY_WAREHOUSE": address}


def forget(folder: Path) -> None:
    """Drop the databases of the homes under a folder."""
    if SERVER is not None:
        for mark in folder.rglob(house.DATABASE):
            # A command that was started without `environment_of` has made a file of SQLite's.
            first = mark.read_bytes()[:200].partition(b"\n")[0]
            if first.startswith(b"postgresql://"):
                drop_database(first.decode())
