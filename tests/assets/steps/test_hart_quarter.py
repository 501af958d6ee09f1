"""The main job on a real council's table: 45 indicators that Hart published for a quarter.

Ratings are taken as given; everything else is worked out, and leads back to the file's cells.
"""

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from assets.steps.house import House
from assets.steps.quarter import QuarterEvidence, close_quarter
from assets.steps.trace import trace
from assets.views.report import context_of, report
from assets.views.supplied import supplied_ratings
from pipelines.house import build_house
from pipelines.settings import Settings
from report_templates.pages import FigureLine
from sources.framework.keys import Close, Slot
from sources.workbooks.addresses import position_of
from warehouse import queries

Drop = Callable[..., Path]

CLOSE = Close.parse("hart.2014-15-Q1")
SLOT = Slot.parse("hart.2014-15-Q1.quarterly-table")
NAME = "hart_2014-15_q1.csv"
COLOURS = {"Green": "green", "Amber": "amber", "Red": "red"}


@pytest.fixture(scope="module")
def closed(
    tmp_path_factory: pytest.TempPathFactory,
    hart_frameworks: Path,
    hart_csv: bytes,
    drop: Drop,
    at: Callable[[House, str], House],
) -> tuple[House, QuarterEvidence]:
    home = tmp_path_factory.mktemp("hart") / "home"
    house = at(build_house(Settings(home, None, (hart_frameworks,))), "2014-08-25T09:00")
    drop(house, "hart", "quarterly-table", NAME, hart_csv, when="2014-07-30T16:00")
    return house, close_quarter(house, CLOSE)


@pytest.fixture(scope="module")
def house(closed: tuple[House, QuarterEvidence]) -> House:
    return closed[0]


@pytest.fixture(scope="module")
def evidence(closed: tuple[House, QuarterEvidence]) -> QuarterEvidence:
    return closed[1]


@pytest.fixture(scope="module")
def published(hart_csv: bytes) -> dict[str, dict[str, str]]:
    rows = csv.DictReader(io.StringIO(hart_csv.decode("utf-8-sig")))
    return {row["ref"].lower(): row for row in rows}


@pytest.fixture(scope="module")
def grid(hart_csv: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(hart_csv.decode("utf-8-sig"), newline="")))


def test_the_return_came_early_and_is_whole(evidence: QuarterEvidence) -> None:
    (status,) = evidence.closed.results.statuses
    assert (status.status, status.days_late) == ("early", 0)
    assert (status.expected, status.supplied, status.accounted_for) == (45, 45, 45)
    assert status.is_confirmed


def test_every_measure_is_rated_or_says_why_it_is_not(evidence: QuarterEvidence) -> None:
    rows = [row for row in evidence.closed.results.ratings if row.basis == "current"]
    assert len(rows) == len({row.measure for row in rows}) == 45
    for row in rows:
        assert (row.rating is None) == bool(row.reason), row.measure
        assert (row.rating is None) == (row.rule is None), row.measure


def test_every_published_colour_is_the_rating(
    evidence: QuarterEvidence, published: dict[str, dict[str, str]]
) -> None:
    rated = {row.measure: row.rating for row in evidence.closed.results.ratings}
    expected = {ref: COLOURS.get(row["published_status"]) for ref, row in published.items()}
    assert rated == expected
    assert sum(rating is not None for rating in rated.values()) == 42


def test_what_was_published_for_information_is_not_rated(evidence: QuarterEvidence) -> None:
    unrated = [row for row in evidence.closed.results.ratings if row.rating is None]
    assert {row.measure for row in unrated} == {"snh03", "snh04", "snh06"}
    assert {row.status for row in unrated} == {"information only"}
    assert {row.reason for row in unrated} == {"shown for information only, without a rating"}


def test_a_zero_that_stands_for_no_data_is_found_at_its_cell(
    evidence: QuarterEvidence, grid: list[list[str]]
) -> None:
    """0 missed collections against a target of 40, where lower is better, was published as red."""
    found = evidence.closed.results.council_findings
    (one,) = [f for f in found if f.rule == "rating-contradicts" and f.measure == "ets01"]
    assert (one.severity, one.dimension, one.raw) == ("warning", "consistency", "0")
    assert one.message.startswith("The return rates this Red; against its target it would be Green")
    row, column = position_of(one.cell or "")
    assert one.sheet == "table"
    assert (grid[row - 1][2], grid[0][column - 1]) == ("ETS01", "actual_raw")
    assert grid[row - 1][column - 1] == "0"


