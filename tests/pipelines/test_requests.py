"""Run requests on a real instance: none twice, none without end, and every failure said."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from dagster import DagsterInstance, build_schedule_context, build_sensor_context

from assets.steps.house import House
from assets.steps.receive import receive
from pipelines.cli import main
from pipelines.definitions import build_definitions
from pipelines.demo.filling import Manner
from pipelines.demo.play import Clock
from pipelines.house import build_house
from pipelines.requests import TASK, Work, requests
from pipelines.settings import Settings
from sources.framework.keys import Close

Q2 = Close.parse("derbyshire.2023-24-Q2")
OTHERS_Q2 = Close.parse("south_derbyshire.2023-24-Q2")
EDITION = "derbyshire.quarterly-performance.2023-10-24"
WORK = Work("issue", EDITION, "derbyshire", f"issue:{EDITION}:test")
Drop = Callable[..., Path]
Form = Callable[..., bytes]


class Rig:
    """An installation on a given evening, with Dagster's definitions and an instance."""

    def __init__(self, home: Path, instance: DagsterInstance, moment: str) -> None:
        self.clock = Clock()
        self.clock.set(moment)
        self.settings = Settings(home, None, ())
        self.instance = instance
        self.defs = build_definitions(self.settings, self.clock)

    @property
    def house(self) -> House:
        return build_house(self.settings, self.clock)

    @property
    def options(self) -> list[str]:
        home = str(self.settings.home)
        return ["--council", "derbyshire", "--period", "2023-24-Q2", "--home", home]

    def fail(self) -> None:
        """A run for the work that must fail: nothing has been closed yet."""
        result = self.defs.resolve_job_def("issue").execute_in_process(
            instance=self.instance,
            partition_key=EDITION,
            tags={TASK: WORK.task},
            raise_on_error=False,
        )
        assert not result.success

    def asked(self, minutes_later: int = 60) -> list[str | None]:
        wall = datetime.now(UTC) + timedelta(minutes=minutes_later)
        return [r.run_key for r in requests(self.instance, self.house, [WORK], wall)]

    def tick(self, name: str) -> list[str]:
        """The run keys that a schedule or sensor asks for now, or why it asks for none."""
        repository = self.defs.get_repository_def()
        resources = {"house": self.house}
        if repository.has_sensor_def(name):
            sensor = repository.get_sensor_def(name)
            with build_sensor_context(
                self.instance, resources=resources, repository_def=repository
            ) as context:
                data = sensor.evaluate_tick(context)
        else:
            schedule = repository.get_schedule_def(name)
            with build_schedule_context(
                self.instance, resources=resources, repository_def=repository
            ) as context:
                data = schedule.evaluate_tick(context)
        keys = [str(r.run_key) for r in data.run_requests or ()]
        return keys or [str(data.skip_message)]


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    (tmp_path / "dagster").mkdir()
    with DagsterInstance.local_temp(str(tmp_path / "dagster")) as instance:
        yield Rig(tmp_path / "home", instance, "2023-10-20T00:01")


def test_failures_are_tried_again_a_bounded_number_of_times_and_then_said(rig: Rig) -> None:
    assert rig.asked() == [f"{WORK.task}#1"]
    rig.fail()
    assert rig.asked(minutes_later=0) == []
    assert rig.asked() == [f"{WORK.task}#2"]
    rig.fail()
    assert rig.asked() == [f"{WORK.task}#3"]
    rig.fail()
    assert rig.asked() == []
    assert rig.asked(minutes_later=9999) == []
    said = CliRunner().invoke(main, ["status", *rig.options])
    assert said.exit_code == 0, said.output
    assert f"FAILED: issue {EDITION} failed 3 times" in said.output
    assert "has not been closed yet" in said.output
    assert f"When the cause is mended: quarterday rerun {EDITION}" in said.output


def test_what_ends_well_after_failing_is_no_longer_said_to_have_failed(rig: Rig) -> None:
    rig.fail()
    rig.asked()
    assert "FAILED" in CliRunner().invoke(main, ["status", *rig.options]).output
    CliRunner().invoke(main, ["close", *rig.options])
    assert "FAILED" not in CliRunner().invoke(main, ["status", *rig.options]).output


