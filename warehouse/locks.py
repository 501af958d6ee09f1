"""Who may write when: locks that the database itself holds, and frees when a process dies.

SQLite has one writer at a time, and that is enough. PostgreSQL has many: a writer takes advisory
locks by name, which cost no row and cannot be forgotten, for they end with their transaction, or,
for the work on a council, with their session.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

from sqlalchemy import Connection, Engine, text

from sources.archive import PATIENCE_SECONDS, wait_for
from warehouse.postgresql import lock_number
from warehouse.problems import WarehouseProblem

# Held together with others by all who write, and alone by who replaces everything.
_WHOLE = lock_number("the whole warehouse")


@contextmanager
def writing(engine: Engine, name: str | None = None) -> Iterator[Connection]:
    """One transaction that writes what `name` stands for; without a name, everything.

    On PostgreSQL a second writer of the same waits here and then sees what the first one wrote, for
    the lock is the transaction's first statement and every later one looks anew.
    """
    with (
        engine.connect().execution_options(begin="IMMEDIATE") as connection,
        connection.begin(),
    ):
        if engine.dialect.name == "postgresql":
            if name is None:
                _take(connection, "pg_advisory_xact_lock", _WHOLE)
            else:
                _take(connection, "pg_advisory_xact_lock_shared", _WHOLE)
                _take(connection, "pg_advisory_xact_lock", lock_number(name))
        yield connection


class CouncilLocks:
    """The councils that this process works on alone, among all that share the database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._held: dict[str, Connection] = {}

    @contextmanager
    def hold(self, council: str, patience_seconds: float = PATIENCE_SECONDS) -> Iterator[None]:
        """Wait for a council and keep it. Raises Busy, as the lock in the home folder does."""
        number = lock_number(f"work on {council}")
        with ExitStack() as stack:
            # No transaction stays open behind a lock that may be held for minutes.
            alone = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            connection = stack.enter_context(alone)
            wait_for(
                lambda: bool(_take(connection, "pg_try_advisory_lock", number)),
                council,
                patience_seconds,
            )
            stack.callback(self._let_go, council, number)
            self._held[council] = connection
            yield

    def check(self) -> None:
        """Raises WarehouseProblem if a lock was lost with its connection: others may have it."""
        for council, connection in self._held.items():
            if connection.invalidated:
                raise WarehouseProblem(
                    f"The connection that kept {council} to this run was cut: nothing is lost; run "
                    "the same command again."
                )
            connection.execute(text("SELECT 1"))

    def _let_go(self, council: str, number: int) -> None:
        connection = self._held.pop(council)
        # With a connection that is gone, its locks are gone too.
        with suppress(WarehouseProblem):
            if not connection.invalidated:
                _take(connection, "pg_advisory_unlock", number)


def _take(connection: Connection, function: str, number: int) -> object:
    return connection.execute(text(f"SELECT {function}(:number)"), {"number": number}).scalar()
