"""A rating and the reading of its chart stand in one row, on the page and in the print."""

from pathlib import Path
from typing import Any

import pdf_reader
import pytest
from html_tree import Element, parse

PlayedHome = Any  # built in conftest
TOTAL = 14


@pytest.fixture(scope="module")
def draft(the_demo: PlayedHome) -> Path:
    folder = "derbyshire.quarterly-performance.2023-10-24/draft-1"
    return Path(the_demo.home / "reports" / folder)


@pytest.fixture(scope="module")
def page(draft: Path) -> Element:
    return parse((draft / "index.html").read_text(encoding="utf-8"))


def test_a_rated_row_holds_its_reading(page: Element) -> None:
    cells = [c for c in page.all("td") if c.attrs.get("data-label") == "Rating"]
    told = [c.words for c in cells if c.classed("reading") and c.classed("mark")]
    assert len(told) > TOTAL
    low = "Below target, but common-cause variation; the target is met about 3 quarters in 10"
    assert [words for words in told if low in words]


def test_how_often_a_target_is_met_can_be_counted_again_from_its_source(
    draft: Path, page: Element
) -> None:
    link = next(a for s in page.classed("reading") for a in s.all("a") if "in 10" in a.words)
    name = (link.attrs["href"] or "").partition("#")[2]
    entries = parse((draft / "figures.html").read_text(encoding="utf-8")).classed("source")
    entry = next(e for e in entries if e.attrs["id"] == name)
    how = entry.all("p")[0].words
    met, _, judged = how.partition(" values")[0].partition(" of ")
    tenths = round(10 * int(met) / int(judged))
    assert link.words.split()[:2] == ["about", str(tenths)]
    # Each that is counted is named with its value.
    assert how.count("(") == int(met)


def test_the_print_says_the_same(draft: Path, page: Element) -> None:
    printed = "".join(pdf_reader.read((draft / "report.pdf").read_bytes()).words.split())
    said = {s.words for s in page.classed("reading")}
    assert len(said) > TOTAL
    assert [words for words in said if "".join(words.split()) not in printed] == []
