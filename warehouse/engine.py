"""Opening the warehouse: engine settings and migrations to the newest schema.

URLs come from settings. Reading and writing rows is `store` and `queries`.
"""

from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from warehouse import outages, postgresql, sqlite
from warehouse.locks import writing
from warehouse.problems import WarehouseProblem
from warehouse.sqlite import sqlite_url

__all__ = ["open_engine", "sqlite_url", "upgrade"]

_NO_ADDRESS = (
    "The warehouse's address is none that can be used here: write it like "
    "sqlite:////folder/warehouse.db or postgresql://user:password@host/database, or leave "
    "QUARTERDAY_WAREHOUSE out."
)
_NO_DRIVER = (
    "The warehouse is on PostgreSQL, and what speaks to it is not installed: run "
    "pip install 'quarterday[postgres]'."
)


def open_engine(url: URL | str) -> Engine:
    """An engine on a warehouse whose schema is up to date."""
    engine = _engine(url)
    outages.say_plainly(engine)
    try:
        upgrade(engine)
    except SQLAlchemyError as error:
        cause = outages.cause_of(getattr(error, "orig", None) or error)
        raise WarehouseProblem(
            f"The warehouse cannot be opened ({cause}): check its address and that its folder may "
            "be written to. A damaged one is made anew by 'quarterday rebuild'."
        ) from error
    return engine


def _engine(address: URL | str) -> Engine:
    try:
        url = make_url(address)
    except ArgumentError:
        raise WarehouseProblem(_NO_ADDRESS) from None
    # The driver's name may stand in the address, as it has to for Dagster's own storage.
    backend = url.drivername.partition("+")[0]
    if backend == "sqlite":
        engine = create_engine(url)
        sqlite.tune(engine)
        return engine
    if backend not in ("postgresql", "postgres"):
        raise WarehouseProblem(_NO_ADDRESS)
    try:
        url = postgresql.with_driver(url)
        engine = create_engine(url, **postgresql.engine_options(url))
    except ImportError:
        raise WarehouseProblem(_NO_DRIVER) from None
    postgresql.tune(engine)
    return engine


def upgrade(engine: Engine) -> None:
    """Bring the schema to the newest version; nothing happens when it is."""
    from alembic import command
    from alembic.config import Config

    with engine.connect() as connection:
        if not needs_upgrade(connection):
            return
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    # The lock is taken first, so that of several processes one upgrades and the rest see it.
    with writing(engine, "migrations") as connection:
        if needs_upgrade(connection):
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


def needs_upgrade(connection: Connection) -> bool:
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    context = MigrationContext.configure(connection)
    head = ScriptDirectory(str(Path(__file__).parent / "migrations")).get_current_head()
    return context.get_current_revision() != head
