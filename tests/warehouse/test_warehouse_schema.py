"""Models, migrations and records agree, and the tables refuse rows that contradict themselves."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any, cast, get_type_hints

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, insert, inspect, text
from sqlalchemy.exc import IntegrityError

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
from warehouse.engine import open_engine, sqlite_url
from warehouse.store import KEYED_BY

RECORDS: dict[str, type[Any]] = {
    "entries": rows.EntryRow,
    "result_keys": rows.ResultKey,
    "submitted_values": rows.SubmittedValue,
    "submitted_texts": rows.SubmittedText,
    "budget_lines": other_rows.BudgetLine,
    "risk_assessments": other_rows.RiskAssessment,
    "submitted_benchmarks": benchmark_rows.SubmittedBenchmark,
    "measure_benchmarks": benchmark_rows.MeasureBenchmark,
    "return_sheets": rows.ReturnSheet,
    "return_findings": rows.ReturnFinding,
    "check_runs": scorecard_rows.CheckRun,
    "council_findings": rows.CouncilFinding,
    "waived_findings": rows.WaivedFinding,
    "measure_ratings": rows.MeasureRating,
    "action_ratings": rows.ActionRating,
    "measure_forecasts": forecast_rows.MeasureForecast,
    "measure_trends": trend_rows.MeasureTrend,
    "return_statuses": rows.ReturnStatus,
    "scorecards": scorecard_rows.ScorecardLine,
    "return_states": state_rows.ReturnState,
    "closes": rows.CloseRecord,
    "report_editions": rows.ReportEdition,
    "job_runs": rows.JobRun,
}


@pytest.fixture
def engine(new_warehouse: Callable[[], str]) -> Iterator[Engine]:
    opened = open_engine(new_warehouse())
    yield opened
    opened.dispose()


def test_migrations_build_exactly_the_models(engine: Engine) -> None:
    with engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        found = compare_metadata(
            MigrationContext.configure(connection, opts=options), tables.metadata
        )
    assert found == []


def test_migrations_build_the_models_constraints_too(
    engine: Engine, new_warehouse: Callable[[], str]
) -> None:
    """Alembic's comparison passes over check constraints, so both schemas are laid side by side."""
    modelled = open_engine(new_warehouse())
    tables.metadata.drop_all(modelled)
    tables.metadata.create_all(modelled)
    built, wanted = inspect(engine), inspect(modelled)
    for name in tables.metadata.tables:
        for what in ("get_check_constraints", "get_pk_constraint", "get_indexes"):
            assert getattr(built, what)(name) == getattr(wanted, what)(name), (name, what)
    modelled.dispose()


def test_every_table_has_its_record_and_every_record_its_table() -> None:
    records = {
        record
        for module in (
            rows,
            scorecard_rows,
            state_rows,
            other_rows,
            benchmark_rows,
            forecast_rows,
            trend_rows,
        )
        for record in vars(module).values()
        if isinstance(record, type) and record.__module__ == module.__name__
    }
    assert set(RECORDS) == set(tables.metadata.tables)
    assert set(RECORDS.values()) == records


@pytest.mark.parametrize("table", RECORDS)
def test_a_record_has_exactly_its_tables_columns(table: str) -> None:
    columns = tables.metadata.tables[table].columns
    record = RECORDS[table]
    assert [field.name for field in fields(record)] == [column.name for column in columns]
    hints = get_type_hints(record)
    nullable = {name for name, hint in hints.items() if type(None) in getattr(hint, "__args__", ())}
    assert nullable == {column.name for column in columns if column.nullable}


def test_every_table_of_results_says_by_which_key_it_is_replaced() -> None:
    results = set(tables.metadata.tables) - {"entries", "result_keys", "job_runs"}
    assert set(KEYED_BY) == results
    assert all(column in tables.metadata.tables[name].columns for name, column in KEYED_BY.items())


def test_an_embedded_warehouse_is_opened_for_many_readers_and_patient_writers(
    tmp_path: Path,
) -> None:
    with open_engine(sqlite_url(tmp_path / "warehouse.db")).connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA busy_timeout")).scalar() == 30000


A_VALUE = rows.SubmittedValue(
    slot="hart.2014-15-Q1.table",
    council="hart",
    submission=1,
    measure="cs01",
    breakdown="all",
    period="2014-15-Q1",
    quantity="actual",
    units=959,
    places=1,
    unit="percent",
    absence=None,
    is_provisional=False,
    raw="95.9%",
    sheet="table",
    cell="H2",
)
A_RATING = rows.MeasureRating(
    close="hart.2014-15-Q1",
    measure="cs01",
    basis="current",
    period="2014-15-Q1",
    units=959,
    places=1,
    target_units=90,
    target_places=0,
    target_high_units=None,
    target_high_places=None,
    variance_pct="6.555556",
    rating="green",
    rule="taken as given",
    status="rated",
    reason=None,
    computed_rating="green",
    direction=None,
    direction_reason="no value for Q4 2013-14",
    compared_period=None,
    compared_units=None,
    compared_places=None,
    slot="hart.2014-15-Q1.table",
    is_confirmed=True,
    is_provisional=False,
    sources="[]",
)
IMPOSSIBLE: dict[str, tuple[str, Any]] = {
    "a number and an absence": ("submitted_values", replace(A_VALUE, absence="suppressed")),
    "neither number nor absence": ("submitted_values", replace(A_VALUE, units=None, places=None)),
    "a number without its places": ("submitted_values", replace(A_VALUE, places=None)),
    "places without a number": (
        "submitted_values",
        replace(A_VALUE, units=None, absence="suppressed"),
    ),
    "a value without its raw text": ("submitted_values", replace(A_VALUE, raw=cast("str", None))),
    "a rating and a reason for none": ("measure_ratings", replace(A_RATING, reason="no target")),
    "neither rating nor reason": ("measure_ratings", replace(A_RATING, rating=None)),
}


@pytest.mark.parametrize("case", IMPOSSIBLE)
def test_a_row_that_contradicts_itself_is_refused(engine: Engine, case: str) -> None:
    table, row = IMPOSSIBLE[case]
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(insert(tables.metadata.tables[table]), asdict(row))


def test_ordinary_rows_and_stated_absences_are_taken(engine: Engine) -> None:
    absent = replace(A_VALUE, units=None, places=None, absence="suppressed", raw="*")
    unrated = replace(A_RATING, measure="cs02a", rating=None, rule=None, reason="no target")
    with engine.begin() as connection:
        connection.execute(insert(tables.submitted_values), [asdict(A_VALUE), asdict(absent)])
        connection.execute(insert(tables.measure_ratings), [asdict(A_RATING), asdict(unrated)])


def test_a_measure_is_rated_once_for_each_close_and_basis(engine: Engine) -> None:
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(insert(tables.measure_ratings), [asdict(A_RATING), asdict(A_RATING)])
