"""Named reads: each returns records of `rows`, in a stated order.

No other module selects from a table.
"""

from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import (
    Engine,
    Select,
    String,
    Table,
    UnaryExpression,
    collate,
    func,
    nulls_first,
    select,
    tuple_,
)

from sources.entries import Entry
from sources.framework.breakdowns import WHOLE
from warehouse import (
    benchmark_rows,
    forecast_rows,
    other_rows,
    rows,
    scorecard_rows,
    state_rows,
    tables,
    trend_rows,
)

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_Row = TypeVar("_Row", bound="DataclassInstance")


def ledger_entries(engine: Engine, council: str) -> list[Entry]:
    """A council's entries in order, from the index."""
    table = tables.entries
    query = select(table.c.entry).where(table.c.council == council).order_by(table.c.seq)
    with engine.connect() as connection:
        return [Entry.from_json(text) for text in connection.execute(query).scalars()]


def entry_rows(engine: Engine, council: str) -> list[rows.EntryRow]:
    """The index of a council's entries as it is stored, in order."""
    found = _where(engine, tables.entries, rows.EntryRow, council=council)
    return sorted(found, key=lambda row: row.seq)


def last_entries(engine: Engine) -> dict[str, Entry]:
    """Each council's last entry that the index knows."""
    table = tables.entries
    newest = select(table.c.council, func.max(table.c.seq)).group_by(table.c.council)
    query = select(table.c.entry).where(tuple_(table.c.council, table.c.seq).in_(newest))
    with engine.connect() as connection:
        found = [Entry.from_json(text) for text in connection.execute(query).scalars()]
    return {entry.council: entry for entry in found}


def result_key(engine: Engine, key: str) -> rows.ResultKey | None:
    """What a key's results were computed from; None if it has none."""
    found = _where(engine, tables.result_keys, rows.ResultKey, key=key)
    return found[0] if found else None


def result_keys(engine: Engine, council: str) -> list[rows.ResultKey]:
    """What each of a council's keys was computed from."""
    table = tables.result_keys
    query = select(table).where(table.c.key.startswith(f"{council}.", autoescape=True))
    return _records(engine, query.order_by(*_in_order(engine, table, "key")), rows.ResultKey)


def job_runs(engine: Engine, council: str) -> list[rows.JobRun]:
    """When each of a council's jobs last ended well, and what failed since."""
    return _where(engine, tables.job_runs, rows.JobRun, council=council)


def council_values(engine: Engine, council: str, until: int) -> list[rows.SubmittedValue]:
    """Every value of a measure as a whole that a council submitted up to a ledger entry, oldest
    submission first."""
    table = tables.submitted_values
    query = (
        select(table)
        .where(
            table.c.council == council,
            table.c.submission <= until,
            table.c.breakdown == WHOLE,
        )
        .order_by(
            table.c.submission,
            *_in_order(engine, table, "measure", "period", "sheet", "cell", "quantity"),
        )
    )
    return _records(engine, query, rows.SubmittedValue)


def council_parts(engine: Engine, council: str, until: int) -> list[rows.SubmittedValue]:
    """Every value of a part, likewise."""
    table = tables.submitted_values
    query = (
        select(table)
        .where(
            table.c.council == council,
            table.c.submission <= until,
            table.c.breakdown != WHOLE,
        )
        .order_by(
            table.c.submission,
            *_in_order(
                engine, table, "measure", "breakdown", "period", "sheet", "cell", "quantity"
            ),
        )
    )
    return _records(engine, query, rows.SubmittedValue)


def value_count(engine: Engine, slot: str) -> int:
    """How many values of a slot are stored."""
    table = tables.submitted_values
    query = select(func.count()).select_from(table).where(table.c.slot == slot)
    with engine.connect() as connection:
        return connection.execute(query).scalar_one()


def council_texts(engine: Engine, council: str, until: int) -> list[rows.SubmittedText]:
    """Every text a council submitted up to a ledger entry, oldest submission first."""
    table = tables.submitted_texts
    query = (
        select(table)
        .where(table.c.council == council, table.c.submission <= until)
        .order_by(
            table.c.submission,
            *_in_order(engine, table, "subject", "field", "period", "sheet", "cell"),
        )
    )
    return _records(engine, query, rows.SubmittedText)


def slot_values(engine: Engine, slot: str) -> list[rows.SubmittedValue]:
    """Every value of a slot as a whole, oldest submission first."""
    return _where(engine, tables.submitted_values, rows.SubmittedValue, slot=slot, breakdown=WHOLE)


def slot_parts(engine: Engine, slot: str) -> list[rows.SubmittedValue]:
    """Every value of a slot's breakdowns, oldest submission first."""
    held = _where(engine, tables.submitted_values, rows.SubmittedValue, slot=slot)
    return [row for row in held if row.breakdown != WHOLE]


def slot_benchmarks(engine: Engine, slot: str) -> list[benchmark_rows.SubmittedBenchmark]:
    """Every benchmark of a slot, oldest submission first."""
    return _where(engine, tables.submitted_benchmarks, benchmark_rows.SubmittedBenchmark, slot=slot)


