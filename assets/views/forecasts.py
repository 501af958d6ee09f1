"""Forecasts of the year in words: the officer's own, and beside it what comes if nothing changes.

Working them out is `analysis/forecast`; here they are printed, and said where one first foretells a
worse rating.
"""

from collections.abc import Iterator
from decimal import Decimal

from assets.analysis.forecast.histories import year_of
from assets.analysis.forecast.possible import cut_words, may_be_either_side, reached_by
from assets.analysis.forecast.projections import NO_PROJECTION
from assets.analysis.held_targets import Held, held_annual
from assets.analysis.series import refs_of
from assets.views.context import Context
from assets.views.wording import number_text, plain
from report_templates.forecasts import ForecastPart, TrackRecord, Unchanged
from report_templates.parts import Figure
from sources.framework.keys import Period
from sources.framework.measures import Measure, ReferencePeriod, Stretch, TargetValue
from sources.values import from_units
from warehouse.forecast_rows import MeasureForecast

# What a method takes to stay as it is, in words that end a sentence.
_METHODS = {
    "as the year before": "what is left of the year comes as it did the year before",
    "the year before's profile": "what is known is the share of the year that it was by this point "
    "the year before",
    "its own profile": "what is known is the share of the year that the profile of its target "
    "gives to this point",
    "the smoothed level": "the present level is carried on, with the season that past years agree "
    "on; the level is a mean that gives late values more weight",
}
_IN = "the year's values are all in"
# How many fell within their interval says something of two or more.
_TELLING = 2


def unchanged(context: Context, measure: Measure) -> Unchanged | None:
    """The year if nothing changes, as a line of the report says it; None if nothing is forecast."""
    row = context.forecasts.get(measure.id)
    if row is None or (row.units is None and measure.id not in context.outlook):
        return None
    return _unchanged(context, measure, row)


def warning_of(context: Context, measure: Measure) -> str | None:
    """That the year is heading for a worse rating, said once in a year for the same step down."""
    row = context.forecasts.get(measure.id)
    if row is None or not row.crosses or crossing(row) in context.told:
        return None
    now, then = (_word(context, rating) for rating in (row.current_rating, row.rating))
    told = f"if nothing changes, {then} by the end of the year; now {now}"
    return f"{told}; it could be either side of the target" if _is_open(context, row) else told


def crossing(row: MeasureForecast) -> tuple[str, str | None, str | None]:
    """Which measure is forecast to go from which rating to which."""
    return (row.measure, row.current_rating, row.rating)


def forecast_part(context: Context, measure: Measure) -> ForecastPart | None:
    """Both forecasts and the record, for the measure's page; None where neither is to be had."""
    row, officers = context.forecasts.get(measure.id), context.outlook.get(measure.id)
    is_over = row is not None and row.units is None and row.trials == 0 and officers is None
    if (row is None and officers is None) or (is_over and row and row.reason == _IN):
        return None
    given = None
    if officers is not None and officers.units is not None:
        given = officers_figure(context, measure)
    return ForecastPart(
        target=annual_figure(context, measure),
        officers=given,
        officers_mark=context.measure_mark(officers.rating)
        if officers and officers.rating
        else None,
        officers_rule=officers.rule if officers else None,
        officers_words=_of_officers(officers.reason if officers else None, given),
        unchanged=_unchanged(context, measure, row) if row else None,
        rule=(row.rule or row.unrated) if row else None,
        method=_METHODS[row.method] if row and row.method else None,
        record=_record(context, measure, row) if row and row.trials else None,
        warning=warning_of(context, measure),
        notes=tuple(_notes(context, measure, row)) if row and row.units is not None else (),
    )


def _notes(context: Context, measure: Measure, row: MeasureForecast) -> Iterator[str]:
    ends = _ends(row)
    if ends is None:
        return
    if _is_open(context, row):
        yield "the target lies within the interval: the year could end on either side of it"
    series, until = context.series.get(measure.id, {}), context.results.close.period
    yield from cut_words(measure, *ends, reached_by(measure, series, until))
    if measure.reference_period is ReferencePeriod.IN_ARREARS:
        year = year_of(measure, until.year)
        ending = f"{year[0].label} to {year[-1].label}" if len(year) > 1 else year[0].label
        yield f"the year is that of the figures which are due in it: {ending}"


def _ends(row: MeasureForecast) -> tuple[Decimal, Decimal] | None:
    """The ends of the interval; None where there is none."""
    if row.low_units is None or row.high_units is None:
        return None
    places = row.places or 0
    return from_units(row.low_units, places), from_units(row.high_units, places)


def _is_open(context: Context, row: MeasureForecast) -> bool:
    ends, measure = _ends(row), context.framework.measures[row.measure]
    return ends is not None and may_be_either_side(*ends, _annual(context, measure)[0])


