"""The figures that a report prints as a page and as a PDF, read back from each by itself."""

from urllib.parse import unquote

import pdf_reader
from html_tree import Element, parse

Figures = dict[str, list[tuple[str, str]]]


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