def measure_benchmarks(engine: Engine, close: str) -> list[benchmark_rows.MeasureBenchmark]:
    """The measures of a close beside others, as they were worked out."""
    return _where(engine, tables.measure_benchmarks, benchmark_rows.MeasureBenchmark, close=close)


def slot_texts(engine: Engine, slot: str) -> list[rows.SubmittedText]:
    """Every text of a slot, oldest submission first."""
    return _where(engine, tables.submitted_texts, rows.SubmittedText, slot=slot)


def budget_lines(engine: Engine, slot: str) -> list[other_rows.BudgetLine]:
    """Every amount of a slot's budget lines, oldest submission first."""
    return _where(engine, tables.budget_lines, other_rows.BudgetLine, slot=slot)


def risk_assessments(engine: Engine, slot: str) -> list[other_rows.RiskAssessment]:
    """Every row of a slot's risk return, oldest submission first."""
    return _where(engine, tables.risk_assessments, other_rows.RiskAssessment, slot=slot)


def return_sheets(engine: Engine, slot: str) -> list[rows.ReturnSheet]:
    return _where(engine, tables.return_sheets, rows.ReturnSheet, slot=slot)


def return_findings(engine: Engine, slot: str) -> list[rows.ReturnFinding]:
    return _where(engine, tables.return_findings, rows.ReturnFinding, slot=slot)


def check_runs(engine: Engine, slot: str) -> list[scorecard_rows.CheckRun]:
    """To how many things of a slot each rule was applied."""
    return _where(engine, tables.check_runs, scorecard_rows.CheckRun, slot=slot)


def scorecards(engine: Engine, close: str) -> list[scorecard_rows.ScorecardLine]:
    return _where(engine, tables.scorecards, scorecard_rows.ScorecardLine, close=close)


def council_findings(engine: Engine, close: str) -> list[rows.CouncilFinding]:
    return _where(engine, tables.council_findings, rows.CouncilFinding, close=close)


def waived_findings(engine: Engine, close: str) -> list[rows.WaivedFinding]:
    return _where(engine, tables.waived_findings, rows.WaivedFinding, close=close)


def measure_ratings(engine: Engine, close: str) -> list[rows.MeasureRating]:
    return _where(engine, tables.measure_ratings, rows.MeasureRating, close=close)


def action_ratings(engine: Engine, close: str) -> list[rows.ActionRating]:
    return _where(engine, tables.action_ratings, rows.ActionRating, close=close)


def measure_trends(engine: Engine, close: str) -> list[trend_rows.MeasureTrend]:
    return _where(engine, tables.measure_trends, trend_rows.MeasureTrend, close=close)


def measure_forecasts(engine: Engine, close: str) -> list[forecast_rows.MeasureForecast]:
    return _where(engine, tables.measure_forecasts, forecast_rows.MeasureForecast, close=close)


def return_statuses(engine: Engine, close: str) -> list[rows.ReturnStatus]:
    return _where(engine, tables.return_statuses, rows.ReturnStatus, close=close)


def return_states(engine: Engine, close: str) -> list[state_rows.ReturnState]:
    """The states that the returns of a close reached, each return's in their order."""
    found = _where(engine, tables.return_states, state_rows.ReturnState, close=close)
    return sorted(found, key=lambda row: (row.slot, row.position))


def close_records(engine: Engine) -> list[rows.CloseRecord]:
    """What every stored close was computed from."""
    return _where(engine, tables.closes, rows.CloseRecord)


def close_record(engine: Engine, close: str) -> rows.CloseRecord | None:
    found = _where(engine, tables.closes, rows.CloseRecord, close=close)
    return found[0] if found else None


def report_editions(engine: Engine, edition: str) -> list[rows.ReportEdition]:
    """The drafts of an edition in their order."""
    found = _where(engine, tables.report_editions, rows.ReportEdition, edition=edition)
    return sorted(found, key=lambda row: row.draft)


def _where(engine: Engine, table: Table, record: type[_Row], **equal: str) -> list[_Row]:
    query = select(table)
    for name, value in equal.items():
        query = query.where(table.c[name] == value)
    names = [column.name for column in table.c if column.name not in equal]
    return _records(engine, query.order_by(*_in_order(engine, table, *names)), record)


def _in_order(engine: Engine, table: Table, *names: str) -> list[UnaryExpression[Any]]:
    """An order that is the same in every database: by code points, and what is missing first.

    PostgreSQL would sort texts as the language of its database does, and what is missing last.
    """
    by_code_point = {"postgresql": "C"}.get(engine.dialect.name, "BINARY")
    return [
        nulls_first(collate(column, by_code_point) if isinstance(column.type, String) else column)
        for column in (table.c[name] for name in names)
    ]


def _records(engine: Engine, query: Select[Any], record: type[_Row]) -> list[_Row]:
    # By position: to look every column up by its name costs as much again as reading it.
    columns = {column.name: column for column in query.selected_columns}
    ordered = query.with_only_columns(*(columns[field.name] for field in fields(record)))
    with engine.connect() as connection:
        return [record(*row) for row in connection.execute(ordered)]
