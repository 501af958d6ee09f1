"""Every printed figure leads to its sources, and the sources hold what the page says they hold."""

import csv
import html
import io
import re
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from assets.steps.house import House
from assets.steps.publish import scored_before
from assets.steps.receive import receive
from assets.views.report import context_of, report
from pipelines.house import build_house
from pipelines.settings import Settings
from report_templates.pages import FigureLine
from sources.archive import Archive
from sources.workbooks.addresses import position_of

PlayedHome = Any  # built in conftest
DRAFTS = ("2023-07-25/draft-1", "2023-10-24/draft-1", "2023-10-24/draft-2")
NOTICE = "Demonstration: every figure here is invented and none is the council's own."


@pytest.fixture(scope="module")
def lines(the_demo: PlayedHome) -> tuple[FigureLine, ...]:
    """The figures of the second draft."""
    played = the_demo.played
    results = played.second.closed.results
    (product,) = results.framework.products.values()
    # The period before was closed by the same demonstration.
    house = build_house(Settings(the_demo.home, None, ()))
    scored = scored_before(house, results.close)
    house.store.engine.dispose()
    context = context_of(results, played.first.closed.results, product, scored)
    return report(context, product, 2)[1].lines


def page(the_demo: PlayedHome, draft: str, name: str) -> str:
    folder = the_demo.home / "reports" / f"derbyshire.quarterly-performance.{draft}"
    return Path(folder / name).read_text(encoding="utf-8")


def words(text: str) -> str:
    """What a reader sees of a page or a receipt."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


@pytest.mark.parametrize("draft", DRAFTS)
def test_every_link_to_a_figure_has_its_figure(the_demo: PlayedHome, draft: str) -> None:
    ids = [
        html.unescape(i)
        for i in re.findall(r' id="([^"]+)"', page(the_demo, draft, "figures.html"))
    ]
    assert len(ids) == len(set(ids))
    count = 0
    folder = the_demo.home / "reports" / f"derbyshire.quarterly-performance.{draft}"
    for file in sorted(folder.glob("*.html")):
        found = re.findall(r'href="figures\.html#([^"]*)"', file.read_text(encoding="utf-8"))
        assert {html.unescape(target) for target in found} <= set(ids), file.name
        count += len(found)
    assert count > 200


@pytest.mark.parametrize("draft", DRAFTS)
def test_every_link_within_a_page_and_to_another_leads_somewhere(
    the_demo: PlayedHome, draft: str
) -> None:
    folder = the_demo.home / "reports" / f"derbyshire.quarterly-performance.{draft}"
    for file in sorted(folder.glob("*.html")):
        for link in re.findall(r'href="([^"]*)"', file.read_text(encoding="utf-8")):
            name, _, target = html.unescape(link).partition("#")
            to = folder / name if name else file
            assert to.is_file(), (file.name, link)
            ids = re.findall(r' id="([^"]+)"', to.read_text(encoding="utf-8")) if target else []
            assert not target or target in map(html.unescape, ids), (file.name, link)


def test_a_link_prints_the_figure_that_it_leads_to(
    the_demo: PlayedHome, lines: tuple[FigureLine, ...]
) -> None:
    text = {line.id: line.text for line in lines}
    printed = re.findall(
        r'<a [^>]*href="figures\.html#([^"]*)"[^>]*>(.*?)</a>',
        page(the_demo, DRAFTS[2], "index.html"),
        re.DOTALL,
    )
    assert len(printed) > 200
    for target, shown in printed:
        assert text[html.unescape(target)] in words(shown)


def test_the_page_of_figures_holds_every_figure_with_its_sources(
    the_demo: PlayedHome, lines: tuple[FigureLine, ...]
) -> None:
    text = page(the_demo, DRAFTS[2], "figures.html")
    seen = words(text)
    for line in lines:
        assert f'id="{html.escape(line.id)}"' in text
        assert line.what in seen
        for source in line.sources:
            assert source.cell in seen
            assert source.file in seen
            assert source.sha256 in seen


def test_every_source_names_a_cell_that_really_holds_that_text(
    the_demo: PlayedHome, lines: tuple[FigureLine, ...]
) -> None:
    content = cell_reader(Archive(the_demo.home / "objects"))
    checked = 0
    for line in lines:
        for source in line.sources:
            held = content(source.sha256, source.sheet, source.cell)
            assert same(held, source.raw), (line.id, source)
            checked += 1
    assert checked > 200


def test_every_actual_that_is_printed_has_a_source(lines: tuple[FigureLine, ...]) -> None:
    actuals = [line for line in lines if line.id.endswith("/actual")]
    assert len(actuals) > 40
    assert [line.id for line in actuals if not line.sources] == []


def test_every_figure_says_what_it_is_and_how_it_came_about(
    lines: tuple[FigureLine, ...],
) -> None:
    assert len({line.id for line in lines}) == len(lines)
    assert [line.id for line in lines if not (line.text and line.what and line.how)] == []


def test_a_figure_of_several_cells_names_them_all(lines: tuple[FigureLine, ...]) -> None:
    """A year-to-date total of monthly values rests on every month since April."""
    line = next(x for x in lines if "/plc-04/" in x.id and x.id.endswith("/actual"))
    months = [Decimal(s.raw) for s in line.sources]
    assert len(months) == 6
    assert {s.file for s in line.sources} == {"place Q1.xlsx", "place Q2.xlsx"}
    assert f"{sum(months):,}" == line.text


def test_every_page_and_receipt_says_that_it_is_a_demonstration(the_demo: PlayedHome) -> None:
    files = [*the_demo.home.rglob("*.html"), *the_demo.home.rglob("*.receipt.txt")]
    measures = len(the_demo.played.second.closed.results.framework.measures)
    assert len(files) == 3 * (7 + measures) + 11
    for file in files:
        assert NOTICE in words(file.read_text(encoding="utf-8")), file


def test_a_file_set_aside_in_a_demonstration_says_so_too(
    demo_house: House, drop: Callable[..., Path]
) -> None:
    drop(demo_house, "derbyshire", "place", "empty.xlsx", b"")
    receive(demo_house, "derbyshire")
    (receipt,) = demo_house.home.rglob("*empty.xlsx.receipt.txt")
    assert NOTICE in words(receipt.read_text())


def cell_reader(archive: Archive) -> Callable[[str, str, str], object]:
    """What stands in a cell of an archived file, read with other tools than ours."""

    @cache
    def book(sha256: str) -> openpyxl.Workbook | list[list[str]]:
        data = archive.get(sha256)
        if data.startswith(b"PK"):
            return openpyxl.load_workbook(io.BytesIO(data))
        return list(csv.reader(io.StringIO(data.decode(), newline="")))

    def content(sha256: str, sheet: str, cell: str) -> object:
        held = book(sha256)
        if isinstance(held, openpyxl.Workbook):
            return held[sheet][cell].value
        row, column = position_of(cell)
        return held[row - 1][column - 1]

    return content


def same(held: object, raw: str) -> bool:
    if isinstance(held, int | float):
        return Decimal(repr(held)) == Decimal(raw)
    return held == raw
