"""The only writer: a key's results are replaced whole, in one transaction, or not at all.

Rows are taken as they are; computing them happens before, outside the lock.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, Table, delete, insert, select

from sources.archive import PATIENCE_SECONDS
from sources.entries import Entry
from sources.ledger import Ledger
from warehouse import postgresql, sqlite, tables
from warehouse.fitting import fitted
from warehouse.locks import CouncilLocks, writing
from warehouse.postgresql import insert_rows
from warehouse.problems import NewerResults
from warehouse.rows import EntryRow, JobRun, ResultKey

# By which column each result table is replaced.
KEYED_BY: dict[str, str] = {
    "submitted_values": "slot",
    "submitted_texts": "slot",
    "budget_lines": "slot",
    "risk_assessments": "slot",
    "submitted_benchmarks": "slot",
    "return_sheets": "slot",
    "return_findings": "slot",
    "check_runs": "slot",
    "measure_ratings": "close",
    "action_ratings": "close",
    "measure_forecasts": "close",
    "measure_trends": "close",
    "council_findings": "close",
    "waived_findings": "close",
    "return_statuses": "close",
    "scorecards": "close",
    "return_states": "close",
    "measure_benchmarks": "close",
    "closes": "close",
    "report_editions": "edition",
}
_AT_ONCE = 10_000


class Store:
    """Writes to one warehouse."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._councils = CouncilLocks(engine)

    @contextmanager
    def alone(self, council: str, patience_seconds: float = PATIENCE_SECONDS) -> Iterator[None]:
        """Work on a council alone among all machines that share the database. Raises Busy.

        An embedded database is shared by no other machine: there the lock in the home folder does.
        """
        if self.engine.dialect.name == "postgresql":
            with self._councils.hold(council, patience_seconds):
                yield
        else:
            # A rebuild may have put a new file in place while this run waited.
            self.engine.dispose()
            yield

    def replace(
        self, key: str, seq: int, digest: str, results: Mapping[str, Sequence[Any]]
    ) -> None:
        """Replace a key's rows in every table named, and note what they were computed from.

        Raises NewerResults, with nothing changed, when the key's stored seq is later than `seq`.
        """
        with self._writing(key) as connection:
            held = connection.execute(
                select(tables.result_keys.c.seq).where(tables.result_keys.c.key == key)
            ).scalar()
            if held is not None and held > seq:
                raise NewerResults(
                    f"{key} already holds results from ledger entry {held}, later than {seq}: "
                    "run the step again."
                )
            for name, rows in results.items():
                table = tables.metadata.tables[name]
                connection.execute(delete(table).where(table.c[KEYED_BY[name]] == key))
                _insert(connection, table, fitted(table, rows))
            keys = tables.result_keys
            connection.execute(delete(keys).where(keys.c.key == key))
            _insert(connection, keys, fitted(keys, [ResultKey(key, seq, digest)]))

    def sync(self, ledger: Ledger, council: str) -> None:
        """Bring the index of a council's entries up to date with its ledger files."""
        table = tables.entries
        with self.engine.connect() as connection:
            last = connection.execute(
                select(table.c.entry)
                .where(table.c.council == council)
                .order_by(table.c.seq.desc())
                .limit(1)
            ).scalar()
        known = Entry.from_json(last) if last else None
        fresh = list(
            ledger.after(council, known.seq if known else 0, known.hash if known else None)
        )
        if not fresh:
            return
        with self._writing(f"entries of {council}") as connection:
            held = set(
                connection.execute(
                    select(table.c.seq).where(
                        table.c.council == council, table.c.seq >= fresh[0].seq
                    )
                ).scalars()
            )
            rows = [
                EntryRow(e.council, e.seq, e.kind.value, e.subject, e.to_json().decode())
                for e in fresh
                if e.seq not in held
            ]
            _insert(connection, table, fitted(table, rows))

    def note(self, run: JobRun) -> None:
        """Keep how a job ended for a key, in place of what was known of it."""
        table = tables.job_runs
        with self.engine.connect() as connection:
            mine = select(table).where(table.c.job == run.job, table.c.key == run.key)
            held = connection.execute(mine).mappings().first()
        if held is not None and JobRun(**held) == run:
            return
        with self._writing(f"{run.job} {run.key}") as connection:
            connection.execute(delete(table).where(table.c.job == run.job, table.c.key == run.key))
            _insert(connection, table, fitted(table, [run]))

    def empty(self) -> None:
        """Remove every row. Only `rebuild` has a use for this."""
        with self._writing() as connection:
            for table in tables.metadata.tables.values():
                connection.execute(delete(table))

    def sweep(self) -> None:
        """Leave nothing of deleted rows in the database's files, as far as it can be asked to."""
        if self.engine.dialect.name == "postgresql":
            postgresql.sweep(self.engine)
        else:
            sqlite.sweep(self.engine)

    def take_over(self, other: "Store") -> None:
        """Put another warehouse's rows in place of all that is here, in one transaction.

        Readers see all the old rows or all the new ones; whoever writes waits.
        """
        with other.engine.connect() as source, self._writing() as connection:
            for table in tables.metadata.tables.values():
                connection.execute(delete(table))
                for part in source.execute(select(table)).mappings().partitions(_AT_ONCE):
                    _insert(connection, table, [dict(row) for row in part])

    @contextmanager
    def _writing(self, name: str | None = None) -> Iterator[Connection]:
        self._councils.check()
        with writing(self.engine, name) as connection:
            yield connection


def _insert(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        insert_rows(connection, table, rows)
    else:
        connection.execute(insert(table), rows)
