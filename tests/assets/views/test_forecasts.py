"""Both forecasts of the year, as a report and a measure's page say them; and the early warning."""

from dataclasses import replace
from typing import Any

import pytest

from assets.analysis.results import CloseResults
from assets.views.chosen import exceptions
from assets.views.cleared import cleared
from assets.views.context import Context
from assets.views.forecasts import crossing, forecast_part, unchanged, warning_of
from assets.views.lines import measure_line
from assets.views.report import context_of
from warehouse.forecast_rows import MeasureForecast

PlayedHome = Any  # built in conftest
# Good now, and if the rest of the year comes as the year before, in need of review at its end.
FALLING = "asc-08"


@pytest.fixture(scope="module")
def results(the_demo: PlayedHome) -> CloseResults:
    found: CloseResults = the_demo.played.first.closed.results
    return found


def row_of(results: CloseResults, measure: str) -> MeasureForecast:
    return next(row for row in results.forecasts if row.measure == measure)


def with_row(results: CloseResults, measure: str, **changes: Any) -> CloseResults:
    changed = replace(row_of(results, measure), **changes)
    rest = tuple(row for row in results.forecasts if row.measure != measure)
    return replace(results, forecasts=(*rest, changed))


def shown(results: CloseResults, *told: MeasureForecast) -> Context:
    return context_of(results, None, forecast_before=told)


def test_a_forecast_that_first_crosses_to_a_worse_rating_is_an_exception(
    results: CloseResults,
) -> None:
    context = shown(results)
    measure = context.framework.measures[FALLING]
    words = "if nothing changes, Review by the end of the year; now Good"
    assert warning_of(context, measure) == words
    section = exceptions(context)
    assert "every measure newly forecast to be rated worse by year end" in section.chosen_by
    (line,) = (line for line in section.measures if line.id == FALLING)
    assert words in line.notes


def test_what_was_told_earlier_in_the_year_is_not_told_again(results: CloseResults) -> None:
    earlier = replace(row_of(results, FALLING), close="derbyshire.2023-24-Q1", units=1)
    context = shown(results, earlier)
    measure = context.framework.measures[FALLING]
    assert warning_of(context, measure) is None
    assert FALLING not in {line.id for line in exceptions(context).measures}
    # Further down is news, and so is a step that was not to be taken then.
    for news in ({"rating": "action"}, {"current_rating": "strong"}):
        assert warning_of(shown(with_row(results, FALLING, **news), earlier), measure)
    unmoved = replace(earlier, crosses=False)
    assert warning_of(shown(results, unmoved), measure)


def test_a_forecast_for_the_better_warns_of_nothing(results: CloseResults) -> None:
    context = shown(with_row(results, FALLING, rating="good", crosses=False))
    assert warning_of(context, context.framework.measures[FALLING]) is None


def test_a_line_says_both_forecasts_each_with_its_rating(results: CloseResults) -> None:
    context = shown(results)
    both = [
        line
        for measure in context.framework.measures.values()
        if (line := measure_line(context, measure)).forecast and line.unchanged
    ]
    assert len(both) > 5
    for line in both:
        assert line.outlook_text is not None and "officer's forecast" in line.outlook_text
        assert line.unchanged is not None
        assert line.unchanged.value is None or line.unchanged.interval is not None


def test_no_credible_projection_is_said_beside_the_officers_own_and_not_elsewhere(
    results: CloseResults,
) -> None:
    none = {"units": None, "low_units": None, "high_units": None, "reason": "it was out by 40%"}
    cut = with_row(results, FALLING, crosses=False, **none)
    context = shown(cut)
    measure = context.framework.measures[FALLING]
    found = unchanged(context, measure)
    if FALLING in context.outlook:
        assert found is not None
        assert found.reason == "no credible projection: it was out by 40%"
    alone = replace(cut, ratings=tuple(r for r in cut.ratings if r.basis == "current"))
    assert unchanged(shown(alone), measure) is None
    part = forecast_part(shown(alone), measure)
    assert part is not None and part.unchanged is not None
    assert part.unchanged.reason == "no credible projection: it was out by 40%"
    assert (part.officers, part.officers_words) == (None, "none was given")
    # What it was worth is said all the same.
    assert part.record is not None and part.record.trials.text == "2"


