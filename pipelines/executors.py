"""Who carries out the steps of a run: the run's own process, or Celery's workers on other machines.

What the workers are told stands in `celery.yaml`, which they are started with too: both sides have
to say the same. Celery is imported only where it is asked for.
"""

from pathlib import Path

import dagster as dg

from pipelines.settings import Settings, SettingsProblem

CELERY_FILE = Path(__file__).with_name("celery.yaml")


def executor_of(settings: Settings) -> dg.ExecutorDefinition:
    """The executor that the settings name. Raises SettingsProblem."""
    if settings.executor == "in_process":
        return dg.in_process_executor
    if settings.executor == "celery":
        return _celery(settings)
    raise SettingsProblem(
        f"QUARTERDAY_EXECUTOR is '{settings.executor}', which is not known: "
        "leave it out, or say in_process or celery."
    )


def _celery(settings: Settings) -> dg.ExecutorDefinition:
    if settings.broker is None:
        raise SettingsProblem(
            "QUARTERDAY_EXECUTOR is 'celery', but QUARTERDAY_BROKER names no Redis server: "
            "say, for example, redis://host:6379/0."
        )
    try:
        from dagster_celery import celery_executor
    except ImportError:
        raise SettingsProblem(
            "QUARTERDAY_EXECUTOR is 'celery', but Celery is not installed: "
            "install quarterday[celery]."
        ) from None
    import yaml

    said = yaml.safe_load(CELERY_FILE.read_text(encoding="utf-8"))
    executor: dg.ExecutorDefinition = celery_executor.configured(
        said["execution"]["config"], name="celery"
    )
    return executor
