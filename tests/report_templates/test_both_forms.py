"""What a page and its PDF print of the sample's report: the same figures, in the same order."""

from datetime import UTC, datetime

import pdf_reader
import pytest
import sample
from both_forms import Figures, of_page, of_pdf
from html_tree import parse

from report_templates import pdf, render

AS_AT = datetime(2025, 10, 21, 8, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def page() -> Figures:
    return of_page(render.report_html(sample.report()))


@pytest.fixture(scope="module")
def printed() -> Figures:
    return of_pdf(pdf.report_pdf(sample.report(), AS_AT))


def test_both_print_the_same_figures_in_the_same_order(page: Figures, printed: Figures) -> None:
    assert page == printed


def test_the_interval_of_a_survey_stands_behind_its_value(page: Figures) -> None:
    texts = [text for _, text in page["Performance by priority"]]
    at = texts.index("87.3%")
    assert texts[at + 1] == "82.1-91.1%,n=212"


def test_why_a_rating_moved_is_a_sentence_with_figures_and_a_label() -> None:
    cells = parse(render.report_html(sample.report())).all("td")
    why = next(cell for cell in cells if cell.attrs.get("data-label") == "Why")
    assert why.words == (
        "Its denominator was restated: 1,204 to 1,180; with the old one it would be Strong "
        "restated denominator"
    )
    assert [a.words for a in why.all("a")] == ["1,204", "1,180"]


def test_a_note_on_a_figure_stands_beneath_it_in_both() -> None:
    note = "The new system counts from the day of the request."
    whole = sample.report()
    assert note in parse(render.report_html(whole)).words
    document = pdf_reader.read(pdf.report_pdf(whole, AS_AT))
    assert note in " ".join(tag.words for tag in document.all("P"))
