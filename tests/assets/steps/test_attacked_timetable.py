"""Faults of the timetable's work once found by attack, each with the test that keeps it away."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from dagster import DagsterInstance, build_schedule_context, build_sensor_context

from assets.steps.close import close_period
from assets.steps.extend import extend
from assets.steps.house import House
from assets.steps.jobs import asked_of
from assets.steps.publish import publish
from assets.steps.receive import receive
from assets.steps.remind import remind
from assets.views.wording import one_line
from pipelines.definitions import build_definitions
from pipelines.demo.filling import Manner, history_csv
from pipelines.house import build_house
from pipelines.settings import Settings
from sources.framework.due import Job
from sources.framework.framework import Framework
from sources.framework.keys import Close, Edition, Slot
from sources.framework.library import EXAMPLES, UnknownKey
from sources.framework.load import load

Q2 = Close.parse("derbyshire.2023-24-Q2")
EDITION = Edition.parse("derbyshire.quarterly-performance.2023-10-24")
PLACE = Slot.parse(f"{Q2}.place")
AHouse = Callable[..., House]
At = Callable[[House, str], House]
Drop = Callable[..., Path]
Form = Callable[..., bytes]


def library_with(house: House, framework: Framework) -> House:
    """The same installation, whose Derbyshire is another framework."""

    class Library(type(house.library)):  # type: ignore[misc]  # the same library, a year replaced
        def get(self, council: str, year: object) -> Framework:
            return framework

    return replace(house, library=Library((EXAMPLES,)))


def test_a_return_that_is_given_up_in_the_year_does_not_stop_the_others(
    a_house: AHouse, drop: Drop, a_form: Form, derbyshire: Framework
) -> None:
    house = a_house(now="2023-10-20T09:00")
    drop(house, "derbyshire", "place", "a.xlsx", a_form("place", Manner()))
    past = history_csv(derbyshire, "history-csv", 2022, 2022)
    drop(house, "derbyshire", "history", "past.csv", past)
    receive(house, "derbyshire")
    close_period(house, Q2)
    files = dict(derbyshire.files)
    start = files["returns.yaml"].index("  - id: history")
    end = files["returns.yaml"].index("layouts:")
    files["returns.yaml"] = files["returns.yaml"][:start] + files["returns.yaml"][end:]
    changed = library_with(house, load(files))
    assert close_period(changed, Q2).is_new
    assert remind(changed, Q2).recorded


def test_an_extension_to_the_end_of_time_is_refused(a_house: AHouse) -> None:
    house = a_house()
    with pytest.raises(UnknownKey, match="more than a year"):
        extend(house, PLACE, date(9999, 12, 31), "Never.", "Somebody")
    assert asked_of(house, "derbyshire").tasks


def test_one_councils_broken_framework_stops_no_other_council(tmp_path: Path) -> None:
    folder = tmp_path / "frameworks"
    shutil.copytree(EXAMPLES / "south_derbyshire", folder / "south_derbyshire")
    broken = folder / "south_derbyshire" / "2023-24" / "timetable.yaml"
    broken.write_text(broken.read_text().replace("precision:", "precison:", 1))
    settings = Settings(tmp_path / "home", None, (folder,))
    house = build_house(settings)
    house = replace(house, now=lambda: _moment("2023-10-20T00:01"))
    defs = build_definitions(settings, house.now)
    (tmp_path / "dagster").mkdir()
    repository = defs.get_repository_def()
    with DagsterInstance.local_temp(str(tmp_path / "dagster")) as instance:
        with build_schedule_context(
            instance, resources={"house": house}, repository_def=repository
        ) as context:
            asked = repository.get_schedule_def("close_schedule").evaluate_tick(context)
        assert [r.partition_key for r in asked.run_requests or ()] == [str(Q2)]
        with build_sensor_context(
            instance, resources={"house": house}, repository_def=repository
        ) as sensing:
            said = repository.get_sensor_def("behind").evaluate_tick(sensing).skip_message
    assert said is not None
    assert "south_derbyshire is passed over until this is mended" in said


def _moment(text: str):  # type: ignore[no-untyped-def]
    from datetime import datetime

    from sources.framework.timetable import LONDON

    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def test_a_report_whose_day_is_over_is_not_due_again_even_after_a_rebuild(
    demo_house: House, at: At
) -> None:
    from sqlalchemy import delete

    from warehouse.tables import job_runs

    with demo_house.store.engine.begin() as connection:
        connection.execute(delete(job_runs))
    later = at(demo_house, "2023-11-10T09:00")
    due = asked_of(later, "derbyshire").due(later.now())
    assert Job.ISSUE not in [task.job for task in due if task.close == Q2]


def test_only_those_whose_deadline_moved_are_told_that_it_did(a_house: AHouse, at: At) -> None:
    house = a_house(now="2023-10-09T06:00")
    remind(house, Q2)
    extend(house, PLACE, date(2023, 10, 24), "The case system is down.", "Head of Performance")
    remind(at(house, "2023-10-14T06:00"), Q2)
    sent = remind(at(house, "2023-10-16T06:00"), Q2)
    for path in sent.letters:
        assert "when you were last reminded" not in path.read_text()


def test_a_second_extension_to_the_same_day_is_told_as_well(a_house: AHouse, at: At) -> None:
    house = a_house(now="2023-10-18T09:00")
    remind(house, Q2)
    other = Slot.parse(f"{Q2}.adult-care")
    extend(house, PLACE, date(2023, 10, 26), "The case system is down.", "Head of Performance")
    first = remind(at(house, "2023-10-18T10:00"), Q2)
    extend(house, other, date(2023, 10, 26), "So is theirs.", "Head of Performance")
    second = remind(at(house, "2023-10-18T11:00"), Q2)
    assert [set(r.sent) for r in first.recorded] == [{str(PLACE)}]
    assert [set(r.sent) for r in second.recorded] == [{str(other)}]


def test_a_file_that_may_not_be_read_holds_up_no_other(
    a_house: AHouse, drop: Drop, a_form: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever runs the tests may be allowed to read everything, so reading is refused by hand."""
    house = a_house()
    bad = drop(house, "derbyshire", "adult-care", "old.xlsx", b"x", when="2023-10-16T12:00")
    drop(house, "derbyshire", "place", "good.xlsx", a_form("place", Manner()))
    read = Path.read_bytes

    def refusing(path: Path) -> bytes:
        if path == bad:
            raise PermissionError(13, "Permission denied", str(path))
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refusing)
    taken = {one.filename: one.outcome.value for one in receive(house, "derbyshire")}
    assert taken == {"old.xlsx": "left for the next run", "good.xlsx": "received"}


def test_a_clock_that_stood_in_the_future_does_not_count_as_work_done(
    a_house: AHouse, at: At
) -> None:
    close_period(a_house(now="2023-11-10T09:00"), Q2)
    house = a_house(now="2023-10-20T00:01")
    due = asked_of(house, "derbyshire").due(house.now())
    assert (Job.CLOSE, Q2) in [(task.job, task.close) for task in due]


def test_texts_from_outside_stay_on_their_line() -> None:
    assert one_line("q2.xlsx\nFAILED: all\x1b[2J\x07\u202e") == "q2.xlsx FAILED: all[2J"
    assert one_line(None) == ""


def test_an_edition_is_drawn_up_late_where_there_is_none_yet(a_house: AHouse, at: At) -> None:
    house = a_house(now="2023-10-27T09:00")
    close_period(house, Q2)
    due = asked_of(house, "derbyshire").due(house.now())
    assert str(EDITION) in [task.key for task in due if task.job is Job.ISSUE]
    publish(house, EDITION)
    due = asked_of(house, "derbyshire").due(house.now())
    assert str(EDITION) not in [task.key for task in due if task.job is Job.ISSUE]
