"""Warehouses on both databases, side by side, whatever the rest of the tests run on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import databases
from tests.postgres import Server
from warehouse.engine import open_engine, sqlite_url
from warehouse.store import Store


@pytest.fixture
def on_sqlite(tmp_path: Path) -> Iterator[Store]:
    engine = open_engine(sqlite_url(tmp_path / "beside.db"))
    yield Store(engine)
    engine.dispose()


@pytest.fixture
def own_database(own_server: Server) -> Iterator[str]:
    """The address of a migrated database on a server of one's own."""
    address = databases.new_database(own_server.url, databases.migrated(own_server.url))
    yield address
    databases.drop_database(address)


@pytest.fixture
def on_postgres(own_database: str) -> Iterator[Store]:
    engine = open_engine(own_database)
    yield Store(engine)
    engine.dispose()
