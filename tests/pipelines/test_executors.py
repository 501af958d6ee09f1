"""Which executor the settings choose, and that what cannot be had is refused in a sentence."""

import subprocess
import sys
from pathlib import Path

import dagster as dg
import pytest
from dagster import DagsterInstance

from pipelines import definitions
from pipelines.definitions import build_definitions
from pipelines.executors import executor_of
from pipelines.settings import Settings, SettingsProblem

BROKER = "redis://127.0.0.1:6379/0"
SHIPPED = Path(definitions.__file__).parent


def settings(executor: str, broker: str | None = None) -> Settings:
    return Settings.read({"QUARTERDAY_EXECUTOR": executor, "QUARTERDAY_BROKER": broker or ""})


def test_steps_run_in_the_runs_own_process_unless_the_settings_say_otherwise() -> None:
    assert executor_of(Settings.read({})) is dg.in_process_executor
    assert executor_of(settings("in_process")) is dg.in_process_executor


def test_celery_is_every_jobs_executor_where_the_settings_say_so() -> None:
    defs = build_definitions(settings("celery", BROKER))
    for name in ("receive", "check", "close", "issue", "forms", "remind"):
        assert defs.resolve_job_def(name).executor_def.name == "celery"


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        (settings("dask"), "QUARTERDAY_EXECUTOR is 'dask', which is not known: "),
        (settings("celery"), "but QUARTERDAY_BROKER names no Redis server: "),
    ],
)
def test_what_cannot_be_used_is_refused_with_what_to_do(chosen: Settings, said: str) -> None:
    with pytest.raises(SettingsProblem, match=said):
        build_definitions(chosen)


def test_celery_that_is_not_installed_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "dagster_celery", None)
    with pytest.raises(SettingsProblem, match=r"install quarterday\[celery\]\.$"):
        executor_of(settings("celery", BROKER))


def test_celery_is_imported_only_where_it_is_asked_for() -> None:
    code = "import pipelines.definitions, sys; print([m for m in sys.modules if 'celery' in m])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"


@pytest.mark.parametrize("name", ["instance.yaml", "instance-postgres.yaml"])
def test_shipped_instances_bound_every_run_and_let_one_run_work_on_a_council(
    name: str, tmp_path: Path
) -> None:
    text = (SHIPPED / name).read_text(encoding="utf-8")
    # The limits are the same whatever the storage is, so they are read with the one of a file.
    (tmp_path / "dagster.yaml").write_text(text.partition("storage:")[0] + limits_of(text))
    with DagsterInstance.from_config(str(tmp_path)) as instance:
        assert instance.run_monitoring_enabled
        assert 0 < instance.run_monitoring_max_runtime_seconds <= 3600
        limits = instance.get_concurrency_config().run_queue_config
        assert limits is not None
        assert limits.max_concurrent_runs > 0
        (limit,) = limits.tag_concurrency_limits
        assert limit["key"] == "quarterday/council"
        assert limit["limit"] == 1


def limits_of(text: str) -> str:
    """Everything from run monitoring on, which follows the storage if there is one."""
    return "run_monitoring:" + text.partition("run_monitoring:")[2] if "storage:" in text else ""
