"""The interval of a survey's result as it is printed beside the value: `59-79%, n=79`."""

from decimal import Decimal

from assets.analysis.series import refs_of, value_for
from assets.analysis.survey import Sample, sample_of
from assets.views.context import Context
from assets.views.moderated import shows_files
from assets.views.wording import number_text, rounded
from report_templates.parts import Figure
from sources.framework.keys import Period
from sources.framework.measures import Measure
from warehouse.rows import MeasureRating


def interval_figure(context: Context, measure: Measure, row: MeasureRating) -> Figure | None:
    """The interval and the number of answers behind a measure's value; None if it has none.

    A value that was decided on review is nobody's answers.
    """
    is_decided = row.override is not None and (row.units, row.places) != (
        row.original_units,
        row.original_places,
    )
    if row.units is None or row.period is None or is_decided:
        return None
    series = context.series.get(measure.id, {})
    found = value_for(measure, series, Period.parse(row.period)).observation
    sample = sample_of(measure, found)
    if sample is None:
        return None
    return context.book.enter(
        interval_text(sample, measure),
        measure.id,
        "interval",
        period=row.period,
        what=f"95% interval of {measure.name}, and the number of answers",
        how=f"Wilson's interval of {plain_number(sample.counted)} of "
        f"{plain_number(sample.answers)} answers",
        group=measure.name,
        refs=refs_of(row.sources) if shows_files(context, row) else (),
    )


def interval_text(sample: Sample, measure: Measure) -> str:
    """`59-79%, n=79`, with the measure's own decimal places."""
    low, high = sample.interval_pct
    return f"{rounded(low, measure)}-{number_text(high, measure)}, n={plain_number(sample.answers)}"


def plain_number(number: Decimal) -> str:
    """A count with its thousands apart and no idle zeros; weighted answers keep two places."""
    short = f"{round(number, 2):,f}"
    return short.rstrip("0").rstrip(".") if "." in short else short
