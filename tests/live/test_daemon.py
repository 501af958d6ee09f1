"""A quarter run by Dagster's daemon alone: forms, receipts, close, late file, a missed week.

One story on one instance, told in order, as starting the daemon is dear; its clock is a file.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from statistics import median

import pytest
from dagster import DagsterRunStatus, RunsFilter

from assets.steps.house import House
from pipelines.demo.filling import Manner, fill_form
from pipelines.house import build_house
from pipelines.settings import Settings
from sources.entries import EntryKind, Reminders
from sources.framework.framework import Framework
from sources.framework.keys import Close, Slot
from sources.framework.timetable import LONDON
from tests.live.daemon import Live
from warehouse import queries

Q2 = Close.parse("derbyshire.2023-24-Q2")
EDITION = "derbyshire.quarterly-performance.2023-10-24"
EARLY = ("adult-care", "childrens-services", "corporate-services")
LATE = Slot.parse(f"{Q2}.place")
Runs = Counter[tuple[str, str]]
Drop = Callable[..., Path]


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    live = Live(tmp_path_factory.mktemp("live"))
    live.prepare("2023-09-30T23:30")
    live.start()
    yield live
    live.stop()


def house_of(live: Live) -> House:
    moment = datetime.fromisoformat((live.folder / "clock").read_text()).replace(tzinfo=LONDON)
    return build_house(Settings(live.home, None, ()), lambda: moment)


def runs(live: Live) -> Runs:
    """How many runs of each job and partition there were; none may have failed or be under way."""
    with live.instance() as instance:
        found = instance.get_runs(RunsFilter())
    assert all(run.status is not DagsterRunStatus.FAILURE for run in found), live.tail()
    named = ((r.job_name, r.tags.get("dagster/partition", "")) for r in found)
    # The other example council has the same year, and its own tasks.
    return Counter(one for one in named if not one[1].startswith("south_derbyshire"))


def seconds_between_looks(live: Live) -> float:
    """The usual time between two looks of the inbox sensor: so far it is behind, at most."""
    with live.instance() as instance:
        (sensor,) = [s for s in instance.all_instigator_state() if s.instigator_name == "inbox"]
        ticks = instance.get_ticks(sensor.instigator_origin_id, sensor.selector_id, limit=12)
    moments = sorted(tick.timestamp for tick in ticks)
    return median(after - before for before, after in pairwise(moments))


def is_quiet(live: Live) -> bool:
    with live.instance() as instance:
        found = instance.get_runs(RunsFilter())
    return all(run.status is DagsterRunStatus.SUCCESS for run in found)


def entries_of(live: Live, kind: EntryKind) -> list[str]:
    return [e.subject for e in house_of(live).entries("derbyshire") if e.kind is kind]


def drafts(live: Live) -> int:
    return len([s for s in entries_of(live, EntryKind.DRAFT) if s == EDITION])


def form(live: Live, framework: Framework, slot: Slot) -> bytes:
    data = (live.home / "forms" / "derbyshire" / f"{slot}.xlsx").read_bytes()
    return fill_form(data, framework, slot, Manner())


def put(live: Live, drop: Drop, framework: Framework, slot: Slot, when: str) -> None:
    data = form(live, framework, slot)
    drop(house_of(live), "derbyshire", slot.return_id, f"{slot.return_id}.xlsx", data, when=when)


def closed_at(live: Live) -> str:
    record = queries.close_record(house_of(live).store.engine, str(Q2))
    return record.as_at[:16] if record else ""


def test_a_quarter_runs_by_itself(live: Live, derbyshire: Framework, drop: Drop) -> None:
    # Nothing is due on the last evening of the quarter.
    live.until("a tick on the last evening", lambda: "forms_schedule" in live.log.read_text())
    assert entries_of(live, EntryKind.FORMS) == []

    # The quarter ends: forms go out, once.
    live.set("2023-10-01T00:00:30")
    live.until("forms", lambda: str(Q2) in entries_of(live, EntryKind.FORMS))
    live.until("quiet", lambda: is_quiet(live))

    # Three returns come, one of them slowly: half a file waits, and nothing is said of it.
    live.set("2023-10-17T12:00")
    slots = [Slot.parse(f"{Q2}.{return_id}") for return_id in EARLY]
    for slot in slots[:2]:
        put(live, drop, derbyshire, slot, "2023-10-17T11:59")
    whole = form(live, derbyshire, slots[2])
    inbox = house_of(live)
    drop(
        inbox, "derbyshire", "corporate-services", "slow.xlsx", whole[:9000], "2023-10-17T11:59:40"
    )
    live.until("two submissions", lambda: len(entries_of(live, EntryKind.SUBMISSION)) == 2, 60)
    # Dagster's daemon looks every 5 seconds; a machine that tests in parallel may be slower.
    assert seconds_between_looks(live) <= 10
    receipts = live.home / "receipts" / "derbyshire"
    live.until("two receipts", lambda: len(list(receipts.rglob("*.receipt.txt"))) == 2)
    assert (live.home / "inbox" / "derbyshire" / "corporate-services" / "slow.xlsx").exists()
    assert not (live.home / "quarantine").exists()
    drop(inbox, "derbyshire", "corporate-services", "slow.xlsx", whole, "2023-10-17T11:59:50")
    live.until("three receipts", lambda: len(list(receipts.rglob("*.receipt.txt"))) == 3)
    # Ratings are kept up to date as returns come; no report is drawn up before the deadline.
    live.until("ratings", lambda: closed_at(live).startswith("2023-10-17"))
    live.until("quiet", lambda: is_quiet(live))
    assert drafts(live) == 0

    # The deadline passes: the period is closed and the report drawn up, without the missing return.
    live.set("2023-10-20T00:00:10")
    live.until("close", lambda: closed_at(live).startswith("2023-10-20"))
    live.until("draft 1", lambda: drafts(live) == 1)
    live.until("quiet", lambda: is_quiet(live))
    before = runs(live)
    assert before[("forms", str(Q2))] == 1

    # A late file re-runs its own slot, the close that depends on it and the report. Nothing else.
    live.set("2023-10-20T05:45")
    put(live, drop, derbyshire, LATE, "2023-10-20T05:40")
    live.until("draft 2", lambda: drafts(live) == 2)
    live.until("quiet", lambda: is_quiet(live))
    more = runs(live) - before
    assert more == Counter(
        {
            ("receive", ""): 1,
            ("check", str(LATE)): 1,
            ("close", str(Q2)): 1,
            ("issue", EDITION): 1,
        }
    )
    statuses = queries.return_statuses(house_of(live).store.engine, str(Q2))
    (status,) = [status for status in statuses if status.slot == str(LATE)]
    assert (status.status, status.days_late, status.working_days_late) == ("late", 1, 1)
    assert "the return is late" in next(receipts.joinpath("place").iterdir()).read_text().lower()


def test_a_week_off_is_caught_up_exactly_once(live: Live) -> None:
    live.stop()
    before, said = runs(live), entries_of(live, EntryKind.REMINDERS)
    live.set("2023-10-27T09:00")
    live.start()
    # The morning of the meeting on 24 October was missed: it is made up for, once.
    live.until("close", lambda: (runs(live) - before)[("close", str(Q2))])
    live.until("reminders", lambda: len(entries_of(live, EntryKind.REMINDERS)) > len(said))
    live.until("quiet", lambda: is_quiet(live))
    live.set("2023-10-27T09:01")
    # A further minute's tick finds nothing more.
    ticks = live.log.read_text().count("close_schedule")
    live.until("another tick", lambda: live.log.read_text().count("close_schedule") > ticks + 1)
    more = runs(live) - before
    # The report's own day is over: it stands as the meeting saw it.
    assert more == Counter({("close", str(Q2)): 1, ("remind", str(Q2)): 1})
    last = [e.body for e in house_of(live).entries("derbyshire") if e.kind is EntryKind.REMINDERS]
    assert isinstance(last[-1], Reminders)
    assert last[-1].rung == "T+1"
    assert not last[-1].sent