def test_each_schedule_asks_for_its_own_job_only(rig: Rig) -> None:
    forms = rig.tick("forms_schedule")
    assert forms == [f"forms:{q2}:period end:2023-09-30#1" for q2 in (Q2, OTHERS_Q2)]
    assert f"close:{Q2}:returns due:2023-10-19#1" in rig.tick("close_schedule")
    (waiting,) = rig.tick("issue_schedule")
    assert waiting.startswith("Nothing is due. Next: ")


def test_a_schedule_with_nothing_to_do_says_what_comes_next(rig: Rig) -> None:
    rig.clock.set("2023-09-20T09:00")
    (said,) = rig.tick("forms_schedule")
    assert said == f"Nothing is due. Next: {Q2}, period end, 1 October 2023 at 00:00."


def test_the_inbox_is_told_apart_by_content_and_a_file_that_arrives_waits(
    rig: Rig, drop: Drop, a_form: Form
) -> None:
    assert rig.tick("inbox") == ["The inbox is empty."]
    data = a_form("place", Manner())
    path = drop(rig.house, "derbyshire", "place", "a.xlsx", data, when="2023-10-20T00:00:59")
    (said,) = rig.tick("inbox")
    assert said.startswith("1 still arriving")
    rig.clock.set("2023-10-20T00:01:05")
    (first,) = rig.tick("inbox")
    held = path.stat()
    changed = bytearray(data)
    changed[-1] ^= 1
    drop(rig.house, "derbyshire", "place", "a.xlsx", bytes(changed), when="2023-10-20T00:00:59")
    assert path.stat().st_mtime_ns == held.st_mtime_ns
    (second,) = rig.tick("inbox")
    assert first != second


def test_a_file_that_is_to_be_checked_only_is_seen_as_well(rig: Rig, a_form: Form) -> None:
    folder = rig.settings.home / "check-only" / "derbyshire" / "place"
    folder.mkdir(parents=True)
    (folder / "a.xlsx").write_bytes(a_form("place", Manner()))
    os.utime(folder / "a.xlsx", (1_697_000_000, 1_697_000_000))
    (asked,) = rig.tick("inbox")
    assert asked.startswith("receive:derbyshire:")
    result = rig.defs.resolve_job_def("receive").execute_in_process(instance=rig.instance)
    assert result.success
    assert rig.tick("inbox") == ["The inbox is empty."]
    assert list((rig.settings.home / "receipts").rglob("*.checked.txt"))


def test_half_a_workbook_that_is_still_young_is_not_refused(
    rig: Rig, drop: Drop, a_form: Form
) -> None:
    data = a_form("place", Manner())
    half = drop(rig.house, "derbyshire", "place", "a.xlsx", data[:9000], when="2023-10-20T00:00:30")
    (waits,) = receive(rig.house, "derbyshire")
    assert (waits.outcome.value, half.exists()) == ("left for the next run", True)
    rig.clock.set("2023-10-20T00:03")
    (refused,) = receive(rig.house, "derbyshire")
    assert (refused.outcome.value, half.exists()) == ("quarantined", False)


def test_what_is_behind_is_asked_for_slot_by_slot(rig: Rig, drop: Drop, a_form: Form) -> None:
    assert rig.tick("behind") == ["Everything rests on all that has come."]
    for return_id in ("place", "adult-care"):
        drop(rig.house, "derbyshire", return_id, "a.xlsx", a_form(return_id, Manner()))
    receive(rig.house, "derbyshire")
    assert rig.tick("behind") == [
        f"check:{Q2}.adult-care@2#1",
        f"check:{Q2}.place@2#1",
    ]


def test_whoever_sent_a_file_is_answered_before_anything_is_worked_out_from_it(rig: Rig) -> None:
    jobs = ("issue", "check", "receive")
    works = [Work(job, EDITION, "derbyshire", f"{job}:test", job != "receive") for job in jobs]
    asked = {
        r.job_name: int(r.tags["dagster/priority"])
        for r in requests(rig.instance, rig.house, works)
    }
    assert asked["receive"] > asked["check"] > asked["issue"]