def officers_figure(context: Context, measure: Measure) -> Figure | None:
    """The officer's own forecast of the year, as the return gave it."""
    row = context.outlook.get(measure.id)
    if row is None or row.units is None:
        return None
    return context.book.enter(
        number_text(from_units(row.units, row.places or 0), measure),
        measure.id,
        "year-end forecast",
        period=row.period,
        what=f"The officer's forecast of {measure.name} for the year",
        group=measure.name,
        how=row.rule or row.reason or "as supplied",
        refs=refs_of(row.sources),
    )


def annual_figure(context: Context, measure: Measure) -> Figure | None:
    """The annual target that forecasts are rated against."""
    close = context.results.close
    target, held = _annual(context, measure)
    if target is None:
        return None
    return context.book.enter(
        number_text(target, measure),
        measure.id,
        "annual target",
        period=str(Period(close.period.year, "FY")),
        what=f"Annual target of {measure.name}",
        how=f"{f'{held.how}. ' if held.how else ''}It stands in targets.csv, row {measure.id}.",
        group=measure.name,
        refs=held.refs,
    )


def _annual(context: Context, measure: Measure) -> tuple[TargetValue | None, Held]:
    own = context.series.get(measure.id, {})
    held = held_annual(context.framework, context.results.close, measure, own)
    return _rated_against(context, measure) or held.value, held


def _rated_against(context: Context, measure: Measure) -> TargetValue | None:
    """The target that the officer's forecast was rated against, as it is stored."""
    row = context.outlook.get(measure.id)
    if row is None or row.target_units is None:
        return None
    low = from_units(row.target_units, row.target_places or 0)
    if row.target_high_units is None:
        return low
    return Stretch(low, from_units(row.target_high_units, row.target_high_places or 0))


def _unchanged(context: Context, measure: Measure, row: MeasureForecast) -> Unchanged:
    ends, places = _ends(row), row.places or 0
    if row.units is None or ends is None:
        return Unchanged(None, reason=f"{NO_PROJECTION}: {row.reason}")
    how = f"Worked out, not given by anybody: {_METHODS[row.method or '']}"
    latest = f"up to {Period.parse(row.known_to).label}" if row.known_to else "of past years alone"
    how += f"; it rests on values {latest}."
    how += f" Rated {_word(context, row.rating)}: {row.rule}." if row.rating else ""
    value = context.book.enter(
        number_text(from_units(row.units, places), measure),
        measure.id,
        "outturn if nothing changes",
        period=row.period,
        what=f"What {measure.name} comes to this year if nothing changes",
        group=measure.name,
        how=how,
        refs=refs_of(row.sources),
    )
    interval = context.book.enter(
        number_text(Stretch(*ends), measure),
        measure.id,
        "interval if nothing changes",
        period=row.period,
        what=f"80% interval of the outturn of {measure.name} if nothing changes",
        group=measure.name,
        how=f"from how far the {row.trials} past years that it was tried on were missed",
        refs=refs_of(row.sources),
    )
    return Unchanged(
        value,
        interval,
        context.measure_mark(row.rating) if row.rating else None,
        annual_figure(context, measure) if row.rating else None,
    )


def _record(context: Context, measure: Measure, row: MeasureForecast) -> TrackRecord:
    def enter(text: str, quantity: str, how: str) -> Figure:
        return context.book.enter(
            text,
            measure.id,
            quantity,
            period=row.period,
            what=f"Record of the forecast of {measure.name} if nothing changes: {quantity}",
            group=measure.name,
            how=how,
        )

    def size(number: str) -> str:
        # An error is a distance: of percentages, points.
        text = number_text(Decimal(number), measure.model_copy(update={"decimal_places": places}))
        return f"{text.removesuffix('%')} points" if text.endswith("%") else text

    places = measure.decimal_places + 1
    tried = f"the same method, made from the same point of {row.trials} past years"
    return TrackRecord(
        trials=enter(str(row.trials), "past years tried", tried),
        error=enter(
            size(row.mean_error or "0"), "mean error", f"mean size of the errors of {tried}"
        ),
        error_pct=enter(
            f"{plain(row.mean_error_pct)}%",
            "mean error in per cent",
            "the mean error in per cent of what those years came to on average",
        )
        if row.mean_error_pct is not None
        else None,
        floor_error=enter(
            size(row.floor_error), "mean error as the year before", "taking the rest as it was then"
        )
        if row.floor_error is not None and row.method != "as the year before"
        else None,
        covered=enter(str(row.covered), "past years within", "within the interval given then")
        if row.held >= _TELLING
        else None,
        held=enter(str(row.held), "past years with an interval", "those with a record by then")
        if row.held >= _TELLING
        else None,
    )


def _of_officers(reason: str | None, given: Figure | None) -> str:
    if given is None:
        return "none was given"
    return f"not rated: {reason}" if reason else ""


def _word(context: Context, rating: str | None) -> str:
    return context.measure_mark(rating).word if rating else "not rated"
