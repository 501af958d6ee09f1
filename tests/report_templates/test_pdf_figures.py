"""The PDF prints what the page prints: the same figures, with the same ids, in the same order."""

from pathlib import Path
from typing import Any

import pytest
from both_forms import of_page, of_pdf
from html_tree import parse

PlayedHome = Any  # built in conftest
DRAFTS = ("2023-07-25/draft-1", "2023-10-24/draft-1", "2023-10-24/draft-2")


def files(the_demo: PlayedHome, draft: str) -> tuple[str, bytes]:
    folder = the_demo.home / "reports" / f"derbyshire.quarterly-performance.{draft}"
    return (
        Path(folder / "index.html").read_text(encoding="utf-8"),
        Path(folder / "report.pdf").read_bytes(),
    )


@pytest.mark.parametrize("draft", DRAFTS)
def test_page_and_pdf_print_the_same_figures_in_the_same_order(
    the_demo: PlayedHome, draft: str
) -> None:
    html, pdf = files(the_demo, draft)
    page, printed = of_page(html), of_pdf(pdf)
    assert list(page) == list(printed)
    for heading, figures in page.items():
        assert printed[heading] == figures, heading
    assert sum(map(len, printed.values())) > 300


def test_a_figure_that_differs_is_seen(the_demo: PlayedHome) -> None:
    html, pdf = files(the_demo, DRAFTS[2])
    page, printed = of_page(html), of_pdf(pdf)
    figure_id, text = next(f for f in page["Exceptions"] if f[0].endswith("/actual"))
    wrong = html.replace(f">{text}</a>", f">{text}1</a>", 1)
    assert wrong != html
    assert of_page(wrong) != printed
    assert of_page(html.replace(figure_id, f"{figure_id}-x", 1)) != printed


def test_the_page_names_its_pdf(the_demo: PlayedHome) -> None:
    html, _ = files(the_demo, DRAFTS[2])
    links = [a for a in parse(html).all("a") if a.attrs["href"] == "report.pdf"]
    assert [a.words for a in links] == ["The same report to print or send: PDF"]
