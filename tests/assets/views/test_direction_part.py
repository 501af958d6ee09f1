"""Better or worse, on a measure's own page: the two comparisons, and the course over several."""

from dataclasses import replace
from typing import Any

import pytest
from html_tree import parse

from assets.analysis.direction import comparable
from assets.analysis.rated import Unrated
from assets.views.context import Context
from assets.views.direction_part import direction_part
from assets.views.measure_page import measure_pages
from assets.views.report import context_of, report
from report_templates.render import measure_html
from sources.framework.keys import Period

PlayedHome = Any  # built in conftest
RUNNING, SEASONAL = "plc-02", "asc-08"


@pytest.fixture(scope="module")
def context(the_demo: PlayedHome) -> Context:
    return context_of(the_demo.played.first.closed.results, None)


def test_the_comparison_of_the_report_is_one_of_the_pages(context: Context) -> None:
    held = 0
    for measure in context.framework.measures.values():
        row, part = context.current[measure.id], direction_part(context.on_page(), measure)
        if part is None:
            assert row.units is None or row.status == Unrated.QUERIED
            continue
        against = comparable(measure, Period.parse(row.period or "")).short_label
        line = next(line for line in part.lines if line.period == against)
        if row.direction is not None:
            assert line.word == row.direction, measure.id
            assert line.before is not None
            held += 1
    assert held > 30


def test_a_running_total_says_what_each_period_adds(context: Context) -> None:
    own = context.on_page()
    part = direction_part(own, own.framework.measures[RUNNING])
    assert part is not None
    before, last_year = part.lines
    assert (before.name, before.period) == ("the period before", "Q1 2023-24")
    assert before.now is not None and before.before is not None
    assert (last_year.name, last_year.period) == ("the same period of last year", "Q2 2022-23")
    assert last_year.now is None and last_year.before is not None
    entered = {line.id: line for line in own.book.lines}
    # The year to date, and that of the quarter before.
    assert len({(s.file, s.cell) for s in entered[before.now.id].sources}) == 2
    assert part.course.reason.startswith("by a control chart (XmR) of ")


def test_a_seasonal_measure_says_its_usual_change_in_a_year(context: Context) -> None:
    own = context.on_page()
    part = direction_part(own, own.framework.measures[SEASONAL])
    assert part is not None and part.course.now is not None
    assert part.course.now.text.endswith(" points")
    assert "from the same period of the year before" in part.course.reason
    assert own.trends[SEASONAL].is_seasonal


def test_a_value_that_is_queried_is_compared_with_nothing(context: Context) -> None:
    results = context.results
    rows = tuple(
        replace(row, status=Unrated.QUERIED.value) if row.measure == RUNNING else row
        for row in results.ratings
    )
    queried = context_of(replace(results, ratings=rows), None)
    assert direction_part(queried, queried.framework.measures[RUNNING]) is None


def test_the_page_shows_it_with_the_method(context: Context) -> None:
    product = next(iter(context.framework.products.values()))
    whole, _ = report(context, product, 1)
    pages = dict(measure_pages(context, whole))
    page = parse(measure_html(pages[f"measure-{RUNNING}.html"]))
    (section,) = (s for s in page.all("section") if s.attrs.get("id") == "direction")
    heads = [th.words for th in section.all("th") if th.attrs.get("scope") == "row"]
    assert heads == [
        "The period before Q1 2023-24, each period alone",
        "The same period of last year Q2 2022-23",
        "Over several periods",
    ]
    assert "seven on one side of the mean" in section.words