# What each column of the table is to its layout.
USES = {
    "numbers": ("actual_raw", "target_raw"),
    "texts": ("published_status", "note"),
    "references": ("ref", "period"),
}


def test_every_cell_of_the_table_is_accounted_for(house: House, grid: list[list[str]]) -> None:
    """A second reading of the table counts the same cells, by what stands above them."""
    (sheet,) = queries.return_sheets(house.store.engine, str(SLOT))
    heading, *rows = grid
    counted = Counter(
        next((use for use, names in USES.items() if name in names), "passed_over")
        for row in rows
        for name, cell in zip(heading, row, strict=True)
        if cell
    )
    counted["headings"] = len(heading)
    assert {use: getattr(sheet, use) for use in counted} == counted
    assert (sheet.rows, sheet.cells) == (len(grid), sum(counted.values()))
    assert (sheet.absences, sheet.unreadable, sheet.not_used, sheet.unread) == (0, 0, 0, 0)
    assert queries.value_count(house.store.engine, str(SLOT)) == counted["numbers"]


def test_every_difference_from_the_published_colour_is_explained(
    evidence: QuarterEvidence, published: dict[str, dict[str, str]]
) -> None:
    section = supplied_ratings(context_of(evidence.closed.results, None))
    counts = {one.agreement: int(one.count.text) for one in section.counts}
    assert counts == {"agrees": 24, "differs": 2, "cannot be computed": 16, "not rated": 3}
    shown = {line.id: line for line in section.lines}
    assert shown.keys() == published.keys()
    for ref, row in published.items():
        mark = shown[ref].supplied
        assert (mark.word if mark else "Data only") == row["published_status"]
    differing = {line.id: line.explanation for line in section.lines if line.agreement == "differs"}
    assert differing == {
        "ets01": "Green by its target; the value is 0, which may stand for no data",
        "it03": "not Green by its target; neither value nor target explains it",
    }
    assert "yet to be confirmed" in (shown["ets01"].commentary or "")
    by_reason = Counter(
        line.explanation for line in section.lines if line.agreement == "cannot be computed"
    )
    assert by_reason == {
        "below what can be computed; the rule does not say what parts Amber from Red": 11,
        "the register has no target for this period to compute from": 5,
    }


def test_the_report_names_the_file_and_the_council(evidence: QuarterEvidence) -> None:
    (draft,) = evidence.drafts
    page = draft.page.read_text()
    assert "Hart District Council" in page
    assert "Demonstration" not in page
    figures = (draft.folder / "figures.html").read_text()
    assert NAME in figures
    assert NAME in (draft.folder / "quality-quarterly-table.html").read_text()


def test_every_figure_traces_to_the_cell_that_holds_it(
    evidence: QuarterEvidence, grid: list[list[str]], hart_csv: bytes
) -> None:
    lines = figure_lines(evidence)
    actuals = [line for line in lines if line.id.endswith("/actual")]
    assert len(actuals) == 45
    sources = [source for line in lines for source in line.sources]
    assert len(sources) >= 45
    for source in sources:
        row, column = position_of(source.cell)
        assert grid[row - 1][column - 1] == source.raw
        assert (source.file, source.sheet) == (NAME, "table")
        assert source.sha256 == hashlib.sha256(hart_csv).hexdigest()
    for line in actuals:
        (source,) = line.sources
        row, _ = position_of(source.cell)
        assert line.id.split("/")[1] == grid[row - 1][2].lower()


def test_a_printed_figure_can_be_followed_by_its_id(house: House) -> None:
    line, notice = trace(house, "hart.2014-15-Q1/cs01/all/2014-15-Q1/actual")
    assert notice is None
    assert line.text == "95.9%"
    assert [(s.sheet, s.cell, s.raw) for s in line.sources] == [("table", "H2", "95.9%")]


def test_closing_again_changes_nothing(
    house: House, evidence: QuarterEvidence, at: Callable[[House, str], House]
) -> None:
    again = close_quarter(at(house, "2014-09-30T09:00"), CLOSE)
    assert not again.closed.is_new
    assert [c.is_new for c in again.closed.checked] == [False]
    assert [(d.draft, d.is_new) for d in again.drafts] == [(1, False)]
    assert again.drafts[0].page == evidence.drafts[0].page


def figure_lines(evidence: QuarterEvidence) -> tuple[FigureLine, ...]:
    results = evidence.closed.results
    (product,) = results.framework.products.values()
    return report(context_of(results, None), product, 1)[1].lines
