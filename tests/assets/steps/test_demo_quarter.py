"""The main job as the demonstration plays it: two closes of one quarter, a correction between."""

import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assets.analysis.results import CloseResults
from assets.steps.house import House
from assets.steps.quarter import QuarterEvidence, close_quarter
from pipelines.demo.filling import Manner
from pipelines.demo.play import Played
from sources.framework.keys import Close, Slot
from warehouse import queries
from warehouse.rows import MeasureRating, ReturnStatus

PlayedHome = Any  # built in conftest
Tables = dict[str, list[tuple[Any, ...]]]
Drop = Callable[..., Path]
Form = Callable[..., bytes]
At = Callable[[House, str], House]

Q2 = Close.parse("derbyshire.2023-24-Q2")
MISTAKES = {
    "asc-01": "ratio-disagrees",
    "asc-04": "scale-slip",
    "asc-07": "not-a-number",
}


@pytest.fixture(scope="module")
def first(the_demo: PlayedHome) -> QuarterEvidence:
    played: Played = the_demo.played
    return played.first


@pytest.fixture(scope="module")
def second(the_demo: PlayedHome) -> QuarterEvidence:
    played: Played = the_demo.played
    return played.second


def statuses(results: CloseResults) -> dict[str, ReturnStatus]:
    return {Slot.parse(status.slot).return_id: status for status in results.statuses}


def current(results: CloseResults) -> dict[str, MeasureRating]:
    return {row.measure: row for row in results.ratings if row.basis == "current"}


def test_each_return_stands_as_it_came(first: QuarterEvidence) -> None:
    found = statuses(first.closed.results)
    assert {name: (s.status, s.days_late) for name, s in found.items()} == {
        "childrens-services": ("early", 0),
        "adult-care": ("on time", 0),
        "place": ("late", 1),
        "corporate-services": ("missing", 1),
    }
    assert {name: s.is_confirmed for name, s in found.items()} == {
        "childrens-services": True,
        "adult-care": True,
        "place": False,
        "corporate-services": False,
    }


def test_lateness_is_found_once_and_absence_is_another_thing(first: QuarterEvidence) -> None:
    found = {
        (f.rule, Slot.parse(f.slot).return_id): f.severity
        for f in first.closed.results.council_findings
        if f.dimension == "timeliness"
    }
    assert found == {
        ("return-late", "place"): "warning",
        ("return-missing", "corporate-services"): "error",
    }


def test_exactly_three_cells_of_adult_care_carry_errors(first: QuarterEvidence) -> None:
    errors = [f for f in first.closed.results.return_findings if f.severity == "error"]
    assert {f.measure: f.rule for f in errors} == MISTAKES
    assert {f.dimension for f in errors} == {"accuracy", "consistency", "validity"}
    assert {Slot.parse(f.slot).return_id for f in errors} == {"adult-care"}
    assert len({f.cell for f in errors}) == len(errors) == 3
    for finding in errors:
        assert finding.sheet == "Measures"
        assert finding.raw
        assert finding.mend.endswith(".")


def test_what_is_in_question_is_kept_but_not_rated(first: QuarterEvidence) -> None:
    rows = current(first.closed.results)
    queried = {m for m, row in rows.items() if row.status == "queried with department"}
    assert queried == set(MISTAKES)
    for measure in MISTAKES:
        assert rows[measure].rating is None
        assert "queried with department" in (rows[measure].reason or "")
        assert rows[measure].direction is None
    assert rows["asc-04"].units == 160800


def test_a_return_that_has_not_come_is_the_reason_for_its_measures(
    first: QuarterEvidence,
) -> None:
    rows = current(first.closed.results).values()
    missing = [row for row in rows if row.slot.endswith(".corporate-services")]
    assert len(missing) == 15
    assert {(row.status, row.rating) for row in missing} == {("return missing", None)}


def test_every_measure_is_accounted_for_once(second: QuarterEvidence) -> None:
    results = second.closed.results
    rows = current(results)
    assert set(rows) == set(results.framework.measures)
    assert all((row.rating is None) == bool(row.reason) for row in rows.values())


def test_the_correction_releases_the_three_and_only_adult_care_is_checked_anew(
    second: QuarterEvidence,
) -> None:
    rows = current(second.closed.results)
    assert all(rows[measure].rating and rows[measure].rule for measure in MISTAKES)
    assert not [f for f in second.closed.results.return_findings if f.severity == "error"]
    checked = {one.slot.return_id: one.is_new for one in second.closed.checked}
    assert checked == {
        "adult-care": True,
        "childrens-services": False,
        "corporate-services": False,
        "place": False,
    }


def test_the_first_arrival_decides_whether_a_return_was_late(second: QuarterEvidence) -> None:
    """Adult care came on time; that its correction came after the deadline does not change it."""
    status = statuses(second.closed.results)["adult-care"]
    assert (status.status, status.days_late, status.submissions) == ("on time", 0, 2)
    assert (status.received_at or "").startswith("2023-10-19T23:58")
    assert (status.latest_at or "").startswith("2023-10-23T10:05")


