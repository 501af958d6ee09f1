"""Trace: follow a printed figure to the file, sheet, cell and rule that it came from."""

from itertools import chain

from assets.steps import close as closing
from assets.steps.house import House
from assets.steps.publish import before_draft, editions_of, past_of
from assets.views.measure_page import measure_pages
from assets.views.report import context_of, report
from report_templates.pages import FigureLine
from sources.framework.keys import Close, KeyProblem
from sources.framework.library import UnknownKey

_NOT_AN_ID = (
    "No report prints a figure '{}': copy the id from the page 'Sources of figures' or from a "
    "measure's own page, which lie beside the report."
)


def trace(house: House, figure_id: str) -> tuple[FigureLine, str | None]:
    """The sources of a figure as results stand, and the notice of a demonstration, if it is one.

    Raises UnknownKey for a figure that no report prints.
    """
    try:
        close = Close.parse(figure_id.split("/")[0])
    except KeyProblem:
        raise UnknownKey(_NOT_AN_ID.format(figure_id)) from None
    results = closing.stored(house, close)
    past = past_of(house, results)
    for edition in editions_of(house, close):
        product = results.framework.products[edition.product]
        before = before_draft(house, edition, results)
        context = context_of(results, before, product, *past)
        whole, page = report(context, product, 0)
        beside = (line for _, held in measure_pages(context, whole) for line in held.figures)
        for line in chain(page.lines, beside):
            if line.id == figure_id:
                return line, page.demonstration
    raise UnknownKey(_NOT_AN_ID.format(figure_id))
