"""Everything can be reached by keyboard, is seen when it is, and lets go again."""

import re

import planted
import pytest
from playwright.sync_api import Page

PLANTED = {
    "no ring of focus": "document.head.insertAdjacentHTML('beforeend', "
    "'<style>*:focus-visible { outline: none !important }</style>')",
    "a link that is passed over": "document.querySelector('main a').tabIndex = -1",
    "an order of its own": "document.querySelectorAll('main a')[5].tabIndex = 5",
    "a trap": """document.querySelectorAll('main a')[3].addEventListener('keydown',
        e => { if (e.key === 'Tab') e.preventDefault() })""",
    "a part that scrolls and cannot be reached": """
        document.querySelector('main').insertAdjacentHTML('beforeend',
          '<div tabindex="-1" style="overflow-x:auto;width:5em"><pre>long</pre></div>');
        document.querySelector('main > div > pre').textContent = 'a line of some length';
        """,
}


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize(
    "name",
    [
        "index.html",
        "quality-adult-care.html",
        "figures.html",
        "register.html",
        "measure-plc-04.html",
    ],
)
def test_the_tab_key_leads_through_the_page_and_out(open_page, name: str, width: int) -> None:
    assert planted.walk(open_page(name, width)) == []


@pytest.mark.parametrize("fault", PLANTED)
def test_the_walk_stumbles_over_what_is_planted(open_page, fault: str) -> None:
    page: Page = planted.shortened(open_page("index.html"))
    page.evaluate(PLANTED[fault])
    assert planted.walk(page) != []


@pytest.mark.parametrize("name", ["index.html", "quality-adult-care.html", "figures.html"])
def test_the_first_stop_skips_to_the_content(open_page, name: str) -> None:
    page: Page = open_page(name, height=600)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    top = page.evaluate("document.querySelector('main').getBoundingClientRect().top")
    assert -40 <= top <= 40
    if page.locator("main a").count():
        page.keyboard.press("Tab")
        assert page.evaluate("!!document.activeElement.closest('main')")


def test_a_figure_leads_to_its_sources_and_back_by_keyboard(open_page) -> None:
    page: Page = open_page("index.html")
    page.locator("a.figure").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"figures\.html#"), wait_until="commit")
    page.wait_for_selector(":target h3")
    page.locator("a", has_text="Back to the report").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"index\.html$"), wait_until="commit")