def test_the_second_draft_lists_those_three_measures_and_nothing_of_others(
    first: QuarterEvidence, second: QuarterEvidence
) -> None:
    before, now = current(first.closed.results), current(second.closed.results)
    assert {m for m in now if now[m] != before[m]} == set(MISTAKES)
    (draft,) = second.drafts
    assert (draft.draft, draft.is_new, draft.changes) == (2, True, 3)
    page = draft.page.read_text()
    changes = page[page.index('id="changes"') :]
    changes = changes[: changes.index("</section>")]
    measures = second.closed.results.framework.measures
    names = [m.id for m in measures.values() if m.name in changes]
    assert sorted(names) == sorted(MISTAKES)
    assert "adult-care Q2 corrected.xlsx" in changes
    assert "Measures!" in changes
    for other in ("Place return", "Children", "Corporate Services and Transformation return"):
        assert other not in changes


def test_closing_again_without_new_input_makes_nothing_new(
    demo_house: House, tree_of: Callable[[Path], dict[str, str]]
) -> None:
    close_quarter(demo_house, Q2)
    before = tree_of(demo_house.home)
    again = close_quarter(demo_house, Q2)
    assert not again.closed.is_new
    assert not any(one.is_new for one in again.closed.checked)
    assert [(d.draft, d.is_new) for d in again.drafts] == [(2, False)]
    assert tree_of(demo_house.home) == before


def test_while_a_return_is_missing_each_day_counts(demo_house: House, at: At) -> None:
    later = close_quarter(at(demo_house, "2023-10-24T23:30"), Q2)
    assert not later.closed.is_new
    next_day = close_quarter(at(demo_house, "2023-10-25T00:30"), Q2)
    assert next_day.closed.is_new
    assert not any(one.is_new for one in next_day.closed.checked)
    assert statuses(next_day.closed.results)["corporate-services"].days_late == 6


def test_once_all_are_there_days_no_longer_count(
    demo_house: House, at: At, drop: Drop, a_form: Form
) -> None:
    house, form = at(demo_house, "2023-10-26T09:00"), a_form("corporate-services", Manner())
    when = "2023-10-25T16:00"
    drop(house, "derbyshire", "corporate-services", "Q2.xlsx", form, when=when)
    third = close_quarter(house, Q2)
    assert third.closed.is_new
    assert statuses(third.closed.results)["corporate-services"].status == "late"
    assert statuses(third.closed.results)["corporate-services"].days_late == 6
    much_later = close_quarter(at(demo_house, "2024-03-01T09:00"), Q2)
    assert not much_later.closed.is_new
    assert [(d.draft, d.is_new) for d in much_later.drafts] == [(3, False)]


def test_a_draft_whose_folder_was_lost_is_written_again_as_it_was(
    demo_house: House, tree_of: Callable[[Path], dict[str, str]]
) -> None:
    reports = demo_house.home / "reports"
    before = tree_of(reports)
    shutil.rmtree(reports / "derbyshire.quarterly-performance.2023-10-24" / "draft-2")
    close_quarter(demo_house, Q2)
    assert tree_of(reports) == before


def test_what_is_stored_is_what_was_worked_out(
    the_demo: PlayedHome, second: QuarterEvidence
) -> None:
    tables = the_demo.tables
    assert Counter(row[0] for row in tables["measure_ratings"])[str(Q2)] == len(
        second.closed.results.ratings
    )
    assert [row[:3] for row in tables["report_editions"]] == [
        ("derbyshire.quarterly-performance.2023-07-25", "derbyshire.2023-24-Q1", 1),
        ("derbyshire.quarterly-performance.2023-10-24", "derbyshire.2023-24-Q2", 1),
        ("derbyshire.quarterly-performance.2023-10-24", "derbyshire.2023-24-Q2", 2),
    ]


def test_two_councils_in_one_home_do_not_mix(
    demo_house: House,
    at: At,
    drop: Drop,
    hart_csv: bytes,
    rows_of: Callable[[House], Tables],
    tree_of: Callable[[Path], dict[str, str]],
) -> None:
    close_quarter(demo_house, Q2)
    before, files = rows_of(demo_house), tree_of(demo_house.home)
    drop(demo_house, "hart", "quarterly-table", "Q1.csv", hart_csv, when="2014-07-30T16:00")
    hart = close_quarter(at(demo_house, "2014-08-25T09:00"), Close.parse("hart.2014-15-Q1"))
    after = rows_of(demo_house)
    for table, rows in after.items():
        own = [r for r in rows if str(r[0]).partition(".")[0] == "hart"]
        assert sorted([*before[table], *own], key=repr) == rows, table
    assert files.items() <= tree_of(demo_house.home).items()
    for page in hart.drafts[0].folder.iterdir():
        text = page.read_text()
        assert "Derbyshire" not in text
        assert "derbyshire" not in text
    again = close_quarter(demo_house, Q2)
    assert not again.closed.is_new
    assert [(d.draft, d.is_new) for d in again.drafts] == [(2, False)]
    assert {e.council for e in queries.ledger_entries(demo_house.store.engine, "hart")} == {"hart"}


def test_a_figure_in_question_is_called_queried_and_not_printed(the_demo: Any) -> None:
    page = (the_demo.played.first.drafts[0].folder / "index.html").read_text(encoding="utf-8")
    assert page.count('<span class="none">Queried</span>') >= 3
    assert "160,800" not in page
