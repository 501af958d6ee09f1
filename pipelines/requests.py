"""Work that waits, turned into Dagster's run requests: never twice at once, never without end.

What waits is decided elsewhere and passed in; `attempts` says whether to try again.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import dagster as dg
from dagster import DagsterInstance, DagsterRunStatus, RunRecord, RunsFilter

from assets.steps.house import House
from pipelines.attempts import Do, Ended, Ran, decide
from warehouse import queries
from warehouse.rows import JobRun

TASK = "quarterday/task"
COUNCIL = "quarterday/council"
_PARTITION = "dagster/partition"
# In a council's queue, whoever sent a file gets an answer before anything is worked out from it.
_PRIORITY = "dagster/priority"
_PRIORITIES = {"receive": "2", "check": "1"}
_RUNNING = (
    DagsterRunStatus.QUEUED,
    DagsterRunStatus.NOT_STARTED,
    DagsterRunStatus.STARTING,
    DagsterRunStatus.STARTED,
    DagsterRunStatus.CANCELING,
)


@dataclass(frozen=True)
class Work:
    """A job to be run for a key. `task` names it once and for all: new work has a new name."""

    job: str
    key: str
    council: str
    task: str
    is_partitioned: bool = True
    config: Mapping[str, Any] | None = None


def requests(
    instance: DagsterInstance, house: House, waiting: Iterable[Work], wall: datetime | None = None
) -> Iterator[dg.RunRequest]:
    """A run request for each piece of work that may be tried now; failures are noted.

    `wall` is the moment by Dagster's own clock, which its runs are stamped with.
    """
    now = wall or datetime.now(UTC)
    for work in waiting:
        runs = _runs(instance, work)
        if runs:
            _note(house, work, runs)
        decision = decide(runs, now)
        if decision.do is Do.RUN and not _is_at_work(instance, work):
            yield dg.RunRequest(
                run_key=f"{work.task}#{decision.attempt}",
                job_name=work.job,
                partition_key=work.key if work.is_partitioned else None,
                run_config=work.config or {},
                tags={
                    TASK: work.task,
                    COUNCIL: work.council,
                    _PRIORITY: _PRIORITIES.get(work.job, "0"),
                },
            )


def _runs(instance: DagsterInstance, work: Work) -> list[Ran]:
    """The runs that were made for this very work, oldest first."""
    found = instance.get_run_records(RunsFilter(tags={TASK: work.task}), limit=60)
    return [_ran(instance, record) for record in reversed(found)]


def _is_at_work(instance: DagsterInstance, work: Work) -> bool:
    """Whether any run of the job is under way for the key, whoever asked for it."""
    tags = {_PARTITION: work.key} if work.is_partitioned else {COUNCIL: work.council}
    under_way = RunsFilter(job_name=work.job, tags=tags, statuses=list(_RUNNING))
    return bool(instance.get_run_records(under_way, limit=1))


def _ran(instance: DagsterInstance, record: RunRecord) -> Ran:
    run = record.dagster_run
    stamp = record.end_time or record.update_timestamp.timestamp()
    at = datetime.fromtimestamp(stamp, UTC)
    if run.status in _RUNNING:
        return Ran(Ended.RUNNING, at)
    if run.status is DagsterRunStatus.SUCCESS:
        return Ran(Ended.WELL, at)
    return Ran(Ended.FAILED, at, _why(instance, run.run_id))


def _why(instance: DagsterInstance, run_id: str) -> str:
    """The first failure of a run in one line: our own sentence, where there is one."""
    kinds = {dg.DagsterEventType.STEP_FAILURE, dg.DagsterEventType.RUN_FAILURE}
    for entry in instance.all_logs(run_id, of_type=kinds):
        event = entry.dagster_event
        error = getattr(event.event_specific_data, "error", None) if event else None
        while error is not None and error.cause is not None:
            error = error.cause
        text = error.message if error is not None else (event.message if event else "")
        first = text.strip().splitlines()[0] if text and text.strip() else ""
        if first:
            return first[:500]
    return "The run ended without saying why; Dagster's log of the run has more."


def _note(house: House, work: Work, runs: list[Ran]) -> None:
    """Keep what `status` says of failures; a job that ended well has noted so by itself."""
    failed = [run for run in runs if run.ended is Ended.FAILED]
    if not failed or runs[-1].ended is Ended.WELL:
        return
    known = {(r.job, r.key): r for r in queries.job_runs(house.store.engine, work.council)}
    held = known.get((work.job, work.key))
    last = failed[-1]
    note = JobRun(
        job=work.job,
        key=work.key,
        council=work.council,
        finished_at=held.finished_at if held else None,
        failed_at=last.at.isoformat(),
        failures=len(failed),
        message=last.message,
    )
    if note != held:
        house.store.note(note)
