"""Closing a quarter for a county: by Dagster's jobs, by the steps alone, and by empty jobs.

What Dagster adds to our steps should be what it costs to run jobs that do nothing, and little more;
and what the past adds to a close, charts and forecasts aside, next to nothing.
"""

import shutil
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import dagster as dg
from dagster import DagsterInstance

from assets.steps.close import close_period
from assets.steps.quarter import close_quarter
from assets.steps.receive import receive
from pipelines.definitions import build_definitions
from pipelines.demo.filling import Manner, fill_form, history_csv
from pipelines.demo.play import Clock
from pipelines.house import build_house
from pipelines.library import library_of
from pipelines.settings import Settings
from sources.framework.framework import Framework
from sources.framework.keys import Close
from sources.returns.forms import write_form
from tests.bench.county import COUNCIL, DEPARTMENTS, MEASURES, write_county
from tests.bench.measure import Measured

GOAL = 1.3
# A close rates its own period: with five years of past for one, reading and charting them are more.
PAST_GOAL = 1.5
_PAST_ROUNDS = 3
_CLOSE = Close.parse(f"{COUNCIL}.2023-24-Q2")
_CLOCK = "2023-10-20T09:00"


def measure() -> Iterator[Measured]:
    print(f"Closing a quarter of {MEASURES} measures and {DEPARTMENTS} departments", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        settings = Settings(root / "home", None, (write_county(root / "frameworks"),))
        framework = library_of(settings).of_close(_CLOSE)
        _fill_inbox(settings, framework)
        spent = {"steps": _steps(_copy(settings, "steps"))}
        spent["jobs"] = _jobs(_copy(settings, "jobs"), framework, is_empty=False)
        spent["empty"] = _jobs(_copy(settings, "empty"), framework, is_empty=True)
        spent["verb"] = _verb(_copy(settings, "verb"))
    yield Measured("the steps alone", spent["steps"], " s", None).told()
    yield Measured("the same Dagster jobs with empty bodies", spent["empty"], " s", None).told()
    yield Measured("the Dagster jobs as they are", spent["jobs"], " s", None).told()
    yield Measured("quarterday close, in a new process", spent["verb"], " s", None).told()
    floor = spent["steps"] + spent["empty"]
    yield Measured("jobs against steps and empty jobs", spent["jobs"] / floor, "x", GOAL).told()
    verb = spent["verb"] / floor
    yield Measured("quarterday close against the same", verb, "x", GOAL).told()
    yield from _past()


def _past() -> Iterator[Measured]:
    """A close worked out and stored once more, nothing having come, after one year and five."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        frameworks = write_county(root / "frameworks")
        houses = []
        for years in (1, 5):
            settings = Settings(root / f"after-{years}", None, (frameworks,))
            _fill_inbox(settings, library_of(settings).of_close(_CLOSE), years)
            houses.append(build_house(settings, _clock()))
            receive(houses[-1], COUNCIL)
            close_period(houses[-1], _CLOSE)
        spent: list[list[float]] = [[], []]
        for _ in range(_PAST_ROUNDS):
            for house, times in zip(houses, spent, strict=True):
                began = time.perf_counter()
                assert close_period(house, _CLOSE, anew=True).is_new
                times.append(time.perf_counter() - began)
        one, five = map(min, spent)
    yield Measured("closing once more, one year of past", one, " s", None).told()
    yield Measured("closing once more, five years of past", five, " s", None).told()
    yield Measured("five years of past against one", five / one, "x", PAST_GOAL).told()


def _fill_inbox(settings: Settings, framework: Framework, years: int = 3) -> None:
    house = build_house(settings, _clock())
    inbox = house.home / "inbox" / COUNCIL
    files = {
        f"{slot.return_id}/Q2.xlsx": fill_form(
            write_form(framework, slot, {}), framework, slot, Manner()
        )
        for slot in framework.slots_of(_CLOSE)
    }
    files["history/past.csv"] = history_csv(framework, "history-csv", 2023 - years, 2022)
    for name, data in files.items():
        (inbox / name).parent.mkdir(parents=True, exist_ok=True)
        (inbox / name).write_bytes(data)
    house.store.engine.dispose()


def _clock() -> Clock:
    clock = Clock()
    clock.set(_CLOCK)
    return clock


def _copy(settings: Settings, name: str) -> Settings:
    home = Path(shutil.copytree(settings.home, settings.home.with_name(name)))
    return Settings(home, None, settings.frameworks)


def _steps(settings: Settings) -> float:
    house = build_house(settings, _clock())
    began = time.perf_counter()
    evidence = close_quarter(house, _CLOSE)
    spent = time.perf_counter() - began
    assert len(evidence.closed.checked) == DEPARTMENTS
    assert evidence.drafts
    return spent


def _jobs(settings: Settings, framework: Framework, *, is_empty: bool) -> float:
    """Take in, check each return, close and issue, on an instance of its own with SQLite."""
    defs = build_definitions(settings, _clock())
    defs = _emptied(defs) if is_empty else defs
    editions = [str(e) for e, close in framework.editions.items() if close == _CLOSE]
    runs: list[tuple[str, str | None]] = [("receive", None)]
    runs += [("check", str(slot)) for slot in framework.slots_of(_CLOSE)]
    runs += [("close", str(_CLOSE)), *(("issue", edition) for edition in editions)]
    jobs = {name: defs.resolve_job_def(name) for name, _ in runs}
    folder = settings.home.with_name(f"dagster-{settings.home.name}")
    folder.mkdir()
    with DagsterInstance.local_temp(str(folder)) as instance:
        began = time.perf_counter()
        for name, key in runs:
            result = jobs[name].execute_in_process(instance=instance, partition_key=key)
            assert result.success
        return time.perf_counter() - began


def _verb(settings: Settings) -> float:
    words = ["close", "--council", COUNCIL, "--period", "2023-24-Q2", "--home", str(settings.home)]
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "pipelines.cli", *words],
        check=True,
        env=_environment(settings),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return time.perf_counter() - began


def _environment(settings: Settings) -> Mapping[str, str]:
    import os

    return {**os.environ, "QUARTERDAY_FRAMEWORKS": str(settings.frameworks[0])}


def _emptied(defs: dg.Definitions) -> dg.Definitions:
    """The same assets, checks, partitions and jobs, whose bodies do nothing."""
    warnings.simplefilter("ignore")
    assets = [
        _empty_asset(one) for one in defs.assets or () if isinstance(one, dg.AssetsDefinition)
    ]
    checks = [
        _empty_check(spec)
        for one in defs.asset_checks or ()
        if isinstance(one, dg.AssetChecksDefinition)
        for spec in one.check_specs
    ]
    jobs: list[Any] = list(defs.jobs or ())
    return dg.Definitions(
        assets=assets, asset_checks=checks, jobs=jobs, executor=dg.in_process_executor
    )


def _empty_asset(one: dg.AssetsDefinition) -> dg.AssetsDefinition:
    @dg.multi_asset(
        name=one.node_def.name, specs=list(one.specs), partitions_def=one.partitions_def
    )
    def nothing() -> Iterator[dg.MaterializeResult[None]]:
        for spec in one.specs:
            yield dg.MaterializeResult(asset_key=spec.key)

    return nothing


def _empty_check(spec: dg.AssetCheckSpec) -> dg.AssetChecksDefinition:
    @dg.asset_check(asset=spec.asset_key, name=spec.name, partitions_def=spec.partitions_def)
    def nothing() -> dg.AssetCheckResult:
        return dg.AssetCheckResult(passed=True)

    return nothing
