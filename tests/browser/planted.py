"""What is looked for on an opened page: each function lists the faults that it finds.

None of them knows our templates beyond the names of ratings' marks; tests plant faults to see that
each can find one.
"""

from typing import Any

from playwright.sync_api import Page

AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]

# The size of targets is a rule of WCAG 2.2 that axe-core leaves off by itself.
_AXE = {
    "runOnly": AXE_TAGS,
    "resultTypes": ["violations"],
    "rules": {"target-size": {"enabled": True}},
}

_WIDE = """() => {
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (wide <= 0) return [];
  const right = document.documentElement.clientWidth;
  return [...document.body.querySelectorAll('*')]
    .filter(e => e.getBoundingClientRect().right > right + 1)
    .map(e => e.tagName + '.' + e.className + ' ' + e.textContent.trim().slice(0, 40))
    .concat(['the page is ' + wide + ' px too wide']);
}"""

# Hidden for the eye on purpose: the words for screen readers and the skip link out of sight.
_CUT = """() => [...document.body.querySelectorAll('*')].filter(e => {
  const style = getComputedStyle(e);
  if (style.position === 'absolute' || style.display === 'inline' || e.closest('svg')) return false;
  if (e.closest('.vh') || style.clipPath !== 'none') return false;
  const cuts = v => v === 'hidden' || v === 'clip';
  return (cuts(style.overflowX) && e.scrollWidth > e.clientWidth + 1)
      || (cuts(style.overflowY) && e.scrollHeight > e.clientHeight + 1);
}).map(e => e.tagName + '.' + e.className + ' ' + e.textContent.trim().slice(0, 40))"""

_OVERLAID = """() => {
  const box = cell => {
    const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    let all = null;
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      if (!text.data.trim() || text.parentElement.closest('.vh, svg')) continue;
      const range = document.createRange();
      range.selectNodeContents(text);
      const {left, right, top, bottom} = range.getBoundingClientRect();
      all = all ? {left: Math.min(all.left, left), right: Math.max(all.right, right),
                   top: Math.min(all.top, top), bottom: Math.max(all.bottom, bottom)}
                : {left, right, top, bottom};
    }
    return all;
  };
  const faults = [];
  for (const row of document.querySelectorAll('tr')) {
    const cells = [...row.children].map(c => [c.textContent.trim().slice(0, 40), box(c)])
      .filter(([, b]) => b);
    for (let i = 1; i < cells.length; i++) {
      const [[one, a], [two, b]] = [cells[i - 1], cells[i]];
      if (a.right > b.left + 1 && a.left < b.right - 1 && a.bottom > b.top + 1
          && b.bottom > a.top + 1)
        faults.push(one + ' | ' + two);
    }
  }
  return faults;
}"""

_MARKS = """() => [...document.querySelectorAll('.mark:not(.unrated)')].map(e => {
  const symbol = e.querySelector('.symbol');
  const shown = symbol && symbol.getBoundingClientRect().width > 0 ? symbol.textContent : '';
  const word = e.textContent.replace(symbol ? symbol.textContent : '', '').trim();
  return [shown, word, getComputedStyle(e).color, e.innerText.trim()];
})"""

_FOCUS = """() => {
  const e = document.activeElement;
  if (!e || e === document.body || e === document.documentElement) return null;
  const style = getComputedStyle(e), box = e.getBoundingClientRect();
  const point = document.elementFromPoint(
    Math.max(0, box.left) + Math.min(box.width, 8) / 2, box.top + Math.min(box.height, 8) / 2);
  return {
    number: Number(e.dataset.walk ?? -1),
    text: e.textContent.trim().slice(0, 40),
    ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    seen: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0
      && box.left < innerWidth && !!point && (e.contains(point) || point.contains(e)),
  };
}"""

_NUMBER_STOPS = """() => {
  const scrolls = e => {
    const s = getComputedStyle(e), rolls = v => v === 'auto' || v === 'scroll';
    return (rolls(s.overflowX) && e.scrollWidth > e.clientWidth + 1)
        || (rolls(s.overflowY) && e.scrollHeight > e.clientHeight + 1);
  };
  const stops = [...document.body.querySelectorAll('*')].filter(e =>
    (e.matches('a[href], button, input, select, textarea, summary') || scrolls(e))
    && getComputedStyle(e).visibility !== 'hidden' && e.getClientRects().length);
  stops.forEach((e, n) => e.dataset.walk = n);
  return stops.length;
}"""


def shortened(page: Page) -> Page:
    """The report's page with its summary alone: a planted fault is found there as well, sooner."""
    page.evaluate(
        "document.querySelectorAll('main > section:not(#summary)').forEach(e => e.remove())"
    )
    return page


def axe(page: Page) -> list[str]:
    """What axe-core finds, as rule and first place."""
    from axe_playwright_python.sync_playwright import Axe

    found: Any = Axe().run(page, options=_AXE)
    return [
        f"{rule['id']}: {rule['help']} ({rule['nodes'][0]['html'][:120]})"
        for rule in found.response["violations"]
    ]


def too_wide(page: Page) -> list[str]:
    """What makes a reader scroll sideways."""
    return list(page.evaluate(_WIDE))


def cut_off(page: Page) -> list[str]:
    """Words that their box does not show."""
    return list(page.evaluate(_CUT))


def overlaid(page: Page) -> list[str]:
    """Neighbouring cells whose words lie over each other."""
    return list(page.evaluate(_OVERLAID))


def marks(page: Page) -> list[tuple[str, str, str, str]]:
    """Of each rating shown: its symbol, its word, its colour, all its visible text."""
    return [tuple(mark) for mark in page.evaluate(_MARKS)]


def walk(page: Page) -> list[str]:
    """Faults met on the way through the page with the Tab key alone, to its end and out of it."""
    stops = int(page.evaluate(_NUMBER_STOPS))
    faults, visited = [], []
    for _ in range(stops + 5):
        page.keyboard.press("Tab")
        focus = page.evaluate(_FOCUS)
        if focus is None or focus["number"] in visited:
            break
        visited.append(focus["number"])
        if not focus["ring"]:
            faults.append(f"no focus can be seen on {focus['text']}")
        if not focus["seen"]:
            faults.append(f"{focus['text']} has the focus and is out of sight")
    else:
        faults.append("the focus never leaves the page")
    if visited != list(range(stops)):
        missed = sorted(set(range(stops)) - set(visited))
        faults.append(f"of {stops} stops, reached {visited[:5]}...; missed {missed[:5]}")
    return faults
