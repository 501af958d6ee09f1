"""`make machines`: two councils' quarters carried out by two workers, one of which is killed.

Everything is real: PostgreSQL, Redis, Celery, Dagster's daemon with the instance file that is
shipped for teams. What was seen is printed; the exit code tells whether it was as promised.
"""

import fcntl
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from dagster import DagsterInstance, DagsterRun, DagsterRunStatus, RunsFilter

from assets.steps.forms import issue_forms
from assets.steps.house import House
from assets.steps.outdated import outdated
from assets.steps.rebuild import rebuild, standing_of
from pipelines.demo.days import Days
from pipelines.demo.filling import Manner, fill_form
from pipelines.demo.story import forms_of
from pipelines.house import build_house
from pipelines.settings import Settings
from sources.entries import Draft
from sources.framework.keys import Close, Slot
from sources.framework.library import EXAMPLES, Library
from tests.faults.cuts import rows
from tests.live.machines import Machines, several_machines
from warehouse.engine import open_engine, sqlite_url
from warehouse.store import Store

CLOSES = [Close.parse(f"{name}.2023-24-Q2") for name in ("derbyshire", "south_derbyshire")]
# How long the middle of the trial is waited for; machines that are shared are slow.
PATIENCE_SECONDS = 600
LATE_SLOT = Slot.parse("derbyshire.2023-24-Q2.place")


def house_of(machines: Machines, moment: datetime) -> House:
    warehouse = machines.live.more["QUARTERDAY_WAREHOUSE"]
    return build_house(Settings(machines.live.home, warehouse, ()), lambda: moment)


def put(house: House, slot: Slot, when: datetime) -> None:
    """A filled form into the inbox, as its department would put it there."""
    framework = house.library.of_slot(slot)
    blank = (house.home / "forms" / f"{slot}.xlsx").read_bytes()
    data = fill_form(blank, framework, slot, Manner())
    folder = house.home / "inbox" / slot.council / slot.return_id
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f".{slot}.xlsx"
    path.write_bytes(data)
    os.utime(path, (when.timestamp(), when.timestamp()))
    path.rename(folder / f"{slot.return_id}.xlsx")


def drafted(house: House, close: Close) -> set[str]:
    """The editions of a close that have a draft."""
    return {
        entry.subject
        for entry in house.entries(close.council)
        if isinstance(entry.body, Draft) and entry.body.close == str(close)
    }


def runs_of(instance: DagsterInstance) -> list[DagsterRun]:
    return instance.get_runs(RunsFilter())


def worker_of(instance: DagsterInstance, run: DagsterRun) -> list[str]:
    """Which workers took a run's step, in order."""
    found = []
    for entry in instance.all_logs(run.run_id):
        data = entry.dagster_event.event_specific_data if entry.dagster_event else None
        for name, value in getattr(data, "metadata", {}).items():
            if name == "Celery worker":
                found.append(str(value.value))
    return found


def is_quiet(machines: Machines) -> bool:
    with machines.live.instance() as instance:
        under_way = [run for run in runs_of(instance) if not run.is_finished]
    return not under_way


