"""A real close, run by Dagster on an ephemeral instance: which checks ran, and what they said.

A failing check that does not block leaves its run green, so every check is asked for by name.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
from dagster import AssetCheckKey, AssetKey, DagsterInstance, ExecuteInProcessResult

from assets.steps.house import House
from assets.steps.quarter import close_quarter
from pipelines.definitions import build_definitions
from pipelines.demo.filling import Manner, history_csv
from pipelines.demo.play import Clock
from pipelines.demo.story import plot
from pipelines.house import build_house
from pipelines.settings import Settings
from sources.framework.framework import Framework
from sources.framework.keys import Close
from warehouse import queries

Tables = dict[str, list[tuple[Any, ...]]]
Form = Callable[..., bytes]

Q2 = Close.parse("derbyshire.2023-24-Q2")
EDITION = "derbyshire.quarterly-performance.2023-10-24"
RETURNS = ("adult-care", "childrens-services", "corporate-services", "place")
RETURN_CHECKS = {
    "accuracy",
    "completeness",
    "consistency",
    "relevance",
    "timeliness",
    "uniqueness",
    "validity",
}
PASSED = (True, "WARN")


def clock() -> Clock:
    """The evening on which returns were due."""
    standing = Clock()
    standing.set("2023-10-19T20:00")
    return standing


def checked(result: ExecuteInProcessResult) -> dict[tuple[str, str], tuple[bool, str]]:
    """Which checks ran, by asset and name: whether each passed, and its severity."""
    return {
        (one.asset_key.to_user_string(), one.check_name): (one.passed, one.severity.value)
        for one in result.get_asset_check_evaluations()
    }


@dataclass
class Ran:
    """Every run of a quarter, in the order in which they were made."""

    home: Path
    twin: Path
    instance: DagsterInstance
    defs: dg.Definitions
    received: ExecuteInProcessResult | None = None
    checks: dict[str, ExecuteInProcessResult] = field(default_factory=dict)
    closed: ExecuteInProcessResult | None = None
    issued: ExecuteInProcessResult | None = None

    def run(
        self, job: str, partition: str | None = None, reason: str = ""
    ) -> ExecuteInProcessResult:
        told = {"config": {"reason": reason, "by": "Performance Lead"}}
        step = {"check": "check_return", "close": "close_period", "issue": "report_editions"}
        return self.defs.resolve_job_def(job).execute_in_process(
            instance=self.instance,
            partition_key=partition,
            raise_on_error=False,
            run_config={"ops": {step[job]: told}} if reason else None,
        )


@pytest.fixture(scope="module")
def ran(
    tmp_path_factory: pytest.TempPathFactory,
    derbyshire: Framework,
    a_form: Form,
    drop: Callable[..., Path],
    copy_home: Callable[[Path, Path], Path],
) -> Iterator[Ran]:
    """Four returns are in, adult care's with three mistakes; two homes hold the same inbox."""
    home = tmp_path_factory.mktemp("dagster") / "home"
    settings = Settings(home, None, ())
    inbox = build_house(settings, clock())
    past = history_csv(derbyshire, "history-csv", 2021, 2022)
    drop(inbox, "derbyshire", "history", "past.csv", past, when="2023-06-01T09:00")
    mistaken = plot(derbyshire, Q2).mistaken_manner
    for return_id in RETURNS:
        manner = mistaken if return_id == "adult-care" else Manner()
        drop(inbox, "derbyshire", return_id, "Q2.xlsx", a_form(return_id, manner))
    twin = copy_home(home, home.with_name("twin"))
    with DagsterInstance.ephemeral() as instance:
        ran = Ran(home, twin, instance, build_definitions(settings, clock()))
        ran.received = ran.run("receive")
        for return_id in RETURNS:
            ran.checks[return_id] = ran.run("check", f"{Q2}.{return_id}")
        ran.closed = ran.run("close", str(Q2))
        ran.issued = ran.run("issue", EDITION)
        yield ran


def test_every_run_succeeds_although_checks_fail(ran: Ran) -> None:
    assert ran.received is not None
    assert ran.received.success
    assert all(result.success for result in ran.checks.values())
    assert ran.closed is not None
    assert ran.closed.success
    assert ran.issued is not None
    assert ran.issued.success


@pytest.mark.parametrize("return_id", RETURNS)
def test_every_dimension_is_checked_for_every_return(ran: Ran, return_id: str) -> None:
    result = ran.checks[return_id]
    found = checked(result)
    assert set(found) == {("return_findings", name) for name in RETURN_CHECKS}
    failed = {name: said for (_, name), said in found.items() if said != PASSED}
    error = (False, "ERROR")
    expected = {
        "adult-care": {"accuracy": error, "consistency": error, "validity": error},
    }
    assert failed == expected.get(return_id, {})
    assert {one.partition for one in result.get_asset_check_evaluations()} == {f"{Q2}.{return_id}"}


