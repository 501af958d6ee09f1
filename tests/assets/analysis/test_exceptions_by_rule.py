"""Exceptions by a product's own rules: exactly what meets them is listed, each line with why."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from analysis_builders import DERBYSHIRE, a_stored_value, closed
from hypothesis import given, settings
from hypothesis import strategies as st
from move_builders import State, closed_as
from pydantic import ValidationError

from assets.analysis.results import CloseResults
from assets.views.chosen import exceptions, successes
from assets.views.context import Context
from assets.views.exception_reasons import reasons
from assets.views.report import context_of
from sources.framework.exception_rules import USUAL_RULES, ExceptionRule
from sources.framework.keys import Period
from sources.framework.measures import Frequency
from sources.framework.owed import ReportProduct
from warehouse.benchmark_rows import MeasureBenchmark
from warehouse.forecast_rows import MeasureForecast
from warehouse.rows import MeasureRating, ReturnStatus

CLOSE = "derbyshire.2023-24-Q2"
PACED = {
    measure.id: measure
    for measure in DERBYSHIRE.measures.values()
    if measure.frequency is Frequency.QUARTERLY
}
FRAMEWORK = replace(DERBYSHIRE, measures=PACED, actions={})
# All in order: rated Good in a return that came in time, no better and no worse than before.
IN_ORDER = [
    replace(row, rating="good", status="rated", units=80, places=0, direction="same")
    for row in closed(framework=FRAMEWORK)
]


def a_row(rows: list[MeasureRating], measure: str, **changes: object) -> None:
    at = next(n for n, row in enumerate(rows) if row.measure == measure and row.basis == "current")
    rows[at] = replace(rows[at], **changes)  # type: ignore[arg-type]


def a_forecast(measure: str, rating: str, *, crosses: bool) -> MeasureForecast:
    return MeasureForecast(
        CLOSE, measure, "2023-24-FY", "2023-24-Q2", 70, None, None, 0, rating, None, None, "good",
        crosses, None, 0, None, None, None, 0, 0, None, "[]",
    )  # fmt: skip


def a_benchmark(measure: str, quartile: int) -> MeasureBenchmark:
    return MeasureBenchmark(
        CLOSE, measure, "group", "counties", "Counties", "2023-24-Q2", 80, 0, 90, 0, 8, 8, 9, 9,
        quartile, None, "Published", False, "[]", "[]",
    )  # fmt: skip


def a_status(slot: str, status: str) -> ReturnStatus:
    return ReturnStatus(
        CLOSE, slot, status, None, None, None, 0, 0, 1, 1, 1, 1, None, True, None, None
    )


def results_of(met: dict[str, ExceptionRule]) -> tuple[CloseResults, list[MeasureRating]]:
    """A close in which each of some measures meets one rule and no other, and the closes before."""
    rows, before = list(IN_ORDER), []
    forecasts, values = [], []
    benchmarks = [
        a_benchmark(measure, 4 if rule is ExceptionRule.BEHIND_OTHERS else 3)
        for measure, rule in met.items()
    ]
    late = {row.slot for row in rows if met.get(row.measure) is ExceptionRule.LATE_RETURN}
    for measure, rule in met.items():
        mine = next(row for row in rows if row.measure == measure)
        match rule:
            case ExceptionRule.RATING:
                a_row(rows, measure, rating="review")
            case ExceptionRule.NEW_FORECAST:
                forecasts.append(a_forecast(measure, "strong", crosses=True))
            case ExceptionRule.SPECIAL_CAUSE:
                values += falling(measure)
            case ExceptionRule.FORECAST:
                forecasts.append(a_forecast(measure, "action", crosses=False))
            case ExceptionRule.BEHIND_OTHERS | ExceptionRule.LATE_RETURN:
                pass
            case ExceptionRule.NO_VALUE:
                a_row(rows, measure, rating=None, units=None, status="not supplied")
            case ExceptionRule.WORSE_DIRECTION:
                a_row(rows, measure, direction="worse", compared_period="2023-24-Q1")
            case ExceptionRule.PERSISTENT:
                a_row(rows, measure, rating="action")
                for past in ("2023-24-Q1", "2022-23-Q4", "2022-23-Q3"):
                    close = f"derbyshire.{past}"
                    before.append(replace(mine, close=close, period=past, rating="review"))
    results = replace(
        closed_as(State()),
        framework=FRAMEWORK,
        ratings=tuple(rows),
        forecasts=tuple(forecasts),
        benchmarks=tuple(benchmarks),
        values=tuple(values),
        statuses=tuple(
            a_status(slot, "late" if slot in late else "on time")
            for slot in {row.slot for row in rows}
        ),
    )
    return results, before


def falling(measure: str) -> list:  # type: ignore[type-arg]
    """Three years of one level, and then a quarter far outside of it, on the worse side."""
    period = Period.parse("2023-24-Q2")
    is_lower = PACED[measure].polarity.value == "lower"
    numbers = ["90" if is_lower else "5", *["50", "51", "52", "50", "52", "51"] * 2]
    found = []
    for number in numbers:
        found.append(a_stored_value(number, measure=measure, at=str(period)))
        period = period.previous()
    return found


def product_of(*rules: ExceptionRule, **given: object) -> ReportProduct:
    (product,) = DERBYSHIRE.products.values()
    return ReportProduct.model_validate(
        product.model_dump() | {"exceptions": rules or None} | given
    )


def context(met: dict[str, ExceptionRule], *rules: ExceptionRule) -> Context:
    results, before = results_of(met)
    return context_of(results, None, product_of(*rules), rated_before=before)


# Which rules one that a measure was made to meet brings with it.
ALSO = {ExceptionRule.PERSISTENT: {ExceptionRule.RATING, ExceptionRule.PERSISTENT}}
# A late return makes all its measures late, so it is looked at by itself.
ALONE = [rule for rule in ExceptionRule if rule is not ExceptionRule.LATE_RETURN]
CHARTED = [m.id for m in PACED.values() if m.polarity.value in ("higher", "lower")]


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_of_many_measures_exactly_those_are_found_that_meet_a_rule_of_the_set(
    data: st.DataObject,
) -> None:
    plain = [measure for measure in CHARTED if not PACED[measure].is_cumulative]
    met = data.draw(st.dictionaries(st.sampled_from(plain), st.sampled_from(ALONE)))
    rules = data.draw(st.lists(st.sampled_from(ALONE), unique=True, min_size=1))
    shown = context(met, *rules)
    found = {m.id: len(why) for m in PACED.values() if (why := reasons(shown, m, rules))}
    meant = {measure: len(ALSO.get(rule, {rule}) & set(rules)) for measure, rule in met.items()}
    assert found == {measure: count for measure, count in meant.items() if count}


def one_of_each() -> dict[str, ExceptionRule]:
    plain = [measure for measure in CHARTED if not PACED[measure].is_cumulative]
    return dict(zip(plain, ALONE, strict=False))


WORDS = {
    ExceptionRule.RATING: "rated Review",
    ExceptionRule.NEW_FORECAST: "newly forecast to be rated worse",
    ExceptionRule.PERSISTENT: "rated Action; so rated in 4 of the last 4 periods",
    ExceptionRule.SPECIAL_CAUSE: "special-cause deterioration",
    ExceptionRule.FORECAST: "Action by year end if nothing changes",
    ExceptionRule.BEHIND_OTHERS: "in the last quarter of 'Counties'",
    ExceptionRule.NO_VALUE: "no value that can be used",
    ExceptionRule.WORSE_DIRECTION: "worse than in Q1 2023-24",
}


def test_each_line_says_by_which_rule_it_is_listed_and_the_worst_rated_come_first() -> None:
    met = one_of_each()
    assert len(met) == len(ALONE)
    section = exceptions(context(met, *ALONE))
    why = {line.id: line.listed_for for line in section.measures}
    assert why == {measure: WORDS[rule] for measure, rule in met.items()}
    assert [met[line.id] for line in section.measures[:2]] == [
        ExceptionRule.PERSISTENT,
        ExceptionRule.RATING,
    ]
    assert "got worse" in section.chosen_by
    assert section.chosen_by.endswith("Chosen by rule, not by hand; each line says by which.")


def test_a_product_without_rules_of_its_own_lists_as_ever() -> None:
    met = one_of_each()
    section = exceptions(context(met))
    usual = {*USUAL_RULES, ExceptionRule.PERSISTENT}
    assert {line.id for line in section.measures} == {m for m, r in met.items() if r in usual}
    assert {line.listed_for for line in section.measures} == {None}
    assert section.chosen_by == (
        "Every measure and key action rated Action or Review, and every measure newly forecast to "
        "be rated worse by year end; chosen by rule, not by hand."
    )


def test_successes_say_nothing_of_rules_of_exceptions() -> None:
    shown = context(one_of_each(), *ALONE)
    assert {line.listed_for for line in successes(shown).measures} <= {None}


def test_all_that_was_due_in_a_late_return_is_listed_by_that_rule() -> None:
    first = next(iter(PACED))
    shown = context({first: ExceptionRule.LATE_RETURN}, ExceptionRule.LATE_RETURN)
    slot = shown.current[first].slot
    section = exceptions(shown)
    assert {line.id for line in section.measures} == {
        row.measure for row in IN_ORDER if row.slot == slot
    }
    assert {line.listed_for for line in section.measures} == {"its return came late"}
    a_rule = [ExceptionRule.LATE_RETURN]
    missing = replace(shown.results, statuses=(a_status(slot, "missing"),))
    assert reasons(replace(shown, results=missing), PACED[first], a_rule) == (
        "its return has not come",
    )
    not_due = replace(shown.current[first], status="not due")
    without = replace(missing, ratings=(not_due,))
    assert reasons(replace(shown, results=without), PACED[first], a_rule) == ()


def changed(**changes: object) -> Callable[[Context, str], Context]:
    def change(shown: Context, measure: str) -> Context:
        rows = list(shown.results.ratings)
        a_row(rows, measure, **changes)
        return replace(shown, results=replace(shown.results, ratings=tuple(rows)))

    return change


@pytest.mark.parametrize(
    ("changes", "is_lacking"),
    [
        ({"status": "queried with department", "rating": None}, True),
        ({"status": "incomplete", "rating": None}, True),
        ({"status": "no value", "rating": None, "units": None}, True),
        ({"status": "return missing", "rating": None, "units": None}, True),
        ({"status": "not due", "rating": None, "units": None}, False),
        ({"status": "no target", "rating": None}, False),
        ({"status": "not supplied", "rating": None}, False),
        ({"status": "not yet authorised", "rating": None, "units": None}, False),
    ],
)
def test_no_value_is_what_was_due_and_cannot_be_used(
    changes: dict[str, object], *, is_lacking: bool
) -> None:
    """A rating that was not supplied for a value that was is no missing value; nor is what the
    public does not see yet."""
    measure = next(iter(PACED))
    shown = changed(**changes)(context({}), measure)
    assert bool(reasons(shown, PACED[measure], [ExceptionRule.NO_VALUE])) is is_lacking


def test_what_is_not_due_now_persists_and_deteriorates_by_no_rule() -> None:
    met = one_of_each()
    lasting = next(m for m, rule in met.items() if rule is ExceptionRule.PERSISTENT)
    special = next(m for m, rule in met.items() if rule is ExceptionRule.SPECIAL_CAUSE)
    shown = context(met)
    for measure in (lasting, special):
        assert reasons(shown, PACED[measure], ALONE)
        not_due = changed(status="not due", rating=None, units=None)(shown, measure)
        assert reasons(not_due, PACED[measure], ALONE) == ()


def test_the_officers_forecast_counts_as_the_officers() -> None:
    measure = next(iter(PACED))
    shown = context({})
    mine = replace(shown.current[measure], basis="outlook", rating="review")
    both = (a_forecast(measure, "action", crosses=False),)
    held = replace(shown.results, ratings=(*shown.results.ratings, mine), forecasts=both)
    assert reasons(replace(shown, results=held), PACED[measure], [ExceptionRule.FORECAST]) == (
        "Review by the officer's forecast; Action by year end if nothing changes",
    )


def test_nothing_that_meets_a_rule_is_said_of_the_rules() -> None:
    assert exceptions(context({}, ExceptionRule.WORSE_DIRECTION)).nothing == (
        "No measure meets any of these rules."
    )


@pytest.mark.parametrize(
    ("given_fields", "words"),
    [
        ({"exceptions": ["rating", "rating"]}, "stands here twice"),
        ({"exceptions": ["rating"], "sections": ["about"]}, "no section of them"),
        ({"exceptions": []}, "at least 1 item"),
        ({"exceptions": ["mood"]}, "worse-direction"),
    ],
)
def test_rules_that_cannot_be_meant_are_refused(
    given_fields: dict[str, object], words: str
) -> None:
    with pytest.raises(ValidationError, match=words):
        product_of(**given_fields)


def test_what_the_seasons_explain_is_no_special_cause() -> None:
    met = one_of_each()
    (measure,) = (m for m, rule in met.items() if rule is ExceptionRule.SPECIAL_CAUSE)
    shown = context(met)
    assert reasons(shown, PACED[measure], [ExceptionRule.SPECIAL_CAUSE])
    seasonal = replace(shown.trends[measure], is_seasonal=True)
    shown.__dict__["trends"] = {**shown.trends, measure: seasonal}
    assert reasons(shown, PACED[measure], [ExceptionRule.SPECIAL_CAUSE]) == ()
