"""The pages at 320 pixels, enlarged, with wider spacing, without colour, and in forced colours."""

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
)
# Heights and spaces that a reader may set (WCAG 1.4.12).
SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
  word-spacing: 0.16em !important } p { margin-bottom: 2em !important }"""
WIDE = "document.querySelector('main').insertAdjacentHTML('beforeend', '<pre>{}</pre>')"


def all_faults(page: Page) -> list[str]:
    return [*planted.too_wide(page), *planted.cut_off(page), *planted.overlaid(page)]


@pytest.mark.parametrize("width", [320, 480, 768, 1024, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_nobody_scrolls_sideways_and_nothing_is_cut(open_page, name: str, width: int) -> None:
    assert all_faults(open_page(name, width)) == []


@pytest.mark.parametrize("name", PAGES)
def test_four_times_as_large_nothing_is_lost(open_page, name: str) -> None:
    """A window of 1280 by 1024 at 400 % has 320 by 256 of its own pixels."""
    page = open_page(name, 320, 256, device_scale_factor=4)
    assert all_faults(page) == []
    if name.startswith("quality"):
        assert planted.walk(page) == []


@pytest.mark.parametrize("width", [640, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_text_twice_as_large_fits(open_page, name: str, width: int) -> None:
    page = open_page(name, width)
    browser = page.context.new_cdp_session(page)
    browser.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    page.reload()
    assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") == 34
    assert all_faults(page) == []


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_wider_spacing_cuts_nothing(open_page, name: str, width: int) -> None:
    page = open_page(name, width)
    page.add_style_tag(content=SPACING)
    assert all_faults(page) == []


def test_what_is_too_wide_cut_or_overlaid_is_found(open_page) -> None:
    page = open_page("index.html", 320)
    page.evaluate(WIDE.replace("{}", "x" * 100))
    assert planted.too_wide(page)
    page = open_page("index.html", 1280)
    page.add_style_tag(content="main > section { height: 100px; overflow: hidden }")
    assert planted.cut_off(page)
    page = open_page("index.html", 1280)
    page.add_style_tag(content="table { table-layout: fixed } th, td { white-space: nowrap }")
    assert planted.overlaid(page)


def grey(colour: str) -> str:
    red, green, blue = (int(part) for part in colour[4:-1].split(","))
    return str(round(0.2126 * red + 0.7152 * green + 0.0722 * blue))


def told_apart(page: Page) -> bool:
    """Without colour, each rating still has one word and one symbol of its own, both visible."""
    found = planted.marks(page)
    pairs = {(symbol, word) for symbol, word, _, _ in found}
    symbols, words = {symbol for symbol, _ in pairs}, {word for _, word in pairs}
    is_whole = all(symbol and word and word in text for symbol, word, _, text in found)
    return is_whole and len(pairs) == len(symbols) == len(words) >= 4


def test_ratings_are_told_apart_without_colour(open_page) -> None:
    page = open_page("index.html")
    page.add_style_tag(content="html { filter: grayscale(1) }")
    assert told_apart(page)
    page.evaluate("document.querySelectorAll('.mark .symbol').forEach(e => e.textContent = '●')")
    assert not told_apart(page)
    page = open_page("index.html")
    page.add_style_tag(content=".mark { font-size: 0 }")
    assert not told_apart(page)


_INVISIBLE = """() => {
  const probe = document.body.appendChild(document.createElement('i'));
  const of = c => { probe.style.cssText = 'forced-color-adjust:none;color:' + c;
                    return getComputedStyle(probe).color };
  const [text, canvas] = [of('CanvasText'), of('Canvas')];
  probe.remove();
  const faults = [];
  for (const e of document.querySelectorAll('.spark .line, .spark .aim'))
    if (getComputedStyle(e).stroke !== text) { faults.push('a trend cannot be seen'); break }
  for (const e of document.querySelectorAll('.mark'))
    if (getComputedStyle(e).color === canvas || getComputedStyle(e).borderTopStyle === 'none') {
      faults.push('a rating cannot be seen'); break }
  for (const e of document.querySelectorAll('.bar > span'))
    if (getComputedStyle(e).color === getComputedStyle(e).backgroundColor) {
      faults.push('a bar cannot be read'); break }
  return faults;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_forced_colours_leave_everything_to_be_seen(open_page, scheme: str) -> None:
    page = open_page("index.html", forced_colors="active", color_scheme=scheme)
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    assert page.evaluate(_INVISIBLE) == []
    page.add_style_tag(content=".spark * { forced-color-adjust: none; stroke: navy !important }")
    assert page.evaluate(_INVISIBLE) == ["a trend cannot be seen"]
    assert planted.walk(planted.shortened(page)) == []
