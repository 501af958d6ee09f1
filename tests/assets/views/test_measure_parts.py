"""What a measure's page shows below its head: the chart, every value, targets and definitions."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from html_tree import Element, parse

from assets.views.chart_part import chart_part
from assets.views.context import Context
from assets.views.data_files import data_files
from assets.views.measure_page import measure_pages
from assets.views.report import context_of, report
from report_templates.render import measure_html
from sources.framework.measures import Supplied

PlayedHome = Any  # built in conftest
RUNNING, SEASONAL, MONTHLY = "plc-02", "asc-08", "plc-03"


@pytest.fixture(scope="module")
def draft(the_demo: PlayedHome) -> Path:
    folder = "derbyshire.quarterly-performance.2023-10-24/draft-1"
    return Path(the_demo.home / "reports" / folder)


@pytest.fixture(scope="module")
def context(the_demo: PlayedHome) -> Context:
    return context_of(the_demo.played.first.closed.results, None)


def page(draft: Path, measure: str) -> Element:
    return parse((draft / f"measure-{measure}.html").read_text(encoding="utf-8"))


def section(draft: Path, measure: str, name: str) -> Element:
    return next(s for s in page(draft, measure).all("section") if s.attrs.get("id") == name)


def test_a_chart_has_a_title_and_says_in_words_what_it_shows(draft: Path) -> None:
    drawn = [s for s in section(draft, RUNNING, "chart").all("svg") if s.attrs.get("role")]
    assert len(drawn) == 2
    for svg in drawn:
        named = (svg.attrs["aria-labelledby"] or "").split()
        told = {e.attrs.get("id"): e.words for e in (*svg.all("title"), *svg.all("desc"))}
        assert list(told) == named
        assert "14 values of each period alone from Q1 2020-21" in told[named[1]]


def test_special_causes_are_told_apart_by_shape_and_in_words(draft: Path, context: Context) -> None:
    part = chart_part(context.on_page(), context.framework.measures[RUNNING])
    assert part is not None
    shapes = [point.shape for point in part.chart.points]
    assert set(shapes) == {"better", "worse"}
    assert part.special[0] == "Q2 2023-24: 178, Above UCL, for the worse"
    key = section(draft, RUNNING, "chart").classed("key")[0]
    assert [li.words for li in key.all("li")][:2] == [
        "A special cause, for the better",
        "A special cause, for the worse",
    ]


def test_places_lie_within_the_drawing_and_in_the_order_of_values(context: Context) -> None:
    count = 0
    for measure in context.framework.measures.values():
        part = chart_part(context.on_page(), measure)
        if part is None:
            continue
        count += 1
        chart = part.chart
        points = [p for p in chart.points if p.y is not None]
        numbers = [p.number for p in context.trends[measure.id].points if p.number is not None]
        assert sorted(range(len(points)), key=lambda n: (points[n].y, n)) == sorted(
            range(len(numbers)), key=lambda n: (numbers[n], n)
        )
        places = [p.y for p in points] + [line.y for line in chart.lines]
        places += [tick.at for tick in (*chart.values_axis, *chart.periods_axis)]
        assert all(0 <= place <= 1 for place in places if place is not None), measure.id
        assert [t.text for t in chart.values_axis] == list(
            dict.fromkeys(t.text for t in chart.values_axis)
        )
    assert count > 30


def test_a_series_that_follows_the_seasons_is_drawn_without_limits_and_says_why(
    draft: Path,
) -> None:
    drawn = section(draft, SEASONAL, "chart")
    assert "The values follow the seasons" in drawn.words
    assert not drawn.classed("limit")
    assert not drawn.classed("levels")


def test_limits_are_figures_that_say_how_they_came_about(draft: Path) -> None:
    levels = section(draft, RUNNING, "chart").classed("levels")[0]
    entries = {e.attrs["id"]: e for e in page(draft, RUNNING).classed("source")}
    links = levels.all("a")
    assert 2 <= len(links) <= 3
    for link in links:
        entry = entries[(link.attrs["href"] or "").partition("#")[2]]
        assert "values" in entry.words
        assert "exactly" in entry.words


def test_every_value_that_came_stands_in_the_table_with_its_cell(
    draft: Path, context: Context
) -> None:
    for name in (RUNNING, SEASONAL, "plc-04"):
        table = section(draft, name, "values").all("table")[0]
        rows = table.all("tbody")[0].all("tr")
        held = {p: o for p, o in context.series[name].items() if o.actual is not None}
        assert len(rows) >= len(held) > 10
        entries = {e.attrs["id"]: e for e in page(draft, name).classed("source")}
        for row in rows:
            link = next(iter(row.all("a")), None)
            if link is not None and "value-as-sent" in (link.attrs["href"] or ""):
                entry = entries[(link.attrs["href"] or "").partition("#")[2]]
                assert entry.all("table"), link.words


def test_the_newest_value_comes_first_with_its_target_and_rating(draft: Path) -> None:
    row = section(draft, RUNNING, "values").all("tbody")[0].all("tr")[0]
    assert row.all("th")[0].words.startswith("Quarter 2 (July to September 2023)")
    assert row.classed("mark")
    cells = {c.attrs["data-label"]: c.words for c in row.all("td")}
    assert cells["Target then"] != "–none"
    assert cells["Value"].rstrip("%").replace(",", "").replace(".", "").isdigit()


def test_earlier_periods_stand_with_target_and_rating_of_their_own_close(draft: Path) -> None:
    rows = section(draft, RUNNING, "values").all("tbody")[0].all("tr")
    assert rows[1].all("th")[0].words.startswith("Quarter 1 (April to June 2023)")
    assert rows[1].classed("mark")
    cells = {c.attrs["data-label"]: c.words for c in rows[1].all("td")}
    assert cells["Target then"] != "–none"
    # Nothing was closed before that.
    assert not rows[2].classed("mark")


def test_what_was_rated_stands_in_the_table_also_where_only_its_months_were_sent(
    draft: Path, context: Context
) -> None:
    now = context.current[MONTHLY]
    assert now.period not in {v.period for v in context.results.values if v.measure == MONTHLY}
    quarter, month = section(draft, MONTHLY, "values").all("tbody")[0].all("tr")[:2]
    assert quarter.all("th")[0].words.startswith("Quarter 2 (July to September 2023)")
    assert context.measure_mark(now.rating or "").word in quarter.classed("mark")[0].words
    assert month.all("th")[0].words.startswith("September 2023")
    link = quarter.all("a")[0]
    entries = {e.attrs["id"]: e for e in page(draft, MONTHLY).classed("source")}
    entry = entries[(link.attrs["href"] or "").partition("#")[2]]
    assert "worked out from shorter periods" in entry.words
    assert len(entry.all("tbody")[0].all("tr")) >= 3


def test_targets_are_listed_with_reason_and_who_set_them(draft: Path, context: Context) -> None:
    target = context.framework.targets[SEASONAL]
    words = section(draft, SEASONAL, "history").words
    assert target.rationale in words
    assert target.set_by in words


def test_pages_for_the_public_hold_nothing_of_a_return_that_is_not_authorised(
    the_demo: PlayedHome,
) -> None:
    results = the_demo.played.first.closed.results
    (product,) = results.framework.products.values()
    public = product.model_copy(update={"visibility": "public"})
    held = context_of(results, None, public)
    whole, _ = report(held, public, 1)
    pages = {page.now.id: measure_html(page) for _, page in measure_pages(held, whole)}
    unsigned = {s.seq for s in results.sent if str(s.slot) in results.unconfirmed}
    files = {s.filename for s in results.sent if s.seq in unsigned}
    assert files
    assert len(pages) == len(results.framework.measures)
    for name, text in pages.items():
        assert not [file for file in files if file in text], name
    quarter = f"{results.close.period.label}"
    newest = {v.measure for v in results.values if v.submission in unsigned}
    assert newest
    for name in newest:
        rows = next(
            (s for s in parse(pages[name]).all("section") if s.attrs.get("id") == "values"), None
        )
        first = rows.all("tbody")[0].all("tr")[0] if rows else None
        if first and quarter in first.words:
            assert "None was sent" in first.words


def test_files_for_the_public_hold_nothing_of_a_return_that_is_not_authorised(
    the_demo: PlayedHome,
) -> None:
    results = the_demo.played.first.closed.results
    (product,) = results.framework.products.values()
    public = product.model_copy(update={"visibility": "public"})
    unsigned = {s.seq for s in results.sent if str(s.slot) in results.unconfirmed}
    newest = {(v.measure, v.period) for v in results.values if v.submission in unsigned}
    held = {
        is_open: data_files(context_of(results, None, product if is_open else public))
        for is_open in (True, False)
    }
    for is_open, files in held.items():
        values = _rows(files["values.csv"])
        ratings = {row["id"]: row for row in _rows(files["ratings.csv"])}
        given = {(row["id"], row["period"]) for row in values if row["value"]}
        assert bool(given & newest) is is_open
        rated = [ratings[name]["actual"] for name, _ in newest]
        assert any(rated) is is_open


def test_the_table_of_values_says_what_each_ratio_is_of_and_which_are_running_totals(
    draft: Path, context: Context
) -> None:
    rows = _rows((draft / "values.csv").read_bytes())
    running = {row["id"] for row in rows if row["running_total"] == "yes"}
    assert running == {
        measure.id
        for measure in context.framework.measures.values()
        if measure.supplied is Supplied.YEAR_TO_DATE and measure.id in context.series
    }
    assert running
    (newest,) = (r for r in rows if (r["id"], r["period"]) == ("chs-11", "2023-24-Q2"))
    assert (newest["numerator"], newest["denominator"]) == ("278", "539")


def _rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_what_charts_say_is_kept_with_the_close_as_the_report_says_it(
    the_demo: PlayedHome, draft: Path
) -> None:
    kept = the_demo.played.first.closed.results.trends
    assert len(kept) > 30
    said = {page(draft, row.measure).classed("says")[0].words for row in kept if row.reading}
    for row in kept:
        if row.reading:
            assert f"{row.reading[:1].upper()}{row.reading[1:]}." in said, row.measure
