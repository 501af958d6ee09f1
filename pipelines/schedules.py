"""Schedules: one for each job that the timetable starts, all made by one factory.

Every minute each asks the same pure question, what is due by now and not recorded as done; so a
machine that was off loses nothing. When that is, is the timetable's business, not a cron line's.
"""

from collections.abc import Collection, Iterator

import dagster as dg

from assets.steps.house import House
from assets.steps.jobs import asked_of
from pipelines.councils import of_each
from pipelines.requests import Work, requests
from sources.framework.due import Job, Task, When, stand
from sources.framework.timetable import LONDON


def schedule_of(job: Job, target: object, keys: Collection[str]) -> dg.ScheduleDefinition:
    """The schedule of one job. `keys` are the partitions that this code location knows."""

    @dg.schedule(
        name=f"{job.value}_schedule",
        job=target,  # type: ignore[arg-type]  # Dagster does not export the type of asset jobs
        cron_schedule="* * * * *",
        execution_timezone="UTC",
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description=f"Starts '{job.value}' when a timetable asks for it and it was not done.",
    )
    def evaluate(
        context: dg.ScheduleEvaluationContext, house: dg.ResourceParam[House]
    ) -> Iterator[dg.RunRequest | dg.SkipReason]:
        now = house.now()
        due, passed_over = of_each(house, lambda council: asked_of(house, council).due(now))
        mine = [task for task in due if task.job is job]
        known = [task for task in mine if task.key in keys]
        asked = list(requests(context.instance, house, (_work(task) for task in known)))
        yield from asked
        if not asked:
            why_not = _why_not(house, job, mine, len(mine) - len(known))
            yield dg.SkipReason(why_not + passed_over)

    return evaluate


def _work(task: Task) -> Work:
    return Work(task.job.value, task.key, task.close.council, task.id)


def _why_not(house: House, job: Job, waiting: list[Task], unknown: int) -> str:
    if unknown:
        return (
            f"{unknown} due and not known to this code location: the frameworks have changed; "
            "reload the code location."
        )
    if waiting:
        names = ", ".join(task.key for task in waiting)
        return f"Under way, waiting to be tried again, or given up (see 'status'): {names}."
    ahead = _ahead(house, job)
    if ahead is None:
        return "Nothing is due, and no timetable here asks for more."
    at = ahead.at.astimezone(LONDON)
    return f"Nothing is due. Next: {ahead.key}, {ahead.occasion}, {at.day} {at:%B %Y at %H:%M}."


def _ahead(house: House, job: Job) -> Task | None:
    def ahead(council: str) -> list[Task]:
        asked, now = asked_of(house, council), house.now()
        mine = (task for task in asked.tasks if task.job is job)
        return [task for task in mine if stand(task, asked.is_done, now) is When.AHEAD]

    found, _ = of_each(house, ahead)
    return min(found, key=lambda task: task.at, default=None)