def test_a_failing_check_names_its_rule_and_the_cell(ran: Ran) -> None:
    said = {
        one.check_name: one.metadata
        for one in ran.checks["adult-care"].get_asset_check_evaluations()
    }
    assert said["accuracy"]["rule ratio-disagrees"].value == 1
    assert said["validity"]["rule not-a-number"].value == 1
    assert said["consistency"]["rule scale-slip"].value == 1
    table: Any = said["validity"]["findings"].value
    (row,) = table.records
    assert str(row.data["cell"]).startswith("Measures!")
    assert row.data["severity"] == "error"
    assert "findings" not in said["uniqueness"]


def test_one_departments_pass_does_not_hide_anothers_failure(ran: Ran) -> None:
    """Adult care was checked first, and three returns passed after it."""
    for name in ("accuracy", "consistency", "validity"):
        history = ran.instance.event_log_storage.get_asset_check_execution_history(
            AssetCheckKey(AssetKey("return_findings"), name), limit=10
        )
        assert {record.partition: record.status.value for record in history} == {
            f"{Q2}.{return_id}": "FAILED" if return_id == "adult-care" else "SUCCEEDED"
            for return_id in RETURNS
        }


def test_the_close_is_checked_by_name_too(ran: Ran) -> None:
    assert ran.closed is not None
    assert checked(ran.closed) == {
        ("council_findings", "completeness"): PASSED,
        ("council_findings", "consistency"): PASSED,
        ("council_findings", "relevance"): PASSED,
        ("council_findings", "timeliness"): PASSED,
        ("warehouse_contracts", "promises_kept"): (True, "ERROR"),
    }


def test_a_return_that_has_not_come_fails_timeliness_and_stops_nothing(tmp_path: Path) -> None:
    late = Clock()
    late.set("2023-10-21T09:00")
    defs = build_definitions(Settings(tmp_path / "home", None, ()), late)
    with DagsterInstance.ephemeral() as instance:
        result = Ran(tmp_path, tmp_path, instance, defs).run("close", str(Q2))
    assert result.success
    assert checked(result)[("council_findings", "timeliness")] == (False, "ERROR")
    assert checked(result)[("council_findings", "completeness")] == PASSED


def test_dagster_and_the_command_line_come_to_the_same(
    ran: Ran, rows_of: Callable[[House], Tables]
) -> None:
    twin = build_house(Settings(ran.twin, None, ()), clock())
    evidence = close_quarter(twin, Q2)
    assert [draft.is_new for draft in evidence.drafts] == [True]
    ours, theirs = rows_of(build_house(Settings(ran.home, None, ()), clock())), rows_of(twin)
    for table in set(ours) - {"entries", "result_keys", "closes", "report_editions"}:
        assert ours[table] == theirs[table], table
    folder = Path("reports") / EDITION / "draft-1"
    for page in (ran.twin / folder).iterdir():
        assert (ran.home / folder / page.name).read_bytes() == page.read_bytes(), page.name


def test_both_ways_of_running_write_the_same_receipts(
    ran: Ran, tree_of: Callable[[Path], dict[str, str]]
) -> None:
    receipts = tree_of(ran.home / "receipts")
    # One of each file, and the marked copy of the one that failed.
    assert len(receipts) == 6
    assert sum(name.endswith(".annotated.xlsx") for name in receipts) == 1
    assert tree_of(ran.twin / "receipts") == receipts


def test_each_asset_shows_what_it_did(ran: Ran) -> None:
    assert ran.received is not None
    events = [
        *ran.received.get_asset_materialization_events(),
        *ran.checks["adult-care"].get_asset_materialization_events(),
    ]
    shown = {
        event.asset_key.to_user_string(): event.materialization.metadata
        for event in events
        if event.asset_key is not None
    }
    assert set(shown) == {
        "submissions",
        "submitted_values",
        "submitted_texts",
        "submitted_benchmarks",
        "budget_lines",
        "risk_assessments",
        "return_sheets",
        "return_findings",
        "check_runs",
    }
    assert shown["submissions"]["taken"].value == 5
    assert shown["submitted_values"]["submissions"].value == 1
    house = build_house(Settings(ran.home, None, ()), clock())
    held = queries.return_findings(house.store.engine, f"{Q2}.adult-care")
    assert {f.rule for f in held if f.severity == "error"} == {
        "not-a-number",
        "ratio-disagrees",
        "scale-slip",
    }
    assert shown["return_findings"]["dagster/partition_row_count"].value == len(held)
    assert str(shown["return_findings"]["checks of accuracy"].value).endswith("run, 1 failed")


def test_the_clock_is_the_one_that_was_passed_in(ran: Ran) -> None:
    house = build_house(Settings(ran.home, None, ()), clock())
    recorded = {e.recorded_at.isoformat() for e in house.entries("derbyshire")}
    assert recorded == {"2023-10-19T19:00:00+00:00"}


def test_a_report_cannot_be_issued_before_its_close(tmp_path: Path) -> None:
    defs = build_definitions(Settings(tmp_path / "home", None, ()), clock())
    with DagsterInstance.ephemeral() as instance:
        result = Ran(tmp_path, tmp_path, instance, defs).run("issue", EDITION)
    assert not result.success
    (failure,) = [e for e in result.all_events if e.is_step_failure]
    said = str(failure.event_specific_data)
    assert "has not been closed yet: run 'quarterday close" in said
