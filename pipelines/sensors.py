"""Sensors: files that have arrived in the inbox, and results that are behind the ledger.

The first is told apart by content, never by times of files alone; the second asks `outdated`. What
they find is requested as runs; nothing is taken in or worked out here.
"""

import hashlib
from collections.abc import Collection, Iterator, Sequence

import dagster as dg

from assets.steps.arriving import Arrived
from assets.steps.check_only import arrived as to_check
from assets.steps.house import House
from assets.steps.outdated import outdated, stands_at
from assets.steps.receive import arrived
from pipelines.councils import of_each
from pipelines.requests import Work, requests

_INBOX_SECONDS = 2
_BEHIND_SECONDS = 3


def inbox_sensor(job: object) -> dg.SensorDefinition:
    """Asks for `receive` when a file lies whole in an inbox folder."""

    @dg.sensor(
        name="inbox",
        job=job,  # type: ignore[arg-type]  # Dagster does not export the type of asset jobs
        minimum_interval_seconds=_INBOX_SECONDS,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Files that departments put into the inbox, once they have arrived whole.",
    )
    def inbox(
        context: dg.SensorEvaluationContext, house: dg.ResourceParam[House]
    ) -> Iterator[dg.RunRequest | dg.SkipReason]:
        arriving = 0

        def whole(council: str) -> list[Work]:
            nonlocal arriving
            files = [*arrived(house, council), *to_check(house, council)]
            arriving += sum(file.sha256 is None for file in files)
            known = [file for file in files if file.sha256 is not None]
            return [inbox_of(council, f"receive:{council}:{_digest(known)}")] if known else []

        waiting, passed_over = of_each(house, whole)
        asked = list(requests(context.instance, house, waiting))
        yield from asked
        if not asked:
            yield dg.SkipReason(_why_not(len(waiting), arriving) + passed_over)

    return inbox


def behind_sensor(jobs: Sequence[object], keys: Collection[str]) -> dg.SensorDefinition:
    """Asks for `check`, `close` and `issue` where results are behind, in that order."""

    @dg.sensor(
        name="behind",
        jobs=jobs,  # type: ignore[arg-type]  # Dagster does not export the type of asset jobs
        minimum_interval_seconds=_BEHIND_SECONDS,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Results that do not rest on all that has come: late files, corrections, "
        "changed targets.",
    )
    def behind(
        context: dg.SensorEvaluationContext, house: dg.ResourceParam[House]
    ) -> Iterator[dg.RunRequest | dg.SkipReason]:
        def late(council: str) -> list[Work]:
            found = outdated(house, council)
            if not found:
                return []
            at = stands_at(house, council)
            named = (("check", found.slots), ("close", found.closes), ("issue", found.editions))
            return [
                Work(job, str(key), council, f"{job}:{key}@{at}")
                for job, of_job in named
                for key in of_job
                if str(key) in keys
            ]

        waiting, passed_over = of_each(house, late)
        asked = list(requests(context.instance, house, waiting))
        yield from asked
        if not asked:
            said = "Everything rests on all that has come."
            if waiting:
                said = f"{len(waiting)} under way, to be tried again, or given up (see 'status')."
            yield dg.SkipReason(said + passed_over)

    return behind


def inbox_of(council: str, task: str) -> Work:
    """The work of taking in one council's inbox."""
    config = {"ops": {"submissions": {"config": {"council": council}}}}
    return Work("receive", council, council, task, is_partitioned=False, config=config)


def _digest(files: Sequence[Arrived]) -> str:
    told = "\n".join(f"{f.sender}/{f.name} {f.changed_ns} {f.sha256}" for f in files)
    return hashlib.sha256(told.encode(errors="surrogateescape")).hexdigest()[:32]


def _why_not(waiting: int, arriving: int) -> str:
    if waiting:
        return "Being taken in, waiting to be tried again, or given up (see 'status')."
    if arriving:
        return f"{arriving} still arriving: a file waits until it has not changed for a while."
    return "The inbox is empty."
