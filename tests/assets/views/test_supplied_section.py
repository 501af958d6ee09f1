"""The section of supplied ratings: for Hart, which supplies them, and Derbyshire, which does not.

What Hart printed is read anew here, from the table itself.
"""

import csv
import html
import io
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from assets.analysis.supplied import Agreement
from assets.steps.house import House
from assets.steps.quarter import QuarterEvidence, close_quarter
from assets.views.context import Context
from assets.views.report import context_of
from assets.views.supplied import supplied_ratings
from pipelines.house import build_house
from pipelines.settings import Settings
from report_templates.supplied import SuppliedLine, SuppliedSection
from sources.framework.keys import Close

CLOSE = Close.parse("hart.2014-15-Q1")
WORDS = {"Green", "Amber", "Red"}


@pytest.fixture(scope="session")
def hart_closed(
    tmp_path_factory: pytest.TempPathFactory,
    hart_frameworks: Path,
    hart_csv: bytes,
    drop: Callable[..., Path],
    at: Callable[[House, str], House],
) -> QuarterEvidence:
    home = tmp_path_factory.mktemp("hart-supplied") / "home"
    house = at(build_house(Settings(home, None, (hart_frameworks,))), "2014-08-25T09:00")
    drop(house, "hart", "quarterly-table", "q1.csv", hart_csv, when="2014-07-30T16:00")
    return close_quarter(house, CLOSE)


@pytest.fixture(scope="module")
def context(hart_closed: QuarterEvidence) -> Context:
    return context_of(hart_closed.closed.results, None)


@pytest.fixture(scope="module")
def section(context: Context) -> SuppliedSection:
    return supplied_ratings(context)


@pytest.fixture(scope="module")
def lines(section: SuppliedSection) -> dict[str, SuppliedLine]:
    return {line.id: line for line in section.lines}


@pytest.fixture(scope="module")
def printed(hart_csv: bytes) -> dict[str, dict[str, str]]:
    rows = csv.DictReader(io.StringIO(hart_csv.decode("utf-8-sig"), newline=""))
    return {row["ref"].lower(): row for row in rows}


def is_met(row: dict[str, str]) -> bool:
    actual, target = (Decimal(row[name].strip("%£")) for name in ("actual_raw", "target_raw"))
    return actual >= target if row["polarity"] == "higher" else actual <= target


def expected_of(row: dict[str, str], has_target: bool) -> Agreement:
    if row["published_status"] not in WORDS:
        return Agreement.NOT_RATED
    if not has_target:
        return Agreement.NOT_COMPUTED
    if is_met(row):
        return Agreement.AGREES if row["published_status"] == "Green" else Agreement.DIFFERS
    return Agreement.DIFFERS if row["published_status"] == "Green" else Agreement.NOT_COMPUTED


def test_every_measure_stands_in_it_once_with_its_printed_rating(
    section: SuppliedSection, lines: dict[str, SuppliedLine], printed: dict[str, dict[str, str]]
) -> None:
    assert [line.id for line in section.lines] == [ref.lower() for ref in printed]
    for ref, row in printed.items():
        mark, word = lines[ref].supplied, row["published_status"]
        assert (mark.word if mark else None) == (word if word in WORDS else None), ref


def test_every_agreement_is_what_the_printed_figures_give(
    lines: dict[str, SuppliedLine], printed: dict[str, dict[str, str]], context: Context
) -> None:
    for ref, row in printed.items():
        line = lines[ref]
        expected = expected_of(row, line.target is not None)
        assert line.agreement == expected.value, ref
        assert line.explanation
        shows_green = line.computed is not None and line.computed.word == "Green"
        assert shows_green == (line.target is not None and is_met(row)), ref


def test_the_counts_are_those_of_the_lines_and_add_up(
    section: SuppliedSection, lines: dict[str, SuppliedLine]
) -> None:
    counts = {one.agreement: int(one.count.text) for one in section.counts}
    assert list(counts) == [agreement.value for agreement in Agreement]
    assert counts == {
        **dict.fromkeys(counts, 0),
        **Counter(line.agreement for line in lines.values()),
    }
    assert counts == {"agrees": 24, "differs": 2, "cannot be computed": 16, "not rated": 3}
    assert len({one.count.id for one in section.counts}) == len(Agreement)


def test_each_count_can_be_followed_to_its_measures(
    section: SuppliedSection, lines: dict[str, SuppliedLine], context: Context
) -> None:
    entered = {line.id: line for line in context.book.lines}
    for one in section.counts:
        assert entered[one.count.id].text == one.count.text
        assert one.agreement in entered[one.count.id].what


def test_what_differs_has_its_commentary_and_nothing_else_has(
    lines: dict[str, SuppliedLine], printed: dict[str, dict[str, str]]
) -> None:
    differing = {ref for ref, line in lines.items() if line.agreement == "differs"}
    assert differing == {"ets01", "it03"}
    assert "may stand for no data" in lines["ets01"].explanation
    assert "neither value nor target explains it" in lines["it03"].explanation
    for ref, line in lines.items():
        assert line.commentary == (printed[ref]["note"].strip() if ref in differing else None)


def test_the_reason_and_every_figure_reach_the_page(
    hart_closed: QuarterEvidence, section: SuppliedSection
) -> None:
    (draft,) = hart_closed.drafts
    page = html.unescape(draft.page.read_text(encoding="utf-8"))
    figures = (draft.folder / "figures.html").read_text(encoding="utf-8")
    assert section.reason in page
    for one in section.counts:
        assert one.count.id in figures
    for line in section.lines:
        # Sentences on the page begin with a capital.
        assert page.count(line.explanation[1:]) >= 1, line.id
        assert line.name in page


def test_where_ratings_are_computed_there_is_nothing_to_say(
    a_house: Callable[..., House],
) -> None:
    results = close_quarter(a_house(), Close.parse("derbyshire.2023-24-Q2")).closed.results
    context = context_of(results, None)
    assert supplied_ratings(context) == SuppliedSection("", (), ())
    assert context.book.lines == ()
