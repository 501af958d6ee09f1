"""Trace: follow a printed figure to the file, sheet, cell and rule that it came from."""

from assets.steps import close as closing
from assets.steps.house import House
from assets.views.report import context_of, report
from report_templates.sections import FigureLine
from sources.framework.keys import Close
from sources.framework.library import UnknownKey


def trace(house: House, figure_id: str) -> tuple[FigureLine, str | None]:
    """The sources of a figure as results stand, and the notice of a demonstration, if it is one.

    Raises UnknownKey for a figure that no report prints.
    """
    close = Close.parse(figure_id.split("/")[0])
    results = closing.stored(house, close)
    for product in results.framework.products.values():
        _, page = report(context_of(results, None), product, 0)
        for line in page.lines:
            if line.id == figure_id:
                return line, page.demonstration
    raise UnknownKey(
        f"No report of {close} prints a figure '{figure_id}': copy the id from a report's page of "
        "figures."
    )
