"""The PDF prints what the page prints: the same figures, with the same ids, in the same order."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pdf_reader
import pytest
from html_tree import Element, parse

PlayedHome = Any  # built in conftest
Figures = dict[str, list[tuple[str, str]]]
DRAFTS = ("2023-07-25/draft-1", "2023-10-24/draft-1", "2023-10-24/draft-2")


def id_of(address: str) -> str | None:
    page, _, fragment = address.partition("#")
    return unquote(fragment) if page == "figures.html" else None


def one_line(text: str) -> str:
    """A figure broken over two lines lost the space between them in one format or the other."""
    return "".join(text.replace("\u200b", "").split())


def of_page(html: str) -> Figures:
    """Heading of each section -> its figures as id and text."""
    found: Figures = {}
    for section in parse(html).all("main")[0].children:
        if isinstance(section, Element):
            links = [a for a in section.all("a") if "figure" in (a.attrs.get("class") or "")]
            figures = [(id_of(a.attrs["href"] or "") or "", one_line(a.text)) for a in links]
            found[section.all("h2")[0].words] = figures
    return found


def of_pdf(data: bytes) -> Figures:
    """The same from the PDF's own tags."""
    found: Figures = {}
    here: list[tuple[str, str]] = []
    for tag in pdf_reader.read(data).all("H1", "Link"):
        if tag.name == "H1":
            here = found.setdefault(tag.words, [])
        elif tag.address and (figure := id_of(tag.address)):
            here.append((figure, one_line(tag.text)))
    found.pop("Contents")
    return found


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
