"""axe-core finds nothing, on any page, wide or narrow; its silence is no proof of accessibility."""

import planted
import pytest
from playwright.sync_api import Page

PAGES = (
    "index.html",
    "figures.html",
    "register.html",
    "measure-plc-04.html",
    "quality-adult-care.html",
    "quality-place.html",
    "quality-corporate-services.html",
)
PLANTED = {
    "a picture without words": "document.querySelector('.bar').removeAttribute('aria-label')",
    "grey on white": "document.querySelector('main p').style.color = '#aaa'",
    "no language": "document.documentElement.removeAttribute('lang')",
    "a heading that skips a level": "document.querySelector('main h3').outerHTML = '<h5>x</h5>'",
    "a target too small": """document.head.insertAdjacentHTML('beforeend', `<style>
        .contents li { height: 8px } .contents a { display: block; min-height: 0 !important;
        height: 8px; padding: 0 !important; font-size: 7px; line-height: 8px }</style>`)""",
}


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(open_page, name: str, width: int) -> None:
    assert planted.axe(open_page(name, width)) == []


@pytest.mark.parametrize("fault", PLANTED)
def test_axe_finds_what_is_planted(open_page, fault: str) -> None:
    page: Page = planted.shortened(open_page("index.html", 1280))
    page.evaluate(PLANTED[fault])
    assert planted.axe(page) != []


@pytest.mark.parametrize("name", PAGES)
def test_pages_ask_for_nothing_but_themselves(
    open_page, asked_for: list[str], draft, name: str
) -> None:
    page: Page = open_page(name)
    page.wait_for_load_state("networkidle")
    assert asked_for == [(draft / name).as_uri()]
