"""Opening the warehouse: engine settings and migrations to the newest schema.

URLs come from settings. Reading and writing rows is `store` and `queries`.
"""

from pathlib import Path

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from warehouse.problems import WarehouseProblem


def sqlite_url(path: Path) -> URL:
    return URL.create("sqlite", database=str(path))


def open_engine(url: URL | str) -> Engine:
    """An engine on a warehouse whose schema is up to date."""
    try:
        engine = create_engine(url)
    except (ArgumentError, ImportError):
        raise WarehouseProblem(
            "The warehouse's address is none that can be used here: write it like "
            "sqlite:////folder/warehouse.db, or leave QUARTERDAY_WAREHOUSE out."
        ) from None
    if engine.dialect.name == "sqlite":
        _tune_sqlite(engine)
    try:
        upgrade(engine)
    except SQLAlchemyError as error:
        cause = str(getattr(error, "orig", error)).splitlines()[0]
        raise WarehouseProblem(
            f"The warehouse cannot be opened ({cause}): check its address and that its folder may "
            "be written to. A damaged one is made anew by 'quarterday rebuild'."
        ) from error
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
    # The write lock is taken first, so that of several processes one upgrades and the rest see it.
    with (
        engine.connect().execution_options(begin="IMMEDIATE") as connection,
        connection.begin(),
    ):
        if needs_upgrade(connection):
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


def needs_upgrade(connection: object) -> bool:
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    context = MigrationContext.configure(connection)  # type: ignore[arg-type]  # any Connection
    head = ScriptDirectory(str(Path(__file__).parent / "migrations")).get_current_head()
    return context.get_current_revision() != head


def _tune_sqlite(engine: Engine) -> None:
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
