"""What the register says of a measure counts in a close: changes, procedures, and its own files."""

import csv
import io
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from towns import FRAMEWORKS, SERVICES, TREASURY, UPPER, Town, projects_form

from assets.steps.close import Point, compute
from assets.steps.house import House
from assets.steps.quarter import close_quarter
from pipelines.demo.play import Clock
from pipelines.house import build_house
from pipelines.settings import Settings

TARGETS = (
    "measure,from_period,annual,reason,approved_by,approved_on\n"
    "homes-let,2023-24-Q2,82,<b>More</b> flats are ready,Hill Housing Committee,2023-06-13\n"
)
DEFINITIONS = (
    "measure,from_period,definition,what,is_comparable,reason,approved_by,approved_on\n"
    "homes-let,2023-24-Q2,Lettings of every kind.,definition,no,Statute,Director,2023-06-20\n"
)
WHEN = "2023-10-12T12:00"


def reviewed(measure: str, approved: str) -> str:
    return f"{measure},{','.join(['As agreed.'] * 4)},1.0,Officer,{approved},\n"


def folder_of(tmp: Path, blocks: str = "no") -> Path:
    """Upper Town's frameworks with changes, and with procedures old and new."""
    folder = tmp / "frameworks"
    shutil.copytree(FRAMEWORKS, folder)
    own = folder / "upper-town" / "2023-24"
    council = own / "council.yaml"
    council.write_text(
        council.read_text("utf-8") + f"  procedures: {{blocks_confirmation: {blocks}}}\n", "utf-8"
    )
    (own / "target_changes.csv").write_text(TARGETS, "utf-8")
    (own / "definition_changes.csv").write_text(DEFINITIONS, "utf-8")
    head = "measure,steps,calculation,evidence,verification,version,author,approved,review_due\n"
    rows = reviewed("repairs-done", "2022-04-01") + reviewed("calls-answered", "2022-10-22")
    (own / "procedures.csv").write_text(head + rows, "utf-8")
    return folder


def town_of(tmp: Path, drop: Callable[..., Path], now: str, blocks: str = "no") -> Town:
    clock = Clock()
    clock.set(now)
    settings = Settings(tmp / "home", None, (folder_of(tmp, blocks),))
    house = replace(build_house(settings), now=clock)
    drop(house, "upper-town", "services", "services.csv", SERVICES.encode(), WHEN)
    drop(house, "upper-town", "treasury", "treasury.csv", TREASURY.encode(), WHEN)
    drop(house, "upper-town", "projects", "projects.xlsx", projects_form(house), WHEN)
    return Town(house, close_quarter(house, UPPER))


@pytest.fixture
def town(tmp_path: Path, drop: Callable[..., Path]) -> Town:
    return town_of(tmp_path, drop, "2023-10-20T10:00")


def procedures_found(house: House, now: str) -> dict[tuple[str, str | None], str]:
    clock = Clock()
    clock.set(now)
    seq = house.entries("upper-town")[-1].seq
    found = compute(house, UPPER, Point(seq, clock())).council_findings
    return {(f.rule, f.measure): f.message for f in found if f.rule.startswith("procedure-")}


def test_what_is_due_goes_to_the_department_with_its_days(town: Town) -> None:
    found = town.evidence.closed.results.council_findings
    (late,) = (f for f in found if f.rule == "procedure-overdue")
    assert (late.measure, late.slot) == ("repairs-done", "upper-town.2023-24-Q2.services")
    assert late.message.endswith("was due for review on 1 April 2023: 202 days overdue.")
    missing = [f for f in found if f.rule == "procedure-missing"]
    assert [f.measure for f in missing] == ["sick-days"]
    assert missing[0].message == "There is no methodology statement for this measure."
    page = town.files("board")["quality-services.html"]
    assert "202 days overdue" in page


def test_a_quarter_worked_out_years_later_is_judged_by_its_own_timetable(town: Town) -> None:
    own = procedures_found(town.house, "2023-11-16T10:00")
    assert procedures_found(town.house, "2026-01-01T10:00") == own
    assert "229 days overdue" in own["procedure-overdue", "repairs-done"]


def test_the_close_is_worked_out_anew_when_a_procedure_becomes_overdue_and_not_daily(
    town: Town,
) -> None:
    assert all(s.submissions for s in town.evidence.closed.results.statuses)
    for now, is_new in (
        ("2023-10-22T10:00", False),
        ("2023-10-23T10:00", True),
        ("2023-10-24T10:00", False),
    ):
        clock = Clock()
        clock.set(now)
        closed = close_quarter(replace(town.house, now=clock), UPPER).closed
        assert closed.is_new is is_new
        if is_new:
            found = {(f.measure, f.rule) for f in closed.results.council_findings}
            assert ("calls-answered", "procedure-overdue") in found


def test_a_procedure_that_is_due_leaves_values_unconfirmed_only_where_that_is_asked(
    tmp_path: Path, drop: Callable[..., Path]
) -> None:
    for blocks in ("no", "yes"):
        one = town_of(tmp_path / blocks, drop, "2023-10-20T10:00", blocks)
        rows = {r.measure: r for r in one.evidence.closed.results.ratings if r.basis == "current"}
        assert rows["homes-let"].is_confirmed
        assert rows["repairs-done"].is_confirmed is (blocks == "no")
        said = "unconfirmed: its methodology statement is due"
        assert (said in one.files("board")["index.html"]) is (blocks == "yes")


def test_a_report_lists_changes_with_reason_and_approver(town: Town) -> None:
    text = town.files("board")["index.html"]
    targets, others = text.split("Targets changed this period")[1].split(
        "Targets and definitions changed this year"
    )
    assert "Annual target:" in targets and "the definition changed" not in targets
    assert "Annual target:" not in others.split("<h3>")[0]
    assert "&lt;b&gt;More&lt;/b&gt; flats are ready" in text and "<b>More" not in text
    assert "Hill Housing Committee, 13 June 2023" in text
    assert "the definition changed from Q2 2023-24; not comparable with figures before" in text
    figures = town.files("board")["figures.html"]
    assert "/homes-let/all/2023-24-Q2/target-before-2023-24-Q2" in figures
    assert "/homes-let/all/2023-24-Q2/target-from-2023-24-Q2" in figures


def test_each_measures_purpose_stands_beside_its_value(town: Town) -> None:
    text = town.files("board")["index.html"]
    for measure in town.evidence.closed.results.framework.measures.values():
        assert f'purpose">{measure.purpose}' in text


def test_every_draft_comes_with_the_register_and_links_to_it(town: Town) -> None:
    for product in ("board", "housing-pack"):
        files = town.files(product)
        assert {"register.html", "register.csv", "register.json"} <= set(files)
        assert 'href="register.html"' in files["index.html"]
        assert 'href="index.html"' in files["register.html"]
    whole = json.loads(town.files("board")["register.json"])
    pack = json.loads(town.files("housing-pack")["register.json"])
    assert whole["count"] == 5
    assert [m["id"] for m in pack["measures"]] == ["homes-let", "repairs-done"]
    rows = csv.DictReader(io.StringIO(town.files("board")["register.csv"].removeprefix("\ufeff")))
    assert sorted(row["id"] for row in rows) == [m["id"] for m in whole["measures"]]
