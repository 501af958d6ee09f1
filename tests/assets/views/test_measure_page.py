"""A measure's own page: it lies beside each report that shows the measure, and leads back to it."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from assets.steps.rate_table import rate_table
from sources.framework.scheme_file import load_scheme

PlayedHome = Any  # built in conftest
NOTICE = "Demonstration: every figure here is invented and none is the council's own."


@pytest.fixture(scope="module")
def draft(the_demo: PlayedHome) -> Path:
    folder = "derbyshire.quarterly-performance.2023-10-24/draft-1"
    return Path(the_demo.home / "reports" / folder)


def of(draft: Path, name: str) -> str:
    return (draft / name).read_text(encoding="utf-8")


def test_every_measure_of_the_report_has_a_page_and_each_leads_back(
    draft: Path, the_demo: PlayedHome
) -> None:
    measures = the_demo.played.first.closed.results.framework.measures
    pages = {path.name for path in draft.glob("measure-*.html")}
    assert pages == {f"measure-{name}.html" for name in measures}
    report = of(draft, "index.html")
    assert set(re.findall(r'<a href="(measure-[^"#]+\.html)">', report)) == pages
    for name in measures:
        assert f'href="index.html#measure-{name}"' in of(draft, f"measure-{name}.html")


def test_a_page_says_what_it_is_about_and_that_it_is_a_demonstration(
    draft: Path, the_demo: PlayedHome
) -> None:
    framework = the_demo.played.first.closed.results.framework
    for measure in framework.measures.values():
        page = of(draft, f"measure-{measure.id}.html")
        text = page.replace("&#39;", "'").replace("&amp;", "&")
        assert page.count("<h1") == 1
        for words in (measure.name, measure.responsible_officer, NOTICE):
            assert words in text, measure.id


def test_every_figure_of_a_page_leads_to_its_sources(draft: Path) -> None:
    entries = set(re.findall(r'id="([^"]+/[^"]+)"', of(draft, "figures.html")))
    count = 0
    for path in sorted(draft.glob("measure-*.html")):
        page = path.read_text(encoding="utf-8")
        own = set(re.findall(r'id="([^"]+/[^"]+)"', page))
        for name, target in re.findall(r'class="figure" href="([^#"]*)#([^"]*)"', page):
            assert name in ("", "figures.html")
            assert unquote(target) in (entries if name else own), path.name
            count += 1
        # One place for each figure: what the report prints is not sourced a second time.
        assert not own & entries
    assert count > 200


def test_every_rating_of_a_draft_can_be_worked_out_again_from_its_files(draft: Path) -> None:
    scheme = load_scheme("schemes.yaml", of(draft, "schemes.yaml"))
    table = rate_table((draft / "ratings.csv").read_bytes(), scheme)
    rows = [dict(zip(table.headings, cells, strict=True)) for cells in table.rows]
    assert len(rows) == len(list(draft.glob("measure-*.html")))
    rated = [row for row in rows if row["published_rating"]]
    assert len(rated) > 40
    for row in rows:
        assert row["rating"] == row["published_rating"], row["id"]
        assert row["variance_pct"] == row["published_variance_pct"], row["id"]
    report = of(draft, "index.html")
    for name in ("ratings.csv", "schemes.yaml", "values.csv"):
        assert f'href="{name}"' in report
        assert (draft / name).is_file()