@contextmanager
def held_up(house: House, council: str) -> Iterator[None]:
    """Nobody can work on a council meanwhile: steps are taken up and wait."""
    place = house.home / "locks" / council
    with place.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def kill_in_the_middle(machines: Machines, house: House, moment: datetime) -> Iterator[str]:
    """Kill the worker that has taken a step and see who does it then."""
    with machines.live.instance() as instance:
        before = {run.run_id for run in runs_of(instance)}
        with held_up(house, "derbyshire"):
            put(house, LATE_SLOT, moment - timedelta(hours=1))

            def taken() -> list[tuple[DagsterRun, str]]:
                new = [run for run in runs_of(instance) if run.run_id not in before]
                return [(run, names[0]) for run in new if (names := worker_of(instance, run))]

            machines.live.until("a step was taken up", taken, PATIENCE_SECONDS)
            run, by = taken()[0]
            machines.workers[by.partition("@")[0]].kill()
            print(f"killed {by}, which had taken the step of '{run.job_name}'", flush=True)
        begun = time.monotonic()

        def ended() -> bool:
            found = instance.get_run_by_id(run.run_id)
            return found is not None and found.is_finished

        machines.live.until("the run ended", ended, PATIENCE_SECONDS)
        found = instance.get_run_by_id(run.run_id)
        assert found is not None
        print(
            f"'{run.job_name}' ended {found.status.value} after {time.monotonic() - begun:.0f} s, "
            f"step taken up by {', '.join(worker_of(instance, run))}",
            flush=True,
        )
        if found.status is not DagsterRunStatus.SUCCESS:
            yield "the run of the killed worker did not end well"
    machines.live.until(
        "all rests on the late file", lambda: is_settled(machines, house), PATIENCE_SECONDS
    )
    sent = [e for e in house.entries("derbyshire") if e.subject == str(LATE_SLOT)]
    if len(sent) != 1:
        yield f"{len(sent)} submissions of one late file"


def is_settled(machines: Machines, house: House) -> bool:
    return is_quiet(machines) and not any(outdated(house, close.council) for close in CLOSES)


def unlike_one_process(house: House) -> list[str]:
    """Tables that differ from what one process makes of the same archive and ledger."""
    address = sqlite_url(house.home / "one-process.db")
    alone = replace(house, store=Store(open_engine(address)))
    rebuild(alone, standing_of(house))
    ours, theirs = rows(house), rows(alone)
    return [name for name in ours if name != "job_runs" and ours[name] != theirs[name]]


def faults() -> Iterator[str]:
    library = Library((EXAMPLES,))
    days = [Days(library.of_close(close), close) for close in CLOSES]
    moment = max(each.first_close for each in days)
    with several_machines(f"{moment:%Y-%m-%dT%H:%M}") as machines:
        live = machines.live
        where = "networks of their own" if machines.are_apart else "one network"
        print(f"{moment:%d %B %Y}: two workers, {where}", flush=True)
        house = house_of(machines, moment)
        slots = []
        for close, each in zip(CLOSES, days, strict=True):
            issue_forms(house, close, house.home / "forms")
            for slot in forms_of(house.library.of_close(close), close):
                if slot != LATE_SLOT:
                    put(house, slot, each.ordinary(slot))
                    slots.append(slot)
        begun = time.monotonic()
        live.start()
        live.until(
            "both councils' reports",
            lambda: all(drafted(house, close) for close in CLOSES) and is_settled(machines, house),
            PATIENCE_SECONDS,
        )
        print(f"{len(slots)} returns to reports in {time.monotonic() - begun:.0f} s", flush=True)
        yield from kill_in_the_middle(machines, house, moment)
        yield from who_did_what(machines)
        yield from (
            f"table {name} is not as one process makes it" for name in unlike_one_process(house)
        )
        for close in CLOSES:
            house.verify_ledger(close.council)
        keep = os.environ.get("QUARTERDAY_TEST_LOGS")
        if keep:
            for log in live.folder.glob("*.log"):
                (Path(keep) / log.name).write_bytes(log.read_bytes())


def who_did_what(machines: Machines) -> Iterator[str]:
    tally: Counter[tuple[str, str, str]] = Counter()
    with machines.live.instance() as instance:
        for run in runs_of(instance):
            names = worker_of(instance, run) or ["nobody"]
            council = run.tags.get("quarterday/council", "")
            tally[(names[-1], council, run.job_name)] += 1
            if run.status is not DagsterRunStatus.SUCCESS:
                yield f"{run.job_name} {run.tags.get('dagster/partition', '')}: {run.status.value}"
    for (name, council, job), count in sorted(tally.items()):
        print(f"  {name:28} {council:18} {job:8} {count}", flush=True)
    if len({name for name, _, _ in tally}) < 2:
        yield "one worker did everything"


def main() -> int:
    count = 0
    for fault in faults():
        count += 1
        print(f"FAULT {fault}", flush=True)
    print(f"Faults: {count}")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
