"""Dagster keeps its own records on PostgreSQL, with the instance settings shipped for teams."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from dagster import DagsterInstance, DagsterRunStatus

from pipelines import definitions
from pipelines.demo.play import Clock
from pipelines.settings import Settings
from tests import databases
from tests.postgres import Server

SHIPPED = Path(definitions.__file__).with_name("instance-postgres.yaml")
Q2 = "derbyshire.2023-24-Q2"
JOBS = {
    "receive": None,
    "check": f"{Q2}.place",
    "close": Q2,
    "issue": "derbyshire.quarterly-performance.2023-10-24",
}


@pytest.fixture
def storage(own_server: Server) -> Iterator[str]:
    address = databases.new_database(own_server.url)
    yield address
    databases.drop_database(address)


def test_every_job_runs_and_its_records_are_on_the_server(
    storage: str, own_server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    warehouse = databases.new_database(own_server.url)
    driver = storage.replace("postgresql://", "postgresql+psycopg2://")
    monkeypatch.setenv("QUARTERDAY_DAGSTER_STORAGE", driver)
    shutil.copy(SHIPPED, tmp_path / "dagster.yaml")
    clock = Clock()
    clock.set("2023-10-19T20:00")
    settings = Settings(tmp_path / "home", warehouse, ())
    defs = definitions.build_definitions(settings, clock)
    with DagsterInstance.from_config(str(tmp_path)) as instance:
        assert not instance.telemetry_enabled
        for job, partition in JOBS.items():
            ran = defs.resolve_job_def(job).execute_in_process(
                instance=instance, partition_key=partition, raise_on_error=False
            )
            assert ran.success, job
    with databases.maintenance(storage) as cursor:
        cursor.execute("SELECT pipeline_name, status FROM runs ORDER BY id")
        assert cursor.fetchall() == [(job, DagsterRunStatus.SUCCESS.value) for job in JOBS]
        cursor.execute("SELECT count(DISTINCT partition) FROM event_logs WHERE partition <> ''")
        assert cursor.fetchone() == (len([one for one in JOBS.values() if one]),)
    with databases.maintenance(warehouse) as cursor:
        cursor.execute("SELECT close FROM closes")
        assert cursor.fetchall() == [(Q2,)]
    assert not (tmp_path / "home" / "warehouse.db").exists()
    databases.drop_database(warehouse)
