"""Who may write when: locks that the database itself holds, and frees when a process dies.

SQLite has one writer at a time, and that is enough. PostgreSQL has many: a writer takes advisory
locks by name, which cost no row and cannot be forgotten, for they end with their transaction, or,
for the work on a council, with their session.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

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
    """The councils that this process works on alone, among all that share the database.

    However many they are, one connection keeps them.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._keeper: Connection | None = None
        self._held: set[str] = set()

    @contextmanager
    def hold(self, council: str, patience_seconds: float = PATIENCE_SECONDS) -> Iterator[None]:
        """Wait for a council and keep it. Raises Busy, as the lock in the home folder does."""
        self.check()
        number = lock_number(f"work on {council}")
        # No transaction stays open behind a lock that may be held for minutes.
        keeper = self._keeper = self._keeper or self._engine.connect().execution_options(
            isolation_level="AUTOCOMMIT"
        )
        try:
            wait_for(
                lambda: bool(_take(keeper, "pg_try_advisory_lock", number)),
                council,
                patience_seconds,
            )
            self._held.add(council)
            yield
        finally:
            self._let_go(keeper, council, number)

    def check(self) -> None:
        """Raises WarehouseProblem if the connection was cut: others may have the councils now."""
        if self._keeper is None:
            return
        if self._keeper.invalidated:
            raise WarehouseProblem(
                f"The connection that kept {' and '.join(sorted(self._held))} to this run was cut: "
                "nothing is lost; run the same command again."
            )
        self._keeper.execute(text("SELECT 1"))

    def _let_go(self, keeper: Connection, council: str, number: int) -> None:
        # With a connection that is gone, its locks are gone too.
        with suppress(WarehouseProblem):
            if council in self._held and not keeper.invalidated:
                _take(keeper, "pg_advisory_unlock", number)
        self._held.discard(council)
        if not self._held:
            self._keeper = None
            keeper.close()


def _take(connection: Connection, function: str, number: int) -> object:
    return connection.execute(text(f"SELECT {function}(:number)"), {"number": number}).scalar()
