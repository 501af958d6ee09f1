"""A value that was decided on review: the public does not read the one that it replaced."""

from dataclasses import replace

from html_tree import parse
from move_builders import MEASURE, State, closed_as

from assets.analysis.results import CloseResults
from assets.views.data_files import data_files
from assets.views.edited_words import without_words
from assets.views.measure_page import measure_page
from assets.views.report import context_of, report
from report_templates.render import measure_html
from sources.framework.owed import ReportProduct
from warehouse.rows import MeasureRating, ReturnFinding

SENT, DECIDED = "81.7654", "55.4321"


def product_of(results: CloseResults, visibility: str) -> ReportProduct:
    (product,) = results.framework.products.values()
    return product.model_copy(update={"visibility": visibility})


def pages(results: CloseResults, visibility: str, before: list[MeasureRating]) -> str:
    """The page of the measure, with all that stands behind its figures, and the table of values."""
    results = replace(results, framework=replace(results.framework, actions={}))
    product = product_of(results, visibility)
    context = context_of(results, None, product, rated_before=before)
    whole, figures = report(context, product, 1)
    page = measure_page(context, whole, results.framework.measures[MEASURE])
    words = parse(measure_html(page)).words
    return f"{words} {figures} {page.figures} {data_files(context)['values.csv'].decode()}"


def decided() -> CloseResults:
    """Quarter 2 with a decided value; the file's cell and its two parts say otherwise."""
    held = closed_as(State(actual=SENT, of=("817654", "1000000"), value=DECIDED))
    return replace(held, values=tuple(replace(v, raw=f"={SENT}") for v in held.values))


def test_the_period_itself_shows_the_public_the_decided_value_alone() -> None:
    public, own = pages(decided(), "public", []), pages(decided(), "internal", [])
    assert DECIDED in public and DECIDED in own
    assert SENT not in public and "817654" not in public
    assert SENT in own


def test_the_next_period_shows_the_public_the_decided_value_too() -> None:
    then = decided()
    earlier = [replace(row, is_confirmed=True) for row in then.ratings]
    now = closed_as(State(actual="83", at="2023-24-Q3", submission=8))
    now = replace(now, values=(*then.values, *now.values), sent=(*then.sent, *now.sent))
    compared = {"compared_period": "2023-24-Q2", "compared_units": 817654, "compared_places": 4}
    rows = [replace(row, direction="better", **compared) for row in now.ratings]  # type: ignore[arg-type]  # fields of a row
    now = replace(now, ratings=tuple(rows))
    public, own = pages(now, "public", earlier), pages(now, "internal", earlier)
    assert DECIDED in public
    assert SENT not in public and "81.8" not in public
    assert SENT in own


def test_a_value_that_was_corrected_since_is_shown_as_corrected() -> None:
    earlier = list(decided().ratings)
    then = closed_as(State(actual="77.1234"))
    now = closed_as(State(actual="83", at="2023-24-Q3", submission=8))
    now = replace(now, values=(*then.values, *now.values), sent=(*then.sent, *now.sent))
    public = pages(now, "public", earlier)
    assert "77.1234" in public and DECIDED not in public


def test_findings_quote_no_value_that_was_replaced_where_the_public_reads() -> None:
    results = decided()
    slot = results.ratings[0].slot
    found = ReturnFinding(
        slot=slot,
        rule="jump",
        dimension="accuracy",
        severity="warning",
        submission=7,
        measure=MEASURE,
        period="2023-24-Q2",
        quantity="actual",
        sheet="Measures",
        cell="H12",
        raw=SENT,
        message=f"{SENT} is far from the last one.",
        mend="Check it.",
    )
    other = replace(found, measure="asc-07")
    public = context_of(results, None, product_of(results, "public"))
    own = context_of(results, None, product_of(results, "internal"))
    assert SENT not in str(without_words(public, [found]))
    assert without_words(public, [other]) == [other]
    assert without_words(own, [found]) == [found]