def test_the_part_of_the_page_has_its_figures_in_the_book(results: CloseResults) -> None:
    context = shown(results)
    part = forecast_part(context, context.framework.measures[FALLING])
    assert part is not None and part.unchanged is not None and part.record is not None
    entered = {line.id: line for line in context.book.lines}
    value = part.unchanged.value
    assert value is not None and part.target is not None
    assert entered[value.id].text == value.text == "76.2%"
    assert "comes as it did the year before" in entered[value.id].how
    assert "up to Quarter 2 (July to September 2023)" in entered[value.id].how
    # The numbers of this year that it rests on: three of each quarter.
    assert len(entered[value.id].sources) == 6
    assert part.record.error.text == "0.61 points"
    assert part.target.text == "80.0%"


def test_a_year_that_is_in_has_no_part(results: CloseResults) -> None:
    none = {"units": None, "low_units": None, "high_units": None, "trials": 0}
    cut = with_row(results, FALLING, reason="the year's values are all in", **none)
    alone = replace(cut, ratings=tuple(r for r in cut.ratings if r.basis == "current"))
    assert forecast_part(shown(alone), results.framework.measures[FALLING]) is None


def test_the_public_sees_no_forecast_that_rests_on_what_is_not_authorised(
    results: CloseResults,
) -> None:
    product = next(iter(results.framework.products.values()))
    public = product.model_copy(update={"visibility": "public"})
    hidden = {s.seq for s in results.sent if str(s.slot) in results.unconfirmed}
    resting = {v.measure for v in results.values if v.submission in hidden}
    assert resting
    left = {row.measure for row in cleared(results, public).forecasts}
    assert not left & resting
    # With all of it authorised, all are shown.
    every = replace(
        results,
        unconfirmed=frozenset(),
        ratings=tuple(replace(r, is_confirmed=True) for r in results.ratings),
    )
    assert cleared(every, public).forecasts == results.forecasts


def test_a_crossing_is_of_a_measure_between_two_ratings(results: CloseResults) -> None:
    assert crossing(row_of(results, FALLING)) == (FALLING, "good", "review")


def test_a_target_within_the_interval_is_told_with_the_warning_and_on_the_page(
    results: CloseResults,
) -> None:
    measure = results.framework.measures[FALLING]
    # The target is 80.0%.
    context = shown(with_row(results, FALLING, low_units=701, high_units=800))
    warning = warning_of(context, measure)
    assert warning is not None and warning.endswith("; it could be either side of the target")
    part = forecast_part(context, measure)
    assert part is not None
    either = "the target lies within the interval: the year could end on either side of it"
    assert part.notes == (either,)
    clear = shown(with_row(results, FALLING, low_units=701, high_units=799))
    assert forecast_part(clear, measure).notes == ()  # type: ignore[union-attr]  # it has one
    # Without a step down nothing is warned of, however wide the interval is.
    calm = shown(with_row(results, FALLING, low_units=701, high_units=900, crosses=False))
    assert warning_of(calm, measure) is None
    assert forecast_part(calm, measure).notes == (either,)  # type: ignore[union-attr]


def test_an_interval_that_is_cut_says_so_on_the_page(results: CloseResults) -> None:
    measure = results.framework.measures[FALLING]
    cut = shown(with_row(results, FALLING, low_units=0, high_units=1000))
    part = forecast_part(cut, measure)
    assert part is not None
    assert part.notes[1:] == (
        "the interval begins at nothing: less is not possible",
        "the interval ends where all is reached: more is not possible",
    )


def test_a_measure_in_arrears_says_which_year_its_forecast_is_of(results: CloseResults) -> None:
    late = with_row(results, "asc-10", units=800, low_units=750, high_units=850, places=1)
    late = replace(
        late,
        forecasts=tuple(
            replace(row, method="as the year before", known_to="2023-24-Q1")
            if row.measure == "asc-10"
            else row
            for row in late.forecasts
        ),
    )
    part = forecast_part(shown(late), results.framework.measures["asc-10"])
    assert part is not None
    assert part.notes[-1] == (
        "the year is that of the figures which are due in it: Quarter 4 (January to March 2023) "
        "to Quarter 3 (October to December 2023)"
    )
