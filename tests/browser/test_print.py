"""The pages on paper: nothing is lost, headings of tables repeat, no word leaves the sheet."""

import re
import subprocess

import planted
import pytest
from playwright.sync_api import Page

PAGES = (
    "index.html",
    "quality-adult-care.html",
    "figures.html",
    "register.html",
    "measure-plc-04.html",
)
# What paper has no use for.
_NOT_PRINTED = "document.querySelectorAll('.skip, .back, .printed').forEach(e => e.remove())"


def words(text: str) -> str:
    """Breaks of lines and pages are the printer's business."""
    return re.sub(r"[\s\u00ad-]+", "", text)


def printed(page: Page) -> str:
    made = page.pdf(prefer_css_page_size=True, tagged=True)
    return _told(made, "-layout")


def _told(pdf: bytes, *how: str) -> str:
    command = ["pdftotext", *how, "-", "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()


def lost(page: Page) -> list[str]:
    """Blocks of words on the page that are not on paper."""
    page.evaluate(_NOT_PRINTED)
    page.emulate_media(media="print")
    blocks = page.evaluate(
        """() => [...document.body.querySelectorAll(
            'h1, h2, h3, h4, p, li, dd, dt, a.figure, .mark')]
        .map(e => e.innerText).filter(t => t && t.trim().length > 2)"""
    )
    paper = words(_told(page.pdf(prefer_css_page_size=True), "-raw"))
    # A block that runs over a foot of a page has that foot in its midst.
    return [block for block in blocks if not _is_on(words(block), paper)]


def _is_on(block: str, paper: str) -> bool:
    if block in paper:
        return True
    pieces = [block[i : i + 20] for i in range(0, len(block) - 20, 20)]
    return bool(pieces) and sum(piece not in paper for piece in pieces) <= 2


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_lost_on_paper(open_page, name: str) -> None:
    page: Page = open_page(name, 794)
    assert lost(page) == []
    assert planted.cut_off(page) == []
    assert planted.overlaid(page) == []


def test_what_is_lost_on_paper_is_found(open_page) -> None:
    page: Page = open_page("index.html", 794)
    page.add_style_tag(
        content="@media print { dl.more { position: absolute; left: -300cm } }"
        "@media screen { dl.more { display: block } }"
    )
    assert lost(page) != []


def test_headings_of_tables_repeat_on_every_page_they_run_over(open_page) -> None:
    page: Page = open_page("index.html", 794)
    sheets = printed(page).split("\f")
    assert len([s for s in sheets if _has_measures(s)]) > 3
    assert [s for s in sheets if _has_measures(s) and not _HEADINGS.search(s)] == []
    page.add_style_tag(content="@media print { thead { display: table-row-group !important } }")
    sheets = printed(page).split("\f")
    assert [s for s in sheets if _has_measures(s) and not _HEADINGS.search(s)] != []


_HEADINGS = re.compile(r"Measure\s+Actual\s+Target\s+Variance\s+Rating")


def _has_measures(sheet: str) -> bool:
    return len(re.findall(r"\b(Better|Worse|Same|Not known)\b", sheet)) > 3


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_too_wide_for_the_sheet(open_page, name: str) -> None:
    """182 mm between the margins of A4 are 688 pixels; what is wider, a browser prints smaller."""
    page: Page = open_page(name, 688)
    page.emulate_media(media="print")
    assert planted.too_wide(page) == []
    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend',"
        " '<pre style=\"margin-left:170mm\">beyondtheedge</pre>')"
    )
    assert planted.too_wide(page) != []
