"""A measure's own page: its head, and the parts that are hung below it in their order.

What a part shows is built in a module of its own: a function of context and measure, None where
there is nothing to show. It prints figures through `context.book`, as sections of a report do.
"""

from collections.abc import Callable, Iterator

from assets.views.breakdowns import breakdowns
from assets.views.chart_part import chart_part
from assets.views.comparison import comparison_part
from assets.views.context import Context
from assets.views.direction_part import direction_part
from assets.views.forecasts import forecast_part
from assets.views.lines import measure_line, page_name
from assets.views.measure_moves import moves_part
from assets.views.register import BETTER, wording
from assets.views.values_part import history_part, values_part
from assets.views.wording import unit_words
from report_templates.measure_page import MeasurePage, MeasurePart
from report_templates.pages import Report
from report_templates.sections import PrioritiesSection
from sources.framework.framework import Framework
from sources.framework.measures import Measure

# In the order in which they stand on the page.
PARTS: tuple[Callable[[Context, Measure], MeasurePart | None], ...] = (
    chart_part,
    direction_part,
    values_part,
    moves_part,
    forecast_part,
    comparison_part,
    breakdowns,
    history_part,
)


def measure_pages(context: Context, report: Report) -> Iterator[tuple[str, MeasurePage]]:
    """The page of every measure that a report may show, with the name of its file.

    The report is built first: what it prints is followed to its sources on its own page of them.
    """
    placed = _placed(report)
    for measure in context.framework.measures.values():
        back = f"measure-{measure.id}" if measure.id in placed else None
        yield page_name(measure.id), measure_page(context, report, measure, back)


def measure_page(
    context: Context, report: Report, measure: Measure, back: str | None = None
) -> MeasurePage:
    """One measure's page; `back` is where it stands in the report."""
    own = context.on_page()
    now = measure_line(own, measure)
    parts = tuple(part for build in PARTS if (part := build(own, measure)) is not None)
    return MeasurePage(
        council=report.council,
        report=report.title,
        period=report.period,
        as_at=report.as_at,
        draft=report.draft,
        demonstration=report.demonstration,
        covers=report.covers,
        now=now,
        definition=wording(context.framework, measure, context.today),
        facts=tuple(_facts(context.framework, measure)),
        parts=parts,
        figures=own.book.lines,
        back=back,
    )


def _facts(framework: Framework, measure: Measure) -> Iterator[tuple[str, str]]:
    words = framework.council.words
    if measure.numerator and measure.denominator:
        yield "Numerator", measure.numerator
        yield "Denominator", measure.denominator
    yield "Unit", f"{unit_words(measure)}; {BETTER[measure.polarity]}"
    covers = f"a figure covers the {measure.reference_period.value}"
    running = "; counted as a running total from April" if measure.is_cumulative else ""
    yield "Collected", f"{measure.frequency.value}; {covers}{running}"
    yield "Department", framework.departments[measure.department].name
    yield words.body, framework.bodies[measure.body].name
    named = [framework.priorities[name].name for name in measure.priorities]
    yield ("priority" if len(named) == 1 else "priorities"), "; ".join(named)
    yield "Collects it", measure.collection_officer
    yield "Answers for it", measure.responsible_officer
    yield "Releases it", measure.authorising_officer


def _placed(report: Report) -> frozenset[str]:
    """The measures that have an anchor in the report: those of its section of priorities."""
    sections = (section for _, section in report.sections)
    held = (s for s in sections if isinstance(s, PrioritiesSection))
    return frozenset(line.id for s in held for part in s.parts for line in part.measures)
